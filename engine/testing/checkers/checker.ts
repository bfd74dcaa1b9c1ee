// What a checker is: an invariant of the cluster that is looked at after every step of a simulation.

import type { DaemonSet, Node, Pod, ReplicaSet, ReplicationController } from "../../api/types.generated.ts";

/** The cluster's objects at an instant. */
export interface World {
  /** Simulated, ms since the epoch. */
  readonly now: number;
  readonly pods: readonly Pod[];
  readonly nodes: readonly Node[];
  readonly replicaSets: readonly ReplicaSet[];
  readonly replicationControllers: readonly ReplicationController[];
  readonly daemonSets: readonly DaemonSet[];
}

/** Gives one sentence for each breach. Made anew for each simulation, so it may remember. */
export type Checker = (world: World) => readonly string[];

export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
}
