// The containers that a node's runtime keeps: whose turn it is, their timers, their memory, and how they end. What runs
// inside one is the kernel's business, what a kubelet asks of them the runtime's.

import type { Clock, Message } from "../sim/clock.ts";
import { type Container, type Sandbox, terminationMessage, type TimerName } from "./container.ts";
import type { HttpRequest, HttpResult, RuntimeOptions } from "./contract.ts";
import { listenerOn } from "./http.ts";
import { Kernel, type KernelNode } from "./kernel.ts";
import { growthPerSecond, oomVictim, ownBytes, ownEnd } from "./memory.ts";
import type { World } from "./process.ts";
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

const TIMERS: readonly TimerName[] = ["wake", "kill", "end"];
const MOST_PARSED = 200;
const NODE_BYTES = 256 * 1024 * 1024;

export interface ContainersHooks {
  readonly ended: (podUid: string, id: string) => void;
  readonly systemOom: (victim: string) => void;
  readonly request: (sandbox: Sandbox, host: string, request: HttpRequest) => HttpResult | undefined;
}

export class Containers {
  state: RuntimeState;
  readonly #clock: Clock;
  readonly #part: string;
  readonly #hooks: ContainersHooks;
  readonly #kernelNode: KernelNode;
  /** Trees of scripts already read: only saves time, so it is no part of the state. */
  readonly #parsed = new Map<string, List>();

  constructor({ clock, random, part, memoryBytes = NODE_BYTES }: RuntimeOptions, state: RuntimeState, hooks: ContainersHooks) {
    this.state = state;
    this.#clock = clock;
    this.#part = part;
    this.#hooks = hooks;
    this.#kernelNode = {
      get now() {
        return clock.now;
      },
      random,
      memoryBytes,
      relieve: () => this.relieve(),
      mainEnded: (container, exitCode) => this.finish(container, exitCode),
      outOfMemory: (container) => this.finish(container, 137, "OOMKilled"),
      request: (sandbox, host, request) => hooks.request(sandbox, host, request),
      connect: (sandbox, port) => listenerOn(this.of(sandbox), port, clock.now) !== undefined,
      parse: (script) => this.#parse(script),
    };
  }

  get now(): number {
    return this.#clock.now;
  }
  get(id: string): Container | undefined {
    return this.state.containers.get(id);
  }
  of(sandbox: Sandbox): Container[] {
    const found: Container[] = [];
    for (const id of sandbox.containers) {
      const container = this.get(id);
      if (container !== undefined) found.push(container);
    }
    return found;
  }

  kernel(container: Container, world: World): Kernel {
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

  // Turns and timers

  /** Takes the messages of its own timers; false when the message is not its own. */
  handle(message: Message): boolean {
    if (message.type !== "container") return false;
    const { id, timer } = message as ContainerMessage; // only this class sends that type
    const container = this.get(id);
    if (container === undefined || container.timers[timer]?.at !== this.now) return true;
    delete container.timers[timer];
    if (timer === "kill") this.kill(container);
    else if (timer === "wake") this.run(container);
    else this.#endByItself(container);
    return true;
  }

  run(container: Container): void {
    if (container.state !== "running" || container.world === undefined) return;
    const next = this.kernel(container, container.world).run();
    if (container.state === "running") this.setTimer(container, "wake", next);
  }

  setTimer(container: Container, timer: TimerName, at: number | undefined): void {
    const before = container.timers[timer];
    if (before?.at === at) return;
    if (before !== undefined) this.#clock.cancel(before.id);
    delete container.timers[timer];
    if (at === undefined) return;
    const message: ContainerMessage = Object.freeze({ type: "container", id: container.id, timer });
    container.timers[timer] = { id: this.#clock.schedule(at, this.#part, message), at: Math.max(at, this.now) };
  }

  dropTimers(container: Container): void {
    for (const timer of TIMERS) this.setTimer(container, timer, undefined);
  }

  /** Gives a copy the timers of its original. */
  arm(container: Container, original: Container): void {
    for (const timer of TIMERS) this.setTimer(container, timer, original.timers[timer]?.at);
  }

  // Memory

  bytesOf(container: Container): number {
    return ownBytes(container, this.now) + this.#worldBytes(container);
  }
  #worldBytes(container: Container): number {
    return container.world === undefined ? 0 : this.kernel(container, container.world).memoryBytes();
  }

  /** What all of them use together. */
  usedBytes(): number {
    let bytes = 0;
    for (const container of this.state.containers.values()) if (container.state === "running") bytes += this.bytesOf(container);
    return bytes;
  }

  /** When they will have filled the node's memory, if they go on growing as they do. */
  fullAt(): number | undefined {
    let growth = 0;
    for (const container of this.state.containers.values()) growth += growthPerSecond(container);
    if (growth <= 0) return undefined;
    return this.now + Math.max(0, Math.floor(((this.#kernelNode.memoryBytes - this.usedBytes()) / growth) * 1000) + 1);
  }

  /** Kills processes until the rest has room: the kernel's last resort. */
  relieve(): void {
    const { memoryBytes } = this.#kernelNode;
    while (this.usedBytes() > memoryBytes) {
      const victim = oomVictim(this.state.containers.values(), (container) => this.bytesOf(container), memoryBytes);
      if (victim === undefined) return;
      const { plan, image, request } = victim;
      this.finish(victim, 137, "OOMKilled");
      this.#hooks.systemOom(plan.kind === "command" ? (plan.argv[0] ?? "") : (image.programs?.[0] ?? request.name));
    }
  }

  // Ends

  scheduleEnd(container: Container): void {
    this.setTimer(container, "end", ownEnd(container, this.now, this.#worldBytes(container))?.at);
  }
  #endByItself(container: Container): void {
    if (ownEnd(container, this.now, this.#worldBytes(container))?.outOfMemory) this.finish(container, 137, "OOMKilled");
    else this.finish(container, container.image.exitCode ?? 0);
  }

  /** SIGKILL: it ends in this instant with 137. */
  kill(container: Container): void {
    this.finish(container, 137);
  }

  finish(container: Container, exitCode: number, reason?: "OOMKilled"): void {
    if (container.state !== "running") return;
    const path = container.request.terminationMessagePath ?? "/dev/termination-log";
    const written = container.world === undefined ? "" : (this.kernel(container, container.world).files.read(path) ?? "");
    container.message = terminationMessage(container, written, exitCode, this.now);
    container.state = "exited";
    container.finishedAt = this.now;
    container.exitCode = exitCode;
    container.reason = reason ?? (exitCode === 0 ? "Completed" : "Error");
    container.world = undefined;
    container.leak = undefined;
    this.dropTimers(container);
    this.#hooks.ended(container.request.podUid, container.id);
  }
}
