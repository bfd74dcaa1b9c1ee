import { expect, test } from "vitest";
import { controllerOf, refOf } from "../api/object.ts";
import type { DaemonSet, Node, Pod } from "../api/types.generated.ts";
import { addNode, daemonSet, endPods, eventsOf, relabel, remove, runPods } from "../testing/workloads.ts";
import type { World } from "../testing/world.ts";
import { newWorld } from "../testing/world.ts";
import { DaemonSetController } from "./daemonset.ts";
import { nodeOfDaemonPod } from "./daemonnode.ts";

function start(nodes: readonly string[] = ["node-1", "node-2", "node-3"]): World {
  const world = newWorld({ parts: (context) => [new DaemonSetController(context)] });
  for (const name of nodes) addNode(world, name);
  return world;
}
const podsOf = (world: World, owner = "agent"): Pod[] => world.list("Pod").filter((pod) => controllerOf(pod)?.name === owner);
const nodesOf = (world: World): string[] =>
  podsOf(world)
    .map((pod) => nodeOfDaemonPod(pod) ?? "")
    .sort();
const change = (world: World, edit: (set: DaemonSet) => DaemonSet): void =>
  void world.client.modify("DaemonSet", { kind: "DaemonSet", namespace: "default", name: "agent" }, edit, { rule: "user.request" });
const setImage = (world: World, image: string): void =>
  change(world, (set) => ({
    ...set,
    spec: {
      ...set.spec,
      template: {
        ...set.spec.template,
        spec: { ...set.spec.template.spec, containers: set.spec.template.spec.containers.map((container) => ({ ...container, image })) },
      },
    },
  }));
const editNode = (world: World, name: string, edit: (node: Node) => Node): void =>
  void world.client.modify("Node", { kind: "Node", name }, edit, { rule: "user.request" });

function running(spec: object = {}, podSpec: object = {}): World {
  const world = start();
  world.create("DaemonSet", daemonSet("agent", spec, podSpec));
  world.advance(1000);
  runPods(world);
  world.advance(1000);
  return world;
}

/** What the kubelets and the scheduler do in the meantime, one second at a time. */
function live(world: World, seconds: number): void {
  for (let i = 0; i < seconds; i++) {
    endPods(world);
    runPods(world);
    world.advance(1000);
  }
}

test("makes one pod for each node, held to it, and counts them", () => {
  const world = running();
  expect(nodesOf(world)).toEqual(["node-1", "node-2", "node-3"]);
  expect(world.get("DaemonSet", "agent").status).toEqual({
    currentNumberScheduled: 3,
    numberMisscheduled: 0,
    desiredNumberScheduled: 3,
    numberReady: 3,
    observedGeneration: 1,
    updatedNumberScheduled: 3,
    numberAvailable: 3,
  });
});

test("DS-56: writes its template down as a ControllerRevision", () => {
  const world = running();
  const [revision] = world.list("ControllerRevision");
  const hash = revision?.metadata.labels?.["controller-revision-hash"];
  expect(revision).toMatchObject({
    metadata: { name: `agent-${hash}`, labels: { app: "agent" } },
    revision: 1,
    data: { spec: { template: { $patch: "replace", metadata: { labels: { app: "agent" } } } } },
  });
  expect(podsOf(world).map(({ metadata }) => metadata.labels)).toEqual(
    [1, 2, 3].map(() => ({ app: "agent", "controller-revision-hash": hash, "pod-template-generation": "1" })),
  );
});

test("DS-4: a node that gets the label gets a pod, and loses it with the label", () => {
  const world = running({}, { nodeSelector: { disk: "ssd" } });
  expect(podsOf(world)).toHaveLength(0);
  editNode(world, "node-2", (node) => ({ ...node, metadata: { ...node.metadata, labels: { ...node.metadata.labels, disk: "ssd" } } }));
  world.advance(1000);
  expect(nodesOf(world)).toEqual(["node-2"]);
  runPods(world);
  editNode(world, "node-2", (node) => ({ ...node, metadata: { ...node.metadata, labels: { ...node.metadata.labels, disk: "hdd" } } }));
  world.advance(1000);
  const [pod] = podsOf(world);
  expect(pod?.metadata.deletionTimestamp).toBeDefined();
  expect(world.causes.of(pod?.metadata.uid ?? "").at(-1)).toMatchObject({
    rule: "daemonset.delete",
    saw: { node: "node-2", why: "missing disk=ssd" },
  });
  expect(world.get("DaemonSet", "agent").status).toMatchObject({ numberMisscheduled: 1, desiredNumberScheduled: 0 });
});

test("a node that joins gets a pod", () => {
  const world = running();
  addNode(world, "node-4");
  world.advance(1000);
  expect(nodesOf(world)).toContain("node-4");
});

test("DS-32: a deleted pod is replaced only when it is gone", () => {
  const world = running();
  const [pod] = podsOf(world) as [Pod];
  remove(world, "Pod", pod.metadata.name);
  world.advance(1000);
  expect(podsOf(world)).toHaveLength(3);
  endPods(world);
  world.advance(1000);
  expect(podsOf(world)).toHaveLength(3);
  expect(podsOf(world).some(({ metadata }) => metadata.uid === pod.metadata.uid)).toBe(false);
});

test("a relabelled pod is released and replaced on its node", () => {
  const world = running();
  const [pod] = podsOf(world) as [Pod];
  relabel(world, pod, { app: "no-app" });
  world.advance(1000);
  expect(controllerOf(world.get("Pod", pod.metadata.name))).toBeUndefined();
  expect(nodesOf(world)).toEqual(["node-1", "node-2", "node-3"]);
});

test("DS-52: a rolling update replaces one pod after the other", () => {
  const world = running();
  setImage(world, "nginx:2");
  let mostDown = 0;
  for (let i = 0; i < 12; i++) {
    live(world, 1);
    mostDown = Math.max(mostDown, world.get("DaemonSet", "agent").status.numberUnavailable ?? 0);
  }
  expect(podsOf(world).map(({ spec }) => spec.containers[0]?.image)).toEqual(["nginx:2", "nginx:2", "nginx:2"]);
  expect(mostDown).toBe(1);
  expect(
    world
      .list("ControllerRevision")
      .map(({ revision }) => revision)
      .sort((a, b) => a - b),
  ).toEqual([1, 2]);
});

test("DS-34, DS-35: with surge a failed pod that has to wait does not hold up its successor", () => {
  const world = running({ updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } });
  const fail = (): void => {
    const pod = podsOf(world).find(({ spec, status }) => spec.nodeName === "node-1" && status.phase === "Running") as Pod; // there is one
    world.client.modify(
      "Pod",
      refOf(pod),
      (stored) => ({ ...stored, status: { ...stored.status, phase: "Failed" } }),
      { rule: "test" },
      "status",
    );
  };
  const phases = (): string[] =>
    podsOf(world)
      .filter((pod) => nodeOfDaemonPod(pod) === "node-1")
      .map(({ status }) => status.phase ?? "")
      .sort();
  fail(); // is taken away at once, and starts the back-off
  world.advance(100);
  endPods(world);
  runPods(world);
  world.advance(100);
  expect(phases()).toEqual(["Running"]);
  fail();
  world.advance(100);
  expect(phases()).toEqual(["Failed", "Pending"]);
});

test("DS-53: with surge the new pod is there before the old one goes", () => {
  const world = running({ updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } });
  setImage(world, "nginx:2");
  world.advance(1000);
  expect(podsOf(world)).toHaveLength(4);
  live(world, 12);
  expect(podsOf(world).map(({ spec }) => spec.containers[0]?.image)).toEqual(["nginx:2", "nginx:2", "nginx:2"]);
});

test("DS-50: OnDelete waits for somebody to delete the pods", () => {
  const world = running({ updateStrategy: { type: "OnDelete" } });
  setImage(world, "nginx:2");
  live(world, 5);
  expect(podsOf(world).map(({ spec }) => spec.containers[0]?.image)).toEqual(["nginx", "nginx", "nginx"]);
  remove(world, "Pod", podsOf(world)[0]?.metadata.name ?? "");
  live(world, 3);
  expect(
    podsOf(world)
      .map(({ spec }) => spec.containers[0]?.image ?? "")
      .sort(),
  ).toEqual(["nginx", "nginx", "nginx:2"]);
});

test("DS-56: going back to an old template takes its revision up again under a new number", () => {
  const world = running();
  setImage(world, "nginx:2");
  live(world, 12);
  setImage(world, "nginx");
  world.advance(1000);
  expect(
    world
      .list("ControllerRevision")
      .map(({ revision }) => revision)
      .sort((a, b) => a - b),
  ).toEqual([2, 3]);
});

test("DS-33, DS-35: failed pods are killed at once, then with growing pauses", () => {
  const world = running();
  const killedAt: number[] = [];
  world.client.watch("Pod", ({ type }) => {
    if (type === "DELETED") killedAt.push(world.clock.now);
  });
  for (let i = 0; i < 200; i++) {
    for (const pod of podsOf(world)) {
      if (nodeOfDaemonPod(pod) !== "node-1" || pod.status.phase === "Failed") continue;
      world.client.modify(
        "Pod",
        refOf(pod),
        (stored) => ({ ...stored, status: { ...stored.status, phase: "Failed" } }),
        { rule: "test" },
        "status",
      );
    }
    world.advance(100);
  }
  const gaps = killedAt.slice(1).map((at, i) => Math.round((at - (killedAt[i] ?? 0)) / 1000));
  expect(gaps).toEqual([1, 2, 4, 8]);
  expect(
    eventsOf(world, "agent").some((event) =>
      /^Warning FailedDaemonPod Found failed daemon pod default\/agent-\w+ on node node-1, will try to kill it/.test(event),
    ),
  ).toBe(true);
});

test("DS-13: a cordoned node gets a pod, one with an unknown taint gets none", () => {
  const world = start();
  editNode(world, "node-1", (node) => ({
    ...node,
    spec: { ...node.spec, unschedulable: true, taints: [{ key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" }] },
  }));
  editNode(world, "node-2", (node) => ({ ...node, spec: { ...node.spec, taints: [{ key: "dedicated", effect: "NoSchedule" }] } }));
  world.create("DaemonSet", daemonSet("agent"));
  world.advance(1000);
  expect(nodesOf(world)).toEqual(["node-1", "node-3"]);
});
