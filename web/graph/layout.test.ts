import { describe, expect, it } from "vitest";
import { layOut, levelFor, type PlacedShelf } from "./layout.ts";
import { placeByNode, placeByOwner } from "./placement.ts";
import { byUid, newControllerRow, newNodeRow, newPodRow } from "./testRows.ts";

function placement(pods: number, nodes = 3) {
  const rows = Array.from({ length: nodes }, (_, i) => newNodeRow(`node-${i + 1}`));
  const all = Array.from({ length: pods }, (_, i) => newPodRow(`p${i}`, { node: `node-${(i % nodes) + 1}`, createdAt: i }));
  return placeByNode([], { nodes: byUid(...rows), pods: byUid(...all), controllers: byUid<ReturnType<typeof newControllerRow>>() });
}

const overlaps = (a: PlacedShelf, b: PlacedShelf): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe("levelFor", () => {
  it.each([
    [0, undefined, "full"],
    [60, undefined, "full"],
    [61, undefined, "compact"],
    [300, undefined, "compact"],
    [301, undefined, "dot"],
    [2000, undefined, "dot"],
    [2001, undefined, "bar"],
    [64, "full", "full"],
    [67, "full", "compact"],
    [58, "compact", "compact"],
    [54, "compact", "full"],
    [2100, "dot", "dot"],
    [1900, "bar", "bar"],
    [1800, "bar", "dot"],
  ] as const)("%i pods after %s are drawn as %s", (pods, before, level) => expect(levelFor(pods, before)).toBe(level));
});

describe("layOut", () => {
  it("gives all shelves of a lens a head of one width, the unscheduled pods' too", () => {
    const rs = newControllerRow("ReplicaSet", "kubia");
    const pod = newPodRow("p", { node: "node-1", owner: { kind: "ReplicaSet", name: "kubia", uid: rs.uid } });
    const rows = { nodes: byUid(newNodeRow("node-1")), pods: byUid(pod), controllers: byUid(rs) };
    for (const placed of [placeByNode([], rows), placeByOwner([], rows)]) {
      const heads = layOut(placed, [], "full", 1040).shelves.map(({ head }) => head);
      expect(heads).toHaveLength(2);
      expect(new Set(heads).size).toBe(1);
    }
  });

  it("stacks shelves of 112 px under the strip, as wide as the yard", () => {
    const { shelves } = layOut(placement(5), ["rc"], "full", 1040);
    expect(shelves.slice(0, 3).map(({ x, y, width, height }) => [x, y, width, height])).toEqual([
      [16, 100, 1008, 112],
      [16, 224, 1008, 112],
      [16, 348, 1008, 112],
    ]);
  });

  it("keeps every shelf's place and grows only the one with more rows of pods", () => {
    const few = layOut(placement(3), [], "full", 700);
    const many = layOut(placement(30), [], "full", 700);
    expect(many.shelves[0]?.y).toBe(few.shelves[0]?.y);
    expect(many.shelves[0]?.height).toBeGreaterThan(few.shelves[0]?.height ?? 0);
  });

  it("gives a shelf the room that its tiles take", () => {
    const [first] = layOut(placement(30), [], "full", 700).shelves;
    const rows = Math.ceil(10 / (first?.columns ?? 1));
    expect(first?.height).toBeGreaterThanOrEqual(rows * 64 + (rows - 1) * 16);
  });

  it.each([
    ["full", 40, 3],
    ["compact", 250, 10],
    ["dot", 1500, 40],
    ["bar", 5000, 100],
  ] as const)("at level %s nothing overlaps and nothing leaves the yard", (level, pods, nodes) => {
    for (const width of [360, 720, 1040, 1400]) {
      const layout = layOut(placement(pods, nodes), ["a", "b", "c"], level, width);
      for (const [i, shelf] of layout.shelves.entries()) {
        expect(shelf.x + shelf.width).toBeLessThanOrEqual(width - 16 + 0.001);
        expect(shelf.y + shelf.height).toBeLessThanOrEqual(layout.height);
        for (const other of layout.shelves.slice(i + 1)) expect(overlaps(shelf, other)).toBe(false);
      }
    }
  });

  it("wraps cards that do not fit into a next row", () => {
    const { cards } = layOut(placement(1), ["a", "b", "c", "d"], "full", 480);
    expect(cards.map(({ x, y }) => [x, y])).toEqual([
      [16, 16],
      [228, 16],
      [16, 100],
      [228, 100],
    ]);
  });

  it("is the same for the same input", () => {
    expect(layOut(placement(20), ["a"], "full", 900)).toEqual(layOut(placement(20), ["a"], "full", 900));
  });
});
