// Pure questions about pods that every part asks: readiness, life, resources, quality of service, taints, restarts.
// In Kubernetes these are small helper packages shared by controllers, scheduler and kubelet.

import { parseTime } from "./time.ts";
import { compareQuantities, milliValue, quantityValue } from "./quantity.ts";
import type {
  Container,
  ContainerStatus,
  Pod,
  PodCondition,
  PodSpec,
  Quantity,
  ResourceRequirements,
  Taint,
  Toleration,
} from "./types.generated.ts";

/** The condition of that type, of a pod or of anything else that has conditions. */
export function getCondition<C extends { readonly type: string }>(conditions: readonly C[] | undefined, type: string): C | undefined {
  if (conditions !== undefined) for (const condition of conditions) if (condition.type === type) return condition;
  return undefined;
}

/** A pod's condition of that type. */
export function podCondition(pod: Pod, type: string): PodCondition | undefined {
  return getCondition(pod.status.conditions, type);
}

/** The condition Ready is True (GEN-40). */
export function isPodReady(pod: Pod): boolean {
  return podCondition(pod, "Ready")?.status === "True";
}

/** Ready for at least `minReadySeconds` (GEN-40). */
export function isPodAvailable(pod: Pod, minReadySeconds: number, nowMs: number): boolean {
  const condition = podCondition(pod, "Ready");
  if (condition?.status !== "True") return false;
  if (minReadySeconds === 0) return true;
  return condition.lastTransitionTime !== undefined && parseTime(condition.lastTransitionTime) + minReadySeconds * 1000 <= nowMs;
}

/** Neither finished nor being deleted (GEN-41). */
export function isPodActive(pod: Pod): boolean {
  return !isPodTerminal(pod) && pod.metadata.deletionTimestamp === undefined;
}

/** Succeeded or Failed: it will never run again (GEN-41). */
export function isPodTerminal(pod: Pod): boolean {
  return pod.status.phase === "Succeeded" || pod.status.phase === "Failed";
}

/** An init container that goes on running beside the others. */
export function isSidecar(container: { readonly restartPolicy?: string }): boolean {
  return container.restartPolicy === "Always";
}

/** Amounts by resource: cpu in thousandths of a core, everything else in base units (bytes, pieces). */
export interface Resources {
  readonly [resource: string]: number;
}

/**
 * What the pod asks of a node: the larger of its hungriest init container (with the sidecars started before it) and of
 * all containers and sidecars together, plus overhead; pod-level requests win (SCHF-6). `defaults` stand in for what a
 * container does not request.
 */
export function podRequests(pod: { readonly spec: PodSpec }, options: { readonly defaults?: Resources } = {}): Resources {
  const { spec } = pod;
  const defaults = options.defaults ?? {};
  const total: Record<string, number> = {};
  const sidecars: Record<string, number> = {};
  const peak: Record<string, number> = {};
  for (const container of spec.containers) addTo(total, containerRequests(container, defaults));
  for (const container of spec.initContainers ?? []) {
    const requests = containerRequests(container, defaults);
    if (isSidecar(container)) {
      addTo(sidecars, requests);
      raiseTo(peak, sidecars);
    } else raiseTo(peak, plus(sidecars, requests));
  }
  addTo(total, sidecars);
  raiseTo(total, peak);
  Object.assign(total, amountsOf(spec.resources?.requests));
  addTo(total, amountsOf(spec.overhead));
  return total;
}

function containerRequests(container: Container, defaults: Resources): Resources {
  return { ...defaults, ...amountsOf(container.resources?.requests) };
}

/** Quantities as numbers, in the units of `Resources`. */
export function amountsOf(quantities: { readonly [resource: string]: Quantity } | undefined): Resources {
  const amounts: Record<string, number> = {};
  for (const resource in quantities) amounts[resource] = amountOf(resource, quantities[resource] ?? "0");
  return amounts;
}

function amountOf(resource: string, quantity: Quantity): number {
  return resource === "cpu" ? milliValue(quantity) : Math.ceil(quantityValue(quantity));
}

function addTo(total: Record<string, number>, more: Resources): void {
  for (const resource in more) total[resource] = (total[resource] ?? 0) + (more[resource] ?? 0);
}

function raiseTo(total: Record<string, number>, other: Resources): void {
  for (const resource in other) total[resource] = Math.max(total[resource] ?? 0, other[resource] ?? 0);
}

function plus(a: Resources, b: Resources): Resources {
  const sum = { ...a };
  addTo(sum, b);
  return sum;
}

const QOS_RESOURCES = ["cpu", "memory"] as const;

/** Guaranteed, Burstable or BestEffort, from cpu and memory alone (KL-206, KL-207). */
export function podQosClass(spec: PodSpec): "Guaranteed" | "Burstable" | "BestEffort" {
  const podLevel = spec.resources && (spec.resources.requests || spec.resources.limits) ? [spec.resources] : undefined;
  const demands: readonly Pick<ResourceRequirements, "requests" | "limits">[] =
    podLevel ?? [...spec.containers, ...(spec.initContainers ?? [])].map((container) => container.resources ?? {});
  let asksNothing = true;
  let asksAll = true;
  for (const { requests, limits } of demands) {
    for (const resource of QOS_RESOURCES) {
      const limit = positive(limits?.[resource]);
      const request = positive(requests?.[resource]) ?? limit;
      if (request !== undefined) asksNothing = false;
      if (limit === undefined || request === undefined || compareQuantities(limit, request) !== 0) asksAll = false;
    }
  }
  return asksNothing ? "BestEffort" : asksAll ? "Guaranteed" : "Burstable";
}

function positive(quantity: Quantity | undefined): Quantity | undefined {
  return quantity !== undefined && quantityValue(quantity) > 0 ? quantity : undefined;
}

/** One toleration, one taint (TE-9). */
export function toleratesTaint(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  if (toleration.operator === "Exists") return true;
  return (toleration.operator ?? "Equal") === "Equal" && (toleration.value ?? "") === (taint.value ?? "");
}

export function isTaintTolerated(taint: Taint, tolerations: readonly Toleration[] | undefined): boolean {
  return tolerations?.some((toleration) => toleratesTaint(toleration, taint)) ?? false;
}

/** The first taint with one of these effects that no toleration covers. */
export function findUntoleratedTaint(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly Taint["effect"][],
): Taint | undefined {
  return taints?.find((taint) => effects.includes(taint.effect) && !isTaintTolerated(taint, tolerations));
}

/** The highest restart counts of regular containers and of sidecars, by which pods are ranked for deletion. */
export function maxRestarts(pod: Pod): { readonly regular: number; readonly sidecar: number } {
  const sidecars = new Set((pod.spec.initContainers ?? []).filter(isSidecar).map((container) => container.name));
  return {
    regular: highest(pod.status.containerStatuses),
    sidecar: highest(pod.status.initContainerStatuses?.filter((status) => sidecars.has(status.name))),
  };
}

function highest(statuses: readonly ContainerStatus[] | undefined): number {
  return (statuses ?? []).reduce((most, status) => Math.max(most, status.restartCount), 0);
}
