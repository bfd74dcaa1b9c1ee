import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Probe } from "../api/types.generated.ts";
import {
  type Attempt,
  type Behaviour,
  isHealthy,
  type Kind,
  MADE_AT,
  ProbeModel,
  type ProbeSettings,
  type Settings,
} from "./probemodel.ts";
import { TestNode } from "../testing/kubeletnode.ts";

const SECONDS = 240;
const GRACE = 2;
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

/** The script of a container that behaves so: what happens at half seconds never meets a probe. */
function scriptOf({ toggles, endsAt }: Behaviour): string {
  const happenings = KINDS.flatMap((kind) =>
    toggles[kind].map((at, i) => ({ at, text: i % 2 === 0 ? `rm ${FILES[kind]}` : `touch ${FILES[kind]}` })),
  );
  if (endsAt !== undefined) happenings.push({ at: endsAt, text: "exit 1" });
  happenings.sort((a, b) => a.at - b.at);
  let now = 0;
  const lines = [`touch ${Object.values(FILES).join(" ")}`];
  for (const { at, text } of happenings) {
    if (at > now) lines.push(`sleep ${at - now}`);
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
  node.world.advance(SECONDS * 1000 - 500);
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
      expect(run.end).toBeGreaterThanOrEqual(Math.min(endsItself, killedAt + GRACE));
      expect(run.end).toBeLessThanOrEqual(Math.min(endsItself, killedAt + GRACE + 1));
    } else {
      if (behaviour.endsAt === undefined || run.start + behaviour.endsAt > SECONDS) break;
      expect(run.end, `the end of run ${i}`).toBeCloseTo(run.start + behaviour.endsAt, 5);
    }
    const end = run.end ?? 0;
    const at = model.restartAt(end, killedAt === undefined ? end : known);
    known = end;
    if (at > SECONDS - 3) break;
    expect(next?.start, `the start after run ${i}`).toBeGreaterThanOrEqual(at);
    expect(next?.start, `the start after run ${i}`).toBeLessThanOrEqual(at + 2.1);
  }
  expect(seen.kills.length).toBe(kills);
}

/** Readiness: attempts as the ticker or a sync makes them, and what is published of them (KL-124, KL-125, KL-129). */
function checkReadiness(seen: Seen, settings: Settings, behaviour: Behaviour): void {
  const { readiness } = settings;
  if (readiness === undefined) return;
  const model = new ProbeModel(settings, behaviour);
  const expected: { at: number; ready: boolean }[] = [];
  for (const run of seen.runs) {
    let published = false;
    let last: number | undefined;
    for (const { at, ok } of of(seen, "readiness", run)) {
      const age = at - run.start;
      if (age > 0) expect(ok, `readiness at ${at}`).toBe(isHealthy(behaviour, "readiness", age));
      expect(at - (Math.floor(run.start + MADE_AT) - MADE_AT)).toBeGreaterThanOrEqual(readiness.initialDelaySeconds);
      // Sooner than after a period only while it is not ready, later never.
      if (last !== undefined) expect(at - last).toBeLessThanOrEqual(readiness.periodSeconds + 0.001);
      if (last !== undefined && published) expect(at - last).toBeCloseTo(readiness.periodSeconds, 5);
      last = at;
      const verdict = model.count("readiness", readiness, ok);
      if (verdict === undefined || (verdict === "Success") === published) continue;
      published = verdict === "Success";
      expected.push({ at, ready: published });
    }
    if (published && run.end !== undefined) expected.push({ at: run.end, ready: false });
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
  .map((list) => list.sort((a, b) => a - b).map((at) => at + 0.5));
const behaviours: fc.Arbitrary<Behaviour> = fc.record({
  toggles: fc.record({ startup: ages, readiness: ages, liveness: ages }),
  endsAt: fc.option(
    fc.integer({ min: 1, max: 80 }).map((at) => at + 0.5),
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
    ...(readiness === undefined ? {} : { readiness }),
    // Two workers of one container that tick at the same instant are run in no order that anybody promises; with one
    // period they are registered, and so ticked, startup first.
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
      { seed: 20260105, numRuns: 60 },
    );
    expect(restarts).toBeGreaterThan(60);
  });
});
