// Which pod stands in which slot. A pod keeps its slot for life; a new one takes the first that is free. So nothing moves
// when another pod comes or goes. Pure: the next placement from the last one and the rows.

import { naturalOrder } from "../store/naturalOrder.ts";
import type { ControllerRow, NodeRow, PodRow } from "../worker/rows.ts";
import { wantsNode } from "./matches.ts";

export interface Bay {
  readonly daemonSet: string;
  readonly pod: string | undefined;
  /** Its template lets it run here. */
  readonly wanted: boolean;
}

export interface Shelf {
  /** `node:node-1`, `owner:<uid>`, `owner:` for pods without one, `unscheduled`. */
  readonly key: string;
  readonly kind: "node" | "owner" | "unscheduled";
  /** The node's or the controller's uid. */
  readonly uid: string | undefined;
  readonly name: string;
  readonly bays: readonly Bay[];
  /** Uids by slot; undefined where a pod has gone and none has come. */
  readonly slots: readonly (string | undefined)[];
}

export type Placement = readonly Shelf[];

export interface Rows {
  readonly pods: ReadonlyMap<string, PodRow>;
  readonly nodes: ReadonlyMap<string, NodeRow>;
  readonly controllers: ReadonlyMap<string, ControllerRow>;
}

export function placeByNode(before: Placement, rows: Rows): Placement {
  const nodes = [...rows.nodes.values()].sort((a, b) => naturalOrder(a.name, b.name));
  const daemonSets = [...rows.controllers.values()]
    .filter((row) => row.kind === "DaemonSet")
    .sort((a, b) => a.createdAt - b.createdAt || naturalOrder(a.name, b.name));
  const byNode = grouped(rows.pods.values(), (pod) => pod.node ?? "");
  const known = new Map(before.map((shelf) => [shelf.key, shelf]));
  const named = new Set(nodes.map(({ name }) => name));
  const shelves = nodes.map((node): Shelf => {
    const key = `node:${node.name}`;
    const pods = byNode.get(node.name) ?? [];
    const bays = daemonSets.map((set): Bay => ({ daemonSet: set.uid, pod: bayPod(pods, set.uid), wanted: wantsNode(set, node.allLabels) }));
    const inBay = new Set(bays.map(({ pod }) => pod));
    const slots = keepSlots(
      known.get(key)?.slots ?? [],
      pods.filter(({ uid }) => !inBay.has(uid)),
    );
    return kept(known.get(key), { key, kind: "node", uid: node.uid, name: node.name, bays, slots });
  });
  // Pods bound to a node that is no more stay visible until the cluster has collected them.
  const homeless = [...byNode].filter(([name]) => name === "" || !named.has(name)).flatMap(([, pods]) => pods);
  const slots = keepSlots(known.get("unscheduled")?.slots ?? [], homeless);
  return same(before, [
    ...shelves,
    kept(known.get("unscheduled"), { key: "unscheduled", kind: "unscheduled", uid: undefined, name: "", bays: [], slots }),
  ]);
}

export function placeByOwner(before: Placement, rows: Rows): Placement {
  const byOwner = grouped(rows.pods.values(), (pod) => (pod.node === undefined ? "unscheduled" : `owner:${pod.owner?.uid ?? ""}`));
  const known = new Map(before.map((shelf) => [shelf.key, shelf]));
  const owners = [...rows.controllers.values()].filter(
    (row) => byOwner.has(`owner:${row.uid}`) || row.desired > 0 || !["Deployment", "CronJob"].includes(row.kind),
  );
  owners.sort((a, b) => a.createdAt - b.createdAt || naturalOrder(a.name, b.name));
  const shelf = (key: string, kind: Shelf["kind"], uid: string | undefined, name: string, pods: readonly PodRow[]): Shelf =>
    kept(known.get(key), { key, kind, uid, name, bays: [], slots: keepSlots(known.get(key)?.slots ?? [], pods) });
  const shelves = owners.map((row) => shelf(`owner:${row.uid}`, "owner", row.uid, row.name, byOwner.get(`owner:${row.uid}`) ?? []));
  const present = new Set(shelves.map(({ key }) => key));
  const orphans = [...byOwner].filter(([key]) => key !== "unscheduled" && !present.has(key)).flatMap(([, pods]) => pods);
  if (orphans.length > 0) shelves.push(shelf("owner:", "owner", undefined, "", orphans));
  shelves.push(shelf("unscheduled", "unscheduled", undefined, "", byOwner.get("unscheduled") ?? []));
  return same(before, shelves);
}

/** Whether the change can move a pod. Most changes only make one look different, and then nothing has to be placed anew. */
export function movesAnything(now: Rows, before: Rows): boolean {
  return (
    differs(now.nodes, before.nodes, (a, b) => a.name === b.name && sameLabels(a.allLabels, b.allLabels)) ||
    differs(now.controllers, before.controllers, sameClaim) ||
    differs(now.pods, before.pods, samePlace)
  );
}

function differs<Row>(now: ReadonlyMap<string, Row>, before: ReadonlyMap<string, Row>, isSame: (a: Row, b: Row) => boolean): boolean {
  if (now === before) return false;
  if (now.size !== before.size) return true;
  for (const [uid, row] of now) {
    const old = before.get(uid);
    if (old !== row && (old === undefined || !isSame(row, old))) return true;
  }
  return false;
}

function sameClaim(a: ControllerRow, b: ControllerRow): boolean {
  return a.name === b.name && a.desired > 0 === b.desired > 0 && sameLabels(a.nodeSelector, b.nodeSelector);
}

function sameLabels(a: NodeRow["allLabels"], b: NodeRow["allLabels"]): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function samePlace(a: PodRow, b: PodRow): boolean {
  const isLeaving = (row: PodRow): boolean => row.graceEndAt !== undefined;
  return a.node === b.node && a.owner?.uid === b.owner?.uid && isLeaving(a) === isLeaving(b);
}

/** The bay shows the pod that runs or will; one that is being stopped gives way to its successor. */
function bayPod(pods: readonly PodRow[], daemonSet: string): string | undefined {
  const own = pods.filter(({ owner }) => owner?.uid === daemonSet);
  return (own.find(({ graceEndAt }) => graceEndAt === undefined) ?? own[0])?.uid;
}

function grouped(pods: Iterable<PodRow>, keyOf: (pod: PodRow) => string): Map<string, PodRow[]> {
  const groups = new Map<string, PodRow[]>();
  for (const pod of pods) {
    const key = keyOf(pod);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [pod]);
    else group.push(pod);
  }
  return groups;
}

function keepSlots(before: readonly (string | undefined)[], pods: readonly PodRow[]): readonly (string | undefined)[] {
  const present = new Set(pods.map(({ uid }) => uid));
  const slots = before.map((uid) => (uid !== undefined && present.has(uid) ? uid : undefined));
  const placed = new Set(slots);
  const fresh = pods.filter(({ uid }) => !placed.has(uid)).sort((a, b) => a.createdAt - b.createdAt || naturalOrder(a.name, b.name));
  let from = 0;
  for (const { uid } of fresh) {
    const free = slots.indexOf(undefined, from);
    if (free < 0) slots.push(uid);
    else slots[free] = uid;
    from = free < 0 ? slots.length : free + 1;
  }
  while (slots.length > 0 && slots.at(-1) === undefined) slots.pop();
  return slots;
}

/** The shelf as it was when nothing on it moved, so that it is not drawn again. */
function kept(before: Shelf | undefined, now: Shelf): Shelf {
  if (before === undefined || before.uid !== now.uid || before.name !== now.name) return now;
  const sameSlots = before.slots.length === now.slots.length && before.slots.every((uid, i) => uid === now.slots[i]);
  const sameBays =
    before.bays.length === now.bays.length &&
    before.bays.every(
      (bay, i) => bay.daemonSet === now.bays[i]?.daemonSet && bay.pod === now.bays[i]?.pod && bay.wanted === now.bays[i]?.wanted,
    );
  return sameSlots && sameBays ? before : now;
}

function same(before: Placement, now: Placement): Placement {
  return before.length === now.length && before.every((shelf, i) => shelf === now[i]) ? before : now;
}
