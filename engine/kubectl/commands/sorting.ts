// --sort-by: orders rows and objects by a JSONPath, as kubectl compares values.

import type { Obj } from "../client.ts";
import { compileJsonPath, relaxedPath } from "../printers/jsonpath.ts";
import type { TableRow } from "../printers/table.ts";

export function sortRows(rows: readonly TableRow[], expression: string): readonly TableRow[] {
  return sortBy(rows, expression, (row) => row.object);
}

export function sortObjects(objects: readonly Obj[], expression: string): readonly Obj[] {
  return sortBy(objects, expression, (object) => object);
}

function sortBy<T>(items: readonly T[], expression: string, objectOf: (item: T) => unknown): readonly T[] {
  const path = compileJsonPath(relaxedPath(expression));
  const keyed = items.map((item) => ({ item, key: path.values(objectOf(item))[0] }));
  // A field that nothing has: kubectl shows nothing at all.
  if (keyed.every(({ key }) => key === undefined)) return [];
  return keyed.sort((a, b) => compare(a.key, b.key)).map(({ item }) => item);
}

function compare(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return (a === undefined ? 0 : 1) - (b === undefined ? 0 : 1);
  if (typeof a === "number" && typeof b === "number") return a - b;
  return naturalCompare(String(a), String(b));
}

/** Runs of digits count by their value: `web-2` before `web-10`. */
export function naturalCompare(a: string, b: string): number {
  const x = a.match(/\d+|\D+/g) ?? [];
  const y = b.match(/\d+|\D+/g) ?? [];
  for (let i = 0; i < x.length && i < y.length; i++) {
    const p = x[i] ?? "";
    const q = y[i] ?? "";
    if (p === q) continue;
    if (/^\d/.test(p) && /^\d/.test(q) && Number(p) !== Number(q)) return Number(p) - Number(q);
    return p < q ? -1 : 1;
  }
  return x.length - y.length;
}
