// How far the page is: the first picture of the cluster, then what stands around it, then the parts that come in files of their
// own. Each in a task of its own, and what the eye does not look for first later.

import { createStore } from "zustand/vanilla";
import { sceneStore } from "./scene.ts";

/** A cluster that takes long to start, or fails to, must not keep the rest away. */
const PATIENCE_MS = 1500;
const BETWEEN_MS = 60;

export interface Drawn {
  /** The components that are drawn at once, with or without a cluster in them. */
  readonly tree: boolean;
  readonly picture: boolean;
  readonly frame: boolean;
}

export const drawnStore = createStore<Drawn>()(() => ({ tree: false, picture: false, frame: false }));

export function noteTree(): void {
  drawnStore.setState({ tree: true });
}

export function watchFirstPicture(): void {
  let isSceneThere = false;
  const done = (): void => {
    clearTimeout(late);
    stop();
    if (drawnStore.getState().picture) return;
    drawnStore.setState({ picture: true });
    setTimeout(() => drawnStore.setState({ frame: true }), BETWEEN_MS);
  };
  // Also for a page in the background, which draws no frames.
  const late = setTimeout(done, PATIENCE_MS);
  const look = (): void => {
    if (!isSceneThere || !drawnStore.getState().tree) return;
    stop();
    // In a task of its own after the frame.
    requestAnimationFrame(() => setTimeout(done, 0));
  };
  const unsubscribe = [
    drawnStore.subscribe(look),
    sceneStore.subscribe(() => {
      isSceneThere = true;
      look();
    }),
  ];
  const stop = (): void => {
    for (const end of unsubscribe) end();
  };
}

export function whenPictured(act: () => void): void {
  whenever(({ picture }) => picture, act);
}

/** When all of the frame has been drawn, too. */
export function whenDrawn(act: () => void): void {
  whenever(({ frame }) => frame, act);
}

function whenever(is: (drawn: Drawn) => boolean, act: () => void): void {
  const stop = drawnStore.subscribe((drawn) => {
    if (!is(drawn)) return;
    stop();
    act();
  });
}
