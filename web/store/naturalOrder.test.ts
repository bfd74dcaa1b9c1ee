import { expect, it } from "vitest";
import { naturalOrder } from "./naturalOrder.ts";

it("orders names by their numbers, then by their letters", () => {
  const names = ["node-1", "node-2", "node-10", "node-10a", "node-11", "rs", "rs-0", "rs.1", "web-007", "web-8"];
  for (const shift of [1, 3, 7]) {
    const mixed = names.map((_, i) => names[(i * shift) % names.length] ?? "");
    expect(mixed.toSorted(naturalOrder)).toEqual(names);
  }
  expect(naturalOrder("kubia-x7f", "kubia-x7f")).toBe(0);
});
