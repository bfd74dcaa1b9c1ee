// What is still to be done before the cluster is as it should be; nothing is left when it has converged.

import { controllerOf } from "../../api/object.ts";
import type { Pod } from "../../api/types.generated.ts";
import { isFinished, type World } from "./checker.ts";

/** One sentence for each thing that is not as it should be. */
export function pending(world: World): readonly string[] {
  const left: string[] = [];
  for (const { kind, metadata, spec, status } of [...world.replicaSets, ...world.replicationControllers]) {
    const wanted = spec?.replicas ?? 1;
    const owned = world.pods.filter(
      (pod) => controllerOf(pod)?.uid === metadata.uid && !isFinished(pod) && pod.metadata.deletionTimestamp === undefined,
    );
    const seen = `${status?.replicas ?? 0} counted, ${status?.readyReplicas ?? 0} ready, ${owned.length} there`;
    if (metadata.deletionTimestamp !== undefined) left.push(`${kind} ${metadata.name} is still being deleted`);
    else if (status?.replicas !== wanted || (status.readyReplicas ?? 0) !== wanted || owned.length !== wanted)
      left.push(`${kind} ${metadata.name} wants ${wanted}: ${seen}`);
  }
  for (const { metadata, status } of world.daemonSets) {
    if (metadata.deletionTimestamp !== undefined) left.push(`DaemonSet ${metadata.name} is still being deleted`);
    else if (status?.numberReady !== status?.desiredNumberScheduled || status?.numberMisscheduled !== 0)
      left.push(
        `DaemonSet ${metadata.name} wants ${status?.desiredNumberScheduled}: ${status?.numberReady} ready, ${status?.numberMisscheduled} misscheduled`,
      );
  }
  for (const pod of world.pods)
    if (pod.metadata.deletionTimestamp !== undefined) left.push(`pod ${pod.metadata.name} is still being deleted`);
  if (left.length > 0)
    for (const pod of world.pods) if (!isReady(pod) && !isFinished(pod)) left.push(`  pod ${pod.metadata.name}: ${whyNotReady(pod)}`);
  return left;
}

function isReady(pod: Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") === true;
}

function whyNotReady({ spec, status }: Pod): string {
  const reasons = (status?.conditions ?? [])
    .filter((condition) => condition.status !== "True")
    .map(({ type, reason }) => `${type} ${reason ?? ""}`.trim());
  const waiting = (status?.containerStatuses ?? []).map(({ state }) => state?.waiting?.reason ?? state?.terminated?.reason).filter(Boolean);
  return [spec.nodeName ?? "no node", status?.phase, ...reasons, ...waiting].join(", ");
}
