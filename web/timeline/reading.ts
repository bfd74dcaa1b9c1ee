// What a lane says of one moment: the state then, its exact beginning and end, and what happened just there. Pure; all times
// in simulated milliseconds since the start.

import type { Translate } from "../i18n/setup.ts";
import { clockText } from "../store/clock.ts";
import type { Lane, LaneAct } from "../store/scene.ts";
import type { PodState } from "../worker/rows.ts";

export interface Reading {
  readonly at: number;
  /** Undefined before the thing was there, and for a controller, which only acts. */
  readonly state: PodState | "gone" | undefined;
  readonly from: number;
  /** Undefined while it goes on. */
  readonly to: number | undefined;
  readonly restarts: number;
  /** A container came back at this very moment. */
  readonly restarted: boolean;
  /** What was done, or failed, at this very moment; for a controller the last thing before it. */
  readonly act: LaneAct | undefined;
}

/** The moments of a lane worth stopping at, in order. */
export function momentsOf(lane: Lane, startAt: number): readonly number[] {
  const all = [...lane.bands.map(({ at }) => at - startAt), ...lane.acts.map(({ at }) => at - startAt)];
  return [...new Set(all)].sort((a, b) => a - b);
}

/** The next moment in a direction, or undefined at the end. */
export function momentBeside(moments: readonly number[], at: number, step: 1 | -1): number | undefined {
  return step > 0 ? moments.find((moment) => moment > at) : moments.findLast((moment) => moment < at);
}

/** The moment within reach, or the instant itself. */
export function snapped(moments: readonly number[], at: number, reach: number): number {
  let best = at;
  let least = reach;
  for (const moment of moments) {
    const distance = Math.abs(moment - at);
    if (distance <= least) [best, least] = [moment, distance];
  }
  return best;
}

export function readingOf(lane: Lane, startAt: number, at: number): Reading {
  const index = lane.bands.findLastIndex((band) => band.at - startAt <= at);
  const mark = lane.bands[index];
  const isSame = (other: Lane["bands"][number] | undefined): boolean => other?.state === mark?.state && other?.restarts === mark?.restarts;
  let first = index;
  while (first > 0 && isSame(lane.bands[first - 1])) first -= 1;
  let next = index + 1;
  while (next < lane.bands.length && isSame(lane.bands[next])) next += 1;
  const before = lane.bands[index - 1];
  const last = lane.acts.findLast((act) => act.at - startAt <= at);
  if (lane.kind !== "Pod") {
    const from = (last?.at ?? startAt) - startAt;
    return { at, state: undefined, from, to: undefined, restarts: 0, restarted: false, act: last };
  }
  const end = mark?.state === "gone" ? undefined : lane.bands[next]?.at;
  return {
    at,
    state: mark?.state,
    from: (lane.bands[first]?.at ?? startAt) - startAt,
    to: end === undefined ? undefined : end - startAt,
    restarts: mark?.restarts ?? 0,
    restarted: mark !== undefined && before !== undefined && mark.at - startAt === at && mark.restarts > before.restarts,
    act: last !== undefined && last.at - startAt === at ? last : undefined,
  };
}

/** The two lines of a reading: what, and from when to when. */
export function readingWords(t: Translate, lane: Lane, reading: Reading, now: number): { readonly what: string; readonly when: string } {
  if (lane.kind !== "Pod") {
    const { act } = reading;
    return act === undefined
      ? { what: t("timeline.read.nothingYet"), when: "" }
      : { what: actWords(t, act), when: t("timeline.read.at", { at: clockText(reading.from) }) };
  }
  if (reading.state === undefined) return { what: t("timeline.read.notYet"), when: "" };
  const what = [
    reading.state === "gone" ? t("timeline.read.gone") : t(`graph.counts.${reading.state}`),
    ...(reading.act === undefined ? [] : [actWords(t, reading.act)]),
    ...(reading.restarted ? [t("timeline.read.restarted")] : []),
    ...(reading.restarts > 0 ? [t("graph.restarts", { count: reading.restarts })] : []),
  ];
  return { what: what.join(", "), when: whenWords(t, reading, now) };
}

function whenWords(t: Translate, { from, to, state }: Reading, now: number): string {
  const seconds = Math.round(((to ?? now) - from) / 100) / 10;
  if (state === "gone") return t("timeline.read.at", { at: clockText(from) });
  return to === undefined
    ? t("timeline.read.goesOn", { from: clockText(from), seconds })
    : t("timeline.read.span", { from: clockText(from), to: clockText(to), seconds });
}

export function actWords(t: Translate, { act, n, pod, probe }: LaneAct): string {
  if (act === "fails")
    return t("timeline.read.failed", {
      kind: t(`timeline.read.${probe?.kind ?? "liveness"}`),
      failures: n,
      threshold: probe?.threshold ?? n,
    });
  return t(`timeline.acts.${act}`, { count: n, pod: n === 1 ? pod : n });
}
