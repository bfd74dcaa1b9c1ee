// What a container remembers of its processes: plain data. A container of a quiet server has none of this.

import type { Tree } from "./files.ts";
import type { Shell } from "./sh/shell.ts";

/** An open file, pipe or stream that descriptors point at. It is closed when the last descriptor goes. */
export interface OpenFile {
  readonly kind: "log" | "file" | "pipe" | "capture" | "text" | "null" | "zero" | "random";
  /** Descriptors that point here; of a pipe, those of its reading and its writing end apart. */
  readers: number;
  writers: number;
  /** `log`: which stream. `capture`: which of the two an exec's reader wants. */
  readonly stream?: "stdout" | "stderr";
  /** `file`: where. */
  readonly path?: string;
  offset?: number;
  /** What a pipe holds, or what is left of a text. */
  data?: string;
  /** `capture`: the number of the exec that collects it. */
  readonly exec?: number;
}

export interface Descriptor {
  readonly file: number;
  readonly mode: "read" | "write" | "both";
}

/** What a process waits for; without one it can go on. */
export type Wait =
  | { readonly on: "time"; readonly at: number }
  /** A child's end; `any` also ends when a trapped signal comes (the builtin `wait`). */
  | { readonly on: "child"; readonly pid: number; readonly interruptible: boolean }
  | { readonly on: "input"; readonly fd: number }
  | { readonly on: "room"; readonly file: number }
  | { readonly on: "signal" };

/** A running program other than a shell; `memo` is what it keeps from one turn to the next. */
export interface ProgramRun {
  readonly kind: "program";
  readonly name: string;
  memo: Record<string, string | number | boolean>;
}

export interface Process {
  readonly pid: number;
  ppid: number;
  argv: readonly string[];
  fds: Map<number, Descriptor>;
  cwd: string;
  env: ReadonlyMap<string, string>;
  /** Signals set to be ignored when it was started. */
  ignored: readonly string[];
  run: ProgramRun | Shell;
  wait: Wait | undefined;
  /** The port that it listens on. */
  listen: number | undefined;
  memoryBytes: number;
  /** Its time is over then, and this is the code that it ends with. */
  killAt: { readonly at: number; readonly exitCode: number } | undefined;
}

/** The output of a command run by `exec`. */
export interface ExecRecord {
  readonly pid: number;
  stdout: string;
  stderr: string;
  output: string;
  exitCode: number | undefined;
}

export interface World {
  readonly mainPid: number;
  nextPid: number;
  processes: Map<number, Process>;
  files: Tree;
  open: Map<number, OpenFile>;
  nextFile: number;
  execs: Map<number, ExecRecord>;
  nextExec: number;
  /** A busy loop has used up its steps and sleeps until then. */
  busyUntil: number;
  busyRounds: number;
  steps: { at: number; count: number };
}

export function newWorld(mainPid: number): World {
  return {
    mainPid,
    nextPid: mainPid,
    processes: new Map(),
    files: new Map(),
    open: new Map(),
    nextFile: 1,
    execs: new Map(),
    nextExec: 1,
    busyUntil: 0,
    busyRounds: 0,
    steps: { at: -1, count: 0 },
  };
}
