import { describe, expect, test } from "vitest";
import { controllerOf } from "../api/object.ts";
import type { Deployment, ReplicaSet } from "../api/types.generated.ts";
import { deployment, endPods, eventsOf, runPods } from "../testing/workloads.ts";
import type { World } from "../testing/world.ts";
import { newWorld } from "../testing/world.ts";
import { DeploymentController } from "./deployment.ts";
import { GarbageCollector } from "./garbagecollector.ts";
import { REPLICA_SET, ReplicaSetController } from "./replicaset.ts";
import { byAge } from "./scaling.ts";

const start = (): World =>
  newWorld({
    parts: (context) => [new DeploymentController(context), new ReplicaSetController(context, REPLICA_SET), new GarbageCollector(context)],
  });
const setsOf = (world: World): ReplicaSet[] => world.list("ReplicaSet").sort(byAge);
const sizes = (world: World): string =>
  setsOf(world)
    .map(({ spec }) => spec.replicas)
    .join(" ");
const conditions = (world: World): string[] =>
  (world.get("Deployment", "web").status.conditions ?? []).map(({ type, status, reason }) => `${type} ${status} ${reason}`);
const change = (world: World, edit: (spec: Deployment["spec"]) => Deployment["spec"]): void =>
  void world.client.modify(
    "Deployment",
    { kind: "Deployment", namespace: "default", name: "web" },
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

/** The scheduler and the kubelets do their work, one second at a time; `seen` is called in between. */
function live(world: World, seconds: number, seen: () => void = () => undefined): void {
  for (let i = 0; i < seconds; i++) {
    runPods(world);
    endPods(world);
    world.advance(1000);
    seen();
  }
}

function running(replicas: number, spec: object = {}): World {
  const world = start();
  world.create("Deployment", deployment("web", replicas, spec));
  world.advance(1000);
  live(world, 2);
  return world;
}

test("DEP-13, DEP-47, DEP-56: makes a ReplicaSet named by the hash of its template, and says so", () => {
  const world = start();
  world.create("Deployment", deployment("web", 4));
  world.advance(1000);
  const [set] = setsOf(world) as [ReplicaSet];
  const hash = set.metadata.labels?.["pod-template-hash"];
  expect(set.metadata).toMatchObject({
    name: `web-${hash}`,
    labels: { app: "web" },
    annotations: {
      "deployment.kubernetes.io/revision": "1",
      "deployment.kubernetes.io/desired-replicas": "4",
      "deployment.kubernetes.io/max-replicas": "5",
    },
  });
  expect(set.spec.selector).toEqual({ matchLabels: { app: "web", "pod-template-hash": hash } });
  expect(eventsOf(world, "web")).toEqual([`Normal ScalingReplicaSet Scaled up replica set web-${hash} from 0 to 4 ×1`]);
  const { metadata, status } = world.get("Deployment", "web");
  expect([metadata.annotations?.["deployment.kubernetes.io/revision"], metadata.generation]).toEqual(["1", 1]);
  expect(status).toMatchObject({ observedGeneration: 1, replicas: 4, updatedReplicas: 4, unavailableReplicas: 4, terminatingReplicas: 0 });
  expect(conditions(world)).toEqual(["Available False MinimumReplicasUnavailable", "Progressing True ReplicaSetUpdated"]);
});

test("DEP-45 to DEP-48: is complete and available when all its pods are", () => {
  const world = running(4);
  expect(world.get("Deployment", "web").status).toMatchObject({ replicas: 4, readyReplicas: 4, availableReplicas: 4 });
  expect(world.get("Deployment", "web").status).not.toHaveProperty("unavailableReplicas");
  expect(conditions(world)).toEqual(["Available True MinimumReplicasAvailable", "Progressing True NewReplicaSetAvailable"]);
});

test("DEP-20 to DEP-23: a rolling update never has more than the surge allows, nor fewer available than it may", () => {
  const world = running(4);
  setImage(world, "nginx:2");
  const available: number[] = [];
  const pods: number[] = [];
  live(world, 12, () => {
    available.push(world.get("Deployment", "web").status.availableReplicas ?? 0);
    pods.push(world.list("Pod").filter(({ metadata }) => metadata.deletionTimestamp === undefined).length);
  });
  expect(sizes(world)).toBe("0 4");
  expect(Math.min(...available)).toBeGreaterThanOrEqual(3);
  expect(Math.max(...pods)).toBeLessThanOrEqual(5);
  expect(world.list("Pod").map(({ spec }) => spec.containers[0]?.image)).toEqual(["nginx:2", "nginx:2", "nginx:2", "nginx:2"]);
  expect(conditions(world)).toContain("Progressing True NewReplicaSetAvailable");
});

test("DEP-15: going back to an old template uses its ReplicaSet again, under the next revision", () => {
  const world = running(2);
  setImage(world, "nginx:2");
  live(world, 8);
  setImage(world, "nginx");
  live(world, 8);
  expect(sizes(world)).toBe("2 0");
  expect(setsOf(world)[0]?.metadata.annotations).toMatchObject({
    "deployment.kubernetes.io/revision": "3",
    "deployment.kubernetes.io/revision-history": "1",
  });
  expect(world.get("Deployment", "web").metadata.annotations?.["deployment.kubernetes.io/revision"]).toBe("3");
});

test("DEP-40: Recreate ends all old pods before it makes a new one", () => {
  const world = running(3, { strategy: { type: "Recreate" } });
  setImage(world, "nginx:2");
  world.advance(1000);
  expect(sizes(world)).toBe("0");
  expect(world.list("Pod").every(({ metadata }) => metadata.deletionTimestamp !== undefined)).toBe(true);
  live(world, 3);
  expect(sizes(world)).toBe("0 3");
});

test("DEP-50: a paused Deployment scales but does not roll; resumed it does", () => {
  const world = running(2);
  change(world, (spec) => ({ ...spec, paused: true }));
  setImage(world, "nginx:2");
  change(world, (spec) => ({ ...spec, replicas: 3 }));
  live(world, 3);
  expect([sizes(world), conditions(world)]).toEqual(["3", expect.arrayContaining(["Progressing Unknown DeploymentPaused"])]);
  change(world, ({ paused: _dropped, ...spec }) => spec);
  live(world, 10);
  expect([sizes(world), conditions(world).at(-1)]).toEqual(["0 3", "Progressing True NewReplicaSetAvailable"]);
});

describe("DEP-49: a rollout that gets nowhere", () => {
  test("times out after progressDeadlineSeconds, keeps its old pods, and rests", () => {
    const world = running(4, { progressDeadlineSeconds: 20 });
    setImage(world, "broken");
    world.advance(15_000);
    expect(conditions(world).at(-1)).toBe("Progressing True ReplicaSetUpdated");
    world.advance(10_000);
    expect(conditions(world).at(-1)).toBe("Progressing False ProgressDeadlineExceeded");
    expect(sizes(world)).toBe("3 2");
    endPods(world);
    world.advance(1000);
    expect(world.clock.nextDueAt()).toBeUndefined();
  });
});

test("DEP-52: keeps revisionHistoryLimit old ReplicaSets", () => {
  const world = running(1, { revisionHistoryLimit: 1 });
  for (const image of ["nginx:2", "nginx:3", "nginx:4"]) {
    setImage(world, image);
    live(world, 6);
  }
  expect(setsOf(world).map(({ metadata }) => metadata.annotations?.["deployment.kubernetes.io/revision"])).toEqual(["3", "4"]);
});

test("DEP-57, REF-2: a ReplicaSet that was left behind is adopted by a Deployment that matches it", () => {
  const world = running(2);
  const [set] = setsOf(world) as [ReplicaSet];
  world.client.delete("Deployment", "default", "web", { propagationPolicy: "Orphan" }, { rule: "user.request" });
  world.advance(1000);
  expect(setsOf(world).map((one) => controllerOf(one))).toEqual([undefined]);
  world.create("Deployment", deployment("web", 2));
  world.advance(1000);
  expect(setsOf(world).map((one) => [one.metadata.uid === set.metadata.uid, controllerOf(one)?.name])).toEqual([[true, "web"]]);
});
