// The events that a kubelet has to tell of while the API server is out of its reach (KL-220). They wait in their order and
// are sent when it is back, with the times at which they happened.
// Left out on purpose: the limits of 50 a second, and the up to ten seconds until the next try after a reconnection.

import type { ObjectReference } from "../api/types.generated.ts";
import type { EventOptions } from "../client/events.ts";

export interface UnsentEvent {
  readonly at: number;
  readonly about: ObjectReference;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  readonly options: EventOptions;
}

const MOST = 1000;
/** Twelve tries: a random first wait of up to 10 s, here its mean, and ten of 10 s. */
const GIVEN_UP_AFTER_MS = 105_000;

/** With one more at the end, unless there are too many already. */
export function withUnsent(unsent: readonly UnsentEvent[], event: UnsentEvent): readonly UnsentEvent[] {
  return unsent.length < MOST ? [...unsent, Object.freeze(event)] : unsent;
}

/** What is left of them at `now`. Only the first of a queue is tried, until it is given up; the others wait behind it. */
export function notGivenUp(unsent: readonly UnsentEvent[], now: number): readonly UnsentEvent[] {
  let givenUp = 0;
  let triedSince = Number.NEGATIVE_INFINITY;
  for (const { at } of unsent) {
    triedSince = Math.max(triedSince, at) + GIVEN_UP_AFTER_MS;
    if (triedSince > now) break;
    givenUp++;
  }
  return unsent.slice(givenUp);
}
