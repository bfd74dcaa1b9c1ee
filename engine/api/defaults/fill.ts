// Ways to complete an object without touching it: what needs nothing comes back as the same value, so that `===` tells.

/** Whether Go would take the field of a value type as unset. */
export function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === "" || value === 0;
}

/** Adds the fields that are absent. With `zeroCounts`, 0 and "" are absent too, as in fields that Go holds by value. */
export function fill<T extends object>(object: T, defaults: Partial<T>, zeroCounts = false): T {
  let result: T | undefined;
  for (const key in defaults) {
    const value = object[key];
    const absent = zeroCounts ? isUnset(value) : value === undefined || value === null;
    if (!absent) continue;
    result ??= { ...object };
    Object.assign(result, { [key]: defaults[key] });
  }
  return result ?? object;
}

/** Sets one field, unless it has that very value already. */
export function withField<T extends object, K extends keyof T>(object: T, key: K, value: T[K]): T {
  return object[key] === value ? object : { ...object, [key]: value };
}

/** Completes the value of one field, if there is one. */
export function within<T extends object, K extends keyof T>(object: T, key: K, change: (value: NonNullable<T[K]>) => NonNullable<T[K]>): T {
  const value = object[key];
  return value === undefined || value === null ? object : withField(object, key, change(value));
}

/** Completes each item; the same array comes back when no item changed. */
export function mapItems<T>(items: readonly T[], change: (item: T) => T): readonly T[] {
  let result: T[] | undefined;
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as T; // i is within the array
    const changed = change(item);
    if (changed === item) continue;
    result ??= items.slice();
    result[i] = changed;
  }
  return result ?? items;
}

/** `mapItems` on a list that may be absent. */
export function withItems<T extends object, K extends keyof T, I>(
  object: T,
  key: K & (T[K] extends readonly I[] | undefined ? K : never),
  change: (item: I) => I,
): T {
  const items = object[key] as readonly I[] | undefined; // said by the type of `key`
  return items === undefined || items === null || items.length === 0 ? object : withField(object, key, mapItems(items, change) as T[K]);
}

/** Whether a map or a list is missing or empty. */
export function isEmpty(value: object | undefined | null): boolean {
  if (value === undefined || value === null) return true;
  for (const key in value) if (key !== undefined) return false;
  return true;
}
