// A Deployment's status and what its conditions say of a rollout (DEP-45 to DEP-51). Pure.

import { getCondition } from "../api/podstate.ts";
import { formatTime, parseTime } from "../api/time.ts";
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from "../api/types.generated.ts";
import { availableOf, maxUnavailable, totalSize, wantedReplicas } from "./rolling.ts";

const NO_DEADLINE = 2 ** 31 - 1;

type Verdict = Pick<DeploymentCondition, "type" | "status" | "reason" | "message">;
type Conditions = readonly DeploymentCondition[];

export const PAUSED: Verdict = { type: "Progressing", status: "Unknown", reason: "DeploymentPaused", message: "Deployment is paused" };
export const RESUMED: Verdict = { type: "Progressing", status: "Unknown", reason: "DeploymentResumed", message: "Deployment is resumed" };

export function progressing(status: "True" | "False", reason: string, message: string): Verdict {
  return { type: "Progressing", status, reason, message };
}

export function hasDeadline({ spec }: Deployment): boolean {
  return spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== NO_DEADLINE;
}

/** A condition with the same status and reason stays as it is; any other goes to the end of the list (DEP-48). */
export function withCondition(conditions: Conditions, verdict: Verdict, now: number): Conditions {
  const present = getCondition(conditions, verdict.type);
  if (present?.status === verdict.status && present.reason === verdict.reason) return conditions;
  const at = formatTime(now);
  const since = present?.status === verdict.status && present.lastTransitionTime !== undefined ? present.lastTransitionTime : at;
  return [...without(conditions, verdict.type), { ...verdict, lastUpdateTime: at, lastTransitionTime: since }];
}

function without(conditions: Conditions, type: string): Conditions {
  return conditions.filter((condition) => condition.type !== type);
}

/** The numbers, and whether enough is available (DEP-45, DEP-46). */
export function calculateDeploymentStatus(
  deployment: Deployment,
  newSet: ReplicaSet | undefined,
  sets: readonly ReplicaSet[],
  now: number,
): DeploymentStatus {
  const available = availableOf(sets);
  const unavailable = Math.max(0, totalSize(sets) - available);
  const sum = (count: (status: ReplicaSet["status"]) => number | undefined): number =>
    sets.reduce((total, { status }) => total + (count(status) ?? 0), 0);
  const replicas = sum((status) => status.replicas);
  const ready = sum((status) => status.readyReplicas);
  const updated = newSet?.status.replicas ?? 0;
  const terminating = sets.every(({ status }) => status.terminatingReplicas !== undefined)
    ? sum((status) => status.terminatingReplicas)
    : undefined;
  const { collisionCount, conditions = [] } = deployment.status;
  return {
    observedGeneration: deployment.metadata.generation ?? 0,
    ...(replicas === 0 ? {} : { replicas }),
    ...(updated === 0 ? {} : { updatedReplicas: updated }),
    ...(ready === 0 ? {} : { readyReplicas: ready }),
    ...(available === 0 ? {} : { availableReplicas: available }),
    ...(unavailable === 0 ? {} : { unavailableReplicas: unavailable }),
    ...(terminating === undefined ? {} : { terminatingReplicas: terminating }),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    conditions: withCondition(conditions, availability(available >= wantedReplicas(deployment) - maxUnavailable(deployment)), now),
  };
}

function availability(isEnough: boolean): Verdict {
  return isEnough
    ? { type: "Available", status: "True", reason: "MinimumReplicasAvailable", message: "Deployment has minimum availability." }
    : {
        type: "Available",
        status: "False",
        reason: "MinimumReplicasUnavailable",
        message: "Deployment does not have minimum availability.",
      };
}

/** The status with what can be said of the rollout's progress, and with the sets' failures (DEP-47 to DEP-51). */
export function withProgress(
  deployment: Deployment,
  status: DeploymentStatus,
  newSet: ReplicaSet | undefined,
  sets: readonly ReplicaSet[],
  now: number,
): DeploymentStatus {
  let conditions = status.conditions ?? [];
  const current = getCondition(deployment.status.conditions, "Progressing");
  if (!hasDeadline(deployment)) conditions = without(conditions, "Progressing");
  else if (!(status.replicas === status.updatedReplicas && current?.reason === "NewReplicaSetAvailable")) {
    conditions = estimateProgress(deployment, { ...status, conditions }, newSet, now);
  }
  const failure = [newSet, ...sets]
    .map((set) => getCondition(set?.status.conditions, "ReplicaFailure"))
    .find((condition) => condition !== undefined);
  if (failure === undefined) conditions = without(conditions, "ReplicaFailure");
  else conditions = withFailure(conditions, failure);
  return { ...status, conditions };
}

function estimateProgress(deployment: Deployment, status: DeploymentStatus, newSet: ReplicaSet | undefined, now: number): Conditions {
  const conditions = status.conditions ?? [];
  const what = newSet === undefined ? `Deployment "${deployment.metadata.name}"` : `ReplicaSet "${newSet.metadata.name}"`;
  if (isComplete(deployment, status))
    return withCondition(conditions, progressing("True", "NewReplicaSetAvailable", `${what} has successfully progressed.`), now);
  if (hasProgressed(deployment.status, status)) {
    // Progress refreshes the time of the last update, so the condition is set anew.
    const current = getCondition(deployment.status.conditions, "Progressing");
    const set = withCondition(without(conditions, "Progressing"), progressing("True", "ReplicaSetUpdated", `${what} is progressing.`), now);
    if (current?.status !== "True" || current.lastTransitionTime === undefined) return set;
    const since = current.lastTransitionTime;
    return set.map((condition) => (condition.type === "Progressing" ? { ...condition, lastTransitionTime: since } : condition));
  }
  if (hasTimedOut(deployment, status, now))
    return withCondition(conditions, progressing("False", "ProgressDeadlineExceeded", `${what} has timed out progressing.`), now);
  return conditions;
}

/** The set's condition, copied as it is. */
function withFailure(conditions: Conditions, { status, reason, message, lastTransitionTime }: DeploymentCondition): Conditions {
  const present = getCondition(conditions, "ReplicaFailure");
  if (present?.status === status && present.reason === reason) return conditions;
  const copy: DeploymentCondition = {
    type: "ReplicaFailure",
    status,
    ...(lastTransitionTime === undefined ? {} : { lastUpdateTime: lastTransitionTime, lastTransitionTime }),
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  };
  return [...without(conditions, "ReplicaFailure"), copy];
}

export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0, observedGeneration = 0 } = status;
  const wanted = wantedReplicas(deployment);
  return (
    updatedReplicas === wanted &&
    replicas === wanted &&
    availableReplicas === wanted &&
    observedGeneration >= (deployment.metadata.generation ?? 0)
  );
}

function hasProgressed(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const old = (status: DeploymentStatus): number => (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  const grew = (key: "updatedReplicas" | "readyReplicas" | "availableReplicas"): boolean => (after[key] ?? 0) > (before[key] ?? 0);
  return grew("updatedReplicas") || old(after) < old(before) || grew("readyReplicas") || grew("availableReplicas");
}

function hasTimedOut(deployment: Deployment, status: DeploymentStatus, now: number): boolean {
  const condition = getCondition(status.conditions, "Progressing");
  if (condition === undefined || condition.reason === "NewReplicaSetAvailable") return false;
  if (condition.reason === "ProgressDeadlineExceeded") return true;
  return (deadlineAt(deployment, condition) ?? now) < now;
}

function deadlineAt({ spec }: Deployment, { lastUpdateTime }: DeploymentCondition): number | undefined {
  return lastUpdateTime === undefined ? undefined : parseTime(lastUpdateTime) + (spec.progressDeadlineSeconds ?? 0) * 1000;
}

/** How long until the deadline has to be looked at again; undefined when it need not be (DEP-49). */
export function deadlineCheckMs(deployment: Deployment, status: DeploymentStatus, now: number): number | undefined {
  const condition = getCondition(deployment.status.conditions, "Progressing");
  if (!hasDeadline(deployment) || condition === undefined || deployment.spec.paused === true) return undefined;
  if (isComplete(deployment, status) || condition.reason === "ProgressDeadlineExceeded" || condition.reason === "NewReplicaSetAvailable")
    return undefined;
  const at = deadlineAt(deployment, condition);
  return at === undefined ? undefined : at - now;
}
