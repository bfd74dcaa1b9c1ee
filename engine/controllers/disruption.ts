// How many pods of a PodDisruptionBudget may go at the moment: the disruption controller (PDB-1 to PDB-4).

import { deepEqual } from "../api/equal.ts";
import { findKind, qualifiedResource } from "../api/kinds.ts";
import { controllerOf, isBeingDeleted, keyOf, splitKey } from "../api/object.ts";
import { getCondition, isPodReady } from "../api/podstate.ts";
import { matchesSelector, selectorOf } from "../api/selector.ts";
import { formatTime, parseTime } from "../api/time.ts";
import type {
  Condition,
  Deployment,
  OwnerReference,
  Pod,
  PodDisruptionBudget,
  ReplicaSet,
  ReplicationController,
  StatefulSet,
  PodDisruptionBudgetStatus,
} from "../api/types.generated.ts";
import type { Change, Client } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import type { EventRecorderState } from "../client/events.ts";
import { EventRecorder } from "../client/events.ts";
import type { WorkQueueState } from "../client/workqueue.ts";
import { WorkQueue } from "../client/workqueue.ts";
import type { Clock, Message } from "../sim/clock.ts";
import type { Part } from "../sim/part.ts";
import { amountOrPercent } from "./rounding.ts";

const NAME = "disruption-controller";
const EVENT_COMPONENT = "controllermanager"; // GEN-35
/** An evicted pod that is still there after that time was not deleted after all (PDB-3). */
const DELETION_TIMEOUT_MS = 120_000;

interface DisruptionControllerState {
  queue: WorkQueueState;
  events: EventRecorderState;
}

export class DisruptionController implements Part {
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
    this.#events = new EventRecorder(this.#client, clock, EVENT_COMPONENT);
    this.#client.watch("PodDisruptionBudget", ({ object, cause }) => this.#queue.add(keyOf(object), cause));
    this.#client.watch("Pod", (change) => this.#onPod(change));
  }

  get state(): DisruptionControllerState {
    return { queue: this.#queue.state, events: this.#events.state };
  }
  set state(state: DisruptionControllerState) {
    this.#queue.state = state.queue;
    this.#events.state = state.events;
  }

  handle(message: Message): void {
    this.#queue.handle(message);
  }

  #onPod({ object: pod, old, cause }: Change<"Pod">): void {
    for (const budget of this.#client.list("PodDisruptionBudget", pod.metadata.namespace)) {
      if (covers(budget, pod) || (old !== undefined && covers(budget, old))) this.#queue.add(keyOf(budget), cause);
    }
  }

  #sync(key: string, trigger: number | undefined): void {
    const { namespace, name } = splitKey(key);
    const budget = this.#client.get("PodDisruptionBudget", namespace, name);
    if (budget === undefined) return this.#queue.forget(key);
    const now = this.#clock.now;
    const pods = [...this.#client.list("Pod", namespace)].filter((pod) => covers(budget, pod));
    if (pods.length === 0) this.#events.event(budget, "Normal", "NoPods", "No matching pods found", { trigger });
    const expected = countsControllers(budget) ? this.#expectedPods(pods) : { count: pods.length };
    if ("failure" in expected) return this.#fail(budget, expected.failure, trigger);
    if (countsControllers(budget) && pods.some((pod) => controllerOf(pod) === undefined))
      this.#events.event(budget, "Warning", "UnmanagedPods", unmanagedText(budget), { trigger });
    const disrupted = disruptedPods(budget, pods, now);
    this.#writeStatus(budget, calculateBudgetStatus(budget, pods, disrupted, expected.count, now), trigger);
    const ends = Object.values(disrupted).map((time) => parseTime(time) + DELETION_TIMEOUT_MS - now);
    if (ends.length > 0) this.#queue.addAfter(key, Math.min(...ends), trigger);
  }

  /** What cannot be counted allows nothing; the other numbers stay as they are (PDB-4). */
  #fail(budget: PodDisruptionBudget, failure: string, trigger: number | undefined): void {
    const message = `Failed to calculate the number of expected pods: ${failure}`;
    this.#events.event(budget, "Warning", "CalculateExpectedPodCountFailed", message, { trigger });
    const { observedGeneration } = budget.status;
    const condition = allowedCondition(budget, "False", "SyncFailed", failure, observedGeneration, this.#clock.now);
    this.#writeStatus(budget, { ...budget.status, disruptionsAllowed: 0, conditions: [condition] }, trigger);
  }

  #writeStatus(budget: PodDisruptionBudget, status: PodDisruptionBudgetStatus, trigger: number | undefined): void {
    if (deepEqual(status, budget.status)) return;
    const { currentHealthy: healthy, desiredHealthy: desired, disruptionsAllowed: allowed } = status;
    const because = { rule: "pdb.status", saw: { healthy, allowed }, wanted: { healthy: desired }, trigger };
    this.#client.updateStatus("PodDisruptionBudget", { ...budget, status }, because);
  }

  /** What the pods' controllers ask for together, each counted once (PDB-1), or why that cannot be told (PDB-4). */
  #expectedPods(pods: readonly Pod[]): { readonly count: number } | { readonly failure: string } {
    const sizes = new Map<string, number>();
    for (const pod of pods) {
      const reference = controllerOf(pod);
      if (reference === undefined) continue;
      const { apiVersion, kind } = reference;
      const info = findKind(apiVersion, kind);
      if (info === undefined) return { failure: `no matches for kind "${kind}" in version "${apiVersion}"` };
      if (!info.hasScale) return { failure: `${qualifiedResource(info)} does not implement the scale subresource` };
      const controller = this.#scaledBy(reference, pod.metadata.namespace);
      if (controller === undefined) return { failure: `found no controllers for pod "${pod.metadata.name}"` };
      sizes.set(controller.metadata.uid, controller.spec.replicas ?? 1);
    }
    return { count: [...sizes.values()].reduce((sum, size) => sum + size, 0) };
  }

  /** The object that a pod's number is set on: for a Deployment's pod the Deployment, as long as there is one. */
  #scaledBy(reference: OwnerReference, namespace: string | undefined): Scaled | undefined {
    const controller = this.#scalable(reference, namespace);
    const above = controller && controllerOf(controller);
    return (above?.kind === "Deployment" ? this.#scalable(above, namespace) : undefined) ?? controller;
  }

  #scalable({ kind, name, uid }: OwnerReference, namespace: string | undefined): Scaled | undefined {
    if (kind !== "Deployment" && kind !== "ReplicaSet" && kind !== "StatefulSet" && kind !== "ReplicationController") return undefined;
    const controller: Scaled | undefined = this.#client.get(kind, namespace, name);
    return controller?.metadata.uid === uid ? controller : undefined;
  }
}

type Scaled = Deployment | ReplicaSet | StatefulSet | ReplicationController;

/** A budget without a selector covers nothing, one with an empty selector everything in its namespace. */
function covers(budget: PodDisruptionBudget, pod: Pod): boolean {
  const selector = selectorOf(budget.spec.selector);
  return selector !== undefined && matchesSelector(selector, pod.metadata.labels);
}

/** Whether the budget is a share of what controllers ask for, rather than a plain number of pods (PDB-1). */
function countsControllers({ spec }: PodDisruptionBudget): boolean {
  return spec.maxUnavailable !== undefined || typeof spec.minAvailable === "string";
}

/** The selector is printed as Go prints the structure. */
function unmanagedText({ spec }: PodDisruptionBudget): string {
  const labels = Object.entries(spec.selector?.matchLabels ?? {}).map(([key, value]) => `${key}: ${value},`);
  const expressions = (spec.selector?.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) => `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(" ")}],},`,
  );
  const selector = `&LabelSelector{MatchLabels:map[string]string{${labels.sort().join("")}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join("")}},}`;
  return (
    `Pods selected by this PodDisruptionBudget (selector: ${selector}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, ` +
    'which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.'
  );
}

/** Evicted pods whose deletion is still to be seen. */
function disruptedPods(budget: PodDisruptionBudget, pods: readonly Pod[], now: number): Readonly<Record<string, string>> {
  const before = budget.status.disruptedPods ?? {};
  const waiting = pods.filter((pod) => {
    const time = before[pod.metadata.name];
    return time !== undefined && !isBeingDeleted(pod) && parseTime(time) + DELETION_TIMEOUT_MS > now;
  });
  return Object.fromEntries(waiting.map(({ metadata }) => [metadata.name, before[metadata.name] ?? ""]));
}

/** PDB-1, PDB-2 */
function calculateBudgetStatus(
  budget: PodDisruptionBudget,
  pods: readonly Pod[],
  disrupted: Readonly<Record<string, string>>,
  expectedPods: number,
  now: number,
): PodDisruptionBudgetStatus {
  const { minAvailable, maxUnavailable } = budget.spec;
  const desiredHealthy =
    maxUnavailable === undefined
      ? amountOrPercent(minAvailable, expectedPods, "up")
      : Math.max(0, expectedPods - amountOrPercent(maxUnavailable, expectedPods, "up"));
  const currentHealthy = pods.filter((pod) => isPodReady(pod) && !isBeingDeleted(pod) && disrupted[pod.metadata.name] === undefined).length;
  const disruptionsAllowed = expectedPods === 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
  const { generation } = budget.metadata;
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(Object.keys(disrupted).length === 0 ? {} : { disruptedPods: disrupted }),
    disruptionsAllowed,
    currentHealthy,
    desiredHealthy,
    expectedPods,
    conditions: [
      disruptionsAllowed > 0
        ? allowedCondition(budget, "True", "SufficientPods", "", generation, now)
        : allowedCondition(budget, "False", "InsufficientPods", "", generation, now),
    ],
  };
}

function allowedCondition(
  budget: PodDisruptionBudget,
  status: "True" | "False",
  reason: string,
  message: string,
  observedGeneration: number | undefined,
  now: number,
): Condition {
  const before = getCondition(budget.status.conditions, "DisruptionAllowed");
  return {
    type: "DisruptionAllowed",
    status,
    ...(observedGeneration === undefined ? {} : { observedGeneration }),
    lastTransitionTime: (before?.status === status ? before.lastTransitionTime : undefined) ?? formatTime(now),
    reason,
    message,
  };
}
