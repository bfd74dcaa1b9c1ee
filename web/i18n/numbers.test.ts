import { describe, expect, it } from "vitest";
import { durationText, figureText } from "./numbers.ts";

describe("A duration in words", () => {
  it.each([
    ["en", 30_000, "30 seconds"],
    ["en", 1000, "1 second"],
    ["en", 200, "1 second"],
    ["en", 380_000, "6 minutes 20 seconds"],
    ["en", 60_000, "1 minute"],
    ["en", 3_725_000, "1 hour 2 minutes"],
    ["ko", 380_000, "6분 20초"],
    ["ko", 10_000, "10초"],
  ])("%s, %i ms: %s", (language, ms, text) => expect(durationText(language, ms)).toBe(text));
});

describe("A figure in words", () => {
  it.each([
    ["en", 2000, "2,000"],
    ["ko", 1_234_567, "1,234,567"],
    ["de", 1234.5, "1.234,5"],
    ["en", "2,000", "2,000"],
  ])("%s, %s: %s", (language, figure, text) => expect(figureText(language, figure)).toBe(text));
});
