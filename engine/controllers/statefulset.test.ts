import { expect, test } from "vitest";
import type { StatefulSet } from "../api/types.generated.ts";
import { endPods, eventsOf, relabel, remove, runPods, template } from "../testing/workloads.ts";
import type { World } from "../testing/world.ts";
import { newWorld } from "../testing/world.ts";
import { StatefulSetController } from "./statefulset.ts";

const manifest = (replicas: number, spec: object = {}): object => ({
  metadata: { name: "db" },
  spec: { replicas, serviceName: "db", selector: { matchLabels: { app: "db" } }, template: template({ app: "db" }), ...spec },
});
const names = (world: World): string[] =>
  world
    .list("Pod")
    .map(({ metadata }) => metadata.name)
    .sort();
const images = (world: World): string[] => names(world).map((name) => `${name} ${world.get("Pod", name).spec.containers[0]?.image}`);
const change = (world: World, edit: (spec: StatefulSet["spec"]) => StatefulSet["spec"]): void =>
  void world.client.modify(
    "StatefulSet",
    { kind: "StatefulSet", namespace: "default", name: "db" },
    (stored) => ({ ...stored, spec: edit(stored.spec) }),
    { rule: "user.request" },
  );
const setImage = (world: World, image: string): void =>
  change(world, (spec) => ({
    ...spec,
    template: {
      ...spec.template,
      spec: { ...spec.template.spec, containers: spec.template.spec.containers.map((container) => ({ ...container, image })) },
    },
  }));

function start(replicas: number, spec: object = {}): World {
  const world = newWorld({ parts: (context) => [new StatefulSetController(context)] });
  world.create("StatefulSet", manifest(replicas, spec));
  world.advance(1000);
  return world;
}

/** One second at a time, with kubelets at work. */
function live(world: World, seconds: number): void {
  for (let i = 0; i < seconds; i++) {
    endPods(world);
    runPods(world);
    world.advance(1000);
  }
}

test("STS-5, STS-14: makes each pod when the one before it is ready", () => {
  const world = start(3);
  expect(names(world)).toEqual(["db-0"]);
  live(world, 1);
  expect(names(world)).toEqual(["db-0", "db-1"]);
  live(world, 3);
  expect(names(world)).toEqual(["db-0", "db-1", "db-2"]);
  expect(eventsOf(world, "db")[0]).toBe("Normal SuccessfulCreate Create Pod db-0 in StatefulSet db successful ×1");
});

test("STS-2, STS-12: names, labels and status", () => {
  const world = start(1);
  live(world, 2);
  const { name: revision } = world.list("ControllerRevision")[0]?.metadata ?? { name: "" };
  const { metadata, spec } = world.get("Pod", "db-0");
  expect(metadata.labels).toEqual({
    app: "db",
    "statefulset.kubernetes.io/pod-name": "db-0",
    "apps.kubernetes.io/pod-index": "0",
    "controller-revision-hash": revision,
  });
  expect([spec.hostname, spec.subdomain]).toEqual(["db-0", "db"]);
  expect(world.get("StatefulSet", "db").status).toEqual({
    observedGeneration: 1,
    replicas: 1,
    readyReplicas: 1,
    availableReplicas: 1,
    currentReplicas: 1,
    updatedReplicas: 1,
    currentRevision: revision,
    updateRevision: revision,
    collisionCount: 0,
  });
});

test("STS-6: Parallel makes and deletes all at once", () => {
  const world = start(3, { podManagementPolicy: "Parallel" });
  expect(names(world)).toEqual(["db-0", "db-1", "db-2"]);
  live(world, 1);
  change(world, (spec) => ({ ...spec, replicas: 0 }));
  world.advance(1000);
  expect(world.list("Pod").every(({ metadata }) => metadata.deletionTimestamp !== undefined)).toBe(true);
});

test("STS-6: Parallel makes pods in batches of 1, 2, 4, ..., of which one with a refusal is finished and the last", () => {
  const world = newWorld({ parts: (context) => [new StatefulSetController(context)] });
  world.create("ResourceQuota", { metadata: { name: "one" }, spec: { hard: { pods: "1" } } });
  world.create("StatefulSet", manifest(5, { podManagementPolicy: "Parallel" }));
  world.advance(100);
  const refused = (name: string): string[] => eventsOf(world, "db").filter((event) => event.includes(`FailedCreate Create Pod ${name} `));
  expect([names(world), refused("db-1"), refused("db-2"), refused("db-3")]).toEqual([
    ["db-0"],
    [expect.stringContaining("exceeded quota")],
    [expect.stringContaining("exceeded quota")],
    [],
  ]);
});

test("STS-7: scales down from the highest ordinal, one after the other", () => {
  const world = start(3);
  live(world, 5);
  change(world, (spec) => ({ ...spec, replicas: 1 }));
  world.advance(1000);
  const going = (): string[] =>
    world
      .list("Pod")
      .filter(({ metadata }) => metadata.deletionTimestamp !== undefined)
      .map(({ metadata }) => metadata.name);
  expect(going()).toEqual(["db-2"]);
  endPods(world);
  world.advance(1000);
  expect(going()).toEqual(["db-1"]);
});

test("STS-5: a deleted pod comes back under its name, when the old one is gone", () => {
  const world = start(2);
  live(world, 4);
  const { uid } = world.get("Pod", "db-0").metadata;
  remove(world, "Pod", "db-0");
  world.advance(5000);
  expect(world.get("Pod", "db-0").metadata.uid).toBe(uid);
  endPods(world);
  world.advance(1000);
  expect(world.get("Pod", "db-0").metadata.uid).not.toBe(uid);
});

test("STS-8, STS-10: is updated from the highest ordinal down to the partition", () => {
  const world = start(3, { updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 1 } } });
  live(world, 5);
  setImage(world, "nginx:2");
  world.advance(1000);
  expect(world.get("Pod", "db-2").metadata.deletionTimestamp).toBeDefined();
  live(world, 8);
  expect(images(world)).toEqual(["db-0 nginx", "db-1 nginx:2", "db-2 nginx:2"]);
  const { currentRevision, updateRevision } = world.get("StatefulSet", "db").status;
  expect(currentRevision).not.toBe(updateRevision);
  change(world, (spec) => ({ ...spec, updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } } }));
  live(world, 6);
  expect(images(world)).toEqual(["db-0 nginx:2", "db-1 nginx:2", "db-2 nginx:2"]);
  expect(world.get("StatefulSet", "db").status.currentRevision).toBe(updateRevision);
});

test("STS-9: below the partition a deleted pod comes back from the old template", () => {
  const world = start(2, { updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 1 } } });
  live(world, 4);
  setImage(world, "nginx:2");
  live(world, 4);
  remove(world, "Pod", "db-0");
  live(world, 4);
  expect(images(world)).toEqual(["db-0 nginx", "db-1 nginx:2"]);
});

test("STS-3, STS-4: a relabelled pod is released, and keeps its name from being used again", () => {
  const world = start(1);
  live(world, 2);
  relabel(world, world.get("Pod", "db-0"), { app: "other" });
  world.advance(5000);
  expect(world.get("Pod", "db-0").metadata.ownerReferences).toBeUndefined();
  expect(eventsOf(world, "db").filter((event) => event.includes("Failed"))).toEqual([]);
  remove(world, "Pod", "db-0");
  endPods(world);
  world.advance(60_000);
  expect(world.get("Pod", "db-0").metadata.labels?.["app"]).toBe("db");
});
