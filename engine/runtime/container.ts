// What the runtime remembers of sandboxes and containers: plain data. What never changes is frozen and shared.

import type { ImageSpec } from "../api/kinds.ts";
import { lastBytes } from "../api/utf8.ts";
import type { ContainerInfo, CreateRequest, HttpFault, LogLine } from "./contract.ts";
import { copyState } from "../sim/copy.ts";
import type { Tree } from "./files.ts";
import type { Leak } from "./memory.ts";
import type { World } from "./process.ts";

export interface Sandbox {
  readonly uid: string;
  readonly ip: string;
  readonly hostname: string;
  containers: string[];
  /** Made when one is first looked into. */
  volumes: Map<string, Tree> | undefined;
  /** By container name; "" strikes all. */
  faults: Map<string, HttpFault> | undefined;
}

/** What its main process is: the image's own, or a command that runs step by step. */
export type Plan = { readonly kind: "image" } | { readonly kind: "command"; readonly argv: readonly string[] };

export const IMAGE_ITSELF: Plan = Object.freeze({ kind: "image" });

export interface SetTimer {
  readonly id: number;
  readonly at: number;
}

export type TimerName = "wake" | "kill" | "end";

export interface Container {
  readonly id: string;
  readonly request: CreateRequest;
  readonly image: ImageSpec;
  /** Settled when it is started. */
  plan: Plan;
  readonly createdAt: number;
  state: ContainerInfo["state"];
  startedAt: number | undefined;
  finishedAt: number | undefined;
  exitCode: number | undefined;
  reason: ContainerInfo["reason"];
  message: string | undefined;
  /** Only of one in which a command runs or has run. */
  world: World | undefined;
  log: Log | undefined;
  timers: { [name in TimerName]?: SetTimer };
  /** HTTP requests answered by the image's own process. */
  served: number;
  leak: Leak | undefined;
}

export function newContainer(id: string, request: CreateRequest, image: ImageSpec, createdAt: number): Container {
  return {
    id,
    request: Object.freeze(request),
    image,
    plan: IMAGE_ITSELF,
    createdAt,
    state: "created",
    startedAt: undefined,
    finishedAt: undefined,
    exitCode: undefined,
    reason: undefined,
    message: undefined,
    world: undefined,
    log: undefined,
    timers: {},
    served: 0,
    leak: undefined,
  };
}

export function infoOf(container: Container): ContainerInfo {
  const { id, request, state, createdAt, startedAt, finishedAt, exitCode, reason, message } = container;
  const { podUid, name, attempt, image } = request;
  return {
    id,
    podUid,
    name,
    attempt,
    image,
    state,
    createdAt,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  };
}

/** A pod alone, without timers: what a forecast runs on. */
export function copyPod(
  state: { readonly sandboxes: ReadonlyMap<string, Sandbox>; readonly containers: ReadonlyMap<string, Container> },
  podUid: string,
) {
  const sandbox = state.sandboxes.get(podUid);
  const containers = new Map<string, Container>();
  for (const id of sandbox?.containers ?? []) {
    const container = state.containers.get(id);
    if (container !== undefined) containers.set(id, { ...copyState(container), timers: {} });
  }
  return { sandboxes: new Map(sandbox === undefined ? [] : [[podUid, copyState(sandbox)]]), containers };
}

export function setFault(sandbox: Sandbox, container: string, fault: HttpFault | undefined): void {
  const faults = sandbox.faults ?? new Map<string, HttpFault>();
  if (fault === undefined) faults.delete(container);
  else faults.set(container, fault);
  sandbox.faults = faults.size > 0 ? faults : undefined;
}

export interface Log {
  /** Each line frozen. */
  lines: LogLine[];
  bytes: number;
  /** What a stream has written since its last line break. */
  open: { stdout?: LogLine; stderr?: LogLine };
}

/** What is kept of one container's log; the oldest lines go first. */
const MOST_BYTES = 256 * 1024;
const LINE_OVERHEAD = 40;

export function appendLog(container: Container, stream: LogLine["stream"], text: string, at: number): void {
  const log = (container.log ??= { lines: [], bytes: 0, open: {} });
  const rows = text.split("\n");
  const rest = rows.pop() ?? "";
  for (const row of rows) {
    const started = log.open[stream];
    delete log.open[stream];
    log.lines.push(Object.freeze({ at: started?.at ?? at, stream, text: (started?.text ?? "") + row }));
    log.bytes += row.length + LINE_OVERHEAD;
  }
  if (rest !== "") {
    const started = log.open[stream];
    log.open[stream] = Object.freeze({
      at: started?.at ?? at,
      stream,
      text: ((started?.text ?? "") + rest).slice(0, MOST_BYTES),
      partial: true,
    });
  }
  if (log.bytes > MOST_BYTES) trimLog(log);
}

/** Down to three quarters, so that not every line moves all others. */
function trimLog(log: Log): void {
  let first = 0;
  while (first < log.lines.length && log.bytes > MOST_BYTES * 0.75) {
    log.bytes -= (log.lines[first]?.text.length ?? 0) + LINE_OVERHEAD;
    first++;
  }
  log.lines.splice(0, first);
}

/** All lines, oldest first. Those that an image writes by itself are made up when they are asked for, so they cost nothing before. */
export function logLines(container: Container, now: number): LogLine[] {
  const { log, startedAt } = container;
  const written = log === undefined ? [] : [...log.lines, ...Object.values(log.open)];
  if (container.plan.kind !== "image" || startedAt === undefined || container.reason === "StartError") return written;
  const own: LogLine[] = [];
  const texts = container.image.log ?? [];
  const every = (container.image.logEverySeconds ?? 0) * 1000;
  const until = container.finishedAt ?? now;
  const rounds = every > 0 ? Math.floor((until - startedAt) / every) : 0;
  const most = Math.ceil(MOST_BYTES / (texts.reduce((sum, text) => sum + text.length + LINE_OVERHEAD, 1) || 1));
  for (let round = Math.max(0, rounds - most); round <= rounds; round++) {
    for (const text of texts) own.push({ at: startedAt + round * every, stream: "stdout", text });
  }
  return written.length === 0 ? own : [...own, ...written].sort((a, b) => a.at - b.at);
}

/** The end of the log that stands in for a missing termination message: 80 lines, 2048 bytes (KL-72). */
function logTail(container: Container, now: number): string {
  const text = logLines(container, now)
    .slice(-80)
    .map((line) => line.text + (line.partial ? "" : "\n"))
    .join("");
  return lastBytes(text, 2048);
}

const MESSAGE_BYTES = 4096;

/** What is told of an end: the end of what was `written` to the message file, or of the log (KL-72). */
export function terminationMessage(container: Container, written: string, exitCode: number, now: number): string | undefined {
  if (written !== "") return lastBytes(written, MESSAGE_BYTES);
  const fallsBack = container.request.terminationMessagePolicy === "FallbackToLogsOnError" && exitCode !== 0;
  return (fallsBack ? logTail(container, now) : "") || undefined;
}
