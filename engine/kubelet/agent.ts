// What the pieces of one node's kubelet work with: its memory, clock, client, runtime, and how they set one another going.

import { deepEqual } from "../api/equal.ts";
import type { Fault } from "../api/kinds.ts";
import { quantityValue } from "../api/quantity.ts";
import type { HostIP, ObjectReference, PodStatus } from "../api/types.generated.ts";
import type { Client } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import { type EventOptions, EventRecorder, referenceTo } from "../client/events.ts";
import type { SharedConditions } from "./conditions.ts";
import type { NodeSpec } from "../nodespec.ts";
import type { NodeRuntime } from "../runtime/runtime.ts";
import type { Because } from "../sim/cause.ts";
import type { Clock, Message } from "../sim/clock.ts";
import type { Latency } from "../sim/latency.ts";
import type { Random } from "../sim/random.ts";
import type { EnvSources } from "./env.ts";
import { type Eviction, type EvictionState, newEvictionState } from "./eviction.ts";
import { pullErrorOf, strikesPod } from "./faults.ts";
import type { PodMessage } from "./host.ts";
import { addressOf, type Machine, machineOf, type NodeHost, type NodeState, newNodeState, record } from "./node.ts";
import { notGivenUp, type UnsentEvent, withUnsent } from "./outbox.ts";
import { stopProbes } from "./prober.ts";
import { fieldPathOf, type PodWorker } from "./record.ts";
import { statusWithProbed } from "./status.ts";
import { statusToWrite } from "./statuswriter.ts";
import { beginTermination, type SyncHost } from "./syncing.ts";

export interface KubeletState {
  running: boolean;
  powered: boolean;
  startedAt: number;
  bootTimer: number | undefined;
  /** Makes the node's addresses; 0: none yet. */
  index: number;
  lastIP: number;
  waits: number;
  /** Where the seconds of the PLEG's looks and of the work queue's ticker begin. */
  lookPhase: number;
  tickPhase: number;
  pullsUntil: number;
  /** The images of the pulls in the queue. */
  pulls: string[];
  pods: Map<string, PodWorker>;
  faults: Map<string, Fault>;
  node: NodeState;
  eviction: EvictionState;
  runtime: NodeRuntime["state"];
  events: EventRecorder["state"];
  /** Events that wait until the API server can be reached. */
  unsent: readonly UnsentEvent[];
}

const PLAIN_STATUS: NonNullable<PodWorker["note"]> = Object.freeze({ rule: "kubelet.status" });
const FAULT_REPEAT_MS = 1000;
const PRESENT_PULL_MS = 30;

/** A lasting Fault strikes a container that has begun meanwhile. */
export interface StrikeMessage extends PodMessage {
  readonly type: "strike";
  readonly fault: string;
  readonly container: string;
}

export class NodeAgent implements NodeHost, SyncHost {
  readonly name: string;
  readonly nodeName: string;
  readonly nodeSpec: NodeSpec;
  readonly clock: Clock;
  readonly random: Random;
  readonly latency: Latency;
  readonly client: Client;
  readonly runtime: NodeRuntime;
  readonly events: EventRecorder;
  state: KubeletState;
  /** A write of its own is under way: the watch event that follows is no news. */
  writing = false;
  // Not part of the state: what is in it can be made again at any time.
  readonly sharedConditions: SharedConditions = { yes: new Map(), no: new Map() };
  confirmed: NodeHost["confirmed"];
  readonly machine: Machine;
  readonly memoryBytes: number;
  #hostIPs: { readonly index: number; readonly list: readonly HostIP[] } | undefined;

  constructor(name: string, context: PartContext, nodeSpec: NodeSpec, runtime: NodeRuntime) {
    this.name = name;
    this.nodeSpec = nodeSpec;
    this.nodeName = nodeSpec.name;
    this.clock = context.clock;
    this.random = context.random;
    this.latency = context.latency;
    this.client = context.clientFor(name);
    this.runtime = runtime;
    this.machine = machineOf(nodeSpec);
    this.memoryBytes = quantityValue(nodeSpec.memory ?? "8Gi");
    this.events = new EventRecorder(this.client, this.clock, "kubelet", nodeSpec.name);
    this.state = {
      running: false,
      powered: true,
      startedAt: 0,
      bootTimer: undefined,
      index: 0,
      lastIP: 0,
      waits: 0,
      lookPhase: 0,
      tickPhase: 0,
      pullsUntil: 0,
      pulls: [],
      pods: new Map(),
      faults: new Map(),
      node: newNodeState(),
      eviction: newEvictionState(),
      runtime: runtime.state,
      events: this.events.state,
      unsent: [],
    };
  }

  get node(): NodeState {
    return this.state.node;
  }

  get eviction(): EvictionState {
    return this.state.eviction;
  }

  get workers(): ReadonlyMap<string, PodWorker> {
    return this.state.pods;
  }

  get cgroup(): 1 | 2 | undefined {
    return this.nodeSpec.cgroup;
  }

  get hostIP(): string {
    return this.hostIPs[0]?.ip ?? "";
  }

  /** One list for all pods of the node. */
  get hostIPs(): readonly HostIP[] {
    if (this.#hostIPs?.index !== this.state.index)
      this.#hostIPs = { index: this.state.index, list: Object.freeze([Object.freeze({ ip: addressOf(this.state.index) })]) };
    return this.#hostIPs.list;
  }

  get ageMs(): number {
    return this.clock.now - this.state.startedAt;
  }

  get online(): boolean {
    return this.state.running && !this.isStruck("NetworkPartition");
  }

  get diskPressure(): boolean {
    return this.isStruck("DiskPressure");
  }

  get slowMs(): number {
    let slowMs = 0;
    for (const { spec } of this.state.faults.values()) if (spec.type === "NodeSlow") slowMs += (spec.delaySeconds ?? 5) * 1000;
    return slowMs;
  }

  isStruck(type: Fault["spec"]["type"]): boolean {
    if (this.state.faults.size === 0) return false;
    for (const fault of this.state.faults.values()) if (fault.spec.type === type && fault.spec.nodes !== undefined) return true;
    return false;
  }

  schedule(delayMs: number, message: Message): number {
    return this.clock.schedule(this.clock.now + delayMs, this.name, message);
  }

  event(worker: PodWorker, type: "Normal" | "Warning", reason: string, message: string, container?: string): void {
    const { pod, trigger } = worker;
    this.tell(referenceTo(pod, container === undefined ? undefined : fieldPathOf(pod, container)), type, reason, message, { trigger });
  }

  annotatedEvent(worker: PodWorker, reason: string, message: string, annotations: Readonly<Record<string, string>> | undefined): void {
    this.tell(referenceTo(worker.pod), "Warning", reason, message, annotations === undefined ? {} : { annotations });
  }

  recordOnNode(type: "Normal" | "Warning", reason: string, message: string): void {
    record(this, type, reason, message);
  }

  /** What cannot be sent waits, and what comes after it behind it (KL-220). */
  tell(about: ObjectReference, type: "Normal" | "Warning", reason: string, message: string, options: EventOptions = {}): void {
    const s = this.state;
    if (!s.running) return;
    if (this.online && s.unsent.length === 0) this.events.event(about, type, reason, message, options);
    else s.unsent = withUnsent(s.unsent, { at: this.clock.now, about, type, reason, message, options });
  }

  sendUnsent(): void {
    const waiting = notGivenUp(this.state.unsent, this.clock.now);
    this.state.unsent = [];
    for (const { at, about, type, reason, message, options } of waiting)
      this.events.event(about, type, reason, message, { ...options, at });
  }

  evict(worker: PodWorker, { rule, reason, message, graceSeconds, disruption }: Eviction): void {
    worker.ended = { phase: "Failed", reason, message, ...(disruption === undefined ? {} : { disruption }) };
    worker.graceSeconds = graceSeconds;
    worker.note = { rule, saw: { message } };
    beginTermination(this, worker);
    this.requestSync(worker, 0);
  }

  requestSync(worker: PodWorker, delayMs: number): void {
    if (worker.phase === "terminated") return;
    if (worker.job !== undefined) {
      worker.again = true;
      return;
    }
    const asked = this.clock.now + delayMs + this.slowMs;
    const at = worker.onDemand ? asked : Math.max(asked, this.nextAt(this.state.lookPhase, worker.lastSyncEnd));
    if (worker.syncTimer !== undefined) {
      if (worker.syncAt <= at) return;
      this.clock.cancel(worker.syncTimer);
    }
    worker.syncAt = at;
    worker.syncTimer = this.clock.schedule(at, this.name, { type: "sync", pod: worker.uid } as PodMessage);
  }

  requestLook(worker: PodWorker): void {
    if (worker.lookTimer !== undefined || worker.phase === "terminated") return;
    worker.lookTimer = this.clock.schedule(this.nextAt(this.state.lookPhase, this.clock.now + this.slowMs), this.name, {
      type: "look",
      pod: worker.uid,
    } as PodMessage);
  }

  lookAfter(worker: PodWorker, delayMs: number): void {
    if (worker.lookTimer === undefined) worker.lookTimer = this.schedule(delayMs, { type: "look", pod: worker.uid } as PodMessage);
  }

  retryAfter(worker: PodWorker, delayMs: number): void {
    if (worker.retryTimer !== undefined) this.clock.cancel(worker.retryTimer);
    worker.retryTimer = this.clock.schedule(this.nextAt(this.state.tickPhase, this.clock.now + delayMs), this.name, {
      type: "retry",
      pod: worker.uid,
    } as PodMessage);
  }

  dropRetry(worker: PodWorker): void {
    if (worker.retryTimer !== undefined) this.clock.cancel(worker.retryTimer);
    worker.retryTimer = undefined;
  }

  /** The first instant after `at` that lies whole seconds from `phase`. */
  nextAt(phase: number, at: number): number {
    if (at === Number.NEGATIVE_INFINITY) return at;
    return phase + (Math.floor((at - phase) / 1000) + 1) * 1000;
  }

  publish(worker: PodWorker, container: string, because: Because): void {
    if (worker.status === undefined) return;
    worker.note = because;
    this.#send(worker, statusWithProbed(worker, worker.status, container, this, this.clock.now));
  }

  sendStatus(worker: PodWorker, status: PodStatus): void {
    for (const instance of worker.instances) if (instance.state !== "created") instance.shown = true;
    this.#send(worker, status);
  }

  #send(worker: PodWorker, status: PodStatus): void {
    // One that says the same keeps its parts, which the object in the API shares.
    if (worker.status === undefined || !deepEqual(worker.status, status)) worker.status = status;
    if (worker.gone || !this.online) return;
    const { metadata } = worker.pod;
    const wanted = statusToWrite(worker, status);
    if (wanted === worker.pod.status) return;
    const { rule, saw, wanted: aim } = worker.note ?? PLAIN_STATUS;
    const because: Because = { rule, saw, wanted: aim, trigger: worker.trigger };
    worker.note = undefined;
    worker.trigger = undefined;
    this.writing = true;
    try {
      this.client.modify(
        "Pod",
        { kind: "Pod", namespace: metadata.namespace, name: metadata.name ?? "", uid: worker.uid },
        (pod) => ({ ...pod, status: wanted }),
        because,
        "status",
      );
    } finally {
      this.writing = false;
    }
  }

  deletePod(worker: PodWorker): void {
    const { namespace, name } = worker.pod.metadata;
    if (!this.online) return;
    if (this.client.get("Pod", namespace, name ?? "")?.metadata.uid !== worker.uid) return;
    const saw = { phase: worker.pod.status.phase ?? "" };
    this.client.delete(
      "Pod",
      namespace,
      name ?? "",
      { gracePeriodSeconds: 0, preconditions: { uid: worker.uid } },
      { rule: "kubelet.removed", saw, trigger: worker.trigger },
    );
  }

  forget(worker: PodWorker): void {
    this.cancelTimers(worker);
    this.runtime.removeSandbox(worker.uid);
    this.state.pods.delete(worker.uid);
  }

  cancelTimers(worker: PodWorker): void {
    stopProbes(this, worker, () => true);
    for (const timer of [worker.syncTimer, worker.retryTimer, worker.lookTimer, worker.deadlineTimer])
      if (timer !== undefined) this.clock.cancel(timer);
    worker.syncTimer = worker.retryTimer = worker.lookTimer = worker.deadlineTimer = undefined;
  }

  nextWait(): number {
    return ++this.state.waits;
  }

  newPodIP(): string {
    const { index } = this.state;
    const n = this.state.lastIP++;
    return `10.${244 + ((Math.floor(n / 253) + 8 * (index >> 8)) % 12)}.${index & 255}.${(n % 253) + 2}`;
  }

  /** One that is asked for while the same image is on its way finds all layers there when its turn comes. */
  queuePull(image: string | undefined, durationMs: number): { readonly doneAt: number; readonly tookMs: number } {
    const s = this.state;
    const { now } = this.clock;
    const queued = s.pullsUntil > now && image !== undefined && s.pulls.includes(image);
    if (s.pullsUntil <= now) s.pulls = [];
    if (image !== undefined) s.pulls.push(image);
    const tookMs = queued ? Math.min(PRESENT_PULL_MS, durationMs) : durationMs;
    s.pullsUntil = Math.max(s.pullsUntil, now) + tookMs;
    return { doneAt: s.pullsUntil, tookMs };
  }

  envSources(worker: PodWorker): EnvSources {
    const { namespace } = worker.pod.metadata;
    return {
      configMap: (name) => this.client.get("ConfigMap", namespace, name),
      secret: (name) => this.client.get("Secret", namespace, name),
      services: () => this.client.list("Service"),
      nodeName: this.nodeName,
      hostIP: this.hostIP,
      podIP: worker.ip,
      allocatable: this.client.get("Node", undefined, this.nodeName)?.status.allocatable ?? {},
    };
  }

  strike(worker: PodWorker, container: string): void {
    for (const [uid, fault] of this.state.faults) {
      if (!strikesPod(fault, worker.pod)) continue;
      const message: StrikeMessage = { type: "strike", pod: worker.uid, fault: uid, container };
      const delayMs =
        fault.spec.type === "Crash" || fault.spec.type === "OutOfMemory" ? (fault.spec.delaySeconds ?? 0) * 1000 || FAULT_REPEAT_MS : 0;
      this.schedule(delayMs, message);
    }
  }

  pullFault(worker: PodWorker, image: string): string | undefined {
    for (const fault of this.state.faults.values()) {
      const error = pullErrorOf(fault, worker.pod, image);
      if (error !== undefined) return error;
    }
    return undefined;
  }
}
