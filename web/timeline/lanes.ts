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
    const { owner } = lane;
    if (owner === undefined || !lanes.has(owner)) {
      roots.push(lane);
      continue;
    }
    const family = children.get(owner);
    if (family === undefined) children.set(owner, [lane]);
    else family.push(lane);
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

/** These come first, in this order: a pod by itself, a controller with its pods. The others stay as they were. */
export function relevantFirst(rows: readonly LaneRow[], lead: readonly (string | undefined)[]): readonly LaneRow[] {
  const first: LaneRow[] = [];
  const taken = new Set<LaneRow>();
  const take = (row: LaneRow, isChild: boolean): void => {
    if (taken.has(row)) return;
    taken.add(row);
    first.push(row.isChild === isChild ? row : { ...row, isChild });
  };
  for (const uid of new Set(lead)) {
    const index = rows.findIndex(({ lane }) => lane.uid === uid);
    const row = rows[index];
    if (row === undefined || taken.has(row)) continue;
    take(row, false);
    if (row.lane.kind === "Pod") continue;
    for (let i = index + 1; rows[i]?.isChild === true; i++) take(rows[i] ?? row, true);
  }
  return first.length === 0 ? rows : [...first, ...rows.filter((row) => !taken.has(row))];
}

/**
 * Which failing pods lead, `before` being those that did: who has come stays in its place, who fails comes while there is room,
 * and, if one `mayLeave`, the first that has recovered goes.
 */
export function leadingOf(before: readonly string[], failing: readonly string[], most: number, mayLeave: boolean): readonly string[] {
  const leaving = mayLeave ? before.find((uid) => !failing.includes(uid)) : undefined;
  const stay = before.filter((uid) => uid !== leaving);
  const come = failing.filter((uid) => !stay.includes(uid)).slice(0, most - stay.length);
  return [...stay, ...come];
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

/** What is over of a lane, and the band that still grows: its end is the present moment. A pod that is gone has none. */
export function pastAndPresent(
  lane: Lane,
  startAt: number,
  span: Span,
): { readonly past: readonly Band[]; readonly present: Band | undefined } {
  const bands = bandsOf(lane, startAt, span.to, span);
  const last = lane.bands.at(-1);
  if (last === undefined || last.state === "gone") return { past: bands, present: undefined };
  return { past: bands.slice(0, -1), present: bands.at(-1) };
}

/** Instants at which a container began to wait for its next start. */
export function crashesOf(lane: Lane, startAt: number, span: Span): readonly number[] {
  const crashes = bandsOf(lane, startAt, span.to, span).filter(({ state }) => state === "crash");
  return crashes.map(({ from }) => from).slice(-20);
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

/** From the failure that was one too many to the container's end: it is being stopped. */
export function stoppingOf(
  lane: Lane,
  startAt: number,
  now: number,
  span: Span,
): readonly { readonly from: number; readonly to: number }[] {
  return lane.acts.flatMap(({ at, act, probe }) => {
    if (act !== "fails" || probe === undefined || probe.kind === "readiness" || probe.failures < probe.threshold) return [];
    const end = lane.bands.find((band) => band.at > at && band.state !== "probe")?.at ?? startAt + now;
    const [from, to] = [at - startAt, end - startAt];
    return to < span.from || from > span.to ? [] : [{ from, to }];
  });
}
