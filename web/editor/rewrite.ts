// The smallest edits that make a YAML document say another value: comments, order, quotes and the indent of what stays are
// not touched. A key that is new comes before the key that follows it in the wanted value, else at the end of its map.
// Lists of named things are compared by name, other lists are replaced whole when they differ in length. Pure.

import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Scalar,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { isObject, type Json, sameJson } from "./json.ts";
import { lineEnd, lineStart, type TextEdit } from "./textedit.ts";

/** For a document whose content is a block map. */
export function editsTo(text: string, document: Document, wanted: Json): readonly TextEdit[] {
  return isMap(document.contents) ? mapEdits({ text, document }, document.contents, wanted) : [];
}

interface Source {
  readonly text: string;
  readonly document: Document;
}

function mapEdits(source: Source, map: YAMLMap, wanted: Json): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  for (const pair of map.items) {
    const key = keyOf(pair);
    if (Object.hasOwn(wanted, key)) edits.push(...valueEdits(source, pair, wanted[key]));
    else edits.push(withoutPair(source, map, pair));
  }
  const present = new Set(map.items.map(keyOf));
  const keys = Object.keys(wanted);
  keys.forEach((key, i) => {
    if (present.has(key)) return;
    const next = map.items.find((pair) => keys.slice(i + 1).includes(keyOf(pair)));
    edits.push(newPair(source, map, next, { [key]: wanted[key] }));
  });
  return edits;
}

function valueEdits(source: Source, pair: Pair, wanted: unknown): readonly TextEdit[] {
  const { value } = pair;
  if (sameJson(plain(source, value), wanted)) return [];
  if (isMap(value) && isObject(wanted) && isMendable(value, wanted)) return mapEdits(source, value, wanted);
  if (isSeq(value) && !value.flow && Array.isArray(wanted)) {
    const edits = listEdits(source, value, wanted);
    if (edits !== undefined) return edits;
  }
  if (isOneLine(value) && !isFilled(wanted)) return [{ ...rangeOf(source, value), text: spacedBefore(source, value, inline(wanted)) }];
  if (isCollection(value) && value.flow) return [{ ...rangeOf(source, value), text: inline(wanted, true) }];
  return [anotherPair(source, pair, wanted)];
}

/** In braces only values change; a map that becomes empty or gets other keys there is written anew. */
function isMendable(map: YAMLMap, wanted: Json): boolean {
  const keys = Object.keys(wanted);
  if (!map.flow) return keys.length > 0;
  return keys.length === map.items.length && map.items.every((pair) => Object.hasOwn(wanted, keyOf(pair)));
}

/** Undefined when the list has to be replaced as a whole. */
function listEdits(source: Source, list: YAMLSeq, wanted: readonly unknown[]): readonly TextEdit[] | undefined {
  const places = counterparts(
    list.items.map((item) => plain(source, item)),
    wanted,
  );
  if (!places.some((place) => place !== undefined)) return undefined;
  const edits: TextEdit[] = [];
  for (const [i, item] of list.items.entries()) {
    const place = places[i];
    const value = place === undefined ? undefined : wanted[place];
    if (place === undefined) edits.push(withoutItem(source, item as Node));
    else if (isMap(item) && !item.flow && isObject(value)) edits.push(...mapEdits(source, item, value));
    else if (!sameJson(plain(source, item), value)) {
      if (!isOneLine(item) || isFilled(value)) return undefined;
      edits.push({ ...rangeOf(source, item), text: inline(value) });
    }
  }
  const fresh = wanted.filter((_, i) => !places.includes(i));
  if (fresh.length > 0) edits.push(newItems(source, list, fresh));
  return edits;
}

/** Of each item its place in the wanted list: the thing of its name, or what took its place under a new name. */
function counterparts(items: readonly unknown[], wanted: readonly unknown[]): readonly (number | undefined)[] {
  const names = items.map(nameOf);
  return items.map((_, i) => {
    const name = names[i];
    const found = name === undefined ? -1 : wanted.findIndex((one) => nameOf(one) === name);
    if (found >= 0) return found;
    return items.length === wanted.length && (name === undefined || !names.includes(nameOf(wanted[i]))) ? i : undefined;
  });
}

function nameOf(item: unknown): string | undefined {
  return isObject(item) && typeof item["name"] === "string" ? item["name"] : undefined;
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

function plain({ document }: Source, node: unknown): unknown {
  return isNode(node) ? node.toJS(document) : null;
}

function isFilled(value: unknown): boolean {
  return (isObject(value) && Object.keys(value).length > 0) || (Array.isArray(value) && value.length > 0);
}

/** A scalar that does not go over lines, or no value at all. */
function isOneLine(node: unknown): node is Scalar {
  return isScalar(node) && node.type !== Scalar.BLOCK_FOLDED && node.type !== Scalar.BLOCK_LITERAL;
}

/** Line breaks within texts are written as `\n`: only their own line gives way. */
const IN_ONE_LINE = {
  lineWidth: 0,
  blockQuote: false,
  singleQuote: false,
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
} as const;

function inline(value: unknown, flow = false): string {
  const style = flow || isFilled(value) ? ({ collectionStyle: "flow" } as const) : {};
  const breaks = JSON.stringify(value ?? null).includes("\\n");
  return stringify(value, { lineWidth: 0, ...(breaks ? IN_ONE_LINE : {}), ...style }).trim();
}

/** `labels:` without a value has no room behind its colon. */
function spacedBefore({ text }: Source, node: Node, value: string): string {
  const start = node.range?.[0] ?? 0;
  return /[\s[{,]/.test(text.charAt(start - 1)) ? value : ` ${value}`;
}

function rangeOf(source: Source, node: unknown): { readonly start: number; readonly end: number } {
  const [start, end] = (node as Node).range ?? [0, 0];
  return { start, end: Math.max(start, trimmedEnd(source.text, start, end)) };
}

function trimmedEnd(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length;
}

/** Where a value's own text ends, without the comment or the blank lines behind it. */
function valueEnd(source: Source, node: unknown): number {
  if (isCollection(node) && !node.flow) {
    const last: unknown = node.items.at(-1);
    return last !== undefined && "key" in (last as object) ? pairEnd(source, last as Pair) : valueEnd(source, last);
  }
  return rangeOf(source, node).end;
}

function pairEnd(source: Source, pair: Pair): number {
  return pair.value === null ? valueEnd(source, pair.key) : valueEnd(source, pair.value);
}

function startOf(node: unknown): number {
  return (node as Node).range?.[0] ?? 0;
}

function columnOf({ text }: Source, offset: number): number {
  return offset - lineStart(text, offset);
}

function block(value: unknown, column: number): string {
  const lines = stringify(value, { indentSeq: false, lineWidth: 0 }).trimEnd().split("\n");
  return lines.map((line) => (line === "" ? "" : " ".repeat(column) + line)).join("\n");
}

function anotherPair(source: Source, pair: Pair, wanted: unknown): TextEdit {
  const start = startOf(pair.key);
  return { start, end: pairEnd(source, pair), text: block({ [keyOf(pair)]: wanted }, columnOf(source, start)).trimStart() };
}

/** A pair behind a dash gives its place to the one after it. */
function withoutPair(source: Source, map: YAMLMap, pair: Pair): TextEdit {
  const start = startOf(pair.key);
  const next = map.items[map.items.indexOf(pair) + 1];
  const isFirstOnLine = source.text.slice(lineStart(source.text, start), start).trim() === "";
  if (!isFirstOnLine && next !== undefined) return { start, end: startOf(next.key), text: "" };
  return wholeLines(source, start, pairEnd(source, pair));
}

function withoutItem(source: Source, item: Node): TextEdit {
  return wholeLines(source, startOf(item), valueEnd(source, item));
}

function wholeLines({ text }: Source, start: number, end: number): TextEdit {
  return { start: lineStart(text, start), end: Math.min(text.length, lineEnd(text, end) + 1), text: "" };
}

function newPair(source: Source, map: YAMLMap, before: Pair | undefined, value: Json): TextEdit {
  const column = columnOf(source, startOf(map.items[0]?.key));
  const next = before === undefined ? undefined : startOf(before.key);
  if (next !== undefined && columnOf(source, next) === column) {
    const at = lineStart(source.text, next);
    if (source.text.slice(at, next).trim() === "") return { start: at, end: at, text: `${block(value, column)}\n` };
  }
  return behind(source, pairEnd(source, map.items.at(-1) as Pair), block(value, column));
}

function newItems(source: Source, list: YAMLSeq, items: readonly unknown[]): TextEdit {
  const first = startOf(list.items[0]);
  const dash = source.text.lastIndexOf("-", first - 1);
  return behind(source, valueEnd(source, list), block(items, columnOf(source, dash)));
}

/** After the line that has this offset in it. */
function behind({ text }: Source, offset: number, lines: string): TextEdit {
  const end = lineEnd(text, offset);
  return end === text.length ? { start: end, end, text: `\n${lines}` } : { start: end + 1, end: end + 1, text: `${lines}\n` };
}
