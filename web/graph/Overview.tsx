// A small map of a large yard: where one looks, and which nodes have failing pods. Only where the picture is several
// screens high; dragging in it moves the view.

import { MiniMap, type MiniMapNodeProps } from "@xyflow/react";
import { memo } from "react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { type Scene, sceneStore } from "../store/scene.ts";
import { placementStore } from "./placementStore.ts";
import { viewportStore } from "./viewport.ts";

/** From so many screens on a map is quicker than scrolling. */
const USEFUL_FROM = 2;

export function Overview() {
  const t = useT();
  const isUseful = useStore(viewportStore, ({ screens, zoom, plainZoom }) => (screens * zoom) / plainZoom >= USEFUL_FROM);
  if (!isUseful) return null;
  return (
    <MiniMap
      className="overview"
      ariaLabel={t("graph.overview")}
      nodeComponent={Mark}
      pannable
      zoomable={false}
      offsetScale={0}
      position="bottom-right"
    />
  );
}

const Mark = memo(function Mark({ id, x, y, width, height }: MiniMapNodeProps) {
  const look = useStore(sceneStore, (scene) => lookOf(id, scene));
  return <rect className={`overview-mark ${look}`} x={x} y={y} width={width} height={height} rx={8} />;
});

function lookOf(key: string, { pods, nodes, silent }: Scene): "plain" | "failing" | "silent" {
  const shelf = placementStore.getState().placement.find((one) => one.key === key);
  if (shelf === undefined) return "plain";
  if (silent.has(nodes.get(shelf.uid ?? "")?.name ?? "")) return "silent";
  const fails = (uid: string | undefined): boolean => ["crash", "error"].includes(pods.get(uid ?? "")?.state ?? "");
  return shelf.slots.some(fails) || shelf.bays.some(({ pod }) => fails(pod)) ? "failing" : "plain";
}
