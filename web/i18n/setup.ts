// Languages. Keys are typed by the English tables; Korean has the same keys. No text stands in a component.

import i18next, { type TOptions } from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import { uiStore } from "../store/ui.ts";
import { durationText } from "./numbers.ts";
import { withParticles } from "./particles.ts";
import { en, ko } from "./tables.ts";

type Leaves<T, Path extends string = ""> = {
  [K in keyof T & string]: T[K] extends string ? `${Path}${Bare<K>}` : Leaves<T[K], `${Path}${K}.`>;
}[keyof T & string];
type Bare<K extends string> = K extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : K;

/** `graph.unscheduled`; plural keys without their `_one` and `_other`. */
export type TextKey = Leaves<typeof en>;
export type Translate = (key: TextKey, values?: TOptions) => string;

export function setUpLanguages(language: "en" | "ko"): void {
  void i18next
    .use(initReactI18next)
    .use(particles)
    .init({
      postProcess: ["particles"],
      lng: language,
      fallbackLng: "en",
      resources: { en: { translation: en }, ko: { translation: ko } },
      interpolation: { escapeValue: false },
      initAsync: false,
      returnNull: false,
    });
  i18next.services.formatter?.add("duration", (ms: unknown, spoken) => durationText(spoken ?? language, Number(ms)));
  uiStore.subscribe((ui, before) => {
    if (ui.language !== before.language) void i18next.changeLanguage(ui.language);
  });
}

const particles = {
  type: "postProcessor",
  name: "particles",
  process: (value: string, _key: unknown, _options: unknown, translator: { language?: string }) =>
    translator.language === "ko" ? withParticles(value) : value,
} as const;

/** For code outside components; a text made with it does not follow a later change of language. */
export const translate: Translate = (key, values) => i18next.t(key, values ?? {});

/** Whether the tables have this key: for keys that come from the engine. */
export function hasText(key: string): key is TextKey {
  return i18next.exists(key);
}

export function useT(): Translate {
  const { t } = useTranslation();
  // i18next's own key types are not declared here: TextKey, from our tables, is stricter and quicker to check.
  return t as unknown as Translate;
}
