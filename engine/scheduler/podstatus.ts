// What the scheduler writes into a pod's status: why it waits, where it may go, that it must make room.

import type { Pod, PodCondition } from "../api/types.generated.ts";

const PREEMPTED = "default-scheduler: preempting to accommodate a higher priority pod";

/** PodScheduled=False; the same pod when it says so already (SCHE-5). */
export function withUnschedulable(pod: Pod, reason: string, message: string, now: string): Pod {
  const before = pod.status?.conditions?.find(({ type }) => type === "PodScheduled");
  const observedGeneration = pod.metadata.generation;
  if (
    before?.status === "False" &&
    before.reason === reason &&
    before.message === message &&
    before.observedGeneration === observedGeneration
  )
    return pod;
  const condition: PodCondition = {
    type: "PodScheduled",
    ...(observedGeneration === undefined ? {} : { observedGeneration }),
    status: "False",
    lastTransitionTime: before?.status === "False" ? (before.lastTransitionTime ?? now) : now,
    reason,
    message,
  };
  return withCondition(pod, condition);
}

export function withDisruption(pod: Pod, now: string): Pod {
  const observedGeneration = pod.metadata.generation;
  return withCondition(pod, {
    type: "DisruptionTarget",
    ...(observedGeneration === undefined ? {} : { observedGeneration }),
    status: "True",
    lastTransitionTime: now,
    reason: "PreemptionByScheduler",
    message: PREEMPTED,
  });
}

function withCondition(pod: Pod, condition: PodCondition): Pod {
  const conditions = pod.status?.conditions ?? [];
  const index = conditions.findIndex(({ type }) => type === condition.type);
  return { ...pod, status: { ...pod.status, conditions: index < 0 ? [...conditions, condition] : conditions.with(index, condition) } };
}

export function withNomination(pod: Pod, node: string | undefined): Pod {
  if (pod.status?.nominatedNodeName === node) return pod;
  const { nominatedNodeName: _, ...rest } = pod.status ?? {};
  return { ...pod, status: node === undefined ? rest : { ...rest, nominatedNodeName: node } };
}
