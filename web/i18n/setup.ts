// Languages. Keys are typed by the English tables; Korean has the same keys. No text stands in a component.

import i18next, { type TOptions } from "i18next";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { uiStore } from "../store/ui.ts";
import { durationText, figureText } from "./numbers.ts";
import { withParticles } from "./particles.ts";
import { firstEn, firstKo } from "./firsttables.ts";
import type { en } from "./tables.ts";

type Leaves<T, Path extends string = ""> = {
  [K in keyof T & string]: T[K] extends string ? `${Path}${Bare<K>}` : Leaves<T[K], `${Path}${K}.`>;
}[keyof T & string];
type Bare<K extends string> = K extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : K;

/** `graph.unscheduled`; plural keys without their `_one` and `_other`. */
export type TextKey = Leaves<typeof en>;
export type Translate = (key: TextKey, values?: TOptions) => string;

/** Another `english`: the pseudo-language. */
export function setUpLanguages(language: "en" | "ko", english: typeof firstEn = firstEn): void {
  void i18next.use(particles).init({
    postProcess: ["particles"],
    lng: language,
    fallbackLng: "en",
    resources: { en: { translation: english }, ko: { translation: firstKo } },
    interpolation: { escapeValue: false },
    initAsync: false,
    returnNull: false,
  });
  i18next.services.formatter?.add("number", (figure: unknown, spoken) => figureText(spoken ?? language, figure));
  i18next.services.formatter?.add("duration", (ms: unknown, spoken) => durationText(spoken ?? language, Number(ms)));
  for (const add of waiting.splice(0)) add();
  i18next.on("languageChanged", () => spokenStore.setState({ t: (key, values) => translate(key, values) }));
  uiStore.subscribe((ui, before) => {
    if (ui.language !== before.language) void i18next.changeLanguage(ui.language);
  });
}

/** Until the languages are set up. */
const waiting: (() => void)[] = [];

/** Texts that come with the part that says them, before or after the languages are set up. */
export function addTexts(english: object, korean: object): void {
  const add = (): void => {
    i18next.addResourceBundle("en", "translation", english, true, false);
    i18next.addResourceBundle("ko", "translation", korean, true, false);
  };
  if (i18next.isInitialized) add();
  else waiting.push(add);
}

const particles = {
  type: "postProcessor",
  name: "particles",
  process: (value: string, _key: unknown, _options: unknown, translator: { language?: string }) =>
    translator.language === "ko" ? withParticles(value) : value,
} as const;

/** For code outside components; a text made with it does not follow a later change of language. */
export const translate: Translate = (key, values) => plainText(key, values) ?? i18next.t(key, values ?? {});

/**
 * A text with nothing to fill in but values as they are, straight from its table: most are, the first picture waits for hundreds
 * of them, and a busy cluster has them said thousands of times. Undefined for those with plurals, figures and durations.
 */
function plainText(key: TextKey, values: TOptions = {}): string | undefined {
  const { language } = i18next;
  const text: unknown = i18next.getResource(language, "translation", key);
  if (typeof text !== "string" || text === "" || text.includes("$t(")) return undefined;
  let isPlain = true;
  const filled = text.replace(BLANK, (_blank, name: string) => {
    const value: unknown = values[name];
    isPlain &&= typeof value === "string" || typeof value === "number";
    return String(value);
  });
  if (!isPlain) return undefined;
  return language === "ko" ? withParticles(filled) : filled;
}

/** What stands in a blank may say how it is to be written: `{{seconds, number}}`. No value has that name. */
const BLANK = /\{\{(.*?)\}\}/g;

/** Whether the tables have this key: for keys that come from the engine. */
export function hasText(key: string): key is TextKey {
  return i18next.exists(key);
}

/** The same function while the language is the same. Thousands of parts ask for it, so it costs no more than a look. */
const spokenStore = createStore<{ readonly t: Translate }>()(() => ({ t: translate }));

export function useT(): Translate {
  return useStore(spokenStore, ({ t }) => t);
}
