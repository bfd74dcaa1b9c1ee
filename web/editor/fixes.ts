// Quick fixes: for a problem, the edits that would mend it. Each one leaves comments and everything that is right as it is,
// and is offered only when the text is less wrong after it. Pure.

import type { Document } from "yaml";
import type { TextKey } from "../i18n/setup.ts";
import { belongingOf } from "./belonging.ts";
import { readDocuments } from "./json.ts";
import { keyLineAt } from "./keylines.ts";
import type { Meant } from "./meant.ts";
import { editsFor, Lines } from "./moving.ts";
import type { Problem } from "./problems.ts";
import type { JsonSchema } from "./schema.ts";
import { selectorFixes } from "./selectorfixes.ts";
import { syntaxFixes } from "./syntaxfixes.ts";
import { edited, type TextEdit } from "./textedit.ts";
import { troubleOf } from "./trouble.ts";
import { versionFixes } from "./versionfixes.ts";

export interface Fix {
  readonly title: { readonly key: Extract<TextKey, `editor.fix.${string}`>; readonly values: Readonly<Record<string, string>> };
  readonly edits: readonly TextEdit[];
}

export function fixesFor(problem: Problem, text: string, schema: JsonSchema | undefined): readonly Fix[] {
  const { layer, line, field } = problem;
  if (layer === "syntax") return syntaxFixes(text, line, schema);
  if (schema === undefined) return [];
  if (field !== undefined) return fieldFixes(text, line, field, schema);
  if (problem.meant !== undefined) return valueFix(problem, problem.meant, text);
  if (problem.isListed === true) return dashFix(text, line, schema);
  const document = documentAt(text, line);
  if (document === undefined) return [];
  const found = isAboutVersion(text, line) ? versionFixes(text, document, schema) : [];
  return found.length > 0 || !/selector/.test(problem.message) ? found : selectorFixes(text, document);
}

function fieldFixes(text: string, line: number, field: string, schema: JsonSchema): readonly Fix[] {
  const found = belongingOf(text, line, field, schema);
  const edits = found === undefined ? undefined : editsFor(text, found);
  if (found === undefined || edits === undefined) return [];
  if (troubleOf(edited(text, edits), schema) >= troubleOf(text, schema)) return [];
  if (found.type === "spelling") return [{ title: { key: "editor.fix.spelling", values: { field: found.name } }, edits }];
  if (found.type === "labels") return [{ title: { key: "editor.fix.move", values: { field, owner: "matchLabels" } }, edits }];
  const owner = found.owner?.key;
  return [
    owner === undefined
      ? { title: { key: "editor.fix.moveTop", values: { field } }, edits }
      : { title: { key: "editor.fix.move", values: { field, owner } }, edits },
  ];
}

/** Nothing when the text has changed meanwhile. */
function valueFix({ line, column }: Problem, { word, value }: Meant, text: string): readonly Fix[] {
  const start = new Lines(text).offsetOf(line - 1) + column - 1;
  if (text.slice(start, start + word.length) !== word) return [];
  return [{ title: { key: "editor.fix.spelling", values: { field: value } }, edits: [{ start, end: start + word.length, text: value }] }];
}

/** The dash takes the place of two spaces before the first field: the other fields stand as deep as it does. */
function dashFix(text: string, line: number, schema: JsonSchema): readonly Fix[] {
  const lines = new Lines(text);
  const own = keyLineAt(lines.all, line - 1);
  if (own === undefined || own.behindDash || own.indent < 2) return [];
  const end = lines.offsetOf(own.index) + own.indent;
  const edits = [{ start: end - 2, end, text: "- " }];
  if (troubleOf(edited(text, edits), schema) >= troubleOf(text, schema)) return [];
  return [{ title: { key: "editor.fix.dash", values: { field: own.key } }, edits }];
}

function isAboutVersion(text: string, line: number): boolean {
  return /^(?:apiVersion|kind)\s*:/.test(text.split("\n")[line - 1] ?? "");
}

function documentAt(text: string, line: number): Document | undefined {
  return readDocuments(text).find((document, i, all) => {
    const next = all[i + 1];
    return next === undefined || lineOf(text, next) > line;
  });
}

function lineOf(text: string, document: Document): number {
  return text.slice(0, document.range?.[0] ?? 0).split("\n").length;
}
