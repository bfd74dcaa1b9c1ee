// Which namespaces there is something to see of, and the rows of one of them. Nodes belong to none. Pure.

import type { Rows } from "./placement.ts";

type Namespaced = Pick<Rows, "pods" | "controllers">;

const known = new WeakMap<Namespaced["pods"], { readonly controllers: Namespaced["controllers"]; readonly names: readonly string[] }>();

/** Sorted; `default` is always among them. */
export function namespacesOf({ pods, controllers }: Namespaced): readonly string[] {
  const before = known.get(pods);
  if (before !== undefined && before.controllers === controllers) return before.names;
  const found = new Set(["default"]);
  for (const { ns } of pods.values()) found.add(ns);
  for (const { ns } of controllers.values()) found.add(ns);
  const names = [...found].sort();
  known.set(pods, { controllers, names });
  return names;
}

/** All rows for no namespace. */
export function within(rows: Rows, namespace: string | undefined): Rows {
  if (namespace === undefined) return rows;
  return { nodes: rows.nodes, pods: only(rows.pods, namespace), controllers: only(rows.controllers, namespace) };
}

/** Whether a row of that namespace is shown. */
export function isWithin({ ns }: { readonly ns: string }, namespace: string | undefined): boolean {
  return namespace === undefined || ns === namespace;
}

function only<Row extends { readonly ns: string }>(rows: ReadonlyMap<string, Row>, namespace: string): ReadonlyMap<string, Row> {
  return new Map([...rows].filter(([, row]) => isWithin(row, namespace)));
}
