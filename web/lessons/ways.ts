// The shortest way that is known through each example, from a cluster without its objects to all clauses met. The tests
// play them. A step is a kubectl line, seconds that pass, or "mend": the file is put right. `$1` and `$2` are pods of `of`.

import { shortRef } from "../store/identity.ts";
import type { ExampleId } from "./examples.ts";
import type { GoalView } from "./goals.ts";
import { byAge } from "./history.ts";

export type Step = string | number;

interface Way {
  readonly of: string | undefined;
  readonly steps: readonly Step[];
}

export const WAYS: Readonly<Record<ExampleId, Way>> = {
  replicaset: {
    of: "rs/kubia",
    steps: ["kubectl apply -f kubia-rs.yaml", 20, "kubectl delete pod $1", 5, "kubectl label pod $2 app=debug --overwrite", 5],
  },
  liveness: {
    of: undefined,
    steps: [
      "kubectl apply -f liveness-pod.yaml",
      420,
      "kubectl delete pod liveness-pod",
      "mend",
      "kubectl apply -f liveness-pod.yaml",
      130,
    ],
  },
  replicationcontroller: {
    of: "rc/kubia",
    steps: [
      "kubectl apply -f kubia-rc.yaml",
      20,
      "kubectl label pod $1 app=foo --overwrite",
      20,
      "kubectl label pod $1 app=kubia --overwrite",
      20,
    ],
  },
  rsIn: {
    of: "rs/kubia-in",
    steps: [
      "kubectl apply -f kubia-in.yaml",
      20,
      "kubectl label pod $1 app=kubia-canary --overwrite",
      "kubectl label pod $2 app=other --overwrite",
      5,
    ],
  },
  rsNotIn: { of: "rs/kubia-notin", steps: ["kubectl apply -f kubia-notin.yaml", 20, "kubectl label pod $1 env=prod --overwrite", 20] },
  rsExists: {
    of: "rs/kubia-exists",
    steps: ["kubectl apply -f kubia-exists.yaml", 20, "kubectl label pod $1 env=prod --overwrite", "kubectl label pod $2 env-", 5],
  },
  rsDoesNotExist: { of: "rs/kubia-plain", steps: ["kubectl apply -f kubia-plain.yaml", 20, "kubectl label pod $1 debug=true", 20] },
  ssdMonitor: {
    of: "ds/ssd-monitor",
    steps: [
      "kubectl apply -f ssd-monitor.yaml",
      "kubectl label node node-2 disk=ssd",
      20,
      "kubectl label node node-2 disk=hdd --overwrite",
      "kubectl label node node-3 disk=ssd",
      20,
    ],
  },
  dsAndRs: {
    of: "ds/my-daemonset",
    steps: [
      "kubectl apply -f my-daemonset.yaml",
      "kubectl apply -f my-replicaset.yaml",
      20,
      "kubectl label pod $1 app=other --overwrite",
      5,
      "kubectl delete ds my-daemonset",
      5,
    ],
  },
  oldVersion: {
    of: undefined,
    steps: ["kubectl apply -f kubia-v1beta2.yaml", "mend", "kubectl apply -f kubia-v1beta2.yaml", 20],
  },
  wrongIndent: {
    of: undefined,
    steps: ["kubectl apply -f liveness-as-printed.yaml", "mend", "kubectl apply -f liveness-as-printed.yaml", 5],
  },
  wrongNesting: {
    of: undefined,
    steps: ["kubectl apply -f ssd-monitor-as-printed.yaml", "mend", "kubectl apply -f ssd-monitor-as-printed.yaml", 5],
  },
};

/** The line with names of pods that are there; one that is not keeps its place: `POD`. */
export function namedLine(id: ExampleId, line: string, view: Pick<GoalView, "pods">): string {
  const { of } = WAYS[id];
  const pods = [...view.pods.values()]
    .filter(({ owner, graceEndAt }) => owner !== undefined && graceEndAt === undefined && shortRef(owner) === of)
    .sort(byAge);
  return line.replaceAll(/\$(\d)/g, (_, place: string) => pods[Number(place) - 1]?.name ?? "POD");
}
