// Picking something up with the pointer and dropping it: our own pointer code, because tiles are not React Flow's nodes.

import { type PointerEvent as ReactPointerEvent, useCallback, useEffect, useRef } from "react";
import { performAll } from "../actions/perform.ts";
import { actionsOf, dragStore, dropOf, type Held, hold, holdOver, letGo, type Target } from "./dragStore.ts";

/** A press that moves less than that is a click. */
const SLACK = 4;

/** Where the pointer is, for the thing that hangs on it; not in a store, because it changes with every move. */
export const pointer = { x: 0, y: 0, offsetX: 0, offsetY: 0, onMove: undefined as (() => void) | undefined };

interface Press {
  readonly x: number;
  readonly y: number;
  readonly id: number;
  dragging: boolean;
}

export function usePointerDrag(held: () => Held) {
  const press = useRef<Press | undefined>(undefined);
  /** The click that a browser makes of the end of a drag selects nothing. */
  const swallow = useRef(false);

  /** Of the drawing that began to listen: the one that ends the drag may be another. */
  const unlisten = useRef<(() => void) | undefined>(undefined);

  const end = (): void => {
    press.current = undefined;
    unlisten.current?.();
    unlisten.current = undefined;
  };
  const listen = (): void => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      letGo();
      end();
    };
    window.addEventListener("keydown", onKey, true);
    unlisten.current = () => window.removeEventListener("keydown", onKey, true);
  };
  // What is taken out of the page while it is dragged takes the pointer's capture with it: nobody could drop it.
  useEffect(
    () => () => {
      if (unlisten.current === undefined) return;
      unlisten.current();
      letGo();
    },
    [],
  );
  const wasDragged = useCallback((): boolean => {
    const was = swallow.current;
    swallow.current = false;
    return was;
  }, []);
  return {
    onPointerDown: (event: ReactPointerEvent<HTMLElement>): void => {
      if (event.button !== 0 || event.pointerType === "touch") return;
      const box = event.currentTarget.getBoundingClientRect();
      Object.assign(pointer, { x: event.clientX, y: event.clientY, offsetX: event.clientX - box.left, offsetY: event.clientY - box.top });
      press.current = { x: event.clientX, y: event.clientY, id: event.pointerId, dragging: false };
      // At once: a quick hand has left a small thing with its first move.
      event.currentTarget.setPointerCapture(event.pointerId);
      swallow.current = false;
    },
    onPointerMove: (event: ReactPointerEvent<HTMLElement>): void => {
      const now = press.current;
      if (now === undefined || now.id !== event.pointerId) return;
      Object.assign(pointer, { x: event.clientX, y: event.clientY });
      if (!now.dragging) {
        if (Math.hypot(event.clientX - now.x, event.clientY - now.y) < SLACK) return;
        now.dragging = true;
        listen();
        hold(held(), "pointer");
      }
      pointer.onMove?.();
      const over = targetAt(event.clientX, event.clientY);
      if (!sameTarget(over, dragStore.getState().over)) holdOver(over);
    },
    onPointerUp: (event: ReactPointerEvent<HTMLElement>): void => {
      const dragged = press.current?.dragging === true;
      end();
      if (!dragged) return;
      swallow.current = true;
      event.currentTarget.releasePointerCapture(event.pointerId);
      dropHere();
    },
    onPointerCancel: (): void => {
      if (press.current?.dragging === true) letGo();
      end();
    },
    /** True for the click that ends a drag. */
    wasDragged,
  };
}

/** Drops what is held on what it is held over. */
export function dropHere(): void {
  const { held, over } = dragStore.getState();
  if (held !== undefined && over?.type === "ask") {
    dragStore.setState({ by: "keyboard", asking: { key: over.key }, over: undefined, effects: [] });
    return;
  }
  const drop = held && over && dropOf(held, over);
  letGo();
  if (drop !== undefined) void performAll(actionsOf(drop));
}

function targetAt(x: number, y: number): Target | undefined {
  for (const element of document.elementsFromPoint(x, y)) {
    const coded = element.closest<HTMLElement>("[data-drop]")?.dataset["drop"];
    if (coded !== undefined) return JSON.parse(coded) as Target; // we wrote it, with `dropCode`
  }
  return undefined;
}

/** For the attribute `data-drop`. */
export function dropCode(target: Target): string {
  return JSON.stringify(target);
}

function sameTarget(a: Target | undefined, b: Target | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b));
}
