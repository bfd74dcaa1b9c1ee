// Simulated time. Timers are data: who is to be told what, and when. The earliest fires first; among equals the one
// set first. The clock never jumps past a due timer.

/** What a part sends to its own future self: plain data only. */
export interface Message {
  readonly type: string;
}

/** A row of the timer table. Instants are milliseconds since the epoch, simulated. */
export interface Timer {
  readonly id: number;
  readonly dueAt: number;
  /** The part that it wakes. */
  readonly to: string;
  readonly message: Message;
}

export interface ClockState {
  now: number;
  nextId: number;
  /** A binary heap ordered by (dueAt, id). */
  heap: Timer[];
  /** Timers called off that are still in the heap. */
  cancelled: Set<number>;
}

export function newClockState(startAt: number): ClockState {
  return { now: startAt, nextId: 1, heap: [], cancelled: new Set() };
}

const before = (a: Timer, b: Timer): boolean => a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.id < b.id);

export class Clock {
  state: ClockState;
  constructor(state: ClockState) {
    this.state = state;
  }

  get now(): number {
    return this.state.now;
  }

  /** Wakes `to` with `message` at `dueAt`, or at once when that is past. Gives the id to cancel it by. */
  schedule(dueAt: number, to: string, message: Message): number {
    const s = this.state;
    const timer: Timer = { id: s.nextId++, dueAt: dueAt > s.now ? dueAt : s.now, to, message };
    const heap = s.heap;
    let i = heap.length;
    heap.push(timer);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent] as Timer; // 0 <= parent < i
      if (!before(timer, above)) break;
      heap[i] = above;
      i = parent;
    }
    heap[i] = timer;
    return timer.id;
  }

  /** Calls a timer off. One that has fired already must not be named. */
  cancel(id: number): void {
    this.state.cancelled.add(id);
  }

  /** When the next timer is due, or undefined when none is left. */
  nextDueAt(): number | undefined {
    this.#dropCancelled();
    return this.state.heap[0]?.dueAt;
  }

  /** Takes the earliest timer that is due by `limit` and moves the time to it. */
  take(limit: number): Timer | undefined {
    this.#dropCancelled();
    const first = this.state.heap[0];
    if (first === undefined || first.dueAt > limit) return undefined;
    this.#removeFirst();
    if (first.dueAt > this.state.now) this.state.now = first.dueAt;
    return first;
  }

  /** Moves the time on when nothing is due before `at`. */
  moveTo(at: number): void {
    if (at > this.state.now) this.state.now = at;
  }

  #dropCancelled(): void {
    const s = this.state;
    while (s.cancelled.size > 0) {
      const first = s.heap[0];
      if (first === undefined || !s.cancelled.delete(first.id)) return;
      this.#removeFirst();
    }
  }

  #removeFirst(): void {
    const heap = this.state.heap;
    const last = heap.pop() as Timer; // only called when the heap is not empty
    const count = heap.length;
    if (count === 0) return;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= count) break;
      if (child + 1 < count && before(heap[child + 1] as Timer, heap[child] as Timer)) child++;
      const below = heap[child] as Timer; // child < count
      if (!before(below, last)) break;
      heap[i] = below;
      i = child;
    }
    heap[i] = last;
  }
}
