import { describe, expect, it } from "vitest";
import { EMPTY_DELTA, EMPTY_ROWS, newPodRow } from "../graph/testRows.ts";
import { applied, foldDelta, lanesUntil, newActs } from "./scene.ts";

describe("foldDelta", () => {
  it("keeps the rows that a delta does not speak of as the same values", () => {
    const a = newPodRow("a");
    const before = foldDelta(EMPTY_ROWS, { ...EMPTY_DELTA, pods: [a, newPodRow("b")] });
    const after = foldDelta(before, { ...EMPTY_DELTA, pods: [newPodRow("b", { state: "crash" })] });
    expect(after.pods.get("a")).toBe(a);
    expect(after.pods.get("b")?.state).toBe("crash");
    expect(after.nodes).toBe(before.nodes);
  });

  it("takes away what is gone, and keeps its lane as gone", () => {
    const before = foldDelta(EMPTY_ROWS, {
      ...EMPTY_DELTA,
      pods: [newPodRow("a")],
      bands: [{ uid: "a", at: 1, state: "ready", restarts: 0 }],
    });
    const after = foldDelta(before, { ...EMPTY_DELTA, gone: ["a"] });
    expect(after.pods.has("a")).toBe(false);
    expect(after.lanes.get("a")).toMatchObject({ gone: true, name: "a" });
  });

  it("keeps the lanes up to the moment that the cluster went back to", () => {
    const band = (uid: string, at: number, state: "ready" | "gone") => ({ uid, at, state, restarts: 0 });
    const { lanes } = foldDelta(EMPTY_ROWS, {
      ...EMPTY_DELTA,
      pods: [newPodRow("a"), newPodRow("b")],
      bands: [band("a", 1, "ready"), band("a", 9, "gone"), band("b", 7, "ready")],
    });
    const before = lanesUntil(lanes, 5);
    expect([...before.values()].map(({ uid, gone, bands }) => [uid, gone, bands.length])).toEqual([["a", false, 1]]);
  });

  it("has no news in what a lane ends with after a step back in time", () => {
    const act = (at: number, pod: string) => ({ uid: "rs", at, act: "creates" as const, n: 1, pod });
    const first = foldDelta(EMPTY_ROWS, { ...EMPTY_DELTA, acts: [act(0, "a")] });
    const second = foldDelta(first, { ...EMPTY_DELTA, acts: [act(5000, "b")] });
    expect(newActs(second.lanes, first.lanes).map(({ act: { pod } }) => pod)).toEqual(["b"]);
    expect(newActs(lanesUntil(second.lanes, 2000), second.lanes)).toEqual([]);
  });

  it("makes one act of what a controller does within a second", () => {
    const creates = (at: number) => ({ uid: "rc", at, act: "creates" as const, n: 1, pod: "p" });
    const { lanes } = foldDelta(EMPTY_ROWS, { ...EMPTY_DELTA, acts: [creates(0), creates(10), creates(20), creates(5000)] });
    expect(lanes.get("rc")?.acts.map(({ at, n }) => [at, n])).toEqual([
      [0, 3],
      [5000, 1],
    ]);
  });
});

describe("applied", () => {
  const nobody = { ...EMPTY_ROWS, fresh: true, loading: true };

  it("is fresh until all rows of a new cluster have come", () => {
    const first = applied(nobody, { ...EMPTY_DELTA, whole: true, complete: false, pods: [newPodRow("a")] });
    const second = applied(first, { ...EMPTY_DELTA, pods: [newPodRow("b")] });
    const third = applied(second, { ...EMPTY_DELTA, pods: [newPodRow("c")] });
    expect([first, second, third].map(({ fresh }) => fresh)).toEqual([true, true, false]);
  });

  it("keeps rows that are the same at another moment of the cluster as the same values", () => {
    const before = applied(nobody, { ...EMPTY_DELTA, whole: true, pods: [newPodRow("a"), newPodRow("b"), newPodRow("c")] });
    const rows = [newPodRow("a"), newPodRow("b", { state: "crash" })];
    const after = applied(before, { ...EMPTY_DELTA, whole: true, movedTo: 5, pods: rows, gone: ["c"] });
    expect(after.pods.get("a")).toBe(before.pods.get("a"));
    expect([...after.pods.values()].map(({ uid, state }) => [uid, state])).toEqual([
      ["a", "ready"],
      ["b", "crash"],
    ]);
    expect(after.fresh).toBe(false);
  });
});
