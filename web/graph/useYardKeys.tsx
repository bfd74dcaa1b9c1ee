// The keyboard in the yard: one stop is in the tab order, arrows move it, Enter goes in, Escape goes out. Stops mark
// themselves with data-stop: `outer` for controllers and hosts, `inner` for pods and chips.

import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef } from "react";
import { perform, performAll } from "../actions/perform.ts";
import { sceneStore } from "../store/scene.ts";
import { type Ref, selectionStore } from "../store/selection.ts";
import { controllerRef } from "./Card.tsx";
import { actionsOf, heldPod, heldPods, hold, nodeRef, podRef } from "./dragStore.ts";
import { openMenu } from "./menuStore.ts";

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

export function useYardKeys(yard: RefObject<HTMLElement | null>) {
  const current = useRef<HTMLElement | undefined>(undefined);
  useEffect(() => {
    // The first stop takes the tab order when the one that had it is gone.
    const keepOne = (): void => {
      if (current.current?.isConnected === true) return;
      current.current = yard.current?.querySelector<HTMLElement>("[data-stop]") ?? undefined;
      if (current.current !== undefined) current.current.tabIndex = 0;
    };
    keepOne();
    const unsubscribe = sceneStore.subscribe(() => requestAnimationFrame(keepOne));
    return unsubscribe;
  }, [yard]);
  return {
    onFocus: (event: FocusEvent<HTMLElement>): void => {
      const stop = stopOf(event.target);
      if (stop === undefined || stop === current.current) return;
      if (current.current !== undefined) current.current.tabIndex = -1;
      stop.tabIndex = 0;
      current.current = stop;
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>): void => {
      const stop = stopOf(event.target);
      if (stop === undefined || yard.current === null || event.ctrlKey || event.metaKey || event.altKey) return;
      if (handleKey(event.key, event.shiftKey, stop, yard.current)) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
  };
}

function stopOf(target: EventTarget): HTMLElement | undefined {
  return target instanceof HTMLElement ? (target.closest<HTMLElement>("[data-stop]") ?? undefined) : undefined;
}

function handleKey(key: string, shift: boolean, stop: HTMLElement, yard: HTMLElement): boolean {
  const arrow = ARROWS[key];
  const isOuter = stop.dataset["stop"] === "outer";
  if (arrow !== undefined) {
    const next = nearest(stop, yard, isOuter ? "outer" : "inner", arrow);
    if (shift) together(stop, next);
    next?.focus();
    return true;
  }
  if (key === "Enter" && shift && stop.classList.contains("tile")) {
    selectionStore.getState().toggle(stop.dataset["uid"] ?? "");
    return true;
  }
  if (key === "Enter" && isOuter) {
    const shelf = stop.closest("section");
    const inner = shelf?.querySelector<HTMLElement>('.tile[data-stop="inner"]') ?? shelf?.querySelector<HTMLElement>('[data-stop="inner"]');
    if (inner !== null && inner !== undefined) inner.focus();
    else stop.click();
    return true;
  }
  if (key === "Escape" && !isOuter) {
    stop.closest("section")?.querySelector<HTMLElement>('[data-stop="outer"]')?.focus();
    return true;
  }
  const ref = refOf(stop.dataset["uid"]);
  return ref !== undefined && actOn(ref, key, stop);
}

/** Shift and an arrow take both pods to those that are chosen together. */
function together(from: HTMLElement, to: HTMLElement | undefined): void {
  const { group, choose } = selectionStore.getState();
  const uids = [from, to].flatMap((stop) => (stop?.classList.contains("tile") === true ? (stop.dataset["uid"] ?? []) : []));
  if (uids.length > 0) choose([...group, ...uids]);
}

function actOn(ref: Ref, key: string, stop: HTMLElement): boolean {
  const box = stop.getBoundingClientRect();
  switch (key) {
    case "m":
    case "M":
    case "ContextMenu":
      openMenu(ref, box.left + Math.min(40, box.width / 2), box.bottom - 8);
      return true;
    case "l":
    case "L":
      if (ref.kind !== "Pod" && ref.kind !== "Node") return false;
      hold(ref.kind === "Pod" ? heldPod(ref.uid) : { type: "node", uid: ref.uid }, "keyboard");
      return true;
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
      if (ref.kind === "Pod") void performAll(actionsOf({ type: "deletePod", pods: heldPods(heldPod(ref.uid)) }));
      else void perform({ type: "delete", target: ref });
      return true;
    default:
      return false;
  }
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

/** The nearest stop in that direction: sideways distance counts double, so that rows and columns hold. */
function nearest(from: HTMLElement, yard: HTMLElement, kind: string, [dx, dy]: readonly [number, number]): HTMLElement | undefined {
  const centre = (element: HTMLElement): [number, number] => {
    const box = element.getBoundingClientRect();
    return [box.left + Math.min(box.width, 112) / 2, box.top + box.height / 2];
  };
  const [x, y] = centre(from);
  let best: HTMLElement | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of yard.querySelectorAll<HTMLElement>(`[data-stop="${kind}"]`)) {
    if (candidate === from) continue;
    const [cx, cy] = centre(candidate);
    const along = (cx - x) * dx + (cy - y) * dy;
    const aside = Math.abs((cx - x) * dy) + Math.abs((cy - y) * dx);
    if (along < 4) continue;
    const distance = along + aside * 2;
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}
