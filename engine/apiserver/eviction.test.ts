import { expect, test } from "vitest";
import { ApiError } from "../api/apierror.ts";
import type { PodDisruptionBudgetStatus } from "../api/types.generated.ts";
import { runPod } from "../testing/workloads.ts";
import { newWorld } from "../testing/world.ts";

const FULL = { observedGeneration: 1, disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 };
const condition = (reason: string, message = ""): PodDisruptionBudgetStatus["conditions"] => [
  { type: "DisruptionAllowed", status: "False", reason, message, lastTransitionTime: "2026-01-01T00:00:00Z" },
];

/** Why an eviction is refused while the budget has that status. */
function refusal(status: PodDisruptionBudgetStatus): string | undefined {
  const world = newWorld({});
  const pod = world.create("Pod", {
    metadata: { name: "web", labels: { app: "web" } },
    spec: { containers: [{ name: "c", image: "nginx" }] },
  });
  runPod(world, pod, "node-1");
  world.create("PodDisruptionBudget", { metadata: { name: "foo" }, spec: { minAvailable: 1, selector: { matchLabels: { app: "web" } } } });
  world.client.modify(
    "PodDisruptionBudget",
    { kind: "PodDisruptionBudget", namespace: "default", name: "foo" },
    (budget) => ({ ...budget, status }),
    { rule: "test" },
    "status",
  );
  try {
    world.server.evict("default", "web", {}, { by: "test", because: { rule: "test" } });
  } catch (error) {
    if (error instanceof ApiError) return error.status.details?.causes?.[0]?.message;
    throw error;
  }
  return undefined;
}

test.each<[string, PodDisruptionBudgetStatus, string]>([
  [
    "has not been looked at",
    { ...FULL, observedGeneration: 0, currentHealthy: 0 },
    "The disruption budget foo is still being processed by the server.",
  ],
  [
    "needs its pods",
    { ...FULL, conditions: condition("InsufficientPods") ?? [] },
    "The disruption budget foo needs 1 healthy pods and has 1 currently",
  ],
  [
    "cannot be counted",
    { ...FULL, conditions: condition("SyncFailed", "why") ?? [] },
    "The disruption budget foo does not allow evicting pods currently because it failed sync: why",
  ],
  ["has just been used up", { ...FULL, currentHealthy: 2 }, "The disruption budget foo does not allow evicting pods currently"],
])("PDB-5: refuses while the budget %s", (_, status, message) => expect(refusal(status)).toBe(message));
