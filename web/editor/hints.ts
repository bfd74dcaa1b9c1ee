// Where an unknown field seems to belong, in words.

import type { Translate } from "../i18n/setup.ts";
import { belongingOf } from "./belonging.ts";
import type { JsonSchema } from "./schema.ts";

export function hintFor(text: string, line: number, field: string, schema: JsonSchema, t: Translate): string | undefined {
  const found = belongingOf(text, line, field, schema);
  switch (found?.type) {
    case "out": {
      const inside = found.inside.key;
      return found.owner === undefined
        ? t("editor.hint.outTop", { field, inside })
        : t("editor.hint.out", { field, owner: found.owner.key, inside });
    }
    case "in":
      return t("editor.hint.in", { field, owner: found.owner.key });
    case "inItem":
      return t("editor.hint.inItem", { field, owner: found.owner.key });
    case "labels":
      return t("editor.hint.labels", { field });
    case "spelling":
      return t("editor.hint.spelling", { field: found.name });
    default:
      return undefined;
  }
}
