import { describe, expect, it } from "vitest";
import { Aliases } from "./alias.ts";
import { mergePatch, Normaliser } from "./normalise.ts";
import type { Scenario } from "./scenario.ts";

const START = Date.parse("2026-01-01T00:00:10Z");
const scenario: Scenario = { name: "x", about: "", steps: [], until: 10 };

function pod(name: string, uid: string, more: object = {}): object {
  return { metadata: { name, uid, generateName: "web-", ...more } };
}

function newNormaliser(learn: (aliases: Aliases) => void, of: Scenario = scenario): Normaliser {
  const aliases = new Aliases("s-x", () => false);
  learn(aliases);
  return new Normaliser(aliases, of, START, ["10.0.0.7"]);
}

describe("aliases", () => {
  it("number the pods of one generateName in order of sight", () => {
    const normal = newNormaliser((aliases) => {
      aliases.learn("Pod", pod("web-abcde", "u1"));
      aliases.learn("Pod", pod("web-fghij", "u2"));
    });
    expect(normal.text("web-fghij and web-abcde (u1) in s-x")).toBe("web-#2 and web-#1 (<uid Pod/web-#1>) in default");
  });

  it("name a Deployment's ReplicaSet and its hash before the ReplicaSet is seen", () => {
    const owner = {
      ownerReferences: [{ kind: "ReplicaSet", name: "web-66778899", controller: true }],
      labels: { "pod-template-hash": "66778899" },
      generateName: "web-66778899-",
    };
    const normal = newNormaliser((aliases) => aliases.learn("Pod", pod("web-66778899-vwxyz", "u1", owner)));
    expect(normal.text("web-66778899-vwxyz of web-66778899 with 66778899")).toBe("web-#1-#1 of web-#1 with <hash web-#1>");
  });

  it("count the containers of a pod", () => {
    const status = (id: string): object => ({
      ...pod("web-abcde", "u1"),
      status: { podIP: "10.244.1.2", containerStatuses: [{ name: "main", containerID: `containerd://${id}` }] },
    });
    const normal = newNormaliser((aliases) => {
      aliases.learn("Pod", status("aa"));
      aliases.learn("Pod", status("bb"));
    });
    expect(normal.text("containerd://bb on 10.244.1.2, not 10.244.9.9")).toBe("<container web-#1/main 2> on <ip web-#1>, not <ip?>");
  });
});

describe("normalisation", () => {
  it.each([
    ["2026-01-01T00:00:22Z", "<t +12>"],
    ["2026-01-01T00:00:10Z", "<t 0>"],
    ["2026-01-01T00:00:17.200000Z", "<t +7.2>"],
    ["Thu, 01 Jan 2026 00:00:05 +0000", "<t -5>"],
    ["10.0.0.7", "<hostIP>"],
    ["01234567-89ab-4cde-8f01-23456789abcd", "<uid>"],
    ['resourceVersion: "57"', 'resourceVersion: "<rv>"'],
  ])("writes %s as %s", (text, expected) => expect(newNormaliser(() => {}).text(text)).toBe(expected));

  it("drops resourceVersion and managedFields unless the scenario keeps them", () => {
    const object = { metadata: { name: "a", resourceVersion: "57", managedFields: [] } };
    expect(newNormaliser(() => {}).value(object)).toEqual({ metadata: { name: "a" } });
    const kept = newNormaliser(() => {}, { ...scenario, keepResourceVersion: true, keepManagedFields: true });
    expect(kept.value(object)).toEqual({ metadata: { name: "a", resourceVersion: "<rv 1>", managedFields: [] } });
  });
});

describe("merge patches", () => {
  it("remove keys with null and give lists whole", () => {
    expect(mergePatch({ a: 1, b: { c: 1, d: 2 }, e: [1] }, { b: { c: 1, d: 3 }, e: [1, 2] })).toEqual({ a: null, b: { d: 3 }, e: [1, 2] });
  });
});
