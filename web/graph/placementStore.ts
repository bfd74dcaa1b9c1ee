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
  const level = levelFor(scene.podTotal, scene.fresh ? undefined : before.level);
  if (placement !== before.placement || level !== before.level || lens !== before.lens) placementStore.setState({ lens, placement, level });
}

sceneStore.subscribe((scene, before) => {
  if (scene.podTotal !== before.podTotal || scene.fresh !== before.fresh || movesAnything(scene, before)) place();
});
uiStore.subscribe((ui, before) => {
  if (ui.lens !== before.lens) place();
});
