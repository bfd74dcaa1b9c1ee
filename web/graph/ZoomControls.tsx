// Nearer, farther, all of it: shown when the picture is larger than the yard, or is not looked at in its plain size.

import { Maximize, Minus, Plus } from "lucide-react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { IconButton } from "../marks/IconButton.tsx";
import { MAX_ZOOM, MIN_ZOOM, viewportStore, zoomIn, zoomOut, zoomPlain, zoomToFit } from "./viewport.ts";

export function ZoomControls() {
  const t = useT();
  const { zoom, plainZoom, screens } = useStore(viewportStore);
  const percent = Math.round((100 * zoom) / plainZoom);
  if (screens <= 1 && percent === 100) return null;
  return (
    <div className="zoom-controls" role="group" aria-label={t("graph.zoom")}>
      <IconButton className="small" label={t("graph.zoomOut")} hint="−" disabled={zoom <= MIN_ZOOM} onClick={zoomOut}>
        <Minus size={14} strokeWidth={1.75} />
      </IconButton>
      <button type="button" className="zoom-percent" data-hint={t("graph.zoomPlain")} onClick={zoomPlain}>
        {percent} %
      </button>
      <IconButton className="small" label={t("graph.zoomIn")} hint="+" disabled={zoom >= MAX_ZOOM} onClick={zoomIn}>
        <Plus size={14} strokeWidth={1.75} />
      </IconButton>
      <IconButton className="small" label={t("graph.zoomFit")} hint="0" onClick={zoomToFit}>
        <Maximize size={14} strokeWidth={1.75} />
      </IconButton>
    </div>
  );
}
