// The sentence of a drop: what is changed, and who lets go, adopts, creates and deletes. Pure; the words come from the tables.

import type { Translate } from "../i18n/setup.ts";
import { shortRef } from "../store/identity.ts";
import type { PodRow } from "../worker/rows.ts";
import type { Drop, Effect } from "./drop.ts";

/** "Set app=debug: rc/kubia lets go of kubia-x7k2p and creates 1 pod". */
export function dropSentence(t: Translate, drop: Drop, effects: readonly Effect[]): string {
  const what = dropWords(t, drop);
  if (drop.type === "deletePod" && effects.length === 0)
    return t("graph.drop.sentence", { what, effects: t("graph.drop.leavesForGood", { count: drop.pods.length }) });
  if (effects.length === 0) return t("graph.drop.nothing", { what });
  return t("graph.drop.sentence", { what, effects: effects.map((effect) => effectWords(t, effect)).join("; ") });
}

/** `kubia-x7k2p`, "3 pods". */
export function podsWord(t: Translate, pods: readonly PodRow[]): string {
  return pods.length === 1 ? (pods[0]?.name ?? "") : t("graph.drop.pods", { count: pods.length });
}

function dropWords(t: Translate, drop: Drop): string {
  if (drop.type === "deletePod") return t("graph.drop.delete", { name: podsWord(t, drop.pods) });
  const label = `${drop.key}=${drop.value ?? ""}`;
  const on = drop.type === "nodeLabel" ? drop.node.name : podsWord(t, drop.pods);
  if (drop.type === "podLabel" && drop.pods.length === 1)
    return drop.value === undefined ? t("graph.drop.remove", { key: drop.key }) : t("graph.drop.set", { label });
  return drop.value === undefined ? t("graph.drop.removeNode", { key: drop.key, node: on }) : t("graph.drop.setNode", { label, node: on });
}

function effectWords(t: Translate, effect: Effect): string {
  const owner = shortRef(effect.controller);
  switch (effect.type) {
    case "releases": {
      const pod = podsWord(t, effect.pods);
      return effect.creates === 0
        ? t("graph.drop.releases", { owner, pod })
        : t("graph.drop.releasesCreates", { owner, pod, count: effect.creates });
    }
    case "adopts": {
      const pod = podsWord(t, effect.pods);
      return effect.deletes === 0
        ? t("graph.drop.adopts", { owner, pod })
        : t("graph.drop.adoptsDeletes", { owner, pod, count: effect.deletes });
    }
    case "replaces":
      return t("graph.drop.replaces", { owner, count: effect.creates });
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
      return effect.creates === 0
        ? t("graph.drop.cardReleasesOnly", { pods: effect.pods.length })
        : t("graph.drop.cardReleases", { pods: effect.pods.length, count: effect.creates });
    case "adopts":
      return effect.deletes === 0
        ? t("graph.drop.cardAdopts", { pods: effect.pods.length })
        : t("graph.drop.cardAdoptsDeletes", { pods: effect.pods.length, count: effect.deletes });
    case "replaces":
      return t("graph.drop.cardReplaces", { count: effect.creates });
    case "daemonCreates":
      return t("graph.drop.cardDaemonCreates");
    case "daemonDeletes":
      return t("graph.drop.cardDaemonDeletes");
  }
}
