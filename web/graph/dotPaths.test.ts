import { describe, expect, it } from "vitest";
import { CELL, dotCodes, dotPaths, dotRows } from "./dotPaths.ts";
import { filterOf } from "./filter.ts";
import { newControllerRow, newPodRow } from "./testRows.ts";

const NOBODY = new Set<string>();
const rc = newControllerRow("ReplicationController", "kubia");
const pods = [
  newPodRow("a", { labels: { app: "kubia" } }),
  newPodRow("b", { state: "crash" }),
  undefined,
  newPodRow("c", { labels: { app: "kubia" } }),
];

/** Where the paths begin, in cells. */
function cellsOf(d: string): readonly (readonly number[])[] {
  return [...d.matchAll(/M([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [
    Math.floor(Number(x) / CELL.width),
    Math.floor(Number(y) / CELL.height),
  ]);
}

describe("dots", () => {
  it("are one path for all pods of one state, each in its cell; a free place stays empty", () => {
    const { paths, rows } = dotPaths(dotCodes(pods, NOBODY, undefined, undefined), 3, false);
    expect(rows).toBe(2);
    const ready = paths.filter(({ state }) => state === "ready");
    expect(ready.map(({ d }) => cellsOf(d))).toEqual([
      [
        [0, 0],
        [0, 1],
      ],
    ]);
    expect(paths.filter(({ state }) => state === "crash").length).toBe(2);
  });

  it("leave the corner free for a callout", () => {
    const many = Array.from({ length: 14 }, (_, i) => newPodRow(`p${i}`));
    const { paths } = dotPaths(dotCodes(many, NOBODY, undefined, undefined), 6, true);
    const cells = cellsOf(paths[0]?.d ?? "").map(([x, y]) => `${x},${y}`);
    expect(cells.join(" ")).toBe("0,0 1,0 0,1 1,1 0,2 1,2 2,2 3,2 4,2 5,2 0,3 1,3 2,3 3,3");
  });

  it("are drawn where their rows are", () => {
    for (const [columns, room] of [
      [6, true],
      [6, false],
      [4, true],
      [2, true],
      [1, false],
    ] as const) {
      const many = Array.from({ length: 14 }, (_, i) => newPodRow(`p${i}`));
      const { paths, rows } = dotPaths(dotCodes(many, NOBODY, undefined, undefined), columns, room);
      const inRows = dotRows(many, columns, room).flatMap((row, y) => row.map((_, x) => [x, y]));
      expect(cellsOf(paths[0]?.d ?? "")).toEqual(inRows);
      expect(dotRows(many, columns, room).length).toBe(rows);
    }
  });

  it("are dim when the filter leaves them out, and ringed when the controller selects them", () => {
    const { paths, matches } = dotPaths(dotCodes(pods, NOBODY, filterOf("app=kubia"), rc), 4, false);
    expect(paths.filter(({ dim }) => dim).map(({ state }) => state)).toEqual(["crash", "crash"]);
    expect(cellsOf(matches)).toEqual([
      [0, 0],
      [3, 0],
    ]);
  });

  it("of pods on a silent node are unknown", () => {
    const [code] = dotCodes([newPodRow("a", { node: "node-1" })], new Set(["node-1"]), undefined, undefined);
    expect(dotPaths(code ?? "", 1, false).paths.map(({ state }) => state)).toEqual(["unknown"]);
  });
});
