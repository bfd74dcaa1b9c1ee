// What hangs on the pointer. Moved by style alone: no drawing of React's for a move of the pointer.

import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { sceneStore } from "../store/scene.ts";
import { dragStore } from "./dragStore.ts";
import { TILE } from "./layout.ts";
import { podWord } from "./podWords.ts";
import { FullBody } from "./TileBody.tsx";
import { pointer } from "./usePointerDrag.tsx";

export function HeldThing() {
  const { held, by } = useStore(dragStore);
  const thing = useRef<HTMLDivElement>(null);
  const shown = held !== undefined && by === "pointer";
  useEffect(() => {
    if (!shown) return undefined;
    // It hangs above the pointer, so that it does not cover the target.
    const lift = held.type === "pod" ? TILE.full.height + 12 : 28;
    const move = (): void => {
      if (thing.current !== null) thing.current.style.transform = `translate(${pointer.x - pointer.offsetX}px, ${pointer.y - lift}px)`;
    };
    move();
    pointer.onMove = move;
    return () => {
      pointer.onMove = undefined;
    };
  }, [shown, held?.type]);
  if (!shown) return null;
  return (
    <>
      {/* A rule for all elements would do the same, but style each of them anew. */}
      <div className="grabbing-sheet" />
      <div ref={thing} className={`held-thing${held.type === "pod" && held.others.length > 0 ? " several" : ""}`}>
        {held.type === "pod" ? (
          <>
            <HeldPod uid={held.uid} />
            {held.others.length > 0 && <b className="held-count">{held.others.length + 1}</b>}
          </>
        ) : (
          <span className="chip large held-chip" translate="no">
            {held.type === "chip" ? `${held.key}=${held.value}` : sceneStore.getState().nodes.get(held.uid)?.name}
          </span>
        )}
      </div>
    </>
  );
}

function HeldPod({ uid }: { readonly uid: string }) {
  const t = useT();
  const pod = useStore(sceneStore, (scene) => scene.pods.get(uid));
  if (pod === undefined) return null;
  return (
    <div className={`tile full held hue-${pod.state} shape-${pod.state}`}>
      <FullBody pod={pod} state={pod.state} word={podWord(t, pod, pod.state, 0)} now={0} place={false} />
    </div>
  );
}
