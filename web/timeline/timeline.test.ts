import { describe, expect, it } from "vitest";
import { clockText } from "../store/clock.ts";
import type { Lane, LaneAct } from "../store/scene.ts";
import type { BandMark } from "../worker/rows.ts";
import { spanFor, ticksOf } from "./axis.ts";
import { bandsOf, laneRows, leadingOf, pastAndPresent, relevantFirst, restartsOf, stoppingOf } from "./lanes.ts";
import { momentBeside, momentsOf, readingOf, snapped } from "./reading.ts";
import { faster, slower, speedAt, stopOf } from "./speed.ts";

const lane = (uid: string, more: Partial<Lane> = {}): Lane => ({
  uid,
  kind: "Pod",
  name: uid,
  owner: undefined,
  bands: [],
  acts: [],
  gone: false,
  ...more,
});
const mark = (at: number, state: BandMark["state"], restarts = 0): BandMark => ({ uid: "a", at, state, restarts });

describe("spanFor", () => {
  it.each([
    [0, 0, 30],
    [18, 0, 30],
    [28, 0, 60],
    [390, 0, 480],
  ])("at %i s shows %i to %i s", (now, from, to) => expect(spanFor(now * 1000)).toMatchObject({ from: from * 1000, to: to * 1000 }));

  it("moves on with the clock when the history is long, and always holds the present", () => {
    for (const now of [1000, 5000, 100_000]) {
      const span = spanFor(now * 1000);
      expect(span.from).toBeGreaterThan(0);
      expect(span.from).toBeLessThan(now * 1000);
      expect(span.to).toBeGreaterThan(now * 1000);
    }
  });

  it("has ticks from edge to edge", () => expect(ticksOf(spanFor(0))).toEqual([0, 5000, 10_000, 15_000, 20_000, 25_000, 30_000]));
});

describe("lanes", () => {
  it("stand under their controller, in order of appearance; pods of nobody come last", () => {
    const lanes = new Map(
      [lane("m"), lane("a", { owner: "rc" }), lane("rc", { kind: "ReplicationController" }), lane("b", { owner: "rc" })].map((one) => [
        one.uid,
        one,
      ]),
    );
    expect(laneRows(lanes).map(({ lane: { uid }, isChild }) => [uid, isChild])).toEqual([
      ["rc", false],
      ["a", true],
      ["b", true],
      ["m", false],
    ]);
  });

  it("are bands from one change of state to the next, the last up to now", () => {
    const one = lane("a", { bands: [mark(1000, "creating"), mark(3000, "ready")] });
    expect(bandsOf(one, 0, 9000, spanFor(9000))).toEqual([
      { from: 1000, to: 3000, state: "creating" },
      { from: 3000, to: 9000, state: "ready" },
    ]);
  });

  it("mark a restart where no back-off came before it", () => {
    const one = lane("a", { bands: [mark(0, "ready"), mark(10, "ready", 1), mark(20, "crash", 1), mark(90, "ready", 2)] });
    expect(restartsOf(one, 0, spanFor(0))).toEqual([10]);
  });
});

describe("speed", () => {
  it("is a logarithm of the slider with round values", () => {
    expect([0, 25, 50, 75, 100].map(speedAt)).toEqual([0.1, 1, 10, 100, 1000]);
    expect([0.1, 1, 10, 100, 1000].map(stopOf)).toEqual([0, 25, 50, 75, 100]);
  });
  it("goes to the next round value by key, and stays at the ends", () => {
    expect([slower(1), faster(1), slower(0.1), faster(1000)]).toEqual([0.5, 2, 0.1, 1000]);
  });
});

describe("clockText", () => {
  it.each([
    [0, "00:00.0"],
    [18_400, "00:18.4"],
    [388_800, "06:28.8"],
    [3_723_000, "1:02:03"],
  ])("%i ms are %s", (ms, text) => expect(clockText(ms)).toBe(text));
});

describe("relevantFirst", () => {
  const lanes = new Map(
    [lane("rc", { kind: "ReplicationController" }), lane("a", { owner: "rc" }), lane("b", { owner: "rc" }), lane("m")].map((one) => [
      one.uid,
      one,
    ]),
  );
  const order = (...lead: string[]) =>
    relevantFirst(laneRows(lanes), lead).map(({ lane: { uid }, isChild }) => (isChild ? `  ${uid}` : uid));

  it("takes a failing pod out of its place, a controller with its pods, and leaves the others as they were", () => {
    expect(order("b")).toEqual(["b", "rc", "  a", "m"]);
    expect(order("m", "b", "rc")).toEqual(["m", "b", "rc", "  a"]);
    expect(order("gone")).toEqual(order());
  });
});

describe("leadingOf", () => {
  it("has failing pods come while there is room, and keeps their places", () => {
    expect(leadingOf([], ["a", "b"], 2, false)).toEqual(["a", "b"]);
    expect(leadingOf(["a"], ["c", "b", "a"], 2, true)).toEqual(["a", "c"]);
    expect(leadingOf(["a", "b"], ["c", "b", "a"], 2, true)).toEqual(["a", "b"]);
  });

  it("lets one that has recovered go, and the next one come, one at a time", () => {
    expect(leadingOf(["a", "b"], ["c", "d"], 2, false)).toEqual(["a", "b"]);
    expect(leadingOf(["a", "b"], ["c", "d"], 2, true)).toEqual(["b", "c"]);
    expect(leadingOf(["a"], [], 2, true)).toEqual([]);
  });
});

describe("pastAndPresent", () => {
  it("tells the band that still grows from those that are over", () => {
    const one = lane("a", { bands: [mark(1000, "creating"), mark(3000, "ready"), mark(5000, "ready", 1)] });
    const { past, present } = pastAndPresent(one, 0, spanFor(9000));
    expect(past).toEqual([{ from: 1000, to: 3000, state: "creating" }]);
    expect(present).toMatchObject({ from: 3000, state: "ready" });
    expect([...past, { ...present, to: 9000 }]).toEqual(bandsOf(one, 0, 9000, spanFor(9000)));
  });

  it("has nothing growing where the pod is gone", () => {
    const one = lane("a", { bands: [mark(1000, "ready"), mark(3000, "gone")], gone: true });
    expect(pastAndPresent(one, 0, spanFor(9000))).toEqual({ past: [{ from: 1000, to: 3000, state: "ready" }], present: undefined });
  });
});

describe("a reading", () => {
  const fails = (at: number, failures: number): LaneAct => ({
    uid: "a",
    at,
    act: "fails",
    n: failures,
    pod: "a",
    pods: ["a"],
    probe: { kind: "liveness", failures, threshold: 3 },
  });
  const one = lane("a", {
    bands: [mark(1000, "creating"), mark(3000, "ready"), mark(13_000, "probe"), mark(60_000, "ready", 1), mark(90_000, "gone", 1)],
    acts: [fails(13_000, 1), fails(23_000, 2), fails(33_000, 3)],
    gone: true,
  });

  it.each([
    [500, undefined, 0, 1000],
    [3000, "ready", 3000, 13_000],
    [20_000, "probe", 13_000, 60_000],
    [60_000, "ready", 60_000, 90_000],
    [95_000, "gone", 90_000, undefined],
  ])("at %i ms has the state %s from %s to %s", (at, state, from, to) => expect(readingOf(one, 0, at)).toMatchObject({ state, from, to }));

  it("knows the very moment of a failure and of a restart", () => {
    expect(readingOf(one, 0, 23_000).act?.n).toBe(2);
    expect(readingOf(one, 0, 23_001).act).toBeUndefined();
    expect([readingOf(one, 0, 60_000).restarted, readingOf(one, 0, 60_001).restarted]).toEqual([true, false]);
  });

  it("goes from moment to moment, and to the near one under the pointer", () => {
    const moments = momentsOf(one, 0);
    expect(momentBeside(moments, 20_000, 1)).toBe(23_000);
    expect(momentBeside(moments, 20_000, -1)).toBe(13_000);
    expect(momentBeside(moments, 90_000, 1)).toBeUndefined();
    expect([snapped(moments, 13_400, 500), snapped(moments, 14_000, 500)]).toEqual([13_000, 14_000]);
  });

  it("a container is being stopped from its last failure to its end", () => {
    expect(stoppingOf(one, 0, 95_000, spanFor(95_000))).toEqual([{ from: 33_000, to: 60_000 }]);
    expect(stoppingOf({ ...one, acts: [fails(13_000, 1)] }, 0, 95_000, spanFor(95_000))).toEqual([]);
  });
});
