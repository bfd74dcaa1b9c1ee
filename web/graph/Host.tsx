// A node among many: its pods as dots, or as one bar. A failing pod keeps its dot and also stands, larger, at the corner.

import { Ban } from "lucide-react";
import { memo } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { useT } from "../i18n/setup.ts";
import { Glyph } from "../marks/glyphs.tsx";
import { shortRef } from "../store/identity.ts";
import { drawnState, sceneStore } from "../store/scene.ts";
import { activeController, selectionStore } from "../store/selection.ts";
import type { PodState } from "../worker/rows.ts";
import { nodeRef } from "./dragStore.ts";
import { filterOf } from "./filter.ts";
import { type Level, type PlacedShelf, podCount } from "./layout.ts";
import { selects } from "./matches.ts";
import { openMenu } from "./menuStore.ts";
import type { Shelf } from "./placement.ts";
import { useNodeMarks } from "./Shelf.tsx";
import { Tile } from "./Tile.tsx";
import { dropCode } from "./usePointerDrag.tsx";

export const Host = memo(function Host({ placed, level }: { readonly placed: PlacedShelf; readonly level: Level }) {
  const t = useT();
  const { shelf, columns } = placed;
  const node = useStore(sceneStore, (scene) => scene.nodes.get(shelf.uid ?? ""));
  const owner = useStore(sceneStore, (scene) => scene.controllers.get(shelf.uid ?? ""));
  const marks = useNodeMarks(shelf.uid ?? "");
  const loud = useStore(
    sceneStore,
    useShallow((scene) => failing(shelf, scene.pods)),
  );
  const name =
    shelf.kind === "unscheduled"
      ? t("graph.unscheduled")
      : (node?.name ?? (owner === undefined ? t("graph.noOwnerShelf") : shortRef(owner)));
  const silent = node !== undefined && node.condition !== "Ready";
  return (
    <section
      className={`host${silent ? " not-ready" : ""}${node?.cordoned === true ? " cordoned" : ""}${marks.classes}`}
      aria-label={name}
      data-drop={marks.target && node !== undefined ? dropCode({ type: "node", uid: node.uid }) : undefined}
      onContextMenu={(event) => {
        event.preventDefault();
        if (node !== undefined) openMenu(nodeRef(node), event.clientX, event.clientY);
      }}
    >
      <header>
        <button
          type="button"
          className="shelf-name nodrag nopan"
          data-stop="outer"
          tabIndex={-1}
          onClick={() => node !== undefined && selectionStore.getState().select(nodeRef(node))}
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
      {level === "bar" ? <Bar shelf={shelf} /> : <Dots shelf={shelf} columns={columns} room={loud.length > 0} />}
    </section>
  );
});

function Dots({ shelf, columns, room }: { readonly shelf: Shelf; readonly columns: number; readonly room: boolean }) {
  const uids = [...shelf.bays.map(({ pod }) => pod), ...shelf.slots];
  return (
    <div className="dots" style={{ "--columns": columns }}>
      {room && <i className="room" />}
      {uids.map((uid, i) => (uid === undefined ? <span key={`free-${i}`} className="dot" /> : <Dot key={uid} uid={uid} />))}
    </div>
  );
}

const Dot = memo(function Dot({ uid }: { readonly uid: string }) {
  const pod = useStore(sceneStore, (scene) => scene.pods.get(uid));
  const state = useStore(sceneStore, (scene) => (pod === undefined ? "pending" : drawnState(pod, scene.silent)));
  const marks = useStore(selectionStore, (selection) => {
    if (pod === undefined) return "";
    const controller = sceneStore.getState().controllers.get(activeController(selection) ?? "");
    return (
      (controller !== undefined && selects(controller, pod) ? " match" : "") + (filterOf(selection.filter)?.(pod) === false ? " dim" : "")
    );
  });
  return (
    <span className={`dot hue-${state}${marks}`} title={pod?.name}>
      <Glyph state={state} />
    </span>
  );
});

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

function Bar({ shelf }: { readonly shelf: Shelf }) {
  const counts = useStore(
    sceneStore,
    useShallow((scene) => countStates([...shelf.slots, ...shelf.bays.map(({ pod }) => pod)], scene.pods, scene.silent)),
  );
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

export function countStates(
  uids: Iterable<string | undefined>,
  pods: ReturnType<typeof sceneStore.getState>["pods"],
  silent: ReadonlySet<string>,
): Counts {
  const counts: Counts = {};
  for (const uid of uids) {
    const pod = uid === undefined ? undefined : pods.get(uid);
    if (pod === undefined) continue;
    const state = drawnState(pod, silent);
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

function failing(shelf: Shelf, pods: ReturnType<typeof sceneStore.getState>["pods"]): readonly string[] {
  const uids = [...shelf.slots, ...shelf.bays.map(({ pod }) => pod)].filter((uid) => uid !== undefined);
  const loud = uids.filter((uid) => ["crash", "error"].includes(pods.get(uid)?.state ?? ""));
  return loud.sort((a, b) => (pods.get(b)?.restarts ?? 0) - (pods.get(a)?.restarts ?? 0));
}
