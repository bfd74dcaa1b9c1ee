import { describe, expect, test } from "vitest";
import { refOf } from "../api/object.ts";
import { formatMicroTime } from "../api/time.ts";
import type { Node, Pod } from "../api/types.generated.ts";
import { addNode, eventsOf, replicaSet, runPod, runPods } from "../testing/workloads.ts";
import type { World } from "../testing/world.ts";
import { newWorld } from "../testing/world.ts";
import { NodeLifecycleController } from "./nodelifecycle.ts";
import { PodGarbageCollector } from "./podgc.ts";
import { REPLICA_SET, ReplicaSetController } from "./replicaset.ts";
import { TaintEvictionController } from "./tainteviction.ts";

const NODES = ["node-1", "node-2", "node-3"];

function start(): World {
  const parts = [NodeLifecycleController, TaintEvictionController, PodGarbageCollector];
  const world = newWorld({
    parts: (context) => [...parts.map((Part) => new Part(context)), new ReplicaSetController(context, REPLICA_SET)],
  });
  for (const name of NODES) addNode(world, name);
  world.create("ReplicaSet", replicaSet("web", 3));
  world.advance(1000);
  runPods(world);
  return world;
}

/** Time passes while these nodes renew their leases every 10 s. */
function live(world: World, seconds: number, alive: readonly string[]): void {
  for (let i = 0; i < seconds; i++) {
    if (i % 10 === 0) for (const name of alive) renew(world, name);
    world.advance(1000);
  }
}

function renew(world: World, name: string): void {
  const renewTime = formatMicroTime(world.clock.now);
  const written = world.client.modify(
    "Lease",
    { kind: "Lease", namespace: "kube-node-lease", name },
    (lease) => ({ ...lease, spec: { ...lease.spec, renewTime } }),
    { rule: "test" },
  );
  if (written === undefined)
    world.create("Lease", {
      metadata: { name, namespace: "kube-node-lease" },
      spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime },
    });
}

const ready = (world: World, name: string): string | undefined =>
  world.get("Node", name).status.conditions?.find(({ type }) => type === "Ready")?.status;
const taints = (world: World, name: string): string[] =>
  (world.get("Node", name).spec.taints ?? []).map(({ key, effect }) => `${key.split("/")[1] ?? key}:${effect}`);
const podOn = (world: World, node: string): Pod | undefined => world.list("Pod").find(({ spec }) => spec.nodeName === node);
const edit = (world: World, name: string, change: (node: Node) => Node): void =>
  void world.client.modify("Node", { kind: "Node", name }, change, { rule: "user.request" });

describe("a node that falls silent", () => {
  test("NLC-4, NLC-5, NLC-10: turns Unknown 50 to 60 s after its last renewal, and its pods turn not ready", () => {
    const world = start();
    live(world, 30, NODES);
    live(world, 48, ["node-1", "node-2"]);
    expect(ready(world, "node-3")).toBe("True");
    live(world, 14, ["node-1", "node-2"]);
    expect([ready(world, "node-1"), ready(world, "node-3")]).toEqual(["True", "Unknown"]);
    const pod = podOn(world, "node-3");
    expect(pod?.status.phase).toBe("Running");
    expect(pod?.status.conditions?.find(({ type }) => type === "Ready")?.status).toBe("False");
    expect(eventsOf(world, "node-3")).toContain("Normal NodeNotReady Node node-3 status is now: NodeNotReady ×1");
    expect(eventsOf(world, pod?.metadata.name ?? "")).toContain("Warning NodeNotReady Node is not ready ×1");
    expect(taints(world, "node-3")).toEqual(["unreachable:NoSchedule", "unreachable:NoExecute"]);
  });

  test("TE-8, TE-6: loses its pods 300 s later, and they are replaced", () => {
    const world = start();
    live(world, 30, NODES);
    live(world, 330, ["node-1", "node-2"]);
    expect(podOn(world, "node-3")?.metadata.deletionTimestamp).toBeUndefined();
    live(world, 35, ["node-1", "node-2"]);
    const pod = podOn(world, "node-3");
    expect(pod?.metadata.deletionTimestamp).toBeDefined();
    expect(pod?.status.conditions?.at(-1)).toMatchObject({
      type: "DisruptionTarget",
      status: "True",
      reason: "DeletionByTaintManager",
      message: "Taint manager: deleting due to NoExecute taint",
    });
    expect(world.list("Pod")).toHaveLength(4);
  });

  test("NLC-22: loses its taints when it is heard again", () => {
    const world = start();
    live(world, 30, NODES);
    live(world, 65, ["node-1", "node-2"]);
    const conditions = (node: Node): Node["status"]["conditions"] =>
      (node.status.conditions ?? []).map((condition) => ({ ...condition, status: condition.type === "Ready" ? "True" : "False" }));
    world.client.modify(
      "Node",
      { kind: "Node", name: "node-3" },
      (node) => ({ ...node, status: { ...node.status, conditions: conditions(node) ?? [] } }),
      { rule: "test" },
      "status",
    );
    live(world, 10, NODES);
    expect(taints(world, "node-3")).toEqual([]);
  });

  test("NLC-22: of two silent nodes of a zone the second is tainted NoExecute 10 s later", () => {
    const world = start();
    live(world, 30, NODES);
    const seen: number[] = [];
    for (let i = 0; i < 100; i++) {
      live(world, 1, i % 10 === 0 ? ["node-1"] : []);
      seen.push(["node-2", "node-3"].filter((name) => taints(world, name).includes("unreachable:NoExecute")).length);
    }
    expect(seen.indexOf(2) - seen.indexOf(1)).toBe(10);
  });

  test("NLC-26: is not emptied when all nodes are silent", () => {
    const world = start();
    live(world, 30, NODES);
    live(world, 500, []);
    expect(NODES.map((name) => ready(world, name))).toEqual(["Unknown", "Unknown", "Unknown"]);
    expect(NODES.flatMap((name) => taints(world, name))).toEqual(NODES.map(() => "unreachable:NoSchedule"));
    expect(world.list("Pod").every(({ metadata }) => metadata.deletionTimestamp === undefined)).toBe(true);
  });
});

test("NLC-20: a cordoned node gets its taint, and loses it when it is let in again", () => {
  const world = start();
  edit(world, "node-2", (node) => ({ ...node, spec: { ...node.spec, unschedulable: true } }));
  live(world, 1, NODES);
  expect(taints(world, "node-2")).toEqual(["unschedulable:NoSchedule"]);
  edit(world, "node-2", ({ spec: { unschedulable: _dropped, ...spec }, ...node }) => ({ ...node, spec }));
  live(world, 1, NODES);
  expect(taints(world, "node-2")).toEqual([]);
});

describe("a NoExecute taint", () => {
  const taint = (world: World): void =>
    edit(world, "node-1", (node) => ({
      ...node,
      spec: { ...node.spec, taints: [{ key: "dedicated", value: "batch", effect: "NoExecute" }] },
    }));
  const untaint = (world: World): void => edit(world, "node-1", ({ spec: { taints: _dropped, ...spec }, ...node }) => ({ ...node, spec }));
  const tolerant = (world: World, tolerationSeconds?: number): Pod => {
    const tolerations = [
      { key: "dedicated", operator: "Exists", effect: "NoExecute", ...(tolerationSeconds === undefined ? {} : { tolerationSeconds }) },
    ];
    const pod = world.create("Pod", { metadata: { name: "tolerant" }, spec: { containers: [{ name: "c", image: "nginx" }], tolerations } });
    runPod(world, pod, "node-1");
    return pod;
  };
  const CANCELLED = "Normal TaintManagerEviction Cancelling deletion of Pod default/tolerant ×1";
  const isGoing = (world: World, name: string): boolean => world.get("Pod", name).metadata.deletionTimestamp !== undefined;

  test("TE-2, TE-5: takes pods that do not tolerate it at once", () => {
    const world = start();
    const name = podOn(world, "node-1")?.metadata.name ?? "";
    tolerant(world);
    taint(world);
    live(world, 1, NODES);
    expect([isGoing(world, name), isGoing(world, "tolerant")]).toEqual([true, false]);
    expect(eventsOf(world, name)).toContain(`Normal TaintManagerEviction Marking for deletion Pod default/${name} ×1`);
  });
  test("TE-3: takes pods that tolerate it for a time after that time", () => {
    const world = start();
    tolerant(world, 10);
    taint(world);
    live(world, 9, NODES);
    expect(isGoing(world, "tolerant")).toBe(false);
    live(world, 2, NODES);
    expect(isGoing(world, "tolerant")).toBe(true);
  });
  test("TE-4, TE-5: spares them when it goes before", () => {
    const world = start();
    tolerant(world, 10);
    taint(world);
    live(world, 5, NODES);
    untaint(world);
    live(world, 20, NODES);
    expect(isGoing(world, "tolerant")).toBe(false);
    expect(eventsOf(world, "tolerant")).toEqual([CANCELLED]);
  });
  test("TE-4: that is not tolerated for any time does not hasten a deletion to come", () => {
    const world = start();
    tolerant(world, 10);
    taint(world);
    live(world, 2, NODES);
    const none = { key: "short", operator: "Exists", effect: "NoExecute", tolerationSeconds: 0 } as const;
    world.client.modify(
      "Pod",
      { kind: "Pod", namespace: "default", name: "tolerant" },
      ({ spec, ...pod }) => ({ ...pod, spec: { ...spec, tolerations: [...(spec.tolerations ?? []), none] } }),
      { rule: "test" },
    );
    edit(world, "node-1", ({ spec, ...node }) => ({
      ...node,
      spec: { ...spec, taints: [...(spec.taints ?? []), { key: "short", effect: "NoExecute" }] },
    }));
    live(world, 5, NODES);
    expect(isGoing(world, "tolerant")).toBe(false);
    live(world, 5, NODES);
    expect(isGoing(world, "tolerant")).toBe(true);
  });
  test("TE-5: tells of a deletion that is cancelled when its pod is gone", () => {
    const world = start();
    tolerant(world, 10);
    taint(world);
    live(world, 2, NODES);
    world.client.delete("Pod", "default", "tolerant", { gracePeriodSeconds: 0 }, { rule: "user.request" });
    live(world, 1, NODES);
    expect(eventsOf(world, "tolerant")).toEqual([CANCELLED]);
    tolerant(world, 100); // it has nothing to do with the one before it
    live(world, 20, NODES);
    expect(isGoing(world, "tolerant")).toBe(false);
  });
  test("TE-5: tells nothing of it when the node is deleted, until its pods are", () => {
    const world = start();
    tolerant(world, 200);
    taint(world);
    live(world, 2, NODES);
    world.client.delete("Node", undefined, "node-1", {}, { rule: "user.request" });
    live(world, 10, ["node-2", "node-3"]);
    expect(eventsOf(world, "tolerant")).toEqual([]);
    live(world, 80, ["node-2", "node-3"]);
    expect(world.list("Pod").some(({ metadata }) => metadata.name === "tolerant")).toBe(false);
    expect(eventsOf(world, "tolerant")).toEqual([CANCELLED]);
  });
});

describe("a node that is deleted", () => {
  test("PGC-4: takes its pods with it within a minute and a half", () => {
    const world = start();
    live(world, 10, NODES);
    world.client.delete("Node", undefined, "node-3", {}, { rule: "user.request" });
    live(world, 30, ["node-1", "node-2"]);
    expect(podOn(world, "node-3")).toBeDefined();
    live(world, 50, ["node-1", "node-2"]);
    expect(podOn(world, "node-3")).toBeUndefined();
    expect(world.list("Pod")).toHaveLength(3);
  });
  test("NLC-12: is said to have gone, as it was said to have come", () => {
    const world = start();
    live(world, 10, NODES);
    world.client.delete("Node", undefined, "node-3", {}, { rule: "user.request" });
    live(world, 10, ["node-1", "node-2"]);
    expect(eventsOf(world, "node-3")).toEqual([
      "Normal RegisteredNode Node node-3 event: Registered Node node-3 in Controller ×1",
      "Normal RemovingNode Node node-3 event: Removing Node node-3 from Controller ×1",
    ]);
  });
});

test("PGC-5: a pod without a node that is on its way out is removed", () => {
  const world = start();
  const pod = world.create("Pod", {
    metadata: { name: "held", finalizers: ["example.com/keep"] },
    spec: { containers: [{ name: "c", image: "nginx" }] },
  });
  world.client.delete("Pod", "default", "held", {}, { rule: "user.request" });
  world.client.modify("Pod", refOf(pod), ({ metadata: { finalizers: _dropped, ...metadata }, ...stored }) => ({ ...stored, metadata }), {
    rule: "test",
  });
  live(world, 21, NODES);
  expect(world.list("Pod").some(({ metadata }) => metadata.name === "held")).toBe(false);
});
