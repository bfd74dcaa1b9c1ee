// Turns wall time into simulated time at a chosen speed, in slices that keep to a budget. Pure: it is told what time it is.

/** How much simulated time may be owed, as wall time: what is lost beyond that is said as "behind", not made up for. */
const MOST_OWED_WALL_MS = 250;
/** Behind when the reached speed stays under this part of the asked one. */
const BEHIND_UNDER = 0.85;
/** Happenings between two looks at the watch. */
const CHUNK = 200;
/** The reached speed is an average over about that much wall time. */
const AVERAGE_MS = 1000;

export const SLOWEST = 0.1;
export const FASTEST = 1000;

/** Lets at most that much simulated time pass, and stops after so many happenings. */
export type Advance = (ms: number, happenings: number) => { readonly advancedMs: number; readonly happenings: number };

export class Pacer {
  #speed = 1;
  #owedMs = 0;
  #reached = 1;

  get speed(): number {
    return this.#speed;
  }
  set speed(speed: number) {
    this.#speed = Math.min(FASTEST, Math.max(SLOWEST, speed));
    this.#owedMs = 0;
    this.#reached = this.#speed;
  }

  /** Simulated milliseconds per wall millisecond, lately. */
  get reached(): number {
    return this.#reached;
  }

  get isBehind(): boolean {
    return this.#reached < this.#speed * BEHIND_UNDER;
  }

  /** Forgets what is owed: after a pause nothing is made up for. */
  rest(): void {
    this.#owedMs = 0;
    this.#reached = this.#speed;
  }

  /**
   * One slice: `wallMs` have passed since the last one. Advances until what is owed is paid or `isSpent` says that the
   * slice has lasted long enough. Gives the simulated time that passed.
   */
  slice(wallMs: number, advance: Advance, isSpent: () => boolean): number {
    this.#owedMs = Math.min(this.#owedMs + wallMs * this.#speed, MOST_OWED_WALL_MS * this.#speed);
    let passed = 0;
    while (this.#owedMs > 0) {
      const { advancedMs, happenings } = advance(this.#owedMs, CHUNK);
      passed += advancedMs;
      this.#owedMs -= advancedMs;
      if (happenings < CHUNK || isSpent()) break;
    }
    if (wallMs > 0) {
      const weight = Math.min(1, wallMs / AVERAGE_MS);
      this.#reached += (passed / wallMs - this.#reached) * weight;
    }
    return passed;
  }
}
