// What the menu of a thing offers, as values.

import { type Action, kubectlLine } from "../actions/action.ts";
import { faultKey, type FaultName, lasts, NODE_FAULTS, POD_FAULTS } from "../actions/faults.ts";
import { perform, performAll } from "../actions/perform.ts";
import { openLive } from "../editor/live.ts";
import type { Translate } from "../i18n/setup.ts";
import { sceneStore } from "../store/scene.ts";
import { type InspectorTab, type Ref, selectionStore } from "../store/selection.ts";
import { shortRef } from "../store/identity.ts";
import type { ControllerRow, NodeRow, PodRow } from "../worker/rows.ts";
import { uiStore } from "../store/ui.ts";
import { actionsOf, type Held, heldPod, heldPods, hold, podRef } from "./dragStore.ts";
import { isWithin } from "./namespaces.ts";

export type Entry =
  | { readonly type: "line"; readonly id: string }
  | {
      readonly type: "item";
      readonly id: string;
      readonly text: string;
      /** The text is a kubectl line. */
      readonly isCommand?: true;
      readonly key?: string;
      readonly action?: Action;
      readonly act: () => void;
    }
  | { readonly type: "sub"; readonly id: string; readonly text: string; readonly entries: readonly Entry[] };

export const SCALABLE = new Set(["ReplicationController", "ReplicaSet", "Deployment", "StatefulSet"]);

export function entriesOf(t: Translate, ref: Ref): readonly Entry[] {
  const { pods, nodes, controllers } = sceneStore.getState();
  const pod = pods.get(ref.uid);
  const node = nodes.get(ref.uid);
  const controller = controllers.get(ref.uid);
  if (pod !== undefined) {
    const together = heldPods(heldPod(pod.uid));
    return together.length > 1 ? groupEntries(t, ref, together) : podEntries(t, ref, pod);
  }
  if (node !== undefined) return nodeEntries(t, ref, node);
  return controller === undefined ? [] : controllerEntries(t, ref, controller);
}

/** What the pods that are chosen together can have done to them. */
function groupEntries(t: Translate, ref: Ref, pods: readonly PodRow[]): readonly Entry[] {
  const drop = { type: "deletePod", pods } as const;
  const names = pods.map(({ name }) => name).join(" ");
  const lines = [`kubectl get pod ${names}`, `kubectl describe pod ${names}`, ...actionsOf(drop).map(kubectlLine)];
  return [
    item("group-move", t("actions.menu.moveLabels"), () => move(heldPod(ref.uid)), "L"),
    sub("group-copy", t("actions.menu.copyCommand"), lines.map(copyItem)),
    item("group-only", t("actions.group.only"), () => selectionStore.getState().select(ref)),
    line(1),
    {
      ...item("group-delete", t("actions.group.delete", { count: pods.length }), () => void performAll(actionsOf(drop)), "Del"),
      ...actionsOf(drop)
        .slice(0, 1)
        .map((action) => ({ action }))[0],
    },
  ];
}

/** Its pods, to be chosen together; then what those that are chosen can have done to them, where none is large enough to be hit. */
function podsEntries(t: Translate, isIts: (pod: PodRow) => boolean): readonly Entry[] {
  const { group, choose, namespace } = selectionStore.getState();
  const { pods } = sceneStore.getState();
  const its = [...pods.values()].filter((pod) => isIts(pod) && isWithin(pod, namespace));
  const chosen = group.flatMap((uid) => pods.get(uid) ?? []);
  const [first] = chosen;
  return [
    ...(its.length === 0 ? [] : [item("choose", t("keyboard.choosePods", { count: its.length }), () => choose(its.map(({ uid }) => uid)))]),
    ...(first === undefined || chosen.length < 2
      ? []
      : [sub("chosen", t("keyboard.chosen", { count: chosen.length }), groupEntries(t, podRef(first), chosen))]),
  ];
}

function podEntries(t: Translate, ref: Ref, pod: PodRow): readonly Entry[] {
  const container = pod.containers[0] ?? "";
  return [
    show(t("actions.menu.why"), ref, "why", "W"),
    item("move", t("actions.menu.moveLabels"), () => move(heldPod(pod.uid)), "L"),
    show(t("actions.menu.logs"), ref, "logs"),
    show(t("actions.menu.describe"), ref, "describe"),
    liveEntry(t, ref),
    line(1),
    breakEntry(t, ref, POD_FAULTS, container),
    copyEntry(t, ref),
    line(2),
    act("delete", t("actions.menu.delete", { kind: t("actions.kind.Pod") }), { type: "delete", target: ref }, "Del"),
  ];
}

function nodeEntries(t: Translate, ref: Ref, node: NodeRow): readonly Entry[] {
  return [
    show(t("actions.menu.why"), ref, "why", "W"),
    item("move", t("actions.menu.moveLabels"), () => move({ type: "node", uid: node.uid }), "L"),
    show(t("actions.menu.describe"), ref, "describe"),
    liveEntry(t, ref),
    ...podsEntries(t, (pod) => pod.node === node.name),
    line(1),
    act("cordon", t(node.cordoned ? "actions.menu.uncordon" : "actions.menu.cordon"), { type: "cordon", target: ref, on: !node.cordoned }),
    breakEntry(t, ref, NODE_FAULTS),
    copyEntry(t, ref),
    line(2),
    act("delete", t("actions.menu.delete", { kind: t("actions.kind.Node") }), { type: "delete", target: ref }, "Del"),
  ];
}

function controllerEntries(t: Translate, ref: Ref, row: ControllerRow): readonly Entry[] {
  const scale = (replicas: number): Action => ({ type: "scale", target: ref, replicas });
  const isPinned = selectionStore.getState().pinned === row.uid;
  const scaling = SCALABLE.has(row.kind)
    ? [
        act("up", t("actions.menu.scaleUp"), scale(row.desired + 1)),
        ...(row.desired > 0
          ? [act("down", t("actions.menu.scaleDown"), scale(row.desired - 1)), act("zero", t("actions.menu.scaleZero"), scale(0))]
          : []),
        line(2),
      ]
    : [];
  return [
    show(t("actions.menu.why"), ref, "why", "W"),
    show(t("actions.menu.describe"), ref, "describe"),
    show(t("actions.menu.yaml"), ref, "yaml"),
    liveEntry(t, ref),
    item(
      "pin",
      t(isPinned ? "actions.menu.unpin" : "actions.menu.pin"),
      () => selectionStore.setState({ pinned: isPinned ? undefined : row.uid }),
      "P",
    ),
    ...podsEntries(t, (pod) => pod.owner?.uid === row.uid),
    line(1),
    ...scaling,
    copyEntry(t, ref),
    line(3),
    act("orphan", t("actions.menu.deleteOrphan"), { type: "delete", target: ref, orphan: true }),
    act("delete", t("actions.menu.delete", { kind: t(`actions.kind.${row.kind}`) }), { type: "delete", target: ref }, "Del"),
  ];
}

/** What lasts shows the way back while it does. */
function breakEntry(t: Translate, target: Ref, names: readonly FaultName[], container?: string): Entry {
  const { faults } = sceneStore.getState();
  const entries = names.map((fault) => {
    const on = !lasts(fault) || !faults.has(faultKey(fault, target));
    const action: Action = { type: "fault", fault, target, on, ...(container === undefined ? {} : { container }) };
    return act(fault, t(`actions.fault.${fault}.${on ? "on" : "off"}`), action);
  });
  return sub("break", t("actions.menu.break"), entries);
}

function liveEntry(t: Translate, { kind, name, namespace }: Ref): Entry {
  return item("live", t("actions.menu.openYaml"), () => void openLive({ kind, name, namespace }));
}

function copyEntry(t: Translate, ref: Ref): Entry {
  const named =
    shortRef(ref).replace("/", " ") + (ref.namespace === undefined || ref.namespace === "default" ? "" : ` -n ${ref.namespace}`);
  const lines = [
    `kubectl get ${named}`,
    `kubectl describe ${named}`,
    ...(ref.kind === "Pod" ? [`kubectl logs ${ref.name}`] : []),
    kubectlLine({ type: "delete", target: ref }),
  ];
  return sub("copy", t("actions.menu.copyCommand"), lines.map(copyItem));
}

function copyItem(text: string): Entry {
  return { ...item(text, text, () => void navigator.clipboard.writeText(text)), isCommand: true };
}

function item(id: string, text: string, act: () => void, key?: string): Extract<Entry, { type: "item" }> {
  return { type: "item", id, text, act, ...(key === undefined ? {} : { key }) };
}

function act(id: string, text: string, action: Action, key?: string): Entry {
  return { ...item(id, text, () => void perform(action), key), action };
}

function show(text: string, ref: Ref, tab: InspectorTab, key?: string): Entry {
  const act = (): void => {
    selectionStore.getState().select(ref, tab);
    uiStore.setState({ narrowTab: "details" });
  };
  return item(tab, text, act, key);
}

/** On a narrow screen the tray lies over the pods. */
function move(held: Held): void {
  uiStore.setState({ narrowTab: "pods" });
  hold(held, "keyboard");
}

function sub(id: string, text: string, entries: readonly Entry[]): Entry {
  return { type: "sub", id, text, entries };
}

function line(n: number): Entry {
  return { type: "line", id: `line-${n}` };
}
