// What is not yet: the tile of a pod that would come, and of a dragged pod as it would be.

import { Minus, Plus } from "lucide-react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import type { PodRow } from "../worker/rows.ts";
import { dragStore, dropOf } from "./dragStore.ts";
import { changedLabels, type Effect } from "./drop.ts";
import { OwnerTag } from "./Tags.tsx";
import { Body } from "./TileBody.tsx";

/**
 * The place of a pod that is being dragged shows what the pod will be. It stays the same element: the pointer is captured
 * by it.
 */
export function HeldBody({ pod, size }: { readonly pod: PodRow; readonly size: "full" | "compact" }) {
  const t = useT();
  const { over, effects, held } = useStore(dragStore);
  const drop = held && over && dropOf(held, over);
  const labels = drop?.type === "podLabel" ? changedLabels(pod.labels, drop.key, drop.value) : pod.labels;
  const concerns = (type: "adopts" | "releases"): Effect | undefined =>
    effects.find((effect) => effect.type === type && effect.pods.some(({ uid }) => uid === pod.uid));
  const owner = concerns("adopts")?.controller ?? (concerns("releases") === undefined ? pod.owner : undefined);
  const ghost: PodRow = { ...pod, labels, owner, restarts: 0 };
  const word = t(drop?.type === "deletePod" ? "graph.ghost.goes" : "graph.ghost.keeps");
  return <Body pod={ghost} size={size} state="ready" word={word} now={0} place={false} />;
}

/** A pod that is not there yet. */
export function GhostTile({
  kind,
  name,
  word,
  labels,
  owner,
}: {
  readonly kind: "appears" | "goes";
  readonly name: string;
  readonly word: string;
  readonly labels: string;
  readonly owner: PodRow["owner"];
}) {
  return (
    <div className={`tile full ghost ghost-${kind} match`}>
      <span className="tags">{owner !== undefined && <OwnerTag owner={owner} full />}</span>
      <div className="tile-row">
        <span className="tile-mark">
          {kind === "appears" ? <Plus size={14} strokeWidth={1.75} aria-hidden /> : <Minus size={14} strokeWidth={1.75} aria-hidden />}
        </span>
        <span className="tile-name words">{name}</span>
      </div>
      <div className="tile-row">
        <span className="tile-word">{word}</span>
      </div>
      <div className="tile-row">
        {labels !== "" && (
          <span className="chip" translate="no">
            {labels}
          </span>
        )}
      </div>
    </div>
  );
}
