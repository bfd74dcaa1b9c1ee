import { expect, test } from "vitest";
import { controllerOf } from "../api/object.ts";
import type { PodDisruptionBudgetStatus } from "../api/types.generated.ts";
import { addNode, daemonSet, deployment, eventsOf, remove, runPods } from "../testing/workloads.ts";
import type { World } from "../testing/world.ts";
import { newWorld } from "../testing/world.ts";
import { DaemonSetController } from "./daemonset.ts";
import { DeploymentController } from "./deployment.ts";
import { DisruptionController } from "./disruption.ts";
import { REPLICA_SET, ReplicaSetController } from "./replicaset.ts";

/** Ready pods of that object, three of them, and a budget for them. */
function guarded(kind: "DaemonSet" | "Deployment", object: object, budget: object): World {
  const world = newWorld({
    parts: (context) => [
      new DisruptionController(context),
      new DaemonSetController(context),
      new DeploymentController(context),
      new ReplicaSetController(context, REPLICA_SET),
    ],
  });
  for (const name of ["node-1", "node-2", "node-3"]) addNode(world, name);
  world.create(kind, object);
  world.advance(1000);
  runPods(world);
  world.create("PodDisruptionBudget", { metadata: { name: "budget" }, spec: { selector: { matchLabels: { app: "web" } }, ...budget } });
  world.advance(1000);
  return world;
}
const statusOf = (world: World): PodDisruptionBudgetStatus => world.get("PodDisruptionBudget", "budget").status;
const conditionOf = (world: World): string[] =>
  (statusOf(world).conditions ?? []).map(({ status, reason, message }) => `${status} ${reason} ${message}`.trim());

test("PDB-1, PDB-2: a budget counts what the pods' controllers ask for", () => {
  const world = guarded("Deployment", deployment("web", 3), { maxUnavailable: 1 });
  expect(statusOf(world)).toMatchObject({ expectedPods: 3, desiredHealthy: 2, currentHealthy: 3, disruptionsAllowed: 1 });
  expect(conditionOf(world)).toEqual(["True SufficientPods"]);
});

test.each([{ maxUnavailable: 1 }, { minAvailable: "50%" }])("PDB-4: the pods of a DaemonSet cannot be counted for %o", (budget) => {
  const world = guarded("DaemonSet", daemonSet("web"), budget);
  const why = "daemonsets.apps does not implement the scale subresource";
  expect(conditionOf(world)).toEqual([`False SyncFailed ${why}`]);
  expect(statusOf(world)).toMatchObject({ currentHealthy: 0, disruptionsAllowed: 0 });
  expect(eventsOf(world, "budget").map((event) => event.replace(/ ×.*/, ""))).toEqual([
    `Warning CalculateExpectedPodCountFailed Failed to calculate the number of expected pods: ${why}`,
  ]);
});

test("PDB-1: the pods of a DaemonSet are a plain number for a budget of a number", () => {
  const world = guarded("DaemonSet", daemonSet("web"), { minAvailable: 1 });
  expect(statusOf(world)).toMatchObject({ expectedPods: 3, currentHealthy: 3, disruptionsAllowed: 2 });
});

test("PDB-1, PDB-4: a ReplicaSet counts for a Deployment that is gone; pods without either cannot be counted", () => {
  const world = guarded("Deployment", deployment("web", 3), { maxUnavailable: 1 });
  remove(world, "Deployment", "web", "Background"); // no garbage collector takes the rest
  world.client.modify(
    "PodDisruptionBudget",
    { kind: "PodDisruptionBudget", namespace: "default", name: "budget" },
    ({ spec, ...budget }) => ({ ...budget, spec: { ...spec, maxUnavailable: 2 } }),
    { rule: "user.request" },
  );
  world.advance(1000);
  expect(statusOf(world)).toMatchObject({ expectedPods: 3, disruptionsAllowed: 2 });
  const [pod] = world.list("Pod");
  remove(world, "ReplicaSet", (pod && controllerOf(pod)?.name) ?? "", "Background");
  world.client.modify(
    "PodDisruptionBudget",
    { kind: "PodDisruptionBudget", namespace: "default", name: "budget" },
    ({ spec, ...budget }) => ({ ...budget, spec: { ...spec, maxUnavailable: 1 } }),
    { rule: "user.request" },
  );
  world.advance(1000);
  expect(conditionOf(world)).toEqual([`False SyncFailed found no controllers for pod "${pod?.metadata.name}"`]);
  expect(statusOf(world)).toMatchObject({ expectedPods: 3, currentHealthy: 3, disruptionsAllowed: 0 });
});
