// How far the page is: the first picture of the cluster, then what stands around it, then the parts that come in files of their
// own. Each in a task of its own, and what the eye does not look for first later.

import { createStore } from "zustand/vanilla";
import { sceneStore } from "./scene.ts";

/** A cluster that takes long to start, or fails to, must not keep the rest away. */
const PATIENCE_MS = 1500;
const BETWEEN_MS = 60;

interface Drawn {
  readonly picture: boolean;
  readonly frame: boolean;
}

export const drawnStore = createStore<Drawn>()(() => ({ picture: false, frame: false }));

export function watchFirstPicture(): void {
  const done = (): void => {
    clearTimeout(late);
    stop();
    drawnStore.setState({ picture: true });
    setTimeout(() => drawnStore.setState({ frame: true }), BETWEEN_MS);
  };
  const late = setTimeout(done, PATIENCE_MS);
  const stop = sceneStore.subscribe(() => {
    stop();
    // In a task of its own after the frame.
    requestAnimationFrame(() => setTimeout(done, 0));
  });
}

/** When all of the frame has been drawn, too. */
export function whenDrawn(act: () => void): void {
  const stop = drawnStore.subscribe(({ frame }) => {
    if (!frame) return;
    stop();
    act();
  });
}
