// Whether there is a cluster, and what became of it.

import { createStore } from "zustand/vanilla";
import type { SessionFile, StartOptions } from "../worker/protocol.ts";

export interface Status {
  readonly phase: "none" | "starting" | "running" | "crashed";
  readonly crash: { readonly message: string; readonly session: SessionFile | undefined } | undefined;
  readonly options: StartOptions | undefined;
  /** A sentence that stays until it is closed. */
  readonly notice: "refusedSession" | undefined;
  /** How many actions can be taken back, and done again. */
  readonly undo: number;
  readonly redo: number;
}

export const statusStore = createStore<Status>()(() => ({
  phase: "none",
  crash: undefined,
  options: undefined,
  notice: undefined,
  undo: 0,
  redo: 0,
}));
