// ResourceQuota (API-199), the last plugin: a namespace may hold only so much. Pods are counted afresh; for other kinds
// the count comes from the context, else from the quota's status.

import type { KindInfo } from "../../api/kinds.ts";
import { qualifiedResource } from "../../api/kinds.ts";
import type { KubeObject } from "../../api/object.ts";
import { isPodTerminal, podQosClass } from "../../api/podstate.ts";
import { addQuantities, compareQuantities } from "../../api/quantity.ts";
import type * as types from "../../api/types.generated.ts";
import type { AdmissionContext } from "./admission.ts";
import { refusal } from "./refusal.ts";

type Quantities = Record<string, types.Quantity>;

/** Resources whose plain name counts objects. */
const COUNTED = new Set([
  "pods",
  "services",
  "replicationcontrollers",
  "resourcequotas",
  "secrets",
  "configmaps",
  "persistentvolumeclaims",
]);
/** What a quota on the left looks at in a container's resources. */
const COMPUTE: readonly (readonly [name: string, half: "requests" | "limits", resource: string])[] = [
  ["cpu", "requests", "cpu"],
  ["limits.cpu", "limits", "cpu"],
  ["limits.memory", "limits", "memory"],
  ["memory", "requests", "memory"],
  ["requests.cpu", "requests", "cpu"],
  ["requests.memory", "requests", "memory"],
];

export function checkQuota(context: AdmissionContext, info: KindInfo, object: KubeObject): void {
  const namespace = object.metadata.namespace ?? "";
  for (const quota of context.quotas(namespace)) {
    if (info.kind === "Pod") checkPod(context, info, object as types.Pod, quota); // the kind says so
    else checkCount(context, info, object, quota);
  }
}

function checkPod(context: AdmissionContext, info: KindInfo, pod: types.Pod, quota: types.ResourceQuota): void {
  if (!isInScope(pod, quota)) return;
  const { name } = quota.metadata;
  const hard = quota.spec.hard ?? {};
  const unsaid = unspecified(pod, hard);
  if (unsaid) throw refusal(info, pod, `failed quota: ${name}: must specify ${unsaid}`);
  const requested = usageOf(pod, hard);
  const used: Quantities = {};
  for (const other of context.podsIn(pod.metadata.namespace ?? "")) {
    if (!isInScope(other, quota)) continue;
    const usage = isPodTerminal(other) ? { "count/pods": 1 } : usageOf(other, hard);
    for (const key in requested) used[key] = addQuantities(used[key] ?? "0", (usage as Quantities)[key] ?? "0");
  }
  refuseExcess(info, pod, name, hard, requested, used);
}

function checkCount(context: AdmissionContext, info: KindInfo, object: KubeObject, quota: types.ResourceQuota): void {
  if (quota.spec.scopes?.length || quota.spec.scopeSelector) return; // scopes choose among pods
  const hard = quota.spec.hard ?? {};
  const keys = [`count/${qualifiedResource(info)}`, ...(COUNTED.has(info.resource) ? [info.resource] : [])].filter(
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

/** What a pod uses of the resources that the quota limits. */
function usageOf(pod: types.Pod, hard: Readonly<Quantities>): Quantities {
  const usage: Quantities = {};
  for (const key of ["pods", "count/pods"]) if (hard[key] !== undefined) usage[key] = 1;
  for (const [key, half, resource] of COMPUTE) if (hard[key] !== undefined) usage[key] = totalOf(pod.spec, half, resource);
  return usage;
}

function totalOf(spec: types.PodSpec, half: "requests" | "limits", resource: string): types.Quantity {
  let total: types.Quantity = "0";
  for (const container of spec.containers) total = addQuantities(total, container.resources?.[half]?.[resource] ?? "0");
  for (const container of spec.initContainers ?? []) {
    const asked = container.resources?.[half]?.[resource] ?? "0";
    if (compareQuantities(asked, total) > 0) total = asked;
  }
  return total;
}

/** `limits.cpu for: web; limits.memory for: web`, of the containers that leave open what the quota limits. */
function unspecified({ spec }: types.Pod, hard: Readonly<Quantities>): string {
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  const parts = COMPUTE.filter(([key]) => hard[key] !== undefined).flatMap(([key, half, resource]) => {
    const names = containers.filter(({ resources }) => resources?.[half]?.[resource] === undefined).map(({ name }) => name);
    return names.length === 0 ? [] : [`${key} for: ${names.sort().join(",")}`];
  });
  return parts.join("; ");
}

function isInScope(pod: types.Pod, { spec }: types.ResourceQuota): boolean {
  const plain = (spec.scopes ?? []).every((scope) => matchesScope(pod, scope, "Exists", []));
  return (
    plain &&
    (spec.scopeSelector?.matchExpressions ?? []).every(({ scopeName, operator, values }) =>
      matchesScope(pod, scopeName, operator, values ?? []),
    )
  );
}

function matchesScope({ spec }: types.Pod, scope: string, operator: string, values: readonly string[]): boolean {
  switch (scope) {
    case "BestEffort":
      return podQosClass(spec) === "BestEffort";
    case "NotBestEffort":
      return podQosClass(spec) !== "BestEffort";
    case "Terminating":
      return spec.activeDeadlineSeconds !== undefined;
    case "NotTerminating":
      return spec.activeDeadlineSeconds === undefined;
    case "PriorityClass":
      return matchesClass(spec.priorityClassName ?? "", operator, values);
    default:
      return false;
  }
}

function matchesClass(name: string, operator: string, values: readonly string[]): boolean {
  if (operator === "Exists") return name !== "";
  if (operator === "DoesNotExist") return name === "";
  return operator === "In" ? values.includes(name) : !values.includes(name);
}
