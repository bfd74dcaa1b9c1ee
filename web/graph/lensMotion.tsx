// The change between the lenses: each tile slides from where it was to where it is, so that one sees who went where. The
// browser's own view transitions carry the tiles over the shelves' edges. Above 8× the picture just changes; with more tiles
// than an eye can follow, or where less motion is asked for, it fades.

import { flushSync } from "react-dom";
import { clockStore } from "../store/clock.ts";
import { type Ui, uiStore } from "../store/ui.ts";
import { turnsTaken } from "./useTurns.tsx";

const MOST_SPEED = 8;
/** With more tiles than that the two pictures fade into one another. */
const MOST_TILES = 60;

export function changeLens(lens: Ui["lens"]): void {
  if (uiStore.getState().lens === lens) return;
  const change = (): void => flushSync(() => uiStore.setState({ lens }));
  if (!mayMove()) {
    change();
    return;
  }
  // Who asked for less motion sees one picture fade into the other.
  const moves = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  nameTiles(moves);
  const transition = document.startViewTransition(async () => {
    change();
    // The viewport takes over its new nodes in an effect.
    await new Promise((done) => setTimeout(done, 0));
    await turnsTaken();
    nameTiles(moves);
  });
  // A transition that is skipped (the tab is hidden, another begins) has changed the picture all the same.
  transition.ready.catch(() => undefined);
  transition.finished.then(
    () => nameTiles(false),
    () => nameTiles(false),
  );
}

function mayMove(): boolean {
  return clockStore.getState().speed <= MOST_SPEED && "startViewTransition" in document;
}

/** The same name before and after makes one moving picture of the two. */
function nameTiles(on: boolean): void {
  const tiles = [...document.querySelectorAll<HTMLElement>(".yard .tile[data-uid]")];
  const few = tiles.length <= MOST_TILES;
  for (const tile of tiles) tile.style.viewTransitionName = on && few ? `pod-${tile.dataset["uid"]}` : "";
}
