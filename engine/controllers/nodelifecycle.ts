// Watches the nodes' heartbeats and says on the node, its pods and in taints when they stop: the node lifecycle
// controller (NLC-1 to NLC-28). The eviction that follows a NoExecute taint is `tainteviction.ts`.

import { ApiError } from "../api/apierror.ts";
import { deepEqual } from "../api/equal.ts";
import { keyOf, refOf, splitKey } from "../api/object.ts";
import { getCondition } from "../api/podstate.ts";
import { formatTime } from "../api/time.ts";
import type { Node, Pod } from "../api/types.generated.ts";
import type { Change, Client } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import type { EventRecorderState } from "../client/events.ts";
import { EventRecorder } from "../client/events.ts";
import type { WorkQueueState } from "../client/workqueue.ts";
import { WorkQueue } from "../client/workqueue.ts";
import type { Clock, Message } from "../sim/clock.ts";
import type { Part } from "../sim/part.ts";
import type { NodeHealth, ZoneState } from "./nodehealth.ts";
import {
  isReadySilent,
  isSilent,
  observeLease,
  observeNode,
  taintIntervalMs,
  withUnknownConditions,
  zoneOf,
  zoneStateOf,
} from "./nodehealth.ts";
import { hasTaint, NOT_READY, taintsOf, UNREACHABLE, withConditionTaints, withTaints } from "./nodetaints.ts";

const NAME = "node-controller";
const MONITOR_PERIOD_MS = 5000;
const TAINT_PERIOD_MS = 100;
const NODE_LEASES = "kube-node-lease";
const MONITOR = Object.freeze({ type: "monitor" });
const NONE: readonly Node[] = Object.freeze([]);
const EXCLUDED = "node.kubernetes.io/exclude-disruption";

interface Zone {
  state: ZoneState;
  /** Nodes that wait for their NoExecute taint. */
  queue: string[];
  /** Undefined: no node of the zone is tainted. */
  intervalMs: number | undefined;
  nextTaintAt: number;
}

/** What the monitor remembers of a node. */
interface KnownNode {
  uid: string;
  health: NodeHealth | undefined;
  /** Its pods still have to be marked not ready. */
  retryPods: boolean;
}

interface NodeLifecycleState {
  nodes: Map<string, KnownNode>;
  zones: Map<string, Zone>;
  isMonitoring: boolean;
  isTainting: boolean;
  taints: WorkQueueState;
  pods: WorkQueueState;
  events: EventRecorderState;
}

export class NodeLifecycleController implements Part {
  readonly name = NAME;
  readonly #clock: Clock;
  readonly #client: Client;
  readonly #taintQueue: WorkQueue;
  readonly #podQueue: WorkQueue;
  readonly #events: EventRecorder;
  #memory: Pick<NodeLifecycleState, "nodes" | "zones" | "isMonitoring" | "isTainting"> = {
    nodes: new Map(),
    zones: new Map(),
    isMonitoring: false,
    isTainting: false,
  };
  /** The nodes of the last round, when all were good and none has changed since. Not part of the state: it only saves work. */
  #good: readonly Node[] = NONE;

  constructor(context: PartContext) {
    const { clock, latency } = context;
    this.#clock = clock;
    this.#client = context.clientFor(NAME);
    this.#taintQueue = new WorkQueue({
      clock,
      latency,
      part: NAME,
      name: "taints",
      sync: (key, trigger) => this.#syncConditionTaints(key, trigger),
    });
    this.#podQueue = new WorkQueue({ clock, latency, part: NAME, name: "pods", sync: (key, trigger) => this.#syncPod(key, trigger) });
    this.#events = new EventRecorder(this.#client, clock, NAME);
    this.#client.watch("Node", (change) => this.#onNode(change));
    this.#client.watch("Pod", ({ object, old, cause }) => {
      const { nodeName } = object.spec;
      if (!nodeName || nodeName === old?.spec.nodeName) return;
      // Should a good node turn bad later, all its pods are looked at.
      const node = this.#client.get("Node", undefined, nodeName);
      if (node === undefined || readyStatus(node) !== "True") this.#podQueue.add(keyOf(object), cause);
    });
  }

  get state(): NodeLifecycleState {
    return { ...this.#memory, taints: this.#taintQueue.state, pods: this.#podQueue.state, events: this.#events.state };
  }
  set state({ taints, pods, events, ...memory }: NodeLifecycleState) {
    this.#memory = memory;
    this.#good = NONE;
    this.#taintQueue.state = taints;
    this.#podQueue.state = pods;
    this.#events.state = events;
  }

  handle(message: Message): void {
    if (message.type === "monitor") this.#monitorNodes();
    else if (message.type === "taint") this.#taintNodes();
    else if (!this.#taintQueue.handle(message)) this.#podQueue.handle(message);
  }

  #onNode({ type, object: node, old, cause }: Change<"Node">): void {
    this.#good = NONE;
    if (!this.#memory.isMonitoring) {
      this.#memory.isMonitoring = true;
      this.#clock.schedule(this.#clock.now, NAME, MONITOR);
    }
    if (type === "DELETED") return;
    const isNews =
      old === undefined ||
      !deepEqual(old.status.conditions, node.status.conditions) ||
      !deepEqual(old.spec, node.spec) ||
      !deepEqual(old.metadata.labels, node.metadata.labels);
    if (isNews) this.#taintQueue.add(node.metadata.name, cause);
  }

  /** Taints that follow the conditions, and the old labels that follow the new ones (NLC-20, NLC-27). */
  #syncConditionTaints(name: string, trigger: number | undefined): void {
    const node = this.#client.get("Node", undefined, name);
    if (node === undefined) return this.#taintQueue.forget(name);
    const now = this.#clock.now;
    this.#client.modify("Node", refOf(node), (present) => withConditionTaints(present, now), {
      rule: "node.taint-condition",
      saw: { node: name },
      trigger,
    });
    this.#client.modify("Node", refOf(node), withOldLabels, { rule: "node.labels", saw: { node: name }, trigger });
  }

  /** A pod that was bound to a node that is not ready is not ready either (NLC-10). */
  #syncPod(key: string, trigger: number | undefined): void {
    const { namespace, name } = splitKey(key);
    const pod = this.#client.get("Pod", namespace, name);
    if (pod === undefined) return this.#podQueue.forget(key);
    const node = this.#client.get("Node", undefined, pod.spec.nodeName ?? "");
    if (node !== undefined && readyStatus(node) !== "True") this.#markPodNotReady(pod, trigger);
  }

  /** The loop over all nodes, every 5 s (NLC-2). */
  #monitorNodes(): void {
    if (!this.#isQuiet()) this.#monitorAll();
    this.#memory.isMonitoring = this.#good.length > 0 || this.#client.list("Node")[Symbol.iterator]().next().done !== true;
    if (this.#memory.isMonitoring) this.#clock.schedule(this.#clock.now + MONITOR_PERIOD_MS, NAME, MONITOR);
  }

  /** Whether the nodes are those of the last round, all of them were good then, and none has fallen silent since. */
  #isQuiet(): boolean {
    const now = this.#clock.now;
    for (const { metadata } of this.#good) {
      const known = this.#memory.nodes.get(metadata.name);
      if (known?.health === undefined) return false;
      known.health = observeLease(known.health, this.#client.get("Lease", NODE_LEASES, metadata.name), now);
      if (isReadySilent(known.health, now)) return false;
    }
    return this.#good.length > 0;
  }

  #monitorAll(): void {
    const nodes = [...this.#client.list("Node")];
    this.#noteArrivals(nodes);
    const zones = new Map<string, string[]>();
    for (const node of nodes) {
      const present = this.#monitorNode(node);
      const statuses = zones.get(zoneOf(node)) ?? [];
      zones.set(zoneOf(node), statuses);
      if (node.metadata.labels?.[EXCLUDED] === undefined) statuses.push(readyStatus(present));
    }
    this.#handleDisruption(zones, nodes);
    this.#scheduleTainting();
    const present = [...this.#client.list("Node")];
    this.#good = present.every((node) => readyStatus(node) === "True") ? present : NONE;
  }

  /** NLC-12 */
  #noteArrivals(nodes: readonly Node[]): void {
    const { nodes: known } = this.#memory;
    const present = new Map(nodes.map((node) => [node.metadata.name, node]));
    for (const [name, { uid }] of known) {
      if (present.get(name)?.metadata.uid === uid) continue;
      known.delete(name);
      this.#nodeEvent(name, uid, "RemovingNode", `Node ${name} event: Removing Node ${name} from Controller`);
    }
    for (const [name, { metadata }] of present) {
      if (known.has(name)) continue;
      known.set(name, { uid: metadata.uid, health: undefined, retryPods: false });
      this.#nodeEvent(name, metadata.uid, "RegisteredNode", `Node ${name} event: Registered Node ${name} in Controller`);
    }
  }

  #nodeEvent(name: string, uid: string, reason: string, message: string): void {
    this.#events.event({ apiVersion: "v1", kind: "Node", name, uid }, "Normal", reason, message);
  }

  /** Looks at one node; gives it back as it is afterwards. */
  #monitorNode(node: Node): Node {
    const known = this.#memory.nodes.get(node.metadata.name);
    if (known === undefined) return node;
    const now = this.#clock.now;
    const { name, uid } = node.metadata;
    const lease = this.#client.get("Lease", NODE_LEASES, name);
    known.health = observeNode(known.health, node, lease, now);
    const before = readyStatus(node);
    let present = node;
    if (isSilent(known.health, node, now) && (before !== "Unknown" || getCondition(node.status.conditions, "Ready") === undefined)) {
      const silentSeconds = Math.round((now - known.health.probeAt) / 1000);
      const because = { rule: "node.not-ready", saw: { node: name, silentSeconds }, wanted: { withinSeconds: 50 } };
      present = this.#client.modify("Node", refOf(node), (stored) => withUnknownConditions(stored, now), because, "status") ?? node;
    }
    this.#queueNoExecute(present);
    const after = readyStatus(present);
    if (before === "True" && after !== "True") {
      this.#nodeEvent(name, uid, "NodeNotReady", `Node ${name} status is now: NodeNotReady`);
      this.#markPodsNotReady(known, name);
    } else if (known.retryPods && after !== "True") this.#markPodsNotReady(known, name);
    return present;
  }

  #markPodsNotReady(known: KnownNode, nodeName: string): void {
    known.retryPods = false;
    const pods = [...this.#client.podsOnNode(nodeName)]; // each write changes the index
    for (const pod of pods) {
      try {
        this.#markPodNotReady(pod, undefined);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        known.retryPods = true;
      }
    }
  }

  #markPodNotReady(pod: Pod, trigger: number | undefined): void {
    const ready = getCondition(pod.status.conditions, "Ready");
    if (ready === undefined || ready.status === "False") return;
    const { generation } = pod.metadata;
    const notReady = {
      ...ready,
      status: "False",
      lastTransitionTime: formatTime(this.#clock.now),
      ...(generation === undefined ? {} : { observedGeneration: generation }),
    };
    const change = (stored: Pod): Pod => ({
      ...stored,
      status: {
        ...stored.status,
        conditions: (stored.status.conditions ?? []).map((condition) => (condition.type === "Ready" ? notReady : condition)),
      },
    });
    this.#client.modify(
      "Pod",
      refOf(pod),
      change,
      { rule: "node.pod-not-ready", saw: { node: pod.spec.nodeName ?? "" }, trigger },
      "status",
    );
    this.#events.event(pod, "Warning", "NodeNotReady", "Node is not ready", { trigger });
  }

  /** Queues a node for its NoExecute taint, swaps one for the other at once, or takes both away (NLC-22). */
  #queueNoExecute(node: Node): void {
    const status = readyStatus(node);
    if (status === "True") return this.#markReachable(node);
    const [wanted, other] = noExecuteKeys(status);
    if (hasTaint(node, { key: other, effect: "NoExecute" })) return this.#taint(node, [wanted], [other], "node.taint-swap");
    if (hasTaint(node, { key: wanted, effect: "NoExecute" })) return;
    const { queue } = this.#zoneOf(node);
    if (!queue.includes(node.metadata.name)) queue.push(node.metadata.name);
  }

  #markReachable(node: Node): void {
    const zone = this.#zoneOf(node);
    zone.queue = zone.queue.filter((name) => name !== node.metadata.name);
    this.#taint(node, [], [UNREACHABLE, NOT_READY], "node.untaint");
  }

  #taint(node: Node, add: readonly string[], remove: readonly string[], rule: string): void {
    const change = (stored: Node): Node => withTaints(stored, taintsOf(add, "NoExecute"), taintsOf(remove, "NoExecute"), this.#clock.now);
    this.#client.modify("Node", refOf(node), change, { rule, saw: { node: node.metadata.name, ready: readyStatus(node) } });
  }

  #zoneOf(node: Node): Zone {
    const key = zoneOf(node);
    const present = this.#memory.zones.get(key);
    if (present !== undefined) return present;
    const zone: Zone = { state: "Initial", queue: [], intervalMs: taintIntervalMs("Initial", 1), nextTaintAt: 0 };
    this.#memory.zones.set(key, zone);
    return zone;
  }

  /** When every zone is down, the fault is more likely here: nobody is evicted (NLC-24 to NLC-26). */
  #handleDisruption(statuses: ReadonlyMap<string, readonly string[]>, nodes: readonly Node[]): void {
    const { zones } = this.#memory;
    for (const key of zones.keys()) if (!statuses.has(key)) zones.delete(key);
    const wereAllDown = [...zones.values()].every(({ state }) => state === "FullDisruption");
    const states = new Map([...statuses].map(([key, list]) => [key, zoneStateOf(list)]));
    const areAllDown = states.size > 0 && [...states.values()].every((state) => state === "FullDisruption");
    if (areAllDown && !wereAllDown) for (const node of nodes) this.#markReachable(node);
    if (wereAllDown && !areAllDown) this.#resetProbes();
    for (const [key, zone] of zones) {
      const state = states.get(key) ?? zone.state;
      const count = statuses.get(key)?.length ?? 0;
      if (areAllDown) zone.intervalMs = undefined;
      else if (wereAllDown || state !== zone.state) zone.intervalMs = taintIntervalMs(state, count);
      zone.state = state;
    }
  }

  #resetProbes(): void {
    for (const known of this.#memory.nodes.values())
      if (known.health !== undefined) known.health = { ...known.health, probeAt: this.#clock.now };
  }

  #scheduleTainting(): void {
    if (this.#memory.isTainting) return;
    const now = this.#clock.now;
    let dueAt: number | undefined;
    for (const { queue, intervalMs, nextTaintAt } of this.#memory.zones.values()) {
      if (queue.length === 0 || intervalMs === undefined) continue;
      const at = Math.max(now + TAINT_PERIOD_MS, nextTaintAt);
      if (dueAt === undefined || at < dueAt) dueAt = at;
    }
    if (dueAt === undefined) return;
    this.#memory.isTainting = true;
    this.#clock.schedule(dueAt, NAME, { type: "taint" });
  }

  /** One node of each zone whose turn it is. */
  #taintNodes(): void {
    this.#memory.isTainting = false;
    for (const zone of this.#memory.zones.values()) {
      if (zone.intervalMs === undefined || zone.nextTaintAt > this.#clock.now) continue;
      const name = zone.queue.shift();
      if (name === undefined) continue;
      zone.nextTaintAt = this.#clock.now + zone.intervalMs;
      const node = this.#client.get("Node", undefined, name);
      const status = node && readyStatus(node);
      if (node === undefined || status === undefined || status === "True") continue;
      const [wanted, other] = noExecuteKeys(status);
      this.#taint(node, [wanted], [other], "node.taint");
    }
    this.#scheduleTainting();
  }
}

function readyStatus(node: Node): string {
  return getCondition(node.status.conditions, "Ready")?.status ?? "Unknown";
}

/** The taint for that Ready status, and the one for the other. */
function noExecuteKeys(status: string): readonly [wanted: string, other: string] {
  return status === "False" ? [NOT_READY, UNREACHABLE] : [UNREACHABLE, NOT_READY];
}

/** NLC-27 */
function withOldLabels(node: Node): Node {
  const { labels = {} } = node.metadata;
  const copies = ["os", "arch"].flatMap((name): [string, string][] => {
    const value = labels[`kubernetes.io/${name}`];
    return value === undefined || labels[`beta.kubernetes.io/${name}`] === value ? [] : [[`beta.kubernetes.io/${name}`, value]];
  });
  return copies.length === 0 ? node : { ...node, metadata: { ...node.metadata, labels: { ...labels, ...Object.fromEntries(copies) } } };
}
