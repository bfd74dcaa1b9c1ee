// The waits between restarts of a container and between pulls of an image: 10 s doubled up to 300 s, forgotten when
// nothing happened for 600 s (KL-82 to KL-93, KL-58).

import type { Backoff } from "./record.ts";

const FIRST_MS = 10_000;
export const MOST_MS = 300_000;
const FORGOTTEN_MS = 600_000;

type Backoffs = Map<string, Backoff>;

/** How long after `eventAt` the next attempt has to wait, or undefined when it may be made now. */
export function waitSince(backoffs: Backoffs | undefined, key: string, eventAt: number, now: number): number | undefined {
  const record = backoffs?.get(key);
  if (record === undefined || eventAt - record.updatedAt > FORGOTTEN_MS || now - eventAt >= record.delayMs) return undefined;
  return record.delayMs;
}

/** A permitted start (KL-86) or a failed pull: the next wait is twice as long. */
export function lengthen(backoffs: Backoffs, key: string, eventAt: number, now: number): Backoff {
  const record = backoffs.get(key);
  const fresh = record === undefined || eventAt - record.updatedAt > FORGOTTEN_MS;
  const next = { delayMs: fresh ? FIRST_MS : Math.min(MOST_MS, record.delayMs * 2), updatedAt: now };
  backoffs.set(key, next);
  return next;
}

/** Changing a container's image starts a fresh record (KL-83). */
export function crashKey(container: string, image: string): string {
  return `crash ${container} ${image}`;
}

/** A Go duration of whole seconds: `10s`, `1m20s`, `5m0s` (KL-90). */
export function goSeconds(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}

/** A Go duration truncated to milliseconds: `5.502s`, `83ms`, `1m2.5s`. */
export function goDuration(ms: number): string {
  const whole = Math.floor(ms);
  if (whole === 0) return "0s";
  if (whole < 1000) return `${whole}ms`;
  const seconds = (whole % 60_000) / 1000;
  const minutes = Math.floor(whole / 60_000);
  return minutes === 0
    ? `${seconds}s`
    : minutes < 60
      ? `${minutes}m${seconds}s`
      : `${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}s`;
}
