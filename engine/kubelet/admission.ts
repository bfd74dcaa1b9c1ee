// Whether a kubelet takes a pod that was bound to its node (KL-182 to KL-186). The first refusal decides. Left out on
// purpose: topology, devices, AppArmor, sysctls. Pressure is the eviction manager's business (KL-181), room for critical
// pods that of `preemption.ts`.

import { matchesNode } from "../api/nodeselector.ts";
import { milliValue, quantityValue } from "../api/quantity.ts";
import type { Container, Node, Pod, Quantity } from "../api/types.generated.ts";
import { isSidecar, isTaintTolerated } from "../api/podstate.ts";

export interface Refusal {
  readonly reason: string;
  readonly message: string;
}

/** A pod with what it asks for (`requestsOf`). */
export interface Asking {
  readonly pod: Pod;
  readonly requests: Readonly<Record<string, number>>;
}

/**
 * `others` gives the pods that the kubelet has taken already and that are not over, `most` a number that they do not
 * exceed: they are looked at only when something depends on them.
 */
export function admit(asking: Asking, node: Node | undefined, most: number, others: () => readonly Asking[]): Refusal | undefined {
  if (node === undefined) return { reason: "InvalidNodeInfo", message: "Kubelet cannot get node info." };
  return lacking(asking.requests, node, most, others) ?? unfit(asking.pod, node, others);
}

function lacking(wanted: Asking["requests"], node: Node, most: number, others: () => readonly Asking[]): Refusal | undefined {
  const { allocatable = {} } = node.status;
  const refused = (resource: string, requested: number, used: number, capacity: number): Refusal => ({
    reason: `OutOf${resource}`,
    message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
  });
  const room = Number(allocatable["pods"] ?? 110);
  const present = most + 1 > room ? others().length : 0;
  if (present + 1 > room) return refused("pods", 1, present, room);
  if (wanted === NOTHING) return undefined;
  const order = ["cpu", "memory", "ephemeral-storage", ...Object.keys(wanted).sort()];
  for (const resource of new Set(order)) {
    const requested = wanted[resource] ?? 0;
    const capacity = allocatable[resource];
    if (requested === 0 || capacity === undefined) continue; // unknown extended resources are not checked (KL-186)
    const used = others().reduce((sum, other) => sum + (other.requests[resource] ?? 0), 0);
    const total = amount(resource, capacity);
    if (requested > total - used) return refused(resource, requested, used, total);
  }
  return undefined;
}

/** How much of what is asked for the node lacks beside `others`, by resource. */
export function shortagesOf(wanted: Asking["requests"], node: Node, others: readonly Asking[]): ReadonlyMap<string, number> {
  const { allocatable = {} } = node.status;
  const lacking = new Map<string, number>();
  const surplus = others.length + 1 - Number(allocatable["pods"] ?? 110);
  if (surplus > 0) lacking.set("pods", surplus);
  for (const [resource, requested] of Object.entries(wanted)) {
    const capacity = allocatable[resource];
    if (requested === 0 || capacity === undefined) continue;
    const used = others.reduce((sum, other) => sum + (other.requests[resource] ?? 0), 0);
    const missing = requested + used - amount(resource, capacity);
    if (missing > 0) lacking.set(resource, missing);
  }
  return lacking;
}

/** CPU in millicores, all else in base units (KL-184). */
function amount(resource: string, quantity: Quantity): number {
  return resource === "cpu" ? milliValue(quantity) : quantityValue(quantity);
}

const NOTHING: Asking["requests"] = Object.freeze({});

function asksNothing(containers: readonly Container[]): boolean {
  return containers.every(({ resources }) => resources.requests === undefined);
}

/** Regular containers and sidecars together, or one init container that asks for more. */
export function requestsOf(pod: Pod): Asking["requests"] {
  if (asksNothing(pod.spec.containers) && asksNothing(pod.spec.initContainers ?? [])) return NOTHING;
  const sum: Record<string, number> = {};
  const add = (into: Record<string, number>, container: Container): void => {
    for (const [resource, quantity] of Object.entries(container.resources.requests ?? {}))
      into[resource] = (into[resource] ?? 0) + amount(resource, quantity);
  };
  for (const container of pod.spec.containers) add(sum, container);
  for (const container of pod.spec.initContainers ?? []) if (isSidecar(container)) add(sum, container);
  for (const container of pod.spec.initContainers ?? []) {
    if (isSidecar(container)) continue;
    const own: Record<string, number> = {};
    add(own, container);
    for (const [resource, value] of Object.entries(own)) sum[resource] = Math.max(sum[resource] ?? 0, value);
  }
  return sum;
}

function unfit(pod: Pod, node: Node, others: () => readonly Asking[]): Refusal | undefined {
  const failed = (plugin: string, text: string): Refusal => ({ reason: plugin, message: `Predicate ${plugin} failed: ${text}` });
  if (!matchesNode(pod.spec, node)) return failed("NodeAffinity", "node(s) didn't match Pod's node affinity/selector");
  const ports = hostPorts(pod);
  if (ports.length > 0 && others().some((other) => hostPorts(other.pod).some((port) => ports.includes(port))))
    return failed("NodePorts", "node(s) didn't have free ports for the requested pod ports");
  const evicting = (node.spec.taints ?? []).filter((taint) => taint.effect === "NoExecute");
  return evicting.every((taint) => isTaintTolerated(taint, pod.spec.tolerations))
    ? undefined
    : failed("TaintToleration", "node(s) had taints that the pod didn't tolerate");
}

function hostPorts(pod: Pod): string[] {
  return pod.spec.containers.flatMap((c) =>
    (c.ports ?? []).filter((p) => (p.hostPort ?? 0) > 0).map((p) => `${p.protocol ?? "TCP"} ${p.hostPort}`),
  );
}
