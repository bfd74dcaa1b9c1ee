// Validation: everything that is wrong with an object, in the order and the words of a real API server (API-144 to API-175).
// What a server checks only on the wire (unknown fields, types) is the business of decoding.

import type { KindMap, KindName } from "../kinds.ts";
import { kindInfo } from "../kinds.ts";
import type { ObjectMeta } from "../types.generated.ts";
import * as batch from "./batch.ts";
import type { FieldError } from "./fielderror.ts";
import { dnsLabelErrors, dnsSubdomainErrors, pathSegmentErrors } from "./names.ts";
import * as node from "./node.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "./objectmeta.ts";
import * as others from "./others.ts";
import { validatePodCreate, validatePodMeta, validatePodTemplate } from "./pod.ts";
import { validatePodStatusUpdate, validatePodUpdate } from "./podupdate.ts";
import * as service from "./service.ts";
import { validateFault, validateImage } from "./sim.ts";
import { validateStatus } from "./status.ts";
import * as workloads from "./workloads.ts";

/** How one kind is checked. `update` defaults to `create`. */
interface Rules<T> {
  readonly create: (object: T) => readonly FieldError[];
  readonly update?: (object: T, old: T) => readonly FieldError[];
  readonly name?: (name: string) => readonly string[];
  /** What is asked of this kind's metadata besides; of an update only when its annotations differ. */
  readonly meta?: (meta: ObjectMeta) => readonly FieldError[];
  /** A real server looks at the whole metadata again on update; it shows in the count of causes only. */
  readonly metaAgain?: true;
}
type Table = { readonly [K in KindName]?: Rules<KindMap[K]> };

const RULES: Table = {
  Pod: { create: validatePodCreate, update: validatePodUpdate, meta: validatePodMeta, metaAgain: true },
  PodTemplate: { create: ({ template }) => validatePodTemplate(template, "template") },
  ReplicationController: { create: workloads.validateReplicationController },
  ReplicaSet: { create: workloads.validateReplicaSet, update: withFixedSelector(workloads.validateReplicaSet) },
  DaemonSet: { create: workloads.validateDaemonSet, update: withFixedSelector(workloads.validateDaemonSet) },
  Deployment: { create: workloads.validateDeployment, update: withFixedSelector(workloads.validateDeployment) },
  StatefulSet: { create: workloads.validateStatefulSet, update: workloads.validateStatefulSetUpdate },
  Job: { create: batch.validateJob, update: batch.validateJobUpdate },
  CronJob: { create: batch.validateCronJob, update: batch.validateCronJobUpdate },
  ControllerRevision: { create: others.validateRevision, update: others.validateRevisionUpdate },
  Node: { create: node.validateNode, update: node.validateNodeUpdate },
  Namespace: { create: node.validateNamespace, name: dnsLabelErrors },
  Event: { create: others.validateEvent },
  Service: { create: service.validateService, update: service.validateServiceUpdate, name: dnsLabelErrors, metaAgain: true },
  ConfigMap: { create: others.validateConfigMap, update: others.validateConfigMapUpdate, metaAgain: true },
  Secret: { create: others.validateSecret, update: others.validateSecretUpdate, metaAgain: true },
  PersistentVolumeClaim: { create: others.validateClaim },
  PersistentVolume: { create: others.validateVolume },
  ResourceQuota: { create: others.validateQuota },
  LimitRange: { create: others.validateLimitRange, metaAgain: true },
  Lease: { create: others.validateLease },
  PodDisruptionBudget: { create: others.validateBudget },
  PriorityClass: { create: others.validatePriorityClass, update: others.validatePriorityClassUpdate },
  Image: { create: validateImage },
  Fault: { create: validateFault },
};

type WithSelector = { readonly spec: { readonly selector?: Parameters<typeof workloads.selectorUpdateErrors>[0] } };

function withFixedSelector<T extends WithSelector>(
  create: (object: T) => readonly FieldError[],
): (object: T, old: T) => readonly FieldError[] {
  return (object, old) => [...create(object), ...workloads.selectorUpdateErrors(object.spec.selector, old.spec.selector)];
}

/** Everything wrong with an object to be created. */
export function validateCreate<K extends KindName>(kind: K, object: KindMap[K]): readonly FieldError[] {
  const rules = rulesOf(kind);
  const general = validateObjectMeta(object.metadata, kindInfo(kind).namespaced, rules?.name ?? dnsSubdomainErrors);
  const meta = rules?.meta ? [...general, ...rules.meta(object.metadata)] : general;
  const faults = rules?.create(object) ?? [];
  // The check that a real server makes after this one finds nothing more: DNS names are good path segments.
  return meta.length === 0 ? faults : [...meta, ...faults];
}

/** Everything wrong with an object that replaces `old`. */
export function validateUpdate<K extends KindName>(kind: K, object: KindMap[K], old: KindMap[K]): readonly FieldError[] {
  const rules = rulesOf(kind);
  const general = metaUpdateErrors(kind, object.metadata, old.metadata, rules?.metaAgain === true, rules?.name);
  const isNews = object.metadata.annotations !== old.metadata.annotations;
  const meta = isNews && rules?.meta ? [...general, ...rules.meta(object.metadata)] : general;
  if (isSameContent(object, old)) return meta;
  const faults = rules?.update ? rules.update(object, old) : (rules?.create(object) ?? []);
  return meta.length === 0 ? faults : [...meta, ...faults];
}

/** The same for a write of the status alone. */
export function validateStatusUpdate<K extends KindName>(kind: K, object: KindMap[K], old: KindMap[K]): readonly FieldError[] {
  const meta = metaUpdateErrors(kind, object.metadata, old.metadata, false, undefined);
  // A pod's own rule comes from its kind; the pair is of one kind.
  const own = kind === "Pod" ? validatePodStatusUpdate(object as KindMap["Pod"], old as KindMap["Pod"]) : validateStatus(kind, object);
  return meta.length === 0 ? own : [...meta, ...own];
}

function rulesOf<K extends KindName>(kind: K): Rules<KindMap[K]> | undefined {
  return RULES[kind] as Rules<KindMap[K]> | undefined; // the table pairs each kind with its rules
}

/** What is checked of every object's metadata, whatever its kind says of names. */
function metaOf(kind: KindName, meta: ObjectMeta): readonly FieldError[] {
  return validateObjectMeta(meta, kindInfo(kind).namespaced, pathSegmentErrors);
}

function metaUpdateErrors(
  kind: KindName,
  meta: ObjectMeta,
  old: ObjectMeta,
  again: boolean,
  name: Rules<never>["name"],
): readonly FieldError[] {
  if (meta === old) return [];
  const general = metaOf(kind, meta);
  const update = validateObjectMetaUpdate(meta, old);
  if (general.length === 0 && update.length === 0) return general;
  const last = again ? validateObjectMeta(meta, kindInfo(kind).namespaced, name ?? dnsSubdomainErrors) : [];
  return [...general, ...update, ...update, ...last];
}

/** Whether only metadata and status differ: the rest is what the store holds, and has been checked. */
function isSameContent(object: object, old: object): boolean {
  const [a, b] = [object as Record<string, unknown>, old as Record<string, unknown>]; // any object's fields by name
  for (const key in a) if (key !== "metadata" && key !== "status" && a[key] !== b[key]) return false;
  for (const key in b) if (!(key in a)) return false;
  return true;
}

/** Validation as an object, for a server that holds one. It keeps no state. */
export class Validator {
  validateCreate<K extends KindName>(kind: K, object: KindMap[K]): readonly FieldError[] {
    return validateCreate(kind, object);
  }
  validateUpdate<K extends KindName>(kind: K, object: KindMap[K], old: KindMap[K]): readonly FieldError[] {
    return validateUpdate(kind, object, old);
  }
  validateStatusUpdate<K extends KindName>(kind: K, object: KindMap[K], old: KindMap[K]): readonly FieldError[] {
    return validateStatusUpdate(kind, object, old);
  }
}
