// One reconciliation of a Job: counts what ended, makes or deletes pods, and brings the Job to its end in two steps
// (JOB-10 to JOB-27).

import { ApiError } from "../api/apierror.ts";
import { deepEqual } from "../api/equal.ts";
import { isBeingDeleted, refOf } from "../api/object.ts";
import { isPodReady, isPodTerminal } from "../api/podstate.ts";
import { formatTime } from "../api/time.ts";
import type { Job, JobStatus, Pod } from "../api/types.generated.ts";
import type { Client } from "../client/client.ts";
import type { EventRecorder } from "../client/events.ts";
import { withoutFinalizer } from "./garbagecollector.ts";
import { formatIndexes, parseIndexes } from "./indexes.ts";
import { dueIndexes, failedIndexesOf, failureAnnotations, heldPodsOf } from "./jobindexes.ts";
import {
  activePodsOf,
  activePodsToRemove,
  indexOf,
  isIndexed,
  isPodFailed,
  isTerminating,
  isTracked,
  newJobPod,
  pendingIndexes,
  TRACKING_FINALIZER,
} from "./jobpods.ts";
import { isCounted } from "./jobpolicy.ts";
import type { FailureRecord, Verdict } from "./jobstatus.ts";
import { COMPLETED, endOf, finalVerdict, pauseRestMs, recordFailures, RESUMED, SUSPENDED, withJobCondition } from "./jobstatus.ts";
import type { PodControl } from "./pods.ts";
import { attempt, slowStart } from "./pods.ts";

/** The most creates or deletes of one sync (JOB-13). */
const BURST = 500;
const TOO_MANY_SUCCEEDED = "Too many succeeded pods running after completion count reached";

interface JobTools {
  readonly client: Client;
  readonly events: EventRecorder;
  readonly pods: PodControl;
  readonly now: number;
  readonly trigger: number | undefined;
}

interface JobOutcome {
  readonly error?: ApiError;
  readonly record: FailureRecord | undefined;
  /** When the pause after failures is over. */
  readonly againMs?: number;
}

export class JobSync {
  readonly #tools: JobTools;
  readonly #job: Job;
  readonly #pods: readonly Pod[];
  readonly #record: FailureRecord | undefined;
  readonly #succeededIndexes: readonly number[];
  readonly #failedIndexes: readonly number[] | undefined;
  /** Failed pods that keep their finalizer until their index has another pod (JOB-17). */
  readonly #held: ReadonlyMap<number, Pod>;
  /** The status as it is being worked out. */
  #status: JobStatus;
  #active: number;
  #ready: number;
  #terminating: number;
  #errors: ApiError[] = [];
  #againMs: number | undefined;

  constructor(tools: JobTools, job: Job, pods: readonly Pod[], record: FailureRecord | undefined) {
    this.#tools = tools;
    this.#job = job;
    this.#pods = pods;
    this.#record = this.#newRecord(record);
    this.#status = job.status;
    const active = activePodsOf(pods);
    this.#active = active.length;
    this.#ready = active.filter(isPodReady).length;
    this.#terminating = pods.filter(isTerminating).length;
    this.#succeededIndexes = this.#indexesDone();
    this.#failedIndexes = failedIndexesOf(job, pods);
    this.#held = heldPodsOf(job, pods, active, this.#decidedIndexes());
  }

  run(): JobOutcome {
    const { spec, status } = this.#job;
    if (status.startTime === undefined && spec.suspend !== true) this.#status = { ...this.#status, startTime: formatTime(this.#tools.now) };
    const job = { ...this.#job, status: this.#status };
    const progress = { failed: this.#failedCount(), succeededIndexes: this.#succeededIndexes, failedIndexes: this.#failedIndexes };
    let end = endOf(job, this.#pods, progress, this.#tools.now);
    if (end !== undefined) this.#delete(activePodsOf(this.#pods), end.reason, "counted");
    else {
      const isManaged = !isBeingDeleted(this.#job);
      if (isManaged) this.#manage();
      if (this.#isComplete()) end = COMPLETED;
      else if (isManaged) this.#noteSuspension();
    }
    this.#track(end);
    const [error] = this.#errors;
    return {
      record: this.#record,
      ...(error === undefined ? {} : { error }),
      ...(this.#againMs === undefined ? {} : { againMs: this.#againMs }),
    };
  }

  /** With limits per index the pods themselves tell. */
  #newRecord(record: FailureRecord | undefined): FailureRecord | undefined {
    if (this.#job.spec.backoffLimitPerIndex !== undefined) return undefined;
    const fresh = this.#fresh();
    return recordFailures(
      record,
      fresh.filter(({ status }) => status.phase === "Succeeded"),
      fresh.filter((pod) => isPodFailed(this.#job, pod)),
    );
  }

  /** Pods that still have to be counted. */
  #fresh(): Pod[] {
    const { succeeded = [], failed = [] } = this.#job.status.uncountedTerminatedPods ?? {};
    return this.#pods.filter((pod) => isTracked(pod) && !succeeded.includes(pod.metadata.uid) && !failed.includes(pod.metadata.uid));
  }

  #indexesDone(): readonly number[] {
    if (!isIndexed(this.#job)) return [];
    const counted = parseIndexes(this.#job.status.completedIndexes, this.#job.spec.completions ?? 0);
    const fresh = this.#fresh().filter(({ status }) => status.phase === "Succeeded");
    return [...new Set([...counted, ...fresh.flatMap((pod) => indexOf(this.#job, pod) ?? [])])];
  }

  #decidedIndexes(): readonly number[] {
    return [...this.#succeededIndexes, ...(this.#failedIndexes ?? [])];
  }

  #succeededCount(): number {
    if (isIndexed(this.#job)) return this.#succeededIndexes.length;
    const { succeeded = 0, uncountedTerminatedPods } = this.#job.status;
    return (
      succeeded +
      (uncountedTerminatedPods?.succeeded ?? []).length +
      this.#fresh().filter(({ status }) => status.phase === "Succeeded").length
    );
  }

  #failedCount(): number {
    const { failed = 0, uncountedTerminatedPods } = this.#job.status;
    const fresh = this.#fresh().filter((pod) => isPodFailed(this.#job, pod) && isCounted(this.#job, pod));
    return failed + (uncountedTerminatedPods?.failed ?? []).length + fresh.length;
  }

  #isComplete(): boolean {
    const { completions } = this.#job.spec;
    const succeeded = this.#succeededCount();
    return completions === undefined ? succeeded > 0 && this.#active === 0 : succeeded >= completions; // JOB-24
  }

  /** Brings the active pods to the wanted number (JOB-12, JOB-13, JOB-16). */
  #manage(): void {
    const { spec } = this.#job;
    const active = activePodsOf(this.#pods);
    if (spec.suspend === true) return this.#delete(active, "suspended", "uncounted");
    const wanted = this.#wantedActive(active.length);
    const surplus = activePodsToRemove(this.#job, active, Math.max(0, active.length - wanted));
    if (surplus.length > 0) return this.#delete(surplus.slice(0, BURST), "surplus", "uncounted");
    const missing = wanted - active.length - (spec.podReplacementPolicy === "Failed" ? this.#terminating : 0);
    if (missing <= 0) return;
    const count = Math.min(missing, BURST);
    if (this.#failedIndexes !== undefined) return this.#createDue(count, active);
    const restMs = pauseRestMs(this.#record, this.#tools.now);
    if (restMs > 0) return this.#pause(restMs);
    this.#create(isIndexed(this.#job) ? this.#pendingIndexes(count, active) : Array.from({ length: count }, () => undefined), active);
  }

  /** With limits per index each index has a pause of its own (JOB-17). */
  #createDue(count: number, active: readonly Pod[]): void {
    const { due, restMs } = dueIndexes(this.#pendingIndexes(count, active), this.#held, this.#tools.now);
    if (restMs > 0) this.#pause(restMs);
    else this.#create(due, active);
  }

  #pause(restMs: number): void {
    this.#againMs = Math.max(restMs, 1000);
    this.#active = 0; // as a real controller reports it
  }

  /** When only real failures are replaced, an index whose pod is on its way out waits for its end (JOB-18). */
  #pendingIndexes(count: number, active: readonly Pod[]): readonly number[] {
    const ending = this.#job.spec.podReplacementPolicy === "Failed" ? this.#pods.filter(isTerminating) : [];
    return pendingIndexes(this.#job, [...active, ...ending], this.#decidedIndexes(), count);
  }

  #wantedActive(active: number): number {
    const { completions, parallelism = 1 } = this.#job.spec;
    if (completions === undefined) return this.#succeededCount() > 0 ? active : parallelism;
    return Math.max(0, Math.min(parallelism, completions - this.#succeededCount()));
  }

  /** A pod for each of the indexes; those of a Job without indexes have none. */
  #create(indexes: readonly (number | undefined)[], active: readonly Pod[]): void {
    const { pods, trigger } = this.#tools;
    const because = {
      rule: "job.create",
      saw: { have: active.length, succeeded: this.#succeededCount() },
      wanted: { active: active.length + indexes.length },
      trigger,
    };
    const error = slowStart(indexes.length, (i) => {
      const index = indexes[i];
      const before = index === undefined ? undefined : this.#held.get(index);
      pods.create(this.#job, newJobPod(this.#job, index, failureAnnotations(this.#job, before)), because);
      this.#active += 1;
    });
    if (error !== undefined) this.#errors.push(error);
  }

  /** Pods of a Job that fails count as failed; those that a running Job takes back are freed of the finalizer first and do not. */
  #delete(active: readonly Pod[], why: string, how: "counted" | "uncounted"): void {
    const { pods, trigger } = this.#tools;
    for (const pod of active) {
      if (how === "uncounted") this.#free(pod, "job.take-back");
      attempt(() => {
        pods.delete(this.#job, pod, { rule: "job.delete", saw: { why }, trigger });
        this.#active -= 1;
        this.#terminating += 1;
        if (isPodReady(pod)) this.#ready -= 1;
      }, this.#errors);
    }
  }

  /** JOB-25 */
  #noteSuspension(): void {
    const { events, now, trigger } = this.#tools;
    const isSuspended = this.#job.spec.suspend === true;
    const before = this.#status.conditions ?? [];
    const conditions = withJobCondition(before, isSuspended ? SUSPENDED : RESUMED, now);
    if (conditions === before) return;
    const { startTime: _reset, ...rest } = this.#status;
    this.#status = { ...rest, ...(isSuspended ? {} : { startTime: formatTime(now) }), conditions };
    events.event(this.#job, "Normal", isSuspended ? "Suspended" : "Resumed", isSuspended ? SUSPENDED.message : RESUMED.message, {
      trigger,
    });
  }

  /** Notes ended pods, frees them of the finalizer, then counts them; a Job ends when nothing is left to count (JOB-10, JOB-22). */
  #track(end: Verdict | undefined): void {
    const { now } = this.#tools;
    const freed: Pod[] = [];
    const succeeded = [...(this.#status.uncountedTerminatedPods?.succeeded ?? [])];
    const failed = [...(this.#status.uncountedTerminatedPods?.failed ?? [])];
    for (const pod of this.#pods) {
      if (!isTracked(pod)) continue;
      const { uid } = pod.metadata;
      // As the sync found it: one that it took back just now has not failed.
      const hasFailed = isPodFailed(this.#job, pod);
      if (end === undefined && (this.#isHeld(pod) || !(hasFailed || isPodTerminal(pod)))) continue;
      freed.push(pod);
      if (pod.status.phase === "Succeeded") {
        if (!isIndexed(this.#job) && !succeeded.includes(uid)) succeeded.push(uid);
      } else if ((hasFailed || end?.type === "FailureTarget") && !failed.includes(uid) && isCounted(this.#job, pod)) failed.push(uid);
    }
    this.#status = {
      ...this.#status,
      ...this.#numbers(),
      ...this.#indexes(),
      uncountedTerminatedPods: uncounted(succeeded, failed),
    };
    if (end !== undefined) this.#status = { ...this.#status, conditions: withJobCondition(this.#status.conditions ?? [], end, now) };
    this.#flush("job.status");
    const gone = new Set(freed.filter((pod) => this.#free(pod, "job.counted")).map(({ metadata }) => metadata.uid));
    for (const uid of [...succeeded, ...failed]) if (!this.#pods.some((pod) => pod.metadata.uid === uid && isTracked(pod))) gone.add(uid);
    this.#count(succeeded, failed, gone);
    const isOver = end !== undefined && this.#enactEnd(end);
    this.#flush("job.count");
    if (isOver) this.#tellEnd(finalVerdict(end));
  }

  #numbers(): Partial<JobStatus> {
    return { active: this.#active, ready: this.#ready, terminating: this.#terminating };
  }

  #indexes(): Partial<JobStatus> {
    if (!isIndexed(this.#job)) return {};
    const completedIndexes = formatIndexes(this.#succeededIndexes);
    return {
      succeeded: this.#succeededIndexes.length,
      ...(completedIndexes === "" ? {} : { completedIndexes }),
      ...(this.#failedIndexes === undefined ? {} : { failedIndexes: formatIndexes(this.#failedIndexes) }),
    };
  }

  /** Of a Job that is being deleted no index gets another pod. */
  #isHeld(pod: Pod): boolean {
    if (isBeingDeleted(this.#job)) return false;
    const index = indexOf(this.#job, pod);
    return index !== undefined && this.#held.get(index)?.metadata.uid === pod.metadata.uid;
  }

  #free(pod: Pod, rule: string): boolean {
    const { client, trigger } = this.#tools;
    let isFree = false;
    attempt(() => {
      client.modify("Pod", refOf(pod), (stored) => withoutFinalizer(stored, TRACKING_FINALIZER), {
        rule,
        saw: { phase: pod.status.phase ?? "" },
        trigger,
      });
      isFree = true;
    }, this.#errors);
    return isFree;
  }

  #count(succeeded: readonly string[], failed: readonly string[], gone: ReadonlySet<string>): void {
    const left = (uids: readonly string[]): string[] => uids.filter((uid) => !gone.has(uid));
    const more = (before: number | undefined, uids: readonly string[]): number => (before ?? 0) + uids.length - left(uids).length;
    const indexed = isIndexed(this.#job);
    this.#status = {
      ...this.#status,
      ...(indexed ? {} : { succeeded: more(this.#status.succeeded, succeeded) }),
      failed: more(this.#status.failed, failed),
      uncountedTerminatedPods: uncounted(left(succeeded), left(failed)),
    };
  }

  #enactEnd(end: Verdict): boolean {
    const { succeeded = [], failed = [] } = this.#status.uncountedTerminatedPods ?? {};
    if (succeeded.length + failed.length > 0 || this.#terminating > 0 || this.#errors.length > 0) return false;
    const { now } = this.#tools;
    const final = finalVerdict(end);
    const conditions = withJobCondition(this.#status.conditions ?? [], final, now);
    this.#status = { ...this.#status, conditions, ...(final.type === "Complete" ? { completionTime: formatTime(now) } : {}) };
    return true;
  }

  #tellEnd(final: Verdict): void {
    const { events, trigger } = this.#tools;
    const { completions } = this.#job.spec;
    if (final.type === "Complete" && completions !== undefined && (this.#status.succeeded ?? 0) > completions)
      events.event(this.#job, "Warning", "TooManySucceededPods", TOO_MANY_SUCCEEDED, { trigger });
    if (final.type === "Complete") events.event(this.#job, "Normal", "Completed", "Job completed", { trigger });
    else events.event(this.#job, "Warning", final.reason, final.message, { trigger });
  }

  #flush(rule: string): void {
    const { client, trigger } = this.#tools;
    const status = withoutZeros(this.#status);
    const { active = 0, succeeded = 0, failed = 0 } = status;
    const change = (stored: Job): Job => (deepEqual(stored.status, status) ? stored : { ...stored, status });
    client.modify("Job", refOf(this.#job), change, { rule, saw: { active, succeeded, failed }, trigger }, "status");
  }
}

function uncounted(succeeded: readonly string[], failed: readonly string[]): NonNullable<JobStatus["uncountedTerminatedPods"]> {
  return { ...(succeeded.length === 0 ? {} : { succeeded }), ...(failed.length === 0 ? {} : { failed }) };
}

/** Of the numbers only `ready` and `terminating` are written when they are 0. */
function withoutZeros({ active, succeeded, failed, ...status }: JobStatus): JobStatus {
  return { ...status, ...(active ? { active } : {}), ...(succeeded ? { succeeded } : {}), ...(failed ? { failed } : {}) };
}
