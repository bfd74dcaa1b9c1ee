// How far the page is, for components: what comes next is drawn in turns, never in one long task.

import { startTransition, useEffect, useState } from "react";
import { type Drawn, drawnStore } from "../store/drawn.ts";

/** Whether the page has got that far. */
export function useDrawn(stage: keyof Drawn): boolean {
  const [isDrawn, setDrawn] = useState(() => drawnStore.getState()[stage]);
  useEffect(() => {
    const look = (): void => {
      if (drawnStore.getState()[stage]) startTransition(() => setDrawn(true));
    };
    look();
    return drawnStore.subscribe(look);
  }, [stage]);
  return isDrawn;
}
