// What probe workers know of containers, and when (KL-18, KL-50, KL-118 to KL-121): no more than the pod's status tells.

import { describe, expect, it } from "vitest";
import { TestNode } from "../testing/kubeletnode.ts";

const box = { image: "busybox", imagePullPolicy: "IfNotPresent" };
const forever = { ...box, command: ["sleep", "1000"] };
const exec = (...command: string[]): object => ({ exec: { command } });

describe("a probe's tick between the making and the start of a container", () => {
  it.each(["livenessProbe", "startupProbe"])("finds nothing to judge, so that a %s kills nothing (KL-120, KL-121)", (kind) => {
    const node = new TestNode("lifelike");
    const crashing = { ...box, command: ["sh", "-c", "sleep 2; exit 1"], [kind]: { ...exec("true"), periodSeconds: 1 } };
    node.pod({ containers: ["a", "b", "c", "d", "e", "f"].map((name) => ({ name, ...crashing })) });
    node.world.advance(120_000);
    expect(node.eventTimes("Started").length).toBeGreaterThan(5);
    expect(node.eventTimes("Unhealthy")).toEqual([]);
    expect(node.eventTimes("Killing")).toEqual([]);
  });
});

describe("while the sync that starts a pod goes on", () => {
  const hooked = { ...forever, lifecycle: { postStart: exec("sleep", "10") } };

  it("nothing is probed, as no status has told of the containers (KL-121)", () => {
    const node = new TestNode();
    node.world.create("Image", { metadata: { name: "far" }, spec: { names: ["far"], process: "server", pullSeconds: 15 } });
    node.pod({
      containers: [
        { name: "m", ...forever, livenessProbe: { ...exec("false"), periodSeconds: 2, failureThreshold: 2 } },
        { name: "z", image: "far", imagePullPolicy: "IfNotPresent" },
      ],
    });
    node.world.advance(30_000);
    const startedAt = node.timesOf("Running ready running, running")[0] ?? 0;
    expect(startedAt).toBeGreaterThan(10);
    const [first = 0, second = 0] = node.eventTimes("Unhealthy");
    expect(first).toBeGreaterThanOrEqual(startedAt);
    expect(second - first).toBe(2);
    expect(node.eventTimes("Killing")[0]).toBeGreaterThanOrEqual(second);
  });

  it("a startup probe does not count failures while the postStart hook runs (KL-50, KL-121)", () => {
    const node = new TestNode();
    const command = ["sh", "-c", "sleep 9; touch /up; sleep 1000"];
    const startupProbe = { ...exec("test", "-e", "/up"), periodSeconds: 3, failureThreshold: 2 };
    node.pod({ containers: [{ name: "c", ...hooked, command, startupProbe }] });
    node.world.advance(20_000);
    expect(node.eventTimes("Unhealthy")).toEqual([]);
    expect(node.states().slice(1)).toEqual(["Pending ContainerCreating", "Running running", "Running ready running"]);
    expect(node.timesOf("Running running")[0]).toBeGreaterThanOrEqual(10);
  });

  it("the pod is not ready before the last hook has ended (KL-50)", () => {
    const node = new TestNode();
    node.pod({
      containers: [
        { name: "a", ...forever, readinessProbe: { ...exec("true"), periodSeconds: 1 } },
        { name: "b", ...hooked },
      ],
    });
    node.world.advance(20_000);
    expect(node.states().at(-1)).toBe("Running ready running, running");
    expect(node.timesOf("Running ready running, running")[0]).toBeGreaterThanOrEqual(10);
  });
});

describe("a readiness result during a sync", () => {
  it("is told at once, but not what the sync has done to other containers (KL-18, KL-50)", () => {
    const node = new TestNode();
    // The second run of b stays, and its hook takes its time.
    const lifecycle = { postStart: exec("sh", "-c", "test -e /data/first && sleep 10; touch /data/first") };
    const command = ["sh", "-c", "test -e /data/first && sleep 1000; sleep 5; exit 1"];
    const readinessProbe = { ...exec("test", "!", "-e", "/down"), periodSeconds: 1, failureThreshold: 1 };
    node.pod({
      volumes: [{ name: "data", emptyDir: {} }],
      containers: [
        { name: "a", ...box, command: ["sh", "-c", "sleep 9; touch /down; sleep 1000"], readinessProbe },
        { name: "b", ...box, command, lifecycle, volumeMounts: [{ name: "data", mountPath: "/data" }] },
      ],
    });
    node.world.advance(12_000);
    expect(node.states().at(-1)).toBe("Running running, Error 1");
    const { conditions = [], containerStatuses = [] } = node.get().status;
    expect(containerStatuses.map(({ ready }) => ready)).toEqual([false, false]);
    expect(conditions.find(({ type }) => type === "Ready")?.message).toBe("containers with unready status: [a b]");
    node.world.advance(8_000);
    expect(node.states().at(-1)).toBe("Running running, running x1");
  });
});
