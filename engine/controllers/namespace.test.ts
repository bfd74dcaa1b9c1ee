import { describe, expect, test } from "vitest";
import { refOf } from "../api/object.ts";
import { endPods, replicaSet, runPod } from "../testing/workloads.ts";
import type { World } from "../testing/world.ts";
import { newWorld } from "../testing/world.ts";
import { NamespaceController } from "./namespace.ts";
import { REPLICA_SET, ReplicaSetController } from "./replicaset.ts";
import { DEFAULT_SERVICE_ACCOUNT, NamespaceFurnisher, ROOT_CA } from "./serviceaccount.ts";

function start(): World {
  const world = newWorld({
    parts: (context) => [
      new NamespaceController(context),
      new NamespaceFurnisher(context, DEFAULT_SERVICE_ACCOUNT),
      new NamespaceFurnisher(context, ROOT_CA),
      new ReplicaSetController(context, REPLICA_SET),
    ],
  });
  world.create("Namespace", { metadata: { name: "team" } });
  world.advance(1000);
  return world;
}
const remove = (world: World): void => world.client.delete("Namespace", undefined, "team", {}, { rule: "user.request" });
const isThere = (world: World): boolean => world.list("Namespace").some(({ metadata }) => metadata.name === "team");
const condition = (world: World, type: string): string => {
  const found = world.get("Namespace", "team").status.conditions?.find((one) => one.type === type);
  return `${found?.status} ${found?.reason} ${found?.message}`;
};

test("SA-1, API-202: a namespace has its service account and certificate, also when somebody deletes them", () => {
  const world = start();
  world.client.delete("ServiceAccount", "team", "default", {}, { rule: "user.request" });
  world.client.delete("ConfigMap", "team", "kube-root-ca.crt", {}, { rule: "user.request" });
  world.advance(1000);
  expect(world.get("ServiceAccount", "default", "team").metadata.namespace).toBe("team");
  expect(world.get("ConfigMap", "kube-root-ca.crt", "team").data).toHaveProperty(["ca.crt"]);
});

describe("a namespace that is deleted", () => {
  test("NS-1, NS-5: is emptied 5 s later and goes", () => {
    const world = start();
    world.create("ConfigMap", { metadata: { name: "c", namespace: "team" } });
    remove(world);
    world.advance(4900);
    expect(world.get("ConfigMap", "c", "team").metadata.deletionTimestamp).toBeUndefined();
    world.advance(200);
    expect([isThere(world), world.list("ConfigMap", "team").length, world.list("ServiceAccount", "team").length]).toEqual([false, 0, 0]);
  });

  test("NS-3, RS-16: loses its pods first, and controllers make no new ones and do not complain", () => {
    const world = start();
    world.create("ReplicaSet", { ...replicaSet("web", 1), metadata: { name: "web", namespace: "team" } });
    world.advance(1000);
    for (const pod of world.list("Pod", "team")) runPod(world, pod, "node-1");
    remove(world);
    world.advance(6000);
    expect(world.list("Pod", "team").map(({ metadata }) => metadata.deletionTimestamp !== undefined)).toEqual([true]);
    expect(world.list("ReplicaSet", "team")).toHaveLength(1);
    expect(world.list("Event", "team").filter(({ type }) => type === "Warning")).toEqual([]);
    endPods(world);
    world.advance(10_000);
    expect(isThere(world)).toBe(false);
  });

  test("NS-6, NS-7: says what holds it up", () => {
    const world = start();
    const held = world.create("ConfigMap", { metadata: { name: "held", namespace: "team", finalizers: ["example.com/keep"] } });
    remove(world);
    world.advance(6000);
    expect(condition(world, "NamespaceContentRemaining")).toBe(
      "True SomeResourcesRemain Some resources are remaining: configmaps. has 1 resource instances",
    );
    expect(condition(world, "NamespaceFinalizersRemaining")).toBe(
      "True SomeFinalizersRemain Some content in the namespace has finalizers remaining: example.com/keep in 1 resource instances",
    );
    world.client.modify(
      "ConfigMap",
      refOf(held),
      ({ metadata: { finalizers: _dropped, ...metadata }, ...stored }) => ({ ...stored, metadata }),
      { rule: "test" },
    );
    world.advance(3900);
    expect(isThere(world)).toBe(true); // looked at again 5 s after the write of its status, before the estimate is over (NS-1, NS-4)
    world.advance(200);
    expect(isThere(world)).toBe(false);
  });
});
