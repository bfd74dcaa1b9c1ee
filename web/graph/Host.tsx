// A node among many: its pods as dots, or as one bar. A failing pod keeps its dot and also stands, larger, at the corner.

import { Ban } from "lucide-react";
import { memo } from "react";
import { useStore } from "zustand";
import { type Translate, useT } from "../i18n/setup.ts";
import { Glyph } from "../marks/glyphs.tsx";
import { shortRef } from "../store/identity.ts";
import { drawnState, sceneStore } from "../store/scene.ts";
import { selectionStore } from "../store/selection.ts";
import type { NodeRow, PodRow, PodState } from "../worker/rows.ts";
import { controllerRef } from "./Card.tsx";
import { Dots, type Pods, useShelfPods } from "./Dots.tsx";
import { nodeRef, podRef } from "./dragStore.ts";
import { type Level, type PlacedShelf, podCount } from "./layout.ts";
import { openMenu } from "./menuStore.ts";
import { useNodeMarks } from "./Shelf.tsx";
import { Tile } from "./Tile.tsx";
import { dropCode } from "./usePointerDrag.tsx";

export const Host = memo(function Host({ placed, level }: { readonly placed: PlacedShelf; readonly level: Level }) {
  const t = useT();
  const { shelf, columns } = placed;
  const node = useStore(sceneStore, (scene) => scene.nodes.get(shelf.uid ?? ""));
  const owner = useStore(sceneStore, (scene) => scene.controllers.get(shelf.uid ?? ""));
  const marks = useNodeMarks(shelf.uid ?? "");
  const pods = useShelfPods(shelf);
  const silentNodes = useStore(sceneStore, (scene) => scene.silent);
  const loud = failing(pods);
  const name =
    shelf.kind === "unscheduled"
      ? t("graph.unscheduled")
      : (node?.name ?? (owner === undefined ? t("graph.noOwnerShelf") : shortRef(owner)));
  const ref = node === undefined ? owner && controllerRef(owner) : nodeRef(node);
  const silent = node !== undefined && node.condition !== "Ready";
  return (
    <section
      className={`host${silent ? " not-ready" : ""}${node?.cordoned === true ? " cordoned" : ""}${marks.classes}`}
      aria-label={name}
      data-drop={marks.target && node !== undefined ? dropCode({ type: "node", uid: node.uid }) : undefined}
      onContextMenu={(event) => {
        event.preventDefault();
        const dot = event.target instanceof Element ? event.target.closest<HTMLElement>(".dot[data-uid]") : null;
        const pod = sceneStore.getState().pods.get(dot?.dataset["uid"] ?? "");
        if (pod !== undefined) openMenu(podRef(pod), event.clientX, event.clientY);
        else if (ref !== undefined) openMenu(ref, event.clientX, event.clientY);
      }}
    >
      <header>
        <button
          type="button"
          className="shelf-name nodrag nopan"
          translate="no"
          data-stop="outer"
          data-uid={node?.uid ?? owner?.uid}
          aria-label={hostName(t, name, node, podCount(shelf))}
          tabIndex={-1}
          onClick={() => ref !== undefined && selectionStore.getState().select(ref)}
        >
          {name}
        </button>
        {silent && (
          <span className="shelf-status loud">
            <Glyph state="unknown" size={12} />
            {node.condition}
          </span>
        )}
        {node?.cordoned === true && <Ban size={12} aria-label={t("graph.noNewPods")} />}
        {loud.length === 0 && <span className="host-count">{podCount(shelf)}</span>}
      </header>
      {loud[0] !== undefined && (
        <div className="callout">
          {loud.length > 1 && <small>+{loud.length - 1}</small>}
          <Tile uid={loud[0]} size="compact" />
        </div>
      )}
      {level === "bar" ? (
        <Bar pods={pods} silent={silentNodes} />
      ) : (
        <Dots key={columns} pods={pods} silent={silentNodes} columns={columns} room={loud.length > 0} />
      )}
    </section>
  );
});

function hostName(t: Translate, name: string, node: NodeRow | undefined, count: number): string {
  if (node === undefined) return name;
  const pods = t("graph.podsOf", { count, capacity: node.podCapacity });
  return t("graph.nodeName", { name, status: node.condition, pods });
}

/** Worst first: what is drawn first in a bar. */
export const ORDER: readonly PodState[] = [
  "crash",
  "error",
  "probe",
  "notready",
  "creating",
  "pending",
  "leaving",
  "done",
  "unknown",
  "ready",
];

function Bar({ pods, silent }: { readonly pods: Pods; readonly silent: ReadonlySet<string> }) {
  const counts = countStates(pods, silent);
  return (
    <>
      <div className="bar">
        {ORDER.map((state) =>
          counts[state] ? <i key={state} className={`hue-${state} shape-${state}`} style={{ flexGrow: counts[state] }} /> : null,
        )}
      </div>
      <div className="bar-counts">
        {ORDER.filter((state) => state !== "ready" && counts[state])
          .slice(0, 4)
          .map((state) => (
            <span key={state} className="count">
              <Glyph state={state} size={12} />
              <b>{counts[state]}</b>
            </span>
          ))}
      </div>
    </>
  );
}

type Counts = Partial<Record<PodState, number>>;

export function countStates(pods: Iterable<PodRow | undefined>, silent: ReadonlySet<string>): Counts {
  const counts: Counts = {};
  for (const pod of pods) {
    if (pod === undefined) continue;
    const state = drawnState(pod, silent);
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

/** Those that restarted most come first. */
function failing(pods: Pods): readonly string[] {
  const loud = pods.filter((pod): pod is PodRow => pod?.state === "crash" || pod?.state === "error");
  return loud.sort((a, b) => b.restarts - a.restarts).map(({ uid }) => uid);
}
