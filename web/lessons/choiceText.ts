// A choice in one line: `3, as many as now`.

import type { Translate } from "../i18n/setup.ts";
import type { Choice } from "./asked.ts";

export function choiceText(t: Translate, { code, words }: Choice): string {
  return [code, words && t(words.text, words.values)].filter((part) => part !== undefined).join(", ");
}
