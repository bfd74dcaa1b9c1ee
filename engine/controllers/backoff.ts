// Growing pauses between attempts at one thing (DS-35): 1 s, doubled up to 15 min, forgotten after twice that.

const FIRST_MS = 1000;
const MOST_MS = 900_000;

export interface BackoffEntry {
  readonly delayMs: number;
  readonly at: number;
}

/** The entry after an attempt at `now`. */
export function nextBackoff(entry: BackoffEntry | undefined, now: number): BackoffEntry {
  const delayMs = entry === undefined || isForgotten(entry, now) ? FIRST_MS : Math.min(entry.delayMs * 2, MOST_MS);
  return { delayMs, at: now };
}

/** The pause to wait for while it runs; counted in full from now, as Kubernetes does. Undefined when the way is free. */
export function remainingBackoffMs(entry: BackoffEntry | undefined, now: number): number | undefined {
  if (entry === undefined || isForgotten(entry, now) || now - entry.at >= entry.delayMs) return undefined;
  return entry.delayMs;
}

function isForgotten(entry: BackoffEntry, now: number): boolean {
  return now - entry.at > 2 * MOST_MS;
}

/** Drops what is forgotten, so that the table does not grow for ever. */
export function sweepBackoff(entries: Map<string, BackoffEntry>, now: number): void {
  for (const [key, entry] of entries) if (isForgotten(entry, now)) entries.delete(key);
}
