// Whether the clock stood because nobody saw the tab: said for a while once somebody does again.

import { createStore } from "zustand/vanilla";
import { clockStore } from "./clock.ts";

export const awayStore = createStore<{ readonly stood: boolean }>()(() => ({ stood: false }));

/** So long it is said. */
const SAID_MS = 8000;
let wasRunning = false;
let timer: ReturnType<typeof setTimeout> | undefined;

export function noteHidden(hidden: boolean): void {
  if (hidden) {
    const { running, untilChange } = clockStore.getState();
    wasRunning = running || untilChange;
    return;
  }
  if (!wasRunning) return;
  wasRunning = false;
  clearTimeout(timer);
  awayStore.setState({ stood: true });
  timer = setTimeout(() => awayStore.setState({ stood: false }), SAID_MS);
}
