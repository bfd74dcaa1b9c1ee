import { describe, expect, it } from "vitest";
import type { Node, Pod, PodDisruptionBudget, ReplicaSet, Service } from "../api/types.generated.ts";
import { newRandomState, Random } from "../sim/random.ts";
import { newNode, newPod, newReplicaSet } from "../testing/builders.ts";
import { countReasons, feasibleNodesWanted, fitErrorMessage, Search } from "./cycle.ts";
import type { ClusterView, Cycle } from "./framework.ts";
import { findPreemption } from "./plugins/preemption.ts";
import { DEFAULT_PROFILE } from "./profile.ts";
import { Snapshot } from "./snapshot.ts";

interface World {
  readonly nodes: readonly Node[];
  readonly pods?: readonly Pod[];
  readonly services?: readonly Service[];
  readonly sets?: readonly ReplicaSet[];
  readonly budgets?: readonly PodDisruptionBudget[];
}

function newSearch(seed = 1): Search {
  return new Search(DEFAULT_PROFILE, new Random(newRandomState(seed)));
}

function newSnapshot({ nodes, pods = [] }: World): Snapshot {
  const snapshot = new Snapshot();
  const order = nodes.map((node) => node.metadata.name);
  for (const node of nodes) snapshot.setNode(node, order);
  for (const pod of pods) snapshot.addPod(pod.spec.nodeName ?? "", pod);
  return snapshot;
}

function newCycle(pod: Pod, world: World, snapshot = newSnapshot(world)): Cycle {
  const view: ClusterView = {
    services: () => world.services ?? [],
    namespace: () => undefined,
    claim: () => undefined,
    owner: (kind, _, name) => (kind === "ReplicaSet" ? world.sets?.find((set) => set.metadata.name === name) : undefined),
  };
  return { pod, requests: snapshot.requestsOf(pod), snapshot, view };
}

/** The node chosen, or the whole message of the failure. */
function outcome(pod: Pod, world: World, seed = 1): string {
  const cycle = newCycle(pod, world);
  const search = newSearch(seed);
  const { choice } = search.run(cycle, 0);
  if (choice.type === "chosen") return choice.node.name;
  if (choice.type === "rejected") return choice.message;
  const base = fitErrorMessage(world.nodes.length, countReasons(choice.refused, choice.leftOut, choice.leftOutReason));
  const preemption = findPreemption(cycle, choice.refused, search, new Random(newRandomState(seed)), world.budgets ?? []);
  if ("victims" in preemption)
    return `${base} takes ${preemption.victims.map((victim) => victim.metadata.name).join(" and ")} on ${preemption.node.name}`;
  return `${base} no new claims to deallocate, preemption: ${preemption.message}`;
}

const three = ["node-1", "node-2", "node-3"].map((name) => newNode(name));
const noHelp = (n: number): string =>
  ` no new claims to deallocate, preemption: 0/${n} nodes are available: ${n} Preemption is not helpful for scheduling.`;
const noVictims = (n: number): string =>
  ` no new claims to deallocate, preemption: 0/${n} nodes are available: ${n} No preemption victims found for incoming pod.`;
const app = (value: string) => ({ matchLabels: { app: value } });
const hostname = "kubernetes.io/hostname";

describe("why a pod fits no node", () => {
  const rows: readonly [string, Pod, World, string][] = [
    [
      "SCHF-1 a cordoned node",
      newPod(),
      { nodes: [newNode("a", { cordoned: true })] },
      `0/1 nodes are available: 1 node(s) were unschedulable.${noHelp(1)}`,
    ],
    [
      "SCHE-8 cordoned before tainted",
      newPod(),
      { nodes: [newNode("a", { cordoned: true, taints: [{ key: "k", effect: "NoSchedule" }] })] },
      `0/1 nodes are available: 1 node(s) were unschedulable.${noHelp(1)}`,
    ],
    [
      "SCHF-3 a taint, which is not named",
      newPod(),
      { nodes: [newNode("a", { taints: [{ key: "k", effect: "NoExecute" }] })] },
      `0/1 nodes are available: 1 node(s) had untolerated taint(s).${noHelp(1)}`,
    ],
    [
      "SCHF-4 a nodeSelector",
      newPod({ spec: { nodeSelector: { disk: "ssd" } } }),
      { nodes: three },
      `0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.${noHelp(3)}`,
    ],
    [
      "SCHF-5 a host port in use",
      newPod({ hostPort: 80 }),
      { nodes: [newNode("a")], pods: [newPod({ name: "b", node: "a", hostPort: 80 })] },
      `0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports.${noVictims(1)}`,
    ],
    [
      "SCHF-6 more than any node has: preemption does not help",
      newPod({ requests: { cpu: "5", memory: "9Gi" } }),
      { nodes: three },
      `0/3 nodes are available: 3 Insufficient cpu, 3 Insufficient memory.${noHelp(3)}`,
    ],
    [
      "SCHF-6 more than is left",
      newPod({ requests: { cpu: "3" } }),
      { nodes: [newNode("a")], pods: [newPod({ name: "b", node: "a", requests: { cpu: "1500m" } })] },
      `0/1 nodes are available: 1 Insufficient cpu.${noVictims(1)}`,
    ],
    [
      "SCHF-6 a full node",
      newPod(),
      { nodes: [newNode("a", { allocatable: { pods: "1" } })], pods: [newPod({ name: "b", node: "a" })] },
      `0/1 nodes are available: 1 Too many pods.${noVictims(1)}`,
    ],
    [
      "SCHF-11 spread with a label missing, and SCHE-2 sorted as text",
      newPod({
        labels: { app: "x" },
        spec: {
          topologySpreadConstraints: [{ maxSkew: 1, topologyKey: "rack", whenUnsatisfiable: "DoNotSchedule", labelSelector: app("x") }],
        },
      }),
      { nodes: three },
      `0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints (missing required label).${noHelp(3)}`,
    ],
    [
      "SCHF-13 no pod to be near to",
      newPod({
        spec: {
          affinity: {
            podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: app("db"), topologyKey: hostname }] },
          },
        },
      }),
      { nodes: three },
      `0/3 nodes are available: 3 node(s) didn't match pod affinity rules.${noHelp(3)}`,
    ],
    [
      "SCHF-13 a pod to keep away from",
      newPod({
        spec: {
          affinity: {
            podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: app("x"), topologyKey: hostname }] },
          },
        },
      }),
      { nodes: [newNode("a")], pods: [newPod({ name: "b", node: "a", labels: { app: "x" } })] },
      `0/1 nodes are available: 1 node(s) didn't match pod anti-affinity rules.${noVictims(1)}`,
    ],
    [
      "SCHF-13 a pod that keeps others away",
      newPod({ labels: { app: "x" } }),
      {
        nodes: [newNode("a")],
        pods: [
          newPod({
            name: "b",
            node: "a",
            spec: {
              affinity: {
                podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: app("x"), topologyKey: hostname }] },
              },
            },
          }),
        ],
      },
      `0/1 nodes are available: 1 node(s) didn't satisfy existing pods anti-affinity rules.${noVictims(1)}`,
    ],
    [
      "SCHE-1d a daemon pod on a full node of three",
      newPod({
        requests: { cpu: "3" },
        spec: {
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values: ["node-1"] }] }],
              },
            },
          },
        },
      }),
      { nodes: three, pods: [newPod({ name: "b", node: "node-1", requests: { cpu: "2" } })] },
      "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.",
    ],
    [
      "SCHP-1 preemptionPolicy Never",
      newPod({ requests: { cpu: "5" }, spec: { preemptionPolicy: "Never" } }),
      { nodes: [newNode("a")] },
      "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.",
    ],
    [
      "SCHE-1c, SCHP-3 the least important pods are taken, as few as will do",
      newPod({ priority: 10, requests: { cpu: "2" } }),
      {
        nodes: [newNode("a")],
        pods: [1, 2, 3].map((n) =>
          newPod({
            name: `low-${n}`,
            node: "a",
            requests: { cpu: n === 3 ? "2" : "1" },
            status: { phase: "Running", startTime: `2026-01-01T00:00:0${n}Z` },
          }),
        ),
      },
      "0/1 nodes are available: 1 Insufficient cpu. takes low-3 on a",
    ],
  ];
  it.each(rows)("%s", (_, pod, world, expected) => expect(outcome(pod, world)).toBe(expected));
});

describe("which of several nodes a pod gets", () => {
  const rows: readonly [string, Pod, World, string][] = [
    [
      "SCHS-1 the emptier one",
      newPod(),
      { nodes: three.slice(0, 2), pods: [newPod({ name: "b", node: "node-1", requests: { cpu: "2" } })] },
      "node-2",
    ],
    [
      "SCHS-3 one without a PreferNoSchedule taint",
      newPod(),
      { nodes: [newNode("a", { taints: [{ key: "k", effect: "PreferNoSchedule" }] }), newNode("b")] },
      "b",
    ],
    [
      "SCHS-4 the one preferred by label",
      newPod({
        spec: {
          affinity: {
            nodeAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [
                { weight: 1, preference: { matchExpressions: [{ key: "disk", operator: "In", values: ["ssd"] }] } },
              ],
            },
          },
        },
      }),
      { nodes: [newNode("a"), newNode("b", { labels: { disk: "ssd" } })] },
      "b",
    ],
    [
      "SCHS-5 the one that has the image",
      newPod({ image: "big" }),
      { nodes: [newNode("a"), newNode("b", { images: { "big:latest": 900 * 1024 * 1024 } })] },
      "b",
    ],
    [
      "SCHS-8 the one with a pod to be near to",
      newPod({
        spec: {
          affinity: {
            podAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [
                { weight: 100, podAffinityTerm: { labelSelector: app("db"), topologyKey: hostname } },
              ],
            },
          },
        },
      }),
      { nodes: three, pods: [newPod({ name: "db", node: "node-3", labels: { app: "db" } })] },
      "node-3",
    ],
  ];
  it.each(rows)("%s", (_, pod, world, expected) => {
    for (const seed of [1, 2, 3]) expect(outcome(pod, world, seed)).toBe(expected);
  });

  it("SCHA-11 draws among equal nodes", () => {
    const chosen = new Set(Array.from({ length: 20 }, (_, seed) => outcome(newPod(), { nodes: three }, seed)));
    expect(chosen.size).toBe(3);
  });

  it("SCHS-7 spreads nine pods of a ReplicaSet over three nodes, three each", () => {
    const world: World = { nodes: three, sets: [newReplicaSet("web")] };
    const snapshot = newSnapshot(world);
    const search = newSearch();
    const counts = new Map<string, number>();
    for (let i = 0; i < 9; i++) {
      const pod = newPod({ name: `web-${i}`, labels: { app: "web" }, owner: { kind: "ReplicaSet", name: "web" } });
      const { choice } = search.run(newCycle(pod, world, snapshot), i);
      if (choice.type !== "chosen") throw new Error("it fits");
      snapshot.addPod(choice.node.name, pod);
      counts.set(choice.node.name, (counts.get(choice.node.name) ?? 0) + 1);
    }
    expect([...counts.values()]).toEqual([3, 3, 3]);
  });
});

describe("SCHA-5 how many feasible nodes are looked for", () => {
  it.each([
    [99, 99],
    [100, 100],
    [1000, 420],
    [6000, 300],
  ])("of %i nodes: %i", (nodes, wanted) => expect(feasibleNodesWanted(nodes)).toBe(wanted));
});
