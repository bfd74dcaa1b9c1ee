// What is held, over which target, and what a drop there would do. One store for pointer and keyboard.

import { createStore } from "zustand/vanilla";
import { type Action, kubectlLine } from "../actions/action.ts";
import { sceneStore } from "../store/scene.ts";
import { chosenWith, type Ref, selectionStore } from "../store/selection.ts";
import type { Preview } from "../worker/protocol.ts";
import type { PodRow } from "../worker/rows.ts";
import { type Drop, type Effect, effectsOf } from "./drop.ts";

export type Held =
  /** `others`: uids of the pods that are chosen together with it. */
  | { readonly type: "pod"; readonly uid: string; readonly others: readonly string[] }
  | { readonly type: "node"; readonly uid: string }
  /** A label chip, taken from a node. */
  | { readonly type: "chip"; readonly key: string; readonly value: string; readonly from: string };

/** Where it is held: what dropping there means. */
export type Target =
  | { readonly type: "label"; readonly key: string; readonly value: string | undefined }
  | { readonly type: "controller"; readonly uid: string }
  | { readonly type: "node"; readonly uid: string }
  | { readonly type: "delete" }
  /** A field opens that asks for key or value. */
  | { readonly type: "ask"; readonly key: string | undefined };

interface DragState {
  readonly held: Held | undefined;
  readonly by: "pointer" | "keyboard";
  readonly over: Target | undefined;
  readonly effects: readonly Effect[];
  /** A key (or a new label) whose value is asked for in the tray. */
  readonly asking: { readonly key: string | undefined } | undefined;
  /** What a copy of the cluster did when the drop was tried on it; undefined until it has answered. */
  readonly preview: Preview | undefined;
}

const NOTHING: DragState = { held: undefined, by: "pointer", over: undefined, effects: [], asking: undefined, preview: undefined };

export const dragStore = createStore<DragState>()(() => NOTHING);

export function hold(held: Held, by: DragState["by"]): void {
  dragStore.setState({ ...NOTHING, held, by });
}

/** A pod, with those that are chosen together with it. */
export function heldPod(uid: string): Held {
  return { type: "pod", uid, others: chosenWith(uid).filter((other) => other !== uid) };
}

export function isHeldPod(held: Held | undefined, uid: string): boolean {
  return held?.type === "pod" && (held.uid === uid || held.others.includes(uid));
}

export function heldPods(held: Held): readonly PodRow[] {
  if (held.type !== "pod") return [];
  const { pods } = sceneStore.getState();
  return [held.uid, ...held.others].flatMap((uid) => pods.get(uid) ?? []);
}

export function letGo(): void {
  dragStore.setState(NOTHING);
  showActing([]);
}

export function holdOver(over: Target | undefined): void {
  const { held } = dragStore.getState();
  const drop = held && over && dropOf(held, over);
  const effects = drop === undefined ? [] : effectsOf(drop, sceneStore.getState());
  dragStore.setState({ over, effects, preview: undefined });
  showActing(effects);
}

/** The cluster has gone on meanwhile: what the drop would do now. What a copy of it did stands until there is a newer one. */
export function lookAgain(): void {
  const { held, over } = dragStore.getState();
  const drop = held && over && dropOf(held, over);
  const effects = drop === undefined ? [] : effectsOf(drop, sceneStore.getState());
  dragStore.setState(drop === undefined ? { effects, preview: undefined } : { effects });
  showActing(effects);
}

/** The selector and the lines of the controller that would act are drawn meanwhile. */
function showActing(effects: readonly Effect[]): void {
  selectionStore.setState({ hovered: effects[0]?.controller.uid });
}

/** The change that a drop makes, or undefined when this cannot be dropped there or changes nothing. */
export function dropOf(held: Held, target: Target): Drop | undefined {
  const { nodes } = sceneStore.getState();
  if (held.type === "chip") {
    const node = target.type === "node" ? nodes.get(target.uid) : undefined;
    return node && node.allLabels[held.key] !== held.value ? { type: "nodeLabel", node, key: held.key, value: held.value } : undefined;
  }
  if (held.type === "node") {
    const node = nodes.get(held.uid);
    return node && target.type === "label" && node.allLabels[target.key] !== target.value
      ? { type: "nodeLabel", node, key: target.key, value: target.value }
      : undefined;
  }
  return podDrop(heldPods(held), target);
}

function podDrop(pods: readonly PodRow[], target: Target): Drop | undefined {
  if (pods.length === 0) return undefined;
  if (target.type === "delete") return { type: "deletePod", pods };
  const label = target.type === "label" ? target : target.type === "controller" ? labelForAny(target.uid, pods) : undefined;
  if (label === undefined) return undefined;
  const changed = pods.filter(({ labels }) => labels[label.key] !== label.value);
  return changed.length === 0 ? undefined : { type: "podLabel", pods: changed, key: label.key, value: label.value };
}

/** Of several pods the first one that the controller does not select yet says which label it is. */
export function labelForAny(controllerUid: string, pods: readonly PodRow[]): ReturnType<typeof labelFor> {
  for (const { labels } of pods) {
    const label = labelFor(controllerUid, labels);
    if (label !== undefined) return label;
  }
  return undefined;
}

/** The one label that would make a controller select these labels; undefined when none or more than one is missing. */
export function labelFor(
  controllerUid: string,
  labels: Readonly<Record<string, string>>,
): { readonly key: string; readonly value: string } | undefined {
  const missing = sceneStore
    .getState()
    .controllers.get(controllerUid)
    ?.requirements.filter(({ key, operator, values }) => operator !== "In" || !values.includes(labels[key] ?? ""));
  const [only, ...others] = missing ?? [];
  const value = only?.values[0];
  return only !== undefined && others.length === 0 && only.operator === "In" && value !== undefined ? { key: only.key, value } : undefined;
}

/** One for each namespace: a kubectl line speaks of one. */
export function actionsOf(drop: Drop): readonly Action[] {
  if (drop.type === "nodeLabel") {
    const { node, key, value } = drop;
    return [{ type: "label", target: nodeRef(node), key, value, overwrite: Object.hasOwn(node.allLabels, key) }];
  }
  return byNamespace(drop.pods).map((pods): Action => {
    const [target, ...also] = pods.map(podRef);
    if (target === undefined) throw new Error("a drop without pods");
    if (drop.type === "deletePod") return { type: "delete", target, also };
    const overwrite = pods.some(({ labels }) => Object.hasOwn(labels, drop.key));
    return { type: "label", target, also, key: drop.key, value: drop.value, overwrite };
  });
}

function byNamespace(pods: readonly PodRow[]): readonly (readonly PodRow[])[] {
  const groups = new Map<string, PodRow[]>();
  for (const pod of pods) groups.set(pod.ns, [...(groups.get(pod.ns) ?? []), pod]);
  return [...groups.values()];
}

export function lineOf(drop: Drop): string {
  return actionsOf(drop).map(kubectlLine).join("; ");
}

export function podRef(pod: { readonly uid: string; readonly ns: string; readonly name: string }): Ref {
  return { kind: "Pod", uid: pod.uid, namespace: pod.ns, name: pod.name };
}

export function nodeRef(node: { readonly uid: string; readonly name: string }): Ref {
  return { kind: "Node", uid: node.uid, namespace: undefined, name: node.name };
}
