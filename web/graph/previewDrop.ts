// Tries a drop on a copy of the cluster while it is only held there, so that the picture shows what would come of it.

import { requestsOf } from "../actions/action.ts";
import { cluster } from "../worker/client.ts";
import { menuStore } from "./menuStore.ts";
import { sceneStore } from "../store/scene.ts";
import { actionsOf, dragStore, dropOf, lookAgain } from "./dragStore.ts";

/** A pointer that only passes over a target asks nothing. */
const CALM_MS = 70;
/** While something is held, what has changed in the cluster is looked at that often. */
const AGAIN_MS = 300;
/** So much simulated time the controllers and the scheduler get. */
const FOR_MS = 4000;

export function previewDrops(): () => void {
  let due: ReturnType<typeof setTimeout> | undefined;
  const unsubscribeMenu = menuStore.subscribe(({ action }, before) => {
    if (action === before.action) return;
    clearTimeout(due);
    dragStore.setState({ preview: undefined });
    // What a menu offers with a sentence is tried, too: the same picture as of a drop.
    if (action?.type !== "delete" && action?.type !== "scale") return;
    due = setTimeout(() => {
      cluster.preview(requestsOf(action), FOR_MS).then(
        (preview) => menuStore.getState().action === action && dragStore.setState({ preview }),
        () => undefined,
      );
    }, CALM_MS);
  });
  const tryDrop = (waitMs: number): void => {
    const { held, over } = dragStore.getState();
    clearTimeout(due);
    const drop = held && over && dropOf(held, over);
    if (drop === undefined) return;
    due = setTimeout(() => {
      cluster.preview(actionsOf(drop).flatMap(requestsOf), FOR_MS).then(
        (preview) => dragStore.getState().over === over && dragStore.setState({ preview }),
        // Without an answer there are no ghosts; the sentence stands.
        () => undefined,
      );
    }, waitMs);
  };
  const unsubscribe = dragStore.subscribe(({ over }, before) => {
    if (over !== before.over) tryDrop(CALM_MS);
  });
  let again: ReturnType<typeof setTimeout> | undefined;
  const unsubscribeScene = sceneStore.subscribe(({ pods, nodes, controllers }, before) => {
    if (dragStore.getState().over === undefined) return;
    if (pods === before.pods && nodes === before.nodes && controllers === before.controllers) return;
    again ??= setTimeout(() => {
      again = undefined;
      if (dragStore.getState().over === undefined) return;
      lookAgain();
      tryDrop(0);
    }, AGAIN_MS);
  });
  return () => {
    clearTimeout(due);
    clearTimeout(again);
    unsubscribe();
    unsubscribeScene();
    unsubscribeMenu();
  };
}
