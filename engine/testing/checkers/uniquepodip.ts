// No two pods that are not finished share an IP, but for those in their node's network.

import { isFinished, type Checker } from "./checker.ts";

export function newUniquePodIp(): Checker {
  return ({ pods }) => {
    const holders = new Map<string, string>();
    const complaints: string[] = [];
    for (const pod of pods) {
      const ip = pod.status?.podIP;
      if (ip === undefined || pod.spec.hostNetwork || isFinished(pod)) continue;
      const holder = holders.get(ip);
      if (holder !== undefined) complaints.push(`pods ${holder} and ${pod.metadata.name} share ${ip}`);
      holders.set(ip, pod.metadata.name);
    }
    return complaints;
  };
}
