// Who is stopped when, and what a preStop hook has to do with it (KL-105 to KL-110).

import { describe, expect, it } from "vitest";
import type { Container } from "../api/types.generated.ts";
import { TestNode } from "../testing/kubeletnode.ts";

/** A node that notes when a container ends: `m 6`, in seconds. */
class Ending extends TestNode {
  readonly ends: string[] = [];
  constructor() {
    super();
    const { runtime } = this;
    const { onExit } = runtime;
    runtime.onExit = (podUid, id) => {
      this.ends.push(`${runtime.inspect(id)?.name} ${Math.round(this.now)}`);
      onExit(podUid, id);
    };
  }
}

const box = { image: "busybox", imagePullPolicy: "IfNotPresent" };
/** Ends within a second of its SIGTERM. */
const polite = { ...box, command: ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 1; done"] };
const deaf = { ...box, command: ["sh", "-c", "trap '' TERM; while :; do sleep 1; done"] };
const brief = { ...box, command: ["sh", "-c", "sleep 8"] };
const sidecar = (name: string, more: object = {}): Container =>
  ({ name, ...polite, restartPolicy: "Always", resources: {}, ...more }) as unknown as Container; // as a manifest may be

describe("a pod's sidecars", () => {
  it("are stopped one after the other as soon as the containers before them have ended (KL-110)", () => {
    const node = new Ending();
    node.pod({
      initContainers: [sidecar("s1"), sidecar("s2")],
      containers: [{ name: "m", ...polite }],
      terminationGracePeriodSeconds: 30,
    });
    node.world.advance(5_500);
    node.delete();
    node.world.advance(60_000);
    expect(node.ends).toEqual(["m 6", "s2 7", "s1 8"]);
    expect(node.states().at(-1)).toBe("gone");
  });

  it("are stopped when the grace is over, whoever still runs (KL-110)", () => {
    const node = new Ending();
    node.pod({
      initContainers: [sidecar("s1"), sidecar("s2")],
      containers: [{ name: "m", image: "stubborn", imagePullPolicy: "IfNotPresent" }],
      terminationGracePeriodSeconds: 10,
    });
    node.world.advance(5_300);
    node.delete();
    node.world.advance(60_000);
    expect(node.ends.toSorted()).toEqual(["m 15", "s1 16", "s2 16"]);
  });
});

describe("a preStop hook (KL-107, KL-108)", () => {
  const exec = (script: string): Container["lifecycle"] => ({ preStop: { exec: { command: ["sh", "-c", script] } } });
  const rows = [
    { says: "fails when it ends", container: deaf, script: "sleep 3; exit 1", failedAt: [8], ended: "m 25" },
    {
      says: "that lasts longer than the grace dies with its container",
      container: deaf,
      script: "sleep 40",
      failedAt: [27],
      ended: "m 27",
    },
    {
      says: "that fails after the grace, before its container ends",
      container: deaf,
      script: "sleep 21; exit 1",
      failedAt: [26],
      ended: "m 27",
    },
    { says: "dies with a container that ends by itself", container: brief, script: "sleep 10", failedAt: [8], ended: "m 8" },
    { says: "that ends well says nothing", container: brief, script: "sleep 1", failedAt: [], ended: "m 8" },
  ];
  it.each(rows)("$says", ({ container, script, failedAt, ended }) => {
    const node = new Ending();
    node.pod({ containers: [{ name: "m", ...container, lifecycle: exec(script) }], terminationGracePeriodSeconds: 20 });
    node.world.advance(5_000);
    node.delete();
    node.world.advance(40_000);
    expect(node.eventTimes("FailedPreStopHook")).toEqual(failedAt);
    expect(node.ends).toEqual([ended]);
    expect(node.timesOf("gone")[0]).toBeLessThanOrEqual(28);
  });

  it("dies with a container that ends as nobody foresaw (KL-107)", () => {
    const node = new Ending();
    node.pod({ containers: [{ name: "m", ...deaf, lifecycle: exec("sleep 10") }], terminationGracePeriodSeconds: 20 });
    node.world.advance(5_000);
    node.delete();
    node.world.advance(2_000);
    node.world.create("Fault", { metadata: { name: "f" }, spec: { type: "Crash", pods: { name: "pod" }, durationSeconds: 0 } });
    node.world.advance(2_000);
    expect(node.eventTimes("FailedPreStopHook")).toEqual([7]);
    expect(node.timesOf("gone")).toEqual([8]);
  });

  it("that sleeps is waited for when its container has ended, by the sidecars as well (KL-107, KL-110)", () => {
    const node = new Ending();
    node.pod({
      initContainers: [sidecar("s")],
      containers: [{ name: "m", ...brief, lifecycle: { preStop: { sleep: { seconds: 10 } } } }],
      terminationGracePeriodSeconds: 20,
    });
    node.world.advance(5_200);
    node.delete();
    node.world.advance(30_000);
    expect(node.ends).toEqual(["m 8", "s 16"]);
    expect(node.timesOf("gone")).toEqual([17]);
    expect(node.eventTimes("FailedPreStopHook")).toEqual([]);
  });

  it("is not cut short by the end of the one before it, when a deletion follows a probe's kill", () => {
    const node = new Ending();
    const livenessProbe = { exec: { command: ["false"] }, periodSeconds: 2, failureThreshold: 1 };
    node.pod({
      containers: [{ name: "m", ...polite, livenessProbe, lifecycle: { preStop: { sleep: { seconds: 6 } } } }],
      terminationGracePeriodSeconds: 20,
    });
    node.world.advance(5_500); // the probe has failed after 2 s
    node.delete();
    node.world.advance(30_000);
    expect(node.ends).toEqual(["m 12"]);
  });
});
