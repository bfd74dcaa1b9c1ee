// The dots of one node as a few paths: all parts of one kind, of pods in one state, are one path. Two thousand pods are then
// some sixty elements instead of six thousand. Pure.

import { disc, type Part, pathAt, SHAPES } from "../marks/shapes.ts";
import { drawnState } from "../store/scene.ts";
import type { ControllerRow, PodRow, PodState } from "../worker/rows.ts";
import type { Filter } from "./filter.ts";
import { DOT } from "./layout.ts";
import { selects } from "./matches.ts";

/** A glyph of 16 units is drawn 14 pixels wide; paths are in units, places in pixels. */
const UNITS = 16 / 14;
export const CELL = { width: DOT.cell * UNITS, height: DOT.row * UNITS };
/** At the corner of a failing node stands a callout, over so many cells. */
const ROOM = { columns: 4, rows: 2 };
const STATES = Object.keys(SHAPES) as readonly PodState[]; // its keys are the states
const NONE = ".";
/** Discs of pods that are well stand back. */
const READY = disc(3.9);
export const MATCH: Part = { ...disc(7.4), line: UNITS };

export interface DotPath {
  readonly state: PodState;
  readonly dim: boolean;
  readonly part: Part;
  readonly d: string;
}

interface Cell {
  readonly x: number;
  readonly y: number;
}

/** The cell of a dot; the room of the callout is skipped. */
function cellOf(index: number, columns: number, room: boolean): Cell {
  const narrow = besideRoom(columns);
  const beside = narrow * ROOM.rows;
  if (!room || index >= beside) {
    const from = room ? index - beside + ROOM.rows * columns : index;
    return { x: from % columns, y: Math.floor(from / columns) };
  }
  return { x: index % narrow, y: Math.floor(index / narrow) };
}

/** Dots of a row at the callout's side; none in a host that is no wider than the callout. */
function besideRoom(columns: number): number {
  return Math.max(0, columns - ROOM.columns);
}

/** The dots of each row. */
export function dotRows<Dot>(dots: readonly Dot[], columns: number, room: boolean): readonly (readonly Dot[])[] {
  const rows: (readonly Dot[])[] = [];
  for (let from = 0; from < dots.length;) {
    const width = room && rows.length < ROOM.rows ? besideRoom(columns) : columns;
    rows.push(dots.slice(from, from + width));
    from += width;
  }
  return rows;
}

/** One letter for each place says how its dot is drawn: equal text, equal picture. */
export function dotCodes(
  pods: readonly (PodRow | undefined)[],
  silent: ReadonlySet<string>,
  filter: Filter | undefined,
  controller: ControllerRow | undefined,
): string {
  let codes = "";
  for (const pod of pods) {
    if (pod === undefined) {
      codes += NONE;
      continue;
    }
    const dim = filter?.(pod) === false ? 1 : 0;
    const match = controller !== undefined && selects(controller, pod) ? 2 : 0;
    codes += String.fromCharCode(FIRST_CODE + STATES.indexOf(drawnState(pod, silent)) * 4 + match + dim);
  }
  return codes;
}

const FIRST_CODE = "0".charCodeAt(0);

export interface DotPicture {
  readonly paths: readonly DotPath[];
  /** The rings of those that a controller selects; empty when there are none. */
  readonly matches: string;
  readonly rows: number;
}

export function dotPaths(codes: string, columns: number, room: boolean): DotPicture {
  const paths = new Map<string, DotPath>();
  let matches = "";
  for (let i = 0; i < codes.length; i++) {
    const code = codes.charCodeAt(i) - FIRST_CODE;
    const state = codes[i] === NONE ? undefined : STATES[code >> 2];
    if (state === undefined) continue;
    const cell = cellOf(i, columns, room);
    const left = cell.x * CELL.width;
    const top = cell.y * CELL.height;
    if ((code & 2) !== 0) matches += pathAt(MATCH, left, top);
    const dim = (code & 1) !== 0;
    for (const [n, part] of (state === "ready" ? [READY] : SHAPES[state]).entries()) {
      const key = `${state}${n}${dim}`;
      paths.set(key, { state, dim, part, d: (paths.get(key)?.d ?? "") + pathAt(part, left, top) });
    }
  }
  return { paths: [...paths.values()], matches, rows: codes === "" ? 0 : cellOf(codes.length - 1, columns, room).y + 1 };
}
