import { describe, expect, test } from "vitest";
import type { Deployment, ReplicaSet } from "../api/types.generated.ts";
import { maxSurge, maxUnavailable, newSetSize, shrinkOldSets } from "./rolling.ts";
import { planScaling } from "./scaling.ts";

function deployment(replicas: number, rollingUpdate: object = { maxSurge: "25%", maxUnavailable: "25%" }, status: object = {}): Deployment {
  return { spec: { replicas, strategy: { type: "RollingUpdate", rollingUpdate } }, status } as unknown as Deployment; // the rules read no more
}

/** `web-1 4/3`: size 4, of which 3 available; `of 4+5` what it was last sized for: desired and max replicas. */
function set(text: string): ReplicaSet {
  const [, name = "", size = "", available = "", desired, max] = /^(\S+) (\d+)\/(\d+)(?: of (\d+)\+(\d+))?$/.exec(text) ?? [];
  const annotations =
    desired && max ? { "deployment.kubernetes.io/desired-replicas": desired, "deployment.kubernetes.io/max-replicas": max } : {};
  const metadata = { name, annotations, creationTimestamp: `2026-01-01T00:00:0${name.at(-1)}Z` };
  return { metadata, spec: { replicas: Number(size) }, status: { availableReplicas: Number(available) } } as unknown as ReplicaSet; // as above
}

describe("DEP-21: surge and unavailability", () => {
  test.each<[string, number, object, [number, number]]>([
    ["of 25% of 4 are one each", 4, { maxSurge: "25%", maxUnavailable: "25%" }, [1, 1]],
    ["of 25% of 10 round up and down", 10, { maxSurge: "25%", maxUnavailable: "25%" }, [3, 2]],
    ["that both come to 0 leave one unavailable", 3, { maxSurge: 0, maxUnavailable: "1%" }, [0, 1]],
    ["never exceed the replicas", 2, { maxSurge: 0, maxUnavailable: 5 }, [0, 2]],
    ["of nothing are none", 0, { maxSurge: "25%", maxUnavailable: 1 }, [0, 0]],
  ])("%s", (_, replicas, strategy, [surge, unavailable]) => {
    expect([maxSurge(deployment(replicas, strategy)), maxUnavailable(deployment(replicas, strategy))]).toEqual([surge, unavailable]);
  });
});

test.each<[string, number, number, number]>([
  ["starts with the room that the surge gives", 0, 4, 1],
  ["grows as the old ones shrink", 2, 4, 3],
  ["does not grow while there is no room", 1, 5, 1],
  ["shrinks to what is wanted", 6, 6, 4],
])("DEP-20: the new set %s", (_, size, total, wanted) => expect(newSetSize(deployment(4), size, total)).toBe(wanted));

test.each<[string, string, string[], string[]]>([
  ["one old pod goes when all are available", "web-2 1/0", ["web-1 4/4"], ["web-1 3"]],
  ["none goes while too few are available", "web-2 2/0", ["web-1 3/3"], []],
  ["unhealthy ones go first, oldest set first, though not below the budget", "web-3 1/1", ["web-1 2/0", "web-2 2/2"], ["web-1 0"]],
  ["unhealthy ones go in a step of their own", "web-2 0/0", ["web-1 5/3"], ["web-1 3"]],
  ["all unhealthy ones go before the first that is available", "web-3 1/1", ["web-1 2/2", "web-2 3/1"], ["web-2 1", "web-1 1"]],
  ["one set may shrink twice", "web-2 3/3", ["web-1 4/2"], ["web-1 2", "web-1 0"]],
  ["available ones go for each new one that is available", "web-2 2/2", ["web-1 3/3"], ["web-1 1"]],
])("DEP-23: %s", (_, newSet, old, wanted) => {
  const resizes = shrinkOldSets(deployment(4), set(newSet), old.map(set));
  expect(resizes.map(({ set: { metadata }, replicas }) => `${metadata.name} ${replicas}`)).toEqual(wanted);
});

test.each<[string, string, string[], string[]]>([
  ["no set shrinks", "web-2 3/2", ["web-1 3/4"], []],
  ["only the unhealthy ones of older sets go", "web-4 1/1", ["web-1 2/1", "web-2 2/4", "web-3 2/1"], ["web-1 1"]],
  ["a set beyond the budget is not looked at", "web-3 1/1", ["web-1 2/0", "web-2 1/2"], ["web-1 1"]],
])("DEP-24: when the status of an old set still tells of more available pods than it is to have, %s", (_, newSet, old, wanted) => {
  const resizes = shrinkOldSets(deployment(4), set(newSet), old.map(set));
  expect(resizes.map(({ set: { metadata }, replicas }) => `${metadata.name} ${replicas}`)).toEqual(wanted);
});

describe("DEP-30, DEP-31: a change of size", () => {
  const plan = (replicas: number, newSet: string, old: string[]): string[] =>
    planScaling(deployment(replicas), set(newSet), old.map(set)).resizes.map(
      ({ set: { metadata }, replicas: size }) => `${metadata.name} ${size}`,
    );

  test("goes to the only active set", () => expect(plan(6, "web-2 4/4 of 4+5", ["web-1 0/0"])).toEqual(["web-2 6"]));
  test("of no active set goes to the new one", () => expect(plan(6, "web-2 0/0", ["web-1 0/0"])).toEqual(["web-2 6"]));
  test("ends the old sets when the new one is saturated", () =>
    expect(plan(4, "web-2 4/4 of 4+5", ["web-1 1/1 of 4+5"])).toEqual(["web-1 0"]));
  test("is spread in proportion, the remainder to the largest", () => {
    expect(plan(20, "web-2 5/0 of 10+13", ["web-1 8/8 of 10+13"])).toEqual(["web-1 15", "web-2 10"]);
  });
  test("to nothing takes everything", () => expect(plan(0, "web-2 5/0 of 10+13", ["web-1 8/8 of 10+13"])).toEqual(["web-1 0", "web-2 0"]));
});
