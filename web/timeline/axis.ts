// The stretch of time that the timeline shows, and its ticks. Pure; all in simulated milliseconds since the start.

export interface Span {
  readonly from: number;
  readonly to: number;
  readonly every: number;
}

const SPANS_S: readonly (readonly [number, number])[] = [
  [30, 5],
  [60, 10],
  [120, 20],
  [240, 30],
  [480, 60],
  [900, 150],
];
/** Up to so much of a span is past; the rest is room for what comes. */
const FULL = 0.93;

/** The whole history while it fits the longest span; after that the latest part of it, moving on in whole ticks. */
export function spanFor(now: number): Span {
  const seconds = Math.max(0, now) / 1000;
  const fitting = SPANS_S.find(([length]) => seconds <= length * FULL);
  if (fitting !== undefined) return { from: 0, to: fitting[0] * 1000, every: fitting[1] * 1000 };
  const [length, every] = SPANS_S.at(-1) ?? [900, 150];
  const to = Math.ceil((seconds - length * FULL) / every) * every + length;
  return { from: (to - length) * 1000, to: to * 1000, every: every * 1000 };
}

export function ticksOf({ from, to, every }: Span): readonly number[] {
  const ticks: number[] = [];
  for (let at = from; at <= to; at += every) ticks.push(at);
  return ticks;
}

/** Where an instant is, in per cent of the span, held inside it. */
export function placeOf({ from, to }: Span, at: number): number {
  return Math.min(100, Math.max(0, ((at - from) / (to - from)) * 100));
}
