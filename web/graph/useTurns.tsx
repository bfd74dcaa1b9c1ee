// Parts of the yard that one cannot see missing come one after the other, a few in each frame: what is drawn stands at once,
// the places for focus and pointer follow.

import { useEffect, useState } from "react";

const waiting = new Set<() => void>();
let isDue = false;

/** How many of `total` parts are there already; each turn brings `each` more. Once all were there, new ones come at once. */
export function useTurns(total: number, each: number): number {
  const [there, setThere] = useState(0);
  useEffect(() => {
    if (there >= total) {
      setThere(Number.POSITIVE_INFINITY);
      return undefined;
    }
    const turn = (): void => setThere((before) => before + each);
    waiting.add(turn);
    nextFrame();
    return () => void waiting.delete(turn);
  }, [there, total, each]);
  return there;
}

function nextFrame(): void {
  if (isDue || waiting.size === 0) return;
  isDue = true;
  // In a task after the frame, so that neither grows long.
  requestAnimationFrame(() =>
    setTimeout(() => {
      isDue = false;
      const [turn] = waiting;
      if (turn === undefined) return;
      waiting.delete(turn);
      turn();
      nextFrame();
    }, 0),
  );
}
