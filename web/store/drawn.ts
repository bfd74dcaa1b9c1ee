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

/** Call what it returns when the tree has been drawn for the first time, with or without a cluster in it. */
export function watchFirstPicture(): () => void {
  let waitsFor = 2;
  const done = (): void => {
    clearTimeout(late);
    stop();
    if (drawnStore.getState().picture) return;
    drawnStore.setState({ picture: true });
    setTimeout(() => drawnStore.setState({ frame: true }), BETWEEN_MS);
  };
  const oneIsThere = (): void => {
    waitsFor -= 1;
    // In a task of its own after the frame.
    if (waitsFor === 0) requestAnimationFrame(() => setTimeout(done, 0));
  };
  const late = setTimeout(done, PATIENCE_MS);
  const stop = sceneStore.subscribe(() => {
    stop();
    oneIsThere();
  });
  return oneIsThere;
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
