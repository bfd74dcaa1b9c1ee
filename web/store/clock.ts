// The simulated clock as the page last heard of it.

import { createStore } from "zustand/vanilla";
import type { ClockState } from "../worker/protocol.ts";
import type { PodState } from "../worker/rows.ts";

export const clockStore = createStore<ClockState>()(() => ({
  now: 0,
  startAt: 0,
  running: false,
  speed: 1,
  behind: false,
  reached: 1,
  untilChange: false,
  atRest: false,
}));

/** Since the beginning, as on the screen: `00:18.4`, `1:02:03`. */
export function clockText(sinceStartMs: number, tenths = true): string {
  const total = Math.max(0, sinceStartMs) / 1000;
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = Math.floor((total % 60) * 10 + 1e-6) / 10;
  const two = (n: number): string => String(n).padStart(2, "0");
  const whole = tenths && hours === 0 ? seconds.toFixed(1).padStart(4, "0") : two(Math.floor(seconds));
  return hours > 0 ? `${hours}:${two(minutes)}:${whole}` : `${two(minutes)}:${whole}`;
}

const STEP_MS = 250;
const TURNS = 8;

/**
 * The time as the countdown of this pod shows it, in steps that come about five times a second however fast the clock goes:
 * hundreds of countdowns may be on the screen, and they take turns. Never later than now; always 0 in a state in which nothing
 * runs down.
 */
export function countdownNow({ now, speed }: Pick<ClockState, "now" | "speed">, state: PodState | undefined, uid: string): number {
  if (state !== "crash" && state !== "leaving") return 0;
  const step = speed <= 1 ? STEP_MS : Math.ceil(speed / 5) * 1000;
  const later = (turnOf(uid) * step) / TURNS;
  return Math.max(0, Math.floor((now - later) / step) * step + later);
}

/** By its last character, which is as good as chance. */
function turnOf(uid: string): number {
  return uid === "" ? 0 : uid.charCodeAt(uid.length - 1) % TURNS;
}
