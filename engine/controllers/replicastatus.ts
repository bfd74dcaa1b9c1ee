// The status of a ReplicaSet or ReplicationController as a function of what a sync saw (RS-30 to RS-35).

import type { ApiError } from "../api/apierror.ts";
import { isBeingDeleted } from "../api/object.ts";
import { getCondition, isPodAvailable, isPodReady, isPodTerminal } from "../api/podstate.ts";
import { formatTime, parseTime } from "../api/time.ts";
import type { Pod, ReplicaSet, ReplicaSetCondition, ReplicaSetStatus, ReplicationController } from "../api/types.generated.ts";

/** What a sync found: the claimed active pods, and how many matching ones are on their way out. */
export interface ReplicaPods {
  readonly active: readonly Pod[];
  readonly terminating: number;
  /** Whether some of the active ones were nobody's before this sync. */
  readonly hasAdopted?: boolean;
}

/** Why the pods could not be brought to the wanted number. */
export interface Failure {
  readonly reason: "FailedCreate" | "FailedDelete";
  readonly error: ApiError;
}

/** Marked for deletion and still to end. */
export function isTerminatingReplica(pod: Pod): boolean {
  return isBeingDeleted(pod) && !isPodTerminal(pod);
}

export function calculateStatus(
  owner: ReplicaSet | ReplicationController,
  pods: ReplicaPods,
  failure: Failure | undefined,
  now: number,
  reportsTerminating: boolean,
): ReplicaSetStatus {
  const wantedLabels = Object.entries(owner.spec.template?.metadata.labels ?? {});
  const minReady = owner.spec.minReadySeconds ?? 0;
  let fullyLabeled = 0;
  let ready = 0;
  let available = 0;
  // The pods of one template share their labels, so they are compared once for many pods in a row.
  let labels: Pod["metadata"]["labels"];
  let isLabeled: boolean | undefined;
  for (const pod of pods.active) {
    if (isLabeled === undefined || pod.metadata.labels !== labels) {
      labels = pod.metadata.labels;
      isLabeled = wantedLabels.every(([key, value]) => pod.metadata.labels?.[key] === value);
    }
    if (isLabeled) fullyLabeled += 1;
    if (!isPodReady(pod)) continue;
    ready += 1;
    if (isPodAvailable(pod, minReady, now)) available += 1;
  }
  const conditions = withFailure(owner.status.conditions ?? [], failure, now);
  const generation = owner.metadata.generation ?? 0;
  return {
    replicas: pods.active.length,
    ...(fullyLabeled === 0 ? {} : { fullyLabeledReplicas: fullyLabeled }),
    ...(ready === 0 ? {} : { readyReplicas: ready }),
    ...(available === 0 ? {} : { availableReplicas: available }),
    ...(reportsTerminating ? { terminatingReplicas: pods.terminating } : {}),
    ...(generation === 0 ? {} : { observedGeneration: generation }),
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

/** ReplicaFailure comes with the first failure, is not refreshed by later ones, and goes with the first success (RS-32). */
function withFailure(
  conditions: readonly ReplicaSetCondition[],
  failure: Failure | undefined,
  now: number,
): readonly ReplicaSetCondition[] {
  const present = conditions.some((condition) => condition.type === "ReplicaFailure");
  if (failure === undefined) return present ? conditions.filter((condition) => condition.type !== "ReplicaFailure") : conditions;
  if (present) return conditions;
  const { reason, error } = failure;
  return [...conditions, { type: "ReplicaFailure", status: "True", lastTransitionTime: formatTime(now), reason, message: error.message }];
}

/** The status of a sync that has failed only after it was calculated. */
export function withFailureOf(
  status: ReplicaSetStatus,
  owner: ReplicaSet | ReplicationController,
  failure: Failure,
  now: number,
): ReplicaSetStatus {
  return { ...status, conditions: withFailure(owner.status.conditions ?? [], failure, now) };
}

/** When the first ready pod that is not yet available will be (GEN-43); undefined when there is none. */
export function nextAvailabilityCheckMs(pods: readonly Pod[], minReadySeconds: number, now: number): number | undefined {
  let least: number | undefined;
  for (const pod of pods) {
    const ready = getCondition(pod.status.conditions, "Ready");
    if (ready?.status !== "True" || ready.lastTransitionTime === undefined || isPodAvailable(pod, minReadySeconds, now)) continue;
    const rest = Math.max(0, parseTime(ready.lastTransitionTime) + minReadySeconds * 1000 - now);
    if (least === undefined || rest < least) least = rest;
  }
  return least;
}
