// One small tip, pinned to a pod: what to try first. It covers nothing and goes when something has been chosen.

import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { currentStore } from "../lessons/current.ts";
import { FIRST_EXAMPLE } from "../lessons/examples.ts";
import { Rich } from "../marks/Rich.tsx";
import { shortRef } from "../store/identity.ts";
import { sceneStore } from "../store/scene.ts";
import { selectionStore } from "../store/selection.ts";
import { uiStore } from "../store/ui.ts";
import { dragStore } from "./dragStore.ts";
import type { Layout } from "./layout.ts";

export function Tip({ uid }: { readonly uid: string }) {
  const t = useT();
  const owner = useStore(sceneStore, (scene) => scene.pods.get(uid)?.owner);
  if (owner === undefined) return null;
  return (
    <div className="tip" role="note">
      <Rich text={t("graph.tip", { owner: shortRef(owner) })} />
    </div>
  );
}

/** The first pod that has an owner and a free place at its right; no more once something was chosen. */
export function useTip(layout: Layout): string | undefined {
  const [done, setDone] = useState(false);
  const chosen = useStore(selectionStore, (selection) => selection.selected !== undefined);
  const held = useStore(dragStore, (drag) => drag.held !== undefined);
  const presenting = useStore(uiStore, (ui) => ui.presenting);
  // Another example asks for something else.
  const isFirst = useStore(currentStore, ({ id }) => id === FIRST_EXAMPLE);
  useEffect(() => {
    if (chosen || held) setDone(true);
  }, [chosen, held]);
  const pods = useStore(sceneStore, (scene) => (done || layout.level !== "full" ? undefined : scene.pods));
  // It would cover what a menu's entry is about to bring.
  const previewing = useStore(dragStore, (drag) => drag.preview !== undefined);
  if (done || !isFirst || previewing || presenting || layout.level !== "full" || layout.width < 760) return undefined;
  const hosts = layout.shelves.filter(({ shelf }) => shelf.kind === "node");
  const candidates = [...hosts.slice(1, 2), ...hosts].flatMap(({ shelf }) => (shelf.slots.length <= 2 ? (shelf.slots.at(-1) ?? []) : []));
  return candidates.find((uid) => pods?.get(uid)?.owner !== undefined && pods.get(uid)?.state === "ready");
}
