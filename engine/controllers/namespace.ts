// Empties a namespace that is being deleted, pods first, and then lets it go: the namespace controller (NS-1 to NS-7).

import { ApiError } from "../api/apierror.ts";
import { apiVersionOf, KINDS } from "../api/kinds.ts";
import type { KindInfo } from "../api/kinds.ts";
import { deepEqual } from "../api/equal.ts";
import { isBeingDeleted, refOf } from "../api/object.ts";
import type { KubeObject } from "../api/object.ts";
import { parseTime } from "../api/time.ts";
import type { Namespace } from "../api/types.generated.ts";
import type { Client } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import type { WorkQueueState } from "../client/workqueue.ts";
import { WorkQueue } from "../client/workqueue.ts";
import type { Clock, Message } from "../sim/clock.ts";
import type { Part } from "../sim/part.ts";
import type { Remaining } from "./namespacestatus.ts";
import { namespaceConditions } from "./namespacestatus.ts";

const NAME = "namespace-controller";
/** Other controllers get that long to see the end coming (NS-1). */
const GRACE_MS = 5000;
const FINALIZER_ESTIMATE_SECONDS = 15;

export class NamespaceController implements Part {
  readonly name = NAME;
  readonly #clock: Clock;
  readonly #client: Client;
  readonly #queue: WorkQueue;

  constructor(context: PartContext) {
    const { clock, latency } = context;
    this.#clock = clock;
    this.#client = context.clientFor(NAME);
    this.#queue = new WorkQueue({
      clock,
      latency,
      part: NAME,
      retries: { firstMs: 5, mostMs: 60_000 },
      sync: (key, trigger) => this.#sync(key, trigger),
    });
    this.#client.watch("Namespace", ({ type, object, cause }) => {
      if (type !== "DELETED" && isBeingDeleted(object)) this.#queue.addAfter(object.metadata.name, GRACE_MS, cause);
    });
  }

  get state(): WorkQueueState {
    return this.#queue.state;
  }
  set state(state: WorkQueueState) {
    this.#queue.state = state;
  }

  handle(message: Message): void {
    this.#queue.handle(message);
  }

  #sync(name: string, trigger: number | undefined): void {
    const namespace = this.#client.get("Namespace", undefined, name);
    if (namespace === undefined || !isBeingDeleted(namespace)) return this.#queue.forget(name);
    const remaining = this.#deleteContent(namespace, trigger);
    this.#writeStatus(namespace, remaining, trigger);
    const failed = remaining.find(({ unexpected }) => unexpected);
    if (failed !== undefined) throw new ApiError(500, undefined, failed.text);
    const estimate = remaining.reduce((most, { estimateSeconds }) => Math.max(most, estimateSeconds), 0);
    if (estimate > 0) return this.#queue.addAfter(name, (estimate / 2 + 1) * 1000, trigger); // NS-4
    this.#client.finalizeNamespace(name, { rule: "namespace.finalize", saw: { namespace: name }, trigger });
  }

  /** First only pods; while any is left nothing else is touched (NS-3). */
  #deleteContent(namespace: Namespace, trigger: number | undefined): Remaining[] {
    const isPod = ({ kind }: KindInfo): boolean => kind === "Pod";
    const pods = KINDS.filter(isPod).flatMap((info) => this.#deleteAll(info, namespace, trigger));
    if (pods.length > 0) return pods;
    return KINDS.filter((info) => info.namespaced && !isPod(info)).flatMap((info) => this.#deleteAll(info, namespace, trigger));
  }

  /** Deletes all objects of a kind and says what stays. */
  #deleteAll(info: KindInfo, namespace: Namespace, trigger: number | undefined): Remaining[] {
    const { name } = namespace.metadata;
    const estimateSeconds = info.kind === "Pod" ? this.#podEstimate(namespace) : 0;
    const because = { rule: "namespace.delete-content", saw: { namespace: name }, trigger };
    const objects = [...this.#client.list(info.kind, name)]; // each write changes the list
    for (const object of objects) {
      if (isBeingDeleted(object)) continue;
      this.#client.delete(
        info.kind,
        name,
        object.metadata.name,
        { propagationPolicy: "Background", preconditions: { uid: object.metadata.uid } },
        because,
      );
    }
    const left: KubeObject[] = [...this.#client.list(info.kind, name)];
    return left.length === 0 ? [] : [remainingOf(info, name, left, estimateSeconds)];
  }

  /** The longest grace of the pods, counted from the deletion of the namespace. */
  #podEstimate(namespace: Namespace): number {
    let longest = 0;
    for (const pod of this.#client.list("Pod", namespace.metadata.name)) {
      if (pod.status.phase !== "Succeeded" && pod.status.phase !== "Failed")
        longest = Math.max(longest, pod.spec.terminationGracePeriodSeconds ?? 0);
    }
    const sinceSeconds = (this.#clock.now - parseTime(namespace.metadata.deletionTimestamp ?? "")) / 1000;
    return Math.max(0, Math.ceil(longest - sinceSeconds));
  }

  #writeStatus(namespace: Namespace, remaining: readonly Remaining[], trigger: number | undefined): void {
    const conditions = namespaceConditions(namespace.status.conditions ?? [], remaining, this.#clock.now);
    if (deepEqual(conditions, namespace.status.conditions)) return;
    const saw = { namespace: namespace.metadata.name, remaining: remaining.reduce((sum, { count }) => sum + count, 0) };
    this.#client.modify(
      "Namespace",
      refOf(namespace),
      (stored) => ({ ...stored, status: { ...stored.status, conditions } }),
      { rule: "namespace.status", saw, trigger },
      "status",
    );
  }
}

/** What is left without a finalizer and past its time was not to be expected, and the sync is tried again soon. */
function remainingOf(info: KindInfo, namespace: string, left: readonly KubeObject[], estimateSeconds: number): Remaining {
  const finalizers = new Map<string, number>();
  for (const finalizer of left.flatMap(({ metadata }) => metadata.finalizers ?? []))
    finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
  const estimate = estimateSeconds > 0 ? estimateSeconds : finalizers.size > 0 ? FINALIZER_ESTIMATE_SECONDS : 0;
  const version = info.group ? apiVersionOf(info) : `/${info.version}`;
  return {
    info,
    count: left.length,
    finalizers,
    estimateSeconds: estimate,
    unexpected: estimate === 0,
    text: `unexpected items still remain in namespace: ${namespace} for gvr: ${version}, Resource=${info.resource}`,
  };
}
