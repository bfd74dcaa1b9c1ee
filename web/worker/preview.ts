// Which pods would come, find a node and go, were these requests made: tried on a fork of the cluster that runs ahead.

import type { ApiRequest, Cluster, Pod } from "../../engine/index.ts";
import { podsOf, rowOf } from "./forecast.ts";
import type { Preview } from "./protocol.ts";

const MOST_HAPPENINGS = 4000;
/** So far ahead is looked for the last change of a pod; one that comes this near the end is not known to be the last. */
const SETTLED_WITHIN_MS = 120_000;
const CALM_MS = 20_000;
const MOST_UNTIL_SETTLED = 1500;

/** The fork is spent afterwards. `untilSettled` asks when the pods will have come to rest, which takes a longer look. */
export function preview(fork: Cluster, requests: readonly ApiRequest[], forMs: number, untilSettled: boolean): Preview {
  const before = new Map(podsOf(fork).map((pod) => [pod.metadata.uid, pod]));
  const beganAt = fork.now;
  for (const request of requests) fork.handle(request);
  let changedAt = beganAt;
  const stop = untilSettled ? fork.watch(POD_CHANGES, () => (changedAt = fork.now)) : undefined;
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
  const found = { born, placed: placed.map(rowOf), leaving };
  // One that crashes again and again never rests: the longer look, which the worker pays for, is spared.
  if (stop === undefined || after.some((pod) => rowOf(pod).state === "crash")) return found;
  fork.advance(SETTLED_WITHIN_MS - forMs, { happenings: MOST_UNTIL_SETTLED });
  stop();
  const isSettled = fork.now - changedAt >= CALM_MS && podsOf(fork).every(isAtRest);
  return { ...found, settlesMs: isSettled ? changedAt - beganAt : undefined };
}

/** One that waits for its next try is not. */
function isAtRest(pod: Pod): boolean {
  const { state } = rowOf(pod);
  const isOver = pod.status.phase === "Failed" || pod.status.phase === "Succeeded";
  return pod.metadata.deletionTimestamp === undefined && (isOver || state === "ready" || state === "notready" || state === "pending");
}

const POD_CHANGES: ApiRequest = { method: "GET", path: "/api/v1/pods?watch=true", headers: { accept: "application/json" } };
