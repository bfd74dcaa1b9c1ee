// Defaulting: what the API server adds to an object that leaves things open, before admission and validation (API-129 to
// API-143, SEL-50, SEL-51). Left out on purpose: kinds that have no defaults of their own, and what a real server adds
// only behind feature gates that are off.

import type { KindMap, KindName } from "../kinds.ts";
import { defaultCronJob, defaultJob } from "./batch.ts";
import * as others from "./others.ts";
import { defaultPod, defaultPodTemplate } from "./pod.ts";
import { defaultService } from "./service.ts";
import * as workloads from "./workloads.ts";

type Defaulters = { readonly [K in KindName]?: (object: KindMap[K]) => KindMap[K] };

const DEFAULTERS: Defaulters = {
  Pod: defaultPod,
  PodTemplate: (object) => {
    const template = defaultPodTemplate(object.template);
    return template === object.template ? object : { ...object, template };
  },
  ReplicationController: workloads.defaultReplicationController,
  ReplicaSet: workloads.defaultReplicaSet,
  DaemonSet: workloads.defaultDaemonSet,
  Deployment: workloads.defaultDeployment,
  StatefulSet: workloads.defaultStatefulSet,
  Job: defaultJob,
  CronJob: defaultCronJob,
  Service: defaultService,
  Namespace: others.defaultNamespace,
  Secret: others.defaultSecret,
  PersistentVolumeClaim: others.defaultClaim,
  PersistentVolume: others.defaultVolume,
  LimitRange: others.defaultLimitRange,
  PriorityClass: others.defaultPriorityClass,
  EndpointSlice: others.defaultEndpointSlice,
  Endpoints: others.defaultEndpoints,
};

/** The object with all defaults; the same object when nothing is missing. */
export function setDefaults<K extends KindName>(kind: K, object: KindMap[K]): KindMap[K] {
  // The table's type pairs each kind with its own function; TypeScript cannot follow that through the index.
  const defaulter = DEFAULTERS[kind] as ((object: KindMap[K]) => KindMap[K]) | undefined;
  return defaulter ? defaulter(object) : object;
}
