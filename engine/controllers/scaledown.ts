// Which pods go first when there are too many (RS-20 to RS-24): the order of Kubernetes' ActivePodsWithRanks, as a list
// of named rules, so that the reason of each deletion can be told.

import { deletionCost, getCondition, maxRestarts } from "../api/podstate.ts";
import { parseTime } from "../api/time.ts";
import type { Pod } from "../api/types.generated.ts";

/** What the rules compare of a pod, read once. */
interface Ranked {
  readonly pod: Pod;
  readonly scheduled: number;
  readonly phase: number;
  readonly ready: number;
  readonly cost: number;
  /** Active related pods on the same node (RS-21). */
  readonly related: number;
  readonly readyAt: number | undefined;
  readonly restarts: number;
  readonly sidecarRestarts: number;
  readonly createdAt: number | undefined;
}

/** Why a pod goes before the pods that stay; the name of the first rule that tells them apart. */
type DeletionRule = "unscheduled" | "phase" | "not-ready" | "deletion-cost" | "same-node" | "ready-time" | "restarts" | "age" | "equal";

type Rule = { readonly name: DeletionRule; readonly compare: (a: Ranked, b: Ranked, now: number) => number };

/** In this order; the smaller pod of the first rule that is not zero is deleted first (RS-20). */
const RULES: readonly Rule[] = [
  { name: "unscheduled", compare: (a, b) => a.scheduled - b.scheduled },
  { name: "phase", compare: (a, b) => a.phase - b.phase },
  { name: "not-ready", compare: (a, b) => a.ready - b.ready },
  { name: "deletion-cost", compare: (a, b) => a.cost - b.cost },
  { name: "same-node", compare: (a, b) => b.related - a.related },
  { name: "ready-time", compare: (a, b, now) => (a.ready && b.ready ? compareAges(a, b, a.readyAt, b.readyAt, now) : 0) },
  { name: "restarts", compare: (a, b) => b.restarts - a.restarts || b.sidecarRestarts - a.sidecarRestarts },
  { name: "age", compare: (a, b, now) => compareAges(a, b, a.createdAt, b.createdAt, now) },
];

const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

export interface PodToDelete {
  readonly pod: Pod;
  readonly rule: DeletionRule;
}

/** The `count` pods to delete. `relatedOnNode` counts active related pods of a node; without it every rank is 0. */
export function choosePodsToDelete(
  pods: readonly Pod[],
  count: number,
  now: number,
  relatedOnNode?: (node: string) => number,
): PodToDelete[] {
  if (count >= pods.length) return pods.map((pod) => ({ pod, rule: "equal" })); // nothing to choose, nothing sorted (RS-24)
  const ranked = pods.map((pod) => rank(pod, relatedOnNode)).sort((a, b) => firstDifference(a, b, now)[1]);
  const survivor = ranked[count];
  return ranked
    .slice(0, count)
    .map((victim) => ({ pod: victim.pod, rule: survivor === undefined ? "equal" : firstDifference(victim, survivor, now)[0] }));
}

function firstDifference(a: Ranked, b: Ranked, now: number): [DeletionRule, number] {
  for (const { name, compare } of RULES) {
    const sign = compare(a, b, now);
    if (sign !== 0) return [name, sign];
  }
  return ["equal", 0]; // RS-23
}

function rank(pod: Pod, relatedOnNode: ((node: string) => number) | undefined): Ranked {
  const ready = getCondition(pod.status.conditions, "Ready");
  const node = pod.spec.nodeName;
  const restarts = maxRestarts(pod);
  return {
    pod,
    scheduled: node ? 1 : 0,
    phase: PHASES[pod.status.phase ?? "Unknown"] ?? PHASES["Unknown"] ?? 1,
    ready: ready?.status === "True" ? 1 : 0,
    cost: deletionCost(pod.metadata.annotations) ?? 0,
    related: node && relatedOnNode ? relatedOnNode(node) : 0,
    readyAt: instant(ready?.lastTransitionTime),
    restarts: restarts.regular,
    sidecarRestarts: restarts.sidecar,
    createdAt: instant(pod.metadata.creationTimestamp),
  };
}

function instant(time: string | undefined): number | undefined {
  return time ? parseTime(time) : undefined;
}

/** The younger first, where an age is only known to a factor of two; within such a bucket the uid decides (RS-22). */
function compareAges(a: Ranked, b: Ranked, at: number | undefined, bt: number | undefined, now: number): number {
  if (at === bt) return 0;
  if (at === undefined) return -1;
  if (bt === undefined) return 1;
  const difference = ageBucket(now - at) - ageBucket(now - bt);
  if (difference !== 0) return difference;
  return a.pod.metadata.uid < b.pod.metadata.uid ? -1 : 1;
}

function ageBucket(ageMs: number): number {
  return ageMs > 0 ? Math.floor(Math.log2(ageMs * 1e6)) : -1;
}
