// Runs a shell step by step over an explicit stack, so that a running script is plain data. It stands for busybox's ash.
// A step never waits: it leaves a Wait on the process and is asked again when that is over.

import type { Kernel } from "../kernel.ts";
import type { Descriptor, Process } from "../process.ts";
import { evalText, runBuiltin } from "./builtins.ts";
import { stepCommand } from "./command.ts";
import { expandFields, expandPieces, expandText, type Scope } from "./expand.ts";
import { globPaths } from "./glob.ts";
import { matches } from "./pattern.ts";
import { redirect } from "./redirect.ts";
import { copyShell, setVariable, type Frame, type Shell } from "./shell.ts";
import { ScriptError, type Case, type CommandPart, type For, type List, type Node } from "./syntax.ts";

/** Levels of a stack: functions that call themselves end here. */
const MOST_FRAMES = 1_000;

export class ShellMachine {
  readonly kernel: Kernel;
  readonly process: Process;
  readonly shell: Shell;

  constructor(kernel: Kernel, process: Process, shell: Shell) {
    this.kernel = kernel;
    this.process = process;
    this.shell = shell;
  }

  /** Goes on until it waits, ends or has used its steps; gives the steps used. */
  run(most: number): number {
    let steps = 0;
    while (steps < most && this.kernel.alive(this.process) && this.process.run === this.shell && this.process.wait === undefined) {
      steps++;
      try {
        this.#step();
      } catch (error) {
        if (error instanceof RangeError) {
          // A string longer than the platform's longest: memory has run out, whatever the limit.
          this.kernel.node.outOfMemory(this.kernel.container);
          return steps;
        }
        if (!(error instanceof ScriptError)) throw error;
        this.complain(error.message);
        this.exit(2);
      }
    }
    return steps;
  }

  complain(text: string): void {
    this.kernel.write(this.process, 2, `${this.shell.name}: ${text}\n`);
  }

  scope(frame?: Frame): Scope {
    return {
      shell: this.shell,
      results: frame?.results ?? [],
      set: (name, value) => this.set(name, value),
      dynamic: (name) => (name === "RANDOM" ? String(this.kernel.node.random.below(32_768)) : undefined),
      glob: (pieces) => globPaths(this.kernel.files, this.process.cwd, pieces),
    };
  }

  set(name: string, value: string): void {
    setVariable(this.shell, name, value);
    if (value.length > 4_096) this.kernel.overflows();
  }

  // The stack

  push(node: Node, tested: boolean, more: Partial<Frame> = {}): void {
    if (this.shell.frames.length >= MOST_FRAMES) throw new ScriptError("too many levels of nesting", 0);
    this.shell.frames.push({ node, step: 0, tested, ...more });
  }

  /** Takes the top off and undoes what it changed for its time. */
  pop(): void {
    const frame = this.shell.frames.pop();
    if (frame === undefined) return;
    this.restore(frame);
    if (frame.capture !== undefined) this.kernel.release(frame.capture);
    if (frame.parameters !== undefined) this.shell.parameters = frame.parameters;
    for (const [name, value] of frame.locals ?? []) {
      if (value === undefined) this.shell.variables.delete(name);
      else this.shell.variables.set(name, value);
    }
    if (frame.statusAfter !== undefined) this.shell.status = frame.statusAfter;
    if (frame.exitAfter !== undefined) this.kernel.exit(this.process, frame.exitAfter);
  }

  /** Ends a node with a status, and the shell when `set -e` says so. */
  finish(frame: Frame, status: number): void {
    this.shell.status = status;
    this.pop();
    if (status !== 0 && this.shell.options.errexit && !frame.tested) this.exit(status);
  }

  restore(frame: Frame): void {
    for (const [fd, descriptor] of frame.saved?.reverse() ?? []) {
      const now = this.kernel.place(this.process, fd, descriptor);
      if (now !== undefined) this.kernel.release(now);
    }
    delete frame.saved;
  }

  exit(status: number): void {
    const { shell } = this;
    if (!this.kernel.alive(this.process)) return;
    const action = shell.traps.get("EXIT");
    while (shell.frames.length > 0) {
      const frame = shell.frames.at(-1) as Frame; // the length says so
      delete frame.exitAfter;
      this.pop();
    }
    if (action === undefined || action === "" || shell.exiting) {
      this.kernel.exit(this.process, status);
      return;
    }
    shell.exiting = true;
    shell.status = status;
    this.push(evalText(this, action), true, { exitAfter: status });
  }

  // One step

  #step(): void {
    const { shell } = this;
    const frame = shell.frames.at(-1);
    if (shell.pending.length > 0 && (frame === undefined || frame.node.type === "list" || frame.node.type === "loop")) {
      this.#trap(shell.pending.shift() as string); // the length says so
      return;
    }
    if (frame === undefined) {
      this.exit(shell.status);
      return;
    }
    this.#stepNode(frame);
  }

  #trap(signal: string): void {
    const action = this.shell.traps.get(signal);
    if (action !== undefined && action !== "") this.push(evalText(this, action), true, { statusAfter: this.shell.status });
  }

  #stepNode(frame: Frame): void {
    const { node } = frame;
    switch (node.type) {
      case "list":
        return this.#list(frame, node);
      case "command":
        return stepCommand(this, frame, node);
      case "and":
      case "or":
        return this.#andOr(frame, node.type, node.left, node.right);
      case "not":
        if (frame.step++ === 0) return this.push(node.node, true);
        this.shell.status = this.shell.status === 0 ? 1 : 0;
        return this.pop();
      case "if":
        return this.#if(frame, node);
      case "loop":
        return this.#loop(frame, node);
      case "for":
        return this.#for(frame, node);
      case "case":
        return this.#case(frame, node);
      case "subshell":
        return this.#subshell(frame, node.body);
      case "pipeline":
        return this.#pipeline(frame, node.nodes);
      case "redirected":
        return this.#redirected(frame, node);
      case "function":
        this.shell.functions.set(node.name, node.body);
        this.shell.status = 0;
        return this.pop();
    }
  }

  #list(frame: Frame, node: List): void {
    const item = node.items[frame.step];
    if (item === undefined) return this.pop();
    frame.step++;
    if (!item.background) return this.push(item.node, frame.tested);
    const nothing = this.kernel.nothing();
    const fds = this.kernel.forkDescriptors(this.process);
    const before = fds.get(0);
    if (before !== undefined) this.kernel.release(before);
    fds.set(0, nothing);
    this.shell.lastBackground = this.spawnSubshell(item.node, fds);
    this.shell.status = 0;
  }

  #andOr(frame: Frame, type: "and" | "or", left: Node, right: Node): void {
    frame.step++;
    if (frame.step === 1) return this.push(left, true);
    const goesOn = frame.step === 2 && (type === "and") === (this.shell.status === 0);
    if (goesOn) this.push(right, frame.tested);
    else this.pop();
  }

  #if(frame: Frame, node: Node & { type: "if" }): void {
    const at = frame.step++;
    const branch = node.branches[at >> 1];
    if (frame.over === true) return this.pop();
    if (at % 2 === 1 && this.shell.status === 0) {
      frame.over = true;
      return this.push(branch?.body ?? node, frame.tested);
    }
    const next = node.branches[(at + 1) >> 1];
    if (at % 2 === 1) frame.step++;
    if (next !== undefined) return this.push(next.test, true);
    frame.over = true;
    if (node.otherwise !== undefined) return this.push(node.otherwise, frame.tested);
    this.shell.status = 0;
  }

  #loop(frame: Frame, node: Node & { type: "loop" }): void {
    if (frame.step === 0 || frame.step === 2) {
      if (frame.step === 2) frame.last = this.shell.status;
      frame.step = 1;
      return this.push(node.test, true);
    }
    if ((this.shell.status === 0) !== node.until) {
      frame.step = 2;
      return this.push(node.body, frame.tested);
    }
    this.shell.status = frame.last ?? 0;
    this.pop();
  }

  #for(frame: Frame, node: For): void {
    if (!this.substitute(frame, node.substitutions)) return;
    frame.items ??= node.words === undefined ? [...this.shell.parameters] : expandFields(node.words, this.scope(frame));
    const item = frame.items[frame.step];
    if (item === undefined) {
      if (frame.step === 0) this.shell.status = 0;
      return this.pop();
    }
    frame.step++;
    this.set(node.name, item);
    this.push(node.body, frame.tested);
  }

  #case(frame: Frame, node: Case): void {
    if (!this.substitute(frame, node.substitutions)) return;
    if (frame.step++ > 0) return this.pop();
    const scope = this.scope(frame);
    const text = expandText(node.word, scope);
    const arm = node.arms.find(({ patterns }) => patterns.some((pattern) => matches(expandPieces(pattern, scope), text)));
    this.shell.status = 0;
    if (arm !== undefined) this.push(arm.body, frame.tested);
  }

  #redirected(frame: Frame, node: Node & { type: "redirected" }): void {
    if (!this.substitute(frame, node.substitutions)) return;
    if (frame.step++ > 0) return this.pop();
    const failed = !redirect(this, frame, node.redirects);
    if (failed) this.finish(frame, 1);
    else this.push(node.node, frame.tested);
  }

  // Children

  /** Starts a copy of this shell on a node, in a process of its own. Takes the descriptors over. */
  spawnSubshell(node: Node, fds: Map<number, Descriptor>): number {
    const child = copyShell(this.shell);
    child.frames.push({ node, step: 0, tested: false });
    const { process } = this;
    const spawned = this.kernel.spawn({
      run: child,
      argv: process.argv,
      fds,
      cwd: process.cwd,
      env: process.env,
      ignored: process.ignored,
      ppid: process.pid,
    });
    if (spawned === undefined) throw new ScriptError("can't fork: Resource temporarily unavailable", 0);
    this.addChild(spawned.pid);
    return spawned.pid;
  }

  addChild(pid: number): void {
    const { children } = this.shell;
    if (children.size > 100) for (const [old, code] of children) if (code !== undefined && children.size > 50) children.delete(old);
    children.set(pid, undefined);
  }

  waitFor(pid: number, interruptible = false): void {
    this.process.wait = { on: "child", pid, interruptible };
  }

  /** The code of a child that has ended, which is then forgotten. */
  reap(pid: number): number {
    const code = this.shell.children.get(pid) ?? 127;
    this.shell.children.delete(pid);
    return code;
  }

  #subshell(frame: Frame, body: List): void {
    if (frame.pids === undefined) {
      frame.pids = [this.spawnSubshell(body, this.kernel.forkDescriptors(this.process))];
      return this.waitFor(frame.pids[0] ?? 0);
    }
    this.finish(frame, this.reap(frame.pids[0] ?? 0));
  }

  #pipeline(frame: Frame, nodes: readonly Node[]): void {
    if (frame.pids === undefined) {
      frame.pids = this.#spawnPipeline(nodes);
    } else {
      const code = this.reap(frame.pids[frame.step] ?? 0);
      if (code !== 0 && this.shell.options.pipefail) frame.last = code;
      frame.step++;
      if (frame.step === frame.pids.length) return this.finish(frame, code === 0 ? (frame.last ?? 0) : code);
    }
    this.waitFor(frame.pids[frame.step] ?? 0);
  }

  #spawnPipeline(nodes: readonly Node[]): number[] {
    const pids: number[] = [];
    let reading: Descriptor | undefined;
    nodes.forEach((node, i) => {
      const fds = this.kernel.forkDescriptors(this.process);
      const put = (fd: number, descriptor: Descriptor): void => {
        const before = fds.get(fd);
        if (before !== undefined) this.kernel.release(before);
        fds.set(fd, descriptor);
      };
      if (reading !== undefined) put(0, reading);
      if (i < nodes.length - 1) {
        const pipe = this.kernel.pipe();
        put(1, pipe.writing);
        reading = pipe.reading;
      }
      pids.push(this.spawnSubshell(node, fds));
    });
    return pids;
  }

  /** Runs the `$(…)` of a node one after another. False: not all of them have ended. */
  substitute(frame: Frame, parts: readonly CommandPart[]): boolean {
    if (parts.length === 0) return true;
    const results = (frame.results ??= []);
    if (frame.capture !== undefined && frame.pids !== undefined) {
      const text = this.kernel.world.open.get(frame.capture.file)?.data ?? "";
      this.kernel.release(frame.capture);
      this.shell.status = this.reap(frame.pids[0] ?? 0);
      results.push(text.replace(/\n+$/, ""));
      delete frame.capture;
      delete frame.pids;
    }
    const next = parts[results.length];
    if (next === undefined) return true;
    const capture = this.kernel.text("");
    const fds = this.kernel.forkDescriptors(this.process);
    const before = fds.get(1);
    if (before !== undefined) this.kernel.release(before);
    fds.set(1, this.kernel.retain({ file: capture.file, mode: "write" }));
    frame.capture = capture;
    frame.pids = [this.spawnSubshell(next.body, fds)];
    this.waitFor(frame.pids[0] ?? 0);
    return false;
  }

  builtin(name: string, frame: Frame, args: readonly string[]): ReturnType<typeof runBuiltin> {
    return runBuiltin(this, name, frame, args);
  }
}
