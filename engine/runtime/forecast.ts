// How a command in a container will end, known before its time has come: a copy of the pod runs on alone until it has.

import type { Clock } from "../sim/clock.ts";
import type { Message } from "../sim/clock.ts";
import type { ExecResult } from "./contract.ts";
import type { ExecRecord } from "./process.ts";

const MOST_TURNS = 20_000;

/** The pod's twin: its runtime, its clock, and the command's record in it. */
export interface Twin {
  readonly clock: Clock;
  handle(message: Message): void;
  readonly record: ExecRecord | undefined;
  isRunning(): boolean;
}

export function forecast({ clock, handle, record, isRunning }: Twin, timeoutMs: number): ExecResult {
  const from = clock.now;
  const limit = from + timeoutMs;
  for (let turns = 0; record !== undefined && record.exitCode === undefined && turns < MOST_TURNS; turns++) {
    const timer = clock.take(limit);
    if (timer === undefined || timer.dueAt >= limit) break;
    handle(timer.message);
    if (!isRunning()) record.exitCode ??= 137;
  }
  if (record?.exitCode !== undefined) return execResult(record, clock.now - from);
  const { stdout = "", stderr = "", output = "" } = record ?? {};
  return { timeout: true, stdout, stderr, output, durationMs: timeoutMs };
}

export function execResult(record: ExecRecord, durationMs: number): ExecResult {
  return { exitCode: record.exitCode ?? 137, output: record.output, stdout: record.stdout, stderr: record.stderr, durationMs };
}
