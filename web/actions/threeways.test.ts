// One action, several ways: what a pointer or a key does and the kubectl line that stands for it lead to the same cluster.
// Each way begins at the same instant of the same cluster.

import { beforeAll, describe, expect, it } from "vitest";
import { kubectl, type KubectlIo } from "../../engine/index.ts";
import type { Ref } from "../store/selection.ts";
import { meaningOf, wordsOf } from "../terminal/shell.ts";
import { Simulation } from "../worker/simulation.ts";
import { type Action, kubectlLine, requestsOf } from "./action.ts";
import { type FaultName, lasts, NODE_FAULTS, POD_FAULTS } from "./faults.ts";

const MANIFESTS = ["ReplicationController", "ReplicaSet"].map((kind) =>
  JSON.stringify({
    apiVersion: kind === "ReplicaSet" ? "apps/v1" : "v1",
    kind,
    metadata: { name: kind === "ReplicaSet" ? "web" : "kubia" },
    spec: {
      replicas: 2,
      selector: kind === "ReplicaSet" ? { matchLabels: { app: "web" } } : { app: "kubia" },
      template: {
        metadata: { labels: { app: kind === "ReplicaSet" ? "web" : "kubia" } },
        spec: { containers: [{ name: "main", image: "luksa/kubia" }] },
      },
    },
  }),
);
const SETTLED_MS = 60_000;

function newSimulation(): Simulation {
  const simulation = new Simulation({
    seed: 11,
    nodes: 3,
    latency: "lifelike",
    registry: "open",
    manifests: MANIFESTS,
    settleMs: 30_000,
    speed: 1,
    running: false,
  });
  simulation.applyManifests();
  return simulation;
}

/** What there is, without what tells only which client asked. */
function state(simulation: Simulation): unknown {
  const paths = [
    "/api/v1/nodes",
    "/api/v1/pods",
    "/api/v1/replicationcontrollers",
    "/apis/apps/v1/replicasets",
    "/apis/sim.podyard.dev/v1/faults",
  ];
  return paths.map((path) =>
    JSON.parse(
      JSON.stringify(
        JSON.parse(String(simulation.handle({ method: "GET", path, headers: { accept: "application/json" } }).body)),
        (key, value: unknown) => (key === "managedFields" || key === "resourceVersion" ? undefined : value),
      ),
    ),
  );
}

function settle(simulation: Simulation, until: number): void {
  simulation.advance(until - simulation.now, 1_000_000);
}

function type(simulation: Simulation, line: string): number {
  const meaning = meaningOf([line], {});
  if (meaning.type !== "kubectl") throw new Error(`the terminal does not understand ${line}`);
  let errors = "";
  const io: KubectlIo = simulation.io({ stdout: () => undefined, stderr: (text) => (errors += text) }, {});
  const words = wordsOf(meaning.line)
    .map(({ text }) => text)
    .slice(1);
  const run = kubectl(words, meaning.stdin, io);
  let step = run.next();
  // A command that waits sees time go by.
  for (let i = 0; i < 600 && step.done !== true; i++) {
    simulation.advance(100, 100_000);
    step = run.next();
  }
  expect(errors).toBe("");
  return Number(step.value);
}

const named = (kind: string, name: string): Ref => ({ kind, uid: name, namespace: kind === "Node" ? undefined : "default", name });

const struck = (fault: FaultName, target: Ref, on = true): Action => ({ type: "fault", fault, target, container: "main", on });
const mended = (fault: FaultName, target: Ref): readonly Action[] => [struck(fault, target), struck(fault, target, false)];

describe("the requests of an action and its kubectl line", () => {
  let simulation: Simulation;
  let pods: readonly Ref[];
  beforeAll(() => {
    simulation = newSimulation();
    pods = simulation.scene.take().pods.map(({ name }) => named("Pod", name));
  });

  const pod = (i: number): Ref => pods[i] ?? named("Pod", "missing");
  const node = named("Node", "node-2");
  const rc = named("ReplicationController", "kubia");
  const rs = named("ReplicaSet", "web");
  const ACTIONS: readonly (readonly [string, () => readonly Action[]])[] = [
    ["a pod relabelled", () => [{ type: "label", target: pod(0), key: "app", value: "debug", overwrite: true }]],
    ["a label added", () => [{ type: "label", target: pod(0), key: "tier", value: "web", overwrite: false }]],
    ["a label removed", () => [{ type: "label", target: pod(0), key: "app", value: undefined, overwrite: true }]],
    [
      "several pods relabelled",
      () => [{ type: "label", target: pod(0), also: [pod(1), pod(2)], key: "app", value: "debug", overwrite: true }],
    ],
    ["a pod deleted", () => [{ type: "delete", target: pod(1) }]],
    ["several pods deleted", () => [{ type: "delete", target: pod(0), also: [pod(3)] }]],
    ["a node relabelled", () => [{ type: "label", target: node, key: "disk", value: "ssd", overwrite: false }]],
    ["a node deleted", () => [{ type: "delete", target: node }]],
    ["a node added", () => [{ type: "addNode", name: "node-4" }]],
    ["a node cordoned", () => [{ type: "cordon", target: node, on: true }]],
    [
      "and uncordoned",
      () => [
        { type: "cordon", target: node, on: true },
        { type: "cordon", target: node, on: false },
      ],
    ],
    ["scaled up", () => [{ type: "scale", target: rc, replicas: 5 }]],
    ["scaled down", () => [{ type: "scale", target: rs, replicas: 1 }]],
    ["a controller deleted", () => [{ type: "delete", target: rs }]],
    ["a controller deleted without its pods", () => [{ type: "delete", target: rc, orphan: true }]],
    ...POD_FAULTS.map((fault) => [`a pod struck by ${fault}`, () => [struck(fault, pod(0))]] as const),
    ...NODE_FAULTS.map((fault) => [`a node struck by ${fault}`, () => [struck(fault, node)]] as const),
    ...POD_FAULTS.filter(lasts).map((fault) => [`and mended of ${fault}`, () => mended(fault, pod(0))] as const),
    ...NODE_FAULTS.map((fault) => [`and mended of ${fault}`, () => mended(fault, node)] as const),
  ];

  it.each(ACTIONS)("%s: the same cluster a minute later", (_, actionsOf) => {
    const from = simulation.now;
    const before = state(simulation);
    for (const action of actionsOf())
      for (const [i, request] of requestsOf(action).entries()) expect(simulation.handle(request, i > 0).status).toBeLessThan(300);
    settle(simulation, from + SETTLED_MS);
    const byPointer = state(simulation);
    for (const _action of actionsOf()) expect(simulation.move("undo")).toBe(true);
    expect(simulation.now).toBe(from);
    expect(state(simulation)).toEqual(before);

    for (const action of actionsOf()) expect(type(simulation, kubectlLine(action))).toBe(0);
    settle(simulation, from + SETTLED_MS);
    expect(state(simulation)).toEqual(byPointer);
    // Two actions take each other back; one alone must not come to nothing.
    if (actionsOf().length === 1) expect(byPointer).not.toEqual(before);
    for (const _action of actionsOf()) simulation.move("undo");
  });
});
