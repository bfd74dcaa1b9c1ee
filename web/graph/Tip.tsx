// One small tip, pinned to a pod: what to try first. It covers nothing and goes when something has been chosen.

import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { Rich } from "../marks/Rich.tsx";
import { shortRef } from "../store/identity.ts";
import { sceneStore } from "../store/scene.ts";

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
