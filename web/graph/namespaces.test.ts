import { describe, expect, it } from "vitest";
import { namespacesOf, within } from "./namespaces.ts";
import { byUid, newControllerRow, newNodeRow, newPodRow } from "./testRows.ts";

const rows = {
  nodes: byUid(newNodeRow("node-1")),
  pods: byUid(newPodRow("a"), newPodRow("b", { ns: "team-b" })),
  controllers: byUid(newControllerRow("ReplicaSet", "web", { ns: "team-a" })),
};

describe("namespaces", () => {
  it("are those of pods and controllers, and default", () => {
    expect(namespacesOf(rows)).toEqual(["default", "team-a", "team-b"]);
    expect(namespacesOf({ pods: byUid(), controllers: byUid() })).toEqual(["default"]);
  });

  it("keep their own pods and controllers and every node", () => {
    const one = within(rows, "team-b");
    expect([...one.pods.values()].map(({ name }) => name)).toEqual(["b"]);
    expect(one.controllers.size).toBe(0);
    expect(one.nodes).toBe(rows.nodes);
  });

  it("are not looked at when none is chosen", () => expect(within(rows, undefined)).toBe(rows));
});
