// Whether a node is what a pod's nodeSelector and required node affinity ask for: shared by the scheduler's filter and
// the DaemonSet controller's choice of nodes (DS-10), as component-helpers/scheduling is in Kubernetes.

import type { Operator } from "./selector.ts";
import { matchesSelector } from "./selector.ts";
import type { Node, NodeSelectorRequirement, NodeSelectorTerm, PodSpec } from "./types.generated.ts";

const OPERATORS: Readonly<Record<NodeSelectorRequirement["operator"], Operator>> = {
  In: "in",
  NotIn: "notin",
  Exists: "exists",
  DoesNotExist: "!",
  Gt: "gt",
  Lt: "lt",
};

/** Both nodeSelector and required affinity must match. */
export function matchesNode(spec: PodSpec, node: Node): boolean {
  return unmetNodeDemand(spec, node) === undefined;
}

/** The first of the pod's demands that the node does not meet, in words; undefined when it meets all. */
export function unmetNodeDemand(spec: PodSpec, node: Node): string | undefined {
  for (const [key, value] of Object.entries(spec.nodeSelector ?? {})) {
    if (node.metadata.labels?.[key] !== value) return `${key}=${value}`;
  }
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined || required.nodeSelectorTerms.some((term) => matchesNodeTerm(term, node))) return undefined;
  return required.nodeSelectorTerms.map(termText).join(" or ") || "no term";
}

/** One term: all its requirements must hold, and one without any matches nothing. */
function matchesNodeTerm(term: NodeSelectorTerm, node: Node): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length + fields.length === 0) return false;
  const name = { "metadata.name": node.metadata.name };
  return expressions.every((one) => holds(one, node.metadata.labels)) && fields.every((one) => holds(one, name));
}

function holds({ key, operator, values = [] }: NodeSelectorRequirement, labels: Readonly<Record<string, string>> | undefined): boolean {
  return matchesSelector([{ key, operator: OPERATORS[operator], values }], labels);
}

function termText({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm): string {
  return [...matchExpressions, ...matchFields]
    .map(({ key, operator, values = [] }) => [key, operator, values.join(",")].join(" ").trim())
    .join(", ");
}
