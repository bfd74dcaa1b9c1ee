// What a DaemonSet's pods on one node call for (DS-32 to DS-36), and its status (DS-40). Pure.

import { isBeingDeleted } from "../api/object.ts";
import { isPodAvailable, isPodReady, isPodTerminal } from "../api/podstate.ts";
import type { DaemonSet, DaemonSetStatus, Node, Pod } from "../api/types.generated.ts";
import type { NodeVerdict } from "./daemonnode.ts";
import { isUpdatedPod, nodeOfDaemonPod } from "./daemonnode.ts";
import { amountOrPercent } from "./rounding.ts";

/** The set's pods by the node that they run on or are meant for. */
export type PodsByNode = ReadonlyMap<string, readonly Pod[]>;

export interface PodToDrop {
  readonly pod: Pod;
  readonly why: string;
}

interface NodePlan {
  readonly create: boolean;
  readonly drop: readonly PodToDrop[];
  /** Dropped only when the node's back-off allows it (DS-35). */
  readonly failed: readonly Pod[];
  readonly succeeded: readonly Pod[];
}

/** Pods that are both finished and on their way out no longer count (DS-23). */
export function podsByNode(pods: Iterable<Pod>): Map<string, Pod[]> {
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods) {
    if (isBeingDeleted(pod) && isPodTerminal(pod)) continue;
    const node = nodeOfDaemonPod(pod);
    if (node === undefined) continue;
    const list = byNode.get(node);
    if (list === undefined) byNode.set(node, [pod]);
    else list.push(pod);
  }
  for (const list of byNode.values()) list.sort(byCreation);
  return byNode;
}

/** Scheduled before unscheduled, then the older, then by name (DS-33). */
function byCreation(a: Pod, b: Pod): number {
  const scheduled = (a.spec.nodeName ? 0 : 1) - (b.spec.nodeName ? 0 : 1);
  if (scheduled !== 0) return scheduled;
  const [x, y] = [a.metadata, b.metadata];
  if (x.creationTimestamp !== y.creationTimestamp) return x.creationTimestamp < y.creationTimestamp ? -1 : 1;
  return x.name < y.name ? -1 : 1;
}

/** What is to be done on one node; `pods` is undefined when it has none at all, in the order of `podsByNode`. */
export function planNode(set: DaemonSet, verdict: NodeVerdict, pods: readonly Pod[] | undefined, hash: string, now: number): NodePlan {
  const nothing: NodePlan = { create: false, drop: [], failed: [], succeeded: [] };
  if (pods === undefined) return { ...nothing, create: verdict.shouldRun };
  const staying = pods.filter((pod) => !isBeingDeleted(pod));
  if (!verdict.shouldContinue) return { ...nothing, drop: staying.map((pod) => ({ pod, why: verdict.why })) };
  const failed = staying.filter((pod) => pod.status.phase === "Failed");
  const succeeded = staying.filter((pod) => pod.status.phase === "Succeeded");
  const running = staying.filter((pod) => !isPodTerminal(pod));
  if (!allowsSurge(set)) return { create: false, drop: surplus(running.slice(1)), failed, succeeded };
  const create = verdict.shouldRun && running.length === 0; // one that has ended does not count, though its back-off keeps it (DS-34)
  return { create, drop: running.length <= 1 ? [] : surgeSurplus(set, running, hash, now), failed, succeeded };
}

function surplus(pods: readonly Pod[]): PodToDrop[] {
  return pods.map((pod) => ({ pod, why: "surplus" }));
}

/** One old and one new pod may stand side by side until the new one is available or the old one is not ready (DS-34). */
function surgeSurplus(set: DaemonSet, running: readonly Pod[], hash: string, now: number): PodToDrop[] {
  const isNew = (pod: Pod): boolean => isUpdatedPod(set, pod, hash);
  const newest = running.find(isNew);
  const oldest = running.find((pod) => !isNew(pod));
  const drop = surplus(running.filter((pod) => pod !== newest && pod !== oldest));
  if (newest === undefined || oldest === undefined) return drop;
  if (!isPodReady(oldest)) return [...drop, { pod: oldest, why: "old pod not ready" }];
  if (isPodAvailable(newest, set.spec.minReadySeconds ?? 0, now)) return [...drop, { pod: oldest, why: "new pod available" }];
  return drop;
}

/** Whether old and new pods may run side by side. */
function allowsSurge(set: DaemonSet): boolean {
  const { type, rollingUpdate } = set.spec.updateStrategy;
  return type === "RollingUpdate" && amountOrPercent(rollingUpdate?.maxSurge, 100, "up") > 0;
}

/** Pods that wait to be scheduled onto a node that is gone (DS-37). */
export function podsOfMissingNodes(pods: PodsByNode, nodes: ReadonlyMap<string, Node>): PodToDrop[] {
  const drop: PodToDrop[] = [];
  for (const [node, list] of pods) {
    if (nodes.has(node)) continue;
    for (const pod of list) if (!pod.spec.nodeName && !isBeingDeleted(pod)) drop.push({ pod, why: "node is gone" });
  }
  return drop;
}

/** Of several pods on a node the oldest counts (DS-40). */
export function calculateDaemonStatus(
  set: DaemonSet,
  verdicts: ReadonlyMap<string, NodeVerdict>,
  pods: PodsByNode,
  hash: string,
  now: number,
): DaemonSetStatus {
  const minReady = set.spec.minReadySeconds ?? 0;
  let [desired, current, misscheduled, ready, available, updated] = [0, 0, 0, 0, 0, 0];
  for (const [node, verdict] of verdicts) {
    const pod = pods.get(node)?.[0];
    if (!verdict.shouldRun) {
      if (pod !== undefined) misscheduled += 1;
      continue;
    }
    desired += 1;
    if (pod === undefined) continue;
    current += 1;
    if (isPodReady(pod)) ready += 1;
    if (isPodAvailable(pod, minReady, now)) available += 1;
    if (isUpdatedPod(set, pod, hash)) updated += 1;
  }
  const { collisionCount, conditions } = set.status;
  return {
    currentNumberScheduled: current,
    numberMisscheduled: misscheduled,
    desiredNumberScheduled: desired,
    numberReady: ready,
    ...(set.metadata.generation === undefined ? {} : { observedGeneration: set.metadata.generation }),
    ...(updated === 0 ? {} : { updatedNumberScheduled: updated }),
    ...(available === 0 ? {} : { numberAvailable: available }),
    ...(desired === available ? {} : { numberUnavailable: desired - available }),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    ...(conditions === undefined ? {} : { conditions }),
  };
}
