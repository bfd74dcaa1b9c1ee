// Runs pods to their end: the Job controller (JOB-1 to JOB-28). What one reconciliation does is in `jobsync.ts`; here is
// what sets it off.

import { controllerOf, keyOf, refOf, splitKey } from "../api/object.ts";
import { formatSelector, matchesSelector, selectorOf } from "../api/selector.ts";
import type { Job, Pod } from "../api/types.generated.ts";
import type { Change, Client } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import type { EventRecorderState } from "../client/events.ts";
import { EventRecorder } from "../client/events.ts";
import type { WorkQueueState } from "../client/workqueue.ts";
import { WorkQueue } from "../client/workqueue.ts";
import type { Clock, Message } from "../sim/clock.ts";
import type { Part } from "../sim/part.ts";
import { claimObjects, controlledPods } from "./controllerref.ts";
import { withoutFinalizer } from "./garbagecollector.ts";
import { isTracked, TRACKING_FINALIZER, withTracking } from "./jobpods.ts";
import type { FailureRecord } from "./jobstatus.ts";
import { deadlineRestMs, isFinished } from "./jobstatus.ts";
import { JobSync } from "./jobsync.ts";
import { ownerOf } from "./podevents.ts";
import { PodControl } from "./pods.ts";

const NAME = "job-controller";
/** Changes of pods are gathered for that long (JOB-1). */
const BATCH_MS = 1000;

interface JobControllerState {
  queue: WorkQueueState;
  orphans: WorkQueueState;
  events: EventRecorderState;
  failures: Map<string, FailureRecord>;
}

export class JobController implements Part {
  readonly name = NAME;
  readonly #clock: Clock;
  readonly #client: Client;
  readonly #queue: WorkQueue;
  readonly #orphanQueue: WorkQueue;
  readonly #events: EventRecorder;
  readonly #pods: PodControl;
  #failures = new Map<string, FailureRecord>();

  constructor(context: PartContext) {
    const { clock, latency } = context;
    this.#clock = clock;
    this.#client = context.clientFor(NAME);
    const shared = { clock, latency, part: NAME, retries: { firstMs: 1000, mostMs: 60_000 } };
    this.#queue = new WorkQueue({ ...shared, sync: (key, trigger) => this.#sync(key, trigger) });
    this.#orphanQueue = new WorkQueue({ ...shared, name: "orphans", sync: (key, trigger) => this.#syncOrphan(key, trigger) });
    this.#events = new EventRecorder(this.#client, clock, NAME);
    this.#pods = new PodControl(this.#client, this.#events);
    this.#client.watch("Job", (change) => this.#onJob(change));
    this.#client.watch("Pod", (change) => this.#onPod(change));
  }

  get state(): JobControllerState {
    return { queue: this.#queue.state, orphans: this.#orphanQueue.state, events: this.#events.state, failures: this.#failures };
  }
  set state({ queue, orphans, events, failures }: JobControllerState) {
    this.#queue.state = queue;
    this.#orphanQueue.state = orphans;
    this.#events.state = events;
    this.#failures = failures;
  }

  handle(message: Message): void {
    if (!this.#queue.handle(message)) this.#orphanQueue.handle(message);
  }

  #onJob({ type, object: job, old, cause }: Change<"Job">): void {
    const isStatusOnly = old !== undefined && type === "MODIFIED" && old.metadata.generation === job.metadata.generation;
    if (isStatusOnly) this.#queue.addAfter(keyOf(job), BATCH_MS, cause);
    else this.#queue.add(keyOf(job), cause);
    if (type !== "DELETED") return;
    for (const pod of this.#client.ownedBy("Pod", job.metadata.uid)) if (isTracked(pod)) this.#orphanQueue.add(keyOf(pod), cause);
  }

  #onPod({ type, object: pod, old, cause }: Change<"Pod">): void {
    const owner = this.#jobOf(pod);
    const before = old === undefined || controllerOf(old)?.uid === controllerOf(pod)?.uid ? undefined : this.#jobOf(old);
    for (const job of [owner, before]) if (job !== undefined) this.#queue.addAfter(keyOf(job), BATCH_MS, cause);
    if (owner === undefined && type !== "DELETED" && isTracked(pod)) this.#orphanQueue.add(keyOf(pod), cause);
    if (type !== "DELETED" && controllerOf(pod) === undefined) this.#enqueueMatching(pod, cause);
  }

  #jobOf(pod: Pod): Job | undefined {
    return ownerOf({ client: this.#client, ownerKind: "Job" }, pod);
  }

  #enqueueMatching(pod: Pod, cause: number): void {
    if (Object.keys(pod.metadata.labels ?? {}).length === 0) return;
    for (const job of this.#client.list("Job", pod.metadata.namespace))
      if (matchesJob(job, pod)) this.#queue.addAfter(keyOf(job), BATCH_MS, cause);
  }

  /** A pod that no Job counts any more is freed of the finalizer (JOB-10). */
  #syncOrphan(key: string, trigger: number | undefined): void {
    const { namespace, name } = splitKey(key);
    const pod = this.#client.get("Pod", namespace, name);
    if (pod === undefined || this.#jobOf(pod) !== undefined) return this.#orphanQueue.forget(key);
    this.#client.modify("Pod", refOf(pod), (stored) => withoutFinalizer(stored, TRACKING_FINALIZER), { rule: "job.orphan", trigger });
  }

  #sync(key: string, trigger: number | undefined): void {
    const { namespace, name } = splitKey(key);
    const job = this.#client.get("Job", namespace, name);
    if (job === undefined || isFinished(job)) {
      this.#failures.delete(key);
      return this.#queue.forget(key);
    }
    if (job.spec.managedBy !== undefined && job.spec.managedBy !== "kubernetes.io/job-controller") return; // JOB-3
    const tools = { client: this.#client, events: this.#events, pods: this.#pods, now: this.#clock.now, trigger };
    const outcome = new JobSync(tools, job, this.#claimPods(job, trigger), this.#failures.get(key)).run();
    if (outcome.record === undefined) this.#failures.delete(key);
    else this.#failures.set(key, outcome.record);
    if (outcome.againMs !== undefined) this.#queue.addAfter(key, outcome.againMs, trigger);
    const present = this.#client.get("Job", namespace, name);
    const restMs = present === undefined || isFinished(present) ? undefined : deadlineRestMs(present, this.#clock.now);
    if (restMs !== undefined && restMs > 0) this.#queue.addAfter(key, restMs, trigger);
    if (outcome.error !== undefined) throw outcome.error;
  }

  #claimPods(job: Job, trigger: number | undefined): Pod[] {
    const candidates = [...controlledPods(this.#client, job), ...this.#client.unowned("Pod", job.metadata.namespace ?? "")];
    const saw = { set: keyOf(job), selector: formatSelector(selectorOf(job.spec.selector) ?? []) };
    const matches = (pod: Pod): boolean => matchesJob(job, pod);
    const alsoOnAdopt = (pod: Pod): Pod => ({ ...pod, metadata: { ...pod.metadata, finalizers: withTracking(pod.metadata.finalizers) } });
    const alsoOnRelease = (pod: Pod): Pod => withoutFinalizer(pod, TRACKING_FINALIZER);
    const options = { client: this.#client, kind: "Pod", owner: job, matches, rule: "job", saw, trigger } as const;
    return claimObjects({ ...options, alsoOnAdopt, alsoOnRelease }, candidates);
  }
}

function matchesJob(job: Job, pod: Pod): boolean {
  const selector = selectorOf(job.spec.selector);
  return selector !== undefined && selector.length > 0 && matchesSelector(selector, pod.metadata.labels);
}
