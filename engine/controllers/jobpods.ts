// A Job's pods: how they are made, counted, ranked for deletion, and when they ended (JOB-10 to JOB-18). Pure.

import { isBeingDeleted } from "../api/object.ts";
import { getCondition, isPodActive, isPodReady, isPodTerminal, maxRestarts } from "../api/podstate.ts";
import { parseTime } from "../api/time.ts";
import type { Container, ContainerStatus, Job, Pod, PodSpec } from "../api/types.generated.ts";
import type { NewPod } from "./pods.ts";
import { newPodFromTemplate } from "./pods.ts";

export const TRACKING_FINALIZER = "batch.kubernetes.io/job-tracking";
const INDEX = "batch.kubernetes.io/job-completion-index";

export function isIndexed({ spec }: Job): boolean {
  return spec.completionMode === "Indexed";
}

/** The pod's completion index; undefined when it has none or none that counts. */
export function indexOf(job: Job, pod: Pod): number | undefined {
  const text = pod.metadata.annotations?.[INDEX];
  const index = text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
  return index !== undefined && index < (job.spec.completions ?? 0) ? index : undefined;
}

export function isTracked(pod: Pod): boolean {
  return pod.metadata.finalizers?.includes(TRACKING_FINALIZER) ?? false;
}

/** The finalizers, with that by which a Job counts the pod (JOB-10). */
export function withTracking(finalizers: readonly string[] = []): readonly string[] {
  return [...finalizers.filter((name) => name !== TRACKING_FINALIZER), TRACKING_FINALIZER];
}

/** Failed, or on its way out before it ended, unless only real failures are to be replaced (JOB-18). */
export function isPodFailed(job: Job, pod: Pod): boolean {
  if (pod.status.phase === "Failed") return true;
  if (job.spec.podReplacementPolicy === "Failed") return false;
  return isBeingDeleted(pod) && pod.status.phase !== "Succeeded";
}

export function isTerminating(pod: Pod): boolean {
  return isBeingDeleted(pod) && !isPodTerminal(pod);
}

/**
 * When the pod ended: its last container, else when it ceased to be ready, else when its deletion was asked for (JOB-16). That it
 * became ready tells nothing of its end.
 */
export function finishedAt(pod: Pod): number {
  const ends = mainStatuses(pod).map(({ state }) => state.terminated?.finishedAt);
  const known = ends.filter((end) => end !== undefined).map(parseTime);
  if (known.length > 0 && known.length === ends.length) return Math.max(...known);
  const ready = getCondition(pod.status.conditions, "Ready");
  if (ready?.status === "False" && ready.lastTransitionTime !== undefined) return parseTime(ready.lastTransitionTime);
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, creationTimestamp } = pod.metadata;
  return deletionTimestamp === undefined ? parseTime(creationTimestamp) : parseTime(deletionTimestamp) - deletionGracePeriodSeconds * 1000;
}

/** Those of the containers and of the sidecars, which end after them. */
function mainStatuses({ spec, status }: Pod): ContainerStatus[] {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always").map(({ name }) => name);
  return [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? []).filter(({ name }) => sidecars.includes(name))];
}

/** The pod of a Job, or of one of its indexes with what else it is to carry (JOB-11). */
export function newJobPod(job: Job, index: number | undefined, more: Readonly<Record<string, string>> = {}): NewPod {
  const pod = newPodFromTemplate(job.spec.template, job);
  const finalizers = withTracking(pod.metadata.finalizers);
  if (index === undefined) return { ...pod, metadata: { ...pod.metadata, finalizers } };
  const { name } = job.metadata;
  const text = String(index);
  const metadata = {
    ...pod.metadata,
    finalizers,
    generateName: `${name.slice(0, 63 - 7 - text.length)}-${index}-`,
    labels: { ...pod.metadata.labels, [INDEX]: text },
    annotations: { ...pod.metadata.annotations, [INDEX]: text, ...more },
  };
  return { ...pod, metadata, spec: { ...withIndexVariable(pod.spec), hostname: `${name}-${index}` } };
}

function withIndexVariable(spec: PodSpec): PodSpec {
  const variable = {
    name: "JOB_COMPLETION_INDEX",
    valueFrom: { fieldRef: { apiVersion: "v1", fieldPath: `metadata.labels['${INDEX}']` } },
  };
  const add = (container: Container): Container =>
    container.env?.some(({ name }) => name === variable.name) ? container : { ...container, env: [...(container.env ?? []), variable] };
  return {
    ...spec,
    containers: spec.containers.map(add),
    ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(add) }),
  };
}

/** The lowest indexes that are not decided, and that none of these pods works on (JOB-15). */
export function pendingIndexes(job: Job, working: readonly Pod[], decided: readonly number[], count: number): number[] {
  const taken = new Set([...decided, ...working.map((pod) => indexOf(job, pod))]);
  const indexes: number[] = [];
  for (let i = 0; i < (job.spec.completions ?? 0) && indexes.length < count; i++) if (!taken.has(i)) indexes.push(i);
  return indexes;
}

/** Which active pods go: second ones of an index, then the least far (JOB-14). */
export function activePodsToRemove(job: Job, active: readonly Pod[], atLeast: number): Pod[] {
  const sorted = [...active].sort(byProgress);
  const surplus = isIndexed(job) ? duplicates(job, sorted) : [];
  const rest = sorted.filter((pod) => !surplus.includes(pod));
  return [...surplus, ...rest.slice(0, Math.max(0, atLeast - surplus.length))];
}

/** All but the furthest pod of each index, and those of no index. */
function duplicates(job: Job, sorted: readonly Pod[]): Pod[] {
  const kept = new Map<number, Pod>();
  for (const pod of sorted) {
    const index = indexOf(job, pod);
    if (index !== undefined) kept.set(index, pod);
  }
  return sorted.filter((pod) => kept.get(indexOf(job, pod) ?? -1) !== pod);
}

const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/** Unscheduled, not running, not ready, ready later, restarted more often, newer: first. */
function byProgress(a: Pod, b: Pod): number {
  const rank = (pod: Pod): number =>
    (pod.spec.nodeName ? 100 : 0) + (PHASES[pod.status.phase ?? "Pending"] ?? 0) * 10 + (isPodReady(pod) ? 1 : 0);
  const readyAt = (pod: Pod): string => (isPodReady(pod) ? (getCondition(pod.status.conditions, "Ready")?.lastTransitionTime ?? "") : "");
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (readyAt(a) !== readyAt(b)) return readyAt(a) > readyAt(b) ? -1 : 1;
  const restarts = maxRestarts(b).regular - maxRestarts(a).regular;
  if (restarts !== 0) return restarts;
  return a.metadata.creationTimestamp > b.metadata.creationTimestamp
    ? -1
    : a.metadata.creationTimestamp < b.metadata.creationTimestamp
      ? 1
      : 0;
}

/** Restarts in place have used up the limit (JOB-20). */
export function isPastLimitOnFailure(job: Job, pods: readonly Pod[]): boolean {
  if (job.spec.template.spec.restartPolicy !== "OnFailure") return false;
  let restarts = 0;
  for (const pod of pods) {
    if (pod.status.phase !== "Running" && pod.status.phase !== "Pending") continue;
    for (const status of [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])])
      restarts += status.restartCount;
  }
  const limit = job.spec.backoffLimit ?? 6;
  return limit === 0 ? restarts > 0 : restarts >= limit;
}

export function activePodsOf(pods: readonly Pod[]): Pod[] {
  return pods.filter(isPodActive);
}
