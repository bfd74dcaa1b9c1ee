import { describe, expect, it } from "vitest";
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  milliValue,
  quantityError,
  quantityValue,
} from "./quantity.ts";

describe("quantities", () => {
  it.each([
    ["0.5", "500m", 0.5],
    ["100m", "100m", 0.1],
    ["1000m", "1", 1],
    ["1024Mi", "1Gi", 1024 ** 3],
    ["1.5Gi", "1536Mi", 1.5 * 1024 ** 3],
    ["0.5Ki", "512", 512],
    ["100000Ki", "100000Ki", 102_400_000],
    ["1000", "1k", 1000],
    ["1e3", "1e3", 1000],
    ["1E", "1E", 1e18],
    ["0.1Gi", "107374183", 107374182.4],
    ["0.0000000001", "1n", 1e-9],
    ["-1.5", "-1500m", -1.5],
    ["0m", "0", 0],
    ["+5", "5", 5],
    ["12345678901234567890", "9223372036854775807", 2 ** 63],
  ])("%s is stored as %s and worth %d", (text, canonical, value) => {
    expect(canonicalQuantity(text)).toBe(canonical);
    expect(quantityValue(text)).toBeCloseTo(value, 9);
  });

  it.each([
    ["1Gib", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"],
    ["", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"],
    ["1iG", "unable to parse quantity's suffix"],
    ["1mi", "unable to parse quantity's suffix"],
    ["-", "unable to parse numeric part of quantity"],
  ])("refuses %j (API-154)", (text, error) => {
    expect(quantityError(text)).toBe(error);
  });

  it("counts thousandths in whole numbers, rounded up", () => {
    expect([milliValue("250m"), milliValue("0.1"), milliValue("1"), milliValue("1u")]).toEqual([250, 100, 1000, 1]);
  });

  it("adds and compares without loss", () => {
    expect(addQuantities("100m", "0.4", "1")).toBe("1500m");
    expect(addQuantities("0", "512Mi", "0.5Gi")).toBe("1Gi");
    expect(compareQuantities("1Gi", "1024Mi")).toBe(0);
    expect(compareQuantities("999m", "1")).toBeLessThan(0);
  });

  it("writes numbers as the server would", () => {
    expect([formatQuantity(0.1), formatQuantity(1024 ** 3, "BinarySI"), formatQuantity(110)]).toEqual(["100m", "1Gi", "110"]);
  });
});
