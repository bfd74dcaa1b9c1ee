// Whether labels meet a controller's selector. Pure.

import type { ControllerRow, PodRow, Requirement } from "../worker/rows.ts";

type Labels = Readonly<Record<string, string>>;

export function matches(requirements: readonly Requirement[], labels: Labels): boolean {
  return requirements.length > 0 && requirements.every((requirement) => meets(requirement, labels));
}

function meets({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  if (operator === "Exists") return value !== undefined;
  if (operator === "DoesNotExist") return value === undefined;
  if (operator === "In") return value !== undefined && values.includes(value);
  return value === undefined || !values.includes(value);
}

/** Kinds that adopt and own pods directly; a Deployment's or CronJob's pods belong to its ReplicaSet or Job. */
const OWNS_PODS = new Set<ControllerRow["kind"]>(["ReplicationController", "ReplicaSet", "DaemonSet", "StatefulSet", "Job"]);

export function ownsPods(row: ControllerRow): boolean {
  return OWNS_PODS.has(row.kind);
}

export function selects(controller: ControllerRow, pod: { readonly ns: string; readonly labels: Labels }): boolean {
  return ownsPods(controller) && controller.ns === pod.ns && matches(controller.requirements, pod.labels);
}

/** A controller that selects the pod and does not own it: the relation that surprises. */
export function strangerThatSelects(pod: PodRow, controllers: Iterable<ControllerRow>): ControllerRow | undefined {
  for (const controller of controllers)
    if (controller.uid !== pod.owner?.uid && !controller.deleting && selects(controller, pod)) return controller;
  return undefined;
}

/** Whether a DaemonSet's template lets it run on a node with these labels. */
export function wantsNode(controller: ControllerRow, labels: Labels): boolean {
  return Object.entries(controller.nodeSelector).every(([key, value]) => labels[key] === value);
}
