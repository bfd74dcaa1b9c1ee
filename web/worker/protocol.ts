// What page and worker say to each other: one typed union for each direction. Everything is plain data that a structured
// clone accepts; full objects travel as JSON text and only when somebody asked for them.

import type { ApiRequest, ApiResponse, Cause, Input, ObjectRef } from "../../engine/index.ts";
import type { ControllerRow, PodRow, SceneDelta } from "./rows.ts";

/** How a cluster begins. `manifests` are applied (as kubectl would) before the clock starts. */
export interface StartOptions {
  readonly seed: number;
  readonly nodes: number | readonly NodeStart[];
  readonly latency: "lifelike" | "none";
  readonly registry: "open" | "catalogue";
  /** YAML or JSON texts, several documents each allowed. */
  readonly manifests: readonly string[];
  /** Simulated milliseconds that pass before the first picture: a scenario that has settled already. */
  readonly settleMs: number;
  readonly speed: number;
  readonly running: boolean;
}

export interface NodeStart {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The options of the start and what people did since: the whole history. */
export interface SessionFile {
  readonly version: 1;
  readonly options: StartOptions;
  readonly inputs: readonly Input[];
  /** Which inputs were the first of an action that can be undone. */
  readonly begins?: readonly number[];
  /** How far it had got. */
  readonly until: number;
}

/** How the clock goes. */
export interface Pace {
  readonly speed: number;
  readonly running: boolean;
}

export type StepUnit = "decision" | "event" | "second";

export type ClockControl =
  | { readonly type: "run" }
  | { readonly type: "pause" }
  | { readonly type: "speed"; readonly speed: number }
  | { readonly type: "step"; readonly by: StepUnit }
  | { readonly type: "stepBack" }
  /** Runs until something on the picture changes, then pauses. */
  | { readonly type: "untilChange" }
  /** The tab went out of sight or came back; simulated time stands still meanwhile. */
  | { readonly type: "hidden"; readonly hidden: boolean };

export interface ClockState {
  /** Simulated, ms since the epoch. */
  readonly now: number;
  readonly startAt: number;
  readonly running: boolean;
  readonly speed: number;
  /** The engine cannot keep the speed asked for; `reached` is what it does. */
  readonly behind: boolean;
  readonly reached: number;
  readonly untilChange: boolean;
  /** Nothing is due any more. */
  readonly atRest: boolean;
}

/** What a preview found: pods that would come, those that would get a node at last, and uids of those that would go. */
export interface Preview {
  readonly born: readonly PodRow[];
  readonly placed: readonly PodRow[];
  readonly leaving: readonly string[];
  /** After so many simulated milliseconds no pod changes any more; undefined when that was not asked, or not foreseen. */
  readonly settlesMs?: number | undefined;
}

/** A kubectl line that may be done, and how long is waited for what comes of it. */
export interface Deed {
  readonly line: string;
  /** Files that `-f` may name. */
  readonly files: Readonly<Record<string, string>>;
  readonly forMs: number;
}

/** How things would stand after a deed. */
export interface Forecast {
  readonly pods: readonly PodRow[];
  readonly controllers: readonly ControllerRow[];
  /** What was decided about pods, oldest first. */
  readonly causes: readonly Cause[];
  readonly failed: boolean;
  /** What kubectl said at once. */
  readonly out: string;
  /** False when the cluster is too busy to be run so far ahead. */
  readonly reached: boolean;
}

export type ToWorker =
  | {
      readonly type: "start";
      readonly id: number;
      readonly options: StartOptions;
      readonly session?: SessionFile;
      /** How the clock went when the session was left; else as the options say. */
      readonly pace?: Pace;
    }
  | { readonly type: "request"; readonly id: number; readonly request: ApiRequest; readonly goesOn: boolean }
  | {
      readonly type: "kubectl";
      readonly id: number;
      readonly line: string;
      readonly stdin?: string;
      readonly files?: Readonly<Record<string, string>>;
    }
  | { readonly type: "interrupt"; readonly id: number }
  | { readonly type: "causes"; readonly id: number; readonly ref: ObjectRef }
  | { readonly type: "session"; readonly id: number }
  | { readonly type: "history"; readonly id: number; readonly move: "undo" | "redo" }
  /** What would come of these requests within so much simulated time, tried on a copy. */
  | {
      readonly type: "preview";
      readonly id: number;
      readonly requests: readonly ApiRequest[];
      readonly forMs: number;
      readonly untilSettled: boolean;
    }
  /** The same for a command line, with what was decided on the way. */
  | { readonly type: "forecast"; readonly id: number; readonly deed: Deed }
  | { readonly type: "clock"; readonly control: ClockControl }
  /** The page has drawn delta `seq`; the next one may come. */
  | { readonly type: "drawn"; readonly seq: number };

export type FromWorker =
  | { readonly type: "scene"; readonly seq: number; readonly delta: SceneDelta; readonly clock: ClockState }
  | { readonly type: "clock"; readonly clock: ClockState }
  | { readonly type: "started"; readonly id: number; readonly clock: ClockState; readonly problems: readonly string[] }
  | { readonly type: "response"; readonly id: number; readonly response: ApiResponse }
  | { readonly type: "output"; readonly id: number; readonly stream: "stdout" | "stderr"; readonly text: string }
  | { readonly type: "exit"; readonly id: number; readonly code: number }
  | { readonly type: "causes"; readonly id: number; readonly causes: readonly Cause[] }
  | { readonly type: "session"; readonly id: number; readonly session: SessionFile }
  /** What undo and redo can do now; `by` is the request or command that began the action with that number. */
  | {
      readonly type: "undoable";
      readonly undo: number;
      readonly redo: number;
      readonly last: number | undefined;
      readonly began?: { readonly action: number; readonly by: number };
    }
  /** Undo or redo is done: which action it was about, and at which simulated instant the cluster is now. */
  | { readonly type: "moved"; readonly id: number; readonly done: boolean; readonly action: number | undefined; readonly at: number }
  | { readonly type: "previewed"; readonly id: number; readonly preview: Preview }
  | { readonly type: "foretold"; readonly id: number; readonly forecast: Forecast }
  /** A session is being played; from 0 to 1. */
  | { readonly type: "replaying"; readonly replayed: number }
  /** A bug of ours: the clock has stopped at that instant. The session replays it. */
  | { readonly type: "crashed"; readonly message: string; readonly session: SessionFile | undefined; readonly at: number }
  | { readonly type: "refused"; readonly id: number; readonly message: string };
