// The pods of a node among many. One drawing shows them all; over it lies, for each pod, an empty place that has its name
// and takes the focus.

import { memo, useMemo, useRef } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { type Translate, useT } from "../i18n/setup.ts";
import { paintOf } from "../marks/glyphs.tsx";
import { drawnState, sceneStore } from "../store/scene.ts";
import { activeController, isChosen, selectionStore } from "../store/selection.ts";
import type { PodRow, PodState } from "../worker/rows.ts";
import { CELL, dotCodes, dotPaths, dotRows, MATCH } from "./dotPaths.ts";
import { filterOf } from "./filter.ts";
import { DOT } from "./layout.ts";
import type { Shelf } from "./placement.ts";
import { podWord } from "./podWords.ts";
import { useTurns } from "./useTurns.tsx";

/** By place; undefined where none stands. */
export type Pods = readonly (PodRow | undefined)[];

interface DotsProps {
  readonly pods: Pods;
  readonly silent: ReadonlySet<string>;
  readonly columns: number;
  /** For a callout at the corner. */
  readonly room: boolean;
}

/** Rows of places that come with one frame. */
const ROWS_IN_TURN = 5;

export const Dots = memo(function Dots({ pods, silent, columns, room }: DotsProps) {
  const t = useT();
  const rows = useMemo(() => dotRows(pods, columns, room), [pods, columns, room]);
  const there = useTurns(rows.length, ROWS_IN_TURN);
  return (
    <div className="dots" style={{ height: rows.length * DOT.row }}>
      <Drawing pods={pods} silent={silent} columns={columns} room={room} />
      {rows.slice(0, there).map((row, i) => (
        <DotRow key={i} t={t} pods={row} silent={silent} />
      ))}
    </div>
  );
});

interface DotRowProps {
  readonly t: Translate;
  readonly pods: Pods;
  readonly silent: ReadonlySet<string>;
}

/** By itself, so that a change in one row lays out and draws no other. */
const DotRow = memo(function DotRow({ t, pods, silent }: DotRowProps) {
  const chosen = useStore(
    selectionStore,
    useShallow((selection) => pods.flatMap((pod) => (pod !== undefined && isChosen(selection, pod.uid) ? pod.uid : []))),
  );
  return (
    <div className="dot-row">
      {pods.map((pod, i) =>
        pod === undefined ? (
          <span key={`free-${i}`} className="dot" />
        ) : (
          <Dot key={pod.uid} t={t} pod={pod} state={drawnState(pod, silent)} chosen={chosen.includes(pod.uid)} />
        ),
      )}
    </div>
  );
}, isSameRow);

function isSameRow(a: DotRowProps, b: DotRowProps): boolean {
  const samePods = a.pods.length === b.pods.length && a.pods.every((pod, i) => pod === b.pods[i]);
  return samePods && a.t === b.t && a.silent === b.silent;
}

/** The pods of a shelf; the same value while none of them changed. */
export function useShelfPods(shelf: Shelf): Pods {
  const uids = useMemo(() => [...shelf.bays.map(({ pod }) => pod), ...shelf.slots], [shelf]);
  const last = useRef<Pods>([]);
  return useStore(sceneStore, ({ pods }) => {
    const known = last.current;
    const rowAt = (i: number): PodRow | undefined => pods.get(uids[i] ?? "");
    if (known.length !== uids.length || known.some((pod, i) => pod !== rowAt(i))) last.current = uids.map((_, i) => rowAt(i));
    return last.current;
  });
}

interface DrawingProps {
  readonly pods: Pods;
  readonly silent: ReadonlySet<string>;
  readonly columns: number;
  readonly room: boolean;
}

function Drawing({ pods, silent, columns, room }: DrawingProps) {
  const text = useStore(selectionStore, (selection) => selection.filter);
  const active = useStore(selectionStore, activeController);
  const controller = useStore(sceneStore, ({ controllers }) => controllers.get(active ?? ""));
  const codes = useMemo(() => dotCodes(pods, silent, filterOf(text), controller), [pods, silent, text, controller]);
  const { paths, matches, rows } = useMemo(() => dotPaths(codes, columns, room), [codes, columns, room]);
  return (
    <svg
      width={columns * DOT.cell}
      height={rows * DOT.row}
      viewBox={`0 0 ${columns * CELL.width} ${rows * CELL.height}`}
      aria-hidden="true"
    >
      {paths.map(({ state, dim, part, d }) => (
        <path key={`${state}${part.rest}${dim}`} className={`glyph hue-${state}${dim ? " dim" : ""}`} d={d} {...paintOf(part)} />
      ))}
      {matches !== "" && <path d={matches} {...paintOf(MATCH)} />}
    </svg>
  );
}

interface DotProps {
  readonly t: Translate;
  readonly pod: PodRow;
  readonly state: PodState;
  readonly chosen: boolean;
}

/** Too small for a button: the focus goes there by arrows only. */
const Dot = memo(function Dot({ t, pod, state, chosen }: DotProps) {
  // A name that counted seconds would be said again and again.
  const word = podWord(t, pod, state, Number.POSITIVE_INFINITY);
  return (
    <span
      className={`dot${chosen ? " selected" : ""}`}
      role="img"
      aria-label={t("keyboard.dot", { name: pod.name, word })}
      data-stop="inner"
      data-uid={pod.uid}
      tabIndex={-1}
    />
  );
});
