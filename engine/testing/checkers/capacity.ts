// No more running pods on a node than it allows.

import { isFinished, type Checker } from "./checker.ts";

export function newCapacity(): Checker {
  return ({ pods, nodes }) => {
    const counts = new Map<string, number>();
    for (const pod of pods)
      if (pod.spec.nodeName && pod.status?.phase === "Running" && !isFinished(pod))
        counts.set(pod.spec.nodeName, (counts.get(pod.spec.nodeName) ?? 0) + 1);
    return nodes
      .filter(({ metadata, status }) => (counts.get(metadata.name) ?? 0) > Number(status.allocatable?.["pods"] ?? Infinity))
      .map(
        ({ metadata, status }) => `${counts.get(metadata.name)} pods run on ${metadata.name}, which allows ${status.allocatable?.["pods"]}`,
      );
  };
}
