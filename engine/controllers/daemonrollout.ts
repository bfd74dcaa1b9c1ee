// The rolling update of a DaemonSet: which old pods may go and which new ones may come in one round (DS-50 to DS-55).
// Pure. Where a real controller walks its nodes in arbitrary order (DS-54), they come here in the order of the list.

import { isBeingDeleted } from "../api/object.ts";
import { isPodAvailable } from "../api/podstate.ts";
import type { DaemonSet, Pod } from "../api/types.generated.ts";
import type { NodeVerdict } from "./daemonnode.ts";
import { isUpdatedPod } from "./daemonnode.ts";
import type { PodsByNode, PodToDrop } from "./daemonpods.ts";
import { amountOrPercent } from "./rounding.ts";

interface RolloutPlan {
  readonly drop: readonly PodToDrop[];
  /** Nodes that get a new pod beside their old one. */
  readonly surge: readonly string[];
}

interface Round {
  readonly set: DaemonSet;
  readonly verdicts: ReadonlyMap<string, NodeVerdict>;
  readonly pods: PodsByNode;
  readonly hash: string;
  readonly now: number;
}

/** One round of the strategy RollingUpdate. */
export function planRollout(round: Round): RolloutPlan {
  const desired = [...round.verdicts.values()].filter((verdict) => verdict.shouldRun).length;
  const { rollingUpdate } = round.set.spec.updateStrategy;
  const surge = amountOrPercent(rollingUpdate?.maxSurge, desired, "up");
  const unavailable = amountOrPercent(rollingUpdate?.maxUnavailable, desired, "up");
  if (surge > 0) return planWithSurge(round, surge, desired);
  return planWithoutSurge(round, Math.max(unavailable, 1)); // both 0 counts as 1 unavailable (DS-51)
}

/** Old pods that are down go at once; of the others as many as `maxUnavailable` leaves room for (DS-52). */
function planWithoutSurge(round: Round, maxUnavailable: number): RolloutPlan {
  let unavailable = 0;
  const down: PodToDrop[] = [];
  const candidates: PodToDrop[] = [];
  for (const pods of nodesToUpdate(round).values()) {
    const pair = oldAndNew(round, pods);
    if (pair === undefined || (pair.old === undefined) === (pair.new === undefined)) unavailable += 1;
    else if (pair.old === undefined) unavailable += isAvailable(round, pair.new) ? 0 : 1;
    else if (!isAvailable(round, pair.old)) {
      unavailable += 1;
      down.push({ pod: pair.old, why: "outdated and not available" });
    } else candidates.push({ pod: pair.old, why: "outdated" });
  }
  const room = Math.max(0, maxUnavailable - unavailable);
  return { drop: [...down, ...candidates.slice(0, room)], surge: [] };
}

/** Every node on which the set wants a pod or has one. */
function nodesToUpdate({ verdicts, pods }: Round): Map<string, readonly Pod[]> {
  const nodes = new Map<string, readonly Pod[]>();
  for (const [node, verdict] of verdicts) if (verdict.shouldRun) nodes.set(node, []);
  for (const [node, list] of pods) nodes.set(node, list);
  return nodes;
}

interface Pair {
  readonly old?: Pod;
  readonly new?: Pod;
}

/** The old and the new pod of a node; undefined when it has two of a sort. */
function oldAndNew({ set, hash }: Round, pods: readonly Pod[]): Pair | undefined {
  const staying = pods.filter((pod) => !isBeingDeleted(pod));
  const updated = staying.filter((pod) => isUpdatedPod(set, pod, hash));
  const outdated = staying.filter((pod) => !isUpdatedPod(set, pod, hash));
  if (updated.length > 1 || outdated.length > 1) return undefined;
  const [newPod] = updated;
  const [oldPod] = outdated;
  return { ...(oldPod === undefined ? {} : { old: oldPod }), ...(newPod === undefined ? {} : { new: newPod }) };
}

function isAvailable({ set, now }: Round, pod: Pod | undefined): boolean {
  return pod !== undefined && isPodAvailable(pod, set.spec.minReadySeconds ?? 0, now);
}

/** New pods come first, up to `maxSurge` of them at a time; an old one goes when its successor is available (DS-53). */
function planWithSurge(round: Round, maxSurge: number, desired: number): RolloutPlan {
  let surging = 0;
  let available = 0;
  const drop: PodToDrop[] = [];
  const unqualified: PodToDrop[] = [];
  const atOnce: string[] = [];
  const candidates: string[] = [];
  for (const [node, pods] of nodesToUpdate(round)) {
    const pair = oldAndNew(round, pods);
    if (pair === undefined) {
      surging += 1;
      continue;
    }
    if (isAvailable(round, pair.old) || isAvailable(round, pair.new)) available += 1;
    if (pair.old === undefined) continue;
    const oldIsAvailable = isAvailable(round, pair.old);
    if (pair.new !== undefined) {
      if (isAvailable(round, pair.new)) drop.push({ pod: pair.old, why: "new pod available" });
      else surging += 1;
    } else if (round.verdicts.get(node)?.shouldRun !== true) {
      (oldIsAvailable ? unqualified : drop).push({ pod: pair.old, why: "outdated on a node that no longer qualifies" });
    } else (oldIsAvailable ? candidates : atOnce).push(node);
  }
  const room = Math.max(0, maxSurge - surging);
  return { drop: [...drop, ...unqualified.slice(0, Math.max(0, available - desired))], surge: [...atOnce, ...candidates.slice(0, room)] };
}
