// Pods with lasting names, one after the other: the StatefulSet controller (STS-1 to STS-17). Left out on purpose: the
// retention policy of claims (STS-13), since the claims here hold nothing.

import { ApiError } from "../api/apierror.ts";
import { deepEqual } from "../api/equal.ts";
import { isBeingDeleted, keyOf, refOf, splitKey } from "../api/object.ts";
import { isPodReady } from "../api/podstate.ts";
import { formatSelector, matchesSelector, selectorOf } from "../api/selector.ts";
import type { ControllerRevision, Pod, StatefulSet } from "../api/types.generated.ts";
import type { Change, Client } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import type { EventRecorderState } from "../client/events.ts";
import { EventRecorder } from "../client/events.ts";
import type { WorkQueueState } from "../client/workqueue.ts";
import { WorkQueue } from "../client/workqueue.ts";
import type { Because } from "../sim/cause.ts";
import type { Clock, Message } from "../sim/clock.ts";
import type { Part } from "../sim/part.ts";
import { claimObjects, controlledPods } from "./controllerref.ts";
import { revisionDataHash } from "./hash.ts";
import {
  byRevision,
  claimRevisions,
  cleanUpRevisions,
  highestRevision,
  newRevision,
  renumber,
  templateData,
  templateOf,
} from "./history.ts";
import { enqueueOwners } from "./podevents.ts";
import { inBatches } from "./pods.ts";
import { nextAvailabilityCheckMs } from "./replicastatus.ts";
import type { Revisions, StatefulPlan, StatefulStep } from "./statefulpods.ts";
import {
  calculateStatefulStatus,
  newClaims,
  newStatefulPod,
  ordinalOf,
  planPods,
  revisionFor,
  stepsOf,
  withIdentity,
} from "./statefulpods.ts";

const NAME = "statefulset-controller";
const HASH_LABEL = "controller.kubernetes.io/hash";
const REVISION_RULE = "statefulset.revision";

interface StatefulSetControllerState {
  queue: WorkQueueState;
  events: EventRecorderState;
}

interface History {
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
  readonly all: readonly ControllerRevision[];
}

export class StatefulSetController implements Part {
  readonly name = NAME;
  readonly #clock: Clock;
  readonly #client: Client;
  readonly #queue: WorkQueue;
  readonly #events: EventRecorder;

  constructor(context: PartContext) {
    const { clock, latency } = context;
    this.#clock = clock;
    this.#client = context.clientFor(NAME);
    this.#queue = new WorkQueue({ clock, latency, part: NAME, sync: (key, trigger) => this.#sync(key, trigger) });
    this.#events = new EventRecorder(this.#client, clock, NAME);
    this.#client.watch("StatefulSet", ({ object, cause }) => this.#queue.add(keyOf(object), cause));
    this.#client.watch("Pod", (change) => this.#onPod(change));
  }

  get state(): StatefulSetControllerState {
    return { queue: this.#queue.state, events: this.#events.state };
  }
  set state(state: StatefulSetControllerState) {
    this.#queue.state = state.queue;
    this.#events.state = state.events;
  }

  handle(message: Message): void {
    this.#queue.handle(message);
  }

  #onPod(change: Change<"Pod">): void {
    const events = { client: this.#client, queue: this.#queue, ownerKind: "StatefulSet" as const, matches: isMember };
    const set = enqueueOwners(events, change);
    const { object: pod, old, cause } = change;
    if (set === undefined || old === undefined || isPodReady(old) || !isPodReady(pod)) return;
    const seconds = set.spec.minReadySeconds ?? 0;
    if (seconds > 0) this.#queue.addAfter(keyOf(set), (seconds + 1) * 1000, cause);
  }

  #sync(key: string, trigger: number | undefined): void {
    const { namespace, name } = splitKey(key);
    const set = this.#client.get("StatefulSet", namespace, name);
    if (set === undefined) return this.#queue.forget(key);
    const pods = this.#claimPods(set, trigger);
    const history = this.#history(set, trigger);
    const revisions = { current: history.current.metadata.name, update: history.update.metadata.name };
    const plan = isBeingDeleted(set) ? [] : planPods(set, pods, revisions, this.#clock.now);
    const error = isBeingDeleted(set) ? undefined : this.#carryOut(set, plan, history, trigger);
    const outdated = error === undefined ? stepsOf(plan).filter((step) => step.type === "drop" && step.why === "outdated").length : 0;
    this.#writeStatus(set, pods, revisions, outdated, trigger);
    if (error !== undefined) throw error;
    const isLive = ({ metadata }: ControllerRevision): boolean =>
      metadata.name === revisions.current ||
      metadata.name === revisions.update ||
      pods.some((pod) => pod.metadata.labels?.["controller-revision-hash"] === metadata.name);
    cleanUpRevisions(
      this.#client,
      history.all.filter((revision) => !isLive(revision)),
      set.spec.revisionHistoryLimit ?? 10,
      isLive,
      "statefulset.history",
      trigger,
    );
  }

  #claimPods(set: StatefulSet, trigger: number | undefined): Pod[] {
    const candidates = [...controlledPods(this.#client, set), ...this.#client.unowned("Pod", set.metadata.namespace ?? "")];
    const saw = { set: keyOf(set), selector: formatSelector(selectorOf(set.spec.selector) ?? []) };
    const matches = (pod: Pod): boolean => isMember(set, pod);
    return claimObjects({ client: this.#client, kind: "Pod", owner: set, matches, rule: "statefulset", saw, trigger }, candidates);
  }

  /** The revision of the present template, and the one that pods are coming from. */
  #history(set: StatefulSet, trigger: number | undefined): History {
    const data = templateData(set.spec.template);
    const all = claimRevisions(this.#client, set, REVISION_RULE, trigger).sort(byRevision);
    const next = highestRevision(all) + 1;
    const equal = all.filter((revision) => deepEqual(revision.data, data)).at(-1);
    let update: ControllerRevision;
    if (equal === undefined) {
      const hash = revisionDataHash(data, set.status.collisionCount);
      update = this.#client.create("ControllerRevision", newRevision(set, HASH_LABEL, hash, next), {
        rule: REVISION_RULE,
        wanted: { revision: next },
        trigger,
      });
    } else update = equal === all.at(-1) ? equal : renumber(this.#client, equal, next, REVISION_RULE, trigger);
    const current = all.find(({ metadata }) => metadata.name === set.status.currentRevision) ?? update;
    return { current, update, all };
  }

  /** The first error is given back, when the status has to be written first (STS-12). */
  #carryOut(set: StatefulSet, plan: StatefulPlan, history: History, trigger: number | undefined): ApiError | undefined {
    for (const run of plan) {
      const error = inBatches(run.length, (place) => this.#take(run[place], set, history, trigger));
      if (error !== undefined) return error;
    }
    const pods = [...controlledPods(this.#client, set)];
    return inBatches(pods.length, (i) => {
      const pod = pods[i];
      if (pod !== undefined) this.#identify(set, pod, trigger);
    });
  }

  #take(step: StatefulStep | undefined, set: StatefulSet, history: History, trigger: number | undefined): void {
    if (step?.type === "create") this.#createPod(set, step.ordinal, history, trigger);
    else if (step?.type === "drop") this.#dropPod(set, step.pod, step.why, trigger);
  }

  #dropPod(set: StatefulSet, pod: Pod, why: string, trigger: number | undefined): void {
    const { namespace, name } = pod.metadata;
    const because = { rule: "statefulset.delete", saw: { why }, wanted: { replicas: set.spec.replicas ?? 1 }, trigger };
    this.#tell(set, "Delete", name, trigger, () => this.#client.delete("Pod", namespace, name, {}, because));
  }

  #createPod(set: StatefulSet, ordinal: number, history: History, trigger: number | undefined): void {
    const revisions: Revisions = { current: history.current.metadata.name, update: history.update.metadata.name };
    const revision = revisionFor(set, ordinal, revisions);
    const template = templateOf(revision === revisions.current ? history.current : history.update);
    const because = { rule: "statefulset.create", wanted: { ordinal, replicas: set.spec.replicas ?? 1 }, trigger };
    this.#createClaims(set, ordinal, because);
    const pod = newStatefulPod(set, template, revision, ordinal);
    this.#tell(set, "Create", pod.metadata.name ?? "", trigger, () => void this.#client.create("Pod", pod, because));
  }

  #createClaims(set: StatefulSet, ordinal: number, because: Because): void {
    const { name } = set.metadata;
    for (const claim of newClaims(set, ordinal)) {
      if (this.#client.get("PersistentVolumeClaim", set.metadata.namespace, claim.metadata.name) !== undefined) continue;
      this.#client.create("PersistentVolumeClaim", claim, because);
      this.#events.event(
        set,
        "Normal",
        "SuccessfulCreate",
        `Create Claim ${claim.metadata.name} Pod ${name}-${ordinal} in StatefulSet ${name} success`,
        { trigger: because.trigger },
      );
    }
  }

  #identify(set: StatefulSet, pod: Pod, trigger: number | undefined): void {
    if (withIdentity(set, pod) === pod) return;
    this.#tell(
      set,
      "Update",
      pod.metadata.name,
      trigger,
      () => void this.#client.modify("Pod", refOf(pod), (stored) => withIdentity(set, stored), { rule: "statefulset.identity", trigger }),
    );
  }

  /** Makes a request about a pod and tells how it went (STS-14). */
  #tell(set: StatefulSet, verb: "Create" | "Delete" | "Update", podName: string, trigger: number | undefined, request: () => void): void {
    const what = `${verb} Pod ${podName} in StatefulSet ${set.metadata.name}`;
    try {
      request();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (verb === "Delete" && error.code === 404) return;
      if (verb === "Create" && error.reason === "AlreadyExists") throw error; // said nothing of: the name is still taken (STS-4)
      this.#events.event(set, "Warning", `Failed${verb}`, `${what} failed error: ${error.message}`, { trigger });
      throw error;
    }
    this.#events.event(set, "Normal", `Successful${verb}`, `${what} successful`, { trigger });
  }

  #writeStatus(set: StatefulSet, pods: readonly Pod[], revisions: Revisions, outdated: number, trigger: number | undefined): void {
    const status = calculateStatefulStatus(set, pods, revisions, outdated, this.#clock.now);
    const { replicas, readyReplicas: ready = 0, availableReplicas: available } = status;
    if (!deepEqual(status, set.status))
      this.#client.updateStatus(
        "StatefulSet",
        { ...set, status },
        { rule: "statefulset.status", saw: { replicas, ready, available }, trigger },
      );
    const minReady = set.spec.minReadySeconds ?? 0;
    if (minReady > 0 && ready !== available)
      this.#queue.addAfter(keyOf(set), nextAvailabilityCheckMs(pods, minReady, this.#clock.now) ?? minReady * 1000, trigger); // STS-16
  }
}

/** A pod with the set's labels and one of its names (STS-3). */
function isMember(set: StatefulSet, pod: Pod): boolean {
  const selector = selectorOf(set.spec.selector);
  return (
    selector !== undefined && selector.length > 0 && matchesSelector(selector, pod.metadata.labels) && ordinalOf(set, pod) !== undefined
  );
}
