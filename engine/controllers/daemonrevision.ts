// The history of a DaemonSet's templates as ControllerRevisions (DS-56, DS-57). Its newest entry names the pods of the
// present template by its hash.

import { ApiError } from "../api/apierror.ts";
import { deepEqual } from "../api/equal.ts";
import { refOf } from "../api/object.ts";
import type { ControllerRevision, DaemonSet, Pod } from "../api/types.generated.ts";
import type { Client } from "../client/client.ts";
import { REVISION_HASH_LABEL } from "./daemonnode.ts";
import { templateHash } from "./hash.ts";
import { byRevision, claimRevisions, cleanUpRevisions, highestRevision, newRevision, renumber, templateData } from "./history.ts";

const RULE = "daemonset.revision";

export interface History {
  readonly current: ControllerRevision;
  readonly old: readonly ControllerRevision[];
}

/** Finds the set's revisions, and makes its present template the one with the highest number (DS-56). */
export function constructHistory(client: Client, set: DaemonSet, pods: readonly Pod[], trigger: number | undefined): History {
  const data = templateData(set.spec.template);
  const revisions = claimRevisions(client, set, RULE, trigger);
  const equal = revisions.filter((revision) => deepEqual(revision.data, data)).sort(byRevision);
  const old = revisions.filter((revision) => !equal.includes(revision));
  const next = highestRevision(old) + 1;
  const newest = equal.pop();
  if (newest === undefined) return { current: snapshot(client, set, next, trigger), old };
  for (const duplicate of equal) mergeInto(client, newest, duplicate, pods, trigger);
  return { current: newest.revision < next ? renumber(client, newest, next, RULE, trigger) : newest, old };
}

function snapshot(client: Client, set: DaemonSet, revision: number, trigger: number | undefined): ControllerRevision {
  const object = newRevision(set, REVISION_HASH_LABEL, templateHash(set.spec.template, set.status.collisionCount), revision);
  try {
    return client.create("ControllerRevision", object, { rule: RULE, wanted: { revision }, trigger });
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== "AlreadyExists") throw error;
    const present = client.get("ControllerRevision", set.metadata.namespace, object.metadata.name);
    if (present !== undefined && deepEqual(present.data, object.data)) return present;
    countCollision(client, set, trigger);
    throw error;
  }
}

/** The next try hashes another number along (DS-56). */
function countCollision(client: Client, set: DaemonSet, trigger: number | undefined): void {
  const collisionCount = (set.status.collisionCount ?? 0) + 1;
  client.updateStatus(
    "DaemonSet",
    { ...set, status: { ...set.status, collisionCount } },
    { rule: "daemonset.collision", wanted: { collisionCount }, trigger },
  );
}

/** Gives the pods of a second revision with the same template to the one that stays. */
function mergeInto(
  client: Client,
  stays: ControllerRevision,
  duplicate: ControllerRevision,
  pods: readonly Pod[],
  trigger: number | undefined,
): void {
  const hash = stays.metadata.labels?.[REVISION_HASH_LABEL] ?? "";
  const because = { rule: RULE, saw: { duplicate: duplicate.metadata.name }, trigger };
  for (const pod of pods) {
    if (pod.metadata.labels?.[REVISION_HASH_LABEL] !== duplicate.metadata.labels?.[REVISION_HASH_LABEL]) continue;
    const relabel = (present: Pod): Pod => ({
      ...present,
      metadata: { ...present.metadata, labels: { ...present.metadata.labels, [REVISION_HASH_LABEL]: hash } },
    });
    client.modify("Pod", refOf(pod), relabel, because);
  }
  client.delete("ControllerRevision", duplicate.metadata.namespace, duplicate.metadata.name, {}, because);
}

/** Keeps revisionHistoryLimit old revisions, and those that a pod still names (DS-57). */
export function cleanUpHistory(
  client: Client,
  set: DaemonSet,
  old: readonly ControllerRevision[],
  pods: Iterable<Pod>,
  trigger: number | undefined,
): void {
  const live = new Set<string | undefined>();
  for (const pod of pods) live.add(pod.metadata.labels?.[REVISION_HASH_LABEL]);
  const isLive = ({ metadata }: ControllerRevision): boolean => live.has(metadata.labels?.[REVISION_HASH_LABEL]);
  cleanUpRevisions(client, old, set.spec.revisionHistoryLimit ?? 10, isLive, "daemonset.history", trigger);
}
