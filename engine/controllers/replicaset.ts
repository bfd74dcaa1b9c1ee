// Keeps as many pods as a set asks for: the ReplicaSet controller, and through an adapter the ReplicationController's,
// as in Kubernetes (RS-1 to RS-45, RC-1 to RC-6). Left out on purpose: expectations and the consistency check (EXP,
// GEN-13), which guard against stale caches; a sync here reads the present state.

import { ApiError } from "../api/apierror.ts";
import { deepEqual } from "../api/equal.ts";
import { controllerOf, isBeingDeleted, keyOf, splitKey } from "../api/object.ts";
import { isPodActive, isPodReady } from "../api/podstate.ts";
import type { Selector } from "../api/selector.ts";
import { formatSelector, matchesSelector, selectorOf, selectorOfMap } from "../api/selector.ts";
import type { Pod, PodTemplateSpec, ReplicaSet, ReplicaSetStatus, ReplicationController } from "../api/types.generated.ts";
import type { Change, Client } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import type { EventRecorderState } from "../client/events.ts";
import { EventRecorder } from "../client/events.ts";
import type { WorkQueueState } from "../client/workqueue.ts";
import { WorkQueue } from "../client/workqueue.ts";
import type { Clock, Message } from "../sim/clock.ts";
import type { Part } from "../sim/part.ts";
import { claimObjects, controlledPods } from "./controllerref.ts";
import { enqueueOwners, type OwnerEvents } from "./podevents.ts";
import { attempt, newPodFromTemplate, PodControl, slowStart } from "./pods.ts";
import type { Failure, ReplicaPods } from "./replicastatus.ts";
import { calculateStatus, isTerminatingReplica, nextAvailabilityCheckMs, withFailureOf } from "./replicastatus.ts";
import { choosePodsToDelete, type PodToDelete } from "./scaledown.ts";

/** The most creates, or deletes, of one sync (RS-15). */
const BURST = 500;
/** The most of them in one happening, so that nothing waits long for a large sync; batches of the slow start are no larger. */
const BATCH = 64;

type ReplicaOwner = ReplicaSet | ReplicationController;

/** What the two kinds do differently. */
interface ReplicaAdapter {
  readonly kind: "ReplicaSet" | "ReplicationController";
  readonly actor: string;
  /** Undefined, like the empty one, selects nothing (SEL-15). */
  selector(owner: ReplicaOwner): Selector | undefined;
  readonly reportsTerminating: boolean;
}

export const REPLICA_SET: ReplicaAdapter = {
  kind: "ReplicaSet",
  actor: "replicaset-controller",
  selector: (owner) => (owner.kind === "ReplicaSet" ? selectorOf(owner.spec.selector) : undefined),
  reportsTerminating: true,
};

export const REPLICATION_CONTROLLER: ReplicaAdapter = {
  kind: "ReplicationController",
  actor: "replication-controller",
  selector: (owner) => (owner.kind === "ReplicationController" ? selectorOfMap(owner.spec.selector) : undefined),
  reportsTerminating: false, // RC-3
};

/** What is left to do of a large sync, in the same instant. */
interface Burst {
  /** As the sync has read it: the rest is dropped when another spec is wanted by now. */
  readonly owner: ReplicaOwner;
  readonly have: number;
  readonly creates: number;
  readonly victims: readonly PodToDelete[];
  /** To be written at the end. */
  readonly status: ReplicaSetStatus;
  readonly trigger: number | undefined;
}
interface BurstMessage extends Message {
  readonly type: "burst";
  readonly key: string;
}

interface ReplicaSetControllerState {
  queue: WorkQueueState;
  events: EventRecorderState;
  bursts: Map<string, Burst>;
}

export class ReplicaSetController implements Part {
  readonly name: string;
  readonly #adapter: ReplicaAdapter;
  readonly #clock: Clock;
  readonly #client: Client;
  readonly #queue: WorkQueue;
  readonly #events: EventRecorder;
  readonly #pods: PodControl;
  #bursts = new Map<string, Burst>();
  readonly #owners: OwnerEvents<ReplicaAdapter["kind"], "Pod">;

  constructor(context: PartContext, adapter: ReplicaAdapter) {
    this.name = adapter.actor;
    this.#adapter = adapter;
    this.#clock = context.clock;
    this.#client = context.clientFor(adapter.actor);
    const { clock, latency } = context;
    this.#queue = new WorkQueue({
      clock,
      latency,
      part: this.name,
      sync: (key, trigger) => this.#sync(key, trigger),
      sizeOf: (key) => this.#sizeOf(key),
    });
    const matches = (owner: ReplicaOwner, pod: Pod): boolean => matchesSome(adapter.selector(owner), pod);
    this.#owners = { client: this.#client, queue: this.#queue, ownerKind: adapter.kind, matches };
    this.#events = new EventRecorder(this.#client, context.clock, adapter.actor);
    this.#pods = new PodControl(this.#client, this.#events);
    this.#client.watch(adapter.kind, (change) => this.#queue.add(keyOf(change.object), change.cause));
    this.#client.watch("Pod", (change) => this.#onPod(change));
  }

  get state(): ReplicaSetControllerState {
    return { queue: this.#queue.state, events: this.#events.state, bursts: this.#bursts };
  }
  set state(state: ReplicaSetControllerState) {
    this.#queue.state = state.queue;
    this.#events.state = state.events;
    this.#bursts = state.bursts;
  }

  handle(message: Message): void {
    if (message.type === "burst") this.#continueBurst((message as BurstMessage).key);
    else this.#queue.handle(message);
  }

  /** Which sets a pod event concerns (RS-2 to RS-4). */
  #onPod(change: Change<"Pod">): void {
    const owner = enqueueOwners(this.#owners, change);
    const { object: pod, old, cause } = change;
    if (owner === undefined || old === undefined || isPodReady(old) || !isPodReady(pod)) return;
    const seconds = owner.spec.minReadySeconds ?? 0;
    if (seconds > 0) this.#queue.addAfter(keyOf(owner), seconds * 1000, cause);
  }

  #sizeOf(key: string): number {
    const { namespace, name } = splitKey(key);
    const owner = this.#client.get(this.#adapter.kind, namespace, name);
    return owner === undefined ? 0 : Math.min(owner.spec.replicas ?? 1, (owner.status.replicas ?? 0) + BURST);
  }

  #sync(key: string, trigger: number | undefined): void {
    const { namespace, name } = splitKey(key);
    const owner = this.#client.get(this.#adapter.kind, namespace, name);
    if (owner === undefined) return this.#queue.forget(key);
    const pods = this.#claimPods(owner, trigger);
    // One that is being deleted leaves its pods to the garbage collector (RS-42). Adopting takes a request's time, in which
    // the pod moves on: what it makes too many is for the sync that the adopted pod's change sets off.
    const plan = isBeingDeleted(owner) || pods.hasAdopted ? NOTHING_TO_DO : this.#planRequests(owner, pods.active);
    const status = calculateStatus(owner, pods, undefined, this.#clock.now, this.#adapter.reportsTerminating);
    const failure = this.#request({ owner, have: pods.active.length, ...plan, status, trigger }, 1);
    this.#checkAvailabilityLater(owner, pods, status, trigger);
    if (failure !== undefined) throw failure;
  }

  /** Only active pods are claimed: finished and terminating ones are neither counted nor released (RS-11). */
  #claimPods(owner: ReplicaOwner, trigger: number | undefined): ReplicaPods {
    const selector = this.#adapter.selector(owner);
    const matches = rememberingLabels((pod) => matchesSome(selector, pod));
    const active: Pod[] = [];
    const strays: Pod[] = [];
    let terminating = 0;
    for (const pod of controlledPods(this.#client, owner)) {
      if (isPodActive(pod)) (matches(pod) ? active : strays).push(pod);
      else if (isTerminatingReplica(pod) && matches(pod)) terminating += 1;
    }
    for (const pod of this.#client.unowned("Pod", owner.metadata.namespace ?? "")) if (isPodActive(pod)) strays.push(pod);
    if (strays.length === 0) return { active, terminating };
    const saw = { set: keyOf(owner), selector: formatSelector(selector ?? []) };
    const adopted = claimObjects({ client: this.#client, kind: "Pod", owner, matches, rule: "replicaset", saw, trigger }, strays);
    return { active: active.concat(adopted), terminating, hasAdopted: adopted.length > 0 };
  }

  #planRequests(owner: ReplicaOwner, active: readonly Pod[]): Pick<Burst, "creates" | "victims"> {
    const surplus = active.length - (owner.spec.replicas ?? 1);
    if (surplus <= 0) return { creates: Math.min(-surplus, BURST), victims: [] };
    return { creates: 0, victims: choosePodsToDelete(active, Math.min(surplus, BURST), this.#clock.now, this.#relatedPods(owner)) };
  }

  /**
   * Makes the requests of a sync in batches of `first`, twice as many, and so on (RS-16). What is more than one happening
   * should do is left to the next, in the same instant. The status comes last; what has failed is given back.
   */
  #request(burst: Burst, first: number): ApiError | undefined {
    const { owner, creates, victims } = burst;
    const deleted = victims.slice(0, BATCH);
    const created = Math.min(creates, BATCH);
    const error = this.#deletePods(burst, deleted) ?? this.#createPods(burst, created, first);
    const rest = { ...burst, creates: creates - created, victims: victims.slice(BATCH) };
    if (error === undefined && rest.creates + rest.victims.length > 0) {
      const message: BurstMessage = { type: "burst", key: keyOf(owner) };
      this.#bursts.set(message.key, Object.freeze(rest));
      this.#clock.schedule(this.#clock.now, this.name, message);
      return undefined;
    }
    const reason = victims.length > 0 ? "FailedDelete" : "FailedCreate";
    this.#writeStatus(burst, error && { reason, error });
    return error;
  }

  #continueBurst(key: string): void {
    const burst = this.#bursts.get(key);
    this.#bursts.delete(key);
    const { namespace, name } = splitKey(key);
    const owner = this.#client.get(this.#adapter.kind, namespace, name);
    // Another spec, or a deletion, is news that sets off a sync of its own.
    if (burst === undefined || owner === undefined || owner.spec !== burst.owner.spec || isBeingDeleted(owner)) return;
    const errors: ApiError[] = [];
    attempt(() => {
      const error = this.#request({ ...burst, owner }, BATCH);
      if (error !== undefined) errors.push(error);
    }, errors);
    if (errors.length > 0) this.#queue.addRateLimited(key);
  }

  #createPods({ owner, have, trigger }: Burst, count: number, first: number): ApiError | undefined {
    if (count === 0) return undefined;
    const pod = newPodFromTemplate(templateOf(owner), owner);
    const because = { rule: "replicaset.create", saw: { have }, wanted: { replicas: owner.spec.replicas ?? 1 }, trigger };
    return slowStart(count, () => this.#pods.create(owner, pod, because), first);
  }

  #deletePods({ owner, have, trigger }: Burst, victims: readonly PodToDelete[]): ApiError | undefined {
    const errors: ApiError[] = [];
    for (const { pod, rule } of victims) {
      const because = { rule: "replicaset.delete", saw: { have }, wanted: { replicas: owner.spec.replicas ?? 1, first: rule }, trigger };
      attempt(() => this.#pods.delete(owner, pod, because), errors);
    }
    return errors[0];
  }

  /** How many active pods of sets with the same controller, usually a Deployment, each node holds (RS-21). */
  #relatedPods(owner: ReplicaOwner): ((node: string) => number) | undefined {
    const controller = controllerOf(owner);
    if (controller === undefined) return undefined;
    const selectors: Selector[] = [];
    for (const sibling of this.#client.ownedBy(this.#adapter.kind, controller.uid)) {
      const selector = this.#adapter.selector(sibling);
      if (selector !== undefined) selectors.push(selector);
    }
    const byNode = new Map<string, number>();
    for (const pod of this.#client.list("Pod", owner.metadata.namespace)) {
      const node = pod.spec.nodeName;
      if (!node || !isPodActive(pod) || !selectors.some((selector) => matchesSelector(selector, pod.metadata.labels))) continue;
      byNode.set(node, (byNode.get(node) ?? 0) + 1);
    }
    return (node) => byNode.get(node) ?? 0;
  }

  /** The numbers describe the pods seen at the start of the sync (RS-31); also written when managing failed (RS-34). */
  #writeStatus({ owner, status: seen, trigger }: Burst, failure: Failure | undefined): void {
    const status = failure === undefined ? seen : withFailureOf(seen, owner, failure, this.#clock.now);
    if (deepEqual(status, owner.status)) return;
    const { replicas, readyReplicas: ready = 0, availableReplicas: available = 0 } = status;
    const because = { rule: "replicaset.status", saw: { replicas, ready, available }, trigger };
    this.#client.updateStatus(this.#adapter.kind, { ...owner, status }, because);
  }

  #checkAvailabilityLater(owner: ReplicaOwner, pods: ReplicaPods, status: ReplicaSetStatus, trigger: number | undefined): void {
    const minReady = owner.spec.minReadySeconds ?? 0;
    if (minReady === 0 || (status.readyReplicas ?? 0) === (status.availableReplicas ?? 0)) return;
    this.#queue.addAfter(keyOf(owner), nextAvailabilityCheckMs(pods.active, minReady, this.#clock.now) ?? minReady * 1000, trigger);
  }
}

const NOTHING_TO_DO = { creates: 0, victims: [] };

/** Asks once for pods in a row that share their labels, as those of one template do. */
function rememberingLabels(matches: (pod: Pod) => boolean): (pod: Pod) => boolean {
  let labels: Pod["metadata"]["labels"];
  let verdict: boolean | undefined;
  return (pod) => {
    if (verdict !== undefined && pod.metadata.labels === labels) return verdict;
    labels = pod.metadata.labels;
    return (verdict = matches(pod));
  };
}

function matchesSome(selector: Selector | undefined, pod: Pod): boolean {
  return selector !== undefined && selector.length > 0 && matchesSelector(selector, pod.metadata.labels);
}

function templateOf(owner: ReplicaOwner): PodTemplateSpec {
  const { template } = owner.spec;
  if (template === undefined) throw new ApiError(500, undefined, "unable to create pods, no template"); // a ReplicationController may lack one
  return template;
}
