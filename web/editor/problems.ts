// What kubectl and the API server said of a file, at the place in the text that they mean. Pure: text and output in,
// marks out. Lines and columns count from 1.

import type { Meant } from "./meant.ts";
import { isMap, isScalar, isSeq, parseAllDocuments, LineCounter, type Document, type Node } from "yaml";

/** A longer text is not parsed for the place of a complaint: the page must not hang. */
const MOST_PARSED = 200_000;
/** Nobody reads on, and a text of thousands of documents has thousands of them. */
const MOST_TOLD = 200;

/** Three kinds of trouble: the text is no YAML; the server would not know what is meant; the server says no. */
export type Layer = "syntax" | "schema" | "refused";

export interface Problem {
  readonly layer: Layer;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  /** Last line of what it is about; a change in there makes it old news. */
  readonly lastLine?: number;
  /** A field that the server does not know there. */
  readonly field?: string;
  /** What was meant by the marked value. */
  readonly meant?: Meant;
  /** It is about the value of `apiVersion`. */
  readonly isVersion?: boolean;
  /** The marked map belongs into a list. */
  readonly isListed?: boolean;
}

interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly lastLine?: number;
}

interface Told {
  readonly layer: Layer;
  readonly message: string;
  /** Which document: as the message names it. */
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  readonly path?: string | undefined;
  /** What stands at the path, or below it, though it may not: as encoding/json names types. */
  readonly wrongType?: string | undefined;
  /** A line counted within the text. */
  readonly line?: number | undefined;
}

/** Marks for the standard error of `kubectl apply -f`. What cannot be placed is put at the top. */
export function problemsOf(text: string, stderr: string): readonly Problem[] {
  const told = readErrors(stderr).slice(0, MOST_TOLD);
  if (told.length === 0) return [];
  const map = new TextMap(text);
  const problems = new Map<string, Problem>();
  for (const one of told) {
    const field = one.message.startsWith("unknown field") ? one.path?.split(".").at(-1) : undefined;
    const problem = { layer: one.layer, message: one.message, ...map.place(one), ...(field === undefined ? {} : { field }) };
    problems.set(`${problem.line}:${problem.column} ${problem.message}`, problem);
  }
  return [...problems.values()];
}

/** The separate complaints in kubectl's standard error. */
function readErrors(stderr: string): readonly Told[] {
  const told: Told[] = [];
  const lines = stderr.split("\n");
  for (let i = 0; i < lines.length; i++) {
    const line = (lines[i] ?? "").replace(/Invalid value: "map\[.*\]": /, 'Invalid value: "map[…]": ');
    const isRetrieval = line.endsWith(": error when retrieving current configuration of:");
    const end = isRetrieval ? lines.findIndex((one, at) => at > i && one.startsWith("from server for: ")) : -1;
    if (end >= 0) {
      told.push(notRetrieved(line, lines.slice(i + 1, end).join("\n"), lines[end] ?? ""));
      i = end;
      continue;
    }
    if (line.trim() === "" || line.startsWith("Warning:")) continue;
    const invalid = /^(?:Error from server \(Invalid\): .*?: )?The (\S+) "([^"]*)" is invalid: ?(.*)$/.exec(line);
    if (invalid) {
      const [, kind, name, rest = ""] = invalid;
      const items = rest.trim() === "" ? bulleted(lines, i + 1) : [rest];
      for (const item of items) told.push({ layer: "refused", kind, name, path: pathIn(item), message: item });
      i += rest.trim() === "" ? items.length : 0;
      continue;
    }
    told.push(...readLine(line));
  }
  return told;
}

/** Four lines, of which the first and the last say something. */
function notRetrieved(first: string, between: string, last: string): Told {
  return {
    layer: "refused",
    kind: /Kind=(\w+)/.exec(between)?.[1],
    name: /^Name: "([^"]*)"/m.exec(between)?.[1],
    path: /resource name may not be empty/.test(last) ? "metadata.name" : undefined,
    message: `${first.replace(/^error: /, "")} … ${last}`,
  };
}

function bulleted(lines: readonly string[], from: number): readonly string[] {
  const items: string[] = [];
  for (let i = from; lines[i]?.startsWith("* ") === true; i++) items.push((lines[i] ?? "").slice(2));
  return items;
}

/** `spec.template.metadata.labels` of `spec.template.metadata.labels: Invalid value: …`. */
function pathIn(item: string): string | undefined {
  return /^([a-zA-Z][\w.[\]/-]*): /.exec(item)?.[1];
}

function readLine(line: string): readonly Told[] {
  const syntax = /^error: (error parsing .*?: (?:.*?line (\d+).*|.*))$/.exec(line);
  if (syntax) return [{ layer: "syntax", message: syntax[1] ?? line, line: syntax[2] === undefined ? 1 : Number(syntax[2]) }];
  const mapping = /no matches for kind "([^"]*)" in version "([^"]*)"/.exec(line);
  if (mapping)
    return [
      {
        layer: "refused",
        kind: mapping[1],
        name: /name: "([^"]*)"/.exec(line)?.[1],
        path: "apiVersion",
        message: line.replace(/^error: /, ""),
      },
    ];
  const kind = /: (\S+) in version|"?([A-Z]\w+) in version/.exec(line);
  const ofKind = kind?.[1] ?? kind?.[2];
  const strict = [...line.matchAll(/(unknown|duplicate) field "([^"]+)"/g)];
  if (strict.length > 0) return strict.map((found) => ({ layer: "schema" as const, kind: ofKind, path: found[2], message: found[0] }));
  if (line === "ensure CRDs are installed first") return [];
  const typed = /cannot unmarshal (\w+) into Go struct field (?:\w+\.)([\w.]+) of type/.exec(line);
  if (typed) {
    const [, wrongType, path] = typed;
    return [{ layer: "schema", kind: ofKind, path, wrongType, message: line.replace(/^Error from server \(BadRequest\): /, "") }];
  }
  const unset = /error validating data: \[?(apiVersion|kind) not set/.exec(line);
  if (unset) return [{ layer: "schema", message: line.replace(/^error: /, "") }];
  if (/^(error|Error from server|The )/.test(line))
    return [{ layer: "refused", name: /"([^"]+)"/.exec(line)?.[1], message: line.replace(/^error: /, "") }];
  return [];
}

/** The text's documents, to find what a message means. A text that is no YAML has places by line only. */
class TextMap {
  readonly #text: string;
  readonly #lines: readonly string[];
  readonly #counter = new LineCounter();
  readonly #documents: readonly Document[];
  constructor(text: string) {
    this.#text = text;
    this.#lines = text.split("\n");
    const parsed = parseAllDocuments(text.length > MOST_PARSED ? "" : text, {
      lineCounter: this.#counter,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "silent",
    });
    this.#documents = Array.isArray(parsed) ? parsed : [];
  }

  place(told: Told): Place {
    if (told.line !== undefined) return this.#wholeLine(told.line);
    const document = this.#documentOf(told);
    if (document?.contents === undefined || document.contents === null) return { ...this.#wholeLine(1), lastLine: this.#lines.length };
    const segments = told.path === undefined ? [] : segmentsOf(told.path);
    const wrong = told.wrongType === undefined ? undefined : ofType(document.contents, segments, told.wrongType);
    const found = wrong ?? deepest(document.contents, segments);
    const { key, value } = found ?? {
      key: rangeOf(isMap(document.contents) ? document.contents.items[0]?.key : document.contents),
      value: rangeOf(document.contents),
    };
    if (key === undefined) return this.#wholeLine(1);
    return { ...this.#between(key[0], key[1]), lastLine: this.#lastLine(value ?? key) };
  }

  #lastLine([start, end]: Range): number {
    const text = this.#text.slice(start, end);
    return this.#counter.linePos(start + text.trimEnd().length).line;
  }

  #documentOf(told: Told): Document | undefined {
    const fits = (document: Document): boolean => {
      const kind = String(document.getIn(["kind"]) ?? "");
      const name = String(document.getIn(["metadata", "name"]) ?? "");
      const sameKind = told.kind === undefined || told.kind.split(".")[0] === kind;
      return sameKind && (told.name === undefined || told.name === name);
    };
    const candidates = this.#documents.filter((document) => isMap(document.contents));
    return candidates.find(fits) ?? (candidates.length === 1 ? candidates[0] : undefined);
  }

  #wholeLine(line: number): Place {
    const at = Math.min(Math.max(1, line), this.#lines.length);
    const text = this.#lines[at - 1] ?? "";
    const column = text.length - text.trimStart().length + 1;
    return { line: at, column, endLine: at, endColumn: Math.max(column + 1, text.trimEnd().length + 1) };
  }

  #between(start: number, end: number): Place {
    const from = this.#counter.linePos(start);
    const to = this.#counter.linePos(Math.max(end, start + 1));
    const sameLine = to.line === from.line;
    const lineEnd = (this.#lines[from.line - 1] ?? "").trimEnd().length + 1;
    return { line: from.line, column: from.col, endLine: from.line, endColumn: sameLine ? to.col : Math.max(lineEnd, from.col + 1) };
  }
}

/** `spec.containers[0].ports` → spec, containers, 0, ports. */
function segmentsOf(path: string): readonly (string | number)[] {
  return path
    .replace(/\[([^\]]*)\]/g, ".$1")
    .split(".")
    .filter((part) => part !== "")
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

type Range = readonly [number, number];

function rangeOf(node: unknown): Range | undefined {
  const range = (node as Node | undefined)?.range;
  return range === undefined || range === null ? undefined : [range[0], range[1]];
}

interface Found {
  readonly key: Range | undefined;
  readonly value: Range | undefined;
}

/** The last part of the path that the text has: a key's name with its value, or a list's element. */
function deepest(root: unknown, segments: readonly (string | number)[]): Found | undefined {
  let node = root;
  let best: Found | undefined;
  for (const segment of segments) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(segment));
      if (pair === undefined) break;
      best = { key: rangeOf(pair.key) ?? best?.key, value: rangeOf(pair.value) };
      node = pair.value;
    } else if (isSeq(node) && typeof segment === "number") {
      const item = node.items[segment];
      if (item === undefined) break;
      best = { key: rangeOf(item) ?? best?.key, value: rangeOf(item) };
      node = item;
    } else break;
  }
  return best;
}

/** The first value of this type at the path, which names no items of lists, or below it. */
function ofType(node: unknown, segments: readonly (string | number)[], type: string): Found | undefined {
  const [segment, ...rest] = segments;
  if (segment === undefined && typeOf(node) === type) return { key: rangeOf(node), value: rangeOf(node) };
  if (isSeq(node)) return firstOf(node.items, (item) => ofType(item, segments, type));
  if (!isMap(node)) return undefined;
  const pairs = segment === undefined ? node.items : node.items.filter(({ key }) => isScalar(key) && String(key.value) === String(segment));
  return firstOf(pairs, ({ value }) => ofType(value, rest, type));
}

function firstOf<Item>(items: readonly Item[], find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function typeOf(node: unknown): string | undefined {
  if (isMap(node)) return "object";
  if (isSeq(node)) return "array";
  if (!isScalar(node)) return undefined;
  // kubectl reads them as YAML 1.1 does.
  if (node.type === "PLAIN" && /^(?:y|n|yes|no|on|off)$/i.test(String(node.value))) return "bool";
  return typeof node.value === "boolean" ? "bool" : typeof node.value;
}
