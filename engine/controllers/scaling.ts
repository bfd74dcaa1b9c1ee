// How a Deployment's change of size is spread over its ReplicaSets while a rollout is under way (DEP-30 to DEP-32). Pure.

import type { Deployment, ReplicaSet } from "../api/types.generated.ts";
import type { Resize } from "./rolling.ts";
import { isRollingUpdate, maxSurge, sizeOf, totalSize, wantedReplicas } from "./rolling.ts";

export const DESIRED_ANNOTATION = "deployment.kubernetes.io/desired-replicas";
export const MAX_ANNOTATION = "deployment.kubernetes.io/max-replicas";

interface ScalePlan {
  readonly resizes: readonly Resize[];
  /** Every set is written, be it only for its annotations (DEP-32). */
  readonly writesAll: boolean;
}

/** Whether a set was last written for another size of the Deployment (DEP-12). */
export function isScalingEvent(deployment: Deployment, sets: readonly ReplicaSet[]): boolean {
  return sets.some((set) => {
    const desired = numberAnnotation(set, DESIRED_ANNOTATION);
    return sizeOf(set) > 0 && desired !== undefined && desired !== wantedReplicas(deployment);
  });
}

export function numberAnnotation(set: ReplicaSet, key: string): number | undefined {
  const text = set.metadata.annotations?.[key];
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined;
}

/** `oldSets` oldest first; `newSet` may not exist yet. */
export function planScaling(deployment: Deployment, newSet: ReplicaSet | undefined, oldSets: readonly ReplicaSet[]): ScalePlan {
  const replicas = wantedReplicas(deployment);
  const all = newSet === undefined ? [...oldSets] : [...oldSets, newSet];
  const active = all.filter((set) => sizeOf(set) > 0);
  const only = active.length === 1 ? active[0] : active.length === 0 ? (newSet ?? oldSets.at(-1)) : undefined;
  if (only !== undefined) return { resizes: sizeOf(only) === replicas ? [] : [{ set: only, replicas }], writesAll: false };
  if (newSet !== undefined && isSaturated(deployment, newSet)) {
    return { resizes: active.filter((set) => set !== newSet).map((set) => ({ set, replicas: 0 })), writesAll: false };
  }
  if (!isRollingUpdate(deployment)) return { resizes: [], writesAll: false };
  return { resizes: proportionally(deployment, active), writesAll: true };
}

function isSaturated(deployment: Deployment, set: ReplicaSet): boolean {
  const replicas = wantedReplicas(deployment);
  return (
    sizeOf(set) === replicas && numberAnnotation(set, DESIRED_ANNOTATION) === replicas && (set.status.availableReplicas ?? 0) === replicas
  );
}

/** Each set in proportion to its share before, the remainder to the largest (DEP-31). */
function proportionally(deployment: Deployment, active: readonly ReplicaSet[]): Resize[] {
  const replicas = wantedReplicas(deployment);
  const allowed = replicas > 0 ? replicas + maxSurge(deployment) : 0;
  const delta = allowed - totalSize(active);
  const sorted = [...active].sort((a, b) => sizeOf(b) - sizeOf(a) || byAge(a, b) * (delta > 0 ? -1 : 1));
  let added = 0;
  const sizes = sorted.map((set) => {
    const share = shareOf(deployment, set, delta - added, delta);
    added += share;
    return sizeOf(set) + share;
  });
  return sorted.map((set, i) => ({ set, replicas: i === 0 ? Math.max(0, (sizes[0] ?? 0) + delta - added) : (sizes[i] ?? 0) }));
}

function shareOf(deployment: Deployment, set: ReplicaSet, left: number, delta: number): number {
  if (delta === 0 || left === 0) return 0;
  const share = fractionOf(deployment, set);
  return delta > 0 ? Math.min(share, left) : Math.max(share, left);
}

function fractionOf(deployment: Deployment, set: ReplicaSet): number {
  const replicas = wantedReplicas(deployment);
  if (replicas === 0) return -sizeOf(set);
  const before = numberAnnotation(set, MAX_ANNOTATION) || (deployment.status.replicas ?? 0);
  if (before === 0) return 0;
  return Math.round((sizeOf(set) * (replicas + maxSurge(deployment))) / before) - sizeOf(set);
}

/** The older first. */
export function byAge(a: ReplicaSet, b: ReplicaSet): number {
  const [x, y] = [a.metadata, b.metadata];
  if (x.creationTimestamp !== y.creationTimestamp) return x.creationTimestamp < y.creationTimestamp ? -1 : 1;
  return x.name < y.name ? -1 : x.name > y.name ? 1 : 0;
}
