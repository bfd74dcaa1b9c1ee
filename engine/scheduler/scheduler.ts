// kube-scheduler: gives each pending pod a node, one pod a cycle (SCHQ, SCHA). This file takes note of what changes, runs
// the cycles and writes their outcome; `queue.ts` says who is next, `cycle.ts` finds the node, `plugins/` hold the rules.
// Left out on purpose: binding of claims, claimed devices, extenders, several profiles. A binding shows at once.

import { ApiError } from "../api/apierror.ts";
import { keyOf, refOf, splitKey } from "../api/object.ts";
import { formatTime } from "../api/time.ts";
import type { Pod } from "../api/types.generated.ts";
import type { Change, Client } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import { SeriesRecorder } from "../client/events.ts";
import type { Because, Facts } from "../sim/cause.ts";
import type { Message } from "../sim/clock.ts";
import type { Part } from "../sim/part.ts";
import { countReasons, fitErrorMessage, Search } from "./cycle.ts";
import type { Choice, Refused } from "./cycle.ts";
import type { ClusterEvent, ClusterView, Cycle, Plugin } from "./framework.ts";
import { withDisruption, withNomination, withUnschedulable } from "./podstatus.ts";
import { findPreemption } from "./plugins/preemption.ts";
import { DEFAULT_PROFILE } from "./profile.ts";
import { SchedulingQueue } from "./queue.ts";
import type { QueuedPod, QueueState } from "./queue.ts";
import { Snapshot } from "./snapshot.ts";

const NAME = "scheduler";
const SCHEDULER_NAME = "default-scheduler";
/** How long a cycle keeps the scheduler busy at most in the profile `lifelike`; at least a millisecond. */
const CYCLE_MS = 3;
const FLUSH_EVERY_MS = 30_000;
const NOTE_LIMIT = 1024;
/** Above that many nodes a cause does not list them one by one. */
const LISTED_NODES = 16;
const NO_NODES = "no nodes available to schedule pods";

const listeningTo = (type: ClusterEvent["type"]): ReadonlyMap<string, Plugin> =>
  new Map(DEFAULT_PROFILE.filter(({ events }) => events?.includes(type)).map((plugin) => [plugin.name, plugin]));
/** The plugins that an event may concern, by name. */
const LISTENING: Readonly<Record<ClusterEvent["type"], ReadonlyMap<string, Plugin>>> = {
  nodeAdded: listeningTo("nodeAdded"),
  nodeUpdated: listeningTo("nodeUpdated"),
  nodeDeleted: listeningTo("nodeDeleted"),
  podAssigned: listeningTo("podAssigned"),
  assignedPodUpdated: listeningTo("assignedPodUpdated"),
  assignedPodDeleted: listeningTo("assignedPodDeleted"),
  podUpdated: listeningTo("podUpdated"),
  claimChanged: listeningTo("claimChanged"),
};

interface SchedulerState {
  queue: QueueState;
  recorder: SeriesRecorder["state"];
  /** Nodes in the order in which they came. */
  nodeOrder: string[];
  /** Where the next search starts (SCHA-4). */
  searchFrom: number;
  cycle: { dueAt: number; timer: number } | undefined;
  busyUntil: number;
  flushPending: boolean;
}

/** What a failed cycle does about the node that the pod was promised: a pod without a candidate loses it (SCHP-8). */
type Nomination = "keep" | "clear" | { readonly node: string };

export class Scheduler implements Part {
  readonly name = NAME;
  readonly #context: PartContext;
  readonly #client: Client;
  readonly #queue: SchedulingQueue;
  readonly #recorder: SeriesRecorder;
  readonly #search: Search;
  readonly #view: ClusterView;
  #own: Omit<SchedulerState, "queue" | "recorder"> = { nodeOrder: [], searchFrom: 0, cycle: undefined, busyUntil: 0, flushPending: false };
  /** Built from the API objects when first needed, and again after a restore. */
  #snapshot: Snapshot | undefined;

  constructor(context: PartContext) {
    this.#context = context;
    const client = context.clientFor(SCHEDULER_NAME);
    this.#client = client;
    this.#queue = new SchedulingQueue(context.clock);
    this.#recorder = new SeriesRecorder(client, context.clock, SCHEDULER_NAME);
    this.#search = new Search(DEFAULT_PROFILE, context.random);
    this.#view = {
      services: (namespace) => client.list("Service", namespace),
      namespace: (name) => client.get("Namespace", undefined, name),
      claim: (namespace, name) => client.get("PersistentVolumeClaim", namespace, name),
      owner: (kind, namespace, name) => client.get(kind, namespace, name),
    };
    client.watch("Pod", (change) => this.#podChanged(change));
    client.watch("Node", (change) => this.#nodeChanged(change));
    client.watch("PersistentVolumeClaim", ({ type, object: claim, cause }) => {
      if (type !== "DELETED") this.#tell({ type: "claimChanged", claim }, cause);
    });
  }

  get state(): SchedulerState {
    return { ...this.#own, queue: this.#queue.state, recorder: this.#recorder.state };
  }
  set state({ queue, recorder, ...own }: SchedulerState) {
    this.#queue.state = queue;
    this.#recorder.state = recorder;
    this.#own = own;
    this.#snapshot = undefined;
  }

  handle(message: Message): void {
    if (message.type === "cycle") {
      this.#own.cycle = undefined;
      this.#runCycle();
      this.#planNext();
    } else if (message.type === "flush") {
      this.#own.flushPending = false;
      this.#queue.moveLeftOver();
      this.#planFlush();
      this.#planNext();
    }
  }

  // ---- what changes ----

  #podChanged(change: Change<"Pod">): void {
    const { object: pod, old } = change;
    const gone = change.type === "DELETED" || isFinished(pod);
    const wasThere = old !== undefined && !isFinished(old);
    const before = wasThere ? old : undefined;
    if (pod.spec.nodeName) this.#placedPodChanged(pod, before, gone, change.cause);
    else this.#pendingPodChanged(pod, before, gone, change.cause);
  }

  #placedPodChanged(pod: Pod, before: Pod | undefined, gone: boolean, cause: number): void {
    const nodeName = pod.spec.nodeName ?? "";
    if (gone) {
      if (before === undefined) return;
      this.#snapshot?.removePod(nodeName, pod);
      this.#tell({ type: "assignedPodDeleted", pod }, cause);
    } else if (before?.spec.nodeName) {
      this.#snapshot?.replacePod(nodeName, pod);
      if (before.spec !== pod.spec || before.metadata.labels !== pod.metadata.labels)
        this.#tell({ type: "assignedPodUpdated", pod, old: before }, cause);
    } else {
      this.#queue.delete(keyOf(pod));
      if (before?.status?.nominatedNodeName) this.#snapshot?.dropNomination(before.status.nominatedNodeName, pod);
      this.#snapshot?.addPod(nodeName, pod);
      this.#tell({ type: "podAssigned", pod }, cause);
    }
  }

  #pendingPodChanged(pod: Pod, before: Pod | undefined, gone: boolean, cause: number): void {
    const key = keyOf(pod);
    const nominated = gone ? undefined : pod.status?.nominatedNodeName;
    const wasNominated = before?.status?.nominatedNodeName;
    if (wasNominated && wasNominated !== nominated) this.#snapshot?.dropNomination(wasNominated, pod);
    if (nominated) this.#snapshot?.nominate(nominated, pod);
    if (gone) return this.#queue.delete(key);
    if ((pod.spec.schedulerName ?? SCHEDULER_NAME) !== SCHEDULER_NAME) return;
    const queued = this.#queue.get(key);
    const gated = (pod.spec.schedulingGates?.length ?? 0) > 0;
    if (queued === undefined) this.#queue.add(key, pod.spec.priority ?? 0, gated, cause);
    else if (queued.place === "gated" && !gated) this.#queue.activate(key, cause);
    else if (before !== undefined && (before.spec !== pod.spec || before.metadata.labels !== pod.metadata.labels))
      this.#tell({ type: "podUpdated", pod, old: before }, cause, [queued]);
    else return;
    this.#wake("scheduler");
  }

  #nodeChanged({ type, object: node, old, cause }: Change<"Node">): void {
    const { name } = node.metadata;
    const order = this.#own.nodeOrder;
    if (type === "DELETED") {
      this.#own.nodeOrder = order.filter((other) => other !== name);
      this.#snapshot?.removeNode(name, this.#own.nodeOrder);
      this.#tell({ type: "nodeDeleted", node }, cause);
    } else if (type === "ADDED" || old === undefined) {
      order.push(name);
      this.#snapshot?.setNode(node, order);
      this.#tell({ type: "nodeAdded", node }, cause);
    } else {
      this.#snapshot?.setNode(node, order);
      const matters =
        old.spec !== node.spec || old.metadata.labels !== node.metadata.labels || old.status?.allocatable !== node.status?.allocatable;
      if (matters) this.#tell({ type: "nodeUpdated", node, old }, cause);
    }
  }

  /** Moves the waiting pods that the event may help (SCHQ-10). */
  #tell(event: ClusterEvent, cause: number, candidates?: readonly QueuedPod[]): void {
    const listening = LISTENING[event.type];
    if (!this.#queue.awaits(listening.keys())) return;
    const helps = ({ key }: QueuedPod, name: string): boolean => {
      const plugin = listening.get(name);
      const pod = plugin && this.#podOf(key);
      return pod !== undefined && plugin?.hint?.(event, pod, this.#newCycle(pod)) === true;
    };
    this.#queue.moveFor(helps, cause, candidates);
    this.#wake("request");
  }

  // ---- when ----

  /** A new pod's way to its binding was measured as a whole (LT-6); a waiting pod is looked at as soon as the event is known. */
  #wake(step: "scheduler" | "request"): void {
    if (this.#own.cycle !== undefined || !this.#queue.hasReady()) return;
    this.#planCycle(this.#context.clock.now + this.#context.latency.draw(step));
  }

  #planNext(): void {
    if (this.#queue.hasReady()) return this.#planCycle(this.#own.busyUntil);
    const errorAt = this.#queue.nextErrorAt();
    if (errorAt !== undefined) this.#planCycle(errorAt);
  }

  #planCycle(at: number): void {
    const { clock } = this.#context;
    const dueAt = Math.max(at, this.#own.busyUntil);
    if (this.#own.cycle !== undefined) {
      if (this.#own.cycle.dueAt <= dueAt) return;
      clock.cancel(this.#own.cycle.timer);
    }
    this.#own.cycle = { dueAt, timer: clock.schedule(dueAt, NAME, { type: "cycle" }) };
  }

  #planFlush(): void {
    if (this.#own.flushPending) return;
    const at = this.#queue.leftOverAt();
    if (at === undefined) return;
    this.#own.flushPending = true;
    this.#context.clock.schedule((Math.floor(at / FLUSH_EVERY_MS) + 1) * FLUSH_EVERY_MS, NAME, { type: "flush" });
  }

  // ---- a cycle ----

  #runCycle(): void {
    const { clock, latency, random } = this.#context;
    const queued = this.#queue.pop();
    if (queued === undefined) return;
    this.#own.busyUntil = clock.now + (latency.profile === "none" ? 0 : 1 + random.below(CYCLE_MS));
    const pod = this.#podOf(queued.key);
    if (pod === undefined || pod.spec.nodeName) return this.#queue.delete(queued.key);
    if (pod.metadata.deletionTimestamp !== undefined) {
      this.#queue.delete(queued.key);
      return this.#say(pod, "Warning", "FailedScheduling", "Scheduling", `skip schedule deleting pod: ${queued.key}`, queued.trigger);
    }
    try {
      this.#schedule(queued, pod);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#failed(queued, pod, error.message, "SchedulerError");
    }
  }

  #schedule(queued: QueuedPod, pod: Pod): void {
    const cycle = this.#newCycle(pod);
    const nodes = cycle.snapshot.nodes.length;
    if (nodes === 0) return this.#failed(queued, pod, NO_NODES, "Unschedulable");
    const { choice, examined } = this.#search.run(cycle, this.#own.searchFrom % nodes);
    this.#own.searchFrom = (this.#own.searchFrom + examined) % nodes;
    if (choice.type === "chosen") this.#bind(queued, pod, choice, nodes);
    else this.#reject(queued, cycle, choice);
  }

  #bind(queued: QueuedPod, pod: Pod, choice: Choice & { type: "chosen" }, of: number): void {
    const node = choice.node.name;
    const { feasible, score, scores, nodes, refused } = choice;
    const few = of <= LISTED_NODES;
    const saw: Facts = {
      feasible,
      of,
      score,
      ...(few && scores.length > 0 ? { scores: nodes.map(({ name }, i) => `${name} ${scores[i]}`).join(", ") } : {}),
      ...(few && refused.length > 0 ? { refused: listRefused(refused) } : {}),
    };
    this.#client.bind(pod, node, { rule: "scheduler.bind", saw, wanted: { node }, trigger: queued.trigger });
    this.#say(pod, "Normal", "Scheduled", "Binding", `Successfully assigned ${queued.key} to ${node}`, queued.trigger);
  }

  #reject(queued: QueuedPod, cycle: Cycle, choice: Exclude<Choice, { type: "chosen" }>): void {
    const { pod } = cycle;
    const nodes = cycle.snapshot.nodes.length;
    if (choice.type === "rejected") {
      // Without its state the plugin for claimed devices says `not found`, and preemption is not run (SCHE-1b).
      const message = `0/${nodes} nodes are available: ${choice.message}. not found`;
      this.#patchFailure(pod, message, "Unschedulable", queued.trigger, { of: nodes }, "keep");
      return this.#wait(queued, [choice.plugin]);
    }
    const { refused, leftOut, leftOutReason } = choice;
    const preemption = findPreemption(cycle, refused, this.#search, this.#context.random, [...this.#client.list("PodDisruptionBudget")]);
    const base = fitErrorMessage(nodes, countReasons(refused, leftOut, leftOutReason));
    const found = preemption.type === "found";
    const message = found ? base : `${base} no new claims to deallocate, preemption: ${preemption.message}`;
    const nomination: Nomination = found ? { node: preemption.node.name } : preemption.type === "hopeless" ? "clear" : "keep";
    const saw: Facts = { of: nodes, ...(nodes <= LISTED_NODES && refused.length > 0 ? { refused: listRefused(refused) } : {}) };
    this.#patchFailure(pod, message, "Unschedulable", queued.trigger, saw, nomination);
    this.#wait(queued, [...new Set(refused.map(({ plugin }) => plugin)), ...(leftOut > 0 ? ["NodeAffinity"] : [])]);
    if (found) this.#evict(pod, preemption.node.name, preemption.victims, queued.trigger);
  }

  #wait(queued: QueuedPod, rejectedBy: readonly string[]): void {
    if (this.#queue.get(queued.key) !== queued) return; // gone meanwhile
    this.#queue.reject(queued, [...new Set(rejectedBy)]);
    this.#planFlush();
  }

  #failed(queued: QueuedPod, pod: Pod, message: string, reason: "SchedulerError" | "Unschedulable"): void {
    if (this.#queue.get(queued.key) !== queued) return;
    this.#patchFailure(pod, message, reason, queued.trigger, {}, "clear");
    this.#queue.fail(queued);
  }

  /** The event comes before the condition (SCHE-4). */
  #patchFailure(pod: Pod, message: string, reason: string, trigger: number | undefined, saw: Facts, nomination: Nomination): void {
    this.#say(pod, "Warning", "FailedScheduling", "Scheduling", message, trigger);
    const because: Because = {
      rule: "scheduler.unschedulable",
      saw: { ...saw, message },
      ...(typeof nomination === "object" ? { wanted: nomination } : {}),
      trigger,
    };
    const change = (now: Pod): Pod => {
      const told = withUnschedulable(now, reason, message, formatTime(this.#context.clock.now));
      return nomination === "keep" ? told : withNomination(told, nomination === "clear" ? undefined : nomination.node);
    };
    this.#client.modify("Pod", refOf(pod), change, because, "status");
  }

  // ---- preemption ----

  #evict(pod: Pod, node: string, victims: readonly Pod[], trigger: number | undefined): void {
    for (const victim of victims) {
      const { namespace, name } = victim.metadata;
      const because: Because = {
        rule: "scheduler.preempt",
        saw: { priority: victim.spec.priority ?? 0 },
        wanted: { pod: keyOf(pod), priority: pod.spec.priority ?? 0, node },
        trigger,
      };
      try {
        this.#client.modify("Pod", refOf(victim), (now) => withDisruption(now, formatTime(this.#context.clock.now)), because, "status");
        if (victim.metadata.deletionTimestamp === undefined) this.#client.delete("Pod", namespace, name, {}, because);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error; // a victim that is gone already is no loss
      }
      this.#say(victim, "Normal", "Preempted", "Preempting", `Preempted by pod ${pod.metadata.uid} on node ${node}`, trigger);
    }
    this.#clearLowerNominations(pod, node, trigger);
  }

  #clearLowerNominations(pod: Pod, node: string, trigger: number | undefined): void {
    const others = [...(this.#snapshot?.nominated.get(node)?.values() ?? [])];
    for (const { pod: other } of others) {
      if ((other.spec.priority ?? 0) >= (pod.spec.priority ?? 0)) continue;
      this.#client.modify(
        "Pod",
        refOf(other),
        (now) => withNomination(now, undefined),
        { rule: "scheduler.unnominate", wanted: { node, pod: keyOf(pod) }, trigger },
        "status",
      );
    }
  }

  // ---- small things ----

  #say(pod: Pod, type: "Normal" | "Warning", reason: string, action: string, message: string, trigger: number | undefined): void {
    const note = message.length > NOTE_LIMIT ? `${message.slice(0, NOTE_LIMIT - 4)} ...` : message;
    this.#recorder.event(pod, undefined, type, reason, action, note, trigger);
  }

  #podOf(key: string): Pod | undefined {
    const { namespace, name } = splitKey(key);
    return this.#client.get("Pod", namespace, name);
  }

  #newCycle(pod: Pod): Cycle {
    const snapshot = (this.#snapshot ??= this.#buildSnapshot());
    return { pod, requests: snapshot.requestsOf(pod), snapshot, view: this.#view };
  }

  #buildSnapshot(): Snapshot {
    const snapshot = new Snapshot();
    for (const node of this.#client.list("Node")) snapshot.setNode(node, this.#own.nodeOrder);
    for (const pod of this.#client.list("Pod")) {
      if (isFinished(pod)) continue;
      if (pod.spec.nodeName) snapshot.addPod(pod.spec.nodeName, pod);
      else if (pod.status?.nominatedNodeName) snapshot.nominate(pod.status.nominatedNodeName, pod);
    }
    return snapshot;
  }
}

function isFinished(pod: Pod): boolean {
  return pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
}

function listRefused(refused: readonly Refused[]): string {
  return refused.map(({ node, refusal }) => `${node.name}: ${refusal.reasons.join(", ")}`).join("; ");
}
