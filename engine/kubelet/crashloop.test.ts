import { describe, expect, it } from "vitest";
import { goDuration, goSeconds, lengthen, waitSince } from "./crashloop.ts";
import type { Backoff } from "./record.ts";

/** Runs of equal length, each started as soon as it may be: the waits between end and start. */
function waits(runMs: number, restarts: number): number[] {
  const backoffs = new Map<string, Backoff>();
  const found: number[] = [];
  let endedAt = runMs;
  for (let i = 0; i < restarts; i++) {
    const waitMs = waitSince(backoffs, "c", endedAt, endedAt) ?? 0;
    found.push(waitMs / 1000);
    lengthen(backoffs, "c", endedAt, endedAt + waitMs);
    endedAt += waitMs + runMs;
  }
  return found;
}

describe("crash-loop back-off", () => {
  it("restarts at once, then waits 10 s doubled up to 300 s (KL-82, KL-85)", () => {
    expect(waits(3000, 9)).toEqual([0, 10, 20, 40, 80, 160, 300, 300, 300]);
  });

  it("forgets the record after a run of more than 600 s, but not of 600 s (KL-87)", () => {
    expect(waits(600_001, 4)).toEqual([0, 0, 0, 0]);
    expect(waits(600_000, 3)).toEqual([0, 10, 20]);
  });

  it("counts the wait from the end that was known, so a restart after a long run comes at once (KL-89)", () => {
    const backoffs = new Map<string, Backoff>();
    lengthen(backoffs, "c", 0, 0);
    expect(waitSince(backoffs, "c", 0, 9_999)).toBe(10_000);
    expect(waitSince(backoffs, "c", 0, 10_000)).toBeUndefined();
  });

  it("writes durations as Go does", () => {
    expect([10_000, 20_000, 80_000, 160_000, 300_000].map(goSeconds)).toEqual(["10s", "20s", "1m20s", "2m40s", "5m0s"]);
    expect([0, 83, 1000, 5502, 62_500].map(goDuration)).toEqual(["0s", "83ms", "1s", "5.502s", "1m2.5s"]);
  });
});
