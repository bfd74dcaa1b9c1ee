// Whether the first picture of the cluster has been drawn: what the eye does not look for first comes after it.

import { createStore } from "zustand/vanilla";
import { sceneStore } from "./scene.ts";

/** A cluster that takes long to start, or fails to, must not keep the rest away. */
const PATIENCE_MS = 1500;

export const drawnStore = createStore<{ readonly drawn: boolean }>()(() => ({ drawn: false }));

export function watchFirstPicture(): void {
  const done = (): void => {
    clearTimeout(late);
    stop();
    drawnStore.setState({ drawn: true });
  };
  const late = setTimeout(done, PATIENCE_MS);
  const stop = sceneStore.subscribe(() => {
    stop();
    // In a task of its own after the frame.
    requestAnimationFrame(() => setTimeout(done, 0));
  });
}

export function whenDrawn(act: () => void): void {
  const stop = drawnStore.subscribe(() => {
    stop();
    act();
  });
}
