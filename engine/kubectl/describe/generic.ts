// kubectl describe of any other kind: its fields under names made from their keys.

import type { Subject } from "./describer.ts";
import type { Sheet } from "./sheet.ts";
import { annotations, events, labels } from "./sheet.ts";

const SHOWN = new Set([".metadata.managedFields", ".metadata.name", ".metadata.namespace", ".metadata.labels", ".metadata.annotations"]);
const ACRONYMS = new Set(["API", "URL", "UID", "OSB", "GUID"]);

export function describeGeneric({ object, sheet, events: list }: Subject): void {
  sheet.field(0, "Name", object.metadata?.name);
  sheet.field(0, "Namespace", object.metadata?.namespace);
  labels(sheet, "Labels", object.metadata?.labels);
  annotations(sheet, "Annotations", object.metadata?.annotations);
  content(sheet, 0, object, "");
  events(sheet, list);
}

function content(sheet: Sheet, level: number, map: object, prefix: string): void {
  for (const [field, value] of Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const path = `${prefix}.${field}`;
    if (SHOWN.has(path) || value === undefined) continue;
    const title = titleOf(field);
    if (Array.isArray(value)) {
      sheet.line(level, `${title}:`);
      for (const item of value as unknown[]) {
        if (typeof item === "object" && item !== null) content(sheet, level + 1, item, path);
        else sheet.line(level + 1, String(item));
      }
    } else if (typeof value === "object" && value !== null) {
      sheet.line(level, `${title}:`);
      content(sheet, level + 1, value as object, path);
    } else sheet.field(level, title, value === null ? "<nil>" : String(value));
  }
}

/** `creationTimestamp` is `Creation Timestamp`; keys that are no words stay as they are. */
function titleOf(field: string): string {
  if (/[^\p{L}-]/u.test(field)) return field;
  const parts = field.match(/\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|-+/gu) ?? [field];
  return parts
    .map((part) => (ACRONYMS.has(part.toUpperCase()) ? part.toUpperCase() : part.slice(0, 1).toUpperCase() + part.slice(1)))
    .join(" ");
}
