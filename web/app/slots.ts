// The parts that load when they are first shown.

import { type ComponentType, lazy } from "react";

type Part = Record<string, ComponentType>;

const parts = import.meta.glob<Part>(["../editor/EditorPanel.tsx", "../terminal/TerminalPanel.tsx", "../lessons/GoalCard.tsx", "../lessons/Gallery.tsx"]);

function slot(path: string, name: string): ComponentType {
  return lazy(async () => ({ default: (await parts[path]?.())?.[name] ?? Nothing }));
}

function Nothing(): null {
  return null;
}

export const EditorPanel = slot("../editor/EditorPanel.tsx", "EditorPanel");
export const TerminalPanel = slot("../terminal/TerminalPanel.tsx", "TerminalPanel");
export const GoalCard = slot("../lessons/GoalCard.tsx", "GoalCard");
export const Gallery = slot("../lessons/Gallery.tsx", "Gallery");
export const Inspector = lazy(() => import("../inspector/Inspector.tsx"));
export const ThingMenu = lazy(() => import("../graph/ThingMenu.tsx"));
export const SettingsMenu = lazy(() => import("./SettingsMenu.tsx"));
