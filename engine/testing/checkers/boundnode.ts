// A pod's node exists or has existed, and once bound a pod stays where it is.

import type { Checker } from "./checker.ts";

export function newBoundNode(): Checker {
  const known = new Set<string>();
  const boundTo = new Map<string, string>();
  return ({ pods, nodes }) => {
    const complaints: string[] = [];
    for (const { metadata } of nodes) known.add(metadata.name);
    for (const { metadata, spec } of pods) {
      const before = boundTo.get(metadata.uid);
      if (before !== undefined && before !== spec.nodeName)
        complaints.push(`pod ${metadata.name} moved from ${before} to ${spec.nodeName}`);
      if (spec.nodeName === undefined) continue;
      boundTo.set(metadata.uid, spec.nodeName);
      if (!known.has(spec.nodeName)) complaints.push(`pod ${metadata.name} is on ${spec.nodeName}, which never was`);
    }
    return complaints;
  };
}
