// What the command line needs from the world: a Request → Response function, a watch, the clock of the cluster, files and two streams.
// Nothing here waits: a command that has to wait yields a Pause, and whoever drives it resumes it.

import type { ApiRequest, ApiResponse, Unsubscribe, WatchEvent } from "../api/request.ts";

/** What a waiting command needs before it goes on: resume it when something was written, or at that instant at the latest. */
export interface Pause {
  /** Milliseconds since the epoch, simulated. Absent: only a write can make it go on. */
  readonly untilAt?: number;
}

/** A command as a generator: yields while it waits, returns what it is worth. */
export type Waiting<Result> = Generator<Pause, Result, void>;

export interface KubectlIo {
  handle(request: ApiRequest): ApiResponse;
  watch(request: ApiRequest, sink: (event: WatchEvent) => void): Unsubscribe;
  /** Milliseconds since the epoch, simulated. */
  now(): number;
  /** The namespace of the current context. */
  readonly namespace: string;
  readFile?(path: string): string | undefined;
  /** Names in a directory, sorted; directories end in `/`. Absent when it is no directory. */
  listFiles?(directory: string): readonly string[] | undefined;
  writeFile?(path: string, text: string): void;
  stdout(text: string): void;
  stderr(text: string): void;
  /** From 0 up to 1, for generated name suffixes. */
  random?(): number;
}
