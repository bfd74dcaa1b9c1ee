// Everything that runs in kube-controller-manager, for the composition root.

import type { PartContext } from "../client/context.ts";
import type { Part } from "../sim/part.ts";
import { DaemonSetController } from "./daemonset.ts";
import { GarbageCollector } from "./garbagecollector.ts";
import { REPLICA_SET, REPLICATION_CONTROLLER, ReplicaSetController } from "./replicaset.ts";

export function newControllers(context: PartContext): Part[] {
  return [
    new ReplicaSetController(context, REPLICA_SET),
    new ReplicaSetController(context, REPLICATION_CONTROLLER),
    new DaemonSetController(context),
    new GarbageCollector(context),
  ];
}
