// Inside another page: the picture and the clock, nothing else. The whole sandbox is a link away, with the same session.

import { ExternalLink } from "lucide-react";
import { useEffect } from "react";
import { useStore } from "zustand";
import { menuStore } from "../graph/menuStore.ts";
import { Yard } from "../graph/Yard.tsx";
import { useT } from "../i18n/setup.ts";
import { noteTree } from "../store/drawn.ts";
import { CrashBar } from "./CrashBar.tsx";
import { LiveRegion } from "./LiveRegion.tsx";
import { NarrowTransport } from "./NarrowTransport.tsx";
import { HintLayer, ThingMenu } from "./slots.tsx";
import { useKeys } from "./useKeys.ts";

export function EmbedApp() {
  useEffect(noteTree, []);
  useKeys();
  const t = useT();
  const menuOpen = useStore(menuStore, (menu) => menu.open !== undefined);
  const whole = new URL(location.href);
  whole.searchParams.delete("embed");
  return (
    <div className="app embedded">
      <CrashBar />
      <div className="embed-graph">
        <Yard />
      </div>
      <NarrowTransport>
        <a
          className="icon-button"
          href={whole.href}
          target="_blank"
          rel="noopener"
          data-hint={t("app.openWhole")}
          aria-label={t("app.openWhole")}
        >
          <ExternalLink size={16} strokeWidth={1.75} aria-hidden />
        </a>
      </NarrowTransport>
      {menuOpen && <ThingMenu />}
      <HintLayer />
      <LiveRegion />
    </div>
  );
}
