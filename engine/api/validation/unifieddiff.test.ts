import { expect, test } from "vitest";
import { unifiedDiff } from "./unifieddiff.ts";

const lines = (...numbers: readonly (number | string)[]): string => numbers.join("\n");

test("shows three lines around a change", () => {
  const before = lines(1, 2, 3, 4, 5, 6, 7, 8, 9);
  expect(unifiedDiff(before, lines(1, 2, 3, 4, "five", 6, 7, 8, 9))).toBe("@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
});

test("keeps far changes in hunks of their own, and near ones in one", () => {
  const before = Array.from({ length: 20 }, (_, i) => i);
  const far = before.map((line) => (line === 2 || line === 17 ? "x" : line));
  const near = before.map((line) => (line === 8 || line === 12 ? "x" : line));
  expect(unifiedDiff(lines(...before), lines(...far)).match(/@@.*@@/g)).toEqual(["@@ -1,6 +1,6 @@", "@@ -15,6 +15,6 @@"]);
  expect(unifiedDiff(lines(...before), lines(...near)).match(/@@.*@@/g)).toEqual(["@@ -6,11 +6,11 @@"]);
});

test("counts an empty side from the line before", () => {
  expect(unifiedDiff("a", "a\nb")).toBe("@@ -1 +1,2 @@\n a\n+b\n");
});

test("says nothing of equal texts", () => {
  expect(unifiedDiff("a\nb", "a\nb")).toBe("");
});
