// What the outcome of a deed is measured by: from the rows as they are then to the id of a choice. Pure.

import type { PodRow } from "../worker/rows.ts";
import type { Future } from "./asked.ts";

type Measure = (future: Future) => string;

/** How many pods a controller owns that are not being deleted. */
export function ownedAfter(kind: string, name: string): Measure {
  return podsAfter(({ owner }) => owner?.kind === kind && owner.name === name);
}

export function podsAfter(counts: (pod: PodRow) => boolean): Measure {
  return ({ pods }) => String(pods.filter((pod) => pod.graceEndAt === undefined && counts(pod)).length);
}

export function fateAfter(uid: string): Measure {
  return ({ pods }) => {
    const pod = pods.find((row) => row.uid === uid);
    if (pod === undefined || pod.graceEndAt !== undefined) return "gone";
    return pod.owner === undefined ? "loose" : "owned";
  };
}

/** kubectl's STATUS; `none` when the pod is not there. */
export function statusAfter(name: string): Measure {
  return ({ pods }) => pods.find((pod) => pod.name === name)?.status ?? "none";
}

/** Why kubectl or the server said no, from its words. */
export function refusalOf({ failed, out }: Future): string {
  if (!failed) return "created";
  if (/error (parsing|converting)/.test(out)) return "syntax";
  return /no matches for kind/.test(out) ? "kind" : "field";
}
