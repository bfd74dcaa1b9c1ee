import { describe, expect, test } from "vitest";
import { controllerOf, refOf } from "../api/object.ts";
import type { Pod } from "../api/types.generated.ts";
import { endPods, eventsOf, relabel, remove, replicaSet, replicationController, runPods } from "../testing/workloads.ts";
import type { World } from "../testing/world.ts";
import { newWorld } from "../testing/world.ts";
import { REPLICA_SET, REPLICATION_CONTROLLER, ReplicaSetController } from "./replicaset.ts";

const start = (): World =>
  newWorld({
    parts: (context) => [new ReplicaSetController(context, REPLICA_SET), new ReplicaSetController(context, REPLICATION_CONTROLLER)],
  });
const podsOf = (world: World, owner: string): Pod[] => world.list("Pod").filter((pod) => controllerOf(pod)?.name === owner);
const active = (pods: Pod[]): Pod[] => pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
const scale = (world: World, name: string, replicas: number): void =>
  void world.client.modify(
    "ReplicaSet",
    { kind: "ReplicaSet", namespace: "default", name },
    (set) => ({ ...set, spec: { ...set.spec, replicas } }),
    { rule: "user.request" },
  );

/** A set whose pods all run. */
function running(replicas: number): World {
  const world = start();
  world.create("ReplicaSet", replicaSet("web", replicas));
  world.advance(1000);
  runPods(world);
  world.advance(1000);
  return world;
}

test("GEN-22, GEN-24, RS-40: makes the missing pods, owned by the set, and tells of each", () => {
  const world = start();
  world.create("ReplicaSet", replicaSet("web", 3));
  world.advance(1000);
  const pods = podsOf(world, "web");
  expect(pods.map(({ metadata }) => metadata.name)).toEqual(
    [1, 2, 3].map(() => expect.stringMatching(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/)),
  );
  const { uid } = world.get("ReplicaSet", "web").metadata;
  expect(pods[0]?.metadata.ownerReferences).toEqual([
    { apiVersion: "apps/v1", kind: "ReplicaSet", name: "web", uid, controller: true, blockOwnerDeletion: true },
  ]);
  expect(eventsOf(world, "web")).toEqual(pods.map(({ metadata }) => `Normal SuccessfulCreate Created pod: ${metadata.name} ×1`));
});

test("RS-30: the status follows the pods", () => {
  const world = running(2);
  expect(world.get("ReplicaSet", "web").status).toEqual({
    replicas: 2,
    fullyLabeledReplicas: 2,
    readyReplicas: 2,
    availableReplicas: 2,
    terminatingReplicas: 0,
    observedGeneration: 1,
  });
});

test("RS-44: releases a pod whose label no longer matches, replaces it, adopts it again when it does, and deletes one too many", () => {
  const world = running(2);
  const [first] = podsOf(world, "web") as [Pod, Pod];
  relabel(world, first, { app: "zombie" });
  world.advance(1000);
  expect(controllerOf(world.get("Pod", first.metadata.name))).toBeUndefined();
  expect(podsOf(world, "web")).toHaveLength(2);
  runPods(world);
  relabel(world, first, { app: "web" });
  world.advance(1000);
  const pods = podsOf(world, "web");
  expect(pods.map(({ metadata }) => metadata.name)).toContain(first.metadata.name);
  expect([pods.length, active(pods).length]).toEqual([3, 2]);
  expect(world.get("ReplicaSet", "web").status).toMatchObject({ replicas: 2, terminatingReplicas: 1 });
});

test("RS-13: replaces a pod that is on its way out at once", () => {
  const world = running(2);
  const [first] = podsOf(world, "web") as [Pod, Pod];
  remove(world, "Pod", first.metadata.name);
  world.advance(1000);
  expect([podsOf(world, "web").length, active(podsOf(world, "web")).length]).toEqual([3, 2]);
});

test("RS-14: replaces a failed pod and leaves it be", () => {
  const world = running(1);
  const [pod] = podsOf(world, "web") as [Pod];
  world.client.modify(
    "Pod",
    refOf(pod),
    (stored) => ({ ...stored, status: { ...stored.status, phase: "Failed" } }),
    { rule: "test" },
    "status",
  );
  world.advance(1000);
  expect(podsOf(world, "web").map(({ status }) => status.phase)).toEqual(["Failed", "Pending"]);
});

test("RS-20, RS-40: scales down by deleting pods that are not ready first, and says which", () => {
  const world = running(2);
  scale(world, "web", 3);
  world.advance(1000);
  const unready = podsOf(world, "web").find(({ status }) => status.phase === "Pending");
  scale(world, "web", 2);
  world.advance(1000);
  expect(podsOf(world, "web").map(({ status }) => status.phase)).toEqual(["Running", "Running"]); // one without a node goes at once (DEL-9)
  expect(eventsOf(world, "web").at(-1)).toBe(`Normal SuccessfulDelete Deleted pod: ${unready?.metadata.name} ×1`);
  const cause = world.causes.of(unready?.metadata.uid ?? "").at(-1);
  expect(cause).toMatchObject({
    by: "replicaset-controller",
    rule: "replicaset.delete",
    verb: "delete",
    saw: { have: 3 },
    wanted: { replicas: 2, first: "unscheduled" },
  });
  expect(world.causes.get(cause?.trigger ?? 0)?.rule).toBe("user.request");
});

test("REF-11, RS-43: two sets with one selector count only their own pods; an orphan goes to one of them", () => {
  const world = start();
  world.create("ReplicaSet", replicaSet("a", 2, { app: "x" }));
  world.create("ReplicationController", replicationController("b", 2, { app: "x" }));
  world.advance(1000);
  expect([podsOf(world, "a").length, podsOf(world, "b").length]).toEqual([2, 2]);
  world.create("Pod", { metadata: { name: "stray", labels: { app: "x" } }, spec: { containers: [{ name: "c", image: "nginx" }] } });
  world.advance(1000);
  expect(world.list("Pod")).toHaveLength(4); // adopted, then one was too many
});

test("REF-3: a pod whose controller bears the set's uid, but another kind or name, is not seen as its own", () => {
  const world = running(3);
  const { uid } = world.get("ReplicaSet", "web").metadata;
  const [first, second] = podsOf(world, "web") as [Pod, Pod];
  const disguise = (pod: Pod, change: { kind?: string; name?: string }): void =>
    void world.client.modify(
      "Pod",
      refOf(pod),
      ({ metadata, ...stored }) => ({
        ...stored,
        metadata: { ...metadata, ownerReferences: (metadata.ownerReferences ?? []).map((reference) => ({ ...reference, ...change })) },
      }),
      { rule: "user.request" },
    );
  disguise(first, { name: "other" });
  disguise(second, { kind: "StatefulSet" });
  scale(world, "web", 2); // of which one is there
  world.advance(1000);
  expect(world.list("Pod").map((pod) => [controllerOf(pod)?.uid, controllerOf(pod)?.kind, controllerOf(pod)?.name])).toEqual([
    [uid, "ReplicaSet", "other"],
    [uid, "StatefulSet", "web"],
    [uid, "ReplicaSet", "web"],
    [uid, "ReplicaSet", "web"],
  ]);
  expect(world.get("ReplicaSet", "web").status.replicas).toBe(2);
});

test("RS-42: a set that is being deleted makes and adopts nothing, and still counts", () => {
  const world = running(2);
  const set = world.get("ReplicaSet", "web");
  world.client.modify(
    "ReplicaSet",
    refOf(set),
    (stored) => ({ ...stored, metadata: { ...stored.metadata, finalizers: ["example.com/keep"] } }),
    { rule: "test" },
  );
  remove(world, "ReplicaSet", "web");
  const [first] = podsOf(world, "web") as [Pod, Pod];
  remove(world, "Pod", first.metadata.name);
  world.create("Pod", { metadata: { name: "stray", labels: { app: "web" } }, spec: { containers: [{ name: "c", image: "nginx" }] } });
  world.advance(1000);
  expect(active(podsOf(world, "web"))).toHaveLength(1);
  expect(world.get("ReplicaSet", "web").status).toMatchObject({ replicas: 1, terminatingReplicas: 1 });
});

describe("RS-16, RS-32: what the server refuses", () => {
  test("is told once as condition and Event, and tried again with growing pauses", () => {
    const world = start();
    world.create("ResourceQuota", {
      metadata: { name: "few" },
      spec: { hard: { pods: "1" } },
      status: { hard: { pods: "1" }, used: { pods: "0" } },
    });
    world.create("ReplicaSet", replicaSet("web", 5));
    world.advance(1000);
    const { status } = world.get("ReplicaSet", "web");
    expect(status.conditions).toEqual([
      expect.objectContaining({
        type: "ReplicaFailure",
        status: "True",
        reason: "FailedCreate",
        message: expect.stringContaining("exceeded quota: few"),
      }),
    ]);
    expect(eventsOf(world, "web").filter((event) => event.includes("FailedCreate")).length).toBeGreaterThan(0);
    expect(podsOf(world, "web")).toHaveLength(1);
    remove(world, "ResourceQuota", "few");
    world.advance(60_000);
    expect(podsOf(world, "web")).toHaveLength(5);
    expect(world.get("ReplicaSet", "web").status.conditions).toBeUndefined();
  });
});

test("RS-35: with minReadySeconds a ready pod becomes available only later", () => {
  const world = start();
  world.create("ReplicaSet", replicaSet("web", 1, { app: "web" }, { minReadySeconds: 10 }));
  world.advance(1000);
  runPods(world);
  world.advance(5000);
  expect(world.get("ReplicaSet", "web").status).not.toHaveProperty("availableReplicas");
  world.advance(6000);
  expect(world.get("ReplicaSet", "web").status).toMatchObject({ readyReplicas: 1, availableReplicas: 1 });
});

test("RC-2, RC-3: a ReplicationController does the same under its own name", () => {
  const world = start();
  world.create("ReplicationController", replicationController("kubia", 2));
  world.advance(1000);
  const [pod] = podsOf(world, "kubia") as [Pod, Pod];
  expect(controllerOf(pod)).toMatchObject({ apiVersion: "v1", kind: "ReplicationController" });
  expect(world.get("ReplicationController", "kubia").status).toEqual({ replicas: 2, fullyLabeledReplicas: 2, observedGeneration: 1 });
  expect(world.list("Event")[0]?.source).toEqual({ component: "replication-controller" });
});

test("RC-4, SEL-35: a ReplicationController whose selector changes releases its pods", () => {
  const world = start();
  world.create("ReplicationController", replicationController("kubia", 2));
  world.advance(1000);
  const labels = { app: "kubia", v: "2" };
  world.client.modify(
    "ReplicationController",
    { kind: "ReplicationController", namespace: "default", name: "kubia" },
    (rc) => ({
      ...rc,
      spec: {
        ...rc.spec,
        selector: labels,
        template: { ...rc.spec.template, metadata: { ...rc.spec.template?.metadata, labels } },
      } as never,
    }),
    { rule: "user.request" },
  );
  world.advance(1000);
  expect(world.list("Pod").map((pod) => controllerOf(pod)?.name ?? "none")).toEqual(["none", "none", "kubia", "kubia"]);
});

test("keeps three thousand pods with few syncs", () => {
  const world = start();
  world.create("ReplicaSet", replicaSet("web", 3000));
  let writes = 0;
  world.client.watch("ReplicaSet", () => void writes++);
  world.advance(10_000);
  expect(world.list("Pod")).toHaveLength(3000);
  runPods(world);
  world.advance(1000);
  expect(world.get("ReplicaSet", "web").status).toMatchObject({ replicas: 3000, readyReplicas: 3000 });
  scale(world, "web", 10);
  world.advance(10_000);
  endPods(world);
  world.advance(1000);
  expect(world.list("Pod")).toHaveLength(10);
  expect(writes).toBeLessThan(25); // two times six bursts, and not one for each pod
}, 30_000);

test("RS-15: the 500 pods of one sync come in one instant, in many happenings, and the status after them", () => {
  const world = start();
  world.create("ReplicaSet", replicaSet("web", 700));
  let statuses = 0;
  world.client.watch("ReplicaSet", () => void statuses++);
  world.advance(1); // the first sync
  expect(podsOf(world, "web")).toHaveLength(500);
  expect(new Set(podsOf(world, "web").map(({ metadata }) => metadata.creationTimestamp)).size).toBe(1);
  expect(statuses).toBe(1);
});

test("a large sync stops where it is when another number is wanted", () => {
  const world = start();
  world.create("ReplicaSet", replicaSet("web", 500));
  while (podsOf(world, "web").length === 0) {
    const timer = world.clock.take(world.clock.now + 1000);
    world.parts.get(timer?.to ?? "")?.handle(timer?.message ?? { type: "" });
  }
  expect(podsOf(world, "web").length).toBeLessThan(100);
  scale(world, "web", 10);
  world.advance(1000);
  expect(active(podsOf(world, "web"))).toHaveLength(10);
});
