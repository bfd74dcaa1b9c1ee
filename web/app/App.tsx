// The frame: top bar, docked panels, bottom. On a narrow screen one part at a time.

import { useStore } from "zustand";
import { menuStore } from "../graph/menuStore.ts";
import { uiStore } from "../store/ui.ts";
import { CrashBar } from "./CrashBar.tsx";
import { Docked } from "./Docked.tsx";
import { LiveRegion } from "./LiveRegion.tsx";
import { NarrowApp } from "./NarrowApp.tsx";
import { KeySheet, Palette, ThingMenu } from "./slots.tsx";
import { TopBar } from "./TopBar.tsx";
import { useKeys } from "./useKeys.ts";
import { useMedia } from "./useMedia.ts";

export function App() {
  useKeys();
  const isNarrow = useMedia("(max-width: 760px)");
  const presenting = useStore(uiStore, (ui) => ui.presenting);
  const keysOpen = useStore(uiStore, (ui) => ui.keysOpen);
  const paletteOpen = useStore(uiStore, (ui) => ui.paletteOpen);
  const menuOpen = useStore(menuStore, (menu) => menu.open !== undefined);
  return (
    <div className={presenting ? "app presenting" : "app"}>
      <TopBar narrow={isNarrow} />
      <CrashBar />
      {isNarrow ? <NarrowApp /> : <Docked />}
      {keysOpen && <KeySheet />}
      {paletteOpen && <Palette />}
      {menuOpen && <ThingMenu />}
      <LiveRegion />
    </div>
  );
}
