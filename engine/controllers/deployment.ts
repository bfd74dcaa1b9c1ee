// Rolls a pod template out through ReplicaSets: the Deployment controller (DEP-1 to DEP-57). What one reconciliation does
// is in `rollout.ts`; here is what sets it off.

import { ApiError } from "../api/apierror.ts";
import { controllerOf, keyOf, splitKey } from "../api/object.ts";
import { formatSelector, matchesSelector, selectorOf } from "../api/selector.ts";
import type { Deployment, ReplicaSet } from "../api/types.generated.ts";
import type { Change, Client } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import type { EventRecorderState } from "../client/events.ts";
import { EventRecorder } from "../client/events.ts";
import type { WorkQueueState } from "../client/workqueue.ts";
import { WorkQueue } from "../client/workqueue.ts";
import type { Clock, Message } from "../sim/clock.ts";
import type { Part } from "../sim/part.ts";
import { claimObjects } from "./controllerref.ts";
import { enqueueOwners } from "./podevents.ts";
import { isNamespaceTerminating } from "./pods.ts";
import { deadlineCheckMs } from "./progress.ts";
import { isRollingUpdate } from "./rolling.ts";
import { Rollout } from "./rollout.ts";

const NAME = "deployment-controller";

interface DeploymentControllerState {
  queue: WorkQueueState;
  events: EventRecorderState;
}

export class DeploymentController implements Part {
  readonly name = NAME;
  readonly #clock: Clock;
  readonly #client: Client;
  readonly #queue: WorkQueue;
  readonly #events: EventRecorder;

  constructor(context: PartContext) {
    const { clock, latency } = context;
    this.#clock = clock;
    this.#client = context.clientFor(NAME);
    const retries = { firstMs: 5, mostMs: 1_000_000, limit: 15 };
    this.#queue = new WorkQueue({ clock, latency, part: NAME, retries, sync: (key, trigger) => this.#sync(key, trigger) });
    this.#events = new EventRecorder(this.#client, clock, NAME);
    this.#client.watch("Deployment", (change) => this.#queue.add(keyOf(change.object), change.cause));
    this.#client.watch("ReplicaSet", (change) =>
      enqueueOwners({ client: this.#client, queue: this.#queue, ownerKind: "Deployment", matches: matchesDeployment }, change),
    );
    this.#client.watch("Pod", (change) => this.#onPod(change));
  }

  get state(): DeploymentControllerState {
    return { queue: this.#queue.state, events: this.#events.state };
  }
  set state(state: DeploymentControllerState) {
    this.#queue.state = state.queue;
    this.#events.state = state.events;
  }

  handle(message: Message): void {
    this.#queue.handle(message);
  }

  /** Recreate waits for the last pod of its ReplicaSets; nothing else of pods matters here (DEP-1). */
  #onPod({ type, object: pod, cause }: Change<"Pod">): void {
    const controller = controllerOf(pod);
    if (type !== "DELETED" || controller?.kind !== "ReplicaSet") return;
    const set = this.#client.get("ReplicaSet", pod.metadata.namespace, controller.name);
    const owner = set && controllerOf(set);
    if (set?.metadata.uid !== controller.uid || owner?.kind !== "Deployment") return;
    const deployment = this.#client.get("Deployment", pod.metadata.namespace, owner.name);
    if (deployment?.metadata.uid !== owner.uid || isRollingUpdate(deployment) || this.#hasPods(deployment)) return;
    this.#queue.add(keyOf(deployment), cause);
  }

  #hasPods(deployment: Deployment): boolean {
    for (const set of this.#client.ownedBy("ReplicaSet", deployment.metadata.uid)) {
      for (const _pod of this.#client.ownedBy("Pod", set.metadata.uid)) return true;
    }
    return false;
  }

  #sync(key: string, trigger: number | undefined): void {
    const { namespace, name } = splitKey(key);
    const deployment = this.#client.get("Deployment", namespace, name);
    if (deployment === undefined) return this.#queue.forget(key);
    if ((selectorOf(deployment.spec.selector) ?? []).length === 0) return this.#refuse(deployment, trigger);
    const sets = this.#claimSets(deployment, trigger);
    const rollout = new Rollout({ client: this.#client, events: this.#events, now: this.#clock.now, trigger }, deployment, sets);
    try {
      const status = rollout.sync();
      const checkMs = deadlineCheckMs(rollout.deployment, status, this.#clock.now);
      if (checkMs !== undefined) this.#queue.addAfter(key, Math.max(0, checkMs) + 1000, trigger);
    } catch (error) {
      // Not tried again: the namespace is going, and the Deployment with it (DEP-2).
      if (!(error instanceof ApiError) || !isNamespaceTerminating(error)) throw error;
    }
  }

  #refuse(deployment: Deployment, trigger: number | undefined): void {
    this.#events.event(deployment, "Warning", "SelectingAll", "This deployment is selecting all pods. A non-empty selector is required.", {
      trigger,
    });
    const { generation = 0 } = deployment.metadata;
    if ((deployment.status.observedGeneration ?? 0) >= generation) return;
    this.#client.updateStatus(
      "Deployment",
      { ...deployment, status: { ...deployment.status, observedGeneration: generation } },
      { rule: "deployment.status", trigger },
    );
  }

  #claimSets(deployment: Deployment, trigger: number | undefined): ReplicaSet[] {
    const candidates = [
      ...this.#client.ownedBy("ReplicaSet", deployment.metadata.uid),
      ...this.#client.unowned("ReplicaSet", deployment.metadata.namespace ?? ""),
    ];
    const saw = { set: keyOf(deployment), selector: formatSelector(selectorOf(deployment.spec.selector) ?? []) };
    const matches = (set: ReplicaSet): boolean => matchesDeployment(deployment, set);
    return claimObjects(
      { client: this.#client, kind: "ReplicaSet", owner: deployment, matches, rule: "deployment", saw, trigger },
      candidates,
    );
  }
}

function matchesDeployment(deployment: Deployment, set: ReplicaSet): boolean {
  const selector = selectorOf(deployment.spec.selector);
  return selector !== undefined && selector.length > 0 && matchesSelector(selector, set.metadata.labels);
}
