// What is selected does not stay under the drawer that tells of it.

import { type RefObject, useEffect } from "react";
import { useStore } from "zustand";
import { selectionStore } from "../store/selection.ts";
import { stopFor } from "./stops.ts";
import { moveAside, viewportStore } from "./viewport.ts";

/** `covered`: so many pixels at the right edge lie under a drawer. */
export function useRoomBeside(yard: RefObject<HTMLElement | null>, covered: number): void {
  const selected = useStore(selectionStore, (selection) => selection.selected?.uid);
  useEffect(() => {
    const thing = covered === 0 ? undefined : stopFor(selected, yard.current ?? undefined);
    const hidden = thing === undefined || yard.current === null ? 0 : hiddenBy(thing, yard.current, covered);
    moveAside(Math.min(covered, Math.max(0, hidden)));
  }, [yard, covered, selected]);
}

/** How far the picture has to move so that the thing stands beside the drawer, from where it stands plainly. */
function hiddenBy(thing: HTMLElement, yard: HTMLElement, covered: number): number {
  const box = thing.getBoundingClientRect();
  const right = Math.min(box.right, box.left + MOST_SHOWN) + viewportStore.getState().aside;
  return right + BESIDE - (yard.getBoundingClientRect().right - covered);
}

/** Of a wide thing it is enough to see its beginning. */
const MOST_SHOWN = 240;
const BESIDE = 20;
