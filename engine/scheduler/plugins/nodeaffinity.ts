// NodeAffinity: nodeSelector and required node affinity (SCHF-4), preferred node affinity (SCHS-4).

import { deepEqual } from "../../api/equal.ts";
import { matchesSelector } from "../../api/selector.ts";
import type { Requirement } from "../../api/selector.ts";
import type { Node, NodeSelectorRequirement, NodeSelectorTerm, Pod } from "../../api/types.generated.ts";
import { nodeOf, normalise } from "../framework.ts";
import type { Plugin, Refusal } from "../framework.ts";

const REFUSAL: Refusal = { reasons: ["node(s) didn't match Pod's node affinity/selector"], resolvable: false };
const CONFLICT = "pod affinity terms conflict";

export const nodeAffinity: Plugin = {
  name: "NodeAffinity",
  weight: 2,
  preFilter({ pod }) {
    const terms = requiredTerms(pod);
    if (terms === undefined && pod.spec.nodeSelector === undefined) return undefined;
    const only = namedNodes(terms);
    if (only?.size === 0) return { rejected: CONFLICT };
    const filter = (node: { node: Node | undefined }): Refusal | undefined =>
      node.node !== undefined && isWanted(pod, node.node) ? undefined : REFUSAL;
    return only === undefined ? { filter } : { only, filter };
  },
  score({ pod }, nodes) {
    const preferred = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    if (preferred.length === 0) return undefined;
    const raw = nodes.map((info) =>
      preferred.reduce((sum, { weight, preference }) => sum + (matchesTerm(preference, nodeOf(info)) ? weight : 0), 0),
    );
    return normalise(raw);
  },
  events: ["nodeAdded", "nodeUpdated", "podUpdated"],
  hint(event, pod) {
    switch (event.type) {
      case "nodeAdded":
        return isWanted(pod, event.node);
      case "nodeUpdated":
        return isWanted(pod, event.node) && !isWanted(pod, event.old);
      case "podUpdated":
        return (
          !deepEqual(event.old.spec.nodeSelector, event.pod.spec.nodeSelector) ||
          !deepEqual(event.old.spec.affinity, event.pod.spec.affinity)
        );
      default:
        return false;
    }
  },
};

function requiredTerms(pod: Pod): readonly NodeSelectorTerm[] | undefined {
  return pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
}

/** Whether the pod's nodeSelector and required affinity both accept the node. */
export function isWanted(pod: Pod, node: Node): boolean {
  const labels = node.metadata.labels;
  for (const [key, value] of Object.entries(pod.spec.nodeSelector ?? {})) if (labels?.[key] !== value) return false;
  const terms = requiredTerms(pod);
  return terms === undefined || terms.some((term) => matchesTerm(term, node));
}

/** An empty term matches nothing. */
function matchesTerm(term: NodeSelectorTerm, node: Node): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0) return false;
  return (
    matchesSelector(expressions.map(requirementOf), node.metadata.labels) &&
    matchesSelector(fields.map(requirementOf), { "metadata.name": node.metadata.name })
  );
}

const OPERATORS = { In: "in", NotIn: "notin", Exists: "exists", DoesNotExist: "!", Gt: "gt", Lt: "lt" } as const;

function requirementOf({ key, operator, values }: NodeSelectorRequirement): Requirement {
  return { key, operator: OPERATORS[operator], values: values ?? [] };
}

/** The nodes that every term names by metadata.name; undefined when some term does not (SCHA-7). */
function namedNodes(terms: readonly NodeSelectorTerm[] | undefined): ReadonlySet<string> | undefined {
  if (terms === undefined || terms.length === 0) return undefined;
  const names = new Set<string>();
  for (const term of terms) {
    const lists = (term.matchFields ?? [])
      .filter(({ key, operator }) => key === "metadata.name" && operator === "In")
      .map(({ values }) => values ?? []);
    const [first, ...rest] = lists;
    if (first === undefined) return undefined;
    for (const name of first) if (rest.every((list) => list.includes(name))) names.add(name);
  }
  return names;
}
