// The frame: top bar, docked panels, bottom. On a narrow screen one part at a time.

import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { menuStore } from "../graph/menuStore.ts";
import { noteTree } from "../store/drawn.ts";
import { uiStore } from "../store/ui.ts";
import { CrashBar } from "./CrashBar.tsx";
import { Docked } from "./Docked.tsx";
import { HintLayer, KeySheet, LiveRegion, NarrowApp, Palette, ThingMenu, warmUp } from "./slots.tsx";
import { TopBar } from "./TopBar.tsx";
import { useKeys } from "./useKeys.ts";
import { useMedia } from "./useMedia.ts";

/** The picture comes first. */
const WARM_UP_MS = 1500;

function Narrow() {
  useEffect(noteTree, []);
  return <NarrowApp />;
}

export function App() {
  useKeys();
  const [isWarm, setWarm] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      warmUp();
      setWarm(true);
    }, WARM_UP_MS);
    return () => clearTimeout(timer);
  }, []);
  const isNarrow = useMedia("(max-width: 999px)");
  const isPhone = useMedia("(max-width: 639px)");
  const presenting = useStore(uiStore, (ui) => ui.presenting);
  const keysOpen = useStore(uiStore, (ui) => ui.keysOpen);
  const paletteOpen = useStore(uiStore, (ui) => ui.paletteOpen);
  const menuOpen = useStore(menuStore, (menu) => menu.open !== undefined);
  return (
    <div className={presenting ? "app presenting" : "app"}>
      <TopBar narrow={isPhone} />
      <CrashBar />
      {isNarrow && !presenting ? <Narrow /> : <Docked />}
      {keysOpen && <KeySheet />}
      {paletteOpen && <Palette />}
      {menuOpen && <ThingMenu />}
      {isWarm && <HintLayer />}
      <LiveRegion />
    </div>
  );
}
