// Random probes on random containers: the kubelet against `probemodel.ts` and `readinessmodel.ts`, which know the facts
// alone. Taken from the kubelet are only the instants of starts and ends (each checked to lie where the facts put it) and
// whether a tick in the very instant of a start or an end still finds the container running, which no fact fixes.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Probe } from "../api/types.generated.ts";
import { type Attempt, type Behaviour, type Kind, MADE_AT, ProbeModel, type ProbeSettings, type Settings } from "./probemodel.ts";
import { ReadinessModel } from "./readinessmodel.ts";
import { TestNode } from "../testing/kubeletnode.ts";

const SECONDS = 240;
/** What a container does, it does so long after whole seconds of its age: that never meets a probe. */
const OFFSET = 0.31;
const A_BIT = 0.001;
const LAST = SECONDS - 0.5;
const GRACE = 2;
/** How soon after a start the kubelet of the tests looks again: no fact fixes it, so it is told to the model. */
const SECOND_LOOK_MS = 450;
const FILES = { startup: "/s", readiness: "/r", liveness: "/l" } as const;
const KINDS = Object.keys(FILES) as Kind[];

interface Run {
  readonly id: string;
  readonly start: number;
  readonly end: number | undefined;
}
interface Seen {
  readonly runs: readonly Run[];
  readonly attempts: readonly (Attempt & { readonly kind: Kind; readonly id: string })[];
  readonly ready: readonly { readonly at: number; readonly ready: boolean }[];
  readonly kills: readonly number[];
}

/** The script of a container that behaves so. */
function scriptOf({ toggles, endsAt }: Behaviour): string {
  const happenings = KINDS.flatMap((kind) =>
    toggles[kind].map((at, i) => ({ at, text: i % 2 === 0 ? `rm ${FILES[kind]}` : `touch ${FILES[kind]}` })),
  );
  if (endsAt !== undefined) happenings.push({ at: endsAt, text: "exit 1" });
  happenings.sort((a, b) => a.at - b.at);
  let now = 0;
  const lines = [`touch ${Object.values(FILES).join(" ")}`];
  for (const { at, text } of happenings) {
    if (at > now) lines.push(`sleep ${(at - now).toFixed(2)}`);
    now = at;
    lines.push(text);
  }
  return [...lines, "sleep 100000"].join("\n");
}

function probeOf(kind: Kind, settings: ProbeSettings | undefined): object {
  if (settings === undefined) return {};
  const probe: Probe = { ...settings, exec: { command: ["cat", FILES[kind]] } };
  return { [`${kind}Probe`]: probe };
}

/** Plays it on the real kubelet, and looks on from outside. */
function play(settings: Settings, behaviour: Behaviour): Seen {
  const node = new TestNode();
  const attempts: (Attempt & { kind: Kind; id: string })[] = [];
  const ready: { at: number; ready: boolean }[] = [];
  const ends = new Map<string, number>();
  const starts: { id: string; start: number }[] = [];
  const { runtime } = node;
  const exec = runtime.exec.bind(runtime);
  const start = runtime.start.bind(runtime);
  const { onExit } = runtime;
  node.world.advance(MADE_AT * 1000);
  const from = node.now;
  const now = (): number => Math.round((node.now - from) * 1000) / 1000;
  runtime.exec = (id, argv, options) => {
    const result = exec(id, argv, options);
    const kind = KINDS.find((one) => FILES[one] === argv[1]);
    if (kind !== undefined && "exitCode" in result) attempts.push({ at: now(), ok: result.exitCode === 0, kind, id });
    return result;
  };
  runtime.start = (id) => {
    starts.push({ id, start: now() });
    return start(id);
  };
  runtime.onExit = (podUid, id) => {
    ends.set(id, now());
    onExit(podUid, id);
  };
  const kills: number[] = [];
  node.world.client.watch("Pod", ({ object }) => {
    const is = object.status.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
    if ((ready.at(-1)?.ready ?? false) !== is) ready.push({ at: now(), ready: is });
  });
  const stop = runtime.stop.bind(runtime);
  runtime.stop = (id, graceMs) => {
    kills.push(now());
    stop(id, graceMs);
  };
  const container = { name: "c", image: "busybox", imagePullPolicy: "IfNotPresent", command: ["sh", "-c", scriptOf(behaviour)] };
  const probes = Object.assign({}, ...KINDS.map((kind) => probeOf(kind, settings[kind]))) as object;
  node.pod({ containers: [{ ...container, ...probes }], terminationGracePeriodSeconds: GRACE });
  node.world.advance(LAST * 1000);
  return { runs: starts.map(({ id, start: at }) => ({ id, start: at, end: ends.get(id) })), attempts, ready, kills };
}

const of = (seen: Seen, kind: Kind, { id }: Run): Attempt[] =>
  seen.attempts.filter((one) => one.kind === kind && one.id === id).map(({ at, ok }) => ({ at, ok }));

/** Liveness, startup and restarts: when each attempt is made, how it ends, and what follows. */
function checkRuns(seen: Seen, settings: Settings, behaviour: Behaviour, model: ProbeModel): void {
  let known: number | undefined;
  let kills = 0;
  for (const [i, run] of seen.runs.entries()) {
    const { attempts, killedAt } = model.run(run.start, SECONDS);
    expect(of(seen, "startup", run), `startup attempts of run ${i}`).toEqual(attempts.startup);
    expect(of(seen, "liveness", run), `liveness attempts of run ${i}`).toEqual(attempts.liveness);
    const next = seen.runs[i + 1];
    if (killedAt !== undefined) {
      const kill = seen.kills[kills++];
      expect(kill, `the kill of run ${i}`).toBeGreaterThanOrEqual(killedAt);
      expect(kill, `the kill of run ${i}`).toBeLessThanOrEqual(killedAt + 1);
      if (run.end === undefined) break; // the end of the test has come first
      // It ends by itself in the time of its grace, or is killed at the end of that (KL-108, KL-139).
      const endsItself = behaviour.endsAt === undefined ? Number.POSITIVE_INFINITY : run.start + behaviour.endsAt;
      expect(run.end).toBeGreaterThanOrEqual(Math.min(endsItself, killedAt + GRACE) - A_BIT);
      expect(run.end).toBeLessThanOrEqual(Math.min(endsItself, killedAt + GRACE + 1) + A_BIT);
    } else {
      if (behaviour.endsAt === undefined || run.start + behaviour.endsAt > SECONDS) break;
      expect(run.end, `the end of run ${i}`).toBeCloseTo(run.start + behaviour.endsAt, 5);
    }
    const end = run.end ?? 0;
    const at = model.restartAt(end, killedAt === undefined ? end : known);
    known = end;
    if (at > SECONDS - 3) break;
    expect(next?.start, `the start after run ${i}`).toBeGreaterThanOrEqual(at - A_BIT);
    expect(next?.start, `the start after run ${i}`).toBeLessThanOrEqual(at + 2.1);
  }
  expect(seen.kills.length).toBe(kills);
}

/** Readiness: when the ticker or a sync makes an attempt, and what is published of them (KL-124, KL-125, KL-129). */
function checkReadiness(seen: Seen, settings: Settings, behaviour: Behaviour): void {
  const { readiness, startup } = settings;
  if (readiness === undefined) return;
  const others = new ProbeModel(settings, behaviour);
  const counter = new ProbeModel(settings, behaviour);
  const model = new ReadinessModel(readiness, behaviour, counter, startup !== undefined, SECOND_LOOK_MS);
  const expected: { at: number; ready: boolean }[] = [];
  const ms = (seconds: number): number => Math.round(seconds * 1000);
  for (const [i, run] of seen.runs.entries()) {
    const attempted = of(seen, "readiness", run);
    const { startedAt, killedAt } = others.run(run.start, SECONDS);
    model.passTo(ms(run.start));
    const { attempts, changes } = model.run({
      startMs: ms(run.start),
      endMs: ms(run.end ?? LAST),
      startedMs: startedAt === undefined ? undefined : ms(startedAt),
      failedMs: killedAt === undefined ? undefined : ms(killedAt),
      isFoundAtEnd: attempted.some(({ at }) => at === run.end),
      isFoundAtStart: attempted.filter(({ at }) => at === run.start).length > 1,
    });
    expect(attempted, `readiness attempts of run ${i}`).toEqual(attempts);
    expected.push(...changes);
    if (changes.at(-1)?.ready === true && run.end !== undefined) expected.push({ at: run.end, ready: false });
  }
  const told = seen.ready.filter(({ at }) => at < SECONDS - 2);
  const due = expected.filter(({ at }) => at < SECONDS - 2);
  expect(told.map(({ ready }) => ready)).toEqual(due.map(({ ready }) => ready));
  for (const [i, { at }] of due.entries()) {
    expect(told[i]?.at).toBeGreaterThanOrEqual(at - GRACE - 1);
    expect(told[i]?.at).toBeLessThanOrEqual(at + 1.1);
  }
}

const ages = fc
  .uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 4 })
  .map((list) => list.sort((a, b) => a - b).map((at) => at + OFFSET));
const behaviours: fc.Arbitrary<Behaviour> = fc.record({
  toggles: fc.record({ startup: ages, readiness: ages, liveness: ages }),
  endsAt: fc.option(
    fc.integer({ min: 1, max: 80 }).map((at) => at + OFFSET),
    { nil: undefined },
  ),
});
const probes = (most: number): fc.Arbitrary<ProbeSettings> =>
  fc.record({
    initialDelaySeconds: fc.integer({ min: 0, max: 10 }),
    periodSeconds: fc.integer({ min: 1, max: 8 }),
    successThreshold: fc.integer({ min: 1, max: most }),
    failureThreshold: fc.integer({ min: 1, max: 4 }),
  });
const settings: fc.Arbitrary<Settings> = fc
  .record({
    startup: fc.option(probes(1), { nil: undefined }),
    readiness: fc.option(probes(3), { nil: undefined }),
    liveness: fc.option(probes(1), { nil: undefined }),
  })
  .map(({ startup, readiness, liveness }) => ({
    ...(startup === undefined ? {} : { startup }),
    // Two workers of one container that tick at the same instant are run in no order that anybody promises; with one
    // period they are registered, and so ticked, startup first.
    ...(readiness === undefined ? {} : { readiness: { ...readiness, periodSeconds: startup?.periodSeconds ?? readiness.periodSeconds } }),
    ...(liveness === undefined ? {} : { liveness: { ...liveness, periodSeconds: startup?.periodSeconds ?? liveness.periodSeconds } }),
  }));

describe("random probes on a container that behaves at random", () => {
  it("are attempted, counted and acted upon as a model made of the facts predicts", { timeout: 60_000 }, () => {
    let restarts = 0;
    fc.assert(
      fc.property(settings, behaviours, (chosen, behaviour) => {
        const seen = play(chosen, behaviour);
        restarts += seen.runs.length - 1;
        checkRuns(seen, chosen, behaviour, new ProbeModel(chosen, behaviour));
        checkReadiness(seen, chosen, behaviour);
      }),
      { seed: 20260105, numRuns: 80 },
    );
    expect(restarts).toBeGreaterThan(60);
  });
});
