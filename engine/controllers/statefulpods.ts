// What a StatefulSet's pods are called and made of (STS-2, STS-3, STS-9), what one round does with them (STS-5 to STS-8),
// and its status (STS-10, STS-12). Pure.

import { isBeingDeleted } from "../api/object.ts";
import { isPodAvailable, isPodReady, isPodTerminal } from "../api/podstate.ts";
import type { PersistentVolumeClaim, Pod, PodTemplateSpec, StatefulSet, StatefulSetStatus, Volume } from "../api/types.generated.ts";
import type { NewObject } from "../client/client.ts";
import type { NewPod } from "./pods.ts";
import { newPodFromTemplate } from "./pods.ts";

const POD_NAME_LABEL = "statefulset.kubernetes.io/pod-name";
const POD_INDEX_LABEL = "apps.kubernetes.io/pod-index";
const REVISION_LABEL = "controller-revision-hash";

/** The names of the two revisions that matter. */
export interface Revisions {
  readonly current: string;
  readonly update: string;
}

/** The number at the end of `<set>-<number>`; undefined for a pod that cannot be the set's. */
export function ordinalOf(set: StatefulSet, pod: Pod): number | undefined {
  const match = /^(.*)-(\d+)$/.exec(pod.metadata.name);
  return match?.[1] === set.metadata.name ? Number(match[2]) : undefined;
}

function firstOrdinal({ spec }: StatefulSet): number {
  return spec.ordinals?.start ?? 0;
}

/** What is done at one ordinal, or with one pod beyond them. */
export type StatefulStep =
  | { readonly type: "create"; readonly ordinal: number }
  | { readonly type: "drop"; readonly pod: Pod; readonly why: "ended" | "scale-down" | "outdated" };

/**
 * Runs of steps, in batches of 1, 2, 4, ...; a run begins when the one before it has succeeded. Where nothing is to be done
 * there is none, and its place counts all the same (STS-6).
 */
export type StatefulPlan = readonly (readonly (StatefulStep | undefined)[])[];
const NOTHING: StatefulPlan = [];

export function stepsOf(plan: StatefulPlan): StatefulStep[] {
  return plan.flat().filter((step) => step !== undefined);
}

/** What to do now. Ordered, it is one step at most, and none while a pod is not yet what it should be. */
export function planPods(set: StatefulSet, pods: readonly Pod[], revisions: Revisions, now: number): StatefulPlan {
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(set, pod), pod]));
  const first = firstOrdinal(set);
  const ordinals = Array.from({ length: set.spec.replicas ?? 1 }, (_, i) => first + i);
  const condemned = pods
    .filter((pod) => !ordinals.includes(ordinalOf(set, pod) ?? -1))
    .sort((a, b) => (ordinalOf(set, b) ?? 0) - (ordinalOf(set, a) ?? 0));
  const isGood = (pod: Pod | undefined): boolean => pod !== undefined && isHealthy(set, pod, now);
  if (set.spec.podManagementPolicy === "Parallel") {
    const plan = planParallel(ordinals, byOrdinal, condemned);
    return stepsOf(plan).length > 0 ? plan : planUpdate(set, ordinals, byOrdinal, revisions, isGood);
  }
  for (const ordinal of ordinals) {
    const pod = byOrdinal.get(ordinal);
    if (pod === undefined || isPodTerminal(pod)) return [[fillStep(ordinal, pod)]];
    if (!isGood(pod)) return NOTHING;
  }
  const [last] = condemned;
  if (last === undefined) return planUpdate(set, ordinals, byOrdinal, revisions, isGood);
  const firstBad = [...ordinals.map((ordinal) => byOrdinal.get(ordinal)), ...condemned].find((pod) => !isGood(pod));
  if (isBeingDeleted(last) || (!isGood(last) && last !== firstBad)) return NOTHING; // STS-7
  return [[dropStep(last, "scale-down")]];
}

/** STS-6, STS-7 */
function planParallel(
  ordinals: readonly number[],
  byOrdinal: ReadonlyMap<number | undefined, Pod>,
  condemned: readonly Pod[],
): StatefulPlan {
  return [
    ordinals.map((ordinal) => fillStep(ordinal, byOrdinal.get(ordinal))),
    condemned.map((pod) => (isBeingDeleted(pod) ? undefined : dropStep(pod, "scale-down"))),
  ];
}

/** A pod that has ended has to go before its ordinal is filled again (STS-5). */
function fillStep(ordinal: number, pod: Pod | undefined): StatefulStep | undefined {
  if (pod === undefined) return { type: "create", ordinal };
  return isPodTerminal(pod) && !isBeingDeleted(pod) ? dropStep(pod, "ended") : undefined;
}

function dropStep(pod: Pod, why: "ended" | "scale-down" | "outdated"): StatefulStep {
  return { type: "drop", pod, why };
}

/** From the highest ordinal down to the partition, each when those above it are available (STS-8, STS-11). */
function planUpdate(
  set: StatefulSet,
  ordinals: readonly number[],
  byOrdinal: ReadonlyMap<number | undefined, Pod>,
  revisions: Revisions,
  isGood: (pod: Pod | undefined) => boolean,
): StatefulPlan {
  const { type, rollingUpdate } = set.spec.updateStrategy;
  if (type === "OnDelete") return NOTHING;
  for (const ordinal of ordinals.slice(rollingUpdate?.partition ?? 0).reverse()) {
    const pod = byOrdinal.get(ordinal);
    if (pod !== undefined && pod.metadata.labels?.[REVISION_LABEL] !== revisions.update && !isBeingDeleted(pod))
      return [[dropStep(pod, "outdated")]];
    if (!isGood(pod)) return NOTHING;
  }
  return NOTHING;
}

function isRunningAndReady(pod: Pod): boolean {
  return pod.status.phase === "Running" && isPodReady(pod);
}

function isHealthy(set: StatefulSet, pod: Pod, now: number): boolean {
  return isRunningAndReady(pod) && !isBeingDeleted(pod) && isPodAvailable(pod, set.spec.minReadySeconds ?? 0, now);
}

/** Which of the two templates a missing pod is made from (STS-9). */
export function revisionFor(set: StatefulSet, ordinal: number, revisions: Revisions): string {
  const { type, rollingUpdate } = set.spec.updateStrategy;
  if (type === "OnDelete") return revisions.update;
  const kept = rollingUpdate === undefined ? (set.status.currentReplicas ?? 0) : (rollingUpdate.partition ?? 0);
  return ordinal < firstOrdinal(set) + kept ? revisions.current : revisions.update;
}

/** The pod of an ordinal, with its lasting name and claims (STS-2). */
export function newStatefulPod(set: StatefulSet, template: PodTemplateSpec, revision: string, ordinal: number): NewPod {
  const pod = newPodFromTemplate(template, set);
  const name = `${set.metadata.name}-${ordinal}`;
  const labels = { ...pod.metadata.labels, [POD_NAME_LABEL]: name, [POD_INDEX_LABEL]: String(ordinal), [REVISION_LABEL]: revision };
  const claims = (set.spec.volumeClaimTemplates ?? []).map((claim): Volume => ({
    name: claim.metadata.name,
    persistentVolumeClaim: { claimName: claimName(set, claim, ordinal) },
  }));
  const own = (pod.spec.volumes ?? []).filter((volume) => !claims.some((claim) => claim.name === volume.name));
  const volumes = [...claims, ...own];
  const spec = {
    ...pod.spec,
    hostname: name,
    ...(set.spec.serviceName ? { subdomain: set.spec.serviceName } : {}),
    ...(volumes.length === 0 ? {} : { volumes }),
  };
  return { ...pod, metadata: { ...pod.metadata, name, labels }, spec };
}

type NewClaim = NewObject & { readonly metadata: { readonly name: string } } & Pick<PersistentVolumeClaim, "spec">;

/** The claims that the pod of an ordinal needs. */
export function newClaims(set: StatefulSet, ordinal: number): NewClaim[] {
  const { namespace } = set.metadata;
  return (set.spec.volumeClaimTemplates ?? []).map((template) => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      name: claimName(set, template, ordinal),
      ...(namespace === undefined ? {} : { namespace }),
      labels: { ...template.metadata.labels, ...set.spec.selector?.matchLabels },
      ...(template.metadata.annotations === undefined ? {} : { annotations: template.metadata.annotations }),
    },
    spec: template.spec,
  }));
}

function claimName(set: StatefulSet, claim: PersistentVolumeClaim, ordinal: number): string {
  return `${claim.metadata.name}-${set.metadata.name}-${ordinal}`;
}

/** A pod that is adopted lacks the labels of its name. */
export function withIdentity(set: StatefulSet, pod: Pod): Pod {
  const ordinal = ordinalOf(set, pod);
  if (ordinal === undefined || pod.metadata.labels?.[POD_NAME_LABEL] === pod.metadata.name) return pod;
  const labels = { ...pod.metadata.labels, [POD_NAME_LABEL]: pod.metadata.name, [POD_INDEX_LABEL]: String(ordinal) };
  return { ...pod, metadata: { ...pod.metadata, labels } };
}

/** The numbers describe the pods as they were found; `outdated` ones deleted in this round no longer count as current. */
export function calculateStatefulStatus(
  set: StatefulSet,
  pods: readonly Pod[],
  revisions: Revisions,
  outdatedDropped: number,
  now: number,
): StatefulSetStatus {
  const living = pods.filter((pod) => !isBeingDeleted(pod));
  const of = (revision: string): number => living.filter(({ metadata }) => metadata.labels?.[REVISION_LABEL] === revision).length;
  const ready = pods.filter(isRunningAndReady);
  const replicas = pods.length;
  const updated = of(revisions.update);
  const wanted = set.spec.replicas ?? 1;
  const isComplete = set.spec.updateStrategy.type !== "OnDelete" && updated === wanted && ready.length === wanted && replicas === wanted; // STS-10
  const current = isComplete ? updated : Math.max(0, of(revisions.current) - outdatedDropped);
  const { conditions } = set.status;
  return {
    observedGeneration: set.metadata.generation ?? 0,
    replicas,
    ...(ready.length === 0 ? {} : { readyReplicas: ready.length }),
    ...(current === 0 ? {} : { currentReplicas: current }),
    ...(updated === 0 ? {} : { updatedReplicas: updated }),
    currentRevision: isComplete ? revisions.update : revisions.current,
    updateRevision: revisions.update,
    collisionCount: set.status.collisionCount ?? 0,
    availableReplicas: ready.filter((pod) => isPodAvailable(pod, set.spec.minReadySeconds ?? 0, now)).length,
    ...(conditions === undefined ? {} : { conditions }),
  };
}
