import { describe, expect, test } from "vitest";
import type { Pod } from "../api/types.generated.ts";
import { newDaemonSet, newPod } from "../testing/objects.ts";
import { calculateDaemonStatus, planNode, podsByNode } from "./daemonpods.ts";
import { planRollout } from "./daemonrollout.ts";

const NOW = Date.UTC(2026, 0, 1, 1);
const RUN = { shouldRun: true, shouldContinue: true, why: "matches" };

/** `n1 old ready`, `n2 new`, `n3 old ready gone` (being deleted): one pod a row. */
function podOf(text: string): Pod {
  const [node = "", hash = "", ...words] = text.split(" ");
  return newPod({
    node,
    labels: { app: "agent", "controller-revision-hash": hash },
    ...(words.includes("ready") ? { readyAt: "2026-01-01T00:00:00Z" } : {}),
    isDeleting: words.includes("gone"),
    ...(words.includes("failed") ? { phase: "Failed" as const } : {}),
  });
}

const setWith = (rollingUpdate: object) => newDaemonSet({ spec: { updateStrategy: { type: "RollingUpdate", rollingUpdate } } });

function rollout(rollingUpdate: object, rows: string[], nodes = ["n1", "n2", "n3"]): string[] {
  const verdicts = new Map(nodes.map((node) => [node, RUN]));
  const plan = planRollout({ set: setWith(rollingUpdate), verdicts, pods: podsByNode(rows.map(podOf)), hash: "new", now: NOW });
  return [...plan.drop.map(({ pod }) => `-${pod.spec.nodeName}`), ...plan.surge.map((node) => `+${node}`)];
}

describe("DS-52: without surge", () => {
  test.each<[string, object, string[], string[]]>([
    ["takes one available old pod with maxUnavailable 1", { maxUnavailable: 1 }, ["n1 old ready", "n2 old ready", "n3 old ready"], ["-n1"]],
    ["waits while a new pod is not available", { maxUnavailable: 1 }, ["n1 new", "n2 old ready", "n3 old ready"], []],
    ["waits while an old pod is on its way out", { maxUnavailable: 1 }, ["n1 old ready gone", "n2 old ready", "n3 old ready"], []],
    ["takes two with maxUnavailable 2", { maxUnavailable: 2 }, ["n1 old ready", "n2 old ready", "n3 old ready"], ["-n1", "-n2"]],
    ["rounds a percentage up (DS-51)", { maxUnavailable: "34%" }, ["n1 old ready", "n2 old ready", "n3 old ready"], ["-n1", "-n2"]],
    ["takes every old pod that is down, whatever the limit", { maxUnavailable: 1 }, ["n1 old", "n2 old", "n3 old ready"], ["-n1", "-n2"]],
    ["does nothing when all are new", { maxUnavailable: 1 }, ["n1 new ready", "n2 new ready", "n3 new ready"], []],
  ])("%s", (_, strategy, rows, plan) => expect(rollout(strategy, rows)).toEqual(plan));
});

describe("DS-53: with surge", () => {
  test.each<[string, string[], string[]]>([
    ["a new pod comes beside one old pod", ["n1 old ready", "n2 old ready", "n3 old ready"], ["+n1"]],
    ["the next waits for it", ["n1 old ready", "n1 new", "n2 old ready", "n3 old ready"], []],
    [
      "the old one goes when the new one is available, and the next node is up",
      ["n1 old ready", "n1 new ready", "n2 old ready", "n3 old ready"],
      ["-n1", "+n2"],
    ],
    ["a node whose old pod is down does not count", ["n1 old", "n2 old ready", "n3 old ready"], ["+n1", "+n2"]],
  ])("%s", (_, rows, plan) => expect(rollout({ maxSurge: 1, maxUnavailable: 0 }, rows)).toEqual(plan));
});

describe("what one node calls for", () => {
  const plan = (rows: string[] | undefined, verdict = RUN, rollingUpdate: object = { maxUnavailable: 1 }): string[] => {
    const pods = rows && podsByNode(rows.map(podOf)).get("n1");
    const { create, drop, failed } = planNode(setWith(rollingUpdate), verdict, pods, "new", NOW);
    return [
      ...(create ? ["create"] : []),
      ...drop.map(({ pod, why }) => `drop ${pod.metadata.labels?.["controller-revision-hash"]}: ${why}`),
      ...failed.map(() => "failed"),
    ];
  };
  const KEEP = { shouldRun: false, shouldContinue: true, why: "taint" };
  const LEAVE = { shouldRun: false, shouldContinue: false, why: "missing disk=ssd" };

  const SURGE = { maxSurge: 1, maxUnavailable: 0 };
  test.each<[string, string[], string[]]>([
    ["DS-32: a pod where there is none", plan(undefined), ["create"]],
    ["DS-32: nothing while a pod is on its way out", plan(["n1 old gone"]), []],
    ["DS-23: a pod where the only one has ended and is on its way out", plan(["n1 old failed gone"]), ["create"]],
    ["DS-33: the end of a failed pod", plan(["n1 new failed"]), ["failed"]],
    ["DS-33: the end of a second pod", plan(["n1 new ready", "n1 new ready"]), ["drop new: surplus"]],
    ["DS-36: the end of the pod on a node that no longer qualifies", plan(["n1 new ready"], LEAVE), ["drop new: missing disk=ssd"]],
    ["DS-13: nothing on a node that may keep its pod", plan(["n1 new ready"], KEEP), []],
    ["DS-13: no new pod on such a node", plan(undefined, KEEP), []],
    [
      "DS-34: the end of an old pod that is not ready beside a new one",
      plan(["n1 old", "n1 new"], RUN, SURGE),
      ["drop old: old pod not ready"],
    ],
    ["DS-34: nothing while the new pod is not available", plan(["n1 old ready", "n1 new"], RUN, SURGE), []],
  ])("%s", (_, got, wanted) => expect(got).toEqual(wanted));
});

test("DS-40: the status looks at the oldest pod of each node that should run one", () => {
  const verdicts = new Map([
    ["n1", RUN],
    ["n2", RUN],
    ["n3", { shouldRun: false, shouldContinue: true, why: "taint" }],
  ]);
  const pods = podsByNode(["n1 new ready", "n3 old ready"].map(podOf));
  expect(calculateDaemonStatus(newDaemonSet(), verdicts, pods, "new", NOW)).toEqual({
    currentNumberScheduled: 1,
    numberMisscheduled: 1,
    desiredNumberScheduled: 2,
    numberReady: 1,
    observedGeneration: 1,
    updatedNumberScheduled: 1,
    numberAvailable: 1,
    numberUnavailable: 1,
  });
});
