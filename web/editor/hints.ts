// Where an unknown field seems to belong: further out, further in, or under a name that differs by a letter or two. Works on
// lines and indents, so that it needs no text that parses. Pure.

import type { Translate } from "../i18n/setup.ts";
import type { JsonSchema } from "./schema.ts";

interface KeyLine {
  readonly key: string;
  /** Column of the key, behind any dashes. */
  readonly indent: number;
  readonly index: number;
}

export function hintFor(text: string, line: number, field: string, schema: JsonSchema, t: Translate): string | undefined {
  const lines = text.split("\n");
  const own = keyLineNear(lines, line - 1, field);
  if (own === undefined) return undefined;
  const path = ancestorsOf(lines, own);
  const root = rootOf(lines, own.index, schema);
  if (root === undefined) return undefined;
  const types = path.reduce<readonly (JsonSchema | undefined)[]>(
    (known, { key }) => [...known, propertyOf(schema, known.at(-1), key)],
    [root],
  );
  return (
    hintOut(schema, types, path, field, t) ??
    hintIn(lines, own, schema, types.at(-1), field, t) ??
    hintSpelling(schema, types.at(-1), field, t)
  );
}

/** `template` under `selector` belongs to `spec`, one level out. */
function hintOut(
  schema: JsonSchema,
  types: readonly (JsonSchema | undefined)[],
  path: readonly KeyLine[],
  field: string,
  t: Translate,
): string | undefined {
  for (let depth = path.length - 1; depth >= 0; depth--) {
    if (propertyOf(schema, types[depth], field) === undefined) continue;
    const inside = path[depth]?.key ?? "";
    const owner = path[depth - 1]?.key;
    return owner === undefined ? t("editor.hint.outTop", { field, inside }) : t("editor.hint.out", { field, owner, inside });
  }
  return undefined;
}

/** `name` beside `metadata:` belongs into it; `image` beside `containers:` belongs into an item. */
function hintIn(
  lines: readonly string[],
  own: KeyLine,
  schema: JsonSchema,
  type: JsonSchema | undefined,
  field: string,
  t: Translate,
): string | undefined {
  for (const sibling of siblingsAbove(lines, own)) {
    const value = resolved(schema, propertyOf(schema, type, sibling.key));
    const items = resolved(schema, value?.["items"]);
    if (propertiesOf(value)?.[field] !== undefined) return t("editor.hint.in", { field, owner: sibling.key });
    if (propertiesOf(items)?.[field] !== undefined) return t("editor.hint.inItem", { field, owner: sibling.key });
  }
  return undefined;
}

function hintSpelling(schema: JsonSchema, type: JsonSchema | undefined, field: string, t: Translate): string | undefined {
  const names = Object.keys(propertiesOf(mapOf(schema, type)) ?? {});
  const near = names.map((name) => ({ name, far: distance(name.toLowerCase(), field.toLowerCase()) })).sort((a, b) => a.far - b.far)[0];
  return near !== undefined && near.far <= 2 && near.far < field.length / 2 ? t("editor.hint.spelling", { field: near.name }) : undefined;
}

function keyLineAt(lines: readonly string[], index: number): KeyLine | undefined {
  const found = /^((?:\s|-\s)*)("?)([^\s#:"'][^:"']*)\2\s*:(?:\s|$)/.exec(lines[index] ?? "");
  return found === null ? undefined : { key: (found[3] ?? "").trim(), indent: (found[1] ?? "").length, index };
}

/** The mark may begin a line above or below the key itself. */
function keyLineNear(lines: readonly string[], index: number, field: string): KeyLine | undefined {
  return [index, index + 1, index - 1].map((at) => keyLineAt(lines, at)).find((line) => line?.key === field);
}

function ancestorsOf(lines: readonly string[], own: KeyLine): readonly KeyLine[] {
  const path: KeyLine[] = [];
  let limit = own.indent;
  for (let index = own.index - 1; index >= 0 && limit > 0 && !isDocumentStart(lines[index]); index--) {
    const line = keyLineAt(lines, index);
    if (line === undefined || line.indent >= limit) continue;
    path.unshift(line);
    limit = line.indent;
  }
  return path;
}

/** Keys of the same map, nearest first. */
function siblingsAbove(lines: readonly string[], own: KeyLine): readonly KeyLine[] {
  const found: KeyLine[] = [];
  for (let index = own.index - 1; index >= 0 && !isDocumentStart(lines[index]); index--) {
    const line = keyLineAt(lines, index);
    if (line === undefined || line.indent > own.indent) continue;
    if (line.indent < own.indent) break;
    found.push(line);
  }
  return found;
}

function isDocumentStart(line: string | undefined): boolean {
  return line !== undefined && /^---(\s|$)/.test(line);
}

/** The schema of the kind that the document around this line says it is. */
function rootOf(lines: readonly string[], index: number, schema: JsonSchema): JsonSchema | undefined {
  let start = index;
  while (start > 0 && !isDocumentStart(lines[start])) start--;
  let end = index + 1;
  while (end < lines.length && !isDocumentStart(lines[end])) end++;
  const document = lines.slice(start, end);
  const top = (key: string): string | undefined =>
    document.map((line) => new RegExp(`^${key}:\\s*["']?([^\\s"'#]+)`).exec(line)?.[1]).find((value) => value !== undefined);
  const [kind, apiVersion] = [top("kind"), top("apiVersion")];
  const branch = branchesOf(schema).find(
    ({ if: condition }) => condition.properties.kind.const === kind && condition.properties.apiVersion.const === apiVersion,
  );
  return resolved(schema, branch?.then);
}

interface Branch {
  readonly if: { readonly properties: { readonly kind: { readonly const: string }; readonly apiVersion: { readonly const: string } } };
  readonly then: JsonSchema;
}

function branchesOf(schema: JsonSchema): readonly Branch[] {
  // schema.ts makes them so.
  return (schema["allOf"] ?? []) as readonly Branch[];
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null;
}

/** Follows references and leaves out the branch for null. */
function resolved(schema: JsonSchema, node: unknown): JsonSchema | undefined {
  if (!isSchema(node)) return undefined;
  const ref = node["$ref"];
  if (typeof ref === "string") {
    const definitions = schema["definitions"];
    return isSchema(definitions) ? resolved(schema, definitions[ref.replace("#/definitions/", "")]) : undefined;
  }
  return Array.isArray(node["anyOf"]) ? resolved(schema, node["anyOf"][0]) : node;
}

function propertiesOf(node: JsonSchema | undefined): JsonSchema | undefined {
  const properties = node?.["properties"];
  return isSchema(properties) ? properties : undefined;
}

function propertyOf(schema: JsonSchema, type: JsonSchema | undefined, key: string): JsonSchema | undefined {
  const property = propertiesOf(mapOf(schema, type))?.[key];
  return isSchema(property) ? property : undefined;
}

/** A list stands for its items. */
function mapOf(schema: JsonSchema, type: JsonSchema | undefined): JsonSchema | undefined {
  const node = resolved(schema, type);
  return node?.["items"] === undefined ? node : resolved(schema, node["items"]);
}

/** Letters to add, drop, change or swap. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length] ?? 0;
}
