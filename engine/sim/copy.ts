// Copies of plain state for snapshots. What is frozen (API objects, causes, messages) never changes, so copies share it.

/** A deep copy of plain data (objects, arrays, Maps, Sets, primitives) that shares every frozen value. */
export function copyState<T>(value: T): T {
  return copy(value) as T; // the same shape comes back
}

function copy(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Map) {
    const result = new Map<unknown, unknown>();
    for (const [key, item] of value) result.set(key, copy(item));
    return result;
  }
  if (value instanceof Set) return new Set(value);
  const result = { ...value } as Record<string, unknown>; // any plain object's fields by name
  for (const key in result) {
    const item = result[key];
    if (typeof item === "object" && item !== null) result[key] = copy(item);
  }
  return result;
}
