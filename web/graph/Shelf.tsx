// A node as a shelf: its head at the left, the DaemonSets' bays, then its pods. In the lens by controller a shelf is a
// controller and its pods.

import { memo } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { useT } from "../i18n/setup.ts";
import { Letter } from "../marks/Letter.tsx";
import { shortRef } from "../store/identity.ts";
import { sceneStore } from "../store/scene.ts";
import { type Ref, selectionStore } from "../store/selection.ts";
import type { ControllerRow, NodeRow, PodRow } from "../worker/rows.ts";
import { controllerRef, Ratio, SelectorText } from "./Card.tsx";
import { dragStore, dropOf, nodeRef } from "./dragStore.ts";
import { LastWords } from "./LastWords.tsx";
import { NodeHead } from "./NodeHead.tsx";
import { bayTile, type Level, NARROW, type PlacedShelf, podCount } from "./layout.ts";
import { innerOf } from "./stops.ts";
import { openMenu } from "./menuStore.ts";
import type { Bay, Shelf as ShelfPlan } from "./placement.ts";
import { GhostTile } from "./GhostTile.tsx";
import { Tile } from "./Tile.tsx";
import { Tip } from "./Tip.tsx";
import { dropCode } from "./usePointerDrag.tsx";
import { useTurns } from "./useTurns.tsx";

interface ShelfProps {
  readonly placed: PlacedShelf;
  readonly level: Level;
  readonly tip: string | undefined;
}

/** The width over which the kubelet's last word has room. */
const LAST_WORD_FROM = 848;

export const Shelf = memo(function Shelf({ placed, level, tip }: ShelfProps) {
  const { shelf } = placed;
  if (shelf.kind === "unscheduled") return <Unscheduled placed={placed} level={level} />;
  return shelf.kind === "owner" ? <OwnerShelf placed={placed} level={level} /> : <NodeShelf placed={placed} level={level} tip={tip} />;
});

function NodeShelf({ placed, level, tip }: ShelfProps) {
  const { shelf, width } = placed;
  const node = useStore(sceneStore, (scene) => scene.nodes.get(shelf.uid ?? ""));
  const marks = useNodeMarks(shelf.uid ?? "");
  const pods = usePodsBeside(shelf.name);
  if (node === undefined) return null;
  const size = level === "full" ? "full" : "compact";
  return (
    <section
      className={`shelf${node.condition === "Ready" ? "" : " not-ready"}${node.cordoned ? " cordoned" : ""}${marks.classes}`}
      style={{ "--head": `${placed.head}px`, ...gapFor(width, size) }}
      aria-label={node.name}
      data-testid={`node-${node.name}`}
      data-drop={marks.target ? dropCode({ type: "node", uid: node.uid }) : undefined}
      onContextMenu={(event) => {
        event.preventDefault();
        openMenu(nodeRef(node), event.clientX, event.clientY);
      }}
    >
      <NodeHead node={node} pods={pods ?? podCount(shelf)} ghost={marks.ghost} />
      <div className="bays">
        {shelf.bays.map((bay) => (
          <BayPlace key={bay.daemonSet} bay={bay} node={node} size={bayTile(size, shelf.bays.length)} />
        ))}
      </div>
      <div className="pods">
        <Slots shelf={shelf} size={size} place={false} tip={tip} />
        {size === "full" && <Ghosts node={node.name} />}
        <NodeNote node={node} already={marks.already} />
      </div>
      {width > LAST_WORD_FROM && size === "full" && shelf.slots.length + (tip === undefined ? 2 : 4) <= placed.columns && (
        <LastWords node={node.name} />
      )}
    </section>
  );
}

/** All pods of a node, when the shelf shows only those of one namespace: the others take room as well. */
function usePodsBeside(node: string): number | undefined {
  const some = useStore(selectionStore, (selection) => selection.namespace !== undefined);
  return useStore(sceneStore, (scene) => (some ? [...scene.pods.values()].filter((pod) => pod.node === node).length : undefined));
}

function gapFor(width: number, size: "full" | "compact"): Record<string, string> {
  return width + 32 < NARROW || size === "compact" ? { "--gap": "12px" } : {};
}

const TILES_IN_TURN = 12;

function Slots({
  shelf,
  size,
  place,
  tip,
}: {
  readonly shelf: ShelfPlan;
  readonly size: "full" | "compact";
  readonly place: boolean;
  readonly tip?: string | undefined;
}) {
  // Of many tiles a few come at a time.
  const there = useTurns(size === "full" ? 0 : shelf.slots.length, TILES_IN_TURN);
  return shelf.slots.map((uid, i) =>
    uid === undefined || (size === "compact" && i >= there) ? (
      <span key={`free-${i}`} className="slot" style={{ width: `var(--${size === "full" ? "tile" : "compact"}-w)` }} />
    ) : (
      <span key={uid} className="slot">
        <Tile uid={uid} size={size} place={place} />
        {tip === uid && <Tip uid={uid} />}
      </span>
    ),
  );
}

function BayPlace({ bay, node, size }: { readonly bay: Bay; readonly node: NodeRow; readonly size: "full" | "compact" }) {
  const t = useT();
  const controller = useStore(sceneStore, (scene) => scene.controllers.get(bay.daemonSet));
  const comes = useStore(dragStore, ({ over, effects, held, preview }) => {
    const effect = effects.find(({ controller: acting }) => acting.uid === bay.daemonSet);
    const here = (over?.type === "node" && over.uid === node.uid) || (held?.type === "node" && held.uid === node.uid);
    const born = preview?.born.some((pod) => pod.node === node.name && pod.owner?.uid === bay.daemonSet) === true;
    return born || (here && effect?.type === "daemonCreates");
  });
  if (controller !== undefined && comes && bay.pod === undefined && size === "full") return <BayGhost controller={controller} />;
  if (bay.pod !== undefined) return <Tile uid={bay.pod} size={size} />;
  const lacking = controller && Object.entries(controller.nodeSelector).find(([key, value]) => node.allLabels[key] !== value);
  const why = lacking === undefined ? t("graph.notHereOther") : t("graph.lacksLabel", { label: `${lacking[0]}=${lacking[1]}` });
  if (size === "compact") {
    return (
      <div className="vacant compact" data-hint={`${t("graph.notHere")} ${why}`}>
        <Letter uid={bay.daemonSet} small />
      </div>
    );
  }
  return (
    <div className="vacant" data-hint={why}>
      <Letter uid={bay.daemonSet} small />
      <span>
        {lacking !== undefined && <span>{t("graph.notHere")}</span>}
        <span>{why}</span>
      </span>
    </div>
  );
}

function BayGhost({ controller }: { readonly controller: ControllerRow }) {
  const t = useT();
  const labels = Object.entries(controller.templateLabels).map(([key, value]) => `${key}=${value}`)[0] ?? "";
  return (
    <GhostTile
      kind="appears"
      name={t("graph.ghost.newPod")}
      word={t("graph.ghost.appears")}
      labels={labels}
      owner={{ kind: controller.kind, name: controller.name, uid: controller.uid }}
    />
  );
}

/** Pods that would come to this node. Those of DaemonSets have their bay. */
function Ghosts({ node }: { readonly node: string | undefined }) {
  const t = useT();
  const placed = useStore(dragStore, ({ preview }) => preview?.placed ?? NO_PODS);
  const born = useStore(
    dragStore,
    useShallow(({ preview }) =>
      [...(preview?.born ?? NO_PODS), ...(preview?.placed ?? NO_PODS)].filter(
        (pod) => pod.node === node && pod.owner?.kind !== "DaemonSet",
      ),
    ),
  );
  return born.map((pod) => {
    const label = Object.entries(pod.labels).map(([key, value]) => `${key}=${value}`)[0] ?? "";
    return (
      <GhostTile
        key={pod.uid}
        kind="appears"
        name={placed.includes(pod) ? (pod.end ?? pod.name) : t("graph.ghost.newPod")}
        word={t("graph.ghost.appears")}
        labels={label}
        owner={pod.owner}
      />
    );
  });
}

const NO_PODS: readonly PodRow[] = [];

function NodeNote({ node, already }: { readonly node: NodeRow; readonly already: string | undefined }) {
  const t = useT();
  if (already !== undefined) return <p className="shelf-note">{t("graph.drop.already", { label: already })}</p>;
  return node.cordoned ? <p className="shelf-note">{t("graph.cordonNote")}</p> : null;
}

/** While a label chip is held, nodes without it are targets; one that has it says so. */
export function useNodeMarks(uid: string): {
  readonly classes: string;
  readonly target: boolean;
  readonly ghost: string | undefined;
  readonly already: string | undefined;
} {
  const selected = useStore(selectionStore, ({ selected: chosen }) => chosen?.uid === uid);
  const drag = useStore(
    dragStore,
    useShallow(({ held, over }) => {
      if (held?.type !== "chip") {
        const ghost =
          held?.type === "node" && held.uid === uid && over?.type === "label" && over.value !== undefined
            ? `${over.key}=${over.value}`
            : undefined;
        return { target: false, over: false, ghost, already: undefined };
      }
      const label = `${held.key}=${held.value}`;
      const target = dropOf(held, { type: "node", uid }) !== undefined;
      const isOver = target && over?.type === "node" && over.uid === uid;
      return { target, over: isOver, ghost: isOver ? label : undefined, already: target ? undefined : label };
    }),
  );
  const classes = `${selected ? " selected" : ""}${drag.target ? " target" : ""}${drag.over ? " over" : ""}`;
  return { classes, target: drag.target, ghost: drag.ghost, already: drag.already };
}

function OwnerShelf({ placed, level }: { readonly placed: PlacedShelf; readonly level: Level }) {
  const t = useT();
  const { shelf, width } = placed;
  const size = level === "full" ? "full" : "compact";
  const controller = useStore(sceneStore, (scene) => scene.controllers.get(shelf.uid ?? ""));
  const name = controller === undefined ? t("graph.noOwnerShelf") : shortRef(controller);
  return (
    <section
      className="shelf owner-shelf"
      style={{ "--head": `${placed.head}px`, ...gapFor(width, size) }}
      aria-label={name}
      onContextMenu={(event) => {
        event.preventDefault();
        if (controller !== undefined) openMenu(controllerRef(controller), event.clientX, event.clientY);
      }}
    >
      <header className="shelf-head">
        {controller === undefined ? (
          <>
            <div className="shelf-title">
              <LaneName name={name} />
            </div>
            <p className="card-third plain">{t("graph.nothingReplaces")}</p>
          </>
        ) : (
          <>
            <OwnerTitle controller={controller} selectRef={controllerRef(controller)} />
            <p className="card-third">
              <SelectorText row={controller} />
            </p>
          </>
        )}
      </header>
      <div className="bays" />
      <div className="pods">
        <Slots shelf={shelf} size={size} place />
      </div>
    </section>
  );
}

function OwnerTitle({ controller, selectRef }: { readonly controller: ControllerRow; readonly selectRef: Ref }) {
  return (
    <div className="shelf-title">
      <Letter uid={controller.uid} />
      <button
        type="button"
        className="shelf-name nodrag nopan"
        translate="no"
        data-stop="outer"
        data-uid={controller.uid}
        tabIndex={-1}
        onClick={() => selectionStore.getState().select(selectRef)}
      >
        {shortRef(controller)}
      </button>
      <Ratio row={controller} />
    </div>
  );
}

/** A place that is no thing of the cluster: arrows come by, Enter goes in, and that is all that it offers. */
function LaneName({ name }: { readonly name: string }) {
  return (
    <button
      type="button"
      className="shelf-name words nodrag nopan"
      data-stop="outer"
      tabIndex={-1}
      onClick={({ currentTarget }) => innerOf(currentTarget)?.focus()}
    >
      {name}
    </button>
  );
}

function Unscheduled({ placed, level }: { readonly placed: PlacedShelf; readonly level: Level }) {
  const t = useT();
  const { shelf, width } = placed;
  const count = podCount(shelf);
  const size = level === "full" ? "full" : "compact";
  return (
    <section
      className="unscheduled"
      style={{ "--head": `${placed.head}px`, ...gapFor(width, size) }}
      aria-label={t("graph.unscheduled")}
      data-testid="unscheduled"
    >
      <header>
        <LaneName name={t("graph.unscheduled")} />
        <b>{count}</b>
      </header>
      <div className="pods">
        {count === 0 ? <p className="shelf-note">{t("graph.everyPodPlaced")}</p> : <Slots shelf={shelf} size={size} place={false} />}
        {count > 0 && level === "full" && <Ghosts node={undefined} />}
      </div>
    </section>
  );
}
