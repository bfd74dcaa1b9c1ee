import { describe, expect, it } from "vitest";
import { Pacer } from "./pacer.ts";

const never = (): boolean => false;
/** A cluster in which nothing is due: time passes at once. */
const atRest = (ms: number): { advancedMs: number; happenings: number } => ({ advancedMs: ms, happenings: 0 });
/** A cluster so busy that each call of the engine gets only so far. */
const busy = (msPerCall: number) => (ms: number, happenings: number) => ({ advancedMs: Math.min(ms, msPerCall), happenings });

describe("Pacer", () => {
  it.each([
    [0.1, 16, 1.6],
    [1, 16, 16],
    [10, 16, 160],
    [1000, 16, 16_000],
  ])("at %f times, %i ms of wall time are %f simulated", (speed, wall, simulated) => {
    const pacer = new Pacer();
    pacer.speed = speed;
    expect(pacer.slice(wall, atRest, never)).toBeCloseTo(simulated);
  });

  it("holds the speed between 0.1 and 1000", () => {
    const pacer = new Pacer();
    pacer.speed = 0;
    expect(pacer.speed).toBe(0.1);
    pacer.speed = 1e9;
    expect(pacer.speed).toBe(1000);
  });

  it("pays in the next slice what a spent slice still owed", () => {
    const pacer = new Pacer();
    expect(pacer.slice(20, busy(5), () => true)).toBe(5);
    expect(pacer.slice(0, atRest, never)).toBe(15);
  });

  it("says that it is behind when the engine cannot keep the speed, and no more when it can", () => {
    const pacer = new Pacer();
    pacer.speed = 100;
    expect(pacer.isBehind).toBe(false);
    for (let i = 0; i < 500; i++) pacer.slice(20, busy(100), () => true);
    expect(pacer.isBehind).toBe(true);
    expect(pacer.reached).toBeCloseTo(5, 0);
    for (let i = 0; i < 200; i++) pacer.slice(20, atRest, never);
    expect(pacer.isBehind).toBe(false);
  });

  it("never owes more than a quarter second of wall time", () => {
    const pacer = new Pacer();
    pacer.slice(60_000, busy(0), () => true);
    expect(pacer.slice(0, atRest, never)).toBe(250);
  });

  it("makes up for nothing after a rest", () => {
    const pacer = new Pacer();
    pacer.slice(100, busy(0), () => true);
    pacer.rest();
    expect(pacer.slice(0, atRest, never)).toBe(0);
  });
});
