// Manifests of workloads, and what a kubelet would do to their pods, for tests of controllers on the real API server.

import { refOf } from "../api/object.ts";
import { formatTime } from "../api/time.ts";
import type { Pod } from "../api/types.generated.ts";
import type { World } from "./world.ts";

type Labels = Readonly<Record<string, string>>;
const BECAUSE = { rule: "test" };

export function template(labels: Labels, spec: object = {}): object {
  return { metadata: { labels }, spec: { containers: [{ name: "c", image: "nginx" }], terminationGracePeriodSeconds: 1, ...spec } };
}

export function replicaSet(name: string, replicas: number, labels: Labels = { app: name }, spec: object = {}): object {
  return { metadata: { name }, spec: { replicas, selector: { matchLabels: labels }, template: template(labels), ...spec } };
}

export function replicationController(name: string, replicas: number, labels: Labels = { app: name }): object {
  return { metadata: { name }, spec: { replicas, selector: labels, template: template(labels) } };
}

export function daemonSet(name: string, spec: object = {}, podSpec: object = {}): object {
  const labels = { app: name };
  return { metadata: { name }, spec: { selector: { matchLabels: labels }, template: template(labels, podSpec), ...spec } };
}

export function deployment(name: string, replicas: number, spec: object = {}): object {
  return { metadata: { name }, spec: { replicas, selector: { matchLabels: { app: name } }, template: template({ app: name }), ...spec } };
}

/** Puts a pod on a node and makes it Running and Ready there. */
export function runPod(world: World, pod: Pod, node: string): void {
  if (!pod.spec.nodeName) world.client.bind(pod, node, BECAUSE);
  const ready = { type: "Ready", status: "True", lastTransitionTime: formatTime(world.clock.now) };
  world.client.modify(
    "Pod",
    refOf(pod),
    (stored) => ({ ...stored, status: { ...stored.status, phase: "Running", conditions: [ready] } }),
    BECAUSE,
    "status",
  );
}

/** Runs every pod that does not run yet, one node after the other. */
export function runPods(world: World, nodes: readonly string[] = ["node-1", "node-2", "node-3"]): void {
  const pending = world.list("Pod").filter((pod) => pod.status.phase === "Pending" && pod.metadata.deletionTimestamp === undefined);
  pending.forEach((pod, i) => runPod(world, pod, targetOf(pod) ?? nodes[i % nodes.length] ?? "node-1"));
}

function targetOf(pod: Pod): string | undefined {
  const [term] = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return term?.matchFields?.[0]?.values?.[0];
}

/** Ends pods that are on their way out, as their kubelets do. */
export function endPods(world: World): void {
  for (const pod of world.list("Pod")) {
    if (pod.metadata.deletionTimestamp === undefined) continue;
    world.client.delete("Pod", pod.metadata.namespace, pod.metadata.name, { gracePeriodSeconds: 0 }, BECAUSE);
  }
}

/** Deletes as a person would. */
export function remove(
  world: World,
  kind: Parameters<World["client"]["delete"]>[0],
  name: string,
  propagationPolicy?: "Background" | "Foreground" | "Orphan",
): void {
  world.client.delete(kind, "default", name, propagationPolicy === undefined ? {} : { propagationPolicy }, { rule: "user.request" });
}

export function relabel(world: World, pod: Pod, labels: Labels): void {
  world.client.modify("Pod", refOf(pod), (stored) => ({ ...stored, metadata: { ...stored.metadata, labels } }), { rule: "user.request" });
}

/** A Ready node, without the taint that every new node gets. */
export function addNode(world: World, name: string, labels: Labels = {}): void {
  const node = world.create("Node", { metadata: { name, labels: { "kubernetes.io/hostname": name, ...labels } }, spec: {}, status: {} });
  const conditions = [
    { type: "Ready", status: "True", lastHeartbeatTime: formatTime(world.clock.now), lastTransitionTime: formatTime(world.clock.now) },
  ];
  world.client.modify(
    "Node",
    refOf(node),
    ({ spec: { taints: _taints, ...spec }, ...stored }) => ({ ...stored, spec, status: { ...stored.status, conditions } }),
    BECAUSE,
    "status",
  );
}

/** `Normal SuccessfulCreate Created pod: web-abcde ×1` of one object, in order. */
export function eventsOf(world: World, name: string): string[] {
  return world
    .list("Event")
    .filter(({ involvedObject }) => involvedObject.name === name)
    .map(({ type, reason, message, count }) => `${type} ${reason} ${message} ×${count}`);
}
