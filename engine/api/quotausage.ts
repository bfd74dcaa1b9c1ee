// What objects use of a ResourceQuota: shared by admission, which refuses what would be too much (API-199), and by the
// controller that writes `status.used` (RQ-1).

import { isPodTerminal, podQosClass } from "./podstate.ts";
import { addQuantities, compareQuantities } from "./quantity.ts";
import type * as types from "./types.generated.ts";

export type Quantities = Record<string, types.Quantity>;

/** Resources whose plain name counts objects. */
export const COUNTED_BY_NAME = new Set([
  "pods",
  "services",
  "replicationcontrollers",
  "resourcequotas",
  "secrets",
  "configmaps",
  "persistentvolumeclaims",
]);
/** What a quota on the left looks at in a container's resources. */
export const QUOTA_COMPUTE: readonly (readonly [name: string, half: "requests" | "limits", resource: string])[] = [
  ["cpu", "requests", "cpu"],
  ["limits.cpu", "limits", "cpu"],
  ["limits.memory", "limits", "memory"],
  ["memory", "requests", "memory"],
  ["requests.cpu", "requests", "cpu"],
  ["requests.memory", "requests", "memory"],
];

/** What a stored pod uses of the resources that the quota limits; one that has ended only counts as an object. */
export function storedPodQuotaUsage(pod: types.Pod, hard: Readonly<Quantities>): Quantities {
  if (!isPodTerminal(pod)) return podQuotaUsage(pod, hard);
  return hard["count/pods"] === undefined ? {} : { "count/pods": 1 };
}

/** What a pod will use, as it is about to be created. */
export function podQuotaUsage(pod: types.Pod, hard: Readonly<Quantities>): Quantities {
  const usage: Quantities = {};
  for (const key of ["pods", "count/pods"]) if (hard[key] !== undefined) usage[key] = 1;
  for (const [key, half, resource] of QUOTA_COMPUTE) if (hard[key] !== undefined) usage[key] = totalOf(pod.spec, half, resource);
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

/** Whether the quota looks at this pod at all. */
export function isInQuotaScope(pod: types.Pod, { spec }: types.ResourceQuota): boolean {
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
