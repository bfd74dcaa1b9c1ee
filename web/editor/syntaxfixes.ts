// Mends what keeps a text from being YAML: tabs, a colon without its space, a line that stands too far in or out. What to
// do is found by trying: an indent of the lines above is taken when the text is the least wrong with it. Pure.

import type { Fix } from "./fixes.ts";
import { documentAround, endOfBlock, indentOf, isBare, keyLineAt, type KeyLine } from "./keylines.ts";
import { Lines } from "./moving.ts";
import type { JsonSchema } from "./schema.ts";
import { edited, type TextEdit } from "./textedit.ts";
import { troubleOf } from "./trouble.ts";

/** Trying means to parse: a longer document is left as it is. */
const MOST_TRIED = 10_000;

export function syntaxFixes(text: string, line: number, schema: JsonSchema | undefined): readonly Fix[] {
  const lines = new Lines(text);
  const { start, end } = documentAround(lines.all, Math.min(line, lines.all.length) - 1);
  const from = lines.offsetOf(start);
  const found = documentFixes(text.slice(from, lines.offsetOf(end)), line - start, schema);
  return found.map(({ title, edits }) => ({
    title,
    edits: edits.map((edit) => ({ ...edit, start: edit.start + from, end: edit.end + from })),
  }));
}

function documentFixes(text: string, line: number, schema: JsonSchema | undefined): readonly Fix[] {
  if (text.length > MOST_TRIED) return [];
  const before = troubleOf(text, schema);
  const tabs = tabEdits(text);
  if (tabs.length > 0 && troubleOf(edited(text, tabs), schema) < before)
    return [{ title: { key: "editor.fix.tabs", values: {} }, edits: tabs }];
  const near = [line - 1, line, line - 2];
  const colons = near.flatMap((index) => spaceBehindColon(text, index));
  const helping = colons.find(({ edits }) => troubleOf(edited(text, edits), schema) < before);
  if (helping !== undefined) return [helping];
  const tried = near
    .flatMap((index) => reindents(text, index))
    .map((fix) => ({ fix, trouble: troubleOf(edited(text, fix.edits), schema), size: sizeOf(fix.edits) }))
    .filter(({ trouble }) => trouble < before)
    .sort((a, b) => a.trouble - b.trouble || a.size - b.size);
  return tried.slice(0, 1).map(({ fix }) => fix);
}

/** In the white before each line, but for the lines of a text behind `|` or `>`: a tab in those is a letter. */
function tabEdits(text: string): readonly TextEdit[] {
  const lines = new Lines(text);
  const edits: TextEdit[] = [];
  let textBelow = Number.POSITIVE_INFINITY;
  for (const [index, line] of lines.all.entries()) {
    const spaces = /^ */.exec(line)?.[0].length ?? 0;
    const isBlank = line.trim() === "";
    if (isBlank ? textBelow < Number.POSITIVE_INFINITY : spaces > textBelow) continue;
    if (!isBlank) textBelow = /(?:^|[\s:])[|>][+-]?\d?[+-]?\s*(?:#.*)?$/.test(line) ? spaces : Number.POSITIVE_INFINITY;
    const white = /^[ \t]*/.exec(line)?.[0] ?? "";
    if (!white.includes("\t")) continue;
    const start = lines.offsetOf(index);
    edits.push({ start, end: start + white.length, text: white.replaceAll("\t", "  ") });
  }
  return edits;
}

function spaceBehindColon(text: string, index: number): readonly Fix[] {
  const lines = new Lines(text);
  const found = /^(\s*(?:-\s+)*([A-Za-z][\w.-]*):)[^\s:/]/.exec(lines.all[index] ?? "");
  if (found === null) return [];
  const at = lines.offsetOf(index) + (found[1] ?? "").length;
  return [{ title: { key: "editor.fix.colon", values: { field: found[2] ?? "" } }, edits: [{ start: at, end: at, text: " " }] }];
}

/** The field of this line with what it holds, or with all that stands as deep below it, at each indent that a line above has. */
function reindents(text: string, index: number): readonly Fix[] {
  const lines = new Lines(text);
  const own = keyLineAt(lines.all, index);
  if (own === undefined) return [];
  const column = indentOf(lines.all[index] ?? "");
  const ends = new Set([endOfBlock(lines.all, { ...own, indent: column }), endOfRun(lines.all, index, column)]);
  return indentsAbove(lines.all, own)
    .filter((indent) => indent !== column)
    .flatMap((indent) =>
      [...ends].map((end) => ({
        title: { key: indent < column ? ("editor.fix.outdent" as const) : ("editor.fix.indent" as const), values: { field: own.key } },
        edits: lines.shifted(index, end, indent - column),
      })),
    );
}

function endOfRun(lines: readonly string[], from: number, column: number): number {
  const { end } = documentAround(lines, from);
  const behind = lines.findIndex((line, i) => i > from && i < end && !isBare(line) && indentOf(line) < column);
  return behind < 0 ? end : behind;
}

function indentsAbove(lines: readonly string[], own: KeyLine): readonly number[] {
  const { start } = documentAround(lines, own.index);
  const found = new Set<number>([0]);
  for (let index = start; index < own.index; index++) {
    const line = lines[index];
    if (line === undefined || isBare(line)) continue;
    found.add(indentOf(line));
    const key = keyLineAt(lines, index);
    if (key === undefined) continue;
    found.add(key.indent);
    if (/:\s*(#.*)?$/.test(line)) found.add(key.indent + 2);
  }
  return [...found];
}

function sizeOf(edits: readonly TextEdit[]): number {
  return edits.reduce((sum, { start, end, text }) => sum + end - start + text.length, 0);
}
