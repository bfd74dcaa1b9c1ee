// What the facts say of probes and restarts (KL-82 to KL-90, KL-118 to KL-129), as slow and obvious as can be: a second
// opinion for tests, written without a look at the kubelet. Times are seconds since the pod was made.

/** The pod is made so long after a whole second: nothing that the kubelet does at whole seconds meets a tick. */
export const MADE_AT = 0.25;

export interface ProbeSettings {
  readonly initialDelaySeconds: number;
  readonly periodSeconds: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
}

/** What the container does: at which ages each of its files goes or comes back, and when it ends by itself. */
export interface Behaviour {
  readonly toggles: { readonly [kind in Kind]: readonly number[] };
  readonly endsAt: number | undefined;
}

export type Kind = "startup" | "readiness" | "liveness";
export type Settings = { readonly [kind in Kind]?: ProbeSettings };

export interface Attempt {
  readonly at: number;
  readonly ok: boolean;
}

/** Consecutive equal results, which a restart of the container does not forget (KL-125, KL-126). */
interface Streak {
  ok: boolean | undefined;
  length: number;
}

/** A file is there at first, and toggles at these ages. */
export function isHealthy(behaviour: Behaviour, kind: Kind, age: number): boolean {
  return behaviour.toggles[kind].filter((toggle) => toggle <= age).length % 2 === 0;
}

export interface RunPrediction {
  readonly attempts: { readonly startup: readonly Attempt[]; readonly liveness: readonly Attempt[] };
  /** When a probe has failed for good; undefined: it lives until it ends by itself. */
  readonly killedAt: number | undefined;
  readonly startedAt: number | undefined;
}

export class ProbeModel {
  readonly #settings: Settings;
  readonly #behaviour: Behaviour;
  readonly #streaks: { [kind in Kind]: Streak } = {
    startup: { ok: undefined, length: 0 },
    readiness: { ok: undefined, length: 0 },
    liveness: { ok: undefined, length: 0 },
  };
  #backoff: { delay: number } | undefined;

  constructor(settings: Settings, behaviour: Behaviour) {
    this.#settings = settings;
    this.#behaviour = behaviour;
  }

  /** One run of the container that began at `start`, as far as `until`. The ticks of all workers began at 0 (KL-118). */
  run(start: number, until: number): RunPrediction {
    const { startup, liveness } = this.#settings;
    const attempts: { startup: Attempt[]; liveness: Attempt[] } = { startup: [], liveness: [] };
    const end = Math.min(until, this.#behaviour.endsAt === undefined ? Number.POSITIVE_INFINITY : start + this.#behaviour.endsAt);
    let startedAt = startup === undefined ? start : undefined;
    for (let second = 1; second < end; second++) {
      if (second <= start) continue;
      if (startup !== undefined && startedAt === undefined && this.#isDue(startup, second, start)) {
        const verdict = this.#attempt("startup", startup, second, start, attempts.startup);
        if (verdict === "Failure") return { attempts, killedAt: second, startedAt };
        if (verdict === "Success") startedAt = second;
      }
      if (liveness !== undefined && startedAt !== undefined && this.#isDue(liveness, second, start)) {
        if (this.#attempt("liveness", liveness, second, start, attempts.liveness) === "Failure")
          return { attempts, killedAt: second, startedAt };
      }
    }
    return { attempts, killedAt: undefined, startedAt };
  }

  /** Every period, once time enough has passed since the start, of which a status knows the whole second alone (KL-122, KL-160). */
  #isDue({ periodSeconds, initialDelaySeconds }: ProbeSettings, second: number, start: number): boolean {
    return second % periodSeconds === 0 && second - (Math.floor(start + MADE_AT) - MADE_AT) >= initialDelaySeconds;
  }

  #attempt(kind: Kind, settings: ProbeSettings, at: number, start: number, log: Attempt[]): "Success" | "Failure" | undefined {
    const ok = isHealthy(this.#behaviour, kind, at - start);
    log.push({ at, ok });
    const verdict = this.count(kind, settings, ok);
    // On hold, the count begins anew (KL-126, KL-127).
    if (kind === "startup" ? verdict !== undefined : verdict === "Failure") this.#streaks[kind] = { ok, length: 0 };
    return verdict;
  }

  /** Counts a result: what is published when its threshold is reached (KL-125, KL-128). */
  count(kind: Kind, { successThreshold, failureThreshold }: ProbeSettings, ok: boolean): "Success" | "Failure" | undefined {
    const streak = this.#streaks[kind];
    if (streak.ok === ok) streak.length++;
    else this.#streaks[kind] = { ok, length: 1 };
    if (this.#streaks[kind].length < (ok ? successThreshold : failureThreshold)) return undefined;
    return ok ? "Success" : "Failure";
  }

  /**
   * When the container may be started again after its end. `known`: the last end that was known when the restart was
   * decided, which for a container that a probe has ended is the one before (KL-84, KL-89).
   */
  restartAt(end: number, known: number | undefined): number {
    if (known === undefined) return end;
    const delay = this.#backoff?.delay ?? 0;
    const isHeldBack = end - known < delay;
    // Held back, it is looked at again later, and then its own end counts.
    const at = isHeldBack ? end + delay : end;
    this.#backoff = { delay: this.#backoff === undefined ? 10 : Math.min(300, delay * 2) };
    return known === end ? Math.max(at, end + delay) : at;
  }
}
