// Which pods would come, find a node and go, were these requests made: tried on a fork of the cluster that runs ahead.

import type { ApiRequest, Cluster } from "../../engine/index.ts";
import { podsOf, rowOf } from "./forecast.ts";
import type { Preview } from "./protocol.ts";

const MOST_HAPPENINGS = 4000;

/** The fork is spent afterwards. */
export function preview(fork: Cluster, requests: readonly ApiRequest[], forMs: number): Preview {
  const before = new Map(podsOf(fork).map((pod) => [pod.metadata.uid, pod]));
  for (const request of requests) fork.handle(request);
  fork.advance(forMs, { happenings: MOST_HAPPENINGS });
  const after = podsOf(fork);
  const present = new Set(after.filter(({ metadata }) => metadata.deletionTimestamp === undefined).map(({ metadata }) => metadata.uid));
  const born = after.filter(({ metadata }) => !before.has(metadata.uid)).map(rowOf);
  const placed = after.filter(
    ({ metadata, spec }) => spec.nodeName && before.get(metadata.uid)?.spec.nodeName === undefined && before.has(metadata.uid),
  );
  const leaving = [...before.values()]
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined && !present.has(metadata.uid))
    .map(({ metadata }) => metadata.uid ?? "");
  return { born, placed: placed.map(rowOf), leaving };
}
