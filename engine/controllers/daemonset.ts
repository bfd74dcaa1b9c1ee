// One pod on each node that qualifies: the DaemonSet controller (DS-1 to DS-61). Its pods are placed by the scheduler,
// each held to its node by affinity. Left out on purpose: expectations (EXP), which guard against stale caches.

import { ApiError } from "../api/apierror.ts";
import { deepEqual } from "../api/equal.ts";
import { isBeingDeleted, keyOf, splitKey } from "../api/object.ts";
import { isPodReady } from "../api/podstate.ts";
import { formatSelector, matchesSelector, selectorOf } from "../api/selector.ts";
import type { DaemonSet, Node, Pod } from "../api/types.generated.ts";
import type { Change, Client } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import type { EventRecorderState } from "../client/events.ts";
import { EventRecorder } from "../client/events.ts";
import type { WorkQueueState } from "../client/workqueue.ts";
import { WorkQueue } from "../client/workqueue.ts";
import type { Clock, Message } from "../sim/clock.ts";
import type { Part } from "../sim/part.ts";
import type { BackoffEntry } from "./backoff.ts";
import { nextBackoff, remainingBackoffMs, sweepBackoff } from "./backoff.ts";
import { claimObjects, controlledPods } from "./controllerref.ts";
import type { NodeVerdict } from "./daemonnode.ts";
import { daemonTemplate, isNodeChangeOfInterest, judgeNode, newDaemonPod, nodeOfDaemonPod, REVISION_HASH_LABEL } from "./daemonnode.ts";
import type { PodsByNode, PodToDrop } from "./daemonpods.ts";
import { calculateDaemonStatus, planNode, podsByNode, podsOfMissingNodes } from "./daemonpods.ts";
import { cleanUpHistory, constructHistory } from "./daemonrevision.ts";
import { planRollout } from "./daemonrollout.ts";
import { enqueueOwners, ownerOf } from "./podevents.ts";
import { attempt, PodControl, slowStart } from "./pods.ts";

const NAME = "daemonset-controller";
/** The most creates, and the most deletes, of one sync (DS-38). */
const BURST = 250;

interface DaemonSetControllerState {
  queue: WorkQueueState;
  nodes: WorkQueueState;
  events: EventRecorderState;
  /** When failed pods were last killed, by set, generation and node (DS-35). */
  failedPods: Map<string, BackoffEntry>;
}

/** What one sync knows of its set. */
interface Sync {
  readonly set: DaemonSet;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly verdicts: ReadonlyMap<string, NodeVerdict>;
  readonly hash: string;
  readonly trigger: number | undefined;
}

interface NodeToFill {
  readonly node: string;
  readonly why: string;
}

export class DaemonSetController implements Part {
  readonly name = NAME;
  readonly #clock: Clock;
  readonly #client: Client;
  readonly #queue: WorkQueue;
  readonly #nodeQueue: WorkQueue;
  readonly #events: EventRecorder;
  readonly #pods: PodControl;
  #failedPods = new Map<string, BackoffEntry>();

  constructor(context: PartContext) {
    const { clock, latency } = context;
    this.#clock = clock;
    this.#client = context.clientFor(NAME);
    this.#queue = new WorkQueue({ clock, latency, part: NAME, step: "daemonset", sync: (key, trigger) => this.#sync(key, trigger) });
    this.#nodeQueue = new WorkQueue({ clock, latency, part: NAME, name: "nodes", sync: (key, trigger) => this.#syncNode(key, trigger) });
    this.#events = new EventRecorder(this.#client, clock, NAME);
    this.#pods = new PodControl(this.#client, this.#events);
    this.#client.watch("DaemonSet", (change) => this.#queue.add(keyOf(change.object), change.cause));
    this.#client.watch("ControllerRevision", (change) => this.#onRevision(change));
    this.#client.watch("Pod", (change) => this.#onPod(change));
    this.#client.watch("Node", (change) => this.#onNode(change));
  }

  get state(): DaemonSetControllerState {
    return { queue: this.#queue.state, nodes: this.#nodeQueue.state, events: this.#events.state, failedPods: this.#failedPods };
  }
  set state(state: DaemonSetControllerState) {
    this.#queue.state = state.queue;
    this.#nodeQueue.state = state.nodes;
    this.#events.state = state.events;
    this.#failedPods = state.failedPods;
  }

  handle(message: Message): void {
    if (!this.#queue.handle(message)) this.#nodeQueue.handle(message);
  }

  #onPod(change: Change<"Pod">): void {
    const events = { client: this.#client, queue: this.#queue, ownerKind: "DaemonSet" as const, matches: matchesSet };
    const set = enqueueOwners(events, change);
    const { object: pod, old, cause } = change;
    if (set === undefined || old === undefined || isPodReady(old) || !isPodReady(pod)) return;
    const seconds = set.spec.minReadySeconds ?? 0;
    if (seconds > 0) this.#queue.addAfter(keyOf(set), (seconds + 1) * 1000, cause); // DS-2
  }

  /** The set made its own revisions itself, so that a new one is no news (DS-1). */
  #onRevision(change: Change<"ControllerRevision">): void {
    const events = { client: this.#client, queue: this.#queue, ownerKind: "DaemonSet" as const };
    if (change.type === "ADDED" && ownerOf(events, change.object) !== undefined) return;
    enqueueOwners({ ...events, matches: matchesSet }, change);
  }

  #onNode({ type, object: node, old, cause }: Change<"Node">): void {
    if (type === "DELETED" || (old !== undefined && !isNodeChangeOfInterest(old, node))) return;
    this.#nodeQueue.add(node.metadata.name, cause);
  }

  /** Queues the sets for which the node calls for a change (DS-4). */
  #syncNode(name: string, trigger: number | undefined): void {
    const node = this.#client.get("Node", undefined, name);
    if (node === undefined) return this.#nodeQueue.forget(name);
    for (const set of this.#client.list("DaemonSet")) {
      const { shouldRun, shouldContinue } = judgeNode(daemonTemplate(set.spec.template).spec, node);
      const hasPod = this.#hasPodOn(set, name);
      const concerns = (shouldRun && !hasPod) || (!shouldContinue && hasPod) || (hasPod && set.status.numberMisscheduled > 0);
      if (concerns) this.#queue.add(keyOf(set), trigger);
    }
  }

  #hasPodOn(set: DaemonSet, node: string): boolean {
    for (const pod of controlledPods(this.#client, set)) if (nodeOfDaemonPod(pod) === node) return true;
    return false;
  }

  #sync(key: string, trigger: number | undefined): void {
    const { namespace, name } = splitKey(key);
    const set = this.#client.get("DaemonSet", namespace, name);
    if (set === undefined) return this.#queue.forget(key);
    if ((selectorOf(set.spec.selector) ?? []).length === 0) {
      this.#events.event(set, "Warning", "SelectingAll", "This daemon set is selecting all pods. A non-empty selector is required.", {
        trigger,
      });
      return;
    }
    if (isBeingDeleted(set)) return; // its pods are the garbage collector's, and it says no more about itself (DS-30)
    const nodes = new Map<string, Node>();
    for (const node of this.#client.list("Node")) nodes.set(node.metadata.name, node);
    const { spec } = daemonTemplate(set.spec.template);
    const verdicts = new Map([...nodes].map(([nodeName, node]) => [nodeName, judgeNode(spec, node)]));
    const { current, old } = constructHistory(this.#client, set, this.#claimPods(set, trigger), trigger);
    const sync: Sync = { set, nodes, verdicts, hash: current.metadata.labels?.[REVISION_HASH_LABEL] ?? "", trigger };
    const error = this.#update(sync);
    if (error === undefined) cleanUpHistory(this.#client, set, old, this.#claimPods(set, trigger), trigger);
    this.#writeStatus(sync);
    if (error !== undefined) throw error;
  }

  /** All pods are claimed, finished ones too (DS-23). */
  #claimPods(set: DaemonSet, trigger: number | undefined): Pod[] {
    const candidates = [...controlledPods(this.#client, set), ...this.#client.unowned("Pod", set.metadata.namespace ?? "")];
    const saw = { set: keyOf(set), selector: formatSelector(selectorOf(set.spec.selector) ?? []) };
    const matches = (pod: Pod): boolean => matchesSet(set, pod);
    return claimObjects({ client: this.#client, kind: "Pod", owner: set, matches, rule: "daemonset", saw, trigger }, candidates);
  }

  /** Puts right what is missing or too much; only when nothing was, the rolling update goes on (DS-30, DS-31). */
  #update(sync: Sync): ApiError | undefined {
    const pods = podsByNode(this.#claimPods(sync.set, sync.trigger));
    const { fill, drop } = this.#planManage(sync, pods);
    if (fill.length + drop.length > 0) return this.#syncNodes(sync, fill, drop);
    if (sync.set.spec.updateStrategy.type !== "RollingUpdate") return undefined;
    const plan = planRollout({ ...sync, pods, now: this.#clock.now });
    return this.#syncNodes(
      sync,
      plan.surge.map((node) => ({ node, why: "surge" })),
      plan.drop,
    );
  }

  #planManage(sync: Sync, pods: PodsByNode): { fill: NodeToFill[]; drop: PodToDrop[] } {
    const fill: NodeToFill[] = [];
    const drop: PodToDrop[] = [];
    for (const [node, verdict] of sync.verdicts) {
      const plan = planNode(sync.set, verdict, pods.get(node), sync.hash, this.#clock.now);
      if (plan.create) fill.push({ node, why: "no pod" });
      drop.push(...plan.drop, ...this.#endedPods(sync, node, plan.failed, plan.succeeded));
    }
    return { fill, drop: [...drop, ...podsOfMissingNodes(pods, sync.nodes)] };
  }

  /** Failed pods are killed with growing pauses, so that a hopeless one does not come and go all the time (DS-33, DS-35). */
  #endedPods({ set, trigger }: Sync, node: string, failed: readonly Pod[], succeeded: readonly Pod[]): PodToDrop[] {
    const drop: PodToDrop[] = [];
    for (const pod of failed) {
      const key = `${set.metadata.uid}/${set.status.observedGeneration ?? 0}/${node}`;
      const rest = remainingBackoffMs(this.#failedPods.get(key), this.#clock.now);
      if (rest !== undefined) {
        this.#queue.addAfter(keyOf(set), rest, trigger);
        continue;
      }
      sweepBackoff(this.#failedPods, this.#clock.now);
      this.#failedPods.set(key, nextBackoff(this.#failedPods.get(key), this.#clock.now));
      this.#events.event(set, "Warning", "FailedDaemonPod", `Found failed daemon pod ${keyOf(pod)} on node ${node}, will try to kill it`, {
        trigger,
      });
      drop.push({ pod, why: "failed" });
    }
    for (const pod of succeeded) {
      this.#events.event(
        set,
        "Normal",
        "SucceededDaemonPod",
        `Found succeeded daemon pod ${keyOf(pod)} on node ${node}, will try to delete it`,
        { trigger },
      );
      drop.push({ pod, why: "succeeded" });
    }
    return drop;
  }

  /** Creates first, then deletes, also when creating failed (DS-38). */
  #syncNodes({ set, hash, trigger }: Sync, fill: readonly NodeToFill[], drop: readonly PodToDrop[]): ApiError | undefined {
    const template = daemonTemplate(set.spec.template);
    const failure = slowStart(Math.min(fill.length, BURST), (index) => {
      const { node, why } = fill[index] as NodeToFill; // index is below fill.length
      this.#pods.create(set, newDaemonPod(set, template, hash, node), { rule: "daemonset.create", saw: { node, why }, trigger });
    });
    const errors = failure === undefined ? [] : [failure];
    for (const { pod, why } of drop.slice(0, BURST)) {
      const because = { rule: "daemonset.delete", saw: { node: nodeOfDaemonPod(pod) ?? "", why }, trigger };
      attempt(() => this.#pods.delete(set, pod, because), errors);
    }
    return errors[0];
  }

  #writeStatus({ set: seen, verdicts, hash, trigger }: Sync): void {
    const set = this.#client.get("DaemonSet", seen.metadata.namespace, seen.metadata.name);
    if (set === undefined) return;
    const pods = podsByNode(controlledPods(this.#client, set));
    const status = calculateDaemonStatus(set, verdicts, pods, hash, this.#clock.now);
    const { desiredNumberScheduled: desired, numberReady: ready, numberAvailable: available = 0 } = status;
    if (!deepEqual(status, set.status)) {
      this.#client.updateStatus("DaemonSet", { ...set, status }, { rule: "daemonset.status", saw: { desired, ready, available }, trigger });
    }
    const minReady = set.spec.minReadySeconds ?? 0;
    if (minReady > 0 && ready !== available) this.#queue.addAfter(keyOf(set), minReady * 1000, trigger); // DS-41
  }
}

function matchesSet(set: DaemonSet, object: { readonly metadata: Pod["metadata"] }): boolean {
  const selector = selectorOf(set.spec.selector);
  return selector !== undefined && selector.length > 0 && matchesSelector(selector, object.metadata.labels);
}
