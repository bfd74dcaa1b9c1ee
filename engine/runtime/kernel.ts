// The processes of one container: descriptors, pipes, signals and whose turn it is. An instance is made for one turn and
// thrown away; everything that lasts is in the container's World. It stands for what Linux does for a container.

import type { ImageSpec } from "../api/kinds.ts";
import type { Random } from "../sim/random.ts";
import { appendLog, type Container, type Sandbox } from "./container.ts";
import type { HttpRequest, HttpResult } from "./contract.ts";
import { filesOf } from "./containerfiles.ts";
import type { Files } from "./files.ts";
import { leakedBytes } from "./memory.ts";
import type { Descriptor, OpenFile, Process, Wait, World } from "./process.ts";
import { isProgram, runProgram } from "./programs.ts";
import { ShellMachine } from "./sh/machine.ts";
import type { Shell } from "./sh/shell.ts";
import type { List } from "./sh/syntax.ts";
import { signalNumber } from "./signals.ts";

/** How an image's own process ends on a SIGTERM that it hears. */
export function sigtermExitCode(image: ImageSpec): number {
  return image.exitCodeOnSigterm ?? (image.process === "sleep" ? 143 : 0);
}

/** What a container's processes need from the node. */
export interface KernelNode {
  readonly now: number;
  readonly random: Random;
  readonly memoryBytes: number;
  /** The main process has ended. */
  mainEnded(container: Container, exitCode: number): void;
  outOfMemory(container: Container): void;
  /** The containers may have become too much for the node: some are killed. */
  relieve(): void;
  /** A request from inside the pod; undefined: no such host. */
  request(sandbox: Sandbox, host: string, request: HttpRequest): HttpResult | undefined;
  /** Is something listening on that port of the pod? */
  connect(sandbox: Sandbox, port: number): boolean;
  /** The tree of a script; throws a ScriptError. */
  parse(script: string): List;
}

/** Turns that all processes of a container have together in one instant, and how long they sleep when these are used up. */
const STEPS_PER_INSTANT = 4_000;
const BUSY_PAUSE_MS = 1_000;
/** A loop that goes on and on sleeps longer and longer, up to 8 s; a signal wakes it. */
const MOST_BUSY_ROUNDS = 3;
const STEPS_PER_TURN = 200;
const MOST_PROCESSES = 200;
const PIPE_BYTES = 65_536;

const BASE_MEMORY = 512 * 1024;
const PROCESS_MEMORY = 256 * 1024;
/** What is really held for a container's variables and files in use: more than any script needs. */
const TEXT_BYTES = 256 * 1024 * 1024;

const HARMLESS = new Set(["CHLD", "CONT", "WINCH", "URG", "STOP", "TSTP"]);

export interface SpawnRequest {
  readonly run: Process["run"];
  readonly argv: readonly string[];
  readonly fds: Map<number, Descriptor>;
  readonly cwd: string;
  readonly env: ReadonlyMap<string, string>;
  readonly ignored?: readonly string[];
  readonly ppid?: number;
}

export class Kernel {
  readonly node: KernelNode;
  readonly container: Container;
  readonly sandbox: Sandbox;
  readonly world: World;
  #files: Files | undefined;

  constructor(node: KernelNode, container: Container, sandbox: Sandbox, world: World) {
    this.node = node;
    this.container = container;
    this.sandbox = sandbox;
    this.world = world;
  }

  /** Most turns look at no file, so they are made when one does. */
  get files(): Files {
    return (this.#files ??= filesOf(this.container, this.sandbox, this.world, isProgram));
  }

  get now(): number {
    return this.node.now;
  }
  isProgram(name: string): boolean {
    return isProgram(name);
  }

  // Descriptors

  open(file: OpenFile, mode: Descriptor["mode"]): Descriptor {
    const id = this.world.nextFile++;
    this.world.open.set(id, file);
    return this.retain({ file: id, mode });
  }

  retain(descriptor: Descriptor): Descriptor {
    const file = this.world.open.get(descriptor.file);
    if (file !== undefined) {
      if (descriptor.mode !== "write") file.readers++;
      if (descriptor.mode !== "read") file.writers++;
    }
    return descriptor;
  }

  release(descriptor: Descriptor): void {
    const file = this.world.open.get(descriptor.file);
    if (file === undefined) return;
    if (descriptor.mode !== "write") file.readers--;
    if (descriptor.mode !== "read") file.writers--;
    if (file.readers <= 0 && file.writers <= 0) this.world.open.delete(descriptor.file);
  }

  forkDescriptors(process: Process): Map<number, Descriptor> {
    return new Map([...process.fds].map(([fd, descriptor]) => [fd, this.retain(descriptor)]));
  }

  /** Puts a descriptor (already retained) in a slot and gives what was there, still retained. */
  place(process: Process, fd: number, descriptor: Descriptor | undefined): Descriptor | undefined {
    const before = process.fds.get(fd);
    if (descriptor === undefined) process.fds.delete(fd);
    else process.fds.set(fd, descriptor);
    return before;
  }

  pipe(): { readonly reading: Descriptor; readonly writing: Descriptor } {
    const reading = this.open({ kind: "pipe", readers: 0, writers: 0, data: "" }, "read");
    return { reading, writing: this.retain({ file: reading.file, mode: "write" }) };
  }

  text(data: string): Descriptor {
    return this.open({ kind: "text", readers: 0, writers: 0, data }, "read");
  }

  nothing(): Descriptor {
    return this.open({ kind: "null", readers: 0, writers: 0 }, "both");
  }

  write(process: Process, fd: number, text: string): void {
    const descriptor = process.fds.get(fd);
    const file = descriptor && this.world.open.get(descriptor.file);
    if (file === undefined || text === "" || !this.alive(process)) return;
    switch (file.kind) {
      case "log":
        appendLog(this.container, file.stream ?? "stdout", text, this.now);
        break;
      case "file": {
        const path = file.path ?? "";
        this.files.write(path, (this.files.read(path) ?? "") + text);
        break;
      }
      case "pipe":
        if (file.readers <= 0) this.exit(process, 141);
        else {
          file.data = (file.data ?? "") + text;
          if (file.data.length > PIPE_BYTES && descriptor !== undefined) process.wait ??= { on: "room", file: descriptor.file };
        }
        break;
      case "text":
        file.data = ((file.data ?? "") + text).slice(0, TEXT_BYTES / 16);
        break;
      case "capture":
        this.#capture(file, text);
        break;
      default:
    }
  }

  #capture(file: OpenFile, text: string): void {
    const record = this.world.execs.get(file.exec ?? 0);
    if (record === undefined || record.output.length > 1_048_576) return;
    record.output += text;
    if (file.stream === "stderr") record.stderr += text;
    else record.stdout += text;
  }

  /** All that is there; undefined at the end; a Wait when more may come. */
  read(process: Process, fd: number): string | undefined | Wait {
    const descriptor = process.fds.get(fd);
    const file = descriptor && this.world.open.get(descriptor.file);
    if (file === undefined) return undefined;
    if (file.kind === "zero") return "\0".repeat(4096);
    if (file.kind === "random") return this.node.random.hex(64);
    const data = this.#available(file);
    if (data !== "") {
      this.#consume(file, data.length);
      return data;
    }
    return file.kind === "pipe" && file.writers > 0 ? { on: "input", fd } : undefined;
  }

  /** One line with its line break (the last may lack it); undefined at the end. */
  readLine(process: Process, fd: number): string | undefined | Wait {
    const descriptor = process.fds.get(fd);
    const file = descriptor && this.world.open.get(descriptor.file);
    if (file === undefined) return undefined;
    const data = this.#available(file);
    const end = data.indexOf("\n");
    if (end < 0 && file.kind === "pipe" && file.writers > 0) return { on: "input", fd };
    const line = end < 0 ? data : data.slice(0, end + 1);
    this.#consume(file, line.length);
    return line === "" ? undefined : line;
  }

  #available(file: OpenFile): string {
    if (file.kind === "file") return (this.files.read(file.path ?? "") ?? "").slice(file.offset ?? 0);
    return file.data ?? "";
  }
  #consume(file: OpenFile, length: number): void {
    if (file.kind === "file") file.offset = (file.offset ?? 0) + length;
    else file.data = (file.data ?? "").slice(length);
  }

  // Processes

  alive(process: Process): boolean {
    return this.world.processes.get(process.pid) === process;
  }

  spawn(request: SpawnRequest): Process | undefined {
    if (this.world.processes.size >= MOST_PROCESSES) {
      for (const descriptor of request.fds.values()) this.release(descriptor);
      return undefined;
    }
    const process: Process = {
      pid: this.world.nextPid++,
      ppid: request.ppid ?? 0,
      argv: request.argv,
      fds: request.fds,
      cwd: request.cwd,
      env: request.env,
      ignored: request.ignored ?? [],
      run: request.run,
      wait: undefined,
      listen: undefined,
      memoryBytes: PROCESS_MEMORY,
      killAt: undefined,
    };
    this.world.processes.set(process.pid, process);
    return process;
  }

  exit(process: Process, exitCode: number): void {
    if (!this.alive(process)) return;
    const { world } = this;
    world.processes.delete(process.pid);
    for (const descriptor of process.fds.values()) this.release(descriptor);
    if (process.run.kind === "shell") for (const frame of process.run.frames) this.#releaseFrame(frame);
    const parent = world.processes.get(process.ppid);
    if (parent?.run.kind === "shell" && parent.run.children.has(process.pid)) parent.run.children.set(process.pid, exitCode);
    for (const child of world.processes.values()) if (child.ppid === process.pid) child.ppid = world.mainPid;
    for (const record of world.execs.values()) if (record.pid === process.pid) record.exitCode = exitCode;
    if (process.pid === world.mainPid) this.node.mainEnded(this.container, exitCode);
  }

  #releaseFrame(frame: Shell["frames"][number]): void {
    if (frame.capture !== undefined) this.release(frame.capture);
    for (const [, descriptor] of frame.saved ?? []) if (descriptor !== undefined) this.release(descriptor);
  }

  /** Sends a signal. From within, nothing kills process 1; from without (the runtime) SIGKILL does. False: no such process. */
  signal(pid: number, name: string, fromWithin: boolean): boolean {
    const process = this.world.processes.get(pid);
    if (process === undefined) return false;
    if (name === "0") return true;
    this.rouse();
    const isInit = pid === 1;
    if (name === "KILL") {
      if (!isInit || !fromWithin) this.exit(process, 137);
      return true;
    }
    if (process.run.kind === "shell") {
      const action = process.run.traps.get(name);
      if (action === "") return true;
      if (action !== undefined) {
        if (!process.run.pending.includes(name)) process.run.pending.push(name);
        return true;
      }
    } else if (process.run.name === "(image)" && name === "TERM" && this.container.image.onSigterm !== "default") {
      if (this.container.image.onSigterm !== "ignore") this.exit(process, sigtermExitCode(this.container.image));
      return true;
    }
    // Process 1 has no default actions: what it does not handle it does not hear (KL-109).
    if (process.ignored.includes(name) || HARMLESS.has(name) || isInit) return true;
    this.exit(process, 128 + signalNumber(name));
    return true;
  }

  memoryBytes(): number {
    let bytes = BASE_MEMORY + this.#variableBytes();
    for (const process of this.world.processes.values()) bytes += process.memoryBytes;
    return bytes;
  }

  #variableBytes(): number {
    let bytes = 0;
    for (const { run } of this.world.processes.values()) if (run.kind === "shell") bytes += run.variableBytes;
    return bytes;
  }

  /** To be asked after memory has grown. True when the container is gone. */
  overflows(): boolean {
    const { container, node } = this;
    const bytes = this.memoryBytes() + leakedBytes(container.leak, this.now);
    const most = Math.min(container.request.memoryLimitBytes ?? Number.POSITIVE_INFINITY, node.memoryBytes);
    if (bytes > most || this.#variableBytes() > TEXT_BYTES) node.outOfMemory(container);
    else node.relieve();
    return container.state !== "running";
  }

  // Turns

  /** Something has come from without: a busy loop's pause is over. */
  rouse(): void {
    if (this.world.busyUntil <= this.now) return;
    this.world.busyUntil = 0;
    this.world.steps.count = 0;
  }

  /** Runs everything that can run in this instant, and gives the instant at which something can again. */
  run(): number | undefined {
    const { world } = this;
    this.#killExpired();
    if (world.steps.at !== this.now) world.steps = { at: this.now, count: 0 };
    while (this.container.state === "running" && world.busyUntil <= this.now) {
      let moved = false;
      for (const process of world.processes.values()) {
        if (this.container.state !== "running" || !this.alive(process) || !this.#isReady(process)) continue;
        moved = true;
        world.steps.count += this.#turn(process);
      }
      if (!moved) break;
      if (world.steps.count >= STEPS_PER_INSTANT) this.#pause();
    }
    return this.container.state === "running" ? this.#nextWake() : undefined;
  }

  #pause(): void {
    const { world } = this;
    world.busyRounds = world.busyUntil === this.now ? Math.min(world.busyRounds + 1, MOST_BUSY_ROUNDS) : 0;
    world.busyUntil = this.now + BUSY_PAUSE_MS * 2 ** world.busyRounds;
  }

  #turn(process: Process): number {
    process.wait = undefined;
    if (process.run.kind === "shell") return new ShellMachine(this, process, process.run).run(STEPS_PER_TURN);
    const outcome = runProgram(this, process, process.run);
    if (typeof outcome === "number") this.exit(process, outcome);
    else if (outcome !== undefined) process.wait = outcome;
    return 10;
  }

  #isReady(process: Process): boolean {
    const { wait } = process;
    if (wait === undefined) return true;
    switch (wait.on) {
      case "time":
        return wait.at <= this.now;
      case "child":
        if (wait.interruptible && process.run.kind === "shell" && process.run.pending.length > 0) return true;
        return process.run.kind !== "shell" || process.run.children.get(wait.pid) !== undefined || !process.run.children.has(wait.pid);
      case "input": {
        const file = this.world.open.get(process.fds.get(wait.fd)?.file ?? -1);
        return file === undefined || file.kind !== "pipe" || file.data !== "" || file.writers <= 0;
      }
      case "room": {
        const file = this.world.open.get(wait.file);
        return file === undefined || file.readers <= 0 || (file.data ?? "").length <= PIPE_BYTES;
      }
      case "signal":
        return false;
    }
  }

  #killExpired(): void {
    for (const process of this.world.processes.values()) {
      if (process.killAt !== undefined && process.killAt.at <= this.now) this.exit(process, process.killAt.exitCode);
    }
  }

  #nextWake(): number | undefined {
    let next: number | undefined = this.world.busyUntil > this.now ? this.world.busyUntil : undefined;
    for (const { wait, killAt } of this.world.processes.values()) {
      if (wait?.on === "time") next = Math.min(next ?? wait.at, wait.at);
      if (killAt !== undefined) next = Math.min(next ?? killAt.at, killAt.at);
    }
    return next;
  }
}
