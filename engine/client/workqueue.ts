// A controller's work queue on the simulated clock (GEN-5 to GEN-8): a key waits at most once for its turn and at most once
// for a later one, failures come back with exponential delay, AddAfter never postpones. The lag between a watch event and
// the reaction is drawn here.

import { ApiError } from "../api/apierror.ts";
import { assert } from "../sim/assert.ts";
import type { Clock, Message } from "../sim/clock.ts";
import type { Latency, LatencyStep } from "../sim/latency.ts";

/** How failures of one key are delayed: `firstMs` doubled each time up to `mostMs`. */
export interface RetryDelays {
  readonly firstMs: number;
  readonly mostMs: number;
  /** After that many failures the key is dropped (DEP-2). */
  readonly limit?: number;
}

const CONTROLLER_RETRIES: RetryDelays = { firstMs: 5, mostMs: 1_000_000 };

/** What one object costs a sync, about as in a real controller. */
const MS_PER_OBJECT = 0.02;
/** The least lag, in every profile: what happens in one instant is seen by one sync, not by one for each event. */
const LEAST_LAG_MS = 1;

interface Waiting {
  dueAt: number;
  timer: number;
  /** The cause that asked for it first. */
  trigger: number | undefined;
}

export interface WorkQueueState {
  waiting: Map<string, Waiting>;
  /** Turns asked for with delay. An event gives the key an earlier one besides, and takes nothing away (GEN-8). */
  delayed: Map<string, Waiting>;
  failures: Map<string, number>;
  /** A key is not synced again before that instant: a sync's own requests take time. */
  restUntil: Map<string, number>;
}

interface Due extends Message {
  readonly type: "due";
  readonly queue: string;
  readonly key: string;
  readonly among: "waiting" | "delayed";
}

export interface WorkQueueOptions {
  readonly clock: Clock;
  readonly latency: Latency;
  /** The part that owns the queue, and the queue's name within it. */
  readonly part: string;
  readonly name?: string;
  readonly step?: LatencyStep;
  readonly retries?: RetryDelays;
  /** How many objects a sync of the key looks at: a large sync takes longer, and the key rests for that time. */
  readonly sizeOf?: (key: string) => number;
  /** One reconciliation. `trigger` is the cause that set it off. A thrown `ApiError` requeues the key with delay. */
  readonly sync: (key: string, trigger: number | undefined) => void;
}

export class WorkQueue {
  state: WorkQueueState = { waiting: new Map(), delayed: new Map(), failures: new Map(), restUntil: new Map() };
  readonly #o: WorkQueueOptions;
  readonly #name: string;
  constructor(options: WorkQueueOptions) {
    this.#o = options;
    this.#name = options.name ?? "";
  }

  /** Queues a key that an event asked for; it is synced after the profile's lag. */
  add(key: string, trigger?: number): void {
    this.#addWithin(key, 0, trigger);
  }

  /** The same when the sync will first make so many requests, of which each takes its time. */
  addAfterRequests(key: string, requests: number, trigger?: number): void {
    this.#addWithin(key, requests, trigger);
  }

  /** Queues a key for later; of two delays the one that ends first counts (GEN-8). */
  addAfter(key: string, delayMs: number, trigger?: number): void {
    this.#put("delayed", key, this.#o.clock.now + Math.max(0, delayMs), trigger);
  }

  /** How often the key has failed in a row. */
  failuresOf(key: string): number {
    return this.state.failures.get(key) ?? 0;
  }

  addRateLimited(key: string): void {
    const { firstMs, mostMs, limit } = this.#o.retries ?? CONTROLLER_RETRIES;
    const failed = this.failuresOf(key);
    if (limit !== undefined && failed >= limit) {
      this.state.failures.delete(key);
      return;
    }
    this.state.failures.set(key, failed + 1);
    this.addAfter(key, Math.min(mostMs, firstMs * 2 ** failed));
  }

  /** To be called by the owner with each message; true when it was the queue's. */
  handle(message: Message): boolean {
    if (message.type !== "due" || (message as Due).queue !== this.#name) return false;
    const { key, among } = message as Due;
    const turn = this.state[among].get(key);
    assert(turn !== undefined, "a due key waits");
    this.state[among].delete(key);
    if (among === "waiting" || !this.#isHeldUp(key, turn)) this.#run(key, turn.trigger);
    return true;
  }

  /** A key that waits for its turn anyway needs no second one (GEN-7), and one that was synced just now has to rest. */
  #isHeldUp(key: string, { trigger }: Waiting): boolean {
    if (this.state.waiting.has(key)) return true;
    const { now } = this.#o.clock;
    if ((this.state.restUntil.get(key) ?? now) <= now) return false;
    this.#put("waiting", key, now, trigger);
    return true;
  }

  #run(key: string, trigger: number | undefined): void {
    const rest = this.#o.latency.draw("request") + MS_PER_OBJECT * (this.#o.sizeOf?.(key) ?? 0);
    if (rest >= LEAST_LAG_MS) this.state.restUntil.set(key, this.#o.clock.now + Math.round(rest));
    try {
      this.#o.sync(key, trigger);
      this.state.failures.delete(key);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.addRateLimited(key);
    }
  }

  /** Drops what is remembered of a key whose object is gone. */
  forget(key: string): void {
    this.state.failures.delete(key);
    this.state.restUntil.delete(key);
  }

  /** What is due before the event is known sees what it changed: that turn will do. */
  #addWithin(key: string, requests: number, trigger: number | undefined): void {
    const { clock, latency, step } = this.#o;
    let lagMs = Math.max(LEAST_LAG_MS, latency.draw(step ?? "controller"));
    for (let i = 0; i < requests; i++) lagMs += latency.draw("request");
    const delayed = this.state.delayed.get(key);
    if (delayed === undefined || delayed.dueAt > clock.now + lagMs) this.#put("waiting", key, clock.now + lagMs, trigger);
  }

  #put(among: "waiting" | "delayed", key: string, at: number, trigger: number | undefined): void {
    const { clock, part } = this.#o;
    const rest = this.state.restUntil.get(key);
    const dueAt = rest !== undefined && rest > at ? rest : at;
    const present = this.state[among].get(key);
    if (present !== undefined) {
      if (present.dueAt <= dueAt) return;
      clock.cancel(present.timer);
    }
    const message: Due = { type: "due", queue: this.#name, key, among };
    const timer = clock.schedule(dueAt, part, message);
    this.state[among].set(key, { dueAt, timer, trigger: present?.trigger ?? trigger });
  }
}
