// What an action of a menu will do, before it is done: from the rows on the screen, in one sentence. Pure.

import type { Action } from "../actions/action.ts";
import type { Translate } from "../i18n/setup.ts";
import { shortRef } from "../store/identity.ts";
import type { Scene } from "../store/scene.ts";
import type { ControllerRow, PodRow } from "../worker/rows.ts";
import { dropSentence } from "./dropWords.ts";
import { effectsOf } from "./drop.ts";

type Rows = Pick<Scene, "pods" | "nodes" | "controllers">;

/** Undefined for an action whose consequence is its name. */
export function actionSentence(t: Translate, action: Action, rows: Rows): string | undefined {
  if (action.type === "scale") {
    const controller = rows.controllers.get(action.target.uid);
    return controller && scaleSentence(t, controller, action.replicas, rows);
  }
  if (action.type === "fault") return t(`actions.fault.${action.fault}.${action.on ? "will" : "wont"}`);
  if (action.type !== "delete") return undefined;
  const { kind, uid } = action.target;
  if (kind === "Node") return nodeSentence(t, action.target.name, rows);
  const controller = rows.controllers.get(uid);
  if (controller !== undefined) return controllerSentence(t, controller, action.orphan === true, rows);
  const pods = [action.target, ...(action.also ?? [])].flatMap((ref) => rows.pods.get(ref.uid) ?? []);
  if (pods.length === 0) return undefined;
  const drop = { type: "deletePod", pods } as const;
  return dropSentence(t, drop, effectsOf(drop, rows));
}

function scaleSentence(t: Translate, controller: ControllerRow, replicas: number, rows: Rows): string {
  const owner = shortRef(controller);
  const change = replicas - podsOf(controller, rows).length;
  if (change === 0) return t("graph.will.scaleSame", { owner });
  return change > 0 ? t("graph.will.creates", { owner, count: change }) : t("graph.will.deletes", { owner, count: -change });
}

function controllerSentence(t: Translate, controller: ControllerRow, orphan: boolean, rows: Rows): string {
  const owner = shortRef(controller);
  const count = podsOf(controller, rows).length;
  if (count === 0) return t("graph.will.goesAlone", { owner });
  return orphan ? t("graph.will.leavesPods", { owner, count }) : t("graph.will.goesWithPods", { owner, count });
}

/** Pods of a node that is no more are collected; their controllers make others elsewhere, but a DaemonSet has no place more. */
function nodeSentence(t: Translate, node: string, rows: Rows): string {
  const here = [...rows.pods.values()].filter((pod) => pod.node === node && pod.graceEndAt === undefined);
  if (here.length === 0) return t("graph.will.nodeEmpty", { node });
  const lost = new Map<ControllerRow, number>();
  for (const { owner } of here) {
    const controller = owner && rows.controllers.get(owner.uid);
    if (controller !== undefined && controller.kind !== "DaemonSet") lost.set(controller, (lost.get(controller) ?? 0) + 1);
  }
  const what = t("graph.will.nodeGoes", { node, count: here.length });
  const effects = [...lost].map(([controller, count]) => t("graph.will.elsewhere", { owner: shortRef(controller), count }));
  return effects.length === 0 ? t("graph.will.nothingElse", { what }) : t("graph.drop.sentence", { what, effects: effects.join("; ") });
}

/** Its pods that are not being deleted; a Deployment's are those of its ReplicaSets. */
function podsOf(controller: ControllerRow, { pods, controllers }: Rows): readonly PodRow[] {
  const owners = new Set([
    controller.uid,
    ...[...controllers.values()].filter(({ owner }) => owner?.uid === controller.uid).map(({ uid }) => uid),
  ]);
  return [...pods.values()].filter(({ owner, graceEndAt }) => owner !== undefined && owners.has(owner.uid) && graceEndAt === undefined);
}
