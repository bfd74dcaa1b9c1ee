// Lines from the active controller to the pods that it owns: one overlay, in the gutters between the tiles.

import { ViewportPortal } from "@xyflow/react";
import { memo } from "react";
import { useStore } from "zustand";
import { sceneStore } from "../store/scene.ts";
import { activeController, selectionStore } from "../store/selection.ts";
import { dragStore } from "./dragStore.ts";
import type { Layout } from "./layout.ts";
import { linesOf } from "./lines.ts";

export const OwnerLines = memo(function OwnerLines({ layout }: { readonly layout: Layout }) {
  const active = useStore(selectionStore, activeController);
  const pods = useStore(sceneStore, (scene) => (active === undefined ? undefined : scene.pods));
  const released = useStore(dragStore, ({ effects }) => effects.find(({ type }) => type === "releases"));
  if (active === undefined || pods === undefined || layout.level !== "full") return null;
  const isReleased = (uid: string): boolean => released?.type === "releases" && released.pods.some((pod) => pod.uid === uid);
  const path = linesOf(layout, active, (uid) => !isReleased(uid) && pods.get(uid)?.owner?.uid === active);
  if (path === "") return null;
  return (
    <ViewportPortal>
      <svg className="owner-lines" width={layout.width} height={layout.height} aria-hidden="true">
        <path d={path} />
      </svg>
    </ViewportPortal>
  );
});
