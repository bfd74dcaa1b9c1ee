// How much memory containers use, when one of them will have too much, and whom the kernel kills when the node itself has
// none left. Stands for the memory cgroups and the OOM killer of Linux. Left out on purpose: page cache, swap, huge pages.

import type { Container } from "./container.ts";

/** Memory that a Fault makes a container take and keep. */
export interface Leak {
  readonly since: number;
  readonly heldBytes: number;
  readonly bytesPerSecond: number;
}

/** Of a BestEffort container. */
const MOST_SCORE = 1000;
const UNTOLD_START_BYTES = 2 * 1024 * 1024;

export function leakedBytes(leak: Leak | undefined, now: number): number {
  return leak === undefined ? 0 : leak.heldBytes + (leak.bytesPerSecond * (now - leak.since)) / 1000;
}

/** How much more it uses every second, as far as that is foreseeable. */
export function growthPerSecond({ state, plan, image, leak }: Container): number {
  if (state !== "running") return 0;
  return (plan.kind === "image" ? (image.memory?.bytesPerSecond ?? 0) : 0) + (leak?.bytesPerSecond ?? 0);
}

/** What the image's own process and a leak hold; `untold` stands for an image that says nothing of its memory. */
export function ownBytes(container: Container, now: number, untold = UNTOLD_START_BYTES): number {
  const { image, plan, leak } = container;
  const leaked = leakedBytes(leak, now);
  if (plan.kind !== "image") return Math.round(leaked);
  const { startBytes = untold, bytesPerSecond = 0 } = image.memory ?? {};
  return Math.round(startBytes + (bytesPerSecond * (now - (container.startedAt ?? now))) / 1000 + leaked);
}

/**
 * When a container ends by itself, and how: because its process is over, or because its memory outgrows the limit.
 * `worldBytes`: what the commands in it hold now.
 */
export function ownEnd(
  container: Container,
  now: number,
  worldBytes: number,
): { readonly at: number; readonly outOfMemory: boolean } | undefined {
  const { image, plan, request, startedAt = now } = container;
  const isOver = plan.kind === "image" && image.exitAfterSeconds !== undefined;
  const overAt = isOver ? startedAt + (image.exitAfterSeconds ?? 0) * 1000 : Number.POSITIVE_INFINITY;
  const room = (request.memoryLimitBytes ?? Number.POSITIVE_INFINITY) - ownBytes(container, now, 0) - worldBytes;
  const growth = growthPerSecond(container);
  const fullAt = room < 0 ? now : growth > 0 ? now + Math.ceil((room / growth) * 1000) : Number.POSITIVE_INFINITY;
  const at = Math.min(overAt, fullAt);
  return at === Number.POSITIVE_INFINITY ? undefined : { at, outOfMemory: fullAt <= overAt };
}

/** The one that the kernel kills when the node is out of memory: the largest, weighed by its oom_score_adj (KL-208). */
export function oomVictim(
  containers: Iterable<Container>,
  bytesOf: (container: Container) => number,
  capacityBytes: number,
): Container | undefined {
  let victim: Container | undefined;
  let worst = Number.NEGATIVE_INFINITY;
  for (const container of containers) {
    if (container.state !== "running") continue;
    const score = (bytesOf(container) / capacityBytes) * 1000 + (container.request.oomScoreAdj ?? MOST_SCORE);
    if (score > worst) [victim, worst] = [container, score];
  }
  return victim;
}
