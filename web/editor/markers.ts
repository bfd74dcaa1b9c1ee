// What the YAML language server says of a text, as the editor's own problems: in the reader's language, each with its kind,
// and with a hint where the field seems to belong. Pure.

import type { Translate } from "../i18n/setup.ts";
import { nearest } from "./distance.ts";
import { hintFor } from "./hints.ts";
import { documentAround, isInEmptyDocument, keyLineAt } from "./keylines.ts";
import { meantBy } from "./meant.ts";
import type { Problem } from "./problems.ts";
import type { JsonSchema } from "./schema.ts";

/** The parts of a Monaco marker that matter here. */
export interface RawMarker {
  readonly message: string;
  readonly startLineNumber: number;
  readonly startColumn: number;
  readonly endLineNumber: number;
  readonly endColumn: number;
}

export function problemOfMarker(marker: RawMarker, text: string, schema: JsonSchema | undefined, t: Translate): Problem {
  const place = { line: marker.startLineNumber, column: marker.startColumn, endLine: marker.endLineNumber, endColumn: marker.endColumn };
  const told = schemaMessage(marker.message, t);
  if (told === undefined) return { layer: "syntax", ...oneLine(place, text), message: syntaxMessage(marker.message, t) };
  const misspelt = misspeltOf(marker, text, t);
  if (misspelt !== undefined) return misspelt;
  const field = /^Property (.+) is not allowed\.$/.exec(marker.message)?.[1];
  if (field === undefined) return valueProblem(marker, { layer: "schema", ...oneLine(place, text), message: told }, text, t);
  const hint = schema === undefined ? undefined : hintFor(text, marker.startLineNumber, field, schema, t);
  return { layer: "schema", ...oneLine(place, text), message: hint === undefined ? told : `${told} ${hint}`, field };
}

/** `apiversion` where `apiVersion` is missed. */
function misspeltOf(marker: RawMarker, text: string, t: Translate): Problem | undefined {
  const missing = /^Missing property "(apiVersion|kind)"\.$/.exec(marker.message)?.[1];
  if (missing === undefined) return undefined;
  const lines = text.split("\n");
  const { start, end } = documentAround(lines, Math.min(marker.startLineNumber, lines.length) - 1);
  for (let index = start; index < end; index++) {
    const own = keyLineAt(lines, index);
    if (own?.indent !== 0 || own.key === missing || nearest(own.key, [missing]) === undefined) continue;
    const message = `${t("editor.schema.unknown", { field: own.key })} ${t("editor.hint.spelling", { field: missing })}`;
    return { layer: "schema", line: index + 1, column: 1, endLine: index + 1, endColumn: own.key.length + 1, message, field: own.key };
  }
  return undefined;
}

function valueProblem(marker: RawMarker, problem: Problem, text: string, t: Translate): Problem {
  const line = text.split("\n")[problem.line - 1] ?? "";
  if (marker.endLineNumber !== marker.startLineNumber || keyLineAt([line], 0)?.indent === problem.column - 1)
    return /Expected (?:one of )?"?array/.test(marker.message) ? { ...problem, isListed: true } : problem;
  const key = /([A-Za-z]\w*)\s*:\s*$/.exec(line.slice(0, problem.column - 1))?.[1];
  const meant = meantBy(marker.message, line.slice(problem.column - 1, problem.endColumn - 1), key);
  if (meant === undefined) return key === "apiVersion" ? { ...problem, isVersion: true } : problem;
  const isSpelling = marker.message.startsWith("Value ");
  return { ...problem, meant, message: isSpelling ? t("editor.schema.near", { value: meant.value }) : problem.message };
}

/** One mistake of indent makes the reader complain of every line behind it: the first of neighbouring lines is told. The
 * mark of a line that is too deep moves to that line from the value above it. A document of nothing lacks nothing. */
export function withoutEchoes(problems: readonly Problem[], text: string, t: Translate): readonly Problem[] {
  const lines = text.split("\n");
  const tooDeep = t("editor.syntax.nested");
  const kept: Problem[] = [];
  let lastLine = Number.NEGATIVE_INFINITY;
  for (const problem of problems.toSorted((a, b) => a.line - b.line)) {
    if (problem.layer !== "syntax") {
      if (isInEmptyDocument(lines, problem.line - 1)) continue;
      const isTold = kept.some((one) => one.line === problem.line && one.message === problem.message);
      if (!isTold) kept.push(problem);
      continue;
    }
    const isFirst = problem.line > lastLine + 1;
    lastLine = problem.line;
    if (isFirst) kept.push(problem.message === tooDeep ? onNextLine(problem, lines) : problem);
  }
  return kept;
}

function onNextLine(problem: Problem, lines: readonly string[]): Problem {
  const next = lines[problem.line] ?? "";
  if (next.trim() === "") return problem;
  const column = next.length - next.trimStart().length + 1;
  return { ...problem, line: problem.line + 1, endLine: problem.line + 1, column, endColumn: next.trimEnd().length + 1 };
}

/** A mark over many lines says nothing of where: it covers its first line. */
function oneLine<Place extends { readonly line: number; readonly column: number; readonly endLine: number; readonly endColumn: number }>(
  place: Place,
  text: string,
): Place {
  if (place.endLine === place.line) return place;
  const line = text.split("\n")[place.line - 1] ?? "";
  return { ...place, endLine: place.line, endColumn: Math.max(place.column + 1, line.trimEnd().length + 1) };
}

/** Undefined when the message is not about the schema. */
function schemaMessage(message: string, t: Translate): string | undefined {
  const unknown = /^Property (.+) is not allowed\.$/.exec(message);
  if (unknown) return t("editor.schema.unknown", { field: unknown[1] });
  const missing = /^Missing property "(.+)"\.$/.exec(message);
  if (missing) return t("editor.schema.missing", { field: missing[1] });
  const type = /^Incorrect type\. Expected (?:one of )?"?([^"]+?)"?\.$/.exec(message);
  if (type) return t("editor.schema.type", { type: typeNames(type[1] ?? "", t) });
  const value = /^Value is not accepted\. Valid values: (.+)\.$/s.exec(message);
  if (value) return t("editor.schema.value", { values: someValues(value[1] ?? "") });
  const only = /^Value must be (.+)\.$/.exec(message);
  if (only) return t("editor.schema.value", { values: only[1] });
  return undefined;
}

const TYPES = ["string", "integer", "number", "boolean", "object", "array"] as const;

/** `array | null` → "a list": null is only an absent value. */
function typeNames(types: string, t: Translate): string {
  const named = types
    .split(/\s*[|,]\s*/)
    .filter((type) => type !== "null")
    .map((type) => {
      const known = TYPES.find((one) => one === type);
      // A kind of the schema, io.k8s.api.core.v1.Pod: a map.
      if (known === undefined && /^[\w-]+(\.[\w-]+)+$/.test(type)) return t("editor.type.object");
      return known === undefined ? type : t(`editor.type.${known}`);
    });
  return [...new Set(named)].join(t("editor.or"));
}

const MOST_VALUES = 8;

function someValues(list: string): string {
  const values = list.split(/,\s*/).filter((value) => value !== "null");
  return values.length > MOST_VALUES ? `${values.slice(0, MOST_VALUES).join(", ")}, …` : values.join(", ");
}

const SYNTAX = [
  [/^Nested mappings are not allowed in compact mappings/, "editor.syntax.nested"],
  [/^All mapping items must start at the same column/, "editor.syntax.column"],
  [/^All sequence items must start at the same column/, "editor.syntax.itemColumn"],
  [/^Implicit map keys need to be followed by map values/, "editor.syntax.noColon"],
  [/^Implicit keys need to be on a single line/, "editor.syntax.noColon"],
  [/^A block sequence may not be used as an implicit map key/, "editor.syntax.listAsKey"],
  [/^Map keys must be unique/, "editor.syntax.duplicate"],
  [/^Tabs are not allowed as indentation|^Plain value cannot start with a tab/, "editor.syntax.tab"],
  [/^Missing closing/, "editor.syntax.quote"],
  [/^Unexpected .* at node end|^Unexpected scalar/, "editor.syntax.afterEnd"],
  [/^Flow (?:map|sequence|collection)|^Missing , |^Unexpected , in|^Block collections? (?:is|are) not allowed/, "editor.syntax.flow"],
  [/^Plain value cannot start with/, "editor.syntax.plainStart"],
  [/^Unresolved alias/, "editor.syntax.alias"],
] as const;

function syntaxMessage(message: string, t: Translate): string {
  const key = SYNTAX.find(([pattern]) => pattern.test(message))?.[1];
  return key === undefined ? message : t(key);
}
