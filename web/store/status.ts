// Whether there is a cluster, and what became of it.

import { createStore } from "zustand/vanilla";
import type { SessionFile, StartOptions } from "../worker/protocol.ts";

/** What stopped the simulation, what led there, and at which simulated instant. */
export interface Crash {
  readonly message: string;
  readonly session: SessionFile | undefined;
  readonly at: number;
}

export interface Status {
  readonly phase: "none" | "starting" | "running" | "crashed";
  readonly crash: Crash | undefined;
  /** A crash after which the cluster stands again as it was a moment before. */
  readonly recovered: Crash | undefined;
  /** While a session is being played: how much of it has been, from 0 to 1. */
  readonly replayed: number | undefined;
  /** False when this browser does not keep the session. */
  readonly kept: boolean;
  readonly options: StartOptions | undefined;
  /** A sentence that stays until it is closed. */
  readonly notice: "refusedSession" | "damagedLink" | undefined;
  /** How many actions can be taken back, and done again. */
  readonly undo: number;
  readonly redo: number;
  /** Number of the action that undo would take back. */
  readonly last: number | undefined;
}

export const statusStore = createStore<Status>()(() => ({
  phase: "none",
  crash: undefined,
  recovered: undefined,
  replayed: undefined,
  kept: true,
  options: undefined,
  notice: undefined,
  undo: 0,
  redo: 0,
  last: undefined,
}));
