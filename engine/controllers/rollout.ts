// One reconciliation of a Deployment: finds or makes its new ReplicaSet, scales new and old ones, and writes down how far
// the rollout has come (DEP-10 to DEP-53). Left out on purpose: the rollback annotation (DEP-55), which no kubectl of
// this version writes.

import { ApiError } from "../api/apierror.ts";
import { deepEqual } from "../api/equal.ts";
import { controllerOf, isBeingDeleted, refOf } from "../api/object.ts";
import { getCondition, isPodTerminal } from "../api/podstate.ts";
import type { Deployment, DeploymentStatus, ReplicaSet } from "../api/types.generated.ts";
import type { Client } from "../client/client.ts";
import type { EventRecorder } from "../client/events.ts";
import { isNamespaceTerminating } from "./pods.ts";
import {
  calculateDeploymentStatus,
  hasDeadline,
  isComplete,
  PAUSED,
  progressing,
  RESUMED,
  withCondition,
  withProgress,
} from "./progress.ts";
import {
  findNewSet,
  hasDeploymentsTemplate,
  newReplicaSet,
  nextRevision,
  refreshedSet,
  REVISION_ANNOTATION,
  setsToForget,
  sizeAnnotations,
} from "./revisions.ts";
import type { Resize } from "./rolling.ts";
import { isRollingUpdate, newSetSize, shrinkOldSets, sizeOf, totalSize } from "./rolling.ts";
import { byAge, isScalingEvent, planScaling } from "./scaling.ts";

interface RolloutTools {
  readonly client: Client;
  readonly events: EventRecorder;
  readonly now: number;
  readonly trigger: number | undefined;
}

interface Sets {
  readonly new: ReplicaSet | undefined;
  /** Oldest first. */
  readonly old: readonly ReplicaSet[];
}

export class Rollout {
  readonly #tools: RolloutTools;
  /** As it is on the server: replaced by each of the sync's own writes. */
  #deployment: Deployment;
  readonly #sets: Map<string, ReplicaSet>;

  constructor(tools: RolloutTools, deployment: Deployment, sets: readonly ReplicaSet[]) {
    this.#tools = tools;
    this.#deployment = deployment;
    this.#sets = new Map(sets.map((set) => [set.metadata.name, set]));
  }

  /** Gives the status that it comes to. */
  sync(): DeploymentStatus {
    if (isBeingDeleted(this.#deployment)) return this.#writeStatus("counts");
    this.#notePause();
    if (this.#deployment.spec.paused === true || isScalingEvent(this.#deployment, [...this.#sets.values()])) return this.#scale();
    return isRollingUpdate(this.#deployment) ? this.#rollingUpdate() : this.#recreate();
  }

  get deployment(): Deployment {
    return this.#deployment;
  }

  #split(): Sets {
    const newSet = findNewSet(this.#deployment, [...this.#sets.values()]);
    const old = [...this.#sets.values()].filter((set) => set.metadata.name !== newSet?.metadata.name).sort(byAge);
    return { new: newSet, old };
  }

  /** DEP-50 */
  #notePause(): void {
    const current = getCondition(this.#deployment.status.conditions, "Progressing");
    if (!hasDeadline(this.#deployment) || current?.reason === "ProgressDeadlineExceeded") return;
    const isPaused = this.#deployment.spec.paused === true;
    if (isPaused === (current?.reason === PAUSED.reason)) return;
    this.#writeConditions(isPaused ? PAUSED : RESUMED, isPaused ? "deployment.pause" : "deployment.resume");
  }

  /** A change of size, or any change while paused: no rollout (DEP-30 to DEP-32). */
  #scale(): DeploymentStatus {
    this.#refreshNewSet();
    const { new: newSet, old } = this.#split();
    const plan = planScaling(this.#deployment, newSet, old);
    for (const resize of plan.resizes) if (plan.writesAll || resize.replicas !== sizeOf(resize.set)) this.#resize(resize);
    if (this.#deployment.spec.paused === true) this.#cleanUp();
    return this.#writeStatus("counts");
  }

  /** The new set grows first, then the old ones shrink: one of them a sync (DEP-22). */
  #rollingUpdate(): DeploymentStatus {
    const newSet = this.#ensureNewSet();
    const all = [...this.#sets.values()];
    const replicas = newSetSize(this.#deployment, sizeOf(newSet), totalSize(all));
    if (replicas !== sizeOf(newSet)) {
      this.#resize({ set: newSet, replicas });
      return this.#writeStatus();
    }
    const active = this.#split().old.filter((set) => sizeOf(set) > 0);
    const shrinking = shrinkOldSets(this.#deployment, newSet, active);
    for (const resize of shrinking) this.#resize(resize);
    if (shrinking.length === 0 && isComplete(this.#deployment, this.#deployment.status)) this.#cleanUp();
    return this.#writeStatus();
  }

  /** All old pods are gone before the first new one is made (DEP-40). */
  #recreate(): DeploymentStatus {
    this.#refreshNewSet();
    const { old } = this.#split();
    const active = old.filter((set) => sizeOf(set) > 0);
    for (const set of active) this.#resize({ set, replicas: 0 });
    if (active.length > 0 || old.some((set) => this.#hasLivePods(set))) return this.#writeStatus();
    const newSet = this.#ensureNewSet();
    const replicas = newSetSize(this.#deployment, sizeOf(newSet), 0);
    if (replicas !== sizeOf(newSet)) this.#resize({ set: newSet, replicas });
    if (isComplete(this.#deployment, this.#deployment.status)) this.#cleanUp();
    return this.#writeStatus();
  }

  #hasLivePods(set: ReplicaSet): boolean {
    if (set.status.replicas > 0) return true;
    for (const pod of this.#tools.client.ownedBy("Pod", set.metadata.uid)) if (!isPodTerminal(pod)) return true;
    return false;
  }

  #ensureNewSet(): ReplicaSet {
    return this.#refreshNewSet() ?? this.#createNewSet();
  }

  /** Gives the new set its revision and annotations, and the Deployment that revision (DEP-15). */
  #refreshNewSet(): ReplicaSet | undefined {
    const { new: present, old } = this.#split();
    if (present === undefined) return undefined;
    const revision = nextRevision(old);
    const refreshed = refreshedSet(this.#deployment, present, revision);
    if (refreshed !== present) {
      return this.#modify(present, (set) => refreshedSet(this.#deployment, set, revision), {
        rule: "deployment.revision",
        wanted: { revision },
      });
    }
    const isNews = hasDeadline(this.#deployment) && getCondition(this.#deployment.status.conditions, "Progressing") === undefined;
    const found = isNews ? progressing("True", "FoundNewReplicaSet", `Found new replica set "${present.metadata.name}"`) : undefined;
    this.#noteRevision(present.metadata.annotations?.[REVISION_ANNOTATION] ?? String(revision), found);
    return present;
  }

  #createNewSet(): ReplicaSet {
    const { client, events, trigger } = this.#tools;
    const { old } = this.#split();
    const revision = nextRevision(old);
    const replicas = newSetSize(this.#deployment, 0, totalSize(old));
    const object = newReplicaSet(this.#deployment, replicas, revision);
    const { name } = object.metadata;
    let set: ReplicaSet;
    try {
      set = client.create("ReplicaSet", object, { rule: "deployment.create", wanted: { revision, replicas }, trigger });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return this.#onCreateError(error, name, String(revision));
    }
    this.#sets.set(name, set);
    if (replicas > 0)
      events.event(this.#deployment, "Normal", "ScalingReplicaSet", `Scaled up replica set ${name} from 0 to ${replicas}`, { trigger });
    this.#noteRevision(
      String(revision),
      hasDeadline(this.#deployment) ? progressing("True", "NewReplicaSetCreated", `Created new replica set "${name}"`) : undefined,
    );
    return set;
  }

  /** DEP-14 */
  #onCreateError(error: ApiError, name: string, revision: string): ReplicaSet {
    const { client, events, trigger } = this.#tools;
    if (error.reason === "AlreadyExists") {
      const present = client.get("ReplicaSet", this.#deployment.metadata.namespace, name);
      if (
        present !== undefined &&
        controllerOf(present)?.uid === this.#deployment.metadata.uid &&
        hasDeploymentsTemplate(this.#deployment, present)
      ) {
        this.#sets.set(name, present);
        this.#noteRevision(revision, undefined);
        return present;
      }
      const collisionCount = (this.#deployment.status.collisionCount ?? 0) + 1;
      this.#writeDeployment((stored) => ({ ...stored, status: { ...stored.status, collisionCount } }), "deployment.collision");
    } else if (!isNamespaceTerminating(error)) {
      const message = `Failed to create new replica set "${name}": ${error.message}`;
      if (hasDeadline(this.#deployment))
        this.#writeConditions(progressing("False", "ReplicaSetCreateError", message), "deployment.create-failed");
      events.event(this.#deployment, "Warning", "ReplicaSetCreateError", message, { trigger });
    }
    throw error;
  }

  /** The annotation goes along with the status, so that it does not count as a new generation. */
  #noteRevision(revision: string, verdict: ReturnType<typeof progressing> | undefined): void {
    const { annotations = {} } = this.#deployment.metadata;
    if (annotations[REVISION_ANNOTATION] === revision && verdict === undefined) return;
    const change = (stored: Deployment): Deployment => ({
      ...stored,
      metadata: { ...stored.metadata, annotations: { ...stored.metadata.annotations, [REVISION_ANNOTATION]: revision } },
      status:
        verdict === undefined
          ? stored.status
          : { ...stored.status, conditions: withCondition(stored.status.conditions ?? [], verdict, this.#tools.now) },
    });
    this.#writeDeployment(change, "deployment.revision");
  }

  #writeConditions(verdict: ReturnType<typeof progressing>, rule: string): void {
    this.#writeDeployment(
      (stored) => ({
        ...stored,
        status: { ...stored.status, conditions: withCondition(stored.status.conditions ?? [], verdict, this.#tools.now) },
      }),
      rule,
    );
  }

  #writeDeployment(change: (stored: Deployment) => Deployment, rule: string): void {
    const { client, trigger } = this.#tools;
    this.#deployment = client.modify("Deployment", refOf(this.#deployment), change, { rule, trigger }, "status") ?? this.#deployment;
  }

  #modify(
    set: ReplicaSet,
    change: (stored: ReplicaSet) => ReplicaSet,
    because: { rule: string; saw?: Record<string, number>; wanted?: Record<string, number> },
  ): ReplicaSet {
    const { client, trigger } = this.#tools;
    const written = client.modify("ReplicaSet", refOf(set), change, { ...because, trigger }) ?? set;
    this.#sets.set(written.metadata.name, written);
    return written;
  }

  #resize({ set, replicas }: Resize): void {
    const from = sizeOf(this.#sets.get(set.metadata.name) ?? set); // an earlier step of the sync may have shrunk it (DEP-23)
    const annotations = sizeAnnotations(this.#deployment);
    const change = (stored: ReplicaSet): ReplicaSet => ({
      ...stored,
      metadata: { ...stored.metadata, annotations: { ...stored.metadata.annotations, ...annotations } },
      spec: { ...stored.spec, replicas },
    });
    this.#modify(set, change, { rule: "deployment.scale", saw: { from }, wanted: { replicas } });
    if (from === replicas) return;
    const direction = replicas > from ? "up" : "down";
    const { events, trigger } = this.#tools;
    events.event(
      this.#deployment,
      "Normal",
      "ScalingReplicaSet",
      `Scaled ${direction} replica set ${set.metadata.name} from ${from} to ${replicas}`,
      { trigger },
    );
  }

  #cleanUp(): void {
    const { client, trigger } = this.#tools;
    for (const { metadata } of setsToForget(this.#deployment, this.#split().old)) {
      this.#sets.delete(metadata.name);
      client.delete(
        "ReplicaSet",
        metadata.namespace,
        metadata.name,
        {},
        { rule: "deployment.history", saw: { limit: this.#deployment.spec.revisionHistoryLimit ?? 0 }, trigger },
      );
    }
  }

  /** One that is paused, scaled or deleted only counts: its progress is not judged (DEP-50). */
  #writeStatus(how: "counts" | "judges" = "judges"): DeploymentStatus {
    const { now } = this.#tools;
    const sets = [...this.#sets.values()];
    const { new: newSet } = this.#split();
    const numbers = calculateDeploymentStatus(this.#deployment, newSet, sets, now);
    const status = how === "judges" ? withProgress(this.#deployment, numbers, newSet, sets, now) : numbers;
    if (!deepEqual(status, this.#deployment.status)) this.#writeDeployment((stored) => ({ ...stored, status }), "deployment.status");
    return status;
  }
}
