// One node's kubelet: takes the pods bound to its node, keeps a worker for each, and reports node and pods. Its container
// runtime lives in the same part, so that both share clock and snapshot.
// Left out on purpose: eviction under pressure, static pods, cgroups, in-place resizes, ephemeral containers.

import { ApiError } from "../api/apierror.ts";
import type { Fault } from "../api/kinds.ts";
import type { Pod, PodStatus } from "../api/types.generated.ts";
import type { Change, Client } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import { EventRecorder } from "../client/events.ts";
import type { NodeSpec } from "../nodespec.ts";
import type { ExecResult } from "../runtime/contract.ts";
import type { NodeRuntime } from "../runtime/runtime.ts";
import type { Because } from "../sim/cause.ts";
import type { Clock, Message } from "../sim/clock.ts";
import type { Latency } from "../sim/latency.ts";
import type { Part } from "../sim/part.ts";
import type { Random } from "../sim/random.ts";
import { admit } from "./admission.ts";
import { apply, endOf, pullErrorOf, strikesNode, strikesPod } from "./faults.ts";
import type { EnvSources } from "./env.ts";
import type { PodMessage } from "./host.ts";
import { continueKill, type KillMessage, noteKilled } from "./killing.ts";
import { type LogAnswer, type LogChoice, readLog } from "./logs.ts";
import { announceStart, heartbeat, type NodeHost, type NodeState, newNodeState, nodeLabels, register, reportNode } from "./node.ts";
import { type ProbeAnswer, type ProbeTick, stopProbes, takeAnswer, tickProbe } from "./prober.ts";
import { fieldPathOf, findContainer, hasRunning, instanceById, newest, newPodWorker, newProcessMemory, type PodWorker } from "./record.ts";
import { calculateStatus, isTerminal } from "./status.ts";
import { statusToWrite } from "./statuswriter.ts";
import { beginTermination, proceed, type StepMessage, syncPod, type SyncHost, takeStepTimer } from "./syncing.ts";

interface KubeletState {
  running: boolean;
  powered: boolean;
  startedAt: number;
  /** Makes the node's addresses; 0: none yet. */
  index: number;
  lastIP: number;
  waits: number;
  /** Where the seconds of the PLEG's looks and of the work queue's ticker begin. */
  lookPhase: number;
  tickPhase: number;
  pullsUntil: number;
  pods: Map<string, PodWorker>;
  faults: Map<string, Fault>;
  node: NodeState;
  runtime: NodeRuntime["state"];
  events: EventRecorder["state"];
}

const NODE_READY_MS = 240; // from registration to the first Ready
const RECONCILE_MS = 10_000; // KL-159
const FAULT_REPEAT_MS = 1000;
const RECONNECT_MS = 500;

interface FaultMessage extends Message {
  readonly type: "fault";
  readonly fault: string;
}
interface StrikeMessage extends PodMessage {
  readonly type: "strike";
  readonly fault: string;
  readonly container: string;
}

/** The kubelet of one node, with its container runtime. `state` holds both. */
export class Kubelet implements Part, NodeHost, SyncHost {
  readonly name: string;
  readonly nodeName: string;
  readonly nodeSpec: NodeSpec;
  readonly clock: Clock;
  readonly random: Random;
  readonly latency: Latency;
  readonly client: Client;
  readonly runtime: NodeRuntime;
  readonly events: EventRecorder;
  #state: KubeletState;
  /** A write of its own is under way: the watch event that follows is no news. */
  #writing = false;

  constructor(options: { context: PartContext; node: NodeSpec; runtime: NodeRuntime }) {
    const { context, node, runtime } = options;
    this.nodeSpec = node;
    this.nodeName = node.name;
    this.name = `kubelet ${node.name}`;
    this.clock = context.clock;
    this.random = context.random;
    this.latency = context.latency;
    this.client = context.clientFor(this.name);
    this.runtime = runtime;
    this.events = new EventRecorder(this.client, this.clock, "kubelet", node.name);
    this.#state = this.#newState();
    runtime.onExit = (podUid, id) => this.#noteExit(podUid, id);
    this.client.watchPodsOnNode(node.name, (change) => this.#notePod(change));
    this.client.watch("Fault", (change) => this.#noteFault(change));
  }

  #newState(): KubeletState {
    return {
      running: false,
      powered: true,
      startedAt: 0,
      index: 0,
      lastIP: 0,
      waits: 0,
      lookPhase: 0,
      tickPhase: 0,
      pullsUntil: 0,
      pods: new Map(),
      faults: new Map(),
      node: newNodeState(),
      runtime: this.runtime.state,
      events: this.events.state,
    };
  }

  get state(): unknown {
    this.#state.runtime = this.runtime.state;
    this.#state.events = this.events.state;
    return this.#state;
  }

  set state(value: unknown) {
    this.#state = value as KubeletState; // what the getter gave
    this.runtime.state = this.#state.runtime;
    this.events.state = this.#state.events;
  }

  get node(): NodeState {
    return this.#state.node;
  }

  get hostIP(): string {
    const { index } = this.#state;
    return `172.18.${(index + 1) >> 8}.${(index + 1) & 255}`;
  }

  get ageMs(): number {
    return this.clock.now - this.#state.startedAt;
  }

  get online(): boolean {
    return this.#state.running && !this.#isStruck("NetworkPartition");
  }

  get diskPressure(): boolean {
    return this.#isStruck("DiskPressure");
  }

  // What is done to the machine.

  /** The kubelet's process begins: registers its node and takes up its pods. Nothing when it runs already. */
  start(): void {
    const s = this.#state;
    if (s.running || !s.powered) return;
    const { now } = this.clock;
    s.running = true;
    s.startedAt = now;
    if (s.index === 0) s.index = this.#freeIndex();
    if (s.node.bootID === "") s.node.bootID = this.random.uuid();
    const spread = this.latency.profile !== "none";
    s.lookPhase = now + (spread ? this.random.below(1000) : 0);
    s.tickPhase = now + (spread ? this.random.below(1000) : 0);
    this.#attempt(() => {
      announceStart(this);
      register(this);
    });
    this.schedule(spread ? NODE_READY_MS : 0, { type: "node" });
    s.node.timer = this.schedule(spread ? NODE_READY_MS : 0, { type: "heartbeat" });
    this.#takeUpPods();
  }

  /** The kubelet's process ends; containers go on. */
  stop(): void {
    const s = this.#state;
    if (!s.running) return;
    s.running = false;
    if (s.node.timer !== undefined) this.clock.cancel(s.node.timer);
    s.node.timer = undefined;
    for (const worker of s.pods.values()) {
      this.#cancelTimers(worker);
      Object.assign(worker, newProcessMemory());
    }
  }

  /** The machine goes dark: its containers are gone at once. */
  powerOff(): void {
    const s = this.#state;
    if (!s.powered) return;
    this.stop();
    s.powered = false;
    for (const worker of s.pods.values()) {
      worker.sandboxReady = false;
      for (const instance of worker.instances) {
        if (instance.state !== "running") continue;
        this.runtime.kill(instance.id);
        Object.assign(instance, { state: "exited", exitCode: 255, reason: "Unknown", finishedAt: this.clock.now }); // KL-71
      }
    }
  }

  /** The machine comes up again, and its kubelet with it. */
  powerOn(): void {
    const s = this.#state;
    if (s.powered) return;
    s.powered = true;
    s.node.bootID = this.random.uuid();
    s.node.rebooted = true;
    this.start();
  }

  // What the API server asks.

  log(pod: Pod, container: string, choice: LogChoice): LogAnswer {
    const worker = this.#state.pods.get(pod.metadata.uid ?? "");
    if (worker === undefined) return { error: `container "${container}" in pod "${pod.metadata.name}" is waiting to start: ContainerCreating` };
    return readLog(this.runtime, worker, container, choice, this.clock.now);
  }

  /** Runs a command in a container. What takes time happens when its time has come; the result is known at once. */
  exec(pod: Pod, container: string, argv: readonly string[]): { readonly stdout: string; readonly stderr: string; readonly exitCode: number } | { readonly error: string } {
    const worker = this.#state.pods.get(pod.metadata.uid ?? "");
    const instance = worker === undefined ? undefined : newest(worker, container);
    if (worker === undefined || findContainer(pod, container) === undefined) return { error: `container not found ("${container}")` };
    if (instance?.state !== "running") return { error: `container not found ("${container}")` };
    const result: ExecResult = this.runtime.exec(instance.id, argv, { timeoutMs: 3_600_000 });
    if ("error" in result) return { error: result.error };
    return { stdout: result.stdout, stderr: result.stderr, exitCode: "exitCode" in result ? result.exitCode : 124 };
  }

  // Messages of its timers.

  handle(message: Message): void {
    this.#attempt(() => this.#dispatch(message));
  }

  /** A refused write leaves the rest of the kubelet alone: the pod's next sync says it again. */
  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  #dispatch(message: Message): void {
    const pod = (message as PodMessage).pod;
    const worker = pod === undefined ? undefined : this.#state.pods.get(pod);
    switch (message.type) {
      case "probe":
        if (worker !== undefined) tickProbe(this, worker, (message as ProbeTick).index);
        return;
      case "probed":
        if (worker !== undefined) takeAnswer(this, worker, message as ProbeAnswer);
        return;
      case "step":
        if (worker !== undefined) takeStepTimer(this, worker, message as StepMessage);
        return;
      case "stop":
        if (worker !== undefined) continueKill(this, worker, message as KillMessage);
        return;
      case "sync":
      case "look":
      case "retry":
      case "deadline":
        if (worker !== undefined) this.#wake(worker, message.type);
        return;
      case "strike":
        if (worker !== undefined) this.#strikeNow(worker, message as StrikeMessage);
        return;
      default:
        this.#dispatchNode(message);
    }
  }

  #dispatchNode(message: Message): void {
    switch (message.type) {
      case "heartbeat":
        if (this.#state.running) heartbeat(this);
        return;
      case "node":
        if (this.online) reportNode(this);
        return;
      case "reconnect":
        if (this.online) this.#takeUpPods();
        return;
      case "fault":
        this.#endFault((message as FaultMessage).fault);
        return;
      default:
        this.runtime.handle(message);
    }
  }

  #wake(worker: PodWorker, what: "sync" | "look" | "retry" | "deadline"): void {
    if (what === "sync") {
      worker.syncTimer = undefined;
      worker.syncAt = Number.POSITIVE_INFINITY;
    } else if (what === "look") worker.lookTimer = undefined;
    else if (what === "retry") worker.retryTimer = undefined;
    else worker.deadlineTimer = undefined;
    if (!this.#state.running) return;
    if (worker.phase === "new" && !this.#admitted(worker)) return;
    syncPod(this, worker);
  }

  /** KL-182, KL-183 */
  #admitted(worker: PodWorker): boolean {
    const { pod } = worker;
    const others = [...this.#state.pods.values()].filter((one) => one.phase === "syncing" || one.phase === "terminating").map((one) => one.pod);
    const node = this.client.get("Node", undefined, this.nodeName);
    // Containers that run already belong to a pod that was admitted before the kubelet came back.
    const refusal = hasRunning(worker) ? undefined : admit(pod, node, others);
    if (refusal === undefined) {
      worker.phase = "syncing";
      this.#watchDeadline(worker);
      return true;
    }
    this.event(worker, "Warning", refusal.reason, refusal.message);
    const { conditions: _none, containerStatuses: _no, initContainerStatuses: _not, resources: _nothing, ...bare } = calculateStatus(worker, this, this.clock.now);
    worker.phase = "terminated";
    worker.stopped = true;
    worker.note = { rule: "kubelet.refused", saw: { reason: refusal.reason } };
    this.sendStatus(worker, { ...bare, phase: "Failed", reason: refusal.reason, message: `Pod was rejected: ${refusal.message}` });
    return false;
  }

  #watchDeadline(worker: PodWorker): void {
    const seconds = worker.pod.spec.activeDeadlineSeconds;
    if (seconds === undefined || worker.deadlineTimer !== undefined) return;
    const startedAt = worker.pod.status.startTime === undefined ? Math.floor(this.clock.now / 1000) * 1000 : Date.parse(worker.pod.status.startTime);
    worker.deadlineTimer = this.clock.schedule(this.#nextAt(this.#state.tickPhase, startedAt + seconds * 1000 - 1), this.name, { type: "deadline", pod: worker.uid } as PodMessage);
  }

  // Notes of what happens elsewhere.

  #notePod({ type, object: pod, old, cause }: Change<"Pod">): void {
    const worker = this.#state.pods.get(pod.metadata.uid ?? "");
    if (worker !== undefined && this.#writing) {
      worker.pod = pod;
      return;
    }
    if (!this.online) return;
    if (type === "DELETED") {
      if (worker !== undefined) this.#removed(worker, pod, cause);
    } else if (worker === undefined) this.#added(pod, cause);
    else this.#updated(worker, pod, old, cause);
  }

  #added(pod: Pod, cause: number | undefined): void {
    const worker = newPodWorker(pod);
    worker.trigger = cause;
    this.#state.pods.set(worker.uid, worker);
    this.#begin(worker);
  }

  #begin(worker: PodWorker): void {
    const { pod } = worker;
    if (isTerminal(pod.status)) {
      worker.phase = pod.metadata.deletionTimestamp === undefined && !hasRunning(worker) ? "terminated" : "terminating";
      worker.stopped = !hasRunning(worker);
      if (worker.phase === "terminating") this.requestSync(worker, this.latency.draw("kubelet"));
      return;
    }
    if (pod.metadata.deletionTimestamp !== undefined) beginTermination(this, worker);
    this.requestSync(worker, this.latency.draw("kubelet"));
  }

  #updated(worker: PodWorker, pod: Pod, old: Pod | undefined, cause: number | undefined): void {
    worker.pod = pod;
    if (worker.phase === "terminated") {
      // A finalizer kept the object for a while, or a finished pod is being deleted with a grace period.
      if (pod.metadata.deletionTimestamp !== undefined && old?.metadata.deletionTimestamp === undefined) this.#attempt(() => this.deletePod(worker));
      return;
    }
    const ending = pod.metadata.deletionTimestamp !== undefined || isTerminal(pod.status);
    if (ending && worker.phase !== "terminating") {
      worker.trigger = cause;
      worker.note = { rule: "kubelet.kill", saw: { graceSeconds: pod.metadata.deletionGracePeriodSeconds ?? 0 } };
      beginTermination(this, worker);
      this.requestSync(worker, this.latency.draw("controller"));
    } else if (pod.spec !== old?.spec) {
      worker.trigger = cause;
      this.#watchDeadline(worker);
      this.requestSync(worker, this.latency.draw("controller"));
    } else if (pod.status !== old?.status && worker.phase === "syncing") {
      this.requestSync(worker, RECONCILE_MS - (this.ageMs % RECONCILE_MS));
    }
  }

  #removed(worker: PodWorker, pod: Pod, cause: number | undefined): void {
    worker.pod = pod;
    worker.gone = true;
    worker.trigger = cause;
    if (worker.phase === "terminated" || (worker.phase === "new" && worker.instances.length === 0)) {
      this.forget(worker);
      return;
    }
    if (worker.phase !== "terminating") beginTermination(this, worker);
    if (worker.job === undefined) this.requestSync(worker, this.latency.draw("controller"));
  }

  /** After a start or a partition: what the API server says now is what counts. */
  #takeUpPods(): void {
    const present = new Set<string>();
    for (const pod of this.client.podsOnNode(this.nodeName)) {
      present.add(pod.metadata.uid ?? "");
      const worker = this.#state.pods.get(pod.metadata.uid ?? "");
      if (worker === undefined) this.#added(pod, undefined);
      else {
        const old = worker.pod;
        worker.pod = pod;
        if (worker.phase === "new") this.#begin(worker);
        else {
          this.#updated(worker, pod, old, undefined);
          if (worker.phase === "syncing" || worker.stopped) this.requestSync(worker, this.latency.draw("kubelet"));
        }
      }
    }
    for (const worker of [...this.#state.pods.values()]) if (!present.has(worker.uid)) this.#removed(worker, worker.pod, undefined);
  }

  #noteExit(podUid: string, id: string): void {
    const worker = this.#state.pods.get(podUid);
    const instance = worker === undefined ? undefined : instanceById(worker, id);
    const info = this.runtime.inspect(id);
    if (worker === undefined || instance === undefined || info === undefined) return;
    instance.state = "exited";
    instance.finishedAt = info.finishedAt ?? this.clock.now;
    instance.exitCode = info.exitCode ?? 0;
    instance.reason = info.reason ?? (instance.exitCode === 0 ? "Completed" : "Error");
    instance.message = info.message;
    if (!this.#state.running) return;
    const killed = noteKilled(this, worker, id);
    if (worker.note?.rule !== "kubelet.probe-failed") {
      worker.note = { rule: "kubelet.exited", saw: { container: instance.name, exitCode: instance.exitCode, reason: instance.reason } };
    }
    if (killed && worker.job !== undefined) {
      const message: StepMessage = { type: "step", pod: podUid, step: `stopped ${instance.name}`, wait: worker.job.wait };
      this.schedule(this.latency.draw("request"), message);
    } else this.requestLook(worker);
  }

  // What the pieces of the kubelet ask of it.

  schedule(delayMs: number, message: Message): number {
    return this.clock.schedule(this.clock.now + delayMs, this.name, message);
  }

  event(worker: PodWorker, type: "Normal" | "Warning", reason: string, message: string, container?: string): void {
    if (!this.online) return;
    this.events.event(worker.pod, type, reason, message, { ...(container === undefined ? {} : { fieldPath: fieldPathOf(worker.pod, container) }), trigger: worker.trigger });
  }

  requestSync(worker: PodWorker, delayMs: number): void {
    if (worker.phase === "terminated") return;
    if (worker.job !== undefined) {
      worker.again = true;
      return;
    }
    const asked = this.clock.now + delayMs;
    const at = worker.onDemand ? asked : Math.max(asked, this.#nextAt(this.#state.lookPhase, worker.lastSyncEnd));
    if (worker.syncTimer !== undefined) {
      if (worker.syncAt <= at) return;
      this.clock.cancel(worker.syncTimer);
    }
    worker.syncAt = at;
    worker.syncTimer = this.clock.schedule(at, this.name, { type: "sync", pod: worker.uid } as PodMessage);
  }

  requestLook(worker: PodWorker): void {
    if (worker.lookTimer !== undefined || worker.phase === "terminated") return;
    worker.lookTimer = this.clock.schedule(this.#nextAt(this.#state.lookPhase, this.clock.now), this.name, { type: "look", pod: worker.uid } as PodMessage);
  }

  retryAfter(worker: PodWorker, delayMs: number): void {
    if (worker.retryTimer !== undefined) this.clock.cancel(worker.retryTimer);
    worker.retryTimer = this.clock.schedule(this.#nextAt(this.#state.tickPhase, this.clock.now + delayMs), this.name, { type: "retry", pod: worker.uid } as PodMessage);
  }

  /** The first instant after `at` that lies whole seconds from `phase`. */
  #nextAt(phase: number, at: number): number {
    if (at === Number.NEGATIVE_INFINITY) return at;
    return phase + (Math.floor((at - phase) / 1000) + 1) * 1000;
  }

  proceed(worker: PodWorker): void {
    proceed(this, worker);
  }

  publish(worker: PodWorker, because: Because): void {
    worker.note = because;
    this.sendStatus(worker, calculateStatus(worker, this, this.clock.now));
  }

  sendStatus(worker: PodWorker, status: PodStatus): void {
    worker.status = status;
    if (worker.gone || !this.online) return;
    const { metadata } = worker.pod;
    const wanted = statusToWrite(worker, status);
    if (wanted === worker.pod.status) return;
    const because: Because = { ...(worker.note ?? { rule: "kubelet.status" }), trigger: worker.trigger };
    worker.note = undefined;
    worker.trigger = undefined;
    this.#writing = true;
    try {
      this.client.modify("Pod", { kind: "Pod", namespace: metadata.namespace, name: metadata.name ?? "", uid: worker.uid }, (pod) => ({ ...pod, status: wanted }), because, "status");
    } finally {
      this.#writing = false;
    }
  }

  deletePod(worker: PodWorker): void {
    const { namespace, name } = worker.pod.metadata;
    if (this.client.get("Pod", namespace, name ?? "")?.metadata.uid !== worker.uid) return;
    const saw = { phase: worker.pod.status.phase ?? "" };
    this.client.delete("Pod", namespace, name ?? "", { gracePeriodSeconds: 0, preconditions: { uid: worker.uid } }, { rule: "kubelet.removed", saw, trigger: worker.trigger });
  }

  forget(worker: PodWorker): void {
    this.#cancelTimers(worker);
    this.runtime.removeSandbox(worker.uid);
    this.#state.pods.delete(worker.uid);
  }

  #cancelTimers(worker: PodWorker): void {
    stopProbes(this, worker, () => true);
    for (const timer of [worker.syncTimer, worker.retryTimer, worker.lookTimer, worker.deadlineTimer]) if (timer !== undefined) this.clock.cancel(timer);
    worker.syncTimer = worker.retryTimer = worker.lookTimer = worker.deadlineTimer = undefined;
  }

  nextWait(): number {
    return ++this.#state.waits;
  }

  newPodIP(): string {
    const { index } = this.#state;
    const n = this.#state.lastIP++;
    return `10.${244 + ((Math.floor(n / 253) + 8 * (index >> 8)) % 12)}.${index & 255}.${(n % 253) + 2}`;
  }

  /** The lowest number whose address no other node has. */
  #freeIndex(): number {
    const taken = new Set<string>();
    for (const node of this.client.list("Node")) for (const { type, address } of node.status.addresses ?? []) if (type === "InternalIP") taken.add(address);
    let index = 1;
    while (taken.has(`172.18.${(index + 1) >> 8}.${(index + 1) & 255}`)) index++;
    return index;
  }

  queuePull(durationMs: number): number {
    const s = this.#state;
    s.pullsUntil = Math.max(s.pullsUntil, this.clock.now) + durationMs;
    return s.pullsUntil;
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

  // Faults.

  #isStruck(type: Fault["spec"]["type"]): boolean {
    for (const fault of this.#state.faults.values()) if (fault.spec.type === type && fault.spec.nodes !== undefined) return true;
    return false;
  }

  #noteFault({ type, object: fault }: Change<"Fault">): void {
    const uid = fault.metadata.uid ?? "";
    if (type === "DELETED") this.#endFault(uid);
    else if (type === "ADDED") this.#beginFault(uid, fault);
  }

  #beginFault(uid: string, fault: Fault): void {
    const labels = this.client.get("Node", undefined, this.nodeName)?.metadata.labels ?? nodeLabels(this.nodeSpec);
    const onNode = strikesNode(fault, this.nodeName, labels);
    if (fault.spec.nodes !== undefined && !onNode) return;
    this.#state.faults.set(uid, fault);
    const endAt = endOf(fault);
    if (endAt !== undefined) this.clock.schedule(endAt, this.name, { type: "fault", fault: uid } as FaultMessage);
    if (fault.spec.type === "NodePowerOff" && onNode) this.powerOff();
    for (const worker of this.#state.pods.values()) if (strikesPod(fault, worker.pod)) apply(this.runtime, worker, fault, true);
  }

  #endFault(uid: string): void {
    const fault = this.#state.faults.get(uid);
    if (fault === undefined) return;
    this.#state.faults.delete(uid);
    for (const worker of this.#state.pods.values()) if (strikesPod(fault, worker.pod)) apply(this.runtime, worker, fault, false);
    if (fault.spec.nodes === undefined) return;
    if (fault.spec.type === "NodePowerOff" && !this.#isStruck("NodePowerOff")) this.powerOn();
    if (fault.spec.type === "NetworkPartition") this.schedule(this.latency.profile === "none" ? 0 : RECONNECT_MS, { type: "reconnect" });
  }

  strike(worker: PodWorker, container: string): void {
    for (const [uid, fault] of this.#state.faults) {
      if (!strikesPod(fault, worker.pod)) continue;
      const message: StrikeMessage = { type: "strike", pod: worker.uid, fault: uid, container };
      const delayMs = fault.spec.type === "Crash" || fault.spec.type === "OutOfMemory" ? (fault.spec.delaySeconds ?? 0) * 1000 || FAULT_REPEAT_MS : 0;
      this.schedule(delayMs, message);
    }
  }

  #strikeNow(worker: PodWorker, message: StrikeMessage): void {
    const fault = this.#state.faults.get(message.fault);
    if (fault !== undefined) apply(this.runtime, worker, fault, true, message.container);
  }

  pullFault(image: string): string | undefined {
    for (const fault of this.#state.faults.values()) {
      const error = pullErrorOf(fault, image);
      if (error !== undefined) return error;
    }
    return undefined;
  }
}
