// How large the ReplicaSets of a rolling update are to be (DEP-20 to DEP-23). Pure: sizes in, sizes out.

import type { Deployment, ReplicaSet } from "../api/types.generated.ts";
import { amountOrPercent } from "./rounding.ts";

/** One ReplicaSet and the size it is to get. */
export interface Resize {
  readonly set: ReplicaSet;
  readonly replicas: number;
}

export function sizeOf(set: ReplicaSet): number {
  return set.spec.replicas ?? 1;
}

export function totalSize(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, set) => sum + sizeOf(set), 0);
}

export function availableOf(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, { status }) => sum + (status.availableReplicas ?? 0), 0);
}

export function wantedReplicas(deployment: Deployment): number {
  return deployment.spec.replicas ?? 1;
}

export function isRollingUpdate(deployment: Deployment): boolean {
  return deployment.spec.strategy.type !== "Recreate";
}

/** How many pods more than wanted there may be; rounded up (DEP-21). */
export function maxSurge(deployment: Deployment): number {
  if (!isRollingUpdate(deployment)) return 0;
  return amountOrPercent(deployment.spec.strategy.rollingUpdate?.maxSurge, wantedReplicas(deployment), "up");
}

/** How many pods fewer than wanted may be available; rounded down, and 1 where it and the surge come to 0 (DEP-21). */
export function maxUnavailable(deployment: Deployment): number {
  const replicas = wantedReplicas(deployment);
  if (!isRollingUpdate(deployment) || replicas === 0) return 0;
  const share = amountOrPercent(deployment.spec.strategy.rollingUpdate?.maxUnavailable, replicas, "down");
  const least = share === 0 && maxSurge(deployment) === 0 ? 1 : share;
  return Math.min(least, replicas);
}

/** The size of the new set, whose present one is `size`, when all sets together ask for `total` (DEP-20). */
export function newSetSize(deployment: Deployment, size: number, total: number): number {
  const replicas = wantedReplicas(deployment);
  if (!isRollingUpdate(deployment) || size > replicas) return replicas;
  const room = replicas + maxSurge(deployment) - total;
  return room <= 0 ? size : size + Math.min(room, replicas - size);
}

/**
 * The steps in which the old sets, oldest first, shrink, each a write of its own: first what is not available, then what can
 * be spared (DEP-23). A set may have one of either kind.
 */
export function shrinkOldSets(deployment: Deployment, newSet: ReplicaSet, oldSets: readonly ReplicaSet[]): Resize[] {
  const minAvailable = wantedReplicas(deployment) - maxUnavailable(deployment);
  const newUnavailable = sizeOf(newSet) - availableOf([newSet]);
  const budget = totalSize([...oldSets, newSet]) - minAvailable - newUnavailable;
  if (budget <= 0) return [];
  const { steps, failed } = dropUnhealthy(oldSets, budget);
  if (failed) return steps;
  const sizes = new Map(steps.map(({ set, replicas }) => [set, replicas]));
  const spare = availableOf([...oldSets, newSet]) - minAvailable;
  return [...steps, ...dropSpare(oldSets, spare, (set) => sizes.get(set) ?? sizeOf(set))];
}

/**
 * A set that was shrunk a moment ago still tells of more available pods than it is to have. The real step fails at it, which
 * ends the round in silence (DEP-24): otherwise pods that are condemned already would count as spare once more.
 */
function dropUnhealthy(oldSets: readonly ReplicaSet[], budget: number): { steps: Resize[]; failed: boolean } {
  const steps: Resize[] = [];
  let rest = budget;
  for (const set of oldSets) {
    if (rest <= 0) break;
    const unhealthy = sizeOf(set) - availableOf([set]);
    if (unhealthy < 0) return { steps, failed: true };
    if (unhealthy === 0) continue;
    const taken = Math.min(rest, unhealthy);
    steps.push({ set, replicas: sizeOf(set) - taken });
    rest -= taken;
  }
  return { steps, failed: false };
}

/** Takes up to `most` in all off the sets, whose sizes are by now those of `size`. */
function dropSpare(oldSets: readonly ReplicaSet[], most: number, size: (set: ReplicaSet) => number): Resize[] {
  const steps: Resize[] = [];
  let rest = most;
  for (const set of oldSets) {
    const taken = Math.min(rest, size(set));
    if (taken <= 0) continue;
    steps.push({ set, replicas: size(set) - taken });
    rest -= taken;
  }
  return steps;
}
