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

/** What the old sets, oldest first, are to shrink to; only those that change (DEP-23). */
export function shrinkOldSets(deployment: Deployment, newSet: ReplicaSet, oldSets: readonly ReplicaSet[]): Resize[] {
  const minAvailable = wantedReplicas(deployment) - maxUnavailable(deployment);
  const newUnavailable = sizeOf(newSet) - availableOf([newSet]);
  const budget = totalSize([...oldSets, newSet]) - minAvailable - newUnavailable;
  if (budget <= 0) return [];
  const sizes = new Map(oldSets.map((set) => [set, sizeOf(set)]));
  take(sizes, budget, (set, size) => size - (set.status.availableReplicas ?? 0)); // unhealthy ones first
  const spare = availableOf([...oldSets, newSet]) - minAvailable;
  take(sizes, spare, (_, size) => size);
  return [...sizes].filter(([set, size]) => size !== sizeOf(set)).map(([set, replicas]) => ({ set, replicas }));
}

/** Takes up to `most` in all off the sizes, no more than `share` from each. */
function take(sizes: Map<ReplicaSet, number>, most: number, share: (set: ReplicaSet, size: number) => number): void {
  let rest = most;
  for (const [set, size] of sizes) {
    if (rest <= 0) return;
    const taken = Math.max(0, Math.min(rest, share(set, size), size));
    sizes.set(set, size - taken);
    rest -= taken;
  }
}
