// A pod. It subscribes to its own row, so that a change of one pod draws one tile.

import { memo, type MouseEvent, useCallback, useEffect, useMemo, useRef } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { useT } from "../i18n/setup.ts";
import { clockStore, countdownNow } from "../store/clock.ts";
import { drawnState, sceneStore } from "../store/scene.ts";
import { activeController, isChosen, selectionStore } from "../store/selection.ts";
import type { Preview } from "../worker/protocol.ts";
import type { PodRow, PodState } from "../worker/rows.ts";
import { dragStore, heldPod, isHeldPod, podRef } from "./dragStore.ts";
import { filterOf } from "./filter.ts";
import { openMenu } from "./menuStore.ts";
import { selects } from "./matches.ts";
import { podAria, podWord } from "./podWords.ts";
import { HeldBody } from "./GhostTile.tsx";
import { Body } from "./TileBody.tsx";
import { usePointerDrag } from "./usePointerDrag.tsx";

interface TileProps {
  readonly uid: string;
  readonly size: "full" | "compact";
  /** In the lens by controller the tag says where it is, not whose. */
  readonly place?: boolean;
}

export const Tile = memo(function Tile({ uid, size, place = false }: TileProps) {
  const pod = useStore(sceneStore, (scene) => scene.pods.get(uid));
  return pod === undefined ? null : <LiveTile pod={pod} size={size} place={place} />;
});

function LiveTile({ pod, size, place }: { readonly pod: PodRow; readonly size: "full" | "compact"; readonly place: boolean }) {
  const t = useT();
  const state = useStore(sceneStore, (scene) => drawnState(pod, scene.silent));
  const now = useStore(clockStore, (clock) => countdownNow(clock, state, pod.uid));
  const marks = useStore(
    selectionStore,
    useShallow((selection) => ({
      selected: isChosen(selection, pod.uid),
      match: isMatch(activeController(selection), pod),
      dim: filterOf(selection.filter)?.(pod) === false,
    })),
  );
  const isHeld = useStore(dragStore, ({ held, by }) => isHeldPod(held, pod.uid) && by === "pointer");
  const word = podWord(t, pod, state, now);
  const name = useMemo(() => podAria(t, pod, word), [t, pod, word]);
  const drag = usePointerDrag(() => heldPod(pod.uid));
  const motion = useMotion(state);
  const ref = podRef(pod);
  const onClick = useClick(pod, drag.wasDragged);
  const goes = useStore(dragStore, ({ preview }) => preview?.leaving.includes(pod.uid) === true || isPlaced(preview, pod.uid));
  const look = isHeld
    ? "ghost ghost-changes"
    : `${goes ? "ghost ghost-goes " : ""}shape-${state}${marks.selected ? " selected" : ""}${marks.match ? " match" : ""}${marks.dim ? " dim" : ""}${motion}`;
  return (
    <button
      type="button"
      className={`tile ${size} hue-${state} nodrag nopan ${look}`}
      aria-label={name}
      aria-pressed={marks.selected}
      data-stop="inner"
      data-uid={pod.uid}
      data-testid={`pod-${pod.name}`}
      tabIndex={-1}
      onPointerDown={drag.onPointerDown}
      onPointerMove={drag.onPointerMove}
      onPointerUp={drag.onPointerUp}
      onPointerCancel={drag.onPointerCancel}
      onClick={onClick}
      onContextMenu={(event) => {
        event.preventDefault();
        // Else the node under it would open its own menu.
        event.stopPropagation();
        openMenu(ref, event.clientX, event.clientY);
      }}
    >
      {isHeld ? (
        <HeldBody pod={pod} size={size} />
      ) : (
        <Body pod={pod} size={size} state={state} word={goes ? t("graph.ghost.goes") : word} now={now} place={place} />
      )}
    </button>
  );
}

/** The same function from one drawing to the next: for each new one the browser makes a listener, many times a second. */
function useClick({ uid, ns, name }: PodRow, wasDragged: () => boolean) {
  return useCallback(
    (event: MouseEvent): void => {
      if (wasDragged()) return;
      if (event.shiftKey) selectionStore.getState().toggle(uid);
      else selectionStore.getState().select(podRef({ uid, ns, name }));
    },
    [uid, ns, name, wasDragged],
  );
}

/** It would leave the unscheduled for a node, where its ghost stands. */
function isPlaced(preview: Preview | undefined, uid: string): boolean {
  return preview?.placed.some((pod) => pod.uid === uid) === true;
}

function isMatch(controllerUid: string | undefined, pod: PodRow): boolean {
  const controller = controllerUid === undefined ? undefined : sceneStore.getState().controllers.get(controllerUid);
  return controller !== undefined && selects(controller, pod);
}

/** Appears once, flashes when its state changes; neither at load nor above 8x. */
function useMotion(state: PodState): string {
  const last = useRef(state);
  const first = useRef(!sceneStore.getState().fresh && clockStore.getState().speed <= 8);
  const calm = clockStore.getState().speed > 8;
  const changed = last.current !== state && !calm;
  useEffect(() => {
    last.current = state;
    first.current = false;
  }, [state]);
  if (first.current) return " appearing";
  return changed ? " flash" : "";
}
