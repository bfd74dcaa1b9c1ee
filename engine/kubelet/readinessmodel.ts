// What the facts say of when a readiness probe is attempted (KL-16, KL-18, KL-25, KL-27, KL-118, KL-122 to KL-125): a second
// opinion for tests like `probemodel.ts`, and as slow and obvious. Times are milliseconds since the pod was made.
// Two things no fact fixes, so the model is told them: how soon after a start the PLEG's own look makes one more sync
// (`secondLookMs`), and whether a tick in the very instant of a start or an end finds the container running.

import { type Attempt, type Behaviour, isHealthy, MADE_AT, type ProbeModel, type ProbeSettings } from "./probemodel.ts";

const MADE_AT_MS = MADE_AT * 1000;
const RESYNC_MS = 60_000; // KL-25, with a jitter of 1

/** One run of the container, and what its other probes make of it. */
export interface ModelRun {
  readonly startMs: number;
  /** When it ended, or the end of the test. */
  readonly endMs: number;
  /** When its startup probe succeeded (its start, without one); undefined: never. */
  readonly startedMs: number | undefined;
  /** When a startup or liveness probe failed for good. */
  readonly failedMs: number | undefined;
  /** Whether the ticks in the instants of its start and its end, if there are any, found it. */
  readonly isFoundAtStart: boolean;
  readonly isFoundAtEnd: boolean;
}

export interface ReadinessPrediction {
  readonly attempts: readonly Attempt[];
  readonly changes: readonly { readonly at: number; readonly ready: boolean }[];
}

/** The first instant after `ms` in which a second of the node begins: its PLEG looks then, and its ticker ticks (KL-14, KL-27). */
function nextSecond(ms: number): number {
  return (Math.floor((ms + MADE_AT_MS) / 1000) + 1) * 1000 - MADE_AT_MS;
}

export class ReadinessModel {
  readonly #probe: ProbeSettings;
  readonly #behaviour: Behaviour;
  readonly #secondLookMs: number;
  readonly #isGated: boolean;
  readonly #counter: ProbeModel;
  /** The ticker runs on from one container to the next (KL-118). */
  #tickMs: number;

  constructor(probe: ProbeSettings, behaviour: Behaviour, counter: ProbeModel, isGated: boolean, secondLookMs: number) {
    this.#probe = probe;
    this.#behaviour = behaviour;
    this.#counter = counter;
    this.#isGated = isGated;
    this.#secondLookMs = secondLookMs;
    this.#tickMs = this.#periodMs;
  }

  get #periodMs(): number {
    return this.#probe.periodSeconds * 1000;
  }

  run(run: ModelRun): ReadinessPrediction {
    const attempts: Attempt[] = [];
    const changes: { at: number; ready: boolean }[] = [];
    let ready = false;
    let isKilled = false;
    let syncedMs = run.startMs;
    // What was started shows at once, and the PLEG finds it once more by itself (KL-16).
    const syncs = new Set([run.startMs, run.startMs + this.#secondLookMs]);
    let resyncMs = Number.POSITIVE_INFINITY;
    // A sync that somebody asks for waits until the runtime has been looked at since the last one (KL-16).
    const ask = (at: number): void => void syncs.add(Math.max(at, nextSecond(syncedMs)));

    const attempt = (at: number): void => {
      const isStarted = run.startedMs !== undefined && run.startedMs <= at;
      const startedAtSecond = Math.floor((run.startMs + MADE_AT_MS) / 1000) * 1000 - MADE_AT_MS;
      if (!isStarted || at - startedAtSecond < this.#probe.initialDelaySeconds * 1000) return; // KL-122, KL-123
      const ok = at === run.startMs || isHealthy(this.#behaviour, "readiness", (at - run.startMs) / 1000);
      attempts.push({ at: at / 1000, ok });
      const verdict = this.#counter.count("readiness", this.#probe, ok);
      if (verdict === undefined || (verdict === "Success") === ready) return;
      ready = verdict === "Success";
      changes.push({ at: at / 1000, ready });
      if (!ready) ask(at); // KL-18
    };

    for (let at = run.startMs; at < run.endMs; at++) {
      if (this.#isGated && at === run.startedMs) ask(at); // KL-18
      if (at === run.failedMs) ask(at);
      if (at === this.#tickMs) {
        this.#tickMs += this.#periodMs;
        // A sync in the same instant that has been planned for a minute comes first, and sets the ticker anew.
        const isForestalled = at === resyncMs && !ready;
        if ((at > run.startMs || run.isFoundAtStart) && !isForestalled) attempt(at);
      }
      if ((!syncs.has(at) && at !== resyncMs) || isKilled) continue;
      syncedMs = at;
      if (run.startedMs !== undefined && run.startedMs <= at && !ready) {
        this.#tickMs = at + this.#periodMs; // KL-124
        attempt(at);
      }
      resyncMs = ready ? Number.POSITIVE_INFINITY : nextSecond(at + RESYNC_MS); // KL-25
      // From here on the sync waits for the container to stop, and no other begins (KL-37).
      isKilled = run.failedMs !== undefined && at >= run.failedMs;
    }
    if (this.#tickMs === run.endMs && run.isFoundAtEnd) attempt(run.endMs);
    return { attempts, changes };
  }

  /** Between two runs there is nothing to be asked. */
  passTo(ms: number): void {
    while (this.#tickMs < ms) this.#tickMs += this.#periodMs;
  }
}
