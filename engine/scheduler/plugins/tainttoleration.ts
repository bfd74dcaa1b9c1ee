// TaintToleration: no pods on nodes with a taint that they do not tolerate (SCHF-3), rather not on nodes with a
// PreferNoSchedule taint (SCHS-3).

import { deepEqual } from "../../api/equal.ts";
import type { Node, Pod } from "../../api/types.generated.ts";
import { nodeOf, normalise } from "../framework.ts";
import type { Plugin, Refusal } from "../framework.ts";
import { isTolerated, toleratesTaint } from "./tolerations.ts";

const REFUSAL: Refusal = { reasons: ["node(s) had untolerated taint(s)"], resolvable: false };

export const taintToleration: Plugin = {
  name: "TaintToleration",
  weight: 3,
  preFilter: ({ pod, snapshot }) =>
    snapshot.tainted === 0 ? undefined : { filter: (node) => (isRepelled(pod, nodeOf(node)) ? REFUSAL : undefined) },
  score: ({ pod, snapshot }, nodes) =>
    snapshot.tainted === 0
      ? undefined
      : normalise(
          nodes.map((node) => dislikes(pod, nodeOf(node))),
          true,
        ),
  events: ["nodeAdded", "nodeUpdated", "podUpdated"],
  hint(event, pod) {
    switch (event.type) {
      case "nodeAdded":
        return !isRepelled(pod, event.node);
      case "nodeUpdated":
        return isRepelled(pod, event.old) && !isRepelled(pod, event.node);
      case "podUpdated":
        return !deepEqual(event.old.spec.tolerations, event.pod.spec.tolerations);
      default:
        return false;
    }
  },
};

/** Whether a NoSchedule or NoExecute taint of the node keeps the pod away. */
export function isRepelled(pod: Pod, node: Node): boolean {
  for (const taint of node.spec?.taints ?? []) if (taint.effect !== "PreferNoSchedule" && !isTolerated(pod, taint)) return true;
  return false;
}

function dislikes(pod: Pod, node: Node): number {
  // Only tolerations for this effect, or for any, count here.
  const tolerations = (pod.spec.tolerations ?? []).filter(({ effect }) => !effect || effect === "PreferNoSchedule");
  let count = 0;
  for (const taint of node.spec?.taints ?? [])
    if (taint.effect === "PreferNoSchedule" && !tolerations.some((toleration) => toleratesTaint(toleration, taint))) count++;
  return count;
}
