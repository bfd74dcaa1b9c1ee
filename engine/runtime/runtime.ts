// One node's container runtime, in virtual time: what containerd is to a kubelet. Left out: real cgroups, networks of
// their own for pods, image layers, and everything about who may do what.

import { Clock, newClockState, type Message } from "../sim/clock.ts";
import { Random } from "../sim/random.ts";
import { copyPod, IMAGE_ITSELF, infoOf, logLines, newContainer, setFault, type Container, type Sandbox } from "./container.ts";
import { Containers, newRuntimeState, type RuntimeState } from "./containers.ts";
import type {
  ContainerInfo,
  CreateRequest,
  CreateResult,
  ExecOptions,
  ExecResult,
  GrpcResult,
  HttpFault,
  HttpRequest,
  HttpResult,
  LogLine,
  PullResult,
  RuntimeOptions,
  StartResult,
  TcpResult,
} from "./contract.ts";
import { execResult, forecast } from "./forecast.ts";
import { answerAsImage, faultOf, healthOf, listenerOn, serverOn, underFault } from "./http.ts";
import { treeBytes } from "./files.ts";
import { parseImageName } from "./imagename.ts";
import { sigtermExitCode } from "./kernel.ts";
import { leakedBytes } from "./memory.ts";
import { isImageItself, planOf, startTrouble } from "./plan.ts";
import { newWorld, type World } from "./process.ts";
import { accepted, answer } from "./programs/network.ts";
import { hasImage, pullDuration } from "./pull.ts";
import { mainPidOf, standInForImage, startExec, startMain } from "./startprocess.ts";

const CREATE_FAILED =
  "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ";
const EXEC_FAILED = "OCI runtime exec failed: exec failed: unable to start container process: ";

const REFUSED: HttpResult = Object.freeze({ error: "refused", delayMs: 0 });

/**
 * One node's containers. All it remembers is in `state` (plain data): the kubelet's `state` gives
 * it out as a part of its own, and assigns `runtime.state` again when a snapshot is restored.
 */
export class NodeRuntime {
  /** Called in the very instant in which a container ends. */
  onExit: (podUid: string, id: string) => void;
  /** Called when the node was out of memory and a process has been killed for it. */
  onSystemOom: (victim: string) => void = () => {};
  readonly #options: RuntimeOptions;
  readonly #containers: Containers;

  constructor(options: RuntimeOptions, state: RuntimeState = newRuntimeState()) {
    this.#options = options;
    this.onExit = options.onExit ?? (() => {});
    this.#containers = new Containers(options, state, {
      ended: (podUid, id) => this.onExit(podUid, id),
      systemOom: (victim) => this.onSystemOom(victim),
      request: (sandbox, host, request) => this.#request(sandbox, host, request),
    });
  }

  get state(): RuntimeState {
    return this.#containers.state;
  }
  set state(state: RuntimeState) {
    this.#containers.state = state;
  }

  /** Takes the messages of its own timers; false when the message is not its own. */
  handle(message: Message): boolean {
    return this.#containers.handle(message);
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
    const kernel = isImageItself(container) ? undefined : this.#containers.kernel(container, newWorld(mainPidOf(container)));
    const plan = kernel === undefined ? IMAGE_ITSELF : planOf(kernel);
    if ("error" in plan) return this.#refuse(container, CREATE_FAILED + plan.error);
    container.plan = plan;
    container.state = "running";
    container.startedAt = this.#now;
    if (kernel === undefined || plan.kind === "image") this.#containers.scheduleEnd(container);
    else {
      container.world = kernel.world;
      startMain(kernel, plan.argv);
      // Its first turn comes after `start` has answered.
      this.#containers.setTimer(container, "wake", this.#now);
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
    this.#containers.setTimer(container, "kill", this.#now + graceMs);
    if (!again) this.#terminate(container);
  }

  #terminate(container: Container): void {
    const { image, world } = container;
    if (world !== undefined) {
      this.#containers.kernel(container, world).signal(world.mainPid, "TERM", false);
      this.#containers.run(container);
    } else if (image.onSigterm === "default") {
      if (container.request.sharesPidNamespace) this.#containers.finish(container, 143);
    } else if (image.onSigterm !== "ignore") this.#containers.finish(container, sigtermExitCode(image));
  }

  /** SIGKILL: it ends in this instant with 137. */
  kill(id: string): void {
    const container = this.#get(id);
    if (container !== undefined) this.#containers.kill(container);
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
    this.#containers.dropTimers(container);
    this.state.containers.delete(id);
    const siblings = this.state.sandboxes.get(container.request.podUid)?.containers;
    const at = siblings?.indexOf(id) ?? -1;
    if (at >= 0) siblings?.splice(at, 1);
  }

  // Network

  httpGet(podUid: string, request: HttpRequest): HttpResult {
    const sandbox = this.state.sandboxes.get(podUid);
    if (sandbox === undefined) return REFUSED;
    const server = serverOn(sandbox, this.state.containers, request.port, this.#now);
    if (server !== undefined) return underFault(answerAsImage(server, sandbox, request), faultOf(sandbox, server), request.timeoutMs);
    const listener = listenerOn(this.#containers.of(sandbox), request.port, this.#now);
    if (listener === undefined) return REFUSED;
    const { container, process } = listener;
    const fault = faultOf(sandbox, container);
    const isImage = process === undefined || (process.run.kind === "program" && process.run.name === "(image)");
    if (isImage || container.world === undefined) return underFault(answerAsImage(container, sandbox, request), fault, request.timeoutMs);
    const result = answer(this.#containers.kernel(container, container.world), process, request);
    this.#containers.setTimer(container, "wake", this.#now);
    return underFault(result, fault, request.timeoutMs);
  }

  grpcHealth(podUid: string, port: number, timeoutMs: number): GrpcResult {
    const sandbox = this.state.sandboxes.get(podUid);
    const listener = sandbox && listenerOn(this.#containers.of(sandbox), port, this.#now);
    if (sandbox === undefined || listener === undefined) return { health: "unreachable", delayMs: timeoutMs };
    return healthOf(listener, port, faultOf(sandbox, listener.container), timeoutMs);
  }

  /** The pods that have that address; those on the host's network share one. */
  podsAt(ip: string): string[] {
    const uids: string[] = [];
    for (const sandbox of this.state.sandboxes.values()) if (sandbox.ip === ip) uids.push(sandbox.uid);
    return uids;
  }

  tcpConnect(podUid: string, port: number): TcpResult {
    const sandbox = this.state.sandboxes.get(podUid);
    if (sandbox !== undefined && serverOn(sandbox, this.state.containers, port, this.#now) !== undefined) return "ok";
    const listener = sandbox && listenerOn(this.#containers.of(sandbox), port, this.#now);
    if (listener === undefined) return "refused";
    if (listener.process !== undefined) {
      accepted(listener.process);
      this.#containers.setTimer(listener.container, "wake", this.#now);
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
    const kernel = this.#containers.kernel(container, world);
    const trouble = startTrouble(kernel, argv);
    if (trouble?.startsWith("exec: ")) {
      this.#forgetIdleWorld(container);
      return { error: `failed to start exec "${this.#options.random.hex(64)}": ${EXEC_FAILED}${trouble}` };
    }
    kernel.rouse();
    const number = world.nextExec++;
    const record = startExec(kernel, argv, number, options.stdin, trouble);
    this.#containers.run(container);
    const result =
      record.exitCode !== undefined || container.world !== world
        ? execResult(record, 0)
        : this.#forecast(container, number, options.timeoutMs);
    const process = world.processes.get(record.pid);
    if (process !== undefined && options.timeoutMs < Number.POSITIVE_INFINITY) {
      process.killAt = { at: this.#now + options.timeoutMs, exitCode: 137 };
      this.#containers.run(container);
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
    const runtime = new NodeRuntime({ ...this.#options, clock, random, onExit: () => {} }, state);
    for (const container of state.containers.values()) runtime.#containers.arm(container, this.#get(container.id) ?? container);
    const own = state.containers.get(container.id);
    const record = own?.world?.execs.get(number);
    const twin = { clock, record, handle: (message: Message) => void runtime.handle(message), isRunning: () => own?.state === "running" };
    return forecast(twin, timeoutMs);
  }

  log(id: string): LogLine[] {
    const container = this.#get(id);
    return container === undefined ? [] : logLines(container, this.#now);
  }

  // Disk

  /** What a running container has written: its own files and its log. */
  diskBytes(id: string): number {
    const container = this.#get(id);
    return container === undefined ? 0 : treeBytes(container.world?.files) + (container.log?.bytes ?? 0);
  }
  volumeBytes(podUid: string, volume: string): number {
    return treeBytes(this.state.sandboxes.get(podUid)?.volumes?.get(volume));
  }

  // Memory

  memoryBytes(id: string): number {
    const container = this.#get(id);
    return container?.state === "running" ? this.#containers.bytesOf(container) : 0;
  }
  /** What all containers of the node use together. */
  usedBytes(): number {
    return this.#containers.usedBytes();
  }
  /** When they will have filled the node's memory, if they go on growing as they do. */
  fullAt(): number | undefined {
    return this.#containers.fullAt();
  }
  /** Kills processes until the rest has room. */
  relieve(): void {
    this.#containers.relieve();
  }

  // Faults

  /** The main process ends with that code. */
  crash(id: string, exitCode: number): void {
    const container = this.#get(id);
    if (container?.state === "running") this.#containers.finish(container, exitCode);
  }

  /** Its memory runs over: OOMKilled, 137. */
  exhaustMemory(id: string): void {
    const container = this.#get(id);
    if (container?.state === "running") this.#containers.finish(container, 137, "OOMKilled");
  }

  /** It takes that much more memory every second, until it is called with 0: then it keeps what it has. */
  leak(id: string, bytesPerSecond: number): void {
    const container = this.#get(id);
    if (container?.state !== "running") return;
    container.leak = { since: this.#now, heldBytes: leakedBytes(container.leak, this.#now), bytesPerSecond };
    this.#containers.scheduleEnd(container);
  }

  /** Lasts over restarts of the container until it is called with undefined; without a container it strikes the whole pod. */
  setHttpFault(podUid: string, container: string | undefined, fault: HttpFault | undefined): void {
    const sandbox = this.state.sandboxes.get(podUid);
    if (sandbox !== undefined) setFault(sandbox, container ?? "", fault);
  }

  get #now(): number {
    return this.#options.clock.now;
  }
  #get(id: string): Container | undefined {
    return this.#containers.get(id);
  }

  /** A container of an image's own process in which something else is to run, too. */
  #worldOfImage(container: Container): World {
    const world = newWorld(mainPidOf(container));
    standInForImage(this.#containers.kernel(container, world));
    return world;
  }

  #forgetIdleWorld(container: Container): void {
    const { world, plan } = container;
    if (plan.kind === "image" && world?.processes.size === 1 && world.files.size === 0) container.world = undefined;
  }
}
