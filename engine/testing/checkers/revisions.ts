// Each object's resourceVersion grows when it changes, and no two objects have the same.

import type { KubeObject } from "../../api/object.ts";
import type { Checker } from "./checker.ts";

export function newRevisions(): Checker {
  const last = new Map<string, KubeObject>();
  return ({ pods, nodes, replicaSets, replicationControllers, daemonSets }) => {
    const complaints: string[] = [];
    const holders = new Map<string, string>();
    for (const object of [...pods, ...nodes, ...replicaSets, ...replicationControllers, ...daemonSets]) {
      const { uid, name, resourceVersion } = object.metadata;
      const what = `${object.kind} ${name}`;
      const before = last.get(uid);
      last.set(uid, object);
      if (before !== undefined && before !== object && Number(resourceVersion) < Number(before.metadata.resourceVersion))
        complaints.push(`${what} went back to resourceVersion ${resourceVersion}`);
      const holder = holders.get(resourceVersion);
      if (holder !== undefined) complaints.push(`${holder} and ${what} both have resourceVersion ${resourceVersion}`);
      holders.set(resourceVersion, what);
    }
    return complaints;
  };
}
