// The targets of the tray: for each label key that matters, its values. Pure.

import type { ControllerRow, NodeRow, PodRow } from "../worker/rows.ts";

export interface TargetSet {
  readonly key: string;
  /** What the held thing has now. */
  readonly now: string | undefined;
  readonly values: readonly string[];
}

/** Values of one key in the tray at most; others are typed. */
const MOST_VALUES = 6;
const MOST_KEYS = 5;
/** Offered where a selector looks, so that a pod can be taken out of sight before any other value exists. */
const ELSEWHERE = "debug";

interface Rows {
  readonly pods: ReadonlyMap<string, PodRow>;
  readonly nodes: ReadonlyMap<string, NodeRow>;
  readonly controllers: ReadonlyMap<string, ControllerRow>;
}

/** For one pod, or several at once: `now` is what all of them have. */
export function podTargets(held: readonly PodRow[], { pods, controllers }: Rows): readonly TargetSet[] {
  const namespaces = new Set(held.map(({ ns }) => ns));
  const values = new Map<string, Set<string>>();
  const add = (key: string, value?: string): void => {
    const known = values.get(key) ?? new Set<string>();
    if (value !== undefined) known.add(value);
    values.set(key, known);
  };
  for (const pod of held) for (const [key, value] of Object.entries(pod.labels)) add(key, value);
  const selectors = [...controllers.values()].filter(({ ns, kind }) => namespaces.has(ns) && kind !== "Deployment" && kind !== "CronJob");
  const selected = new Set<string>();
  for (const { requirements } of selectors) {
    for (const { key, values: wanted } of requirements) {
      selected.add(key);
      add(key);
      for (const value of wanted) add(key, value);
    }
  }
  for (const other of pods.values())
    if (namespaces.has(other.ns)) for (const [key, value] of Object.entries(other.labels)) if (values.has(key)) add(key, value);
  for (const key of selected) if ((values.get(key)?.size ?? 0) < MOST_VALUES) add(key, ELSEWHERE);
  return setsOf(values, sharedLabels(held));
}

function sharedLabels([first, ...others]: readonly PodRow[]): PodRow["labels"] {
  if (first === undefined || others.length === 0) return first?.labels ?? {};
  return Object.fromEntries(Object.entries(first.labels).filter(([key, value]) => others.every(({ labels }) => labels[key] === value)));
}

export function nodeTargets(node: NodeRow, { nodes, controllers }: Rows): readonly TargetSet[] {
  const values = new Map<string, Set<string>>();
  const add = (key: string, value: string): void => void values.set(key, (values.get(key) ?? new Set<string>()).add(value));
  for (const other of nodes.values()) for (const [key, value] of Object.entries(other.labels)) add(key, value);
  for (const { nodeSelector } of controllers.values()) for (const [key, value] of Object.entries(nodeSelector)) add(key, value);
  return setsOf(values, node.allLabels);
}

function setsOf(values: ReadonlyMap<string, ReadonlySet<string>>, labels: Readonly<Record<string, string>>): readonly TargetSet[] {
  return [...values].slice(0, MOST_KEYS).map(([key, known]) => {
    const now = labels[key];
    const others = [...known].filter((value) => value !== now).sort();
    return { key, now, values: others.slice(0, MOST_VALUES) };
  });
}
