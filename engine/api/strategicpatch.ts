// Applying strategic merge patches: maps merge, lists merge by the keys that the schema names, directives steer it
// (API-85 to API-89). Stands for apimachinery's strategicpatch package. Making such patches is strategicdiff.ts.

import { deepEqual } from "./equal.ts";
import { isPlainObject } from "./jsontext.ts";
import { childDefinition, type Definition, definitionOf, type Field } from "./schema.ts";

/** A patch that cannot be applied; the message is the server's. */
export class StrategicPatchError extends Error {}

export const DELETE_FROM_LIST = "$deleteFromPrimitiveList/";
export const SET_ELEMENT_ORDER = "$setElementOrder/";
export const RETAIN_KEYS = "$retainKeys";
export const PATCH_DIRECTIVE = "$patch";

type JsonMap = Readonly<Record<string, unknown>>;

/** Where elements go that a list did not have: a patch puts them first, server-side apply last. */
type Placing = "first" | "last";

export function applyStrategicPatch(definition: string, original: JsonMap, patch: JsonMap, placing: Placing = "first"): JsonMap {
  return mergeMap(definitionOf(definition), original, patch, placing);
}

/** How a list merges: by the value of a key, as a set of values (key ""), or not at all. */
export function mergeKeyOf(field: Field | undefined): string | undefined {
  return field?.patchStrategy?.split(",").includes("merge") ? (field.patchMergeKey ?? "") : undefined;
}

function mergeMap(definition: Definition | undefined, original: JsonMap, patch: JsonMap, placing: Placing): JsonMap {
  const { [PATCH_DIRECTIVE]: directive, ...rest } = patch;
  if (directive === "replace") return mergeMap(definition, {}, rest, placing);
  if (directive === "delete") return {};
  if (directive !== undefined && directive !== "merge") throw new StrategicPatchError(`Unknown patch type found: ${goValue(directive)}`);
  const result: Record<string, unknown> = retained(original, rest);
  const orders = new Map<string, readonly unknown[]>();
  for (const key in rest) {
    if (key.startsWith(SET_ELEMENT_ORDER)) orders.set(key.slice(SET_ELEMENT_ORDER.length), listOf(rest[key]));
    else if (key.startsWith(DELETE_FROM_LIST)) removeValues(result, key.slice(DELETE_FROM_LIST.length), listOf(rest[key]));
  }
  for (const key in rest) {
    if (key.startsWith(SET_ELEMENT_ORDER) || key.startsWith(DELETE_FROM_LIST) || key === RETAIN_KEYS) continue;
    const value = rest[key];
    if (value === null) delete result[key];
    else result[key] = mergeField(definition?.fields?.get(key), original[key], result[key], value, placing);
  }
  for (const [key, order] of orders) {
    const key2 = mergeKeyOf(definition?.fields?.get(key));
    if (key2 !== undefined && Array.isArray(result[key])) result[key] = ordered(result[key], order, listOf(original[key]), key2);
  }
  return result;
}

function mergeField(field: Field | undefined, original: unknown, present: unknown, value: unknown, placing: Placing): unknown {
  const child = field && childDefinition(field);
  if (isPlainObject(value)) {
    const replaces = field?.patchStrategy?.split(",").includes("replace") === true;
    return mergeMap(child, isPlainObject(present) && !replaces ? present : {}, value, placing);
  }
  if (!Array.isArray(value)) return value;
  const key = mergeKeyOf(field);
  if (key === undefined) return value.map((item: unknown) => (isPlainObject(item) ? mergeMap(child, {}, item, placing) : item));
  return mergeList(child, listOf(present), value, key, listOf(original), placing);
}

function mergeList(
  child: Definition | undefined,
  present: readonly unknown[],
  patch: readonly unknown[],
  key: string,
  original: readonly unknown[],
  placing: Placing,
): readonly unknown[] {
  if (key === "") {
    const all = [...new Set([...present, ...patch])];
    return placing === "last" ? all : ordered(all, patch, original, key);
  }
  const items = patch.filter((item) => !(isPlainObject(item) && PATCH_DIRECTIVE in item));
  if (items.length < patch.length && patch.some((item) => isPlainObject(item) && item[PATCH_DIRECTIVE] === "replace")) return items;
  let merged = present;
  for (const item of patch) {
    if (isPlainObject(item) && PATCH_DIRECTIVE in item) merged = withDirective(merged, item, key);
  }
  for (const item of items) {
    const value = keyValue(item, key);
    const at = merged.findIndex((other) => isPlainObject(other) && other[key] === value);
    const base = at < 0 ? {} : (merged[at] as JsonMap); // found as a map
    const next = mergeMap(child, base, item as JsonMap, placing); // keyValue has seen that it is a map
    merged = at < 0 ? [...merged, next] : merged.with(at, next);
  }
  return placing === "last" ? merged : ordered(merged, items, original, key);
}

function withDirective(list: readonly unknown[], item: JsonMap, key: string): readonly unknown[] {
  switch (item[PATCH_DIRECTIVE]) {
    case "delete": {
      const value = keyValue(item, key);
      return list.filter((other) => !(isPlainObject(other) && other[key] === value));
    }
    case "merge":
      throw new StrategicPatchError("merging lists cannot yet be specified in the patch");
    default:
      throw new StrategicPatchError(`Unknown patch type found: ${goValue(item[PATCH_DIRECTIVE])}`);
  }
}

function keyValue(item: unknown, key: string): unknown {
  if (!isPlainObject(item) || item[key] === undefined) {
    throw new StrategicPatchError(`map: ${goValue(item)} does not contain declared merge key: ${key}`);
  }
  return item[key];
}

/**
 * The final order of a merged list: the elements that `order` names in that order, and the others put between them
 * where the server had them. An element that is new stands before those that only the server has.
 */
function ordered(list: readonly unknown[], order: readonly unknown[], server: readonly unknown[], key: string): readonly unknown[] {
  const inOrder = places(order, key);
  const onServer = places(server, key);
  const idOf = (item: unknown): unknown => identity(item, key);
  const named = list.filter((item) => inOrder.has(idOf(item))).sort((a, b) => (inOrder.get(idOf(a)) ?? 0) - (inOrder.get(idOf(b)) ?? 0));
  const others = list
    .filter((item) => !inOrder.has(idOf(item)))
    .sort((a, b) => (onServer.get(idOf(a)) ?? Infinity) - (onServer.get(idOf(b)) ?? Infinity) || 0);
  const result: unknown[] = [];
  let next = 0;
  for (const item of named) {
    const place = onServer.get(idOf(item));
    while (next < others.length && place !== undefined && (onServer.get(idOf(others[next])) ?? Infinity) < place)
      result.push(others[next++]);
    result.push(item);
  }
  return [...result, ...others.slice(next)];
}

function places(list: readonly unknown[], key: string): ReadonlyMap<unknown, number> {
  return new Map(list.map((item, i) => [identity(item, key), i]));
}

function identity(item: unknown, key: string): unknown {
  return key === "" ? item : isPlainObject(item) ? item[key] : undefined;
}

function removeValues(result: Record<string, unknown>, key: string, values: readonly unknown[]): void {
  const list = result[key];
  if (Array.isArray(list)) result[key] = list.filter((item: unknown) => !values.some((value) => deepEqual(value, item)));
}

/** `$retainKeys`: of the original's keys only the named ones stay. */
function retained(original: JsonMap, patch: JsonMap): Record<string, unknown> {
  const keep = patch[RETAIN_KEYS];
  if (keep === undefined) return { ...original };
  const names = listOf(keep);
  const stray = Object.keys(patch).find((key) => !key.startsWith("$") && patch[key] !== null && !names.includes(key));
  if (stray !== undefined)
    throw new StrategicPatchError(`The key "${stray}" is in the patch but not in the $retainKeys list: ${goValue(keep)}`);
  return Object.fromEntries(Object.entries(original).filter(([key]) => names.includes(key)));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A value as Go prints it with %v: `map[a:1 b:[x y]]` (API-85). */
export function goValue(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(goValue).join(" ")}]`;
  if (!isPlainObject(value)) return String(value);
  const entries = Object.keys(value).sort();
  return `map[${entries.map((key) => `${key}:${goValue(value[key])}`).join(" ")}]`;
}
