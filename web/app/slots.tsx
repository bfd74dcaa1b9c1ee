// The parts that load when they are first shown, each behind a boundary of its own.

import { type ComponentType, lazy, Suspense } from "react";
import { PartBoundary } from "./PartBoundary.tsx";

type Part = Record<string, ComponentType>;

const parts = import.meta.glob<Part>([
  "../editor/EditorPanel.tsx",
  "../terminal/TerminalPanel.tsx",
  "../lessons/GoalCard.tsx",
  "../lessons/Gallery.tsx",
]);

function slot(path: string, name: string): ComponentType {
  return part(async () => (await parts[path]?.())?.[name] ?? Nothing);
}

function part(load: () => Promise<ComponentType>): ComponentType {
  const Lazy = lazy(async () => ({ default: await load() }));
  return function Part() {
    return (
      <PartBoundary>
        <Suspense>
          <Lazy />
        </Suspense>
      </PartBoundary>
    );
  };
}

function Nothing(): null {
  return null;
}

export const EditorPanel = slot("../editor/EditorPanel.tsx", "EditorPanel");
export const TerminalPanel = slot("../terminal/TerminalPanel.tsx", "TerminalPanel");
export const GoalCard = slot("../lessons/GoalCard.tsx", "GoalCard");
export const Gallery = slot("../lessons/Gallery.tsx", "Gallery");
export const Inspector = part(async () => (await import("../inspector/Inspector.tsx")).Inspector);
export const ThingMenu = part(async () => (await import("../graph/ThingMenu.tsx")).ThingMenu);
export const KeySheet = part(async () => (await import("./KeySheet.tsx")).KeySheet);
export const Palette = part(async () => (await import("./Palette.tsx")).Palette);
export const SettingsMenu = part(async () => (await import("./SettingsMenu.tsx")).SettingsMenu);
