import { describe, expect, it } from "vitest";
import { ringLeft, podMini } from "../graph/podWords.ts";
import { newPodRow } from "../graph/testRows.ts";
import { countdownNow } from "./clock.ts";

describe("countdownNow", () => {
  it("goes in steps of a fifth to a quarter of a second of the reader's time, and is never late", () => {
    for (const speed of [0.1, 1, 2, 10, 50, 100, 1000]) {
      const step = speed <= 1 ? 250 : Math.ceil(speed / 5) * 1000;
      expect(step / speed).toBeGreaterThanOrEqual(200);
      for (const now of [0, 1, 249, 250, 999, 1000, 123_456, 86_400_001]) {
        const shown = countdownNow({ now, speed }, "crash", "a");
        expect(shown).toBeLessThanOrEqual(now);
        expect(now - shown).toBeLessThan(step);
        expect([shown, countdownNow({ now: shown, speed }, "crash", "a")]).toEqual([shown, shown]);
      }
    }
  });

  it("goes on in turns: of many countdowns no more than a fifth in one eighth of a step", () => {
    const uids = Array.from("0123456789abcdef", (last) => `9f8b${last}`);
    const shown = (uid: string, now: number): number => countdownNow({ now, speed: 10 }, "crash", uid);
    for (let now = 100_000; now < 102_000; now += 250) {
      const going = uids.filter((uid) => shown(uid, now) !== shown(uid, now + 250));
      expect(going.length).toBeLessThanOrEqual(uids.length / 5);
    }
    for (const uid of uids) expect(shown(uid, 100_000)).not.toBe(shown(uid, 102_000));
  });

  it("stands still where nothing runs down", () => {
    expect([countdownNow({ now: 5000, speed: 1 }, "ready", "a"), countdownNow({ now: 5000, speed: 1 }, undefined, "a")]).toEqual([0, 0]);
  });

  it("never has a wait that has just begun look longer than it is", () => {
    const pod = newPodRow("kubia-abcde", { state: "crash", backoffMs: 10_000, backoffUntil: 1_019_000 });
    const now = countdownNow({ now: 1_009_100, speed: 100 }, "crash", "0");
    expect(now).toBe(1_000_000);
    expect([podMini(pod, "crash", now), ringLeft(pod, "crash", now)]).toEqual(["10s", 1]);
  });
});
