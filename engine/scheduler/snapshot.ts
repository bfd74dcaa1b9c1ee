// What the scheduler knows of nodes and of the pods on them (kube-scheduler's cache and snapshot in one): sums kept up to
// date with each change of a pod, so that no cycle adds up all pods. It is wholly derived from the API objects and
// rebuilt after a restore; only the order in which nodes came is remembered (SCHA-3). A binding shows at once, so there
// are no assumed pods (SCHA-12).

import { formatSelector } from "../api/selector.ts";
import type { Selector } from "../api/selector.ts";
import type { Node, Pod } from "../api/types.generated.ts";
import { quantityValue } from "../api/quantity.ts";
import { addAmounts, amountsOf, newAmounts, requestsOf } from "./requests.ts";
import type { Amounts, Requests } from "./requests.ts";

export interface PodInfo {
  pod: Pod;
  readonly requests: Requests;
}

export interface NodeInfo {
  readonly name: string;
  /** Undefined while only pods that name it are known. */
  node: Node | undefined;
  /** Its place in `Snapshot.nodes`; -1 when it is not there. */
  index: number;
  allocatable: Amounts;
  allowedPods: number;
  readonly requested: Amounts;
  scoredCpu: number;
  scoredMemory: number;
  /** By uid, as those below. */
  readonly pods: Map<string, PodInfo>;
  /** Those of its pods that have affinity or anti-affinity rules of their own, and those with host ports. */
  readonly withAffinity: Map<string, PodInfo>;
  readonly withHostPorts: Map<string, PodInfo>;
}

/** Counts, node by node, the live pods of a namespace that a rule matches. */
export interface PodCounter {
  readonly namespace: string;
  readonly selector: Selector;
  readonly matches: (pod: Pod) => boolean;
  /** By `NodeInfo.index`. */
  readonly counts: number[];
}

const COUNTERS_KEPT = 64;

export class Snapshot {
  /** All nodes, zone by zone in turn, in order of arrival within a zone. */
  nodes: readonly NodeInfo[] = [];
  /** How many nodes have some trait; a filter that concerns none of them is skipped. */
  unschedulable = 0;
  tainted = 0;
  /** Pods placed that have affinity rules. */
  podsWithAffinity = 0;
  /** What ImageLocality has worked out, by images; forgotten when a node's images or the nodes change. */
  readonly imageScores = new Map<string, readonly number[] | undefined>();
  /** Selectors of owners, read once. */
  readonly selectors = new WeakMap<object, Selector>();
  readonly #labelValues = new Map<string, readonly (string | undefined)[] | undefined>();
  /** Pending pods that were promised a node by preemption, by node name. */
  readonly nominated = new Map<string, Map<string, PodInfo>>();
  readonly #byName = new Map<string, NodeInfo>();
  readonly #counters = new Map<string, PodCounter>();
  /** That of the last pod, which is mostly the next pod's too. */
  #lastCounter: PodCounter | undefined;
  /** Requests of a pod with one container, by the resources that the pods of one template share. */
  readonly #requests = new WeakMap<object, Requests>();

  get(nodeName: string): NodeInfo | undefined {
    return this.#byName.get(nodeName);
  }

  setNode(node: Node, order: readonly string[]): void {
    const info = this.#ensure(node.metadata.name);
    const known = info.node;
    info.node = node;
    if (known?.metadata.labels !== node.metadata.labels) this.#labelValues.clear();
    if (known?.status?.images !== node.status?.images) this.imageScores.clear();
    if (known?.status?.allocatable !== node.status?.allocatable) {
      info.allocatable = amountsOf(node.status?.allocatable);
      info.allowedPods = quantityValue(String(node.status?.allocatable?.["pods"] ?? 0));
    }
    if (known === undefined || zoneOf(known) !== zoneOf(node)) this.#arrange(order);
    else if (known.spec !== node.spec) this.#countTraits();
  }

  removeNode(nodeName: string, order: readonly string[]): void {
    const info = this.#byName.get(nodeName);
    if (info === undefined) return;
    info.node = undefined;
    info.index = -1;
    if (info.pods.size === 0) this.#byName.delete(nodeName);
    this.#arrange(order);
  }

  requestsOf(pod: Pod): Requests {
    if (pod.spec.initContainers !== undefined || pod.spec.overhead !== undefined || pod.spec.resources !== undefined)
      return requestsOf(pod);
    const [only] = pod.spec.containers;
    // A container has its own mounts, but shares its resources and ports with those of the same template.
    if (only === undefined || pod.spec.containers.length > 1 || only.ports !== undefined) return requestsOf(pod);
    const known = this.#requests.get(only.resources);
    if (known !== undefined) return known;
    const requests = requestsOf(pod);
    this.#requests.set(only.resources, requests);
    return requests;
  }

  addPod(nodeName: string, pod: Pod): void {
    const { uid } = pod.metadata;
    const info = this.#ensure(nodeName);
    const podInfo: PodInfo = { pod, requests: this.requestsOf(pod) };
    info.pods.set(uid, podInfo);
    addAmounts(info.requested, podInfo.requests);
    info.scoredCpu += podInfo.requests.scoredCpu;
    info.scoredMemory += podInfo.requests.scoredMemory;
    if (podInfo.requests.hostPorts.length > 0) info.withHostPorts.set(uid, podInfo);
    if (hasPodAffinity(pod)) {
      info.withAffinity.set(uid, podInfo);
      this.podsWithAffinity++;
    }
    this.#count(info, pod, 1);
  }

  removePod(nodeName: string, { metadata: { uid } }: Pod): void {
    const info = this.#byName.get(nodeName);
    const podInfo = info?.pods.get(uid);
    if (info === undefined || podInfo === undefined) return;
    info.pods.delete(uid);
    addAmounts(info.requested, podInfo.requests, -1);
    info.scoredCpu -= podInfo.requests.scoredCpu;
    info.scoredMemory -= podInfo.requests.scoredMemory;
    info.withHostPorts.delete(uid);
    if (info.withAffinity.delete(uid)) this.podsWithAffinity--;
    this.#count(info, podInfo.pod, -1);
    if (info.node === undefined && info.pods.size === 0) this.#byName.delete(nodeName);
  }

  /** A placed pod changed: only what the sums rest on is counted anew. */
  replacePod(nodeName: string, pod: Pod): void {
    const known = this.#byName.get(nodeName)?.pods.get(pod.metadata.uid);
    if (known === undefined) return this.addPod(nodeName, pod);
    const before = known.pod;
    if (
      before.spec === pod.spec &&
      before.metadata.labels === pod.metadata.labels &&
      before.metadata.deletionTimestamp === pod.metadata.deletionTimestamp
    ) {
      known.pod = pod;
      return;
    }
    this.removePod(nodeName, pod);
    this.addPod(nodeName, pod);
  }

  /** The counter of a selector, made on first use. `matches` must rest on nothing else. */
  counter(namespace: string, selector: Selector, matches: (pod: Pod) => boolean): PodCounter {
    if (this.#lastCounter?.selector === selector && this.#lastCounter.namespace === namespace) return this.#lastCounter;
    const key = `${namespace} ${formatSelector(selector)}`;
    const known = this.#counters.get(key);
    if (known !== undefined) {
      this.#counters.delete(key);
      this.#counters.set(key, known);
      return (this.#lastCounter = known);
    }
    const counter: PodCounter = { namespace, selector, matches, counts: [] };
    for (const info of this.nodes) {
      let count = 0;
      for (const { pod } of info.pods.values()) if (isCounted(counter, pod)) count++;
      counter.counts[info.index] = count;
    }
    this.#counters.set(key, counter);
    this.#lastCounter = counter;
    if (this.#counters.size > COUNTERS_KEPT) this.#counters.delete(this.#counters.keys().next().value as string); // not empty
    return counter;
  }

  /** The nodes' values of one label, by `NodeInfo.index`; undefined when no node has it. */
  labelValues(key: string): readonly (string | undefined)[] | undefined {
    if (!this.#labelValues.has(key)) {
      const values = this.nodes.map(({ node }) => node?.metadata.labels?.[key]);
      this.#labelValues.set(key, values.some((value) => value !== undefined) ? values : undefined);
    }
    return this.#labelValues.get(key);
  }

  nominate(nodeName: string, pod: Pod): void {
    const there = this.nominated.get(nodeName) ?? new Map<string, PodInfo>();
    there.set(pod.metadata.uid, { pod, requests: this.requestsOf(pod) });
    this.nominated.set(nodeName, there);
  }

  dropNomination(nodeName: string, { metadata: { uid } }: Pod): void {
    const there = this.nominated.get(nodeName);
    if (there?.delete(uid) && there.size === 0) this.nominated.delete(nodeName);
  }

  #count(info: NodeInfo, pod: Pod, sign: 1 | -1): void {
    if (info.index < 0) return;
    for (const counter of this.#counters.values())
      if (isCounted(counter, pod)) counter.counts[info.index] = (counter.counts[info.index] ?? 0) + sign;
  }

  #ensure(name: string): NodeInfo {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const info: NodeInfo = {
      name,
      node: undefined,
      index: -1,
      allocatable: newAmounts(),
      allowedPods: 0,
      requested: newAmounts(),
      scoredCpu: 0,
      scoredMemory: 0,
      pods: new Map(),
      withAffinity: new Map(),
      withHostPorts: new Map(),
    };
    this.#byName.set(name, info);
    return info;
  }

  /** Round robin over the zones in order of first appearance (SCHA-3). */
  #arrange(order: readonly string[]): void {
    const zones = new Map<string, NodeInfo[]>();
    for (const name of order) {
      const info = this.#byName.get(name);
      if (info?.node === undefined) continue;
      const zone = zoneOf(info.node);
      const there = zones.get(zone);
      if (there === undefined) zones.set(zone, [info]);
      else there.push(info);
    }
    const nodes: NodeInfo[] = [];
    const lists = [...zones.values()];
    const longest = Math.max(0, ...lists.map((list) => list.length));
    for (let i = 0; i < longest; i++) for (const list of lists) if (list[i] !== undefined) nodes.push(list[i] as NodeInfo); // just looked
    nodes.forEach((info, index) => (info.index = index));
    this.nodes = nodes;
    this.#counters.clear();
    this.#lastCounter = undefined;
    this.imageScores.clear();
    this.#labelValues.clear();
    this.#countTraits();
  }

  #countTraits(): void {
    this.unschedulable = 0;
    this.tainted = 0;
    for (const { node } of this.nodes) {
      if (node?.spec?.unschedulable) this.unschedulable++;
      if ((node?.spec?.taints?.length ?? 0) > 0) this.tainted++;
    }
  }
}

function isCounted(counter: PodCounter, pod: Pod): boolean {
  return pod.metadata.namespace === counter.namespace && pod.metadata.deletionTimestamp === undefined && counter.matches(pod);
}

function zoneOf(node: Node): string {
  const labels = node.metadata.labels ?? {};
  return `${labels["topology.kubernetes.io/region"] ?? ""} ${labels["topology.kubernetes.io/zone"] ?? ""}`;
}

export function hasPodAffinity(pod: Pod): boolean {
  const affinity = pod.spec.affinity;
  return affinity?.podAffinity !== undefined || affinity?.podAntiAffinity !== undefined;
}
