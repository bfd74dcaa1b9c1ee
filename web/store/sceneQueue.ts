// Applies deltas of the scene in portions, one between two frames, so that no single task of the page grows long however much
// has changed. A delta that is small is applied at once.

import type { ClockState } from "../worker/protocol.ts";
import type { SceneDelta } from "../worker/rows.ts";
import { cut, nodeByNode } from "./portions.ts";

/** Told of the outside: what a portion is applied to, when the next may come, and a watch. */
export interface Surroundings {
  apply(delta: SceneDelta, clock: ClockState): void;
  /** The page has drawn the delta with that number. */
  drawn(seq: number): void;
  /** Calls back when a frame has been drawn, also on a page that draws none. */
  afterFrame(act: () => void): void;
  /** Calls back when what the last portion set off is done. */
  afterEffects(act: () => void): void;
  /** Milliseconds. */
  watch(): number;
}

export interface Arrival {
  readonly seq: number;
  readonly delta: SceneDelta;
  readonly clock: ClockState;
}

/** What one portion should cost; drawing it costs about as much again. */
const BUDGET_MS = 10;
/** A portion has never fewer rows than this, or than this part of the cluster: some of its cost is the same for any number. */
const FEWEST = 20;
const LEAST_PART = 1 / 50;
const MOST = 600;
const FIRST = 40;

export class SceneQueue {
  readonly #around: Surroundings;
  #waiting: Arrival[] = [];
  #isPaused = false;
  /** Counts the clusters. */
  #life = 0;
  /** Rows of the next portion: follows what the last ones cost. */
  #rows = FIRST;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  push(arrival: Arrival): void {
    this.#waiting.push({ ...arrival, delta: nodeByNode(arrival.delta) });
    if (!this.#isPaused) this.#applyNext();
  }

  /** What waits belongs to a cluster that is no more. */
  clear(): void {
    this.#waiting = [];
    this.#life += 1;
  }

  #applyNext(): void {
    const [arrival] = this.#waiting;
    if (arrival === undefined) return;
    const { seq, delta, clock } = arrival;
    const life = this.#life;
    const rows = Math.max(this.#rows, Math.ceil(delta.podTotal * LEAST_PART));
    const [portion, rest] = cut(delta, rows);
    if (rest === undefined) this.#waiting.shift();
    else this.#waiting[0] = { seq, delta: rest, clock };
    const from = this.#around.watch();
    this.#around.apply(portion, clock);
    this.#around.afterEffects(() => this.#learn(rest !== undefined, this.#around.watch() - from));
    this.#isPaused = true;
    this.#around.afterFrame(() => {
      this.#isPaused = false;
      if (rest === undefined && life === this.#life) this.#around.drawn(seq);
      this.#applyNext();
    });
  }

  /** A portion that cost too much makes the next one smaller; one that was full and cost little lets it grow. */
  #learn(wasFull: boolean, costMs: number): void {
    if (costMs > BUDGET_MS) this.#rows = Math.max(FEWEST, Math.floor(this.#rows * Math.max(0.5, BUDGET_MS / costMs)));
    else if (wasFull) this.#rows = Math.min(MOST, Math.ceil(this.#rows * 1.25));
  }
}
