// Whether a kubelet takes a pod that was bound to its node (KL-182 to KL-186). The first refusal decides. Left out on
// purpose: topology, devices, AppArmor. Pressure is the eviction manager's business (KL-181), room for critical pods that
// of `preemption.ts`.

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
  const refusal = forbiddenSysctl(asking.pod);
  if (refusal !== undefined) return refusal;
  if (node === undefined) return { reason: "InvalidNodeInfo", message: "Kubelet cannot get node info." };
  return foreignSystem(asking.pod) ?? lacking(asking.requests, node, most, others) ?? unfit(asking.pod, node, others);
}

/** Kernel parameters that a pod may set: they concern its own namespaces alone, and cannot harm the node. */
const SAFE_SYSCTLS: ReadonlySet<string> = new Set([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
]);

/** KL-186; no node allows more than what is safe everywhere. */
function forbiddenSysctl({ spec }: Pod): Refusal | undefined {
  for (const { name } of spec.securityContext?.sysctls ?? []) {
    const error = sysctlError(withDots(name), spec);
    if (error !== undefined) return { reason: "SysctlForbidden", message: `forbidden sysctl: ${error}` };
  }
  return undefined;
}

function sysctlError(name: string, { hostNetwork, hostIPC }: Pod["spec"]): string | undefined {
  if (!SAFE_SYSCTLS.has(name)) return `"${name}" not allowlisted`;
  const [namespace, shared] = name.startsWith("net.") ? ["Net", hostNetwork] : ["IPC", hostIPC];
  return shared === true ? `"${name}" not allowed with host ${namespace} enabled` : undefined;
}

/** A name may be written with slashes; which of the two comes first is the one that separates. */
function withDots(name: string): string {
  if (name[name.search(/[./]/)] !== "/") return name;
  return name.replaceAll(/[./]/g, (separator) => (separator === "/" ? "." : "/"));
}

const OS_LABEL = "kubernetes.io/os";
const OS = "linux";

/** KL-186: no room that others made would help. */
function foreignSystem({ spec, metadata }: Pod): Refusal | undefined {
  if ((metadata.labels?.[OS_LABEL] ?? OS) !== OS)
    return {
      reason: "PodOSSelectorNodeLabelDoesNotMatch",
      message: `Failed to admit pod as the \`${OS_LABEL}\` label doesn't match node label`,
    };
  if (spec.os !== undefined && spec.os.name !== OS)
    return { reason: "PodOSNotSupported", message: "Failed to admit pod as the OS field doesn't match node OS" };
  return undefined;
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
