// The ten state glyphs: shapes tell the states apart, hue only helps. 16 x 16, in the current colour.

import type { PodState } from "../worker/rows.ts";
import { type Part, pathAt, SHAPES } from "./shapes.ts";

const line = { fill: "none", stroke: "currentColor" } as const;

export function Glyph({ state, size = 14 }: { readonly state: PodState; readonly size?: number }) {
  return (
    <svg className={`glyph hue-${state}`} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <Shape state={state} />
    </svg>
  );
}

function Shape({ state }: { readonly state: PodState }) {
  return SHAPES[state].map((part) => <path key={part.rest} d={pathAt(part)} {...paintOf(part)} />);
}

/** How a part is painted in the current colour. */
export function paintOf({ line: width, roundEnds = false }: Part) {
  if (width === undefined) return { fill: "currentColor" };
  return { ...line, strokeWidth: width, ...(roundEnds ? { strokeLinecap: "round" as const } : {}) };
}

/** Around the box of the shape, from twelve o'clock. Drawn in the shape's own units: a transform would be a layer's worth of work. */
const AROUND = "M8-5.78a13.78 13.78 0 1 1 0 27.56a13.78 13.78 0 1 1 0-27.56";

/** A ring that runs down in simulated time: what is left of a back-off or a grace period, clockwise. */
export function Ring({ state, left, size = 18 }: { readonly state: PodState; readonly left: number; readonly size?: number }) {
  return (
    <svg className={`glyph ringed hue-${state}`} width={size} height={size} viewBox="-8 -8 32 32" aria-hidden="true">
      <path className="ring-track" d={AROUND} />
      <path className="ring-arc" d={AROUND} pathLength={1} strokeDasharray={`${left.toFixed(3)} 1`} />
      <Shape state={state} />
    </svg>
  );
}

/** Podyard's own mark: a pod in a yard, and the place of one that will come. */
export function Mark({ size = 18 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <rect x="1" y="1" width="18" height="18" rx="4.5" {...line} strokeWidth="2" />
      <circle cx="7" cy="10" r="2.5" fill="currentColor" />
      <circle cx="13.2" cy="10" r="2" {...line} strokeWidth="1.3" strokeDasharray="1.6 1.1" />
    </svg>
  );
}
