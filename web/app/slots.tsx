// The parts that load when they are first shown, each behind a boundary of its own.

import { type ComponentType, lazy, type ReactNode, Suspense, useState } from "react";
import { PartBoundary } from "./PartBoundary.tsx";
import { useDrawn } from "./useDrawn.ts";

type Part = Record<string, ComponentType>;

const parts = import.meta.glob<Part>(["../editor/EditorPanel.tsx", "../terminal/TerminalPanel.tsx", "../lessons/GoalCard.tsx"]);

function slot(path: string, name: string): ComponentType {
  return part(async () => (await parts[path]?.())?.[name] ?? Nothing);
}

/** `meanwhile` stands in its place until it has come. */
function part(load: () => Promise<ComponentType>, meanwhile: ReactNode = null): ComponentType & { readonly warmUp: () => void } {
  let loaded: ComponentType | undefined;
  const get = async (): Promise<{ readonly default: ComponentType }> => ({ default: (loaded ??= await load()) });
  const Lazy = lazy(get);
  function Part() {
    // One that is there already is drawn at once: the next key finds it.
    const [Ready] = useState(() => loaded);
    return (
      <PartBoundary>
        {Ready === undefined ? (
          <Suspense fallback={meanwhile}>
            <Lazy />
          </Suspense>
        ) : (
          <Ready />
        )}
      </PartBoundary>
    );
  }
  return Object.assign(Part, { warmUp: () => void get().catch(() => undefined) });
}

/** Neither loaded nor drawn before the first picture of the cluster and the frame around it. */
function afterPicture(Part: ComponentType): ComponentType {
  return function Later() {
    return useDrawn("frame") ? <Part /> : null;
  };
}

function Nothing(): null {
  return null;
}

export const EditorPanel = afterPicture(slot("../editor/EditorPanel.tsx", "EditorPanel"));
export const TerminalPanel = slot("../terminal/TerminalPanel.tsx", "TerminalPanel");
export const GoalCard = afterPicture(slot("../lessons/GoalCard.tsx", "GoalCard"));
export const GoalLine = afterPicture(slot("../lessons/GoalCard.tsx", "GoalLine"));
export const Bottom = part(async () => (await import("./Bottom.tsx")).Bottom, <section className="bottom" />);
export const Inspector = part(async () => (await import("../inspector/Inspector.tsx")).Inspector);
export const ThingMenu = part(async () => (await import("../graph/ThingMenu.tsx")).ThingMenu);
export const KeySheet = part(async () => (await import("./KeySheet.tsx")).KeySheet);
export const HintLayer = part(async () => (await import("./HintLayer.tsx")).HintLayer);
export const Palette = part(async () => (await import("./Palette.tsx")).Palette);
export const LiveRegion = afterPicture(part(async () => (await import("./LiveRegion.tsx")).LiveRegion));
export const NarrowApp = part(async () => (await import("./NarrowApp.tsx")).NarrowApp);
export const EmbedApp = part(async () => (await import("./EmbedApp.tsx")).EmbedApp);
export const Whereabouts = afterPicture(part(async () => (await import("./Whereabouts.tsx")).Whereabouts));
export const SettingsMenu = afterPicture(part(async () => (await import("./SettingsMenu.tsx")).SettingsMenu));

/** What a key or a click opens is loaded before it is wanted. */
export function warmUp(): void {
  for (const { warmUp: load } of [ThingMenu, Palette, KeySheet, Inspector]) load();
}
