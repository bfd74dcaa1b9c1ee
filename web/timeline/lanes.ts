// Which lanes the timeline has and what is drawn on them. Pure.

import type { Lane } from "../store/scene.ts";
import type { PodState } from "../worker/rows.ts";
import type { Span } from "./axis.ts";

export interface LaneRow {
  readonly lane: Lane;
  readonly isChild: boolean;
}

export interface Band {
  readonly from: number;
  readonly to: number;
  readonly state: PodState;
}

/** Lanes of the gone stay under their owner, but at most so many. */
const GONE_SHOWN = 8;

/** Controllers in order of appearance, their pods under them, then pods of nobody. The order never changes by itself. */
export function laneRows(lanes: ReadonlyMap<string, Lane>): readonly LaneRow[] {
  const children = new Map<string, Lane[]>();
  const roots: Lane[] = [];
  for (const lane of lanes.values()) {
    const isOwned = lane.owner !== undefined && lanes.has(lane.owner);
    if (!isOwned) roots.push(lane);
    else children.set(lane.owner ?? "", [...(children.get(lane.owner ?? "") ?? []), lane]);
  }
  const rows: LaneRow[] = [];
  const add = (lane: Lane, isChild: boolean): void => {
    rows.push({ lane, isChild });
    for (const child of pruned(children.get(lane.uid) ?? [])) add(child, true);
  };
  const named = roots.filter(({ kind }) => kind !== "");
  for (const lane of named.filter(({ kind }) => kind !== "Pod")) add(lane, false);
  for (const lane of pruned(named.filter(({ kind }) => kind === "Pod"))) add(lane, false);
  return rows;
}

function pruned(lanes: readonly Lane[]): readonly Lane[] {
  const gone = lanes.filter((lane) => lane.gone);
  if (gone.length <= GONE_SHOWN) return lanes;
  const hidden = new Set(gone.slice(0, gone.length - GONE_SHOWN));
  return lanes.filter((lane) => !hidden.has(lane));
}

/** The states of a pod's lane as stretches inside the span, times since the start. */
export function bandsOf(lane: Lane, startAt: number, now: number, span: Span): readonly Band[] {
  const bands: Band[] = [];
  for (const [i, mark] of lane.bands.entries()) {
    if (mark.state === "gone") continue;
    const from = mark.at - startAt;
    const to = (lane.bands[i + 1]?.at ?? startAt + now) - startAt;
    if (to < span.from || from > span.to) continue;
    const last = bands.at(-1);
    if (last !== undefined && last.state === mark.state) bands[bands.length - 1] = { ...last, to };
    else bands.push({ from: Math.max(from, span.from), to: Math.min(to, span.to), state: mark.state });
  }
  return bands;
}

/** Instants at which a container had stopped and was started again; where it waited first, the wait has its own mark. */
export function restartsOf(lane: Lane, startAt: number, span: Span): readonly number[] {
  const stops: number[] = [];
  for (const [i, mark] of lane.bands.entries()) {
    const before = lane.bands[i - 1];
    if (before !== undefined && before.state !== "crash" && mark.restarts > before.restarts) stops.push(mark.at - startAt);
  }
  return stops.filter((at) => at >= span.from && at <= span.to).slice(-60);
}
