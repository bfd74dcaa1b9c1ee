// Whose a pod is: the tags at the upper edge of a tile.

import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { useIdentity } from "../store/identity.ts";
import { sceneStore } from "../store/scene.ts";
import type { PodRow } from "../worker/rows.ts";
import { strangerThatSelects } from "./matches.ts";

/** Owned: filled. Selected by another: dashed. Nobody's: plain words. */
export function Tags({ pod, size, place }: { readonly pod: PodRow; readonly size: "full" | "compact"; readonly place: boolean }) {
  const t = useT();
  const stranger = useStore(sceneStore, (scene) => strangerThatSelects(pod, scene.controllers.values())?.uid);
  const full = size === "full";
  if (place && pod.node !== undefined) {
    return (
      <span className="tags">
        <span className="tag none place" translate="no">
          {pod.node}
        </span>
      </span>
    );
  }
  return (
    <span className="tags">
      {stranger !== undefined && <StrangerTag uid={stranger} full={full} />}
      {pod.owner !== undefined && <OwnerTag owner={pod.owner} full={full && stranger === undefined} />}
      {pod.owner === undefined && stranger === undefined && <span className="tag none">{full ? t("graph.noOwner") : "–"}</span>}
    </span>
  );
}

export function OwnerTag({ owner, full }: { readonly owner: NonNullable<PodRow["owner"]>; readonly full: boolean }) {
  const { letter, fill } = useIdentity(owner.uid);
  return (
    <span className={`tag id-${fill}${full ? "" : " letter-only"}`}>
      <b translate="no">{letter}</b>
      {full && <span translate="no">{owner.name}</span>}
    </span>
  );
}

function StrangerTag({ uid, full }: { readonly uid: string; readonly full: boolean }) {
  const t = useT();
  const { letter } = useIdentity(uid);
  return (
    <span className={`tag only-matches${full ? "" : " letter-only"}`}>
      <b translate="no">{letter}</b>
      {full && <span>{t("graph.matches")}</span>}
    </span>
  );
}
