import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EMPTY_DELTA, EMPTY_ROWS, newPodRow } from "../graph/testRows.ts";
import type { BandMark, SceneDelta } from "../worker/rows.ts";
import { cut, nodeByNode } from "./portions.ts";
import { foldDelta } from "./scene.ts";

function portionsOf(delta: SceneDelta, most: number): readonly SceneDelta[] {
  const [portion, rest] = cut(delta, most);
  return rest === undefined ? [portion] : [portion, ...portionsOf(rest, most)];
}

const uid = fc.integer({ min: 0, max: 60 }).map((n) => `pod-${n}`);
const state = fc.constantFrom("ready", "crash", "pending");
const delta = fc.record({
  pods: fc.uniqueArray(fc.tuple(uid, state), { selector: ([of]) => of, maxLength: 60 }),
  gone: fc.uniqueArray(uid, { maxLength: 20 }),
  bands: fc.array(fc.tuple(uid, state), { maxLength: 200 }),
});

describe("cut", () => {
  it("gives back a delta that has room as it is", () => {
    const small = { ...EMPTY_DELTA, pods: [newPodRow("a"), newPodRow("b")] };
    expect(cut(small, 2)).toEqual([small, undefined]);
  });

  it("says only with the last portion that all has come, and only with the first that all before is void", () => {
    const whole = { ...EMPTY_DELTA, whole: true, pods: ["a", "b", "c", "d", "e"].map((name) => newPodRow(name)) };
    expect(portionsOf(whole, 2).map(({ whole: voids, complete, pods }) => [voids, complete, pods.length])).toEqual([
      [true, false, 2],
      [false, false, 2],
      [false, true, 1],
    ]);
  });

  it("lets the pods wait for the nodes", () => {
    const node = { uid: "n", name: "n", condition: "Ready" } as SceneDelta["nodes"][number];
    const [first] = cut({ ...EMPTY_DELTA, nodes: [node], pods: [newPodRow("a")] }, 1);
    expect([first.nodes.length, first.pods.length]).toEqual([1, 0]);
  });

  it("ends, in portions of any size, where the whole delta ends: no row is lost, marks keep their order", () => {
    fc.assert(
      fc.property(fc.array(delta, { maxLength: 4 }), fc.integer({ min: 1, max: 50 }), (drawn, most) => {
        const deltas = drawn.map(({ pods, gone, bands }, i): SceneDelta => ({
          ...EMPTY_DELTA,
          pods: pods.map(([name, as]) => newPodRow(name, { state: as })),
          // The worker says of nothing that it goes and comes at once.
          gone: gone.filter((name) => !pods.some(([other]) => other === name)),
          bands: bands.map(([of, as], n): BandMark => ({ uid: of, at: i * 1000 + n, state: as, restarts: 0 })),
        }));
        const atOnce = deltas.reduce(foldDelta, EMPTY_ROWS as Parameters<typeof foldDelta>[0]);
        const bit = deltas.flatMap((one) => portionsOf(one, most)).reduce(foldDelta, EMPTY_ROWS as Parameters<typeof foldDelta>[0]);
        expect(new Map(bit.pods)).toEqual(new Map(atOnce.pods));
        const bandsOf = ({ lanes }: typeof bit) => [...lanes.values()].map((lane) => [lane.uid, lane.bands]);
        expect(bandsOf(bit)).toEqual(bandsOf(atOnce));
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});

describe("nodeByNode", () => {
  it("brings the pods of a node together and loses none", () => {
    const pods = Array.from({ length: 90 }, (_, i) => newPodRow(`p${i}`, { node: `node-${i % 3}` }));
    const sorted = nodeByNode({ ...EMPTY_DELTA, pods }).pods;
    expect(new Set(sorted)).toEqual(new Set(pods));
    const changes = sorted.filter(({ node }, i) => node !== sorted[i - 1]?.node);
    expect(changes.map(({ node }) => node)).toEqual(["node-0", "node-1", "node-2"]);
  });
});
