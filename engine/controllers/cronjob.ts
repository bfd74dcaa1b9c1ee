// Starts Jobs by the clock: the CronJob controller (CJ-1 to CJ-10).

import { ApiError } from "../api/apierror.ts";
import { deepEqual } from "../api/equal.ts";
import { controllerOf, isBeingDeleted, keyOf, splitKey } from "../api/object.ts";
import { getCondition } from "../api/podstate.ts";
import { formatRfc1123, formatTime, parseTime } from "../api/time.ts";
import type { CronJob, CronJobStatus, Job, ObjectReference } from "../api/types.generated.ts";
import type { Change, Client, NewObject } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import type { EventRecorderState } from "../client/events.ts";
import { EventRecorder, referenceTo } from "../client/events.ts";
import type { WorkQueueState } from "../client/workqueue.ts";
import { WorkQueue } from "../client/workqueue.ts";
import type { Clock, Message } from "../sim/clock.ts";
import type { Part } from "../sim/part.ts";
import { lastMissed, nextFiring, parseSchedule } from "./cronschedule.ts";
import { isFinished } from "./jobstatus.ts";
import { enqueueOwners } from "./podevents.ts";
import { controllerReference, isNamespaceTerminating } from "./pods.ts";
import { formatTimeIn } from "./timezone.ts";

const NAME = "cronjob-controller";
const MANY_MISSED = 100;
const LATE_MS = 100; // CJ-1

interface CronJobControllerState {
  queue: WorkQueueState;
  events: EventRecorderState;
}

export class CronJobController implements Part {
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
    this.#client.watch("CronJob", (change) => this.#onCronJob(change));
    // An orphan Job is nobody's: a CronJob has no selector.
    this.#client.watch("Job", (change) =>
      enqueueOwners({ client: this.#client, queue: this.#queue, ownerKind: "CronJob", matches: () => false }, change),
    );
  }

  get state(): CronJobControllerState {
    return { queue: this.#queue.state, events: this.#events.state };
  }
  set state(state: CronJobControllerState) {
    this.#queue.state = state.queue;
    this.#events.state = state.events;
  }

  handle(message: Message): void {
    this.#queue.handle(message);
  }

  /** Another schedule only sets the alarm anew: what it would have started before now is not made up for (CJ-1). */
  #onCronJob({ type, object: cron, old, cause }: Change<"CronJob">): void {
    const isAsBefore = old?.spec.schedule === cron.spec.schedule && old.spec.timeZone === cron.spec.timeZone;
    if (type === "MODIFIED" && old !== undefined && !isAsBefore) this.#enqueueNext(cron, cron.status, cause);
    else this.#queue.add(keyOf(cron), cause);
  }

  /** Queues it for the time of its schedule that follows the latest one that has passed (CJ-1). */
  #enqueueNext(cron: CronJob, status: CronJobStatus, cause: number | undefined): void {
    const now = this.#clock.now;
    const schedule = parseSchedule(cron.spec.schedule, cron.spec.timeZone);
    const last = parseTime(status.lastScheduleTime ?? cron.metadata.creationTimestamp);
    const next = nextFiring(schedule, lastMissed(schedule, last, now, MANY_MISSED)?.at ?? last);
    if (next !== undefined) this.#queue.addAfter(keyOf(cron), next - now + LATE_MS, cause);
  }

  #sync(key: string, trigger: number | undefined): void {
    const { namespace, name } = splitKey(key);
    const cron = this.#client.get("CronJob", namespace, name);
    if (cron === undefined) return this.#queue.forget(key);
    const jobs = [...this.#client.ownedBy("Job", cron.metadata.uid)];
    const active = this.#cleanUp(cron, jobs, trigger);
    let status = this.#reviewActive(cron, jobs, active, trigger);
    let error: ApiError | undefined;
    if (!isBeingDeleted(cron) && cron.spec.suspend !== true) {
      try {
        const started = this.#startDue(cron, status, trigger);
        status = started ?? status;
        if (started !== undefined) this.#enqueueNext(cron, status, undefined);
      } catch (thrown) {
        if (!(thrown instanceof ApiError)) throw thrown;
        error = thrown; // the queue tries again
      }
    }
    if (!deepEqual(status, cron.status)) {
      this.#client.updateStatus(
        "CronJob",
        { ...cron, status },
        { rule: "cronjob.status", saw: { active: status.active?.length ?? 0 }, trigger },
      );
    }
    if (error !== undefined) throw error;
  }

  /** Drops Jobs that ended or went missing from the active list (CJ-7, CJ-9). */
  #reviewActive(cron: CronJob, jobs: readonly Job[], listed: readonly ObjectReference[], trigger: number | undefined): CronJobStatus {
    let active = listed;
    let lastSuccess = cron.status.lastSuccessfulTime;
    for (const job of jobs) {
      const { name, uid } = job.metadata;
      const isListed = active.some((reference) => reference.uid === uid);
      const over = isFinished(job);
      if (!isListed && !over)
        this.#events.event(cron, "Warning", "UnexpectedJob", `Saw a job that the controller did not create or forgot: ${name}`, {
          trigger,
        });
      if (isListed && over) {
        active = active.filter((reference) => reference.uid !== uid);
        this.#events.event(
          cron,
          "Normal",
          "SawCompletedJob",
          `Saw completed job: ${name}, condition: ${isTrue(job, "Complete") ? "Complete" : "Failed"}`,
          { trigger },
        );
      }
      const { completionTime } = job.status;
      if (isTrue(job, "Complete") && completionTime !== undefined && (lastSuccess === undefined || completionTime > lastSuccess))
        lastSuccess = completionTime;
    }
    for (const reference of active) {
      if (jobs.some(({ metadata }) => metadata.uid === reference.uid)) continue;
      active = active.filter((present) => present.uid !== reference.uid);
      this.#events.event(cron, "Normal", "MissingJob", `Active job went missing: ${reference.name ?? ""}`, { trigger });
    }
    return newStatus(active, cron.status.lastScheduleTime, lastSuccess);
  }

  /**
   * Starts the Job of the latest time that has been missed, unless something speaks against it (CJ-3 to CJ-6). Undefined when a
   * Job of that name is somebody else's: then it is left to them, and nothing is done before the next change (CJ-7).
   */
  #startDue(cron: CronJob, status: CronJobStatus, trigger: number | undefined): CronJobStatus | undefined {
    const now = this.#clock.now;
    const { spec } = cron;
    const deadlineMs = spec.startingDeadlineSeconds === undefined ? undefined : spec.startingDeadlineSeconds * 1000;
    const last = parseTime(status.lastScheduleTime ?? cron.metadata.creationTimestamp);
    const from = deadlineMs === undefined ? last : Math.max(last, now - deadlineMs);
    const missed = lastMissed(parseSchedule(spec.schedule, spec.timeZone), from, now, MANY_MISSED);
    if (missed === undefined) return status;
    if (missed.isMany)
      this.#warn(
        cron,
        "TooManyMissedTimes",
        "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew",
        trigger,
      );
    if (deadlineMs !== undefined && missed.at + deadlineMs < now) {
      this.#warn(cron, "MissSchedule", `Missed scheduled time to start a job: ${formatRfc1123(missed.at)}`, trigger);
      return status;
    }
    const name = jobName(cron, missed.at);
    const active = status.active ?? [];
    if (active.some((reference) => reference.name === name) || status.lastScheduleTime === formatTime(missed.at)) return status;
    if (spec.concurrencyPolicy === "Forbid" && active.length > 0) {
      const message = "Not starting job because prior execution is running and concurrency policy is Forbid";
      this.#events.event(cron, "Normal", "JobAlreadyActive", message, { trigger });
      return status;
    }
    let kept = active;
    if (spec.concurrencyPolicy === "Replace") {
      for (const { name: old = "" } of active) this.#deleteJob(cron, old, "replaced", trigger);
      kept = [];
    }
    const job = this.#createJob(cron, name, missed.at, trigger);
    if (job === undefined) return undefined;
    return newStatus([...kept, referenceTo(job)], formatTime(missed.at), status.lastSuccessfulTime);
  }

  #createJob(cron: CronJob, name: string, at: number, trigger: number | undefined): Job | undefined {
    const because = { rule: "cronjob.create", saw: { schedule: cron.spec.schedule, scheduled: formatTime(at) }, trigger };
    try {
      const job = this.#client.create("Job", newJob(cron, name, at), because);
      this.#events.event(cron, "Normal", "SuccessfulCreate", `Created job ${name}`, { trigger });
      return job;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.reason === "AlreadyExists") {
        const present = this.#client.get("Job", cron.metadata.namespace, name);
        return present !== undefined && controllerOf(present)?.uid === cron.metadata.uid ? present : undefined;
      }
      if (!isNamespaceTerminating(error)) this.#warn(cron, "FailedCreate", `Error creating job: ${error.message}`, trigger);
      throw error;
    }
  }

  #warn(cron: CronJob, reason: string, message: string, trigger: number | undefined): void {
    this.#events.event(cron, "Warning", reason, message, { trigger });
  }

  /** The oldest finished Jobs beyond the limits go (CJ-8). Gives the list of active ones without them. */
  #cleanUp(cron: CronJob, jobs: readonly Job[], trigger: number | undefined): readonly ObjectReference[] {
    const { successfulJobsHistoryLimit: successes = 3, failedJobsHistoryLimit: failures = 1 } = cron.spec;
    const surplus = [...oldestBeyond(jobs, "Complete", successes), ...oldestBeyond(jobs, "Failed", failures)];
    for (const { metadata } of surplus) this.#deleteJob(cron, metadata.name, "history", trigger);
    return (cron.status.active ?? []).filter(({ uid }) => !surplus.some(({ metadata }) => metadata.uid === uid));
  }

  #deleteJob(cron: CronJob, name: string, why: string, trigger: number | undefined): void {
    try {
      this.#client.delete(
        "Job",
        cron.metadata.namespace,
        name,
        { propagationPolicy: "Background" },
        { rule: "cronjob.delete", saw: { why }, trigger },
      );
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 404) throw error;
      return;
    }
    this.#events.event(cron, "Normal", "SuccessfulDelete", `Deleted job ${name}`, { trigger });
  }
}

function oldestBeyond(jobs: readonly Job[], type: "Complete" | "Failed", limit: number): readonly Job[] {
  const sortKey = ({ metadata, status }: Job): string => `${status.startTime ?? "~"} ${metadata.name}`;
  const ended = jobs.filter((job) => isTrue(job, type) && !isBeingDeleted(job)).sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  return ended.slice(0, Math.max(0, ended.length - limit));
}

function isTrue(job: Job, type: string): boolean {
  return getCondition(job.status.conditions, type)?.status === "True";
}

function newStatus(
  active: readonly ObjectReference[],
  lastScheduleTime: string | undefined,
  lastSuccessfulTime: string | undefined,
): CronJobStatus {
  return {
    ...(active.length === 0 ? {} : { active }),
    ...(lastScheduleTime === undefined ? {} : { lastScheduleTime }),
    ...(lastSuccessfulTime === undefined ? {} : { lastSuccessfulTime }),
  };
}

/** The minutes since the epoch name the Job, so that one time starts one Job (CJ-2). */
function jobName({ metadata }: CronJob, at: number): string {
  return `${metadata.name}-${Math.floor(at / 60_000)}`;
}

function newJob(cron: CronJob, name: string, at: number): NewObject & { readonly spec: Job["spec"] } {
  const { metadata, spec } = cron.spec.jobTemplate;
  const { namespace } = cron.metadata;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(metadata?.labels === undefined ? {} : { labels: metadata.labels }),
      annotations: { ...metadata?.annotations, "batch.kubernetes.io/cronjob-scheduled-timestamp": formatTimeIn(cron.spec.timeZone, at) },
      ownerReferences: [controllerReference(cron)],
    },
    spec,
  };
}
