// One node more, named after the last.

import type { Action } from "../actions/action.ts";
import { sceneStore } from "../store/scene.ts";

/** node-4 after node-3. */
export function newNode(): Action {
  const numbers = [...sceneStore.getState().nodes.values()].map(({ name }) => Number(/-(\d+)$/.exec(name)?.[1] ?? 0));
  return { type: "addNode", name: `node-${Math.max(0, ...numbers) + 1}` };
}
