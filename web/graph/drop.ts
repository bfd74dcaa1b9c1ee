// What the controllers will do when labels change, from the rows on the screen: who lets go, who adopts, who creates, who
// deletes. For one pod or several at once. Pure; the words are in dropWords.ts.

import type { ControllerRow, NodeRow, PodRow } from "../worker/rows.ts";
import { selects, wantsNode } from "./matches.ts";

/** A change that a drop would make: to one pod or several. `value` undefined removes the label. */
export type Drop =
  | { readonly type: "podLabel"; readonly pods: readonly PodRow[]; readonly key: string; readonly value: string | undefined }
  | { readonly type: "deletePod"; readonly pods: readonly PodRow[] }
  | { readonly type: "nodeLabel"; readonly node: NodeRow; readonly key: string; readonly value: string | undefined };

export type Effect =
  | { readonly type: "releases"; readonly controller: ControllerRow; readonly pods: readonly PodRow[]; readonly creates: number }
  | { readonly type: "adopts"; readonly controller: ControllerRow; readonly pods: readonly PodRow[]; readonly deletes: number }
  | { readonly type: "replaces"; readonly controller: ControllerRow; readonly creates: number }
  | { readonly type: "daemonCreates"; readonly controller: ControllerRow }
  | { readonly type: "daemonDeletes"; readonly controller: ControllerRow };

interface Rows {
  readonly nodes: ReadonlyMap<string, NodeRow>;
  readonly pods: ReadonlyMap<string, PodRow>;
  readonly controllers: ReadonlyMap<string, ControllerRow>;
}

export function effectsOf(drop: Drop, rows: Rows): readonly Effect[] {
  if (drop.type === "podLabel") return labelEffects(drop.pods, (labels) => changedLabels(labels, drop.key, drop.value), rows);
  if (drop.type === "deletePod") return deleteEffects(drop.pods, rows);
  return nodeEffects(drop.node, changedLabels(drop.node.allLabels, drop.key, drop.value), rows);
}

type Changed = Map<ControllerRow, PodRow[]>;

function labelEffects(pods: readonly PodRow[], change: (labels: PodRow["labels"]) => PodRow["labels"], rows: Rows): readonly Effect[] {
  const left: Changed = new Map();
  const joined: Changed = new Map();
  for (const pod of pods) {
    if (pod.graceEndAt !== undefined) continue;
    const after = { ns: pod.ns, labels: change(pod.labels) };
    const owner = pod.owner && rows.controllers.get(pod.owner.uid);
    const leaves = owner !== undefined && !selects(owner, after);
    if (leaves) add(left, owner, pod);
    if (owner !== undefined && !leaves) continue;
    const taker = [...rows.controllers.values()].find(
      (row) => row.uid !== owner?.uid && !row.deleting && row.kind !== "Job" && selects(row, after),
    );
    if (taker !== undefined) add(joined, taker, pod);
  }
  const rest = (controller: ControllerRow): number =>
    owned(controller, rows.pods) - (left.get(controller)?.length ?? 0) + (joined.get(controller)?.length ?? 0);
  return [
    ...[...left].map(([controller, gone]): Effect => ({
      type: "releases",
      controller,
      pods: gone,
      creates: missing(controller, gone, rest(controller)),
    })),
    ...[...joined].map(([controller, come]): Effect => ({
      type: "adopts",
      controller,
      pods: come,
      deletes: surplus(controller, come, rest(controller), rows),
    })),
  ];
}

function add(changed: Changed, controller: ControllerRow, pod: PodRow): void {
  changed.set(controller, [...(changed.get(controller) ?? []), pod]);
}

/** A DaemonSet makes one for each node that lost its pod; others only what is missing: there may have been too many. */
function missing(controller: ControllerRow, gone: readonly PodRow[], rest: number): number {
  return controller.kind === "DaemonSet" ? gone.length : Math.max(0, controller.desired - rest);
}

/** A DaemonSet keeps one pod on a node that it wants, and none on another: with an adopted one, another goes, or itself. */
function surplus(controller: ControllerRow, come: readonly PodRow[], rest: number, { pods, nodes: known }: Rows): number {
  if (controller.kind !== "DaemonSet") return Math.max(0, rest - controller.desired);
  const nodes = new Set(come.map(({ node }) => node));
  const there = [...pods.values()].filter(
    (other) => other.owner?.uid === controller.uid && nodes.has(other.node) && other.graceEndAt === undefined,
  );
  const wanted = [...known.values()].filter(({ name, allLabels }) => nodes.has(name) && wantsNode(controller, allLabels));
  return there.length + come.length - wanted.length;
}

function deleteEffects(pods: readonly PodRow[], rows: Rows): readonly Effect[] {
  const lost: Changed = new Map();
  for (const pod of pods) {
    const owner = pod.owner && rows.controllers.get(pod.owner.uid);
    if (owner !== undefined && pod.graceEndAt === undefined) add(lost, owner, pod);
  }
  return [...lost].flatMap(([controller, gone]): readonly Effect[] => {
    const rest = owned(controller, rows.pods) - gone.length;
    const creates = controller.kind === "DaemonSet" ? gone.length : Math.min(gone.length, Math.max(0, controller.desired - rest));
    return creates === 0 ? [] : [{ type: "replaces", controller, creates }];
  });
}

function nodeEffects(node: NodeRow, labels: Readonly<Record<string, string>>, { controllers, pods }: Rows): readonly Effect[] {
  const effects: Effect[] = [];
  for (const controller of controllers.values()) {
    if (controller.kind !== "DaemonSet") continue;
    const before = wantsNode(controller, node.allLabels);
    const after = wantsNode(controller, labels);
    if (after && !before) effects.push({ type: "daemonCreates", controller });
    const has = [...pods.values()].some(
      (pod) => pod.node === node.name && pod.owner?.uid === controller.uid && pod.graceEndAt === undefined,
    );
    if (before && !after && has) effects.push({ type: "daemonDeletes", controller });
  }
  return effects;
}

/** The pods that a controller counts as its own. */
function owned(controller: ControllerRow, pods: ReadonlyMap<string, PodRow>): number {
  let count = 0;
  for (const pod of pods.values())
    if (pod.owner?.uid === controller.uid && pod.graceEndAt === undefined && pod.state !== "done") count += 1;
  return count;
}

export function changedLabels(
  labels: Readonly<Record<string, string>>,
  key: string,
  value: string | undefined,
): Readonly<Record<string, string>> {
  if (value !== undefined) return { ...labels, [key]: value };
  return Object.fromEntries(Object.entries(labels).filter(([other]) => other !== key));
}
