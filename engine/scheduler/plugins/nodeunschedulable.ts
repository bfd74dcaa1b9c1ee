// NodeUnschedulable: no pods on cordoned nodes (SCHF-1).

import type { Node, Taint } from "../../api/types.generated.ts";
import { nodeOf } from "../framework.ts";
import type { Plugin, Refusal } from "../framework.ts";
import { isTolerated } from "./tolerations.ts";

const REFUSAL: Refusal = { reasons: ["node(s) were unschedulable"], resolvable: false };
const TAINT: Taint = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" };

export const nodeUnschedulable: Plugin = {
  name: "NodeUnschedulable",
  preFilter: ({ pod, snapshot }) =>
    snapshot.unschedulable === 0 || isTolerated(pod, TAINT)
      ? undefined
      : { filter: (node) => (nodeOf(node).spec?.unschedulable ? REFUSAL : undefined) },
  events: ["nodeAdded", "nodeUpdated", "podUpdated"],
  hint(event, pod) {
    switch (event.type) {
      case "nodeAdded":
        return isOpen(event.node);
      case "nodeUpdated":
        return !isOpen(event.old) && isOpen(event.node);
      case "podUpdated":
        return isTolerated(pod, TAINT) && !isTolerated(event.old, TAINT);
      default:
        return false;
    }
  },
};

function isOpen(node: Node): boolean {
  return node.spec?.unschedulable !== true;
}
