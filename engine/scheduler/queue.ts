// The scheduling queue (SCHQ-3 to SCHQ-10): pods to be tried now, pods that were turned away and sit out a back-off, and
// pods that wait for an event that may help them.
//
//   add ──▶ active ──pop──▶ (a cycle) ──fails──▶ unschedulable ──event──▶ back-off ──time or idleness──▶ active
//                                     └─error───▶ error back-off ──time──▶ active
//
// Left out on purpose: events during a cycle, as a cycle takes no time between its read and its write.

import type { Clock } from "../sim/clock.ts";
import { popHeap, pushHeap } from "./heap.ts";

const FIRST_BACKOFF_MS = 1000;
const MOST_BACKOFF_MS = 10_000;
const LEFT_OVER_AFTER_MS = 300_000;
const SECOND = 1000;

/** `trying`: in a cycle, or between two places. */
export type Place = "active" | "backoff" | "error" | "unschedulable" | "gated" | "trying";

export interface QueuedPod {
  readonly key: string;
  readonly priority: number;
  place: Place;
  /** When it was queued, or came back from its last attempt (SCHQ-4). */
  timestamp: number;
  /** Tells its present row in a heap from older ones. */
  turn: number;
  attempts: number;
  errors: number;
  /** The plugins that turned it away in its last attempt. */
  rejectedBy: readonly string[];
  /** The cause that queued it. */
  trigger: number | undefined;
}

/** What the heaps hold: a row is void when its pod has moved on to another turn. */
interface Row {
  readonly key: string;
  readonly priority: number;
  readonly timestamp: number;
  readonly turn: number;
  /** The end of its back-off. */
  readonly until: number;
}

export interface QueueState {
  pods: Map<string, QueuedPod>;
  active: Row[];
  backoff: Row[];
  error: Row[];
  nextTurn: number;
  /** How many pods of the pool each plugin has turned away: an event that concerns none of them costs nothing. */
  rejections: Map<string, number>;
}

export function newQueueState(): QueueState {
  return { pods: new Map(), active: [], backoff: [], error: [], nextTurn: 1, rejections: new Map() };
}

const byPriority = (a: Row, b: Row): boolean => {
  if (a.priority !== b.priority) return a.priority > b.priority;
  return a.timestamp !== b.timestamp ? a.timestamp < b.timestamp : a.turn < b.turn;
};
/** Back-offs that end within one second are ordered as the active queue is (SCHQ-7). */
const byEnd = (a: Row, b: Row): boolean => (a.until !== b.until ? a.until < b.until : byPriority(a, b));

export class SchedulingQueue {
  state: QueueState = newQueueState();
  readonly #clock: Clock;
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(key: string): QueuedPod | undefined {
    return this.state.pods.get(key);
  }

  add(key: string, priority: number, gated: boolean, trigger: number | undefined): void {
    const { now } = this.#clock;
    this.state.pods.set(key, { key, priority, place: "gated", timestamp: now, turn: 0, attempts: 0, errors: 0, rejectedBy: [], trigger });
    if (!gated) this.activate(key, trigger);
  }

  delete(key: string): void {
    const pod = this.state.pods.get(key);
    if (pod === undefined) return;
    this.#leavePool(pod);
    this.state.pods.delete(key);
  }

  activate(key: string, trigger?: number): void {
    const pod = this.state.pods.get(key);
    if (pod === undefined || pod.place === "active") return;
    this.#leavePool(pod);
    if (trigger !== undefined) pod.trigger = trigger;
    pod.place = "active";
    pushHeap(this.state.active, this.#newRow(pod, 0), byPriority);
  }

  /** The pod to be tried next, which leaves the queue until `reject`, `fail` or `delete` says what became of it. */
  pop(): QueuedPod | undefined {
    this.#release();
    const pod = this.#take(this.state.active, "active", byPriority) ?? this.#take(this.state.backoff, "backoff", byEnd);
    if (pod !== undefined) pod.attempts++;
    return pod;
  }

  /** No node would do: it waits for an event. */
  reject(pod: QueuedPod, rejectedBy: readonly string[]): void {
    pod.errors = 0;
    pod.timestamp = this.#clock.now;
    pod.rejectedBy = rejectedBy;
    pod.place = "unschedulable";
    for (const name of rejectedBy) this.state.rejections.set(name, (this.state.rejections.get(name) ?? 0) + 1);
  }

  /** The attempt failed for no reason of the pod's: it comes back with time. */
  fail(pod: QueuedPod): void {
    pod.attempts--;
    pod.errors++;
    pod.timestamp = this.#clock.now;
    pod.place = "error";
    pushHeap(this.state.error, this.#newRow(pod, this.#backoffEnd(pod)), byEnd);
  }

  /** Moves the pods that an event may help. `helps` is asked for each plugin that turned the pod away. */
  moveFor(
    helps: (pod: QueuedPod, plugin: string) => boolean,
    trigger: number | undefined,
    candidates: Iterable<QueuedPod> = this.state.pods.values(),
  ): void {
    for (const pod of candidates) {
      if (pod.place !== "unschedulable" || !pod.rejectedBy.some((plugin) => helps(pod, plugin))) continue;
      pod.trigger = trigger ?? pod.trigger;
      this.#comeBack(pod);
    }
  }

  /** Whether some pod waits that one of these plugins turned away. */
  awaits(plugins: Iterable<string>): boolean {
    if (this.state.rejections.size === 0) return false;
    for (const plugin of plugins) if ((this.state.rejections.get(plugin) ?? 0) > 0) return true;
    return false;
  }

  /** Pods that no event has helped for five minutes are tried again (SCHQ-9). */
  moveLeftOver(): void {
    const before = this.#clock.now - LEFT_OVER_AFTER_MS;
    for (const pod of this.state.pods.values()) if (pod.place === "unschedulable" && pod.timestamp < before) this.#comeBack(pod);
  }

  /** When the oldest pod of the pool becomes left over; undefined when the pool is empty. */
  leftOverAt(): number | undefined {
    let oldest: number | undefined;
    for (const pod of this.state.pods.values())
      if (pod.place === "unschedulable" && (oldest === undefined || pod.timestamp < oldest)) oldest = pod.timestamp;
    return oldest === undefined ? undefined : oldest + LEFT_OVER_AFTER_MS;
  }

  hasReady(): boolean {
    this.#release();
    return (
      this.#peek(this.state.active, "active", byPriority) !== undefined || this.#peek(this.state.backoff, "backoff", byEnd) !== undefined
    );
  }

  /** When the first error back-off ends. */
  nextErrorAt(): number | undefined {
    return this.#peek(this.state.error, "error", byEnd)?.until;
  }

  #comeBack(pod: QueuedPod): void {
    const until = this.#backoffEnd(pod);
    this.#leavePool(pod);
    if (until <= this.#clock.now) return this.activate(pod.key);
    pod.place = "backoff";
    pushHeap(this.state.backoff, this.#newRow(pod, until), byEnd);
  }

  #leavePool(pod: QueuedPod): void {
    if (pod.place !== "unschedulable") return;
    for (const name of pod.rejectedBy) {
      const left = (this.state.rejections.get(name) ?? 0) - 1;
      if (left > 0) this.state.rejections.set(name, left);
      else this.state.rejections.delete(name);
    }
    pod.rejectedBy = [];
    pod.place = "trying";
  }

  /** Back-offs that are over by the last full second (SCHQ-6). */
  #release(): void {
    const second = Math.floor(this.#clock.now / SECOND) * SECOND;
    for (const place of ["backoff", "error"] as const) {
      for (
        let row = this.#peek(this.state[place], place, byEnd);
        row !== undefined && row.until <= second;
        row = this.#peek(this.state[place], place, byEnd)
      )
        this.activate(row.key);
    }
  }

  /** 1 s doubled with each attempt up to 10 s, cut to the second (SCHQ-5, SCHQ-6). */
  #backoffEnd(pod: QueuedPod): number {
    const count = pod.errors > 0 ? pod.errors : pod.attempts;
    const wait = count === 0 ? 0 : Math.min(MOST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (count - 1));
    return Math.floor((pod.timestamp + wait) / SECOND) * SECOND;
  }

  #newRow(pod: QueuedPod, until: number): Row {
    pod.turn = this.state.nextTurn++;
    const { key, priority, timestamp, turn } = pod;
    return { key, priority, timestamp, turn, until };
  }

  #peek(heap: Row[], place: Place, before: (a: Row, b: Row) => boolean): Row | undefined {
    for (;;) {
      const row = heap[0];
      if (row === undefined) return undefined;
      const pod = this.state.pods.get(row.key);
      if (pod !== undefined && pod.turn === row.turn && pod.place === place) return row;
      popHeap(heap, before);
    }
  }

  #take(heap: Row[], place: Place, before: (a: Row, b: Row) => boolean): QueuedPod | undefined {
    const row = this.#peek(heap, place, before);
    if (row === undefined) return undefined;
    popHeap(heap, before);
    const pod = this.state.pods.get(row.key);
    if (pod !== undefined) pod.place = "trying";
    return pod;
  }
}
