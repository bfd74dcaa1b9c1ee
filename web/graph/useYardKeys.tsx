// The keyboard in the yard: arrows move the focus, Enter goes in, Escape goes out, letters act on what has it.

import type { Node, ReactFlowInstance } from "@xyflow/react";
import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef } from "react";
import { perform, performAll } from "../actions/perform.ts";
import { sceneStore } from "../store/scene.ts";
import { type Ref, selectionStore } from "../store/selection.ts";
import { controllerRef } from "./Card.tsx";
import { actionsOf, type Held, heldPod, heldPods, hold, nodeRef, podRef } from "./dragStore.ts";
import { keyOf } from "./keyOf.ts";
import { openMenu } from "./menuStore.ts";
import { DIRECTIONS, innerOf, isOuter, nearest, outerOf, podAt, stopFor, stopOf } from "./stops.ts";

/** So much beyond the stop is shown, so that the next row is drawn, too, before the focus goes there. */
const BEYOND = 56;
/** Under the last row. */
const MARGIN = 16;

type Viewport = Pick<ReactFlowInstance, "getViewport" | "setViewport"> & { readonly getNodes: () => readonly Node[] };

export function useYardKeys(yard: RefObject<HTMLElement | null>, flow: RefObject<Viewport | undefined>) {
  const focus = useOneStop(yard);
  /** Who pressed with the pointer expects Escape to let go of what is chosen, not to move a focus that one does not see. */
  const byPointer = useRef(false);
  return {
    onFocus: (event: FocusEvent<HTMLElement>): void => {
      const stop = stopOf(event.target);
      if (stop === undefined) return;
      focus.take(stop);
      byPointer.current = !stop.matches(":focus-visible");
      if (stop.matches(":focus-visible") && yard.current !== null) bringIntoView(stop, yard.current, flow.current);
    },
    onBlur: focus.leave,
    onKeyDown: (event: KeyboardEvent<HTMLElement>): void => {
      const stop = stopOf(event.target);
      if (stop === undefined || yard.current === null || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLInputElement) return;
      if (event.key === "Escape" && byPointer.current && isAnyChosen()) return;
      byPointer.current = false;
      if (handleKey(keyOf(event), event.shiftKey, stop, yard.current)) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
  };
}

function isAnyChosen(): boolean {
  const { selected, group } = selectionStore.getState();
  return selected !== undefined || group.length > 0;
}

/** Keeps one stop in the tab order, and the focus in the yard when the thing that has it goes or is drawn anew. */
function useOneStop(yard: RefObject<HTMLElement | null>) {
  const current = useRef<HTMLElement | undefined>(undefined);
  const place = useRef<{ readonly uid: string | undefined; readonly section: Element | null } | undefined>(undefined);
  const hasFocus = useRef(false);
  const take = (stop: HTMLElement): void => {
    hasFocus.current = stop.ownerDocument.activeElement === stop;
    place.current = { uid: stop.dataset["uid"], section: stop.closest("section") };
    if (stop === current.current) return;
    if (current.current !== undefined) current.current.tabIndex = -1;
    stop.tabIndex = 0;
    current.current = stop;
  };
  useEffect(() => {
    const keepOne = (): void => {
      if (current.current?.isConnected === true || yard.current === null) return;
      const { uid, section } = place.current ?? { uid: undefined, section: null };
      const head = section?.isConnected === true ? section.querySelector<HTMLElement>('[data-stop="outer"]') : null;
      const next = stopFor(uid, yard.current) ?? head ?? yard.current.querySelector<HTMLElement>("[data-stop]");
      if (next === null) return;
      const isLost = hasFocus.current && (document.activeElement === document.body || document.activeElement === null);
      take(next);
      if (isLost) next.focus({ preventScroll: true });
    };
    keepOne();
    const observer = new MutationObserver(keepOne);
    if (yard.current !== null) observer.observe(yard.current, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [yard]);
  return {
    take,
    /** An element that is taken out of the page says nothing of where the focus went: then it is still ours. */
    leave: (event: FocusEvent<HTMLElement>): void => {
      if (event.relatedTarget !== null || event.target.isConnected) hasFocus.current = false;
    },
  };
}

/** The viewport goes along with the focus. */
function bringIntoView(stop: HTMLElement, yard: HTMLElement, flow: Viewport | undefined): void {
  const box = stop.getBoundingClientRect();
  const ground = yard.getBoundingClientRect();
  const over = ground.top + BEYOND - box.top;
  const under = box.bottom + BEYOND - ground.bottom;
  const dy = over > 0 ? over : under > 0 ? -Math.min(under, -over) : 0;
  if (dy === 0 || flow === undefined) return;
  const { x, y, zoom } = flow.getViewport();
  const bottom = Math.max(...flow.getNodes().map(({ position, height = 0 }) => position.y + height));
  const lowest = Math.min(0, ground.height - (bottom + MARGIN) * zoom);
  void flow.setViewport({ x, y: Math.min(0, Math.max(lowest, y + dy)), zoom });
}

function handleKey(key: string, shift: boolean, stop: HTMLElement, yard: HTMLElement): boolean {
  const direction = DIRECTIONS[key];
  const pod = podAt(stop);
  if (direction !== undefined) {
    const next = nearest(stop, yard, direction);
    if (shift) together(pod, podAt(next));
    next?.focus({ preventScroll: true });
    return true;
  }
  if ((key === "Enter" || key === " ") && shift && pod !== undefined) {
    selectionStore.getState().toggle(pod);
    return true;
  }
  if (key === "Enter" && (isOuter(stop) || stop.matches(".dot"))) {
    goIn(stop, pod);
    return true;
  }
  if (key === "Escape" && !isOuter(stop)) {
    outerOf(stop)?.focus({ preventScroll: true });
    return true;
  }
  return actOn(stop, key, shift);
}

function goIn(stop: HTMLElement, pod: string | undefined): void {
  if (pod !== undefined) selectionStore.getState().select(refOf(pod));
  else (innerOf(stop) ?? { focus: () => stop.click() }).focus();
}

/** Shift and an arrow take both pods to those that are chosen together. */
function together(...pods: readonly (string | undefined)[]): void {
  const { group, choose } = selectionStore.getState();
  const uids = pods.filter((uid) => uid !== undefined);
  if (uids.length > 0) choose([...group, ...uids]);
}

/** A label's chip has keys of its own; for the rest it stands for its node. */
function actOn(stop: HTMLElement, key: string, shift: boolean): boolean {
  const label = stop.dataset["label"];
  const ref = refOf(stop.dataset["uid"] ?? outerOf(stop)?.dataset["uid"]);
  if (ref === undefined) return false;
  switch (key) {
    case "m":
    case "M":
    case "ContextMenu":
      return open(ref, stop);
    case "F10":
      return shift && open(ref, stop);
    case "l":
    case "L": {
      const held = label === undefined ? heldOf(ref) : chipOf(ref, label);
      if (held !== undefined) hold(held, "keyboard");
      return held !== undefined;
    }
    case "w":
    case "W":
      selectionStore.getState().select(ref, "why");
      return true;
    case "p":
    case "P":
      if (ref.kind === "Pod" || ref.kind === "Node") return false;
      selectionStore.setState(({ pinned }) => ({ pinned: pinned === ref.uid ? undefined : ref.uid }));
      return true;
    case "Delete":
    case "Backspace":
      remove(ref, label);
      return true;
    default:
      return false;
  }
}

function open(ref: Ref, stop: HTMLElement): true {
  const box = stop.getBoundingClientRect();
  openMenu(ref, box.left + Math.min(40, box.width / 2), box.bottom - 8, "keyboard");
  return true;
}

function heldOf(ref: Ref): Held | undefined {
  if (ref.kind === "Pod") return heldPod(ref.uid);
  return ref.kind === "Node" ? { type: "node", uid: ref.uid } : undefined;
}

function chipOf(node: Ref, label: string): Held {
  const [key = "", ...value] = label.split("=");
  return { type: "chip", key, value: value.join("="), from: node.uid };
}

function remove(ref: Ref, label: string | undefined): void {
  if (label !== undefined) void perform({ type: "label", target: ref, key: label.split("=")[0] ?? "", value: undefined, overwrite: true });
  else if (ref.kind === "Pod") void performAll(actionsOf({ type: "deletePod", pods: heldPods(heldPod(ref.uid)) }));
  else void perform({ type: "delete", target: ref });
}

/** The thing with this uid, whatever it is. */
export function refOf(uid: string | undefined): Ref | undefined {
  const { pods, nodes, controllers } = sceneStore.getState();
  if (uid === undefined) return undefined;
  const pod = pods.get(uid);
  if (pod !== undefined) return podRef(pod);
  const node = nodes.get(uid);
  if (node !== undefined) return nodeRef(node);
  const controller = controllers.get(uid);
  return controller && controllerRef(controller);
}
