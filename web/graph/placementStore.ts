// The placement of the lens that is chosen, kept up with the scene.

import { createStore } from "zustand/vanilla";
import { sceneStore } from "../store/scene.ts";
import { uiStore } from "../store/ui.ts";
import { type Level, levelFor } from "./layout.ts";
import { movesAnything, placeByNode, placeByOwner, type Placement } from "./placement.ts";

interface PlacementState {
  readonly lens: "node" | "controller";
  readonly placement: Placement;
  readonly level: Level;
}

export const placementStore = createStore<PlacementState>()(() => ({ lens: "node", placement: [], level: "full" }));

function place(): void {
  const scene = sceneStore.getState();
  const { lens } = uiStore.getState();
  const before = placementStore.getState();
  const known = before.lens === lens && !scene.fresh ? before.placement : [];
  const placement = lens === "node" ? placeByNode(known, scene) : placeByOwner(known, scene);
  const count = Math.max(scene.pods.size, scene.podTotal);
  const wanted = levelFor(count, scene.fresh ? undefined : before.level);
  // While more of a change is on its way, nothing is drawn larger that may be gone in a moment.
  const level = scene.loading && !scene.fresh ? coarser(wanted, before.level) : wanted;
  if (placement !== before.placement || level !== before.level || lens !== before.lens) placementStore.setState({ lens, placement, level });
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
