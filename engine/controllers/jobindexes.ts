// The completion indexes of a Job with backoffLimitPerIndex: which have failed for good, and how the number of failures is
// handed on from pod to pod (JOB-15, JOB-17). The number is kept on the pods alone: a failed one keeps its finalizer until
// its successor, which carries the number on, exists. Pure.

import type { Job, Pod } from "../api/types.generated.ts";
import { parseIndexes } from "./indexes.ts";
import { finishedAt, indexOf, isPodFailed, isTracked } from "./jobpods.ts";
import { isCounted, matchFailurePolicy } from "./jobpolicy.ts";
import { pauseRestMs } from "./jobstatus.ts";

const FAILURE_COUNT = "batch.kubernetes.io/job-index-failure-count";
const IGNORED_COUNT = "batch.kubernetes.io/job-index-ignored-failure-count";

/** All that have failed for good so far; undefined for a Job without limits per index. */
export function failedIndexesOf(job: Job, pods: readonly Pod[]): readonly number[] | undefined {
  const { backoffLimitPerIndex: limit, completions = 0 } = job.spec;
  if (limit === undefined) return undefined;
  const fresh = pods.filter((pod) => isTracked(pod) && isPodFailed(job, pod) && endsIndex(job, pod, limit));
  return [...new Set([...parseIndexes(job.status.failedIndexes, completions), ...fresh.flatMap((pod) => indexOf(job, pod) ?? [])])];
}

function endsIndex(job: Job, pod: Pod, limit: number): boolean {
  return matchFailurePolicy(job, pod)?.action === "FailIndex" || (isCounted(job, pod) && countOf(pod, FAILURE_COUNT) >= limit);
}

/** The last failed pod of each index that is neither decided nor has an active pod. */
export function heldPodsOf(job: Job, pods: readonly Pod[], active: readonly Pod[], decided: readonly number[]): ReadonlyMap<number, Pod> {
  const held = new Map<number, Pod>();
  if (job.spec.backoffLimitPerIndex === undefined) return held;
  const done = new Set([...decided, ...active.map((pod) => indexOf(job, pod))]);
  for (const pod of pods) {
    const index = indexOf(job, pod);
    if (index === undefined || done.has(index) || !isTracked(pod) || !isPodFailed(job, pod)) continue;
    const other = held.get(index);
    if (other === undefined || (failuresOf(other) <= failuresOf(pod) && finishedAt(other) <= finishedAt(pod))) held.set(index, pod);
  }
  return held;
}

/** Those of the indexes whose pause is over; while all of them pause, what is left of the shortest pause. */
export function dueIndexes(
  indexes: readonly number[],
  held: ReadonlyMap<number, Pod>,
  now: number,
): { readonly due: readonly number[]; readonly restMs: number } {
  const restOf = (index: number): number => {
    const before = held.get(index);
    return before === undefined ? 0 : pauseRestMs({ failures: failuresOf(before) + 1, lastAt: finishedAt(before) }, now);
  };
  const due = indexes.filter((index) => restOf(index) === 0);
  return { due, restMs: due.length > 0 || indexes.length === 0 ? 0 : Math.min(...indexes.map(restOf)) };
}

/** What the next pod of an index carries, given the one before it. */
export function failureAnnotations(job: Job, before: Pod | undefined): Readonly<Record<string, string>> {
  if (job.spec.backoffLimitPerIndex === undefined) return {};
  if (before === undefined) return { [FAILURE_COUNT]: "0" };
  const counted = isCounted(job, before);
  const ignored = countOf(before, IGNORED_COUNT) + (counted ? 0 : 1);
  return {
    [FAILURE_COUNT]: String(countOf(before, FAILURE_COUNT) + (counted ? 1 : 0)),
    ...(ignored > 0 ? { [IGNORED_COUNT]: String(ignored) } : {}),
  };
}

function failuresOf(pod: Pod): number {
  return countOf(pod, FAILURE_COUNT) + countOf(pod, IGNORED_COUNT);
}

/** 0 where somebody has written something else than a number. */
function countOf({ metadata }: Pod, annotation: string): number {
  const text = metadata.annotations?.[annotation] ?? "";
  return /^\d+$/.test(text) ? Number(text) : 0;
}
