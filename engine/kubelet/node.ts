// A kubelet's Node object (KL-188 to KL-199): registration, conditions, heartbeats and the lease that is the true sign of
// life (KL-191). Left out on purpose: image list, volumes in use, cloud labels, graceful node shutdown.

import { quantityValue } from "../api/quantity.ts";
import { formatMicroTime, formatTime } from "../api/time.ts";
import type { Lease, Node, NodeCondition, NodeStatus, ObjectReference, Quantity } from "../api/types.generated.ts";
import type { NewObject } from "../client/client.ts";
import { type EvictionHost, manageEviction, MEMORY_RESERVE_BYTES, pressuresOf } from "./eviction.ts";
import type { NodeSpec } from "../nodespec.ts";

export const VERSION = "v1.36.2";
const HEARTBEAT_MS = 10_000;
const REPORT_MS = 300_000; // KL-190
const LEASE_NAMESPACE = "kube-node-lease";
const LEASE_SECONDS = 40;
const JITTER = 0.04;

const CGROUP_V1 =
  "cgroup v1 detected. cgroup v1 support is deprecated and will be removed in a future release. Please migrate to cgroup v2. More information at https://git.k8s.io/enhancements/keps/sig-node/5573-remove-cgroup-v1";

export interface NodeState {
  timer: number | undefined;
  reportedAt: number;
  /** How much later or sooner than usual the next report comes that says nothing new. */
  shiftMs: number;
  /** The last conditions that were computed: event reasons come from their changes (KL-196). */
  seen: Record<string, string>;
  unschedulable: boolean;
  bootID: string;
  rebooted: boolean;
}

export function newNodeState(): NodeState {
  return { timer: undefined, reportedAt: 0, shiftMs: 0, seen: {}, unschedulable: false, bootID: "", rebooted: false };
}

export interface NodeHost extends EvictionHost {
  readonly node: NodeState;
  /** The API's status that was found to say all there is to say, and of what: it need not be compared again. */
  confirmed: { readonly status: NodeStatus; readonly said: string } | undefined;
  /** What the machine is, as its status tells; it never changes. */
  readonly machine: Machine;
  /** Records an event, now or when the API server can be reached. */
  tell(about: ObjectReference, type: "Normal" | "Warning", reason: string, message: string): void;
}

/** The first part of a start: what a kubelet says before its node is there. */
export function announceStart(host: NodeHost): void {
  record(host, "Normal", "Starting", "Starting kubelet.");
  if (host.nodeSpec.cgroup === 1) record(host, "Warning", "CgroupV1", CGROUP_V1);
  record(host, "Normal", "NodeAllocatableEnforced", "Updated Node Allocatable limit across pods");
  if (!host.node.rebooted) return;
  host.node.rebooted = false;
  record(host, "Warning", "Rebooted", `Node ${host.nodeName} has been rebooted, boot id: ${host.node.bootID}`);
}

/** Registers the node, or finds it registered (KL-188): true. */
export function register(host: NodeHost): boolean {
  const { client, nodeName } = host;
  host.node.seen = {};
  host.confirmed = undefined;
  const present = client.get("Node", undefined, nodeName);
  if (present === undefined) {
    record(host, "Warning", "InvalidDiskCapacity", "invalid capacity 0 on image filesystem");
    const node: NewObject & { spec: Node["spec"]; status: NodeStatus } = {
      apiVersion: "v1",
      kind: "Node",
      metadata: {
        name: nodeName,
        labels: nodeLabels(host.nodeSpec),
        annotations: { "volumes.kubernetes.io/controller-managed-attach-detach": "true" },
      },
      spec: host.nodeSpec.taints === undefined ? {} : { taints: host.nodeSpec.taints },
      status: statusOf(host, undefined, false),
    };
    client.create("Node", node, { rule: "node.register" });
    // Two attempts before the node is known, each computing the conditions anew, as the recordings show.
    recordConditions(host, false);
    recordConditions(host, false);
    return false;
  }
  const labels = { ...present.metadata.labels, ...nodeLabels(host.nodeSpec) };
  client.modify("Node", { kind: "Node", name: nodeName }, (node) => ({ ...node, metadata: { ...node.metadata, labels } }), {
    rule: "node.register",
  });
  recordConditions(host, false);
  return true;
}

export function nodeLabels(spec: NodeSpec): Record<string, string> {
  const own = {
    "beta.kubernetes.io/arch": "amd64",
    "beta.kubernetes.io/os": "linux",
    "kubernetes.io/arch": "amd64",
    "kubernetes.io/hostname": spec.name,
    "kubernetes.io/os": "linux",
  };
  return { ...own, ...spec.labels };
}

/** Every ten seconds: what is left of the node, the lease, and the status when it says something new or five minutes are over. */
export function heartbeat(host: NodeHost): void {
  const { runtime, clock } = host;
  host.node.timer = host.schedule(HEARTBEAT_MS * host.latency.jitter(JITTER) + host.slowMs, HEARTBEAT);
  runtime.relieve();
  manageEviction(host);
  // The kernel does not wait for the next turn.
  const fullAt = runtime.fullAt();
  if (fullAt !== undefined && fullAt < clock.now + 2 * HEARTBEAT_MS) host.schedule(fullAt - clock.now, FULL);
  if (!host.online) return;
  renewLease(host);
  reportNode(host);
}

const HEARTBEAT = Object.freeze({ type: "heartbeat" });
const FULL = Object.freeze({ type: "full" });

export function reportNode(host: NodeHost): void {
  const { clock, client, nodeName, node } = host;
  const present = client.get("Node", undefined, nodeName);
  if (present === undefined) return; // deleted under a running kubelet: it registers again when it starts again
  const isRecent = clock.now - node.reportedAt < REPORT_MS + node.shiftMs;
  const said = pressuresOf(host.eviction, clock.now).join(" ");
  const unschedulable = present.spec.unschedulable === true;
  const isConfirmed = host.confirmed?.status === present.status && host.confirmed.said === said;
  if (isRecent && isConfirmed && unschedulable === node.unschedulable) return;
  recordConditions(host, true);
  if (unschedulable !== node.unschedulable) {
    node.unschedulable = unschedulable;
    recordStatus(host, unschedulable ? "NodeNotSchedulable" : "NodeSchedulable");
  }
  if (isRecent && isConfirmed) return;
  const status = statusOf(host, present, true);
  const isNews = differs(present.status, status);
  if (isRecent && !isNews) {
    host.confirmed = { status: present.status, said };
    return;
  }
  node.reportedAt = clock.now;
  node.shiftMs = isNews && host.latency.profile !== "none" ? shiftOf(node) : 0;
  const ready = status.conditions?.find((c) => c.type === "Ready");
  const written = client.modify(
    "Node",
    { kind: "Node", name: nodeName },
    (one) => ({ ...one, status: { ...one.status, ...status } }),
    { rule: "node.status", saw: { ready: ready?.status ?? "Unknown" } },
    "status",
  );
  host.confirmed = written === undefined ? undefined : { status: written.status, said };
}

/**
 * Up to half the period, so that nodes that changed together do not go on reporting together (KL-190). It comes from the
 * boot id, which is drawn from the seed: a draw of its own would move all others.
 */
function shiftOf({ bootID, reportedAt }: NodeState): number {
  let hash = Math.floor(reportedAt / 1000) >>> 0;
  for (let i = 0; i < bootID.length; i++) hash = Math.imul(hash ^ bootID.charCodeAt(i), 0x01000193) >>> 0;
  return REPORT_MS * (hash / 2 ** 32 - 0.5);
}

function differs(present: NodeStatus, wanted: NodeStatus): boolean {
  const before = present.conditions ?? [];
  if (present.nodeInfo?.bootID !== wanted.nodeInfo?.bootID) return true;
  if (wanted.conditions?.some((c) => before.find((one) => one.type === c.type)?.status !== c.status)) return true;
  return Object.entries(wanted.capacity ?? {}).some(([resource, amount]) => present.capacity?.[resource] !== amount);
}

function renewLease(host: NodeHost): void {
  const { clock, client, nodeName } = host;
  const renewTime = formatMicroTime(clock.now);
  const ref = { kind: "Lease", namespace: LEASE_NAMESPACE, name: nodeName };
  const because = { rule: "node.heartbeat" };
  const renewed = client.modify(
    "Lease",
    ref,
    ({ apiVersion, kind, metadata, spec }) => ({ apiVersion, kind, metadata, spec: { ...spec, renewTime } }),
    because,
  );
  if (renewed !== undefined) return;
  const node = client.get("Node", undefined, nodeName);
  const lease: NewObject & { spec: Lease["spec"] } = {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: {
      name: nodeName,
      namespace: LEASE_NAMESPACE,
      ...(node === undefined
        ? {}
        : { ownerReferences: [{ apiVersion: "v1", kind: "Node", name: nodeName, uid: node.metadata.uid ?? "" }] }),
    },
    spec: { holderIdentity: nodeName, leaseDurationSeconds: LEASE_SECONDS, renewTime },
  };
  client.create("Lease", lease, because);
}

const CONDITIONS = [
  ["MemoryPressure", "KubeletHasSufficientMemory", "kubelet has sufficient memory available", "NodeHasSufficientMemory"],
  ["DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure", "NodeHasNoDiskPressure"],
  ["PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available", "NodeHasSufficientPID"],
] as const;

/** Reason, message and the reason of the event, under pressure (KL-194, KL-196). */
const PRESSED = {
  MemoryPressure: ["KubeletHasInsufficientMemory", "kubelet has insufficient memory available", "NodeHasInsufficientMemory"],
  DiskPressure: ["KubeletHasDiskPressure", "kubelet has disk pressure", "NodeHasDiskPressure"],
} as const;

/** What there is to say of a pressure that the node has. */
function pressedOf(host: NodeHost, type: (typeof CONDITIONS)[number][0]): (typeof PRESSED)[keyof typeof PRESSED] | undefined {
  return type !== "PIDPressure" && pressuresOf(host.eviction, host.clock.now).includes(type) ? PRESSED[type] : undefined;
}

function conditionsOf(host: NodeHost, before: readonly NodeCondition[], ready: boolean): NodeCondition[] {
  const now = formatTime(host.clock.now);
  const make = (type: string, status: string, reason: string, message: string): NodeCondition => {
    const old = before.find((condition) => condition.type === type);
    return {
      type,
      status,
      lastHeartbeatTime: now,
      lastTransitionTime: old?.status === status ? (old.lastTransitionTime ?? now) : now,
      reason,
      message,
    };
  };
  const pressures = CONDITIONS.map(([type, reason, message]) => {
    const pressed = pressedOf(host, type);
    return pressed === undefined ? make(type, "False", reason, message) : make(type, "True", pressed[0], pressed[1]);
  });
  const last = ready
    ? make("Ready", "True", "KubeletReady", "kubelet is posting ready status")
    : make("Ready", "False", "KubeletNotReady", "CSINode is not yet initialized");
  return [...pressures, last];
}

/** The events of KL-196: one for each condition whose value is new to this kubelet. */
function recordConditions(host: NodeHost, ready: boolean): void {
  const { seen } = host.node;
  for (const [type, , , reason] of CONDITIONS) {
    const value = pressedOf(host, type)?.[2] ?? reason;
    // Until the first report every computation is a change.
    if (seen[type] === value && seen["Ready"] !== undefined) continue;
    seen[type] = value;
    recordStatus(host, value);
  }
  if (!ready || seen["Ready"] === "NodeReady") return;
  seen["Ready"] = "NodeReady";
  recordStatus(host, "NodeReady");
}

function recordStatus(host: NodeHost, reason: string): void {
  record(host, "Normal", reason, `Node ${host.nodeName} status is now: ${reason}`);
}

/** An event about the node; its uid is the node's name (KL-196). */
export function record(host: Pick<NodeHost, "nodeName" | "tell">, type: "Normal" | "Warning", reason: string, message: string): void {
  const about: ObjectReference = { kind: "Node", name: host.nodeName, uid: host.nodeName, apiVersion: "v1" };
  host.tell(about, type, reason, message);
}

function statusOf(host: NodeHost, before: Node | undefined, ready: boolean): NodeStatus {
  const { nodeSpec, machine } = host;
  const { capacity, allocatable, machineID, systemUUID } = machine;
  return {
    capacity,
    allocatable,
    conditions: conditionsOf(host, before?.status.conditions ?? [], ready),
    addresses: [
      { type: "InternalIP", address: host.hostIP },
      { type: "Hostname", address: nodeSpec.name },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      machineID,
      systemUUID,
      bootID: host.node.bootID,
      kernelVersion: "6.12.0-podyard",
      osImage: "Podyard",
      containerRuntimeVersion: "containerd://2.1.9",
      kubeletVersion: VERSION,
      kubeProxyVersion: "",
      operatingSystem: "linux",
      architecture: "amd64",
    },
  };
}

export interface Machine {
  readonly capacity: Readonly<Record<string, Quantity>>;
  readonly allocatable: Readonly<Record<string, Quantity>>;
  readonly machineID: string;
  readonly systemUUID: string;
}

export function machineOf(spec: NodeSpec): Machine {
  const capacity = Object.freeze(capacityOf(spec));
  const allocatable = Object.freeze(allocatableOf(capacity));
  return { capacity, allocatable, machineID: machineId(spec.name), systemUUID: machineId(`system ${spec.name}`) };
}

function capacityOf(spec: NodeSpec): Record<string, Quantity> {
  return {
    cpu: spec.cpu ?? "4",
    "ephemeral-storage": "100Gi",
    "hugepages-1Gi": "0",
    "hugepages-2Mi": "0",
    memory: spec.memory ?? "8Gi",
    pods: String(spec.pods ?? 110),
  };
}

/** What pods may ask for: the hard eviction thresholds are kept back (KL-197). */
export function allocatableOf(capacity: Readonly<Record<string, Quantity>>): Record<string, Quantity> {
  const memory = quantityValue(capacity["memory"] ?? "0");
  const disk = quantityValue(capacity["ephemeral-storage"] ?? "0");
  return {
    ...capacity,
    memory: `${Math.floor((memory - MEMORY_RESERVE_BYTES) / 1024)}Ki`,
    "ephemeral-storage": String(Math.floor(disk * 0.9)),
  };
}

/** A number that the machine keeps, made from its name. */
function machineId(name: string): string {
  let text = "";
  for (let part = 0; part < 4; part++) {
    let hash = 0x811c9dc5 + part;
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0;
    text += hash.toString(16).padStart(8, "0");
  }
  return text;
}

/** The lowest number whose address no other node has. */
export function freeIndex(host: NodeHost): number {
  const taken = new Set<string>();
  for (const node of host.client.list("Node"))
    for (const { type, address } of node.status.addresses ?? []) if (type === "InternalIP") taken.add(address);
  let index = 1;
  while (taken.has(addressOf(index))) index++;
  return index;
}

/** The address of the node with that number. */
export function addressOf(index: number): string {
  return `172.18.${(index + 1) >> 8}.${(index + 1) & 255}`;
}
