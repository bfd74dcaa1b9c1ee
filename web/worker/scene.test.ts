import { describe, expect, it } from "vitest";
import type { Pod, WatchEvent } from "../../engine/index.ts";
import { SceneBuilder } from "./scene.ts";
import { requirementsOf } from "./toRows.ts";

const START = Date.UTC(2026, 0, 1);

interface PodShape {
  readonly phase?: Pod["status"]["phase"];
  readonly labels?: Record<string, string>;
  readonly owner?: string | undefined;
}

function pod(uid: string, { phase = "Pending", labels = {}, owner }: PodShape = {}): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `kubia-${uid}`,
      generateName: "kubia-",
      namespace: "default",
      uid,
      labels,
      creationTimestamp: "2026-01-01T00:00:00Z",
      ...(owner === undefined
        ? {}
        : { ownerReferences: [{ apiVersion: "v1", kind: "ReplicationController", name: "kubia", uid: owner, controller: true }] }),
    },
    spec: { nodeName: "node-1", containers: [{ name: "main", image: "nginx", livenessProbe: { periodSeconds: 10, failureThreshold: 3 } }] },
    status: {
      phase,
      containerStatuses:
        phase === "Running" ? [{ name: "main", image: "nginx", imageID: "", ready: true, restartCount: 0, state: { running: {} } }] : [],
    },
    // Only the fields that the scene reads.
  } as unknown as Pod;
}

const added = (object: unknown): WatchEvent => ({ type: "ADDED", object });
const modified = (object: unknown): WatchEvent => ({ type: "MODIFIED", object });
const deleted = (object: unknown): WatchEvent => ({ type: "DELETED", object });

function unhealthy(n: number): WatchEvent {
  return modified({
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: "e", namespace: "default", uid: "e" },
    involvedObject: { kind: "Pod", name: "kubia-a", namespace: "default", uid: "a", fieldPath: "spec.containers{main}" },
    reason: "Unhealthy",
    message: "Liveness probe failed: HTTP probe failed with statuscode: 404",
    count: n,
    source: { component: "kubelet", host: "node-1" },
  });
}

describe("SceneBuilder folds what it is told", () => {
  it("says a pod once, however often it changed", () => {
    const scene = new SceneBuilder();
    scene.note(added(pod("a")), START);
    scene.note(modified(pod("a", { labels: { app: "x" } })), START + 10);
    scene.note(modified(pod("a", { phase: "Running" })), START + 20);
    const delta = scene.take();
    expect(delta.pods.map(({ uid, status }) => [uid, status])).toEqual([["a", "Running"]]);
    expect(delta.bands.map(({ at, state }) => [at - START, state])).toEqual([
      [0, "creating"],
      [20, "ready"],
    ]);
  });

  it("says nothing of a pod that came and went between two deltas but that it is gone", () => {
    const scene = new SceneBuilder();
    scene.note(added(pod("a")), START);
    scene.note(deleted(pod("a")), START + 5);
    const delta = scene.take();
    expect(delta.pods).toEqual([]);
    expect(delta.gone).toEqual(["a"]);
  });

  it("is empty after everything was taken, and only the first delta is whole", () => {
    const scene = new SceneBuilder();
    scene.note(added(pod("a")), START);
    expect(scene.take().whole).toBe(true);
    expect(scene.isEmpty).toBe(true);
    scene.note(modified(pod("a", { phase: "Running" })), START);
    expect(scene.take().whole).toBe(false);
  });

  it("gives at most 2,000 rows at once and the rest with the next delta", () => {
    const scene = new SceneBuilder();
    for (let i = 0; i < 2500; i++) scene.note(added(pod(String(i))), START);
    expect(scene.take().pods.length).toBe(2000);
    expect(scene.isEmpty).toBe(false);
    expect(scene.take().pods.length).toBe(500);
    expect(scene.isEmpty).toBe(true);
  });

  it("tells the five last letters of a generated name", () => {
    const scene = new SceneBuilder();
    scene.note(added(pod("9q4ld")), START);
    expect(scene.take().pods[0]?.end).toBe("9q4ld");
  });

  it("tells who created, let go of and adopted a pod", () => {
    const scene = new SceneBuilder();
    scene.note(added(pod("a", { owner: "rc" })), START);
    scene.note(modified(pod("a", {})), START + 100);
    scene.note(modified(pod("a", { owner: "rc" })), START + 200);
    expect(scene.take().acts.map(({ uid, act, at }) => [uid, act, at - START])).toEqual([
      ["rc", "creates", 0],
      ["rc", "releases", 100],
      ["rc", "adopts", 200],
    ]);
  });

  it("counts a streak of failed probes, and ends it when a period passes without one", () => {
    const scene = new SceneBuilder();
    scene.note(added(pod("a", { phase: "Running" })), START);
    scene.note(unhealthy(1), START + 10_000);
    scene.note(unhealthy(2), START + 20_000);
    const [row] = scene.take().pods;
    expect(row?.state).toBe("probe");
    expect(row?.probe).toEqual({ kind: "liveness", failures: 2, threshold: 3 });
    scene.expireStreaks(START + 40_000);
    expect(scene.take().pods[0]?.state).toBe("ready");
  });

  it("takes over a cluster with a history without making news of it", () => {
    const from = new SceneBuilder();
    for (const name of ["a", "b", "c"]) from.note(added(pod(name)), START);
    from.take();
    from.note(deleted(pod("c")), START);
    const scene = new SceneBuilder({ to: START, from });
    scene.note(added(pod("a", { owner: "rc" })), START);
    scene.begin();
    scene.note(modified(pod("a", { owner: "rc", phase: "Running" })), START + 10);
    const delta = scene.take();
    expect(delta.movedTo).toBe(START);
    expect(new Set(delta.gone)).toEqual(new Set(["b", "c"]));
    expect(delta.acts).toEqual([]);
    expect(delta.bands.map(({ at, state }) => [at - START, state])).toEqual([[10, "ready"]]);
  });

  it("tells after a step back what it had not told before, up to that moment", () => {
    const from = new SceneBuilder();
    from.note(added(pod("a", { owner: "rc" })), START);
    from.note(modified(pod("a", { owner: "rc", phase: "Running" })), START + 100);
    const { bands, acts } = new SceneBuilder({ to: START + 50, from }).take();
    expect(bands.map(({ state }) => state)).toEqual(["creating"]);
    expect(acts.map(({ act }) => act)).toEqual(["creates"]);
  });

  it("counts what a learner sees, not every write", () => {
    const scene = new SceneBuilder();
    scene.note(added(pod("a", { phase: "Running" })), START);
    const before = scene.changes;
    scene.note(modified(pod("a", { phase: "Running" })), START + 1);
    expect(scene.changes).toBe(before);
  });
});

describe("requirementsOf", () => {
  it("reads a ReplicationController's map as equalities", () => {
    expect(requirementsOf({ app: "kubia" })).toEqual([{ key: "app", operator: "In", values: ["kubia"] }]);
  });

  it("reads matchLabels and matchExpressions together", () => {
    expect(requirementsOf({ matchLabels: { app: "kubia" }, matchExpressions: [{ key: "tier", operator: "Exists" }] })).toEqual([
      { key: "app", operator: "In", values: ["kubia"] },
      { key: "tier", operator: "Exists", values: [] },
    ]);
  });
});
