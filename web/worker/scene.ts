// Turns watch events of the cluster into rows, folded by uid: however often an object changed since the last delta, the
// page hears of it once. Pure but for its own memory; knows no clock and no worker.

import type { Event, KubeObject, Node, Pod, WatchEvent } from "../../engine/index.ts";
import { podState, podStatus } from "./podStatus.ts";
import type { ActMark, BandMark, NodeRow, PodRow, PodState, ProbeStreak, SceneDelta } from "./rows.ts";
import { controllerRow, eventRow, newPodRow, nodeRow, ownerRow } from "./toRows.ts";

/** Rows in one message at most, and marks of the lanes. */
const MOST_ROWS = 2000;
const MOST_MARKS = 4000;
/** Marks that wait, as while a session is played; of more the older half is forgotten. */
const MOST_WAITING = 100_000;

/** What the scene watches, as request paths. */
export const WATCHED: readonly string[] = [
  "/api/v1/nodes",
  "/api/v1/replicationcontrollers",
  "/apis/apps/v1/replicasets",
  "/apis/apps/v1/daemonsets",
  "/apis/apps/v1/deployments",
  "/apis/apps/v1/statefulsets",
  "/apis/batch/v1/jobs",
  "/apis/batch/v1/cronjobs",
  "/api/v1/pods",
  "/api/v1/events",
  "/apis/sim.podyard.dev/v1/faults",
];

type Dirty = Map<string, KubeObject>;

export class SceneBuilder {
  readonly #dirty: Record<"pods" | "nodes" | "controllers" | "events", Dirty> = {
    pods: new Map(),
    nodes: new Map(),
    controllers: new Map(),
    events: new Map(),
  };
  readonly #gone = new Set<string>();
  readonly #bands: BandMark[] = [];
  readonly #acts: ActMark[] = [];
  #whole = true;
  #changes = 0;
  /** While a scene takes over a cluster that has a history: what is there is no news. */
  #isTakingOver: boolean;
  readonly #movedTo: number | undefined;
  /** What was last said of each pod, to tell changes of shape and of owner. */
  readonly #said = new Map<string, { state: PodState; restarts: number; owner: string | undefined; leaving: boolean }>();
  readonly #streaks = new Map<string, ProbeStreak & { readonly at: number; readonly restarts: number; readonly periodMs: number }>();
  readonly #podByUid = new Map<string, Pod>();
  readonly #nodeByName = new Map<string, Node>();
  readonly #poweredOff = new Map<string, string>();
  readonly #faults = new Set<string>();
  #faultsChanged = true;

  /** Uids of all rows that there are. */
  readonly #known = new Set<string>();

  /** `moved`: the scene of a cluster that went to another moment, and the one before; its lanes are known up to then. */
  constructor(moved?: { readonly to: number; readonly from: SceneBuilder }) {
    this.#movedTo = moved?.to;
    this.#isTakingOver = moved !== undefined;
    if (moved === undefined) return;
    const { to, from } = moved;
    // What is still there takes itself out again.
    for (const uid of [...from.#known, ...from.#gone]) this.#gone.add(uid);
    // A page that was slow has not been told of all that stays true.
    this.#bands.push(...from.#bands.filter(({ at }) => at < to));
    this.#acts.push(...from.#acts.filter(({ at }) => at < to));
  }

  /** All that was there has been noted; from now on everything is news. */
  begin(): void {
    this.#isTakingOver = false;
  }

  /** Takes note of one watch event at its simulated instant. */
  note(event: WatchEvent, now: number): void {
    if (event.type === "BOOKMARK" || event.type === "ERROR") return;
    const object = event.object as KubeObject; // the other types of event carry an object
    if (object.kind === "Pod") this.#notePod(event.type, object as Pod, now);
    else if (object.kind === "Event") this.#noteEvent(event.type, object as Event, now);
    else if (object.kind === "Fault") this.#noteFault(event.type, object);
    else this.#noteOther(event.type, object);
  }

  get isEmpty(): boolean {
    const { pods, nodes, controllers, events } = this.#dirty;
    return (
      !this.#whole &&
      !this.#faultsChanged &&
      pods.size + nodes.size + controllers.size + events.size + this.#gone.size + this.#bands.length + this.#acts.length === 0
    );
  }

  /** Counts what a learner sees happen: a pod that looks different, comes or goes, a controller that acts. */
  get changes(): number {
    return this.#changes;
  }

  get podCount(): number {
    return this.#podByUid.size;
  }

  /** What changed since the last delta, at most `MOST_ROWS` rows and `MOST_MARKS` marks; the rest comes with the next. */
  take(): SceneDelta {
    const room = { left: MOST_ROWS };
    const rows = {
      nodes: drain(this.#dirty.nodes, room, (object) => this.#nodeRow(object as Node)),
      controllers: drain(this.#dirty.controllers, room, controllerRow),
      pods: drain(this.#dirty.pods, room, (object) => this.#podRow(object as Pod)),
      events: drain(this.#dirty.events, room, (object) => eventRow(object as Event)),
    };
    const delta: SceneDelta = {
      ...rows,
      whole: this.#whole,
      movedTo: this.#whole ? this.#movedTo : undefined,
      complete: Object.values(this.#dirty).every(({ size }) => size === 0),
      podTotal: this.#podByUid.size,
      gone: [...this.#gone],
      bands: this.#bands.splice(0, MOST_MARKS),
      acts: this.#acts.splice(0, MOST_MARKS),
      faults: this.#faultsChanged ? [...this.#faults] : undefined,
    };
    this.#faultsChanged = false;
    this.#whole = false;
    this.#gone.clear();
    return delta;
  }

  #notePod(type: WatchEvent["type"], pod: Pod, now: number): void {
    const uid = pod.metadata.uid ?? "";
    const before = this.#said.get(uid);
    if (type === "DELETED") {
      this.#forget(uid, this.#dirty.pods);
      this.#said.delete(uid);
      this.#streaks.delete(uid);
      this.#podByUid.delete(uid);
      this.#mark({ uid, at: now, state: "gone", restarts: before?.restarts ?? 0 });
      return;
    }
    this.#podByUid.set(uid, pod);
    this.#remember(uid, pod, this.#dirty.pods);
    const text = podStatus(pod);
    const state = podState(pod, text, this.#streakOf(uid, text.restarts, now) !== undefined);
    const owner = ownerRow(pod)?.uid;
    const leaving = pod.metadata.deletionTimestamp !== undefined;
    if (before?.state !== state || before.restarts !== text.restarts) this.#mark({ uid, at: now, state, restarts: text.restarts });
    this.#noteOwner(pod, before, owner, now);
    this.#said.set(uid, { state, restarts: text.restarts, owner, leaving });
  }

  /** Ownership changed hands: the controller's lane says so. A pod that is born owned was created by its owner. */
  #noteOwner(pod: Pod, before: { readonly owner: string | undefined } | undefined, owner: string | undefined, now: number): void {
    if (this.#isTakingOver) return;
    const act = (uid: string, name: ActMark["act"]): void =>
      pushBounded(this.#acts, { uid, at: now, act: name, n: 1, pod: pod.metadata.name });
    if (before === undefined) {
      if (owner !== undefined) act(owner, "creates");
      return;
    }
    if (before.owner === owner) return;
    if (before.owner !== undefined) act(before.owner, "releases");
    if (owner !== undefined) act(owner, "adopts");
  }

  #noteEvent(type: WatchEvent["type"], event: Event, now: number): void {
    const uid = event.metadata.uid ?? "";
    if (type === "DELETED") {
      this.#forget(uid, this.#dirty.events);
      return;
    }
    this.#dirty.events.set(uid, event);
    if (this.#isTakingOver) return;
    if (event.reason === "Unhealthy" && event.involvedObject.kind === "Pod") this.#noteUnhealthy(event, now);
    if (event.reason === "SuccessfulDelete" && event.involvedObject.uid !== undefined) {
      this.#acts.push({ uid: event.involvedObject.uid, at: now, act: "deletes", n: 1, pod: (event.message ?? "").split(" ").at(-1) ?? "" });
    }
  }

  /** A streak is counted from Unhealthy events: one that comes later than a period after the last begins anew. */
  #noteUnhealthy(event: Event, now: number): void {
    const uid = event.involvedObject.uid ?? "";
    const pod = this.#podByUid.get(uid);
    const kind = /^(Liveness|Readiness|Startup)/.exec(event.message ?? "")?.[1]?.toLowerCase() as ProbeStreak["kind"] | undefined;
    if (pod === undefined || kind === undefined) return;
    const container =
      pod.spec.containers.find(({ name }) => event.involvedObject.fieldPath?.includes(`{${name}}`)) ?? pod.spec.containers[0];
    const probe = container?.[`${kind}Probe`];
    const threshold = probe?.failureThreshold ?? 3;
    const periodMs = (probe?.periodSeconds ?? 10) * 1000;
    const restarts = podStatus(pod).restarts;
    const before = this.#streaks.get(uid);
    const goesOn = before !== undefined && before.kind === kind && before.restarts === restarts && now - before.at < periodMs * 1.6;
    const failures = Math.min(threshold, goesOn ? before.failures + 1 : 1);
    this.#acts.push({ uid, at: now, act: "fails", n: failures, pod: pod.metadata.name, probe: { kind, failures, threshold } });
    this.#streaks.set(uid, {
      kind,
      failures,
      threshold,
      at: now,
      restarts,
      periodMs,
    });
    this.#notePod("MODIFIED", pod, now);
  }

  #streakOf(uid: string, restarts: number, now: number): ProbeStreak | undefined {
    const streak = this.#streaks.get(uid);
    if (streak === undefined) return undefined;
    if (streak.restarts === restarts && now - streak.at < streak.periodMs * 1.6)
      return { kind: streak.kind, failures: streak.failures, threshold: streak.threshold };
    this.#streaks.delete(uid);
    return undefined;
  }

  /** Streaks end silently when a probe succeeds: called with each slice, it notices those. */
  expireStreaks(now: number): void {
    for (const [uid, streak] of this.#streaks) {
      const pod = this.#podByUid.get(uid);
      if (pod !== undefined && now - streak.at >= streak.periodMs * 1.6) this.#notePod("MODIFIED", pod, now);
    }
  }

  #noteFault(type: WatchEvent["type"], object: KubeObject): void {
    const key = `${object.metadata.namespace ?? ""}/${object.metadata.name}`;
    if (type === "DELETED") this.#faults.delete(key);
    else this.#faults.add(key);
    this.#faultsChanged = true;
    const spec = (object as KubeObject & { readonly spec?: { readonly type?: string; readonly nodes?: { readonly name?: string } } }).spec;
    const name = spec?.nodes?.name;
    if (spec?.type !== "NodePowerOff" || name === undefined) return;
    if (type === "DELETED") this.#poweredOff.delete(object.metadata.uid ?? "");
    else this.#poweredOff.set(object.metadata.uid ?? "", name);
    const node = this.#nodeByName.get(name);
    if (node !== undefined) this.#dirty.nodes.set(node.metadata.uid ?? "", node);
  }

  #noteOther(type: WatchEvent["type"], object: KubeObject): void {
    const uid = object.metadata.uid ?? "";
    const isNode = object.kind === "Node";
    const dirty = isNode ? this.#dirty.nodes : this.#dirty.controllers;
    if (type === "DELETED") {
      this.#forget(uid, dirty);
      if (isNode) this.#nodeByName.delete(object.metadata.name);
      return;
    }
    if (isNode) this.#nodeByName.set(object.metadata.name, object as Node);
    this.#remember(uid, object, dirty);
  }

  #remember(uid: string, object: KubeObject, dirty: Dirty): void {
    dirty.set(uid, object);
    this.#known.add(uid);
    this.#gone.delete(uid);
  }

  #forget(uid: string, dirty: Dirty): void {
    dirty.delete(uid);
    this.#known.delete(uid);
    this.#gone.add(uid);
  }

  #mark(band: BandMark): void {
    if (this.#isTakingOver) return;
    this.#changes += 1;
    pushBounded(this.#bands, band);
  }

  #podRow(pod: Pod): PodRow {
    const uid = pod.metadata.uid ?? "";
    const text = podStatus(pod);
    const said = this.#said.get(uid);
    const streak = this.#streaks.get(uid);
    return newPodRow(
      pod,
      text,
      said?.state ?? "pending",
      streak && { kind: streak.kind, failures: streak.failures, threshold: streak.threshold },
    );
  }

  #nodeRow(node: Node): NodeRow {
    return nodeRow(node, [...this.#poweredOff.values()].includes(node.metadata.name));
  }
}

function drain<Row>(dirty: Dirty, room: { left: number }, toRow: (object: KubeObject) => Row): readonly Row[] {
  const rows: Row[] = [];
  for (const [uid, object] of dirty) {
    if (room.left === 0) break;
    room.left -= 1;
    dirty.delete(uid);
    rows.push(toRow(object));
  }
  return rows;
}

function pushBounded<Mark>(marks: Mark[], mark: Mark): void {
  if (marks.length >= MOST_WAITING) marks.splice(0, MOST_WAITING / 2);
  marks.push(mark);
}
