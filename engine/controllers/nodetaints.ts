// The taints that stand for a node's conditions (NLC-20, NLC-22), and adding and removing taints. Pure.

import { getCondition } from "../api/podstate.ts";
import { formatTime } from "../api/time.ts";
import type { Node, Taint } from "../api/types.generated.ts";

export const NOT_READY = "node.kubernetes.io/not-ready";
export const UNREACHABLE = "node.kubernetes.io/unreachable";
const UNSCHEDULABLE = "node.kubernetes.io/unschedulable";

/** Condition, its status, and the taint that it calls for. */
const CONDITION_TAINTS: readonly (readonly [type: string, status: string, key: string])[] = [
  ["Ready", "False", NOT_READY],
  ["Ready", "Unknown", UNREACHABLE],
  ["MemoryPressure", "True", "node.kubernetes.io/memory-pressure"],
  ["DiskPressure", "True", "node.kubernetes.io/disk-pressure"],
  ["NetworkUnavailable", "True", "node.kubernetes.io/network-unavailable"],
  ["PIDPressure", "True", "node.kubernetes.io/pid-pressure"],
];
const MANAGED_KEYS: readonly string[] = [...CONDITION_TAINTS.map(([, , key]) => key), UNSCHEDULABLE];

/** The NoSchedule taints that a node's conditions and its spec.unschedulable call for. */
export function conditionTaintKeys(node: Node): string[] {
  const keys = CONDITION_TAINTS.filter(([type, status]) => getCondition(node.status.conditions, type)?.status === status).map(
    ([, , key]) => key,
  );
  return node.spec.unschedulable === true ? [...keys, UNSCHEDULABLE] : keys;
}

/** The node with the NoSchedule taints of its conditions; those of other keys and effects stay. The same node when it is right. */
export function withConditionTaints(node: Node, now: number): Node {
  const wanted = conditionTaintKeys(node);
  const surplus = MANAGED_KEYS.filter((key) => !wanted.includes(key));
  return withTaints(node, taintsOf(wanted, "NoSchedule"), taintsOf(surplus, "NoSchedule"), now);
}

type TaintKind = Pick<Taint, "key" | "effect">;

export function taintsOf(keys: readonly string[], effect: Taint["effect"]): TaintKind[] {
  return keys.map((key) => ({ key, effect }));
}

export function hasTaint(node: Node, { key, effect }: TaintKind): boolean {
  return (node.spec.taints ?? []).some((taint) => taint.key === key && taint.effect === effect);
}

/** Adds what is missing, removes what is not wanted; the same node when nothing is to be done. */
export function withTaints(node: Node, add: readonly TaintKind[], remove: readonly TaintKind[], now: number): Node {
  const missing = add.filter((taint) => !hasTaint(node, taint));
  if (missing.length === 0 && !remove.some((taint) => hasTaint(node, taint))) return node;
  const kept = (node.spec.taints ?? []).filter(
    (present) => !remove.some(({ key, effect }) => key === present.key && effect === present.effect),
  );
  const taints = [...kept, ...missing.map((taint) => ({ ...taint, timeAdded: formatTime(now) }))];
  const { taints: _replaced, ...spec } = node.spec;
  return { ...node, spec: taints.length === 0 ? spec : { ...spec, taints } };
}
