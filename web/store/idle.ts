// The moment when the page has nothing better to do.

/** Calls back then, or after so long. */
export function whenIdle(act: () => void, patienceMs: number): void {
  // Not every browser tells.
  if ("requestIdleCallback" in window) window.requestIdleCallback(act, { timeout: patienceMs });
  else setTimeout(act, Math.min(patienceMs, 1000));
}
