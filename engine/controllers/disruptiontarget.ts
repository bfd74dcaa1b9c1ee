// The condition DisruptionTarget, by which whoever takes a pod away says so beforehand (TE-6, PGC-4).

import type { Pod, PodCondition } from "../api/types.generated.ts";

interface Disruption {
  readonly reason: string;
  readonly message: string;
  /** As the API writes times. */
  readonly at: string;
}

/** The pod with the condition; its transition time stays when it was True already (GEN-42). */
export function withDisruptionTarget(pod: Pod, { reason, message, at }: Disruption): Pod {
  const { conditions = [] } = pod.status;
  const { generation } = pod.metadata;
  const before = conditions.find(({ type }) => type === "DisruptionTarget");
  const condition: PodCondition = {
    type: "DisruptionTarget",
    status: "True",
    reason,
    message,
    lastTransitionTime: before?.status === "True" && before.lastTransitionTime !== undefined ? before.lastTransitionTime : at,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  };
  const others = conditions.map((present) => (present.type === "DisruptionTarget" ? condition : present));
  return { ...pod, status: { ...pod.status, conditions: before === undefined ? [...conditions, condition] : others } };
}
