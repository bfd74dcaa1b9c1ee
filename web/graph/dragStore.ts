// What is held, over which target, and what a drop there would do. One store for pointer and keyboard.

import { createStore } from "zustand/vanilla";
import { type Action, kubectlLine } from "../actions/action.ts";
import { sceneStore } from "../store/scene.ts";
import { type Ref, selectionStore } from "../store/selection.ts";
import type { Preview } from "../worker/protocol.ts";
import { type Drop, type Effect, effectsOf } from "./drop.ts";

export type Held =
  | { readonly type: "pod"; readonly uid: string }
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

/** The selector and the lines of the controller that would act are drawn meanwhile. */
function showActing(effects: readonly Effect[]): void {
  selectionStore.setState({ hovered: effects[0]?.controller.uid });
}

/** The change that a drop makes, or undefined when this cannot be dropped there or changes nothing. */
export function dropOf(held: Held, target: Target): Drop | undefined {
  const { pods, nodes } = sceneStore.getState();
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
  const pod = pods.get(held.uid);
  if (pod === undefined) return undefined;
  if (target.type === "delete") return { type: "deletePod", pod };
  const label = target.type === "label" ? target : target.type === "controller" ? labelFor(target.uid, pod.labels) : undefined;
  return label && pod.labels[label.key] !== label.value ? { type: "podLabel", pod, key: label.key, value: label.value } : undefined;
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

export function actionOf(drop: Drop): Action {
  if (drop.type === "deletePod") return { type: "delete", target: podRef(drop.pod) };
  const [target, labels] = drop.type === "podLabel" ? [podRef(drop.pod), drop.pod.labels] : [nodeRef(drop.node), drop.node.allLabels];
  return { type: "label", target, key: drop.key, value: drop.value, overwrite: Object.hasOwn(labels, drop.key) };
}

export function lineOf(drop: Drop): string {
  return kubectlLine(actionOf(drop));
}

export function podRef(pod: { readonly uid: string; readonly ns: string; readonly name: string }): Ref {
  return { kind: "Pod", uid: pod.uid, namespace: pod.ns, name: pod.name };
}

export function nodeRef(node: { readonly uid: string; readonly name: string }): Ref {
  return { kind: "Node", uid: node.uid, namespace: undefined, name: node.name };
}
