// Copies of plain state for snapshots. What is frozen (API objects, causes, messages) never changes, so copies share it.

/** A deep copy of plain data (objects, arrays, Maps, Sets, primitives) that shares every frozen value. */
export function copyState<T>(value: T): T {
  return copy(value) as T; // the same shape comes back
}

function copy(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, copy(item)]));
  if (value instanceof Set) return new Set(value);
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) result[key] = copy((value as Record<string, unknown>)[key]);
  return result;
}
