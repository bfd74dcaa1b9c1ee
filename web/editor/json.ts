// Values as JSON has them, and the documents of a text as such values.

import { type Document, parseAllDocuments } from "yaml";

export type Json = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function objectAt(value: unknown, ...path: readonly string[]): Json | undefined {
  let found: unknown = value;
  for (const key of path) found = isObject(found) ? found[key] : undefined;
  return isObject(found) ? found : undefined;
}

/** A copy with another value at the end of the path; maps that are missing on the way are made. */
export function withAt(value: unknown, path: readonly string[], leaf: unknown): Json {
  const [key, ...rest] = path;
  const map = isObject(value) ? value : {};
  if (key === undefined) return map;
  return { ...map, [key]: rest.length === 0 ? leaf : withAt(map[key], rest, leaf) };
}

/** Pure: equal but for the order of keys. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameJson(item, b[i]));
  if (!isObject(a)) return a === b;
  if (!isObject(b) || Object.keys(a).length !== Object.keys(b).length) return false;
  return Object.entries(a).every(([key, value]) => Object.hasOwn(b, key) && sameJson(value, b[key]));
}

/** Nothing of a text that does not parse, and of one that expands without end. */
export function readDocuments(text: string): readonly Document[] {
  const parsed = parseAllDocuments(text, { logLevel: "silent", prettyErrors: false, uniqueKeys: false });
  return Array.isArray(parsed) && parsed.every((document) => document.errors.length === 0) ? parsed : [];
}

/** The document's value when it is a map, as a manifest is. */
export function objectOf(document: Document): Json | undefined {
  try {
    const value: unknown = document.toJS({ maxAliasCount: 50 });
    return isObject(value) ? value : undefined;
  } catch {
    // More aliases than a manifest has: not worth expanding.
    return undefined;
  }
}
