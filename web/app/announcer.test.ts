import { describe, expect, it } from "vitest";
import { Announcer, EVERY_MS } from "./announcer.ts";

interface Told {
  readonly at: number;
  readonly texts: readonly string[];
  readonly more: number;
}

/** An announcer on a clock of its own. */
function announcing() {
  let now = 0;
  const timers: { readonly dueAt: number; readonly act: () => void }[] = [];
  const told: Told[] = [];
  const announcer = new Announcer(
    (texts, more) => void told.push({ at: now, texts, more }),
    (act, ms) => void timers.push({ dueAt: now + ms, act }),
  );
  const goTo = (at: number): void => {
    for (let due = timers.findIndex(({ dueAt }) => dueAt <= at); due >= 0; due = timers.findIndex(({ dueAt }) => dueAt <= at)) {
      const [timer] = timers.splice(due, 1);
      now = timer?.dueAt ?? now;
      timer?.act();
    }
    now = at;
  };
  return { announcer, told, goTo };
}

describe("announcements", () => {
  it("come at once when nothing was said for a while", () => {
    const { announcer, told, goTo } = announcing();
    goTo(700);
    announcer.say("a", "a pod came");
    goTo(9000);
    announcer.say("a", "a pod went");
    expect(told).toEqual([
      { at: 700, texts: ["a pod came"], more: 0 },
      { at: 9000, texts: ["a pod went"], more: 0 },
    ]);
  });

  it("come at most once in two seconds, however much happens", () => {
    const { announcer, told, goTo } = announcing();
    for (let at = 0; at < 60_000; at += 37) {
      goTo(at);
      announcer.say(`thing ${at % 3}`, `at ${at}`);
    }
    goTo(70_000);
    const gaps = told.slice(1).map(({ at }, i) => at - (told[i]?.at ?? 0));
    expect(told.length).toBeGreaterThan(25);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(EVERY_MS);
    expect(told.at(-1)?.texts).toContain("at 59977");
  });

  it("tell what came meanwhile together, of one thing only the last word", () => {
    const { announcer, told, goTo } = announcing();
    announcer.say("command", "pod deleted");
    announcer.say("rs", "creates one");
    announcer.say("ds", "creates one");
    goTo(500);
    announcer.say("rs", "creates two");
    goTo(5000);
    expect(told.slice(1)).toEqual([{ at: EVERY_MS, texts: ["creates one", "creates two"], more: 0 }]);
  });

  it("count what is too much to be told", () => {
    const { announcer, told, goTo } = announcing();
    announcer.say("first", "first");
    for (let i = 0; i < 9; i++) announcer.say(`${i}`, `thing ${i}`);
    goTo(EVERY_MS);
    expect(told.at(-1)).toEqual({ at: EVERY_MS, texts: ["thing 0", "thing 1", "thing 2", "thing 3"], more: 5 });
  });

  it("are silent about nothing", () => {
    const { announcer, told, goTo } = announcing();
    announcer.say("command", "");
    goTo(10_000);
    expect(told).toEqual([]);
  });
});
