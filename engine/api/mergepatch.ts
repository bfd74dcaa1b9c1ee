// JSON merge patches (RFC 7386, API-84): applying one, and making one.

import { deepEqual } from "./equal.ts";
import { isPlainObject } from "./jsontext.ts";

/** The patched value. Null removes a key, objects merge, everything else replaces. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isPlainObject(patch)) return patch;
  const result: Record<string, unknown> = isPlainObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = applyMergePatch(result[key], value);
  }
  return result;
}

/** The patch that makes `modified` of `original`; `{}` when they are equal. */
export function createMergePatch(
  original: Readonly<Record<string, unknown>>,
  modified: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const key of Object.keys(modified).sort()) {
    const before = original[key];
    const after = modified[key];
    if (isPlainObject(before) && isPlainObject(after)) {
      const inner = createMergePatch(before, after);
      if (Object.keys(inner).length > 0) patch[key] = inner;
    } else if (!deepEqual(before, after)) patch[key] = after;
  }
  for (const key of Object.keys(original)) if (!(key in modified)) patch[key] = null;
  return patch;
}

/** Three-way: what `original` had and `modified` lacks is removed, what differs from `current` is set (API-227). */
export function createThreeWayMergePatch(
  original: Readonly<Record<string, unknown>>,
  modified: Readonly<Record<string, unknown>>,
  current: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return applyKeepingNulls(onlyNulls(createMergePatch(original, modified)), withoutNulls(createMergePatch(current, modified)));
}

function onlyNulls(patch: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(patch)) {
    const inner = isPlainObject(value) ? onlyNulls(value) : value;
    if (inner === null || (isPlainObject(inner) && Object.keys(inner).length > 0)) kept[key] = inner;
  }
  return kept;
}

function withoutNulls(patch: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(patch)) {
    const inner = isPlainObject(value) ? withoutNulls(value) : value;
    if (inner !== null && !(isPlainObject(inner) && Object.keys(inner).length === 0 && Object.keys(value as object).length > 0))
      kept[key] = inner;
  }
  return kept;
}

function applyKeepingNulls(target: Record<string, unknown>, patch: Record<string, unknown>): Record<string, unknown> {
  for (const [key, value] of Object.entries(patch)) {
    const before = target[key];
    target[key] = isPlainObject(before) && isPlainObject(value) ? applyKeepingNulls(before, value) : value;
  }
  return target;
}
