// ResourceQuota (API-199), the last plugin: a namespace may hold only so much. Pods are counted afresh; for other kinds
// the count comes from the context, else from the quota's status.

import type { KindInfo } from "../../api/kinds.ts";
import { qualifiedResource } from "../../api/kinds.ts";
import type { KubeObject } from "../../api/object.ts";
import { addQuantities, compareQuantities } from "../../api/quantity.ts";
import {
  COUNTED_BY_NAME,
  isInQuotaScope,
  podQuotaUsage,
  QUOTA_COMPUTE,
  storedPodQuotaUsage,
  type Quantities,
} from "../../api/quotausage.ts";
import type * as types from "../../api/types.generated.ts";
import type { AdmissionContext } from "./admission.ts";
import { refusal } from "./refusal.ts";

export function checkQuota(context: AdmissionContext, info: KindInfo, object: KubeObject): void {
  const namespace = object.metadata.namespace ?? "";
  for (const quota of context.quotas(namespace)) {
    if (info.kind === "Pod") checkPod(context, info, object as types.Pod, quota); // the kind says so
    else checkCount(context, info, object, quota);
  }
}

function checkPod(context: AdmissionContext, info: KindInfo, pod: types.Pod, quota: types.ResourceQuota): void {
  if (!isInQuotaScope(pod, quota)) return;
  const { name } = quota.metadata;
  const hard = quota.spec.hard ?? {};
  const unsaid = unspecified(pod, hard);
  if (unsaid) throw refusal(info, pod, `failed quota: ${name}: must specify ${unsaid}`);
  const requested = podQuotaUsage(pod, hard);
  const used: Quantities = {};
  for (const other of context.podsIn(pod.metadata.namespace ?? "")) {
    if (!isInQuotaScope(other, quota)) continue;
    const usage = storedPodQuotaUsage(other, hard);
    for (const key in requested) used[key] = addQuantities(used[key] ?? "0", usage[key] ?? "0");
  }
  refuseExcess(info, pod, name, hard, requested, used);
}

function checkCount(context: AdmissionContext, info: KindInfo, object: KubeObject, quota: types.ResourceQuota): void {
  if (quota.spec.scopes?.length || quota.spec.scopeSelector) return; // scopes choose among pods
  const hard = quota.spec.hard ?? {};
  const keys = [`count/${qualifiedResource(info)}`, ...(COUNTED_BY_NAME.has(info.resource) ? [info.resource] : [])].filter(
    (key) => hard[key] !== undefined,
  );
  const count = (key: string): types.Quantity =>
    context.countOf?.(info.resource, object.metadata.namespace ?? "") ?? quota.status?.used?.[key] ?? 0;
  const used = Object.fromEntries(keys.map((key) => [key, count(key)]));
  refuseExcess(info, object, quota.metadata.name, hard, Object.fromEntries(keys.map((key) => [key, 1])), used);
}

function refuseExcess(
  info: KindInfo,
  object: KubeObject,
  name: string,
  hard: Readonly<Quantities>,
  requested: Quantities,
  used: Quantities,
): void {
  const over = Object.keys(requested)
    .filter(
      (key) =>
        compareQuantities(requested[key] ?? 0, 0) > 0 &&
        compareQuantities(addQuantities(used[key] ?? 0, requested[key] ?? 0), hard[key] ?? 0) > 0,
    )
    .sort();
  if (over.length === 0) return;
  const list = (quantities: Readonly<Quantities>): string => over.map((key) => `${key}=${quantities[key] ?? 0}`).join(",");
  throw refusal(info, object, `exceeded quota: ${name}, requested: ${list(requested)}, used: ${list(used)}, limited: ${list(hard)}`);
}

/** `limits.cpu for: web; limits.memory for: web`, of the containers that leave open what the quota limits. */
function unspecified({ spec }: types.Pod, hard: Readonly<Quantities>): string {
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  const parts = QUOTA_COMPUTE.filter(([key]) => hard[key] !== undefined).flatMap(([key, half, resource]) => {
    const names = containers.filter(({ resources }) => resources?.[half]?.[resource] === undefined).map(({ name }) => name);
    return names.length === 0 ? [] : [`${key} for: ${names.sort().join(",")}`];
  });
  return parts.join("; ");
}
