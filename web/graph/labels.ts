// Which of a pod's labels a tile shows first: the ones that a controller's selector looks at, before all others. Pure.

import type { ControllerRow } from "../worker/rows.ts";

const known = new WeakMap<ReadonlyMap<string, ControllerRow>, string>();

/** The keys that selectors look at, as one text: equal as long as they are the same. */
export function selectorKeys(controllers: ReadonlyMap<string, ControllerRow>): string {
  const before = known.get(controllers);
  if (before !== undefined) return before;
  const keys = [...new Set([...controllers.values()].flatMap(({ requirements }) => requirements.map(({ key }) => key)))].sort().join(",");
  known.set(controllers, keys);
  return keys;
}

export function labelsByMatter(labels: Readonly<Record<string, string>>, keys: string): readonly (readonly [string, string])[] {
  const matter = new Set(keys.split(","));
  const entries = Object.entries(labels);
  return [...entries.filter(([key]) => matter.has(key)), ...entries.filter(([key]) => !matter.has(key))];
}
