// The ten state glyphs: shapes tell the states apart, hue only helps. 16 x 16, in the current colour.

import type { ReactNode } from "react";
import type { PodState } from "../worker/rows.ts";

const line = { fill: "none", stroke: "currentColor" } as const;

const SHAPES: Record<PodState, ReactNode> = {
  ready: <circle cx="8" cy="8" r="5" fill="currentColor" />,
  notready: (
    <>
      <circle cx="8" cy="8" r="5.25" {...line} strokeWidth="1.5" />
      <path d="M8 2.75a5.25 5.25 0 0 0 0 10.5z" fill="currentColor" />
    </>
  ),
  pending: <circle cx="8" cy="8" r="5" {...line} strokeWidth="2" />,
  creating: (
    <>
      <path d="M8 2.75A5.25 5.25 0 1 1 2.75 8" {...line} strokeWidth="2" strokeLinecap="round" />
      <circle cx="8" cy="8" r="1.75" fill="currentColor" />
    </>
  ),
  probe: <path d="M8 13.7 2.9 8.6a3.4 3.4 0 0 1 4.8-4.9l.3.3.3-.3a3.4 3.4 0 0 1 4.8 4.9z" fill="currentColor" />,
  crash: (
    <>
      <path d="M13.2 9.4A5.4 5.4 0 1 1 12 4.3l1.2 1.2" {...line} strokeWidth="2.1" />
      <path d="M14.2 1.9v4.9H9.3z" fill="currentColor" />
    </>
  ),
  error: <path d="m3.6 3.6 8.8 8.8m0-8.8-8.8 8.8" {...line} strokeWidth="2.5" />,
  leaving: <path d="M8 2.4v10M3.6 8.2 8 12.6l4.4-4.4" {...line} strokeWidth="2" />,
  done: <path d="m2.8 8.4 3.6 3.7 6.8-7.6" {...line} strokeWidth="2.1" />,
  unknown: (
    <path
      d="M6.2 5.1H4.9a2.9 2.9 0 0 0 0 5.8h1.3m3.6-5.8h1.3a2.9 2.9 0 0 1 0 5.8H9.8M6.6 2.2l.7 1.6m2.1 8.4.7 1.6"
      {...line}
      strokeWidth="1.75"
    />
  ),
};

export function Glyph({ state, size = 14 }: { readonly state: PodState; readonly size?: number }) {
  return (
    <svg className={`glyph hue-${state}`} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      {SHAPES[state]}
    </svg>
  );
}

const ROUND = 2 * Math.PI * 7.75;

/** A ring that runs down in simulated time: what is left of a back-off or a grace period, clockwise from twelve. */
export function Ring({ state, left, size = 18 }: { readonly state: PodState; readonly left: number; readonly size?: number }) {
  return (
    <svg className={`glyph ringed hue-${state}`} width={size} height={size} viewBox="0 0 18 18" aria-hidden="true">
      <circle className="ring-track" cx="9" cy="9" r="7.75" />
      <circle
        className="ring-arc"
        cx="9"
        cy="9"
        r="7.75"
        strokeDasharray={`${(ROUND * left).toFixed(2)} ${ROUND.toFixed(2)}`}
        transform="rotate(-90 9 9)"
      />
      <svg x="4.5" y="4.5" width="9" height="9" viewBox="0 0 16 16">
        {SHAPES[state]}
      </svg>
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
