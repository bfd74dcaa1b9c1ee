// How the selected thing is, in a sentence or two. Pure.

import type { Translate } from "../i18n/setup.ts";
import { shortRef } from "../store/identity.ts";
import { drawnState, type Scene } from "../store/scene.ts";
import type { Ref } from "../store/selection.ts";
import type { ControllerRow, NodeRow, PodRow } from "../worker/rows.ts";

type Rows = Pick<Scene, "pods" | "nodes" | "controllers" | "silent">;

export function statusSentence(t: Translate, of: Ref, rows: Rows): string {
  const pod = rows.pods.get(of.uid);
  if (pod !== undefined) return podSentence(t, pod, rows);
  const node = rows.nodes.get(of.uid);
  if (node !== undefined) return nodeSentence(t, node, rows);
  const controller = rows.controllers.get(of.uid);
  return controller === undefined ? t("inspector.gone") : controllerSentence(t, controller);
}

function podSentence(t: Translate, pod: PodRow, { silent }: Rows): string {
  const state = drawnState(pod, silent);
  const key = state === "ready" ? "running" : state;
  const values = {
    node: pod.node ?? "",
    ready: pod.ready,
    status: pod.status,
    kind: pod.probe?.kind ?? "",
    failures: pod.probe?.failures ?? 0,
    threshold: pod.probe?.threshold ?? 0,
  };
  const owner = pod.owner === undefined ? t("inspector.sentence.unowned") : t("inspector.sentence.owned", { owner: shortRef(pod.owner) });
  return `${t(`inspector.sentence.${key}`, values)} ${owner}`;
}

function nodeSentence(t: Translate, node: NodeRow, { pods }: Rows): string {
  const count = [...pods.values()].filter((pod) => pod.node === node.name).length;
  const parts = [
    t("inspector.sentence.node", { condition: node.condition, pods: t("graph.podsOf", { count, capacity: node.podCapacity }) }),
  ];
  if (node.poweredOff) parts.push(t("inspector.sentence.poweredOff"));
  if (node.cordoned) parts.push(t("inspector.sentence.cordoned"));
  return parts.join(" ");
}

function controllerSentence(t: Translate, { kind, desired, current, ready }: ControllerRow): string {
  return t(kind === "DaemonSet" ? "inspector.sentence.daemon" : "inspector.sentence.controller", { desired, current, ready });
}
