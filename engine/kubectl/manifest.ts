// Manifests: YAML or JSON text, several documents, as kubectl reads them (sigs.k8s.io/yaml over go-yaml), with the place of every document and
// the error that ends the reading, in kubectl's words. Documents before a bad one count; what follows it does not.
// Left out on purpose: YAML tags other than those of the core schema, binary scalars.

import type { Node, Pair } from "yaml";
import { isAlias, isCollection, isMap, isNode, isScalar, isSeq, parseDocument } from "yaml";
import { explainYamlError, YamlError } from "./yamlerror.ts";
import { resolvePlain } from "./yamlscalar.ts";

export interface ManifestDocument {
  /** Plain JSON values. Need not be an object: kubectl complains about that later. */
  readonly object: unknown;
  /** Where the document's text begins, counted from 1. */
  readonly line: number;
  readonly column: number;
  /** Its text, and where that begins in the whole. */
  readonly text: string;
  readonly offset: number;
}

export interface ManifestError {
  /** Without the leading `error: `. */
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export interface Manifests {
  readonly documents: readonly ManifestDocument[];
  readonly error?: ManifestError;
}

/** Reads all documents. `source` names the text in errors: `STDIN` or a file. */
export function readManifests(text: string, source: string): Manifests {
  const documents: ManifestDocument[] = [];
  const clean = text.startsWith("\ufeff") ? text.slice(1) : text;
  try {
    if (/^\s*\{/.test(clean)) readJson(clean, documents);
    else for (const part of splitDocuments(clean, 0, 1)) readYaml(part, documents);
    return { documents };
  } catch (thrown) {
    if (!(thrown instanceof YamlError)) throw thrown;
    const { line, column } = thrown;
    return { documents, error: { message: `error parsing ${source}: ${thrown.message}`, line, column } };
  }
}

interface Part {
  readonly text: string;
  readonly offset: number;
  /** Line of its beginning in the whole, from 1. */
  readonly line: number;
}

/** At lines of three dashes and nothing else, as apimachinery's YAML reader does. */
function* splitDocuments(text: string, offset: number, firstLine: number): Generator<Part> {
  const separator = /^---[ \t]*\r?$/gm;
  let start = 0;
  let line = firstLine;
  for (;;) {
    const found = separator.exec(text);
    const part = text.slice(start, found ? found.index : text.length);
    yield { text: part, offset: offset + start, line };
    if (!found) return;
    line += countLines(part) + 1;
    start = found.index + found[0].length + 1;
    separator.lastIndex = start;
    if (start > text.length) return;
  }
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}

function readYaml(part: Part, into: ManifestDocument[]): void {
  if (!/\S/.test(part.text)) return;
  let object: unknown;
  try {
    object = yamlToJson(part.text);
  } catch (thrown) {
    if (thrown instanceof YamlError) throw thrown.movedTo(part.line);
    throw thrown;
  }
  if (object === null) return;
  const blank = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*/.exec(part.text)?.[0] ?? "";
  const column = (/^[ \t]*/.exec(part.text.slice(blank.length))?.[0].length ?? 0) + 1;
  into.push({ object, line: part.line + countLines(blank), column, text: part.text, offset: part.offset });
}

/** A stream of JSON values; what is no JSON is tried as YAML. */
function readJson(text: string, into: ManifestDocument[]): void {
  let at = 0;
  let line = 1;
  for (;;) {
    const gap = /^\s*/.exec(text.slice(at))?.[0] ?? "";
    line += countLines(gap);
    at += gap.length;
    if (at >= text.length) return;
    const end = text[at] === "{" ? endOfJson(text, at) : -1;
    if (end === undefined) throw new YamlError("unexpected EOF", line, 1);
    const value = end < 0 ? undefined : tryJson(text.slice(at, end));
    if (value === undefined) {
      for (const part of splitDocuments(text.slice(at), at, line)) readYaml(part, into);
      return;
    }
    const column = at - text.lastIndexOf("\n", at - 1);
    into.push({ object: value, line, column, text: text.slice(at, end), offset: at });
    line += countLines(text.slice(at, end));
    at = end;
  }
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the caller reads it as YAML, which takes trailing commas and comments.
    return undefined;
  }
}

/** Just behind the bracket that closes the value; nothing when the text ends first. */
function endOfJson(text: string, start: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let i = start; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === "\\") i++;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === "{" || c === "[") depth++;
    else if (c === "}" || c === "]") {
      depth--;
      if (depth === 0) return i + 1;
    }
  }
  return undefined;
}

/** One YAML document as JSON values. Throws a YamlError in go-yaml's words. */
export function yamlToJson(text: string): unknown {
  // Everything as text: what a plain scalar means is decided here, as Go decides it. Keys that are repeated: the last one wins.
  const document = parseDocument(text, { schema: "failsafe", version: "1.2", uniqueKeys: false, prettyErrors: false, logLevel: "silent" });
  const fault = document.errors.find((error) => error.code !== "MULTIPLE_DOCS");
  if (fault) throw explainYamlError(text, fault, document.errors);
  return new Converter(text).value(document.contents);
}

/** Turns the syntax tree into JSON values, with anchors and merge keys, and a limit on what aliases may blow up to. */
class Converter {
  readonly #text: string;
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();
  #decoded = 0;
  #fromAliases = 0;
  #aliasDepth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(node: unknown): unknown {
    this.#count();
    if (isAlias(node)) return this.#alias(node.source);
    if (!isNode(node)) return null;
    if (!isScalar(node) && !isCollection(node)) return null;
    if (node.anchor) this.#anchors.set(node.anchor, node);
    if (isScalar(node)) return scalarValue(node);
    this.#open.add(node);
    const value = isSeq(node) ? node.items.map((item) => this.value(item)) : isMap(node) ? this.#map(node.items) : null;
    this.#open.delete(node);
    return value;
  }

  #map(pairs: readonly Pair[]): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    const merged: unknown[] = [];
    let refused: { readonly key: unknown; readonly value: unknown } | undefined;
    for (const pair of pairs) {
      if (isScalar(pair.key) && pair.key.value === "<<" && pair.key.type === "PLAIN") {
        merged.push(this.#merge(pair.value));
        continue;
      }
      const key = this.value(pair.key);
      const value = this.value(pair.value);
      if (typeof key === "object") refused = { key, value };
      else setOwn(object, String(key), value);
    }
    // Of several such keys Go, too, has kept the last.
    if (refused) throw badKey(refused.key, refused.value);
    for (const source of merged.flat()) {
      for (const [key, value] of Object.entries(source as object)) if (!Object.hasOwn(object, key)) setOwn(object, key, value);
    }
    return object;
  }

  #merge(node: unknown): unknown[] {
    const value = this.value(node);
    const sources = Array.isArray(value) ? value : [value];
    if (sources.some((source) => typeof source !== "object" || source === null || Array.isArray(source))) {
      throw new YamlError("error converting YAML to JSON: yaml: map merge requires map or sequence of maps as the value");
    }
    return sources;
  }

  #alias(name: string): unknown {
    const target = this.#anchors.get(name);
    if (!target)
      throw new YamlError(`error converting YAML to JSON: yaml: unknown anchor '${name}' referenced`, ...this.#place(`*${name}`));
    if (this.#open.has(target)) throw new YamlError(`error converting YAML to JSON: yaml: anchor '${name}' value contains itself`);
    this.#aliasDepth++;
    const value = this.value(target);
    this.#aliasDepth--;
    return value;
  }

  #place(token: string): [number, number] {
    const before = this.#text.slice(0, Math.max(this.#text.indexOf(token), 0));
    return [countLines(before) + 1, before.length - before.lastIndexOf("\n")];
  }

  /** go-yaml's guard against documents that grow without bound. */
  #count(): void {
    this.#decoded++;
    if (this.#aliasDepth > 0) this.#fromAliases++;
    if (this.#fromAliases > 100 && this.#decoded > 1000 && this.#fromAliases / this.#decoded > allowedRatio(this.#decoded)) {
      throw new YamlError("error converting YAML to JSON: yaml: document contains excessive aliasing");
    }
  }
}

function allowedRatio(decoded: number): number {
  if (decoded <= 400_000) return 0.99;
  if (decoded >= 4_000_000) return 0.1;
  return 0.99 - 0.89 * ((decoded - 400_000) / 3_600_000);
}

/** `__proto__` is an ordinary key in a manifest. */
function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__") Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}

function scalarValue(node: {
  readonly value: unknown;
  readonly type?: string | undefined;
  readonly tag?: string | undefined;
  readonly source?: string | undefined;
}): unknown {
  const text = typeof node.value === "string" ? node.value : String(node.value ?? "");
  const tag = node.tag?.replace("tag:yaml.org,2002:", "!!");
  if (tag === "!!str" || tag === "!") return text;
  if (node.type !== "PLAIN" && !(tag === "!!int" || tag === "!!float" || tag === "!!bool" || tag === "!!null")) return text;
  const value = resolvePlain(text);
  if (typeof value === "number" && !Number.isFinite(value)) {
    const shown = Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    throw new YamlError(`error converting YAML to JSON: json: unsupported value: ${shown}`);
  }
  return value;
}

function badKey(key: unknown, value: unknown): YamlError {
  const shown = typeof value === "string" ? JSON.stringify(value) : value === null ? "<nil>" : String(value);
  const what = key === null ? "%!s(<nil>), key: <nil>" : "map, key: map[]";
  return new YamlError(`error converting YAML to JSON: unsupported map key of type: ${what}, value: ${shown}`);
}

/** Where a field stands in a document: `spec.template.spec.containers[0].image`, or the nearest place above it. Counted from 1 in the whole text. */
export function locateField(
  whole: string,
  document: ManifestDocument,
  fieldPath: string,
): { readonly line: number; readonly column: number } {
  const parsed = parseDocument(document.text, { schema: "failsafe", uniqueKeys: false, prettyErrors: false, logLevel: "silent" });
  const steps = [...fieldPath.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map((match) => match[1] ?? match[2] ?? "");
  let node: unknown = parsed.contents;
  let at = document.text.search(/\S/);
  for (const step of steps) {
    const next = childOf(node, step);
    if (!next) break;
    at = next.at ?? at;
    node = next.node;
  }
  const before = whole.slice(0, document.offset + Math.max(at, 0));
  return { line: countLines(before) + 1, column: before.length - before.lastIndexOf("\n") };
}

/** What a step of a path leads to, and where that begins: at its key, or at the item of a list. */
function childOf(node: unknown, step: string): { readonly node: unknown; readonly at: number | undefined } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return isNode(item) ? { node: item, at: item.range?.[0] } : undefined;
  }
  if (!isMap(node)) return undefined;
  const pairs: readonly Pair[] = node.items;
  const pair = pairs.find((one) => isScalar(one.key) && String(one.key.value) === step);
  return pair && isScalar(pair.key) ? { node: pair.value, at: pair.key.range?.[0] } : undefined;
}
