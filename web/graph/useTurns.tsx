// Parts of the yard that one cannot see missing come one after the other, a few at a time: what is drawn stands at once,
// the places for focus and pointer follow.

import { useEffect, useState } from "react";
import { flushSync } from "react-dom";

/** Between two turns there is time for a frame, if one is drawn at all. */
const BETWEEN_MS = 8;

const waiting = new Set<() => void>();
const whenTaken: (() => void)[] = [];
let isDue = false;

/** How many of `total` parts are there already; each turn brings `each` more. Once all were there, new ones come at once. */
export function useTurns(total: number, each: number): number {
  const [there, setThere] = useState(0);
  useEffect(() => {
    if (there >= total) {
      setThere(Number.POSITIVE_INFINITY);
      return undefined;
    }
    // At once, so that who has more to bring waits again before the next turn.
    const turn = (): void => flushSync(() => setThere((before) => before + each));
    waiting.add(turn);
    next();
    return () => void waiting.delete(turn);
  }, [there, total, each]);
  return there;
}

/** When nobody waits for a turn any more. */
export function turnsTaken(): Promise<void> {
  return new Promise((settle) => {
    whenTaken.push(settle);
    next();
  });
}

function next(): void {
  if (isDue) return;
  isDue = true;
  // A task for each, so that none grows long.
  setTimeout(() => {
    isDue = false;
    const [turn] = waiting;
    if (turn === undefined) {
      for (const settle of whenTaken.splice(0)) settle();
      return;
    }
    waiting.delete(turn);
    turn();
    // A view transition draws no frame meanwhile: without this the browser would lay all of it out in one piece at its end.
    if (whenTaken.length > 0) void document.body.offsetHeight;
    next();
  }, BETWEEN_MS);
}
