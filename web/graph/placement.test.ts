import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { movesAnything, placeByNode, placeByOwner, type Placement } from "./placement.ts";
import { byUid, newControllerRow, newNodeRow, newPodRow, owned } from "./testRows.ts";

const nodes = byUid(newNodeRow("node-10"), newNodeRow("node-2"), newNodeRow("node-1", { disk: "ssd" }));
const rc = newControllerRow("ReplicationController", "kubia");
const ds = newControllerRow("DaemonSet", "ssd", { nodeSelector: { disk: "ssd" } });
const none = byUid<ReturnType<typeof newControllerRow>>();

const slots = (placement: Placement, key: string): readonly (string | undefined)[] =>
  placement.find((shelf) => shelf.key === key)?.slots ?? [];

describe("placeByNode", () => {
  it("has a shelf for each node in natural order, and the unscheduled last", () => {
    const placement = placeByNode([], { nodes, pods: byUid(), controllers: none });
    expect(placement.map(({ key }) => key)).toEqual(["node:node-1", "node:node-2", "node:node-10", "unscheduled"]);
  });

  it("keeps each pod's slot when another goes, and gives the free slot to the next", () => {
    const [a, b, c] = [newPodRow("a", { createdAt: 1 }), newPodRow("b", { createdAt: 2 }), newPodRow("c", { createdAt: 3 })];
    const first = placeByNode([], { nodes, pods: byUid(a, b, c), controllers: none });
    expect(slots(first, "node:node-1")).toEqual(["a", "b", "c"]);
    const second = placeByNode(first, { nodes, pods: byUid(a, c), controllers: none });
    expect(slots(second, "node:node-1")).toEqual(["a", undefined, "c"]);
    const third = placeByNode(second, { nodes, pods: byUid(a, c, newPodRow("d")), controllers: none });
    expect(slots(third, "node:node-1")).toEqual(["a", "d", "c"]);
  });

  it("leaves no free slots at the end", () => {
    const first = placeByNode([], { nodes, pods: byUid(newPodRow("a"), newPodRow("b")), controllers: none });
    expect(slots(placeByNode(first, { nodes, pods: byUid(newPodRow("a")), controllers: none }), "node:node-1")).toEqual(["a"]);
  });

  it("is the same value while nothing has moved", () => {
    const rows = { nodes, pods: byUid(newPodRow("a")), controllers: none };
    const first = placeByNode([], rows);
    expect(placeByNode(first, { ...rows, pods: byUid(newPodRow("a", { state: "crash" })) })).toBe(first);
  });

  it("keeps a DaemonSet's pods in their bay and says where none is wanted", () => {
    const pod = newPodRow("ssd-1", { owner: owned(ds) });
    const placement = placeByNode([], { nodes, pods: byUid(pod, newPodRow("other")), controllers: byUid(ds) });
    expect(placement[0]?.bays).toEqual([{ daemonSet: "ssd", pod: "ssd-1", wanted: true }]);
    expect(placement[0]?.slots).toEqual(["other"]);
    expect(placement[1]?.bays).toEqual([{ daemonSet: "ssd", pod: undefined, wanted: false }]);
  });

  it("shows a pod without a node, and one whose node is gone, as unscheduled", () => {
    const placement = placeByNode([], {
      nodes,
      pods: byUid(newPodRow("a", { node: undefined }), newPodRow("b", { node: "node-9" })),
      controllers: none,
    });
    expect(slots(placement, "unscheduled")).toEqual(["a", "b"]);
  });
});

describe("placeByOwner", () => {
  it("has a shelf for each controller, one for pods of nobody, and the unscheduled last", () => {
    const pods = byUid(newPodRow("a", { owner: owned(rc) }), newPodRow("m"), newPodRow("p", { owner: owned(rc), node: undefined }));
    const placement = placeByOwner([], { nodes, pods, controllers: byUid(rc) });
    expect(placement.map(({ key, slots: uids }) => [key, uids])).toEqual([
      ["owner:kubia", ["a"]],
      ["owner:", ["m"]],
      ["unscheduled", ["p"]],
    ]);
  });
});

describe("movesAnything", () => {
  const owner = fc.constantFrom(undefined, owned(rc), owned(ds));
  const change = fc.record({ node: fc.constantFrom("node-1", "node-2", undefined), owner, graceEndAt: fc.constantFrom(undefined, 9) });
  const pod = fc.tuple(fc.constantFrom("a", "b", "c", "d"), change, fc.constantFrom("ready", "crash"));
  const rows = fc
    .tuple(fc.array(pod, { maxLength: 5 }), fc.constantFrom({ disk: "ssd" }, { disk: "hdd" }), fc.constantFrom(0, 3))
    .map(([pods, labels, desired]) => ({
      nodes: byUid(newNodeRow("node-1", labels), newNodeRow("node-2")),
      controllers: byUid({ ...rc, desired }, ds),
      pods: byUid(...pods.map(([name, more, state]) => newPodRow(name, { ...more, state }))),
    }));

  const look = fc.constantFrom("ready", "crash");

  it("is false only when every pod stays where it is, in both lenses", () => {
    fc.assert(
      fc.property(rows, look, fc.option(pod, { nil: undefined }), (before, state, other) => {
        const same = [...before.pods.values()].map((row) => ({ ...row, state }));
        const more = other === undefined ? [] : [newPodRow(other[0], other[1])];
        const now = { ...before, pods: byUid(...same, ...more) };
        if (movesAnything(now, before)) {
          expect(other).toBeDefined();
          return;
        }
        for (const place of [placeByNode, placeByOwner]) {
          const first = place([], before);
          expect(place(first, now)).toBe(first);
        }
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  it("is false for a pod that only looks different", () => {
    const before = { nodes, controllers: none, pods: byUid(newPodRow("a")) };
    expect(movesAnything({ ...before, pods: byUid(newPodRow("a", { state: "crash", restarts: 2 })) }, before)).toBe(false);
  });
});
