// What the lanes remember, asked for by name: who was let go, taken back, replaced, restarted, and how long a run was. Pure.

import { selects } from "../graph/matches.ts";
import { naturalOrder } from "../store/naturalOrder.ts";
import type { Lane, LaneAct } from "../store/scene.ts";
import type { BandMark, ControllerKind, ControllerRow, PodRow } from "../worker/rows.ts";
import type { GoalView } from "./goals.ts";

/** A controller answers the loss of a pod within that. */
const ANSWER_MS = 10_000;

/** All lanes that ever had this name, oldest first. */
export function lanesOf(view: GoalView, kind: string, name: string): readonly Lane[] {
  return [...view.lanes.values()].filter((lane) => lane.kind === kind && lane.name === name);
}

export function controllerOf(view: GoalView, kind: ControllerKind, name: string): ControllerRow | undefined {
  return [...view.controllers.values()].find((row) => row.kind === kind && row.name === name);
}

/** Its pods that are not being deleted. */
export function ownedBy(view: GoalView, kind: ControllerKind, name: string): readonly PodRow[] {
  const uid = controllerOf(view, kind, name)?.uid;
  return uid === undefined ? [] : [...view.pods.values()].filter(({ owner, graceEndAt }) => owner?.uid === uid && graceEndAt === undefined);
}

/** Oldest first. */
export function byAge(a: PodRow, b: PodRow): number {
  return a.createdAt - b.createdAt || naturalOrder(a.name, b.name);
}

export function ownedReady(view: GoalView, kind: ControllerKind, name: string): { readonly owned: number; readonly ready: number } {
  const pods = ownedBy(view, kind, name);
  return { owned: pods.length, ready: pods.filter(({ state }) => state === "ready").length };
}

/** Pods that were this controller's, run, and are nobody's now. */
export function looseOf(view: GoalView, kind: ControllerKind, name: string): readonly PodRow[] {
  const released = releases(view, kind, name);
  return [...view.pods.values()].filter(
    ({ name: pod, owner, state, createdAt }) =>
      owner === undefined && (state === "ready" || state === "notready") && released.some((one) => one.pod === pod && one.at >= createdAt),
  );
}

/** Another controller that selects what this one's template makes: it may adopt a pod that this one is to take back. */
export function rivalOf(view: GoalView, kind: ControllerKind, name: string): ControllerRow | undefined {
  const own = controllerOf(view, kind, name);
  if (own === undefined) return undefined;
  const made = { ns: own.ns, labels: own.templateLabels };
  return [...view.controllers.values()].find((other) => other.uid !== own.uid && !other.deleting && selects(other, made));
}

interface Happened {
  readonly pod: string;
  readonly at: number;
}

export function releases(view: GoalView, kind: ControllerKind, name: string): readonly Happened[] {
  return happened(lanesOf(view, kind, name), "releases");
}

/** The first pod that the controller let go of and adopted later. */
export function takenBack(view: GoalView, kind: ControllerKind, name: string): Happened | undefined {
  const before = releases(view, kind, name);
  return happened(lanesOf(view, kind, name), "adopts").find(({ pod, at }) =>
    before.some((released) => released.pod === pod && released.at < at),
  );
}

function happened(lanes: readonly Lane[], act: LaneAct["act"]): readonly Happened[] {
  return lanes.flatMap(({ acts }) => acts.filter((one) => one.act === act).flatMap(({ at, pods }) => pods.map((pod) => ({ pod, at }))));
}

/** A pod that somebody else than its controller took away while it was owned, and the one that came for it. */
export function replacement(
  view: GoalView,
  kind: ControllerKind,
  name: string,
): { readonly gone: string; readonly by: string; readonly at: number } | undefined {
  const lanes = lanesOf(view, kind, name);
  const byItself = new Set([...happened(lanes, "deletes"), ...happened(lanes, "releases")].map(({ pod }) => pod));
  const owners = new Set(lanes.map(({ uid }) => uid));
  const pods = [...view.lanes.values()].filter(({ owner, kind: is }) => is === "Pod" && owner !== undefined && owners.has(owner));
  for (const lost of pods) {
    const at = lost.bands.find(({ state }) => state === "leaving" || state === "gone")?.at;
    if (at === undefined || byItself.has(lost.name)) continue;
    const next = pods.find(({ bands }) => bands[0] !== undefined && bands[0].at >= at && bands[0].at < at + ANSWER_MS);
    if (next !== undefined) return { gone: lost.name, by: next.name, at };
  }
  return undefined;
}

/** When a container came back after its probe had failed; a crash of its own is no such restart. */
export function restartByProbe(lanes: readonly Lane[]): number | undefined {
  for (const { bands } of lanes) {
    const index = bands.findIndex(
      ({ restarts }, i) =>
        restarts > (bands[i - 1]?.restarts ?? restarts) &&
        bands.slice(0, i).some((before) => before.state === "probe" && before.restarts < restarts),
    );
    const mark = bands[index];
    if (mark !== undefined) return mark.at;
  }
  return undefined;
}

const UP: ReadonlySet<BandMark["state"]> = new Set(["ready", "notready", "probe"]);

/** The longest time that one container ran without a stop. */
export function longestRunMs(lanes: readonly Lane[], now: number): number {
  let longest = 0;
  for (const { bands } of lanes) {
    let from: number | undefined;
    let restarts = 0;
    for (const [i, mark] of bands.entries()) {
      const isUp = UP.has(mark.state);
      if (!isUp || mark.restarts !== restarts) from = undefined;
      if (!isUp) continue;
      from ??= mark.at;
      ({ restarts } = mark);
      longest = Math.max(longest, (bands[i + 1]?.at ?? now) - from);
    }
  }
  return longest;
}
