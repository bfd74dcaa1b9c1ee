// The history of a DaemonSet's templates as ControllerRevisions (DS-56, DS-57). Its newest entry names the pods of the
// present template by its hash.

import { ApiError } from "../api/apierror.ts";
import { deepEqual } from "../api/equal.ts";
import { keyOf, refOf } from "../api/object.ts";
import { matchesSelector, selectorOf } from "../api/selector.ts";
import type { ControllerRevision, DaemonSet, Pod } from "../api/types.generated.ts";
import type { Client, NewObject } from "../client/client.ts";
import { claimObjects } from "./controllerref.ts";
import { REVISION_HASH_LABEL } from "./daemonnode.ts";
import { templateHash } from "./hash.ts";
import { controllerReference } from "./pods.ts";

export interface History {
  readonly current: ControllerRevision;
  readonly old: readonly ControllerRevision[];
}

/** Finds the set's revisions, and makes its present template the one with the highest number (DS-56). */
export function constructHistory(client: Client, set: DaemonSet, pods: readonly Pod[], trigger: number | undefined): History {
  const data = revisionData(set);
  const revisions = claimRevisions(client, set, trigger);
  const equal = revisions.filter((revision) => deepEqual(revision.data, data)).sort(byRevision);
  const old = revisions.filter((revision) => !equal.includes(revision));
  const next = highestRevision(old) + 1;
  const newest = equal.pop();
  if (newest === undefined) return { current: snapshot(client, set, data, next, trigger), old };
  for (const duplicate of equal) mergeInto(client, newest, duplicate, pods, trigger);
  return { current: newest.revision < next ? renumber(client, newest, next, trigger) : newest, old };
}

function claimRevisions(client: Client, set: DaemonSet, trigger: number | undefined): ControllerRevision[] {
  const selector = selectorOf(set.spec.selector) ?? [];
  const candidates = [...client.ownedBy("ControllerRevision", set.metadata.uid), ...client.unowned("ControllerRevision", set.metadata.namespace ?? "")];
  const matches = (revision: ControllerRevision): boolean => matchesSelector(selector, revision.metadata.labels);
  return claimObjects({ client, kind: "ControllerRevision", owner: set, matches, rule: "daemonset.revision", saw: { set: keyOf(set) }, trigger }, candidates);
}

/** The revision's data: a patch that puts the template in place of whatever is there. */
function revisionData(set: DaemonSet): unknown {
  return { spec: { template: { $patch: "replace", ...set.spec.template } } };
}

function byRevision(a: ControllerRevision, b: ControllerRevision): number {
  return a.revision - b.revision;
}

function highestRevision(revisions: readonly ControllerRevision[]): number {
  return revisions.reduce((most, { revision }) => Math.max(most, revision), 0);
}

function snapshot(client: Client, set: DaemonSet, data: unknown, revision: number, trigger: number | undefined): ControllerRevision {
  const hash = templateHash(set.spec.template, set.status.collisionCount);
  const name = `${set.metadata.name.slice(0, 223)}-${hash}`;
  const { namespace, annotations } = set.metadata;
  const object: NewObject & { data: unknown; revision: number } = {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { ...set.spec.template.metadata.labels, [REVISION_HASH_LABEL]: hash },
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [controllerReference(set)],
    },
    data,
    revision,
  };
  try {
    return client.create("ControllerRevision", object, { rule: "daemonset.revision", wanted: { revision }, trigger });
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== "AlreadyExists") throw error;
    const present = client.get("ControllerRevision", namespace, name);
    if (present !== undefined && deepEqual(present.data, data)) return present;
    countCollision(client, set, trigger);
    throw error;
  }
}

/** The next try hashes another number along (DS-56). */
function countCollision(client: Client, set: DaemonSet, trigger: number | undefined): void {
  const collisionCount = (set.status.collisionCount ?? 0) + 1;
  client.updateStatus("DaemonSet", { ...set, status: { ...set.status, collisionCount } }, { rule: "daemonset.collision", wanted: { collisionCount }, trigger });
}

function renumber(client: Client, revision: ControllerRevision, next: number, trigger: number | undefined): ControllerRevision {
  const because = { rule: "daemonset.revision", saw: { revision: revision.revision }, wanted: { revision: next }, trigger };
  return client.modify("ControllerRevision", refOf(revision), (present) => ({ ...present, revision: next }), because) ?? revision;
}

/** Gives the pods of a second revision with the same template to the one that stays. */
function mergeInto(client: Client, stays: ControllerRevision, duplicate: ControllerRevision, pods: readonly Pod[], trigger: number | undefined): void {
  const hash = stays.metadata.labels?.[REVISION_HASH_LABEL] ?? "";
  const because = { rule: "daemonset.revision", saw: { duplicate: duplicate.metadata.name }, trigger };
  for (const pod of pods) {
    const { labels } = pod.metadata;
    if (labels?.[REVISION_HASH_LABEL] !== duplicate.metadata.labels?.[REVISION_HASH_LABEL]) continue;
    client.modify("Pod", refOf(pod), (present) => ({ ...present, metadata: { ...present.metadata, labels: { ...present.metadata.labels, [REVISION_HASH_LABEL]: hash } } }), because);
  }
  client.delete("ControllerRevision", duplicate.metadata.namespace, duplicate.metadata.name, {}, because);
}

/** Deletes the oldest revisions beyond the limit, but none that a pod still names (DS-57). */
export function cleanUpHistory(client: Client, set: DaemonSet, old: readonly ControllerRevision[], pods: Iterable<Pod>, trigger: number | undefined): void {
  let surplus = old.length - (set.spec.revisionHistoryLimit ?? 10);
  if (surplus <= 0) return;
  const live = new Set<string | undefined>();
  for (const pod of pods) live.add(pod.metadata.labels?.[REVISION_HASH_LABEL]);
  for (const revision of [...old].sort(byRevision)) {
    if (surplus <= 0) return;
    if (live.has(revision.metadata.labels?.[REVISION_HASH_LABEL])) continue;
    const { namespace, name } = revision.metadata;
    client.delete("ControllerRevision", namespace, name, {}, { rule: "daemonset.history", saw: { kept: old.length }, trigger });
    surplus -= 1;
  }
}
