// One node's kubelet: takes the pods bound to its node, keeps a worker for each, and reports node and pods. Its container
// runtime lives in the same part, so that both share clock and snapshot.
// Left out on purpose: static pods, cgroups, in-place resizes, ephemeral containers.

import { ApiError } from "../api/apierror.ts";
import type { Fault } from "../api/kinds.ts";
import type { Pod } from "../api/types.generated.ts";
import type { Change } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import { newEventRecorderState } from "../client/events.ts";
import type { NodeSpec } from "../nodespec.ts";
import type { NodeRuntime } from "../runtime/runtime.ts";
import type { Message } from "../sim/clock.ts";
import type { Part } from "../sim/part.ts";
import { type KubeletState, NodeAgent, type StrikeMessage } from "./agent.ts";
import { newEvictionState, pollEviction } from "./eviction.ts";
import { look, seeExits } from "./exits.ts";
import { apply, endOf, strikesNode, strikesPod } from "./faults.ts";
import type { PodMessage } from "./host.ts";
import type { KillMessage } from "./killing.ts";
import { type LogAnswer, type LogChoice, readLog } from "./logs.ts";
import { announceStart, freeIndex, heartbeat, nodeLabels, register, reportNode } from "./node.ts";
import { admitted, endEarly, noteExit, notePod, noteStop, takeUpPods } from "./podwatch.ts";
import { type ProbeAnswer, type ProbeTick, takeAnswer, tickProbe } from "./prober.ts";
import { newest, newProcessMemory, type PodWorker } from "./record.ts";
import { type StepMessage, syncPod, takeStepTimer } from "./syncing.ts";

// As the recordings show: from the start of a machine or a process to its first words, from there to its Node, to Ready.
const MACHINE_START_MS = 4100;
const PROCESS_START_MS = 940;
const REGISTER_MS = 240;
/** KL-188 */
const REGISTER_AGAIN_MS = 100;
const REGISTER_AGAIN_MOST_MS = 7_000;
const RECONNECT_MS = 600;
const EXEC_LIMIT_MS = 3_600_000;
const EXEC_FAILED = "Internal error occurred: Internal error occurred: ";

/** KL-100 */
function noteSystemOom(agent: NodeAgent, victim: string): void {
  const pid = 1000 + agent.random.below(30_000);
  agent.recordOnNode("Warning", "SystemOOM", `System OOM encountered, victim process: ${victim}, pid: ${pid}`);
}

interface FaultMessage extends Message {
  readonly type: "fault";
  readonly fault: string;
}

/** `againMs`: how long after a failure it is tried once more. */
interface RegisterMessage extends Message {
  readonly type: "register";
  readonly againMs: number;
}
const REGISTER: RegisterMessage = Object.freeze({ type: "register", againMs: REGISTER_AGAIN_MS });

/** The kubelet of one node, with its container runtime. `state` holds both. */
export class Kubelet implements Part {
  readonly name: string;
  readonly #agent: NodeAgent;

  constructor(options: { context: PartContext; node: NodeSpec; runtime: NodeRuntime }) {
    const { context, node, runtime } = options;
    this.name = `kubelet ${node.name}`;
    const agent = new NodeAgent(this.name, context, node, runtime);
    this.#agent = agent;
    runtime.onExit = (podUid, id) => noteExit(agent, podUid, id);
    runtime.onSystemOom = (victim) => noteSystemOom(agent, victim);
    agent.client.watchPodsOnNode(node.name, (change) => notePod(agent, change));
    agent.client.watch("Fault", (change) => this.#noteFault(change));
  }

  get state(): unknown {
    const { state, runtime, events } = this.#agent;
    state.runtime = runtime.state;
    state.events = events.state;
    return state;
  }

  set state(value: unknown) {
    const state = value as KubeletState; // what the getter gave
    this.#agent.state = state;
    this.#agent.runtime.state = state.runtime;
    this.#agent.events.state = state.events;
  }

  // What is done to the machine.

  /** The kubelet's process is started: after a moment it registers its node and takes up its pods. */
  start(): void {
    const s = this.#agent.state;
    if (s.running || !s.powered || s.bootTimer !== undefined) return;
    const first = s.node.bootID === "";
    if (first) s.node.bootID = this.#agent.random.uuid();
    if (this.#agent.latency.profile === "none") this.#boot();
    else s.bootTimer = this.#agent.schedule(first ? MACHINE_START_MS : PROCESS_START_MS, { type: "boot" });
  }

  #boot(): void {
    const s = this.#agent.state;
    const { clock, random } = this.#agent;
    const spread = this.#agent.latency.profile !== "none";
    s.bootTimer = undefined;
    s.running = true;
    s.startedAt = clock.now;
    s.lookPhase = clock.now + (spread ? random.below(1000) : 0);
    s.tickPhase = clock.now + (spread ? random.below(1000) : 0);
    this.#takeUpFaults();
    if (!s.running) return; // a power failure has met it
    this.#attempt(() => announceStart(this.#agent));
    if (spread) this.#agent.schedule(REGISTER_MS, REGISTER);
    else this.#register();
  }

  #register(againMs = REGISTER_AGAIN_MS): void {
    const s = this.#agent.state;
    if (!this.#agent.online) {
      const message: RegisterMessage = { type: "register", againMs: Math.min(REGISTER_AGAIN_MOST_MS, againMs * 2) };
      if (s.running) this.#agent.schedule(againMs, message); // cut off: it goes on trying
      return;
    }
    // Not before: machines that boot together must not all find the same address free.
    if (s.index === 0) s.index = freeIndex(this.#agent);
    const known = register(this.#agent);
    const readyMs = known || this.#agent.latency.profile === "none" ? 0 : REGISTER_MS;
    if (readyMs === 0) reportNode(this.#agent);
    else this.#agent.schedule(readyMs, { type: "node" });
    s.node.timer ??= this.#agent.schedule(readyMs, { type: "heartbeat" });
    if (this.#agent.latency.profile === "none") this.#reconnect();
    else this.#agent.schedule(RECONNECT_MS, { type: "reconnect" });
  }

  #reconnect(): void {
    this.#agent.sendUnsent();
    takeUpPods(this.#agent);
  }

  /** The kubelet's process ends; containers go on. */
  stop(): void {
    const s = this.#agent.state;
    if (s.bootTimer !== undefined) this.#agent.clock.cancel(s.bootTimer);
    s.bootTimer = undefined;
    if (!s.running) return;
    s.running = false;
    if (s.node.timer !== undefined) this.#agent.clock.cancel(s.node.timer);
    s.node.timer = undefined;
    // What it has told of is forgotten with the process: the next one starts new Events (KL-219).
    const { events } = this.#agent;
    events.state = newEventRecorderState(events.state.named);
    s.unsent = [];
    s.eviction = newEvictionState();
    for (const worker of s.pods.values()) {
      this.#agent.cancelTimers(worker);
      seeExits(this.#agent, worker);
      Object.assign(worker, newProcessMemory());
    }
  }

  /** The machine goes dark: its containers are gone at once. */
  powerOff(): void {
    const s = this.#agent.state;
    if (!s.powered) return;
    this.stop();
    s.powered = false;
    for (const worker of s.pods.values()) {
      worker.sandboxReady = false;
      for (const instance of worker.instances) {
        if (instance.state !== "running") continue;
        this.#agent.runtime.kill(instance.id);
        Object.assign(instance, { state: "exited", exitCode: 255, reason: "Unknown", unseen: false, finishedAt: this.#agent.clock.now }); // KL-71
      }
    }
  }

  /** The machine comes up again, and its kubelet with it. */
  powerOn(): void {
    const s = this.#agent.state;
    if (s.powered) return;
    s.powered = true;
    s.node.bootID = this.#agent.random.uuid();
    s.node.rebooted = true;
    this.start();
  }

  // What the API server asks.

  log(pod: Pod, container: string, choice: LogChoice): LogAnswer {
    const worker = this.#agent.state.pods.get(pod.metadata.uid ?? "");
    if (worker === undefined)
      return { error: `container "${container}" in pod "${pod.metadata.name}" is waiting to start: ContainerCreating` };
    return readLog(this.#agent.runtime, worker, container, choice, this.#agent.clock.now);
  }

  /** Runs a command in a container. What takes time happens when its time has come; the result is known at once. */
  exec(
    pod: Pod,
    container: string,
    argv: readonly string[],
    stdin?: string,
  ): { readonly stdout: string; readonly stderr: string; readonly exitCode: number } | { readonly error: string } {
    const worker = this.#agent.state.pods.get(pod.metadata.uid ?? "");
    const instance = worker === undefined ? undefined : newest(worker, container);
    if (instance?.state !== "running") return { error: `${EXEC_FAILED}container not found ("${container}")` };
    const options = { timeoutMs: EXEC_LIMIT_MS, ...(stdin === undefined ? {} : { stdin }) };
    const result = this.#agent.runtime.exec(instance.id, argv, options);
    if ("error" in result)
      return { error: `${EXEC_FAILED}error executing command in container: failed to exec in container: ${result.error}` };
    return { stdout: result.stdout, stderr: result.stderr, exitCode: "exitCode" in result ? result.exitCode : 124 };
  }

  // Messages of its timers.

  /** A refused write leaves the rest of the kubelet alone: the pod's next sync says it again. */
  handle(message: Message): void {
    try {
      this.#dispatch(message);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  #dispatch(message: Message): void {
    const pod = (message as PodMessage).pod;
    const worker = pod === undefined ? undefined : this.#agent.state.pods.get(pod);
    switch (message.type) {
      case "probe":
        if (worker !== undefined) tickProbe(this.#agent, worker, (message as ProbeTick).index);
        return;
      case "probed":
        if (worker !== undefined) takeAnswer(this.#agent, worker, message as ProbeAnswer);
        return;
      case "step":
        if (worker !== undefined) takeStepTimer(this.#agent, worker, message as StepMessage);
        return;
      case "stop":
        if (worker !== undefined) noteStop(this.#agent, worker, message as KillMessage);
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
        if (this.#agent.state.running) heartbeat(this.#agent);
        return;
      case "eviction":
        if (this.#agent.state.running) pollEviction(this.#agent);
        return;
      case "full":
        this.#agent.runtime.relieve();
        return;
      case "boot":
        this.#boot();
        return;
      case "register":
        this.#register((message as RegisterMessage).againMs);
        return;
      case "node":
        if (this.#agent.online) reportNode(this.#agent);
        return;
      case "reconnect":
        if (this.#agent.online) this.#reconnect();
        return;
      case "fault":
        this.#endFault((message as FaultMessage).fault);
        return;
      default:
        this.#agent.runtime.handle(message);
    }
  }

  #wake(worker: PodWorker, what: "sync" | "look" | "retry" | "deadline"): void {
    if (what === "sync") {
      worker.syncTimer = undefined;
      worker.syncAt = Number.POSITIVE_INFINITY;
    } else if (what === "look") worker.lookTimer = undefined;
    else if (what === "retry") worker.retryTimer = undefined;
    else worker.deadlineTimer = undefined;
    if (!this.#agent.state.running) return;
    if (what === "look" && !look(this.#agent, worker)) this.#agent.requestLook(worker);
    const isFirst = worker.phase === "new";
    if (isFirst && !admitted(this.#agent, worker)) return;
    syncPod(this.#agent, worker);
    if (isFirst) endEarly(this.#agent, worker);
  }

  // Faults.

  #noteFault({ type, object: fault, old }: Change<"Fault">): void {
    const uid = fault.metadata.uid ?? "";
    if (type === "MODIFIED" && fault.spec === old?.spec) return;
    if (type !== "ADDED") this.#endFault(uid);
    if (type !== "DELETED") this.#beginFault(uid, fault);
  }

  /** A machine that joins meets the troubles that last. */
  #takeUpFaults(): void {
    const { client, clock, state } = this.#agent;
    for (const fault of client.list("Fault")) {
      const uid = fault.metadata.uid ?? "";
      if (!state.faults.has(uid) && (endOf(fault) ?? Number.POSITIVE_INFINITY) > clock.now) this.#beginFault(uid, fault);
    }
  }

  #beginFault(uid: string, fault: Fault): void {
    const labels = this.#agent.client.get("Node", undefined, this.#agent.nodeName)?.metadata.labels ?? nodeLabels(this.#agent.nodeSpec);
    const onNode = strikesNode(fault, this.#agent.nodeName, labels);
    if (fault.spec.nodes !== undefined && !onNode) return;
    this.#agent.state.faults.set(uid, fault);
    const endAt = endOf(fault);
    if (endAt !== undefined) this.#agent.clock.schedule(endAt, this.name, { type: "fault", fault: uid } as FaultMessage);
    if (fault.spec.type === "NodePowerOff" && onNode) this.powerOff();
    for (const worker of this.#agent.state.pods.values())
      if (strikesPod(fault, worker.pod)) apply(this.#agent.runtime, worker, fault, true);
  }

  #endFault(uid: string): void {
    const fault = this.#agent.state.faults.get(uid);
    if (fault === undefined) return;
    this.#agent.state.faults.delete(uid);
    for (const worker of this.#agent.state.pods.values())
      if (strikesPod(fault, worker.pod)) apply(this.#agent.runtime, worker, fault, false);
    if (fault.spec.nodes === undefined) return;
    if (fault.spec.type === "NodePowerOff" && !this.#agent.isStruck("NodePowerOff")) this.powerOn();
    if (fault.spec.type === "NetworkPartition")
      this.#agent.schedule(this.#agent.latency.profile === "none" ? 0 : RECONNECT_MS, { type: "reconnect" });
  }

  #strikeNow(worker: PodWorker, message: StrikeMessage): void {
    const fault = this.#agent.state.faults.get(message.fault);
    if (fault !== undefined) apply(this.#agent.runtime, worker, fault, true, message.container);
  }
}
