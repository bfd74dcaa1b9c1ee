// The placement of the lens that is chosen, kept up with the scene.

import { createStore } from "zustand/vanilla";
import { sceneStore } from "../store/scene.ts";
import { selectionStore } from "../store/selection.ts";
import { uiStore } from "../store/ui.ts";
import { type Level, levelFor } from "./layout.ts";
import { within } from "./namespaces.ts";
import { movesAnything, placeByNode, placeByOwner, type Placement } from "./placement.ts";

interface PlacementState {
  readonly lens: "node" | "controller";
  readonly namespace: string | undefined;
  readonly placement: Placement;
  readonly level: Level;
}

export const placementStore = createStore<PlacementState>()(() => ({ lens: "node", namespace: undefined, placement: [], level: "full" }));

function place(): void {
  const scene = sceneStore.getState();
  const { lens } = uiStore.getState();
  const before = placementStore.getState();
  const { namespace } = selectionStore.getState();
  const known = before.lens === lens && before.namespace === namespace && !scene.fresh ? before.placement : [];
  const rows = within(scene, namespace);
  const placement = lens === "node" ? placeByNode(known, rows) : placeByOwner(known, rows);
  const count = Math.max(rows.pods.size, namespace === undefined ? scene.podTotal : 0);
  const wanted = levelFor(count, scene.fresh ? undefined : before.level);
  // While more of a change is on its way, nothing is drawn larger that may be gone in a moment.
  const level = scene.loading && !scene.fresh ? coarser(wanted, before.level) : wanted;
  if (placement !== before.placement || level !== before.level || lens !== before.lens || namespace !== before.namespace)
    placementStore.setState({ lens, namespace, placement, level });
}

const FINE_TO_COARSE: readonly Level[] = ["full", "compact", "dot", "bar"];

function coarser(a: Level, b: Level): Level {
  return FINE_TO_COARSE.indexOf(a) > FINE_TO_COARSE.indexOf(b) ? a : b;
}

sceneStore.subscribe((scene, before) => {
  const changes = scene.podTotal !== before.podTotal || scene.fresh !== before.fresh || scene.loading !== before.loading;
  if (changes || movesAnything(scene, before)) place();
});
uiStore.subscribe((ui, before) => {
  if (ui.lens !== before.lens) place();
});
selectionStore.subscribe((selection, before) => {
  if (selection.namespace !== before.namespace) place();
});
