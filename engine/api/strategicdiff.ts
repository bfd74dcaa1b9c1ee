// Making strategic merge patches, as `kubectl apply`, `edit`, `label` and `set` do (API-226, API-227): the difference of two
// objects, or of three (last applied, wanted, live). Stands for the other half of apimachinery's strategicpatch package.

import { deepEqual } from "./equal.ts";
import { isPlainObject } from "./jsontext.ts";
import { childDefinition, type Definition, definitionOf, type Field } from "./schema.ts";
import { DELETE_FROM_LIST, mergeKeyOf, PATCH_DIRECTIVE, RETAIN_KEYS, SET_ELEMENT_ORDER } from "./strategicpatch.ts";

type JsonMap = Readonly<Record<string, unknown>>;

/** Which half of the difference is wanted. */
interface Wanted {
  readonly changes: boolean;
  readonly deletions: boolean;
  readonly order: boolean;
}

/** The patch that makes `modified` of `original`; `{}` when they are equal. Its keys are sorted. */
export function createStrategicPatch(definition: string, original: JsonMap, modified: JsonMap): JsonMap {
  return sorted(diffMaps(definitionOf(definition), original, modified, { changes: true, deletions: true, order: true }));
}

/** What `original` had and `modified` lacks is removed; what differs from `current` is set; the rest of `current` stays. */
export function createThreeWayStrategicPatch(definition: string, original: JsonMap, modified: JsonMap, current: JsonMap): JsonMap {
  const schema = definitionOf(definition);
  const delta = diffMaps(schema, current, modified, { changes: true, deletions: false, order: true });
  const deletions = diffMaps(schema, original, modified, { changes: false, deletions: true, order: true });
  return sorted(combine(schema, deletions, delta));
}

function diffMaps(
  definition: Definition | undefined,
  original: JsonMap,
  modified: JsonMap,
  wanted: Wanted,
  retainKeys = false,
): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const key in modified) {
    if (key in original) diffField(definition?.fields?.get(key), key, original[key], modified[key], patch, wanted);
    else if (wanted.changes) patch[key] = modified[key];
  }
  if (wanted.deletions) for (const key in original) if (!(key in modified)) patch[key] = null;
  if (retainKeys && Object.keys(patch).length > 0 && Object.keys(modified).length > 0) patch[RETAIN_KEYS] = Object.keys(modified).sort();
  return patch;
}

function diffField(
  field: Field | undefined,
  key: string,
  before: unknown,
  after: unknown,
  patch: Record<string, unknown>,
  wanted: Wanted,
): void {
  if (deepEqual(before, after)) return;
  const strategies = field?.patchStrategy?.split(",") ?? [];
  const child = field && childDefinition(field);
  const mergeKey = mergeKeyOf(field);
  if (isPlainObject(before) && isPlainObject(after) && !strategies.includes("replace")) {
    const inner = diffMaps(child, before, after, wanted, strategies.includes("retainKeys"));
    if (Object.keys(inner).length > 0) patch[key] = inner;
  } else if (Array.isArray(before) && Array.isArray(after) && mergeKey !== undefined) {
    const retain = strategies.includes("retainKeys");
    if (mergeKey === "") diffValues(key, before, after, patch, wanted);
    else diffLists(child, key, mergeKey, before, after, patch, wanted, retain);
  } else if (wanted.changes) patch[key] = after;
}

function diffValues(
  key: string,
  before: readonly unknown[],
  after: readonly unknown[],
  patch: Record<string, unknown>,
  wanted: Wanted,
): void {
  const added = wanted.changes ? after.filter((value) => !before.includes(value)) : [];
  const removed = wanted.deletions ? before.filter((value) => !after.includes(value)) : [];
  if (added.length > 0) patch[key] = added;
  if (removed.length > 0) patch[`${DELETE_FROM_LIST}${key}`] = removed;
  const isMoved = !deepEqual(commonOf(before, after), commonOf(after, before));
  if (wanted.order && before.length > 0 && after.length > 0 && (added.length > 0 || removed.length > 0 || isMoved))
    patch[`${SET_ELEMENT_ORDER}${key}`] = after;
}

function commonOf(list: readonly unknown[], other: readonly unknown[]): readonly unknown[] {
  return list.filter((value) => other.includes(value));
}

function diffLists(
  child: Definition | undefined,
  key: string,
  mergeKey: string,
  before: readonly unknown[],
  after: readonly unknown[],
  patch: Record<string, unknown>,
  wanted: Wanted,
  retainKeys: boolean,
): void {
  if (before.length === 0) {
    if (wanted.changes && after.length > 0) patch[key] = after;
    return;
  }
  const changes: unknown[] = [];
  const idOf = (item: unknown): unknown => (isPlainObject(item) ? item[mergeKey] : undefined);
  for (const item of after) {
    const old = before.find((other) => deepEqual(idOf(other), idOf(item)));
    if (old === undefined) {
      if (wanted.changes) changes.push(item);
    } else if (isPlainObject(old) && isPlainObject(item)) {
      const inner = diffMaps(child, old, item, wanted, retainKeys);
      if (Object.keys(inner).length > 0) changes.push({ ...inner, [mergeKey]: idOf(item) });
    }
  }
  const gone = before.map(idOf).filter((id) => !after.some((item) => deepEqual(idOf(item), id)));
  if (wanted.deletions) for (const id of gone) changes.push({ [PATCH_DIRECTIVE]: "delete", [mergeKey]: id });
  if (changes.length > 0) patch[key] = changes;
  const [wasIds, isIds] = [before.map(idOf), after.map(idOf)];
  const isMoved = !deepEqual(commonOf(wasIds, isIds), commonOf(isIds, wasIds));
  if (wanted.order && after.length > 0 && (changes.length > 0 || isMoved))
    patch[`${SET_ELEMENT_ORDER}${key}`] = isIds.map((id) => ({ [mergeKey]: id }));
}

/** Both patches in one. They touch different things, except that a list or map may have parts in either. */
function combine(definition: Definition | undefined, deletions: JsonMap, delta: JsonMap): JsonMap {
  const result: Record<string, unknown> = { ...deletions };
  for (const key in delta) {
    const field = definition?.fields?.get(key);
    const child = field && childDefinition(field);
    const [first, second] = [deletions[key], delta[key]];
    const mergeKey = mergeKeyOf(field);
    if (isPlainObject(first) && isPlainObject(second)) result[key] = combine(child, first, second);
    else if (Array.isArray(first) && Array.isArray(second) && mergeKey) result[key] = combineLists(child, mergeKey, first, second);
    else result[key] = second;
  }
  return result;
}

function combineLists(
  child: Definition | undefined,
  mergeKey: string,
  deletions: readonly unknown[],
  delta: readonly unknown[],
): readonly unknown[] {
  const idOf = (item: unknown): unknown => (isPlainObject(item) ? item[mergeKey] : undefined);
  const merged = delta.map((item) => {
    const other = deletions.find((candidate) => deepEqual(idOf(candidate), idOf(item)));
    return isPlainObject(other) && isPlainObject(item) ? combine(child, other, item) : item;
  });
  return [...merged, ...deletions.filter((item) => !delta.some((other) => deepEqual(idOf(other), idOf(item))))];
}

function sorted<T>(value: T): T {
  if (Array.isArray(value)) return value.map(sorted) as T; // the same shape
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  ) as T; // the same shape
}
