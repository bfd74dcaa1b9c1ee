// Pure questions about pods that every part asks: readiness, life, resources, quality of service, taints, restarts.
// In Kubernetes these are small helper packages shared by controllers, scheduler and kubelet.

import { parseTime } from "./time.ts";
import { compareQuantities, quantityValue } from "./quantity.ts";
import type { ContainerStatus, Pod, PodCondition, PodSpec, Quantity, ResourceRequirements, Taint, Toleration } from "./types.generated.ts";

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

export const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

/** An int32 as Go's ParseInt reads it, though with no plus and no leading zero; none is 0, anything else undefined (RS-20). */
export function deletionCost(annotations: Readonly<Record<string, string>> | undefined): number | undefined {
  const text = annotations?.[DELETION_COST];
  if (text === undefined) return 0;
  if (!/^(0|[1-9]\d*|-\d+)$/.test(text)) return undefined;
  const cost = Number(text);
  return cost >= -(2 ** 31) && cost < 2 ** 31 ? cost : undefined;
}
