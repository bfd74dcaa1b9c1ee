import { describe, expect, test } from "vitest";
import { ApiError } from "../api/apierror.ts";
import { newPod, newReplicaSet } from "../testing/objects.ts";
import { calculateStatus, nextAvailabilityCheckMs } from "./replicastatus.ts";

const NOW = Date.UTC(2026, 0, 1, 0, 1, 0);
const labels = { app: "web" };
const readyAt = (second: number): string => `2026-01-01T00:00:${String(second).padStart(2, "0")}Z`;

test("RS-30: counts pods, those fully labelled, ready and available, and leaves zeros out but for replicas and terminating", () => {
  const set = newReplicaSet({ minReadySeconds: 10 });
  const active = [newPod({ labels, readyAt: readyAt(40) }), newPod({ labels, readyAt: readyAt(55) }), newPod({ labels: { app: "web2" } })];
  expect(calculateStatus(set, { active, terminating: 1 }, undefined, NOW, true)).toEqual({
    replicas: 3,
    fullyLabeledReplicas: 2,
    readyReplicas: 2,
    availableReplicas: 1,
    terminatingReplicas: 1,
    observedGeneration: 1,
  });
  expect(calculateStatus(set, { active: [], terminating: 0 }, undefined, NOW, true)).toEqual({
    replicas: 0,
    terminatingReplicas: 0,
    observedGeneration: 1,
  });
});

test("RC-3: a ReplicationController does not report terminating replicas", () => {
  expect(calculateStatus(newReplicaSet(), { active: [], terminating: 2 }, undefined, NOW, false)).not.toHaveProperty("terminatingReplicas");
});

describe("RS-32: the condition ReplicaFailure", () => {
  const failure = { reason: "FailedCreate", error: new ApiError(403, "Forbidden", "pods are forbidden: quota") } as const;
  const failed = {
    type: "ReplicaFailure",
    status: "True",
    lastTransitionTime: "2026-01-01T00:01:00Z",
    reason: "FailedCreate",
    message: "pods are forbidden: quota",
  };
  const none = { active: [], terminating: 0 };

  test("comes with the first failure", () => {
    expect(calculateStatus(newReplicaSet(), none, failure, NOW, true).conditions).toEqual([failed]);
  });
  test("is not refreshed by a later failure", () => {
    const set = newReplicaSet({ status: { replicas: 0, conditions: [failed] } });
    const other = { reason: "FailedCreate", error: new ApiError(500, undefined, "other") } as const;
    expect(calculateStatus(set, none, other, NOW + 60_000, true).conditions).toEqual([failed]);
  });
  test("goes with the first sync without failure", () => {
    const set = newReplicaSet({ status: { replicas: 0, conditions: [failed] } });
    expect(calculateStatus(set, none, undefined, NOW, true)).not.toHaveProperty("conditions");
  });
});

test("GEN-43: the next check is due when the first ready pod becomes available", () => {
  const pods = [newPod({ readyAt: readyAt(55) }), newPod({ readyAt: readyAt(53) }), newPod({ readyAt: readyAt(10) }), newPod()];
  expect(nextAvailabilityCheckMs(pods, 10, NOW)).toBe(3000);
  expect(nextAvailabilityCheckMs([newPod()], 10, NOW)).toBeUndefined();
});
