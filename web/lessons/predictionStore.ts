// The question that is open, if one is: apart from what is done with it, since the frame looks at it from the beginning.

import { createStore } from "zustand/vanilla";
import type { Cause } from "../../engine/index.ts";
import type { Asked } from "./asked.ts";

export interface Outcome {
  /** The id of the right choice. */
  readonly answer: string;
  readonly decisions: readonly Cause[];
  /** What kubectl said, when it refused. */
  readonly refusal: string | undefined;
}

export interface Prediction {
  /** `busy`: the cluster could not be run ahead. */
  readonly stage: "closed" | "asking" | "locking" | "waiting" | "shown" | "busy";
  /** Undefined while the cluster gives no occasion. */
  readonly asked: Asked | undefined;
  readonly place: number;
  readonly chosen: string | undefined;
  readonly outcome: Outcome | undefined;
  /** The outcome is shown at that simulated instant at the latest. */
  readonly lockedAt: number;
  readonly dueAt: number;
}

/** No question is open. */
export const CLOSED: Prediction = {
  stage: "closed",
  asked: undefined,
  place: -1,
  chosen: undefined,
  outcome: undefined,
  lockedAt: 0,
  dueAt: 0,
};

export const predictionStore = createStore<Prediction>()(() => CLOSED);
