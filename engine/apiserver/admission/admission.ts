// Admission: what a real API server's default-on plugins add to an object or refuse, in their order (API-192 to API-199):
// NamespaceLifecycle, LimitRanger, ServiceAccount, TaintNodesByCondition, Priority, DefaultTolerationSeconds, ResourceQuota.
// Left out on purpose: PodSecurity (its default level allows everything), storage and runtime classes, webhooks and policies.

import type { KindInfo } from "../../api/kinds.ts";
import type { KubeObject } from "../../api/object.ts";
import type * as types from "../../api/types.generated.ts";
import { checkNamespaceOnCreate, checkNamespaceOnDelete } from "./namespacelifecycle.ts";
import { applyLimitRanges } from "./limitranger.ts";
import { admitPriorityClass, resolvePriority } from "./priority.ts";
import { checkQuota } from "./resourcequota.ts";
import { useServiceAccount } from "./serviceaccount.ts";
import { taintNewNode, tolerateNodeTroubles } from "./taints.ts";

/** What admission may ask while it judges a request. */
export interface AdmissionContext {
  namespace(name: string): types.Namespace | undefined;
  priorityClass(name: string): types.PriorityClass | undefined;
  priorityClasses(): Iterable<types.PriorityClass>;
  serviceAccount(namespace: string, name: string): types.ServiceAccount | undefined;
  limitRanges(namespace: string): Iterable<types.LimitRange>;
  quotas(namespace: string): Iterable<types.ResourceQuota>;
  podsIn(namespace: string): Iterable<types.Pod>;
  /** How many objects of a resource there are, for quotas on counts; without it the quota's own status tells. */
  countOf?(resource: string, namespace: string): number;
  /** Five random characters of a generated name. */
  randomSuffix(): string;
}

/** The object as it is admitted, or an ApiError. The object has its defaults, and its namespace. */
export function admitCreate(context: AdmissionContext, info: KindInfo, object: KubeObject): KubeObject {
  if (info.namespaced) checkNamespaceOnCreate(context, info, object);
  switch (info.kind) {
    case "Pod": {
      // The kind says what the object is, here and below.
      let pod = applyLimitRanges(context, info, object as types.Pod);
      pod = useServiceAccount(context, info, pod);
      pod = resolvePriority(context, info, pod);
      pod = tolerateNodeTroubles(pod);
      checkQuota(context, info, pod);
      return pod;
    }
    case "Node":
      return taintNewNode(object as types.Node);
    case "PriorityClass":
      admitPriorityClass(context, info, object as types.PriorityClass);
      return object;
    default:
      if (info.namespaced) checkQuota(context, info, object);
      return object;
  }
}

/** What a pod that is like an admitted one must still pass: its namespace and the quotas may have changed. */
export function admitLikeAnother(context: AdmissionContext, info: KindInfo, pod: types.Pod): void {
  checkNamespaceOnCreate(context, info, pod);
  checkQuota(context, info, pod);
}

/** Only what the plugins do on updates, too. Subresources are not looked at. */
export function admitUpdate(
  context: AdmissionContext,
  info: KindInfo,
  object: KubeObject,
  old: KubeObject,
  subresource?: string,
): KubeObject {
  if (subresource !== undefined) return object;
  if (info.kind === "PriorityClass") admitPriorityClass(context, info, object as types.PriorityClass);
  if (info.kind !== "Pod") return object;
  const [pod, before] = [object as types.Pod, old as types.Pod];
  return pod.spec === before.spec ? pod : tolerateNodeTroubles(keepPriority(pod, before));
}

/** Refuses what may never be deleted (API-62). */
export function admitDelete(info: KindInfo, name: string): void {
  if (info.kind === "Namespace") checkNamespaceOnDelete(info, name);
}

/** An update that leaves the computed priority out keeps it. */
function keepPriority(pod: types.Pod, old: types.Pod): types.Pod {
  const { priority, preemptionPolicy } = old.spec;
  const lost = {
    ...(pod.spec.priority === undefined && priority !== undefined ? { priority } : {}),
    ...(pod.spec.preemptionPolicy === undefined && preemptionPolicy !== undefined ? { preemptionPolicy } : {}),
  };
  return Object.keys(lost).length === 0 ? pod : { ...pod, spec: { ...pod.spec, ...lost } };
}
