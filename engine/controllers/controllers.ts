// Everything that runs in kube-controller-manager, for the composition root.

import type { PartContext } from "../client/context.ts";
import type { Part } from "../sim/part.ts";
import { CronJobController } from "./cronjob.ts";
import { DaemonSetController } from "./daemonset.ts";
import { DeploymentController } from "./deployment.ts";
import { DisruptionController } from "./disruption.ts";
import { EndpointController } from "./endpoints.ts";
import { EndpointSliceController } from "./endpointslice.ts";
import { GarbageCollector } from "./garbagecollector.ts";
import { JobController } from "./job.ts";
import { NamespaceController } from "./namespace.ts";
import { NodeLifecycleController } from "./nodelifecycle.ts";
import { NodeTtlController } from "./nodettl.ts";
import { PodGarbageCollector } from "./podgc.ts";
import { REPLICA_SET, REPLICATION_CONTROLLER, ReplicaSetController } from "./replicaset.ts";
import { ResourceQuotaController } from "./resourcequota.ts";
import { DEFAULT_SERVICE_ACCOUNT, NamespaceFurnisher, ROOT_CA } from "./serviceaccount.ts";
import { StatefulSetController } from "./statefulset.ts";
import { TaintEvictionController } from "./tainteviction.ts";
import { TtlAfterFinishedController } from "./ttlafterfinished.ts";

export function newControllers(context: PartContext): Part[] {
  return [
    new ReplicaSetController(context, REPLICA_SET),
    new ReplicaSetController(context, REPLICATION_CONTROLLER),
    new DaemonSetController(context),
    new DeploymentController(context),
    new StatefulSetController(context),
    new JobController(context),
    new CronJobController(context),
    new TtlAfterFinishedController(context),
    new DisruptionController(context),
    new ResourceQuotaController(context),
    new EndpointSliceController(context),
    new EndpointController(context),
    new GarbageCollector(context),
    new NodeLifecycleController(context),
    new TaintEvictionController(context),
    new PodGarbageCollector(context),
    new NamespaceController(context),
    new NamespaceFurnisher(context, DEFAULT_SERVICE_ACCOUNT),
    new NamespaceFurnisher(context, ROOT_CA),
    new NodeTtlController(context),
  ];
}
