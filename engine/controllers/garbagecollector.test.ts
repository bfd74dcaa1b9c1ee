import { expect, test } from "vitest";
import { controllerOf, refOf } from "../api/object.ts";
import type { Pod } from "../api/types.generated.ts";
import { deployment, endPods, eventsOf, remove, replicaSet, runPods } from "../testing/workloads.ts";
import type { World } from "../testing/world.ts";
import { newWorld } from "../testing/world.ts";
import { DeploymentController } from "./deployment.ts";
import { GarbageCollector } from "./garbagecollector.ts";
import { REPLICA_SET, ReplicaSetController } from "./replicaset.ts";

function running(): World {
  const world = newWorld({
    parts: (context) => [new ReplicaSetController(context, REPLICA_SET), new DeploymentController(context), new GarbageCollector(context)],
  });
  world.create("Deployment", deployment("web", 2));
  world.create("ReplicaSet", replicaSet("bare", 2));
  world.advance(1000);
  runPods(world);
  world.advance(1000);
  return world;
}
const podsOf = (world: World, prefix: string): Pod[] => world.list("Pod").filter(({ metadata }) => metadata.name.startsWith(prefix));
const isGoing = ({ metadata }: Pod): boolean => metadata.deletionTimestamp !== undefined;
const exists = (world: World, kind: "ReplicaSet" | "Deployment", name: string): boolean =>
  world.list(kind).some(({ metadata }) => metadata.name.startsWith(name));

test("GC-15: in the background the owner goes at once, then what it owned, level by level, pods gracefully", () => {
  const world = running();
  remove(world, "Deployment", "web", "Background");
  expect(exists(world, "Deployment", "web")).toBe(false);
  expect(exists(world, "ReplicaSet", "web")).toBe(true);
  world.advance(1000);
  expect(exists(world, "ReplicaSet", "web")).toBe(false);
  expect(podsOf(world, "web").map(isGoing)).toEqual([true, true]);
  expect(podsOf(world, "bare").map(isGoing)).toEqual([false, false]);
  endPods(world);
  world.advance(1000);
  expect(podsOf(world, "web")).toHaveLength(0);
});

test("a deletion names the owner that is gone as its cause", () => {
  const world = running();
  const [pod] = podsOf(world, "bare") as [Pod];
  remove(world, "ReplicaSet", "bare", "Background");
  world.advance(1000);
  const cause = world.causes.of(pod.metadata.uid).at(-1);
  expect(cause).toMatchObject({ by: "garbage-collector-controller", rule: "gc.delete", saw: { owner: "ReplicaSet bare" } });
  expect(world.causes.get(cause?.trigger ?? 0)).toMatchObject({ rule: "user.request", verb: "delete" });
});

test("GC-8, GC-16: in the foreground the pods go first, then the set, then the Deployment", () => {
  const world = running();
  remove(world, "Deployment", "web", "Foreground");
  world.advance(1000);
  expect(world.get("Deployment", "web").metadata.finalizers).toEqual(["foregroundDeletion"]);
  expect(exists(world, "ReplicaSet", "web")).toBe(true);
  expect(podsOf(world, "web").map(isGoing)).toEqual([true, true]);
  endPods(world);
  world.advance(1000);
  expect([podsOf(world, "web").length, exists(world, "ReplicaSet", "web"), exists(world, "Deployment", "web")]).toEqual([0, false, false]);
});

test("GC-8: a dependent with a finalizer holds its owner through a foreground deletion", () => {
  const world = running();
  const [pod] = podsOf(world, "bare") as [Pod];
  world.client.modify("Pod", refOf(pod), (stored) => ({ ...stored, metadata: { ...stored.metadata, finalizers: ["example.com/keep"] } }), {
    rule: "test",
  });
  remove(world, "ReplicaSet", "bare", "Foreground");
  world.advance(1000);
  endPods(world);
  world.advance(10_000);
  expect([podsOf(world, "bare").length, exists(world, "ReplicaSet", "bare")]).toEqual([1, true]);
  world.client.modify("Pod", refOf(pod), ({ metadata: { finalizers: _dropped, ...metadata }, ...stored }) => ({ ...stored, metadata }), {
    rule: "test",
  });
  world.advance(1000);
  expect([podsOf(world, "bare").length, exists(world, "ReplicaSet", "bare")]).toEqual([0, false]);
});

test("GC-9: orphaned pods stay, without an owner, and a new set with that selector adopts them", () => {
  const world = running();
  remove(world, "ReplicaSet", "bare", "Orphan");
  world.advance(1000);
  expect(exists(world, "ReplicaSet", "bare")).toBe(false);
  expect(podsOf(world, "bare").map((pod) => [isGoing(pod), controllerOf(pod)])).toEqual([
    [false, undefined],
    [false, undefined],
  ]);
  world.create("ReplicaSet", replicaSet("bare", 2));
  world.advance(1000);
  expect(podsOf(world, "bare").map((pod) => controllerOf(pod)?.name)).toEqual(["bare", "bare"]);
});

test("GC-3: an object that is made with an owner that does not exist is deleted", () => {
  const world = running();
  const ownerReferences = [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "gone", uid: "9d9e7a3e-1f0b-4a64-9d2b-1a2b3c4d5e6f" }];
  world.create("ConfigMap", { metadata: { name: "left", ownerReferences }, data: {} });
  world.advance(1000);
  expect(world.list("ConfigMap").some(({ metadata }) => metadata.name === "left")).toBe(false);
});

test("GC-6: an object with another owner that exists only loses the reference", () => {
  const world = running();
  const { uid } = world.get("ReplicaSet", "bare").metadata;
  const solid = { apiVersion: "apps/v1", kind: "ReplicaSet", name: "bare", uid };
  const dangling = { apiVersion: "apps/v1", kind: "ReplicaSet", name: "gone", uid: "9d9e7a3e-1f0b-4a64-9d2b-1a2b3c4d5e6f" };
  world.create("ConfigMap", { metadata: { name: "kept", ownerReferences: [dangling, solid] }, data: {} });
  world.advance(1000);
  expect(world.get("ConfigMap", "kept").metadata.ownerReferences).toEqual([solid]);
});

test("GC-14: an object whose owner is of an unknown kind is left alone", () => {
  const world = running();
  const ownerReferences = [{ apiVersion: "example.com/v1", kind: "Widget", name: "w", uid: "9d9e7a3e-1f0b-4a64-9d2b-1a2b3c4d5e6f" }];
  world.create("ConfigMap", { metadata: { name: "odd", ownerReferences }, data: {} });
  world.advance(60_000);
  expect(world.get("ConfigMap", "odd").metadata.deletionTimestamp).toBeUndefined();
});

test("REF-3: pods of a set that was deleted and made again under its name go with the old one", () => {
  const world = running();
  const before = podsOf(world, "bare").map(({ metadata }) => metadata.uid);
  remove(world, "ReplicaSet", "bare", "Background");
  world.create("ReplicaSet", replicaSet("bare", 2));
  world.advance(1000);
  endPods(world);
  world.advance(1000);
  const after = podsOf(world, "bare").map(({ metadata }) => metadata.uid);
  expect(after).toHaveLength(2);
  expect(after.some((uid) => before.includes(uid))).toBe(false);
});

test("GC-11, GC-12: an owner in another namespace counts as absent, and is told of", () => {
  const world = running();
  world.create("Namespace", { metadata: { name: "other" } });
  const { metadata } = world.create("ConfigMap", { metadata: { name: "boss", namespace: "other" } });
  const reference = { apiVersion: "v1", kind: "ConfigMap", name: "boss", uid: metadata.uid };
  world.create("ConfigMap", { metadata: { name: "stray", ownerReferences: [reference] } });
  world.create("ConfigMap", { metadata: { name: "lost", ownerReferences: [{ ...reference, uid: "no-such-uid" }] } });
  world.create("PriorityClass", { metadata: { name: "wide", ownerReferences: [reference] }, value: 1 });
  world.advance(1000);
  const exist = (kind: "ConfigMap" | "PriorityClass", name: string): boolean =>
    world.list(kind).some((object) => object.metadata.name === name);
  expect([exist("ConfigMap", "stray"), exist("ConfigMap", "lost"), exist("PriorityClass", "wide")]).toEqual([false, false, true]);
  const told = (namespace: string): string =>
    `Warning OwnerRefInvalidNamespace ownerRef [v1/ConfigMap, namespace: ${namespace}, name: boss, uid: ${metadata.uid}] does not exist in namespace "${namespace}" ×1`;
  expect([eventsOf(world, "stray"), eventsOf(world, "lost"), eventsOf(world, "wide")]).toEqual([[told("default")], [], [told("")]]);
});
