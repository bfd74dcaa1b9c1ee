// The rows of the scene by uid, as the worker last told them. Maps are replaced, rows keep their identity: a tile that
// subscribes to its own row is drawn again only when that row changed.

import { createStore } from "zustand/vanilla";
import type { ActMark, BandMark, ControllerRow, EventRow, NodeRow, PodRow, SceneDelta } from "../worker/rows.ts";

/** Events kept on the page, and segments kept for one lane. */
const KEPT_EVENTS = 1000;
const KEPT_BANDS = 300;
const KEPT_ACTS = 200;
/** Lanes of pods that are gone stay, up to this many in all. */
const KEPT_LANES = 3000;

/** Names kept of one act. */
const KEPT_NAMES = 50;

/** Acts of one kind within a second are one; `pods` names them, as far as there is room. */
export interface LaneAct extends ActMark {
  readonly pods: readonly string[];
}

/** The history of one object on the timeline. */
export interface Lane {
  readonly uid: string;
  readonly kind: string;
  readonly name: string;
  readonly owner: string | undefined;
  readonly bands: readonly BandMark[];
  readonly acts: readonly LaneAct[];
  readonly gone: boolean;
}

/** Words kept of each node's kubelet. */
const KEPT_WORDS = 3;

export interface LastWord {
  /** The event that says it. */
  readonly uid: string;
  readonly at: number;
  readonly reason: string;
  readonly object: string;
}

export interface Scene {
  readonly now: number;
  readonly pods: ReadonlyMap<string, PodRow>;
  readonly nodes: ReadonlyMap<string, NodeRow>;
  readonly controllers: ReadonlyMap<string, ControllerRow>;
  /** Newest last. */
  readonly events: readonly EventRow[];
  readonly eventCount: number;
  readonly lanes: ReadonlyMap<string, Lane>;
  /** The last things that each node's kubelet did, by node name, newest last. */
  readonly lastWords: ReadonlyMap<string, readonly LastWord[]>;
  /** Names of nodes that say nothing: nobody knows how their pods are. */
  readonly silent: ReadonlySet<string>;
  /** `namespace/name` of the Faults that there are. */
  readonly faults: ReadonlySet<string>;
  /** Pods that there are, also those that have not been told of yet. */
  readonly podTotal: number;
  /** True while the first rows of a cluster come: nothing moves while loading. */
  readonly fresh: boolean;
  /** More rows of the same change are on their way. */
  readonly loading: boolean;
  apply(delta: SceneDelta, now: number): void;
}

const EMPTY = {
  pods: new Map<string, PodRow>(),
  nodes: new Map<string, NodeRow>(),
  controllers: new Map<string, ControllerRow>(),
  events: [] as readonly EventRow[],
  eventCount: 0,
  lanes: new Map<string, Lane>(),
  lastWords: new Map<string, readonly LastWord[]>(),
  silent: new Set<string>() as ReadonlySet<string>,
  faults: new Set<string>() as ReadonlySet<string>,
};

type Rows = Omit<Scene, "apply" | "now" | "podTotal" | "fresh" | "loading">;

export const sceneStore = createStore<Scene>()((set) => ({
  ...EMPTY,
  now: 0,
  podTotal: 0,
  fresh: true,
  loading: true,
  apply: (delta, now) => set((scene) => ({ ...applied(scene, delta), now, podTotal: delta.podTotal })),
}));

type Known = Rows & Pick<Scene, "fresh" | "loading">;

/** Pure: the scene after a delta. */
export function applied(scene: Known, delta: SceneDelta): Known {
  const isNew = delta.whole && delta.movedTo === undefined;
  const fresh = isNew || (scene.fresh && scene.loading && !delta.whole);
  return { ...foldDelta(baseOf(scene, delta), delta), fresh, loading: !delta.complete };
}

/** What a delta builds on: nothing when the cluster is new; rows, and lanes up to then, when it went to another moment. */
function baseOf(scene: Rows, { whole, movedTo }: SceneDelta): Rows {
  if (!whole) return scene;
  if (movedTo === undefined) return EMPTY;
  const { pods, nodes, controllers, silent } = scene;
  return { ...EMPTY, pods, nodes, controllers, silent, lanes: lanesUntil(scene.lanes, movedTo) };
}

/** Pure: the lanes as they were at an instant. */
export function lanesUntil(lanes: ReadonlyMap<string, Lane>, at: number): ReadonlyMap<string, Lane> {
  const kept = new Map<string, Lane>();
  for (const [uid, lane] of lanes) {
    const bands = lane.bands.filter((band) => band.at <= at);
    const acts = lane.acts.filter((act) => act.at <= at);
    const wasThere = lane.kind === "Pod" ? bands.length > 0 : true;
    if (wasThere) kept.set(uid, { ...lane, bands, acts, gone: lane.kind === "Pod" && bands.at(-1)?.state === "gone" });
  }
  return kept;
}

/** Pure: the lanes that end with an act that is news. After a step back in time lanes end with one that was known. */
export function newActs(
  now: ReadonlyMap<string, Lane>,
  before: ReadonlyMap<string, Lane>,
): readonly { readonly lane: Lane; readonly act: LaneAct }[] {
  const news: { readonly lane: Lane; readonly act: LaneAct }[] = [];
  for (const lane of now.values()) {
    const act = lane.acts.at(-1);
    if (act !== undefined && before.get(lane.uid)?.acts.includes(act) !== true) news.push({ lane, act });
  }
  return news;
}

/** Pure: the rows after a delta. */
export function foldDelta(rows: Rows, delta: SceneDelta): Rows {
  const gone = new Set(delta.gone);
  const nodes = replaced(rows.nodes, delta.nodes, gone);
  return {
    pods: replaced(rows.pods, delta.pods, gone),
    nodes,
    silent: nodes === rows.nodes ? rows.silent : silentOf(rows.silent, nodes),
    controllers: replaced(rows.controllers, delta.controllers, gone),
    faults: delta.faults === undefined ? rows.faults : new Set(delta.faults),
    ...foldEvents(rows, delta.events),
    lanes: foldLanes(rows, delta),
  };
}

function replaced<Row extends { readonly uid: string }>(
  old: ReadonlyMap<string, Row>,
  changed: readonly Row[],
  gone: ReadonlySet<string>,
): ReadonlyMap<string, Row> {
  const leaving = [...gone].filter((uid) => old.has(uid));
  // A row that says what is known stays the same value: nothing is drawn again.
  const news = changed.filter((row) => !gone.has(row.uid) && !sameValue(old.get(row.uid), row));
  if (news.length === 0 && leaving.length === 0) return old;
  const next = new Map(old);
  for (const uid of leaving) next.delete(uid);
  for (const row of news) next.set(row.uid, row);
  return next;
}

/** Of plain data. */
function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameValue((a as Plain)[key], (b as Plain)[key])); // both are objects
}

type Plain = Readonly<Record<string, unknown>>;

/** Names of nodes that say nothing; the same set while they are the same. */
function silentOf(before: ReadonlySet<string>, nodes: ReadonlyMap<string, NodeRow>): ReadonlySet<string> {
  const names = [...nodes.values()].filter(({ condition }) => condition !== "Ready").map(({ name }) => name);
  return names.length === before.size && names.every((name) => before.has(name)) ? before : new Set(names);
}

function foldEvents(rows: Rows, changed: readonly EventRow[]): Pick<Rows, "events" | "eventCount" | "lastWords"> {
  if (changed.length === 0) return { events: rows.events, eventCount: rows.eventCount, lastWords: rows.lastWords };
  const again = new Set(changed.map((event) => event.uid));
  const kept = rows.events.filter((event) => !again.has(event.uid));
  const fresh = changed.length - (rows.events.length - kept.length);
  const events = [...kept, ...changed].sort((a, b) => a.at - b.at).slice(-KEPT_EVENTS);
  const lastWords = new Map(rows.lastWords);
  for (const event of changed)
    if (event.source === "kubelet" && event.host !== "" && event.kind === "Pod")
      lastWords.set(event.host, withWord(lastWords.get(event.host) ?? [], event));
  return { events, eventCount: rows.eventCount + fresh, lastWords };
}

/** A word that is said again moves to the end. */
function withWord(words: readonly LastWord[], { uid, at, reason, name }: EventRow): readonly LastWord[] {
  return [...words.filter((word) => word.uid !== uid), { uid, at, reason, object: name }].slice(-KEPT_WORDS);
}

function foldLanes(rows: Rows, delta: SceneDelta): ReadonlyMap<string, Lane> {
  if (delta.bands.length + delta.acts.length + delta.gone.length + delta.controllers.length + delta.pods.length === 0) return rows.lanes;
  const lanes = new Map(rows.lanes);
  const lane = (uid: string): Lane => lanes.get(uid) ?? { uid, kind: "", name: "", owner: undefined, bands: [], acts: [], gone: false };
  for (const row of delta.controllers) lanes.set(row.uid, { ...lane(row.uid), kind: row.kind, name: row.name, owner: row.owner?.uid });
  for (const row of delta.pods) {
    const known = lanes.get(row.uid);
    // The lane stays under the controller that it was born to, also when that lets go of it.
    if (known === undefined || known.owner === undefined)
      lanes.set(row.uid, { ...lane(row.uid), kind: "Pod", name: row.name, owner: row.owner?.uid });
  }
  for (const band of delta.bands) {
    const known = lane(band.uid);
    lanes.set(band.uid, { ...known, gone: band.state === "gone", bands: [...known.bands, band].slice(-KEPT_BANDS) });
  }
  for (const act of delta.acts) lanes.set(act.uid, { ...lane(act.uid), acts: mergedActs(lane(act.uid).acts, act) });
  for (const uid of delta.gone) if (lanes.has(uid)) lanes.set(uid, { ...lane(uid), gone: true });
  forgetOldLanes(lanes);
  return lanes;
}

/** Acts of one kind within a second are one: "creates 3". */
function mergedActs(acts: readonly LaneAct[], act: ActMark): readonly LaneAct[] {
  const index = act.act === "fails" ? -1 : acts.findLastIndex((known) => known.act === act.act && act.at - known.at < 1000);
  const known = acts[index];
  if (known === undefined) return [...acts, { ...act, pods: [act.pod] }].slice(-KEPT_ACTS);
  return acts.with(index, { ...known, n: known.n + act.n, pods: [...known.pods, act.pod].slice(-KEPT_NAMES) });
}

function forgetOldLanes(lanes: Map<string, Lane>): void {
  if (lanes.size <= KEPT_LANES) return;
  for (const [uid, lane] of lanes) {
    if (lanes.size <= KEPT_LANES) return;
    if (lane.gone) lanes.delete(uid);
  }
}

/** How a pod is drawn: on a silent node nobody knows its state. */
export function drawnState(pod: PodRow, silent: ReadonlySet<string>): PodRow["state"] {
  return pod.node !== undefined && silent.has(pod.node) && pod.state !== "leaving" && pod.state !== "done" ? "unknown" : pod.state;
}
