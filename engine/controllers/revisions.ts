// The numbers and annotations by which a Deployment's ReplicaSets are its history (DEP-11, DEP-13, DEP-15, DEP-52). Pure.

import { deepEqual } from "../api/equal.ts";
import { isBeingDeleted } from "../api/object.ts";
import type { Deployment, LabelSelector, PodTemplateSpec, ReplicaSet } from "../api/types.generated.ts";
import type { NewObject } from "../client/client.ts";
import { templateHash } from "./hash.ts";
import { controllerReference } from "./pods.ts";
import { maxSurge, sizeOf, wantedReplicas } from "./rolling.ts";
import { byAge, DESIRED_ANNOTATION, MAX_ANNOTATION, numberAnnotation } from "./scaling.ts";

export const REVISION_ANNOTATION = "deployment.kubernetes.io/revision";
const REVISION_HISTORY_ANNOTATION = "deployment.kubernetes.io/revision-history";
const HASH_LABEL = "pod-template-hash";
const HISTORY_CHARACTERS = 2000;
const NO_LIMIT = 2 ** 31 - 1;
/** Annotations that are not handed on to ReplicaSets. */
const NOT_COPIED: ReadonlySet<string> = new Set([
  "kubectl.kubernetes.io/last-applied-configuration",
  REVISION_ANNOTATION,
  REVISION_HISTORY_ANNOTATION,
  DESIRED_ANNOTATION,
  MAX_ANNOTATION,
  "deprecated.deployment.rollback.rollback-to",
]);

/** The oldest set with the Deployment's template (DEP-11). */
export function findNewSet(deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  const template = withoutHash(deployment.spec.template);
  return [...sets].sort(byAge).find((set) => deepEqual(withoutHash(set.spec.template), template));
}

/** A set's template equals the Deployment's when the hash label is left aside on both sides. */
function withoutHash({ metadata, spec }: PodTemplateSpec): unknown {
  const { [HASH_LABEL]: _hash, ...labels } = metadata.labels ?? {};
  return { metadata: { ...metadata, labels }, spec };
}

export function hasDeploymentsTemplate(deployment: Deployment, set: ReplicaSet): boolean {
  return deepEqual(withoutHash(set.spec.template), withoutHash(deployment.spec.template));
}

export function nextRevision(oldSets: readonly ReplicaSet[]): number {
  return oldSets.reduce((most, set) => Math.max(most, numberAnnotation(set, REVISION_ANNOTATION) ?? 0), 0) + 1;
}

type NewReplicaSet = NewObject & { readonly spec: ReplicaSet["spec"] };

/** The set for the Deployment's present template (DEP-13). */
export function newReplicaSet(
  deployment: Deployment,
  replicas: number,
  revision: number,
): NewReplicaSet & { readonly metadata: { readonly name: string } } {
  const { template, selector, minReadySeconds } = deployment.spec;
  const hash = templateHash(template, deployment.status.collisionCount);
  const labels = { ...template.metadata.labels, [HASH_LABEL]: hash };
  const { namespace, name } = deployment.metadata;
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `${name.slice(0, 252 - hash.length)}-${hash}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels,
      annotations: { ...copiedAnnotations(deployment), [REVISION_ANNOTATION]: String(revision), ...sizeAnnotations(deployment) },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas,
      ...(minReadySeconds ? { minReadySeconds } : {}),
      selector: withHash(selector, hash),
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

function withHash(selector: LabelSelector | undefined, hash: string): LabelSelector {
  return { ...selector, matchLabels: { ...selector?.matchLabels, [HASH_LABEL]: hash } };
}

function copiedAnnotations(deployment: Deployment): Record<string, string> {
  return Object.fromEntries(Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !NOT_COPIED.has(key)));
}

/** What a set was last sized for. */
export function sizeAnnotations(deployment: Deployment): Record<string, string> {
  const replicas = wantedReplicas(deployment);
  return { [DESIRED_ANNOTATION]: String(replicas), [MAX_ANNOTATION]: String(replicas + maxSurge(deployment)) };
}

/** The new set as the Deployment wants it apart from its size: annotations, revision, minReadySeconds. The same set when it is so. */
export function refreshedSet(deployment: Deployment, set: ReplicaSet, revision: number): ReplicaSet {
  const present = set.metadata.annotations ?? {};
  const before = numberAnnotation(set, REVISION_ANNOTATION);
  const isOlder = (before ?? 0) < revision;
  const history =
    before === undefined || !isOlder ? {} : { [REVISION_HISTORY_ANNOTATION]: appendRevision(present[REVISION_HISTORY_ANNOTATION], before) };
  const annotations = {
    ...present,
    ...copiedAnnotations(deployment),
    ...(isOlder ? { [REVISION_ANNOTATION]: String(revision) } : {}),
    ...history,
  };
  const wanted = deployment.spec.minReadySeconds ?? 0;
  if (deepEqual(annotations, present) && (set.spec.minReadySeconds ?? 0) === wanted) return set;
  const { minReadySeconds: _replaced, ...spec } = set.spec;
  return { ...set, metadata: { ...set.metadata, annotations }, spec: wanted === 0 ? spec : { ...spec, minReadySeconds: wanted } };
}

/** The numbers that a set had before it was rolled back to; the oldest are dropped when there are too many. */
function appendRevision(history: string | undefined, revision: number): string {
  const numbers = [...(history ? history.split(",") : []), String(revision)];
  while (numbers.length > 1 && numbers.join(",").length > HISTORY_CHARACTERS) numbers.shift();
  return numbers.join(",");
}

/** Old sets beyond the history limit that have nothing left (DEP-52). */
export function setsToForget(deployment: Deployment, oldSets: readonly ReplicaSet[]): ReplicaSet[] {
  const limit = deployment.spec.revisionHistoryLimit ?? NO_LIMIT;
  if (limit === NO_LIMIT) return [];
  const revisionOf = (set: ReplicaSet): number => numberAnnotation(set, REVISION_ANNOTATION) ?? 0;
  const sets = oldSets.filter((set) => !isBeingDeleted(set)).sort((a, b) => revisionOf(a) - revisionOf(b));
  return sets
    .slice(0, Math.max(0, sets.length - limit))
    .filter(
      (set) => sizeOf(set) === 0 && set.status.replicas === 0 && (set.metadata.generation ?? 0) <= (set.status.observedGeneration ?? 0),
    );
}
