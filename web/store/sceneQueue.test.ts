import { describe, expect, it } from "vitest";
import { newPodRow } from "../graph/testRows.ts";
import type { ClockState } from "../worker/protocol.ts";
import type { SceneDelta } from "../worker/rows.ts";
import { SceneQueue } from "./sceneQueue.ts";

const CLOCK = {} as ClockState; // the queue only hands it on

function delta(names: readonly string[], podTotal = names.length): SceneDelta {
  const nothing = { nodes: [], controllers: [], events: [], gone: [], bands: [], acts: [], faults: undefined };
  return { ...nothing, whole: false, movedTo: undefined, complete: true, podTotal, pods: names.map((name) => newPodRow(name)) };
}

function names(from: number, to: number): readonly string[] {
  return Array.from({ length: to - from }, (_, i) => `p${from + i}`);
}

/** A page whose frames and watch the test holds; applying costs so much for a row. */
function newPage(costOfRow: number) {
  const portions: (readonly string[])[] = [];
  const drawn: number[] = [];
  const frames: (() => void)[] = [];
  let now = 0;
  const queue = new SceneQueue({
    apply: ({ pods }) => {
      portions.push(pods.map(({ uid }) => uid));
      now += pods.length * costOfRow;
    },
    drawn: (seq) => drawn.push(seq),
    afterFrame: (act) => frames.push(act),
    afterEffects: (act) => act(),
    watch: () => now,
  });
  const drawAll = (): void => {
    for (let frame = frames.shift(); frame !== undefined; frame = frames.shift()) frame();
  };
  return { queue, portions, drawn, frames, drawAll };
}

describe("SceneQueue", () => {
  it("applies a small delta at once and says so after a frame", () => {
    const { queue, portions, drawn, drawAll } = newPage(0);
    queue.push({ seq: 1, delta: delta(names(0, 3)), clock: CLOCK });
    expect([portions, drawn]).toEqual([[names(0, 3)], []]);
    drawAll();
    expect(drawn).toEqual([1]);
  });

  it("brings every row of every delta once and in order", () => {
    const { queue, portions, drawn, drawAll } = newPage(0.4);
    queue.push({ seq: 1, delta: delta(names(0, 700)), clock: CLOCK });
    queue.push({ seq: 2, delta: delta(names(700, 701)), clock: CLOCK });
    drawAll();
    expect(portions.flat()).toEqual(names(0, 701));
    expect(drawn).toEqual([1, 2]);
  });

  it("takes fewer rows when they cost much and more when they cost little", () => {
    const dear = newPage(2);
    dear.queue.push({ seq: 1, delta: delta(names(0, 400), 400), clock: CLOCK });
    dear.drawAll();
    expect(dear.portions.at(5)?.length).toBeLessThan(dear.portions[0]?.length ?? 0);
    const cheap = newPage(0.01);
    cheap.queue.push({ seq: 1, delta: delta(names(0, 400), 400), clock: CLOCK });
    cheap.drawAll();
    expect(cheap.portions.at(2)?.length).toBeGreaterThan(cheap.portions[0]?.length ?? 0);
  });

  it("drops what waits when the cluster is no more", () => {
    const { queue, portions, drawn, drawAll } = newPage(0);
    queue.push({ seq: 1, delta: delta(names(0, 400)), clock: CLOCK });
    queue.clear();
    drawAll();
    expect(portions.flat().length).toBeLessThan(400);
    expect(drawn).toEqual([]);
    queue.push({ seq: 1, delta: delta(["new"]), clock: CLOCK });
    expect(portions.at(-1)).toEqual(["new"]);
  });
});
