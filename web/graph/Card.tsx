// A controller: what it wants, what there is, whom it selects. Under the pointer or focus its selector is drawn.

import { memo } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { useT } from "../i18n/setup.ts";
import { Glyph } from "../marks/glyphs.tsx";
import { Letter } from "../marks/Letter.tsx";
import { Rich } from "../marks/Rich.tsx";
import { shortRef } from "../store/identity.ts";
import { sceneStore } from "../store/scene.ts";
import { activeController, type Ref, selectionStore } from "../store/selection.ts";
import type { ControllerRow } from "../worker/rows.ts";
import { dragStore, dropOf, heldPods, labelForAny } from "./dragStore.ts";
import { cardWords } from "./dropWords.ts";
import { openMenu } from "./menuStore.ts";
import { dropCode } from "./usePointerDrag.tsx";

export const Card = memo(function Card({ uid, slim }: { readonly uid: string; readonly slim: boolean }) {
  const row = useStore(sceneStore, (scene) => scene.controllers.get(uid));
  return row === undefined ? null : <LiveCard row={row} slim={slim} />;
});

export function controllerRef(row: ControllerRow): Ref {
  return { kind: row.kind, uid: row.uid, namespace: row.ns, name: row.name };
}

function LiveCard({ row, slim }: { readonly row: ControllerRow; readonly slim: boolean }) {
  const t = useT();
  const marks = useStore(
    selectionStore,
    useShallow((selection) => ({ selected: selection.selected?.uid === row.uid, active: activeController(selection) === row.uid })),
  );
  const drag = useDragMarks(row.uid);
  const ref = controllerRef(row);
  const hover = (on: boolean): void =>
    selectionStore.setState(({ hovered }) => ({ hovered: on ? row.uid : hovered === row.uid ? undefined : hovered }));
  const classes = [
    "card",
    slim && "slim",
    (marks.active || drag.acts) && "active",
    marks.selected && "selected",
    drag.target && "target",
    drag.over && "over",
    drag.dim && "dim",
  ];
  return (
    <button
      type="button"
      className={classes.filter(Boolean).join(" ") + " nodrag nopan"}
      aria-label={t("graph.controllerName", { name: shortRef(row), ready: row.ready, desired: row.desired })}
      aria-pressed={marks.selected}
      data-stop="outer"
      data-uid={row.uid}
      data-testid={`controller-${row.name}`}
      data-drop={drag.target ? dropCode({ type: "controller", uid: row.uid }) : undefined}
      tabIndex={-1}
      onPointerEnter={() => hover(true)}
      onPointerLeave={() => hover(false)}
      onFocus={() => hover(true)}
      onBlur={() => hover(false)}
      onClick={() => selectionStore.getState().select(ref)}
      onContextMenu={(event) => {
        event.preventDefault();
        openMenu(ref, event.clientX, event.clientY);
      }}
    >
      {slim ? <SlimBody row={row} /> : <FullCard row={row} words={drag.words} />}
    </button>
  );
}

function FullCard({
  row,
  words,
}: {
  readonly row: ControllerRow;
  readonly words: { readonly text: string; readonly kind: "would" | "drop" } | undefined;
}) {
  const t = useT();
  return (
    <>
      <div className="card-line">
        <Letter uid={row.uid} />
        <span className="card-name" translate="no">
          {shortRef(row)}
        </span>
        <Ratio row={row} />
      </div>
      <div className={`card-counts${row.desired > 99 ? " tight" : ""}`}>
        <span>
          {t("graph.desired")} <b>{row.desired}</b>
        </span>
        <span>
          {t("graph.current")} <b>{row.current}</b>
        </span>
        <span>
          {t("graph.ready")} <b>{row.ready}</b>
        </span>
      </div>
      <div className={`card-third${words === undefined ? "" : ` ${words.kind}`}`}>
        {words === undefined ? (
          <>
            <InNamespace row={row} />
            <SelectorText row={row} />
          </>
        ) : (
          <Rich text={words.text} />
        )}
      </div>
    </>
  );
}

function SlimBody({ row }: { readonly row: ControllerRow }) {
  return (
    <>
      <Letter uid={row.uid} />
      <span className="card-name" translate="no">
        {shortRef(row)}
      </span>
      <span className="card-selector" translate="no">
        {row.selector}
      </span>
      <Ratio row={row} />
    </>
  );
}

/** Names of controllers are their own only within a namespace; the usual one goes without saying. */
function InNamespace({ row }: { readonly row: ControllerRow }) {
  return row.ns === "default" ? null : (
    <code className="card-namespace" translate="no">
      {row.ns}{" "}
    </code>
  );
}

export function Ratio({ row }: { readonly row: ControllerRow }) {
  const t = useT();
  if (row.desired === 0 && row.current === 0) return <span className="card-ratio in-words">{t("graph.wantsNone")}</span>;
  return (
    <span className="card-ratio">
      {row.ready < row.desired && <Glyph state="notready" size={12} />}
      {row.ready}/{row.desired}
    </span>
  );
}

export function SelectorText({ row }: { readonly row: ControllerRow }) {
  const t = useT();
  if (row.owner !== undefined) return <Rich text={t("graph.ownedBy", { owner: shortRef(row.owner) })} />;
  if (row.kind === "DaemonSet") {
    const selector = Object.entries(row.nodeSelector)
      .map(([key, value]) => `${key}=${value}`)
      .join(",");
    return selector === "" ? t("graph.everyNode") : <Rich text={t("graph.onNodesWith", { selector })} />;
  }
  return <Rich text={t("graph.selects", { selector: row.selector })} />;
}

interface DragMarks {
  readonly acts: boolean;
  readonly target: boolean;
  readonly over: boolean;
  readonly dim: boolean;
  readonly words: { readonly text: string; readonly kind: "would" | "drop" } | undefined;
}

/** While something is held: does this card take it, and what would its controller do? */
function useDragMarks(uid: string): DragMarks {
  const t = useT();
  const { held, over, effects } = useStore(dragStore);
  if (held === undefined) return { acts: false, target: false, over: false, dim: false, words: undefined };
  const effect = effects.find(({ controller }) => controller.uid === uid);
  const target = held.type === "pod" && dropOf(held, { type: "controller", uid }) !== undefined;
  const label = target ? labelForAny(uid, heldPods(held)) : undefined;
  const isOver = over?.type === "controller" && over.uid === uid;
  const words =
    effect !== undefined
      ? { text: cardWords(t, effect), kind: isOver ? ("drop" as const) : ("would" as const) }
      : label && { text: t("graph.tray.dropHere", { label: `${label.key}=${label.value}` }), kind: "drop" as const };
  return { acts: effect !== undefined && !isOver, target, over: isOver, dim: held.type !== "pod" && effect === undefined, words };
}
