import { describe, expect, test } from "vitest";
import type { Lease } from "../api/types.generated.ts";
import { newNode } from "../testing/objects.ts";
import { isSilent, observeNode, taintIntervalMs, withUnknownConditions, zoneStateOf } from "./nodehealth.ts";
import { conditionTaintKeys, withConditionTaints } from "./nodetaints.ts";
import { toleratedMs } from "./tainteviction.ts";

const T0 = Date.UTC(2026, 0, 1, 1);
const lease = (renewTime: string): Lease => ({ spec: { renewTime } }) as Lease; // nothing else of it is read

describe("NLC-3, NLC-4: a node", () => {
  const node = newNode("n1");
  const seen = observeNode(undefined, node, lease("2026-01-01T00:00:00.000000Z"), T0);

  test("is not silent within 50 s of its last news, and is after that", () => {
    const later = observeNode(seen, node, lease("2026-01-01T00:00:00.000000Z"), T0 + 50_001);
    expect(isSilent(later, node, T0 + 50_000)).toBe(false);
    expect(isSilent(later, node, T0 + 50_001)).toBe(true);
  });
  test("gives news by renewing its lease, however old the time in it", () => {
    const later = observeNode(seen, node, lease("2026-01-01T00:00:10.000000Z"), T0 + 40_000);
    expect(isSilent(later, node, T0 + 90_000)).toBe(false);
  });
  test("that falls silent has all watched conditions Unknown, also those it never had", () => {
    expect(withUnknownConditions(node, T0).status.conditions).toEqual([
      expect.objectContaining({
        type: "Ready",
        status: "Unknown",
        reason: "NodeStatusUnknown",
        message: "Kubelet stopped posting node status.",
        lastTransitionTime: "2026-01-01T01:00:00Z",
      }),
      expect.objectContaining({
        type: "MemoryPressure",
        status: "Unknown",
        reason: "NodeStatusNeverUpdated",
        message: "Kubelet never posted node status.",
      }),
      expect.objectContaining({ type: "DiskPressure" }),
      expect.objectContaining({ type: "PIDPressure" }),
    ]);
  });
});

test.each<[string, string[], string, number | undefined]>([
  ["Normal when one of three is down", ["True", "Unknown", "True"], "Normal", 10_000],
  ["Normal when two of three are down, which are too few", ["True", "Unknown", "False"], "Normal", 10_000],
  ["PartialDisruption when three of five are down", ["True", "True", "Unknown", "Unknown", "False"], "PartialDisruption", undefined],
  ["FullDisruption when all are down", ["Unknown", "Unknown", "Unknown"], "FullDisruption", 10_000],
])("NLC-24, NLC-25: a zone is %s", (_, statuses, state, interval) => {
  expect(zoneStateOf(statuses)).toBe(state);
  expect(taintIntervalMs(zoneStateOf(statuses), statuses.length)).toBe(interval);
});

describe("NLC-20: NoSchedule taints", () => {
  test("follow the conditions and spec.unschedulable", () => {
    expect(conditionTaintKeys(newNode("n1", { ready: "Unknown", unschedulable: true }))).toEqual([
      "node.kubernetes.io/unreachable",
      "node.kubernetes.io/unschedulable",
    ]);
  });
  test("go when the condition does, and leave others alone", () => {
    const own = { key: "dedicated", effect: "NoSchedule" } as const;
    const tainted = newNode("n1", { taints: [own, { key: "node.kubernetes.io/not-ready", effect: "NoSchedule" }] });
    expect(withConditionTaints(tainted, T0).spec.taints).toEqual([own]);
  });
  test("carry the time at which they were added", () => {
    expect(withConditionTaints(newNode("n1", { ready: "False" }), T0).spec.taints).toEqual([
      { key: "node.kubernetes.io/not-ready", effect: "NoSchedule", timeAdded: "2026-01-01T01:00:00Z" },
    ]);
  });
});

describe("TE-2, TE-3: a pod stays", () => {
  const a = { key: "a", effect: "NoExecute" } as const;
  const b = { key: "b", effect: "NoExecute" } as const;
  const FOR_EVER = Number.POSITIVE_INFINITY;
  test.each<[string, Parameters<typeof toleratedMs>[1], number | undefined]>([
    ["not at all when one taint is not tolerated", [{ key: "a", operator: "Exists" }], undefined],
    [
      "for the shortest of the times used",
      [
        { key: "a", operator: "Exists", tolerationSeconds: 30 },
        { key: "b", operator: "Exists", tolerationSeconds: 10 },
      ],
      10_000,
    ],
    [
      "for a time that loses against none",
      [
        { key: "a", operator: "Exists" },
        { key: "b", operator: "Exists", tolerationSeconds: 10 },
      ],
      10_000,
    ],
    ["for ever when all are tolerated without a time", [{ operator: "Exists" }], FOR_EVER],
    ["no time with a negative one", [{ operator: "Exists", tolerationSeconds: -1 }], 0],
  ])("%s", (_, tolerations, ms) => expect(toleratedMs([a, b], tolerations)).toBe(ms));
});
