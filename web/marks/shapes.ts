// The shapes of the ten states as paths in a box of 16 x 16. After its start a path has only relative commands, so that the
// same one can be drawn alone or among hundreds in one path.

import type { PodState } from "../worker/rows.ts";

export interface Part {
  readonly x: number;
  readonly y: number;
  readonly rest: string;
  /** Width of the line; without it the part is filled. */
  readonly line?: number;
  readonly roundEnds?: boolean;
}

export const SHAPES: Readonly<Record<PodState, readonly Part[]>> = {
  ready: [disc(5)],
  notready: [
    { ...disc(5.25), line: 1.5 },
    { x: 8, y: 2.75, rest: "a5.25 5.25 0 0 0 0 10.5z" },
  ],
  pending: [{ ...disc(5), line: 2 }],
  creating: [{ x: 8, y: 2.75, rest: "a5.25 5.25 0 1 1-5.25 5.25", line: 2, roundEnds: true }, disc(1.75)],
  probe: [{ x: 8, y: 13.7, rest: "l-5.1-5.1a3.4 3.4 0 0 1 4.8-4.9l.3.3.3-.3a3.4 3.4 0 0 1 4.8 4.9z" }],
  crash: [
    { x: 13.2, y: 9.4, rest: "a5.4 5.4 0 1 1-1.2-5.1l1.2 1.2", line: 2.1 },
    { x: 14.2, y: 1.9, rest: "v4.9h-4.9z" },
  ],
  error: [{ x: 3.6, y: 3.6, rest: "l8.8 8.8m0-8.8l-8.8 8.8", line: 2.5 }],
  leaving: [{ x: 8, y: 2.4, rest: "v10m-4.4-4.2l4.4 4.4l4.4-4.4", line: 2 }],
  done: [{ x: 2.8, y: 8.4, rest: "l3.6 3.7l6.8-7.6", line: 2.1 }],
  unknown: [
    {
      x: 6.2,
      y: 5.1,
      rest: "h-1.3a2.9 2.9 0 0 0 0 5.8h1.3m3.6-5.8h1.3a2.9 2.9 0 0 1 0 5.8h-1.3m-3.2-8.7l.7 1.6m2.1 8.4l.7 1.6",
      line: 1.75,
    },
  ],
};

/** In the middle of the box. */
export function disc(radius: number): Part {
  const arc = `a${radius} ${radius} 0 1 1`;
  return { x: 8 - radius, y: 8, rest: `${arc} ${2 * radius} 0${arc}-${2 * radius} 0z` };
}

/** The part with its box at this place. */
export function pathAt({ x, y, rest }: Part, left = 0, top = 0): string {
  return `M${rounded(left + x)} ${rounded(top + y)}${rest}`;
}

function rounded(units: number): number {
  return Math.round(units * 100) / 100;
}
