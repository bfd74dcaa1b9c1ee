// A box drawn on the ground of the yard chooses the pods that it touches. The box is moved by style alone.

import { type PointerEvent as ReactPointerEvent, type RefObject, useRef } from "react";
import { selectionStore } from "../store/selection.ts";
import type { Placement } from "./placement.ts";
import { placementStore } from "./placementStore.ts";

/** A press that moves less than that is a click on the ground: nothing is chosen together any more. */
const SLACK = 5;
/** Tiles and dots. */
const PODS = ":is(.tile, .dot)";

interface Start {
  readonly x: number;
  readonly y: number;
  /** What was chosen before and stays. */
  readonly kept: readonly string[];
  /** Where the pods are, from the first move on. The ground does not move under the box, but pods may come and go. */
  places: readonly Place[] | undefined;
  /** The placement that they were looked up in. */
  placement: Placement | undefined;
}

interface Place {
  readonly uid: string;
  readonly rect: DOMRect;
}

export function useBoxSelection(yard: RefObject<HTMLElement | null>, canPan: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const start = useRef<Start | undefined>(undefined);

  const draw = (x: number, y: number): DOMRect | undefined => {
    const from = start.current;
    const element = box.current;
    const ground = yard.current?.getBoundingClientRect();
    if (from === undefined || element === null || ground === undefined) return undefined;
    const rect = new DOMRect(Math.min(from.x, x), Math.min(from.y, y), Math.abs(x - from.x), Math.abs(y - from.y));
    element.hidden = false;
    element.style.transform = `translate(${rect.x - ground.x}px, ${rect.y - ground.y}px)`;
    element.style.width = `${rect.width}px`;
    element.style.height = `${rect.height}px`;
    return rect;
  };
  const end = (): void => {
    start.current = undefined;
    if (box.current !== null) box.current.hidden = true;
  };
  return {
    box,
    /** In the capture phase, so that the viewport does not take the press for a pan. */
    onPointerDownCapture: (event: ReactPointerEvent<HTMLElement>): void => {
      if (event.button !== 0 || event.pointerType === "touch" || (canPan && !event.shiftKey)) return;
      if (!(event.target instanceof Element) || event.target.closest("button, a, input, .tray") !== null) return;
      event.preventDefault();
      const { group } = selectionStore.getState();
      start.current = { x: event.clientX, y: event.clientY, kept: event.shiftKey ? group : [], places: undefined, placement: undefined };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: ReactPointerEvent<HTMLElement>): void => {
      const from = start.current;
      if (from === undefined) return;
      if (from.places === undefined && Math.hypot(event.clientX - from.x, event.clientY - from.y) < SLACK) return;
      const { placement } = placementStore.getState();
      if (from.places === undefined || from.placement !== placement) Object.assign(from, { places: placesIn(yard.current), placement });
      const rect = draw(event.clientX, event.clientY);
      if (rect !== undefined) selectionStore.getState().choose([...new Set([...from.kept, ...touched(from.places ?? [], rect)])]);
    },
    onPointerUp: (): void => {
      const from = start.current;
      if (from !== undefined && from.places === undefined) selectionStore.getState().choose([]);
      if (from?.places !== undefined) focusChosen(yard.current);
      end();
    },
    onPointerCancel: end,
  };
}

/** So that the next key acts on what was chosen. */
function focusChosen(yard: HTMLElement | null): void {
  const [first] = selectionStore.getState().group;
  if (first !== undefined) yard?.querySelector<HTMLElement>(`${PODS}[data-uid="${first}"]`)?.focus({ preventScroll: true });
}

function placesIn(yard: HTMLElement | null): readonly Place[] {
  const pods = [...(yard?.querySelectorAll<HTMLElement>(`${PODS}[data-uid]`) ?? [])];
  return pods.map((pod) => ({ uid: pod.dataset["uid"] ?? "", rect: pod.getBoundingClientRect() }));
}

function touched(places: readonly Place[], box: DOMRect): readonly string[] {
  return places.flatMap(({ uid, rect: { left, right, top, bottom } }) =>
    left < box.right && right > box.left && top < box.bottom && bottom > box.top ? [uid] : [],
  );
}
