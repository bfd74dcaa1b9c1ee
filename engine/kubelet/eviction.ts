// Node-pressure eviction (KL-171 to KL-181): every ten seconds a kubelet looks at what its node has left, tells of
// pressure, and ends one pod after the other until there is room again. Left out on purpose: soft thresholds, inodes and
// PIDs. Disk pressure comes from a Fault alone: nothing that pods write fills the disk. Limits of storage: `localstorage.ts`.

import { formatQuantity, quantityValue } from "../api/quantity.ts";
import { podQosClass, toleratesTaint } from "../api/podstate.ts";
import type { Container, Pod } from "../api/types.generated.ts";
import type { Refusal } from "./admission.ts";
import type { KubeletHost } from "./host.ts";
import { fullImage } from "./imagename.ts";
import { limitsStorage, storageExcess } from "./localstorage.ts";
import { hasRunning, type PodWorker } from "./record.ts";

export type Pressure = "MemoryPressure" | "DiskPressure";

export interface EvictionState {
  /** When a threshold was last found to be crossed. */
  observedAt: { [pressure in Pressure]?: number };
  /** The pod that is being ended, and until when it is waited for. */
  evicting: string;
  waitUntil: number;
}

export function newEvictionState(): EvictionState {
  return { observedAt: {}, evicting: "", waitUntil: 0 };
}

export const MEMORY_RESERVE_BYTES = 100 * 1024 * 1024; // memory.available < 100Mi (KL-171)
const DISK_BYTES = 100 * 1024 ** 3;
const DISK_SHARE = 0.1; // nodefs.available < 10 %
const TRANSITION_MS = 300_000; // KL-172
const WAIT_MS = 30_000; // KL-174
const POLL_MS = 1000;
const PAGE_BYTES = 4096;
const CRITICAL_PRIORITY = 2_000_000_000;
const HARD_GRACE_SECONDS = 1; // KL-177
const NONE: readonly Pressure[] = Object.freeze([]);
const PRESSURES: readonly Pressure[] = ["MemoryPressure", "DiskPressure"];
/** The log and the writable layer of a container that says nothing of its disk. */
const CONTAINER_DISK_BYTES = 28 * 1024;

/** What eviction needs of its kubelet. */
export interface EvictionHost extends KubeletHost {
  readonly eviction: EvictionState;
  readonly workers: ReadonlyMap<string, PodWorker>;
  /** A Fault takes the node's disk. */
  readonly diskPressure: boolean;
  recordOnNode(type: "Normal" | "Warning", reason: string, message: string): void;
  annotatedEvent(worker: PodWorker, reason: string, message: string, annotations: Readonly<Record<string, string>> | undefined): void;
  evict(worker: PodWorker, end: Eviction): void;
}

/** How a kubelet ends a pod of its own accord: it is Failed when its containers have stopped. */
export interface Eviction {
  /** What it goes back to: pressure, a critical pod, or the pod's own greed. */
  readonly rule: "kubelet.evict" | "kubelet.preempt" | "kubelet.storage-limit";
  readonly reason: "Evicted" | "Preempting";
  readonly message: string;
  /** Undefined: the pod's own. */
  readonly graceSeconds?: number;
  /** What the condition DisruptionTarget says; undefined: there is none. */
  readonly disruption?: string;
}

/** A crossed threshold: of what there should be more than `leastBytes`, there is `availableBytes`. */
interface Signal {
  readonly pressure: Pressure;
  readonly resource: "memory" | "ephemeral-storage";
  readonly leastBytes: number;
  readonly availableBytes: number;
}

/** The pressures that the node tells of, memory first. */
export function pressuresOf(eviction: EvictionState, now: number): readonly Pressure[] {
  const { MemoryPressure: memory, DiskPressure: disk } = eviction.observedAt;
  if (memory === undefined && disk === undefined) return NONE;
  return PRESSURES.filter((pressure) => now - (eviction.observedAt[pressure] ?? Number.NEGATIVE_INFINITY) < TRANSITION_MS);
}

/** One cycle (KL-174). Nothing is ended while the last pod's resources are still to come free. */
export function manageEviction(host: EvictionHost): void {
  if (isWaiting(host)) return;
  host.eviction.evicting = "";
  if (enforceStorageLimits(host)) return;
  const signals = signalsOf(host);
  for (const { pressure } of signals) host.eviction.observedAt[pressure] = host.clock.now;
  const [signal] = signals;
  if (signal === undefined) return;
  host.recordOnNode("Warning", "EvictionThresholdMet", `Attempting to reclaim ${signal.resource}`);
  if (signal.pressure === "DiskPressure") reclaimDisk(host);
  const victim = rank(host, signal).find(({ worker }) => !isCritical(worker.pod));
  if (victim === undefined) return;
  const { text, annotations } = evictionMessage(host, victim.worker, signal);
  host.annotatedEvent(victim.worker, "Evicted", text, annotations);
  host.eviction.evicting = victim.worker.uid;
  host.eviction.waitUntil = host.clock.now + WAIT_MS;
  host.evict(victim.worker, {
    rule: "kubelet.evict",
    reason: "Evicted",
    message: text,
    graceSeconds: HARD_GRACE_SECONDS,
    disruption: text,
  });
  host.schedule(POLL_MS, POLL);
}

/** Pods that have written more than they may; when there are any, the node is looked at the next time. */
function enforceStorageLimits(host: EvictionHost): boolean {
  let any = false;
  for (const worker of host.workers.values()) {
    if (worker.phase !== "syncing" || worker.ended !== undefined || !limitsStorage(worker.pod) || isCritical(worker.pod)) continue;
    const text = storageExcess(host, worker);
    if (text === undefined) continue;
    host.annotatedEvent(worker, "Evicted", text, undefined);
    host.evict(worker, { rule: "kubelet.storage-limit", reason: "Evicted", message: text, graceSeconds: HARD_GRACE_SECONDS });
    any = true;
  }
  return any;
}

const POLL = Object.freeze({ type: "eviction" });

/** A second later: goes on as soon as the pod's resources are free. */
export function pollEviction(host: EvictionHost): void {
  if (isWaiting(host)) host.schedule(POLL_MS, POLL);
  else if (host.eviction.evicting !== "") manageEviction(host);
}

function isWaiting({ eviction, workers, clock }: EvictionHost): boolean {
  const worker = workers.get(eviction.evicting);
  return worker !== undefined && worker.phase !== "terminated" && clock.now < eviction.waitUntil;
}

function signalsOf(host: EvictionHost): Signal[] {
  const signals: Signal[] = [];
  const availableBytes = Math.max(0, host.memoryBytes - wholePages(host.runtime.usedBytes()));
  if (availableBytes < MEMORY_RESERVE_BYTES)
    signals.push({ pressure: "MemoryPressure", resource: "memory", leastBytes: MEMORY_RESERVE_BYTES, availableBytes });
  if (host.diskPressure) {
    const leastBytes = DISK_BYTES * DISK_SHARE;
    signals.push({ pressure: "DiskPressure", resource: "ephemeral-storage", leastBytes, availableBytes: wholePages(leastBytes / 2) });
  }
  return signals;
}

/** Images that no container uses go first; they have to be pulled again (KL-174). */
function reclaimDisk({ runtime, workers }: EvictionHost): void {
  const used = new Set<string>();
  for (const { pod } of workers.values())
    for (const { image = "" } of [...pod.spec.containers, ...(pod.spec.initContainers ?? [])]) used.add(fullImage(image));
  for (const image of runtime.state.images) if (!used.has(image)) runtime.state.images.delete(image);
}

interface Candidate {
  readonly worker: PodWorker;
  /** It has no sandbox yet, so there is nothing to measure. */
  readonly isUnmeasured: boolean;
  readonly exceeds: boolean;
  readonly excessBytes: number;
}

/** First evicted first (KL-175). */
function rank(host: EvictionHost, { resource }: Signal): Candidate[] {
  const candidates: Candidate[] = [];
  for (const worker of host.workers.values()) {
    if (worker.phase !== "syncing" || worker.ended !== undefined) continue;
    const usedBytes = sum(containersOf(worker.pod).map((container) => usageOf(host, worker, container, resource)));
    const excessBytes = usedBytes - (worker.requests[resource] ?? 0);
    candidates.push({ worker, isUnmeasured: worker.sandbox === 0 && !hasRunning(worker), exceeds: excessBytes > 0, excessBytes });
  }
  return candidates.sort(
    (a, b) =>
      Number(b.isUnmeasured) - Number(a.isUnmeasured) ||
      Number(b.exceeds) - Number(a.exceeds) ||
      priorityOf(a.worker.pod) - priorityOf(b.worker.pod) ||
      b.excessBytes - a.excessBytes,
  );
}

function usageOf(host: EvictionHost, worker: PodWorker, { name }: Container, resource: Signal["resource"]): number {
  let bytes = 0;
  for (const instance of worker.instances) {
    if (instance.name !== name || instance.state !== "running") continue;
    bytes += resource === "memory" ? host.runtime.memoryBytes(instance.id) : CONTAINER_DISK_BYTES;
  }
  return wholePages(bytes);
}

function evictionMessage(
  host: EvictionHost,
  worker: PodWorker,
  { resource, leastBytes, availableBytes }: Signal,
): { readonly text: string; readonly annotations: Record<string, string> } {
  const threshold = `Threshold quantity: ${bytes(leastBytes)}, available: ${bytes(availableBytes)}. `;
  let text = `The node was low on resource: ${resource}. ${threshold}`;
  const names: string[] = [];
  const usages: string[] = [];
  for (const container of containersOf(worker.pod)) {
    const usage = usageOf(host, worker, container, resource);
    const request = container.resources.requests?.[resource] ?? "0";
    if (usage <= quantityValue(request)) continue;
    text += `Container ${container.name} was using ${bytes(usage)}, request is ${request}, has larger consumption of ${resource}. `;
    names.push(container.name);
    usages.push(bytes(usage));
  }
  const annotations = {
    offending_containers: names.join(","),
    offending_containers_usage: usages.join(","),
    starved_resource: resource,
  };
  return { text, annotations };
}

/** KL-181 */
export function refusalUnderPressure(pod: Pod, pressures: readonly Pressure[]): Refusal | undefined {
  if (pressures.length === 0 || isCritical(pod)) return undefined;
  if (pressures.length === 1 && pressures[0] === "MemoryPressure") {
    if (podQosClass(pod.spec) !== "BestEffort") return undefined;
    const taint = { key: "node.kubernetes.io/memory-pressure", effect: "NoSchedule" } as const;
    if (pod.spec.tolerations?.some((toleration) => toleratesTaint(toleration, taint))) return undefined;
  }
  return { reason: "Evicted", message: `The node had condition: [${pressures.join(" ")}]. ` };
}

/** KL-176 */
export function isCritical(pod: Pod): boolean {
  return priorityOf(pod) >= CRITICAL_PRIORITY;
}

export function priorityOf(pod: Pod): number {
  return pod.spec.priority ?? 0;
}

function containersOf(pod: Pod): readonly Container[] {
  return [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** A kernel counts memory in pages. */
function wholePages(amount: number): number {
  return Math.ceil(amount / PAGE_BYTES) * PAGE_BYTES;
}

function bytes(amount: number): string {
  return formatQuantity(amount, "BinarySI");
}
