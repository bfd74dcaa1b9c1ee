// Room for a critical pod (KL-187): when a node lacks what it asks for, its kubelet ends pods of lower rank and takes it
// then. BestEffort pods go before Burstable and those before Guaranteed ones, and no more of them than are needed.

import { podQosClass } from "../api/podstate.ts";
import type { Node, Pod } from "../api/types.generated.ts";
import { type Asking, shortagesOf } from "./admission.ts";
import { isCritical, priorityOf } from "./eviction.ts";

const MESSAGE = "Preempted in order to admit critical pod";
const CLASSES = ["BestEffort", "Burstable", "Guaranteed"] as const;

/** How those end who make room. */
export const PREEMPTED = Object.freeze({
  rule: "kubelet.preempt",
  reason: "Preempting",
  message: MESSAGE,
  disruption: "Pod was preempted by Kubelet to accommodate a critical pod.",
} as const);

/** Who has to go, from among `others`; undefined when all that may go would not be enough. */
export function preempted<T extends Asking>(asking: Asking, node: Node, others: readonly T[]): readonly T[] | undefined {
  const lower = others.filter(({ pod }) => ranksBelow(pod, asking.pod));
  const stays = (gone: readonly T[]): readonly T[] => others.filter((other) => !gone.includes(other));
  if (shortagesOf(asking.requests, node, stays(lower)).size > 0) return undefined;
  const byClass = CLASSES.map((quality) => lower.filter(({ pod }) => podQosClass(pod.spec) === quality));
  // From the highest class down: as if all of the lower ones were gone already, who is still needed?
  const chosen: T[] = [];
  for (let i = byClass.length - 1; i >= 0; i--) {
    const lowerClasses = byClass.slice(0, i).flat();
    const candidates = [...(byClass[i] ?? [])];
    for (;;) {
      const lacking = shortagesOf(asking.requests, node, stays([...lowerClasses, ...chosen]));
      if (lacking.size === 0) break;
      const next = nearest(candidates, lacking);
      if (next === undefined) break;
      candidates.splice(candidates.indexOf(next), 1);
      chosen.push(next);
    }
  }
  return chosen.reverse();
}

function ranksBelow(pod: Pod, than: Pod): boolean {
  return (isCritical(than) && !isCritical(pod)) || priorityOf(pod) < priorityOf(than);
}

/** The one whose going leaves least to be wanted; of equal ones the smaller. */
function nearest<T extends Asking>(candidates: readonly T[], lacking: ReadonlyMap<string, number>): T | undefined {
  let best: T | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const left = distance(candidate, lacking);
    const isSmaller = best !== undefined && left === least && size(candidate) < size(best);
    if (left < least || isSmaller) [best, least] = [candidate, left];
  }
  return best;
}

function distance({ requests }: Asking, lacking: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [resource, amount] of lacking) {
    const given = resource === "pods" ? 1 : (requests[resource] ?? 0);
    sum += Math.max(0, (amount - given) / amount) ** 2;
  }
  return sum;
}

function size({ requests }: Asking): number {
  return (requests["memory"] ?? 0) + (requests["cpu"] ?? 0);
}
