// Tries a drop on a copy of the cluster while it is only held there, so that the picture shows what would come of it.

import { requestsOf } from "../actions/action.ts";
import { cluster } from "../worker/client.ts";
import { menuStore } from "./menuStore.ts";
import { actionsOf, dragStore, dropOf } from "./dragStore.ts";

/** A pointer that only passes over a target asks nothing. */
const CALM_MS = 70;
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
  const unsubscribe = dragStore.subscribe(({ over, held }, before) => {
    if (over === before.over) return;
    clearTimeout(due);
    const drop = held && over && dropOf(held, over);
    if (drop === undefined) return;
    due = setTimeout(() => {
      cluster.preview(actionsOf(drop).flatMap(requestsOf), FOR_MS).then(
        (preview) => dragStore.getState().over === over && dragStore.setState({ preview }),
        // Without an answer there are no ghosts; the sentence stands.
        () => undefined,
      );
    }, CALM_MS);
  });
  return () => {
    clearTimeout(due);
    unsubscribe();
    unsubscribeMenu();
  };
}
