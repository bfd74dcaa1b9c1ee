import { describe, expect, it } from "vitest";
import { Clock, newClockState } from "../sim/clock.ts";
import { SchedulingQueue } from "./queue.ts";
import type { QueuedPod } from "./queue.ts";

const START = 1_000_000_000;

function newQueue(): { readonly clock: Clock; readonly queue: SchedulingQueue } {
  const clock = new Clock(newClockState(START));
  return { clock, queue: new SchedulingQueue(clock) };
}

function take(queue: SchedulingQueue): QueuedPod {
  const pod = queue.pop();
  if (pod === undefined) throw new Error("there is one");
  return pod;
}

describe("the scheduling queue", () => {
  it("SCHQ-3 gives higher priorities first, then those queued first", () => {
    const { queue } = newQueue();
    queue.add("d/a", 0, false, undefined);
    queue.add("d/b", 10, false, undefined);
    queue.add("d/c", 10, false, undefined);
    expect([queue.pop()?.key, queue.pop()?.key, queue.pop()?.key, queue.pop()]).toEqual(["d/b", "d/c", "d/a", undefined]);
  });

  it("SCHQ-13 keeps gated pods back until their gates are gone", () => {
    const { queue } = newQueue();
    queue.add("d/a", 0, true, undefined);
    expect(queue.pop()).toBeUndefined();
    queue.activate("d/a");
    expect(queue.pop()?.key).toBe("d/a");
  });

  it("SCHQ-10 moves a rejected pod only for an event of a plugin that rejected it", () => {
    const { queue } = newQueue();
    queue.add("d/a", 0, false, undefined);
    queue.reject(take(queue), ["NodeAffinity"]);
    expect(queue.awaits(["NodePorts"])).toBe(false);
    expect(queue.awaits(["NodePorts", "NodeAffinity"])).toBe(true);
    queue.moveFor(() => false, 7);
    expect(queue.hasReady()).toBe(false);
    queue.moveFor((_, plugin) => plugin === "NodeAffinity", 7);
    expect(queue.pop()).toMatchObject({ key: "d/a", trigger: 7 });
    expect(queue.awaits(["NodeAffinity"])).toBe(false);
  });

  it("SCHQ-7 an idle scheduler does not wait for the end of a back-off, a busy one does", () => {
    const { queue, clock } = newQueue();
    queue.add("d/a", 0, false, undefined);
    queue.reject(take(queue), ["NodeAffinity"]);
    queue.moveFor(() => true, undefined);
    queue.add("d/b", -1, false, undefined);
    expect(queue.pop()?.key).toBe("d/b");
    expect(queue.pop()?.key).toBe("d/a");
    expect(clock.now).toBe(START);
  });

  it("SCHQ-5, SCHQ-8 an attempt that ended in an error comes back after 1 s, then 2 s", () => {
    const { queue, clock } = newQueue();
    queue.add("d/a", 0, false, undefined);
    queue.fail(take(queue));
    expect(queue.hasReady()).toBe(false);
    expect(queue.nextErrorAt()).toBe(START + 1000);
    clock.moveTo(START + 1000);
    queue.fail(take(queue));
    expect(queue.nextErrorAt()).toBe(START + 3000);
  });

  it("SCHQ-9 tries a pod again that no event has helped for five minutes", () => {
    const { queue, clock } = newQueue();
    queue.add("d/a", 0, false, undefined);
    queue.reject(take(queue), ["NodeAffinity"]);
    clock.moveTo(START + 300_001);
    queue.moveLeftOver();
    expect(queue.pop()?.key).toBe("d/a");
  });

  it("forgets a deleted pod wherever it is, and takes one of the same name as new", () => {
    const { queue } = newQueue();
    queue.add("d/a", 0, false, undefined);
    queue.delete("d/a");
    expect(queue.hasReady()).toBe(false);
    queue.add("d/a", 0, false, 2);
    expect(queue.pop()).toMatchObject({ attempts: 1, trigger: 2 });
  });
});
