// What the controllers will do when a label changes, from the rows on the screen: who lets go, who adopts, who creates,
// who deletes. Pure; the words come from the tables.

import type { Translate } from "../i18n/setup.ts";
import { shortRef } from "../store/identity.ts";
import type { ControllerRow, NodeRow, PodRow } from "../worker/rows.ts";
import { selects, wantsNode } from "./matches.ts";

/** A change that a drop would make. `value` undefined removes the label. */
export type Drop =
  | { readonly type: "podLabel"; readonly pod: PodRow; readonly key: string; readonly value: string | undefined }
  | { readonly type: "deletePod"; readonly pod: PodRow }
  | { readonly type: "nodeLabel"; readonly node: NodeRow; readonly key: string; readonly value: string | undefined };

export type Effect =
  | { readonly type: "releases"; readonly controller: ControllerRow; readonly creates: number }
  | { readonly type: "adopts"; readonly controller: ControllerRow; readonly deletes: number }
  | { readonly type: "replaces"; readonly controller: ControllerRow }
  | { readonly type: "daemonCreates"; readonly controller: ControllerRow }
  | { readonly type: "daemonDeletes"; readonly controller: ControllerRow };

interface Rows {
  readonly pods: ReadonlyMap<string, PodRow>;
  readonly controllers: ReadonlyMap<string, ControllerRow>;
}

export function effectsOf(drop: Drop, rows: Rows): readonly Effect[] {
  if (drop.type === "podLabel") return podEffects(drop.pod, changedLabels(drop.pod.labels, drop.key, drop.value), rows);
  if (drop.type === "deletePod") return deleteEffects(drop.pod, rows);
  return nodeEffects(drop.node, changedLabels(drop.node.allLabels, drop.key, drop.value), rows);
}

function podEffects(pod: PodRow, labels: Readonly<Record<string, string>>, { controllers, pods }: Rows): readonly Effect[] {
  if (pod.graceEndAt !== undefined) return [];
  const after = { ns: pod.ns, labels };
  const effects: Effect[] = [];
  const owner = pod.owner && controllers.get(pod.owner.uid);
  const leaves = owner !== undefined && !selects(owner, after);
  // One that is gone again after losing it creates only what is missing: it may have had one too many.
  if (leaves)
    effects.push({
      type: "releases",
      controller: owner,
      creates: owner.kind === "DaemonSet" ? 1 : Math.max(0, owner.desired - (owned(owner, pods) - 1)),
    });
  if (owner !== undefined && !leaves) return effects;
  const taker = [...controllers.values()].find(
    (row) => row.uid !== owner?.uid && !row.deleting && row.kind !== "Job" && selects(row, after),
  );
  if (taker !== undefined)
    effects.push({
      type: "adopts",
      controller: taker,
      deletes: taker.kind === "DaemonSet" ? surplusOnNode(taker, pod, pods) : Math.max(0, owned(taker, pods) + 1 - taker.desired),
    });
  return effects;
}

function deleteEffects(pod: PodRow, { controllers, pods }: Rows): readonly Effect[] {
  const owner = pod.owner && controllers.get(pod.owner.uid);
  if (owner === undefined || pod.graceEndAt !== undefined) return [];
  const replaces = owner.kind === "DaemonSet" || owned(owner, pods) - 1 < owner.desired;
  return replaces ? [{ type: "replaces", controller: owner }] : [];
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

function owned(controller: ControllerRow, pods: ReadonlyMap<string, PodRow>): number {
  let count = 0;
  for (const pod of pods.values())
    if (pod.owner?.uid === controller.uid && pod.graceEndAt === undefined && pod.state !== "done") count += 1;
  return count;
}

/** A DaemonSet keeps one pod on a node: with an adopted one, another goes. */
function surplusOnNode(controller: ControllerRow, pod: PodRow, pods: ReadonlyMap<string, PodRow>): number {
  return [...pods.values()].filter(
    (other) => other.owner?.uid === controller.uid && other.node === pod.node && other.graceEndAt === undefined,
  ).length;
}

export function changedLabels(
  labels: Readonly<Record<string, string>>,
  key: string,
  value: string | undefined,
): Readonly<Record<string, string>> {
  if (value !== undefined) return { ...labels, [key]: value };
  return Object.fromEntries(Object.entries(labels).filter(([other]) => other !== key));
}

/** "Set app=debug: rc/kubia lets go of kubia-x7k2p and creates 1 pod". */
export function dropSentence(t: Translate, drop: Drop, effects: readonly Effect[]): string {
  const what = dropWords(t, drop);
  if (drop.type === "deletePod" && effects.length === 0) return t("graph.drop.sentence", { what, effects: t("graph.drop.leavesForGood") });
  if (effects.length === 0) return t("graph.drop.nothing", { what });
  const pod = drop.type === "nodeLabel" ? "" : drop.pod.name;
  return t("graph.drop.sentence", { what, effects: effects.map((effect) => effectWords(t, effect, pod)).join("; ") });
}

function dropWords(t: Translate, drop: Drop): string {
  if (drop.type === "deletePod") return t("graph.drop.delete", { name: drop.pod.name });
  const label = `${drop.key}=${drop.value ?? ""}`;
  if (drop.type === "podLabel")
    return drop.value === undefined ? t("graph.drop.remove", { key: drop.key }) : t("graph.drop.set", { label });
  const node = drop.node.name;
  return drop.value === undefined ? t("graph.drop.removeNode", { key: drop.key, node }) : t("graph.drop.setNode", { label, node });
}

function effectWords(t: Translate, effect: Effect, pod: string): string {
  const owner = shortRef(effect.controller);
  switch (effect.type) {
    case "releases":
      return effect.creates === 0
        ? t("graph.drop.releases", { owner, pod })
        : t("graph.drop.releasesCreates", { owner, pod, count: effect.creates });
    case "adopts":
      return effect.deletes === 0
        ? t("graph.drop.adopts", { owner, pod })
        : t("graph.drop.adoptsDeletes", { owner, pod, count: effect.deletes });
    case "replaces":
      return t("graph.drop.replaces", { owner });
    case "daemonCreates":
      return t("graph.drop.daemonCreates", { owner });
    case "daemonDeletes":
      return t("graph.drop.daemonDeletes", { owner });
  }
}

/** The same for the third line of the controller's card. */
export function cardWords(t: Translate, effect: Effect): string {
  switch (effect.type) {
    case "releases":
      return effect.creates === 0 ? t("graph.drop.cardReleasesOnly") : t("graph.drop.cardReleases", { count: effect.creates });
    case "adopts":
      return effect.deletes === 0 ? t("graph.drop.cardAdopts") : t("graph.drop.cardAdoptsDeletes", { count: effect.deletes });
    case "replaces":
      return t("graph.drop.cardReplaces");
    case "daemonCreates":
      return t("graph.drop.cardDaemonCreates");
    case "daemonDeletes":
      return t("graph.drop.cardDaemonDeletes");
  }
}
