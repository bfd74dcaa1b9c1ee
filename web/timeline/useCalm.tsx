// A store watched calmly, for parts of the screen that need not follow every change: one look for all changes of a while.

import { useEffect, useState } from "react";
import type { StoreApi } from "zustand/vanilla";

const CALM_MS = 90;

export function useCalm<State>(store: StoreApi<State>): State {
  const [state, setState] = useState(() => store.getState());
  useEffect(() => {
    let due: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      due = undefined;
      setState(() => store.getState());
    };
    look();
    const unsubscribe = store.subscribe(() => {
      due ??= setTimeout(look, CALM_MS);
    });
    return () => {
      unsubscribe();
      clearTimeout(due);
    };
  }, [store]);
  return state;
}
