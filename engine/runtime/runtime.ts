// One node's container runtime, in virtual time: what containerd is to a kubelet. Left out: real cgroups, networks of
// their own for pods, image layers, and everything about who may do what.

import { Clock, newClockState, type Message } from "../sim/clock.ts";
import { Random } from "../sim/random.ts";
import {
  copyPod,
  IMAGE_ITSELF,
  infoOf,
  logLines,
  logTail,
  newContainer,
  ownEnd,
  setFault,
  type Container,
  type Sandbox,
  type TimerName,
} from "./container.ts";
import type {
  ContainerInfo,
  CreateRequest,
  CreateResult,
  ExecOptions,
  ExecResult,
  HttpFault,
  HttpRequest,
  HttpResult,
  LogLine,
  PullResult,
  RuntimeOptions,
  StartResult,
  TcpResult,
} from "./contract.ts";
import { answerAsImage, listenerOn, underFault } from "./http.ts";
import { parseImageName } from "./imagename.ts";
import { Kernel, sigtermExitCode, type KernelNode } from "./kernel.ts";
import { isImageItself, planOf, startTrouble } from "./plan.ts";
import { newWorld, type ExecRecord, type World } from "./process.ts";
import { accepted, answer } from "./programs/network.ts";
import { hasImage, pullDuration } from "./pull.ts";
import { mainPidOf, standInForImage, startExec, startMain } from "./startprocess.ts";
import { parseScript } from "./sh/parser.ts";
import type { List } from "./sh/syntax.ts";

export interface RuntimeState {
  /** Full names of the images on this node. */
  images: Set<string>;
  sandboxes: Map<string, Sandbox>;
  containers: Map<string, Container>;
}
export function newRuntimeState(): RuntimeState {
  return { images: new Set(), sandboxes: new Map(), containers: new Map() };
}

interface ContainerMessage extends Message {
  readonly type: "container";
  readonly id: string;
  readonly timer: TimerName;
}

const CREATE_FAILED =
  "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ";
const EXEC_FAILED = "OCI runtime exec failed: exec failed: unable to start container process: ";
const MESSAGE_BYTES = 4096;
const MOST_PARSED = 200;
const MOST_FORECAST_TURNS = 20_000;

/**
 * One node's containers. All it remembers is in `state` (plain data): the kubelet's `state` gives
 * it out as a part of its own, and assigns `runtime.state` again when a snapshot is restored.
 */
export class NodeRuntime {
  state: RuntimeState;
  /** Called in the very instant in which a container ends. */
  onExit: (podUid: string, id: string) => void;
  readonly #options: RuntimeOptions;
  readonly #kernelNode: KernelNode;
  /** Trees of scripts already read: only saves time, so it is no part of the state. */
  readonly #parsed = new Map<string, List>();

  constructor(options: RuntimeOptions, state: RuntimeState = newRuntimeState()) {
    this.state = state;
    this.#options = options;
    this.onExit = options.onExit ?? (() => {});
    const { clock, random } = options;
    this.#kernelNode = {
      get now() {
        return clock.now;
      },
      random,
      mainEnded: (container, exitCode) => this.#finish(container, exitCode),
      outOfMemory: (container) => this.#finish(container, 137, "OOMKilled"),
      request: (sandbox, host, request) => this.#request(sandbox, host, request),
      connect: (sandbox, port) => listenerOn(this.#containers(sandbox), port, clock.now) !== undefined,
      parse: (script) => this.#parse(script),
    };
  }

  /** Takes the messages of its own timers; false when the message is not its own. */
  handle(message: Message): boolean {
    if (message.type !== "container") return false;
    const { id, timer } = message as ContainerMessage; // only this class sends that type
    const container = this.state.containers.get(id);
    if (container === undefined || container.timers[timer]?.at !== this.#now) return true;
    delete container.timers[timer];
    if (timer === "kill") this.kill(id);
    else if (timer === "wake") this.#run(container);
    else this.#endByItself(container);
    return true;
  }

  // Images

  hasImage(image: string): boolean {
    return hasImage(this.state.images, this.#options.images, image);
  }
  addImage(image: string): void {
    const name = parseImageName(image);
    if (!("error" in name)) this.state.images.add(name.full);
  }
  /** How long a pull takes and what it brings, or the registry's error text. Changes nothing: `addImage` when the time is over. */
  pullDuration(image: string): PullResult {
    return pullDuration(this.#options.images, this.#options.random, image, this.hasImage(image));
  }
  /** Why the name is no image name (`couldn't parse image name ...: invalid reference format`), or undefined. */
  invalidImageName(image: string): string | undefined {
    const name = parseImageName(image);
    return "error" in name ? `couldn't parse image name "${image}": ${name.error}` : undefined;
  }

  // Sandboxes

  createSandbox(podUid: string, sandbox: { ip: string; hostname: string }): void {
    const before = this.state.sandboxes.get(podUid);
    if (before === undefined)
      this.state.sandboxes.set(podUid, { uid: podUid, ...sandbox, containers: [], volumes: undefined, faults: undefined });
    // A sandbox made again keeps the pod's volumes and its dead containers.
    else this.state.sandboxes.set(podUid, { ...before, ...sandbox });
  }

  /** Its containers, dead or alive, and its volumes are gone without a word. */
  removeSandbox(podUid: string): void {
    const sandbox = this.state.sandboxes.get(podUid);
    for (const id of sandbox?.containers.slice() ?? []) this.remove(id);
    this.state.sandboxes.delete(podUid);
  }
  hasSandbox(podUid: string): boolean {
    return this.state.sandboxes.has(podUid);
  }
  podUids(): string[] {
    return [...this.state.sandboxes.keys()];
  }

  // Containers

  create(request: CreateRequest): CreateResult {
    const sandbox = this.state.sandboxes.get(request.podUid);
    if (sandbox === undefined) return { error: `failed to find sandbox of pod ${request.podUid}` };
    const image = this.#options.images.find(request.image);
    if (image === undefined) return { error: `failed to find image "${request.image}"` };
    const container = newContainer(this.#options.random.hex(64), request, image, this.#now);
    this.state.containers.set(container.id, container);
    sandbox.containers = sandbox.containers.concat(container.id); // without room to spare: there are as many as pods
    return { id: container.id };
  }

  start(id: string): StartResult {
    const container = this.#get(id);
    if (container === undefined || container.state !== "created")
      return { error: `container ${id} is not in state created`, exitCode: 128 };
    const kernel = isImageItself(container) ? undefined : this.#kernel(container, newWorld(mainPidOf(container)));
    const plan = kernel === undefined ? IMAGE_ITSELF : planOf(kernel);
    if ("error" in plan) return this.#refuse(container, CREATE_FAILED + plan.error);
    container.plan = plan;
    container.state = "running";
    container.startedAt = this.#now;
    if (kernel === undefined || plan.kind === "image") this.#scheduleEnd(container);
    else {
      container.world = kernel.world;
      startMain(kernel, plan.argv);
      // Its first turn comes after `start` has answered.
      this.#setTimer(container, "wake", this.#now);
    }
    return { ok: true };
  }

  #refuse(container: Container, error: string): StartResult {
    // A start that failed says it began at the zero of Unix time, as real ones do.
    Object.assign(container, { state: "exited", startedAt: 0, finishedAt: this.#now, exitCode: 128, reason: "StartError", message: error });
    return { error, exitCode: 128 };
  }

  /** SIGTERM now, SIGKILL when it still runs after the grace. Called again, it only moves the end of the grace. */
  stop(id: string, graceMs: number): void {
    const container = this.#get(id);
    if (container?.state !== "running") return;
    const again = container.timers.kill !== undefined;
    this.#setTimer(container, "kill", this.#now + graceMs);
    if (!again) this.#terminate(container);
  }

  #terminate(container: Container): void {
    const { image, world } = container;
    if (world !== undefined) {
      this.#kernel(container, world).signal(world.mainPid, "TERM", false);
      this.#run(container);
    } else if (image.onSigterm === "default") {
      if (container.request.sharesPidNamespace) this.#finish(container, 143);
    } else if (image.onSigterm !== "ignore") this.#finish(container, sigtermExitCode(image));
  }

  /** SIGKILL: it ends in this instant with 137. */
  kill(id: string): void {
    const container = this.#get(id);
    if (container?.state === "running") this.#finish(container, 137);
  }

  inspect(id: string): ContainerInfo | undefined {
    const container = this.#get(id);
    return container && infoOf(container);
  }

  /** Ids of a pod's containers, oldest first. */
  containersOf(podUid: string): string[] {
    return [...(this.state.sandboxes.get(podUid)?.containers ?? [])];
  }

  remove(id: string): void {
    const container = this.#get(id);
    if (container === undefined) return;
    for (const timer of ["wake", "kill", "end"] as const) this.#setTimer(container, timer, undefined);
    this.state.containers.delete(id);
    const siblings = this.state.sandboxes.get(container.request.podUid)?.containers;
    const at = siblings?.indexOf(id) ?? -1;
    if (at >= 0) siblings?.splice(at, 1);
  }

  // Network

  httpGet(podUid: string, request: HttpRequest): HttpResult {
    const sandbox = this.state.sandboxes.get(podUid);
    const listener = sandbox && listenerOn(this.#containers(sandbox), request.port, this.#now);
    if (sandbox === undefined || listener === undefined) return { error: "refused", delayMs: 0 };
    const { container, process } = listener;
    const fault = sandbox.faults?.get(container.request.name) ?? sandbox.faults?.get("");
    const isImage = process === undefined || (process.run.kind === "program" && process.run.name === "(image)");
    if (isImage || container.world === undefined) return underFault(answerAsImage(container, sandbox, request), fault, request.timeoutMs);
    const result = answer(this.#kernel(container, container.world), process, request);
    this.#setTimer(container, "wake", this.#now);
    return underFault(result, fault, request.timeoutMs);
  }

  tcpConnect(podUid: string, port: number): TcpResult {
    const sandbox = this.state.sandboxes.get(podUid);
    const listener = sandbox && listenerOn(this.#containers(sandbox), port, this.#now);
    if (listener === undefined) return "refused";
    if (listener.process !== undefined) {
      accepted(listener.process);
      this.#setTimer(listener.container, "wake", this.#now);
    }
    return "ok";
  }

  #request(sandbox: Sandbox, host: string, request: HttpRequest): HttpResult | undefined {
    if (["localhost", "127.0.0.1", sandbox.ip, sandbox.hostname].includes(host)) return this.httpGet(sandbox.uid, request);
    return this.#options.network?.(sandbox.uid, host, request);
  }

  // Looking in

  exec(id: string, argv: readonly string[], options: ExecOptions): ExecResult {
    const container = this.#get(id);
    if (container?.state !== "running") return { error: `failed to load task: no running task found: task ${id} not found` };
    const world = (container.world ??= this.#worldOfImage(container));
    const kernel = this.#kernel(container, world);
    const trouble = startTrouble(kernel, argv);
    if (trouble?.startsWith("exec: ")) {
      this.#forgetIdleWorld(container);
      return { error: `failed to start exec "${this.#options.random.hex(64)}": ${EXEC_FAILED}${trouble}` };
    }
    kernel.rouse();
    const number = world.nextExec++;
    const record = startExec(kernel, argv, number, options.stdin, trouble);
    this.#run(container);
    const result =
      record.exitCode !== undefined || container.world !== world
        ? execResult(record, 0)
        : this.#forecast(container, number, options.timeoutMs);
    const process = world.processes.get(record.pid);
    if (process !== undefined && options.timeoutMs < Number.POSITIVE_INFINITY) {
      process.killAt = { at: this.#now + options.timeoutMs, exitCode: 137 };
      this.#run(container);
    }
    world.execs.delete(number);
    this.#forgetIdleWorld(container);
    return result;
  }

  /** Lets a copy of the pod run on until the command has ended there. */
  #forecast(container: Container, number: number, timeoutMs: number): ExecResult {
    const clock = new Clock(newClockState(this.#now));
    const random = new Random({ ...this.#options.random.state });
    const { podUid } = container.request;
    const state = { ...newRuntimeState(), ...copyPod(this.state, podUid) };
    const twin = new NodeRuntime({ ...this.#options, clock, random, onExit: () => {} }, state);
    for (const id of this.containersOf(podUid)) twin.#armAs(id, this.#get(id) as Container);
    const record = state.containers.get(container.id)?.world?.execs.get(number);
    const limit = this.#now + timeoutMs;
    for (let turns = 0; record !== undefined && record.exitCode === undefined && turns < MOST_FORECAST_TURNS; turns++) {
      const timer = clock.take(limit);
      if (timer === undefined || timer.dueAt >= limit) break;
      twin.handle(timer.message);
      if (state.containers.get(container.id)?.state !== "running") record.exitCode ??= 137;
    }
    if (record?.exitCode !== undefined) return execResult(record, clock.now - this.#now);
    const { stdout = "", stderr = "", output = "" } = record ?? {};
    return { timeout: true, stdout, stderr, output, durationMs: timeoutMs };
  }

  #armAs(id: string, original: Container): void {
    const own = this.#get(id);
    for (const timer of ["wake", "kill", "end"] as const) if (own !== undefined) this.#setTimer(own, timer, original.timers[timer]?.at);
  }

  log(id: string): LogLine[] {
    const container = this.#get(id);
    return container === undefined ? [] : logLines(container, this.#now);
  }

  memoryBytes(id: string): number {
    const container = this.#get(id);
    if (container?.state !== "running") return 0;
    const grown = ((container.image.memory?.bytesPerSecond ?? 0) * (this.#now - (container.startedAt ?? this.#now))) / 1000;
    const own = container.plan.kind === "image" ? Math.round((container.image.memory?.startBytes ?? 2 * 1024 * 1024) + grown) : 0;
    return own + (container.world === undefined ? 0 : this.#kernel(container, container.world).memoryBytes());
  }

  // Faults

  /** The main process ends with that code. */
  crash(id: string, exitCode: number): void {
    const container = this.#get(id);
    if (container?.state === "running") this.#finish(container, exitCode);
  }

  /** Its memory runs over: OOMKilled, 137. */
  exhaustMemory(id: string): void {
    const container = this.#get(id);
    if (container?.state === "running") this.#finish(container, 137, "OOMKilled");
  }

  /** Lasts over restarts of the container until it is called with undefined; without a container it strikes the whole pod. */
  setHttpFault(podUid: string, container: string | undefined, fault: HttpFault | undefined): void {
    const sandbox = this.state.sandboxes.get(podUid);
    if (sandbox !== undefined) setFault(sandbox, container ?? "", fault);
  }

  // Life and end

  get #now(): number {
    return this.#options.clock.now;
  }
  #get(id: string): Container | undefined {
    return this.state.containers.get(id);
  }
  #containers(sandbox: Sandbox): Container[] {
    const found: Container[] = [];
    for (const id of sandbox.containers) {
      const container = this.#get(id);
      if (container !== undefined) found.push(container);
    }
    return found;
  }

  #kernel(container: Container, world: World): Kernel {
    const sandbox = this.state.sandboxes.get(container.request.podUid) as Sandbox; // containers go with their sandbox
    return new Kernel(this.#kernelNode, container, sandbox, world);
  }

  #parse(script: string): List {
    const known = this.#parsed.get(script);
    if (known !== undefined) return known;
    const tree = parseScript(script);
    if (this.#parsed.size >= MOST_PARSED) this.#parsed.clear();
    this.#parsed.set(script, tree);
    return tree;
  }

  #run(container: Container): void {
    if (container.state !== "running" || container.world === undefined) return;
    const next = this.#kernel(container, container.world).run();
    if (container.state === "running") this.#setTimer(container, "wake", next);
  }

  #setTimer(container: Container, timer: TimerName, at: number | undefined): void {
    const before = container.timers[timer];
    if (before?.at === at) return;
    if (before !== undefined) this.#options.clock.cancel(before.id);
    delete container.timers[timer];
    if (at === undefined) return;
    const message: ContainerMessage = Object.freeze({ type: "container", id: container.id, timer });
    container.timers[timer] = { id: this.#options.clock.schedule(at, this.#options.part, message), at: Math.max(at, this.#now) };
  }

  #scheduleEnd(container: Container): void {
    const end = ownEnd(container);
    if (end !== undefined) this.#setTimer(container, "end", end.at);
  }
  #endByItself(container: Container): void {
    if (ownEnd(container)?.outOfMemory) this.#finish(container, 137, "OOMKilled");
    else this.#finish(container, container.image.exitCode ?? 0);
  }

  /** A container of an image's own process in which something else is to run, too. */
  #worldOfImage(container: Container): World {
    const world = newWorld(mainPidOf(container));
    standInForImage(this.#kernel(container, world));
    return world;
  }

  #forgetIdleWorld(container: Container): void {
    const { world, plan } = container;
    if (plan.kind === "image" && world?.processes.size === 1 && world.files.size === 0) container.world = undefined;
  }

  #finish(container: Container, exitCode: number, reason?: "OOMKilled"): void {
    if (container.state !== "running") return;
    container.message = this.#terminationMessage(container, exitCode);
    container.state = "exited";
    container.finishedAt = this.#now;
    container.exitCode = exitCode;
    container.reason = reason ?? (exitCode === 0 ? "Completed" : "Error");
    container.world = undefined;
    for (const timer of ["wake", "kill", "end"] as const) this.#setTimer(container, timer, undefined);
    this.onExit(container.request.podUid, container.id);
  }

  #terminationMessage(container: Container, exitCode: number): string | undefined {
    const path = container.request.terminationMessagePath ?? "/dev/termination-log";
    const written =
      container.world === undefined ? "" : (this.#kernel(container, container.world).files.read(path) ?? "").slice(0, MESSAGE_BYTES);
    if (written !== "") return written;
    const fallsBack = container.request.terminationMessagePolicy === "FallbackToLogsOnError" && exitCode !== 0;
    return (fallsBack ? logTail(container, this.#now) : "") || undefined;
  }
}

function execResult(record: ExecRecord, durationMs: number): ExecResult {
  return { exitCode: record.exitCode ?? 137, output: record.output, stdout: record.stdout, stderr: record.stderr, durationMs };
}
