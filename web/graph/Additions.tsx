// What stands behind the cards: where something is added, or, among many pods, what their dots and bars mean.

import { Plus } from "lucide-react";
import { useStore } from "zustand";
import { perform } from "../actions/perform.ts";
import { newControllerFile } from "../app/scenarios.ts";
import { useT } from "../i18n/setup.ts";
import { handoffStore } from "../store/handoff.ts";
import { sceneStore } from "../store/scene.ts";
import { uiStore } from "../store/ui.ts";
import type { Level } from "./layout.ts";
import { newNode } from "./newNode.ts";

/** Why pods are drawn so small, and where the failing ones are. */
export function Legend({ level }: { readonly level: Level }) {
  const t = useT();
  const pods = useStore(sceneStore, (scene) => scene.pods.size);
  return <p className="legend">{t(level === "dot" ? "graph.dots" : "graph.bars", { pods })}</p>;
}

export function Additions() {
  const t = useT();
  return (
    <div className="additions nodrag nopan">
      <button
        type="button"
        className="addition"
        onClick={() => {
          const { name, text } = newControllerFile();
          handoffStore.getState().give(name, text);
          uiStore.setState({ leftCollapsed: false });
        }}
      >
        <Plus size={14} strokeWidth={1.75} aria-hidden />
        {t("graph.newController")}
      </button>
      <button type="button" className="addition" data-testid="add-node" onClick={() => void perform(newNode())}>
        <Plus size={14} strokeWidth={1.75} aria-hidden />
        {t("graph.addNode")}
      </button>
    </div>
  );
}
