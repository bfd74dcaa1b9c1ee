import { describe, expect, test } from "vitest";
import type { Pod } from "../api/types.generated.ts";
import type { PodParts } from "../testing/objects.ts";
import { newPod } from "../testing/objects.ts";
import { choosePodsToDelete } from "./scaledown.ts";

const NOW = Date.UTC(2026, 0, 2);
const ago = (hours: number): string => new Date(NOW - hours * 3_600_000).toISOString().replace(".000Z", "Z");
const cost = (value: string): PodParts => ({ annotations: { "controller.kubernetes.io/pod-deletion-cost": value } });
const ready: PodParts = { node: "n1", readyAt: ago(8), createdAt: ago(8) };

function first(victim: PodParts, other: PodParts, related?: (node: string) => number): string[] {
  const pods: Pod[] = [newPod({ ...other, name: "other", uid: "b" }), newPod({ ...victim, name: "victim", uid: "c" })];
  return choosePodsToDelete(pods, 1, NOW, related).map(({ pod, rule }) => `${pod.metadata.name} by ${rule}`);
}

describe("RS-20: of two pods the one to delete is", () => {
  test.each<[string, PodParts, PodParts, string]>([
    ["the one without a node", { phase: "Pending" }, { node: "n1", phase: "Pending" }, "unscheduled"],
    ["Pending rather than Running", { node: "n1", phase: "Pending" }, { node: "n1", phase: "Running" }, "phase"],
    ["Unknown rather than Running", { node: "n1", phase: "Unknown" }, { node: "n1", phase: "Running" }, "phase"],
    ["not ready rather than ready, whatever it would cost", { node: "n1", ...cost("100") }, ready, "not-ready"],
    ["the cheaper one", { ...ready, ...cost("-5") }, ready, "deletion-cost"],
    [
      "a costly one whose cost is no int32, which counts as 0",
      { ...ready, ...cost("9999999999") },
      { ...ready, ...cost("1") },
      "deletion-cost",
    ],
    ["the one ready for a much shorter time", { ...ready, readyAt: ago(2) }, ready, "ready-time"],
    ["the one with more restarts", { ...ready, restarts: 3 }, { ...ready, restarts: 1 }, "restarts"],
    ["the much younger one when ready alike", { ...ready, createdAt: ago(1) }, ready, "age"],
  ])("%s", (_, victim, other, rule) => expect(first(victim, other)).toEqual([`victim by ${rule}`]));

  test("RS-22: among ages within a factor of two the one with the smaller uid", () => {
    expect(first({ ...ready, readyAt: ago(5) }, { ...ready, readyAt: ago(8) })).toEqual(["other by ready-time"]);
  });

  test("RS-21: the one on the node with more related pods, before any age", () => {
    const related = (node: string): number => (node === "n2" ? 3 : 1);
    expect(first({ ...ready, node: "n2" }, { ...ready, readyAt: ago(1) }, related)).toEqual(["victim by same-node"]);
  });
});

test("RS-24: when all pods go, they go in the order in which they were found", () => {
  const pods = [newPod({ ...ready, name: "a" }), newPod({ name: "b", phase: "Pending" })];
  expect(choosePodsToDelete(pods, 2, NOW).map(({ pod }) => pod.metadata.name)).toEqual(["a", "b"]);
});

test("deletes the given number and no more", () => {
  const pods = Array.from({ length: 10 }, (_, i) => newPod({ name: `p${i}`, phase: i % 2 ? "Pending" : "Running", node: "n1" }));
  const victims = choosePodsToDelete(pods, 5, NOW);
  expect(victims.map(({ pod }) => pod.status.phase)).toEqual(Array.from({ length: 5 }, () => "Pending"));
});
