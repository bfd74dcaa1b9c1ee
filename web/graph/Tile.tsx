// A pod. It subscribes to its own row, so that a change of one pod draws one tile.

import { Minus, Plus } from "lucide-react";
import { memo, useEffect, useMemo, useRef } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { useT } from "../i18n/setup.ts";
import { Glyph, Ring } from "../marks/glyphs.tsx";
import { clockStore } from "../store/clock.ts";
import { useIdentity } from "../store/identity.ts";
import { drawnState, sceneStore } from "../store/scene.ts";
import { activeController, isChosen, selectionStore } from "../store/selection.ts";
import type { Preview } from "../worker/protocol.ts";
import type { PodRow, PodState } from "../worker/rows.ts";
import { dragStore, dropOf, heldPod, isHeldPod, podRef } from "./dragStore.ts";
import { changedLabels, type Effect } from "./drop.ts";
import { filterOf } from "./filter.ts";
import { openMenu } from "./menuStore.ts";
import { labelsByMatter, selectorKeys } from "./labels.ts";
import { selects, strangerThatSelects } from "./matches.ts";
import { podAria, podMini, podWord, ringLeft } from "./podWords.ts";
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
  const now = useTicks(pod, state);
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
      onClick={(event) => {
        if (drag.wasDragged()) return;
        if (event.shiftKey) selectionStore.getState().toggle(pod.uid);
        else selectionStore.getState().select(ref);
      }}
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

interface BodyProps {
  readonly pod: PodRow;
  readonly size: "full" | "compact";
  readonly state: PodState;
  readonly word: string;
  readonly now: number;
  readonly place: boolean;
}

/** By itself, so that a mark on the tile draws the tile alone. */
const Body = memo(function Body({ size, ...rest }: BodyProps) {
  return (
    <>
      {size === "full" ? <FullBody {...rest} /> : <CompactBody pod={rest.pod} state={rest.state} now={rest.now} />}
      <Ticks count={rest.pod.restarts} />
    </>
  );
});

export function FullBody({
  pod,
  state,
  word,
  now,
  place,
}: {
  readonly pod: PodRow;
  readonly state: PodState;
  readonly word: string;
  readonly now: number;
  readonly place: boolean;
}) {
  const t = useT();
  const name = pod.end ?? pod.name;
  const keys = useStore(sceneStore, (scene) => selectorKeys(scene.controllers));
  const labels = labelsByMatter(pod.labels, keys);
  const [first] = labels;
  return (
    <>
      <Tags pod={pod} size="full" place={place} />
      <div className="tile-row">
        <Sign pod={pod} state={state} now={now} />
        <span className={`tile-name${name.length > 9 ? " long" : ""}`} translate="no">
          {name}
        </span>
      </div>
      <div className="tile-row">
        <span className="tile-word">{word}</span>
        {state === "probe" && pod.probe !== undefined && <Pips failures={pod.probe.failures} threshold={pod.probe.threshold} />}
      </div>
      <div className="tile-row">
        {first === undefined ? (
          <span className="tile-none">{t("graph.noLabels")}</span>
        ) : (
          <span className="chip" translate="no">{`${first[0]}=${first[1]}`}</span>
        )}
        {labels.length > 1 && <span className="chip more">+{labels.length - 1}</span>}
        {pod.restarts > 0 && <span className="tile-restarts">{pod.restarts}×</span>}
      </div>
    </>
  );
}

function CompactBody({ pod, state, now }: { readonly pod: PodRow; readonly state: PodState; readonly now: number }) {
  return (
    <>
      <div className="tile-row">
        <Sign pod={pod} state={state} now={now} />
        <span className="tile-mini">{podMini(pod, state, now)}</span>
      </div>
      <div className="tile-row">
        <span className="tile-name" translate="no">
          {pod.end ?? pod.name}
        </span>
        <Tags pod={pod} size="compact" place={false} />
      </div>
    </>
  );
}

function Sign({ pod, state, now }: { readonly pod: PodRow; readonly state: PodState; readonly now: number }) {
  const left = ringLeft(pod, state, now);
  return <span className="tile-mark">{left === undefined ? <Glyph state={state} /> : <Ring state={state} left={left} />}</span>;
}

export function Pips({ failures, threshold }: { readonly failures: number; readonly threshold: number }) {
  if (threshold > 6) return null;
  return (
    <span className="pips" aria-hidden="true">
      {Array.from({ length: threshold }, (_, i) => (
        <i key={i} className={i < failures ? "on" : ""} />
      ))}
    </span>
  );
}

function Ticks({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <span className="ticks" aria-hidden="true">
      {Array.from({ length: Math.min(4, count) }, (_, i) => (
        <i key={i} />
      ))}
    </span>
  );
}

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

function OwnerTag({ owner, full }: { readonly owner: NonNullable<PodRow["owner"]>; readonly full: boolean }) {
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

/**
 * The place of a pod that is being dragged shows what the pod will be. It stays the same element: the pointer is captured
 * by it.
 */
function HeldBody({ pod, size }: { readonly pod: PodRow; readonly size: "full" | "compact" }) {
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

/** It would leave the unscheduled for a node, where its ghost stands. */
function isPlaced(preview: Preview | undefined, uid: string): boolean {
  return preview?.placed.some((pod) => pod.uid === uid) === true;
}

function isMatch(controllerUid: string | undefined, pod: PodRow): boolean {
  const controller = controllerUid === undefined ? undefined : sceneStore.getState().controllers.get(controllerUid);
  return controller !== undefined && selects(controller, pod);
}

/** The simulated time, in steps of a quarter second, for those tiles only on which something runs down. */
function useTicks(pod: PodRow, state: PodState): number {
  const runs = state === "crash" || state === "leaving";
  return useStore(clockStore, (clock) => (runs ? Math.floor(clock.now / 250) * 250 : 0));
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
