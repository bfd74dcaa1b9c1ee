// A Job's conditions, the end of a Job, and the pauses after failures (JOB-16, JOB-20 to JOB-25). Pure.

import { getCondition } from "../api/podstate.ts";
import { formatTime, parseTime } from "../api/time.ts";
import type { Job, JobCondition, JobStatus, Pod } from "../api/types.generated.ts";
import { finishedAt, isPastLimitOnFailure, isPodFailed } from "./jobpods.ts";
import { matchFailurePolicy, matchSuccessPolicy } from "./jobpolicy.ts";

const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 600_000;

export type Verdict = Readonly<{ type: string; status: "True" | "False"; reason: string; message: string }>;

export const SUSPENDED: Verdict = { type: "Suspended", status: "True", reason: "JobSuspended", message: "Job suspended" };
export const RESUMED: Verdict = { type: "Suspended", status: "False", reason: "JobResumed", message: "Job resumed" };
export const COMPLETED: Verdict = {
  type: "SuccessCriteriaMet",
  status: "True",
  reason: "CompletionsReached",
  message: "Reached expected number of succeeded pods",
};
const LIMIT_EXCEEDED = failure("BackoffLimitExceeded", "Job has reached the specified backoff limit");
const DEADLINE_EXCEEDED = failure("DeadlineExceeded", "Job was active longer than specified deadline");
const TOO_MANY_FAILED = failure("MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes");
const FAILED_INDEXES = failure("FailedIndexes", "Job has failed indexes");

function failure(reason: string, message: string): Verdict {
  return { type: "FailureTarget", status: "True", reason, message };
}

export function isFinished({ status }: Job): boolean {
  return isTrue(status, "Complete") || isTrue(status, "Failed");
}

function isTrue(status: JobStatus, type: string): boolean {
  return getCondition(status.conditions, type)?.status === "True";
}

/** How far a Job has come, what ended since the last sync included. */
export interface JobProgress {
  /** Failures that count towards the limit. */
  readonly failed: number;
  readonly succeededIndexes: readonly number[];
  /** With limits per index only (JOB-17). */
  readonly failedIndexes: readonly number[] | undefined;
}

/** The interim condition that the Job is coming to its end with, present or new (JOB-20). */
export function endOf(job: Job, pods: readonly Pod[], progress: JobProgress, now: number): Verdict | undefined {
  for (const type of ["SuccessCriteriaMet", "FailureTarget"]) {
    const present = getCondition(job.status.conditions, type);
    if (present?.status === "True") return { type, status: "True", reason: present.reason ?? "", message: present.message ?? "" };
  }
  const fatal = fatalFailure(job, pods);
  if (fatal !== undefined) return failure("PodFailurePolicy", fatal);
  if (progress.failed > (job.spec.backoffLimit ?? 6) || isPastLimitOnFailure(job, pods)) return LIMIT_EXCEEDED;
  const restMs = deadlineRestMs(job, now);
  if (restMs !== undefined && restMs <= 0) return DEADLINE_EXCEEDED;
  return endByIndexes(job, progress);
}

/** The first failed pod after which the Job's own rules let it fail (JOB-21). */
function fatalFailure(job: Job, pods: readonly Pod[]): string | undefined {
  for (const pod of pods) {
    const match = isPodFailed(job, pod) ? matchFailurePolicy(job, pod) : undefined;
    if (match?.action === "FailJob") return match.message;
  }
  return undefined;
}

function endByIndexes(job: Job, { succeededIndexes, failedIndexes }: JobProgress): Verdict | undefined {
  const { completions = 0, maxFailedIndexes } = job.spec;
  const failed = failedIndexes?.length ?? 0;
  if (maxFailedIndexes !== undefined && failed > maxFailedIndexes) return TOO_MANY_FAILED;
  if (failed > 0 && failed + succeededIndexes.length >= completions) return FAILED_INDEXES;
  const message = matchSuccessPolicy(job, succeededIndexes);
  return message === undefined ? undefined : { ...COMPLETED, reason: "SuccessPolicy", message };
}

/** How much of activeDeadlineSeconds is left (JOB-2). */
export function deadlineRestMs({ spec, status }: Job, now: number): number | undefined {
  if (spec.activeDeadlineSeconds === undefined || status.startTime === undefined || spec.suspend === true) return undefined;
  return parseTime(status.startTime) + spec.activeDeadlineSeconds * 1000 - now;
}

/** The last condition of a Job that ends that way (JOB-22, JOB-23). */
export function finalVerdict(end: Verdict): Verdict {
  return { ...end, type: end.type === "FailureTarget" ? "Failed" : "Complete" };
}

/** With the condition; unchanged when it has that status already, or would only come as False (JOB-25). */
export function withJobCondition(conditions: readonly JobCondition[], verdict: Verdict, now: number): readonly JobCondition[] {
  const present = getCondition(conditions, verdict.type);
  if (present?.status === verdict.status || (present === undefined && verdict.status === "False")) return conditions;
  const at = formatTime(now);
  const condition: JobCondition = { ...verdict, lastProbeTime: at, lastTransitionTime: at };
  return present === undefined ? [...conditions, condition] : conditions.map((one) => (one.type === verdict.type ? condition : one));
}

/** Failures since the last success, and when the last of them was (JOB-16). */
export interface FailureRecord {
  readonly failures: number;
  readonly lastAt: number;
}

export function recordFailures(
  record: FailureRecord | undefined,
  succeeded: readonly Pod[],
  failed: readonly Pod[],
): FailureRecord | undefined {
  const lastSuccess = succeeded.reduce((latest, pod) => Math.max(latest, finishedAt(pod)), Number.NEGATIVE_INFINITY);
  const since = failed.map(finishedAt).filter((at) => at > lastSuccess);
  if (succeeded.length > 0) return since.length === 0 ? undefined : { failures: since.length, lastAt: Math.max(...since) };
  if (since.length === 0) return record;
  return { failures: (record?.failures ?? 0) + since.length, lastAt: Math.max(record?.lastAt ?? 0, ...since) };
}

/** What is left of the pause before the next pod may be made. */
export function pauseRestMs(record: FailureRecord | undefined, now: number): number {
  if (record === undefined) return 0;
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (record.failures - 1));
  return Math.max(0, record.lastAt + pause - now);
}
