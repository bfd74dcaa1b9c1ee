// The conditions of a namespace on its way out (NS-6, NS-7). Pure.

import type { KindInfo } from "../api/kinds.ts";
import { formatTime } from "../api/time.ts";
import type { NamespaceCondition } from "../api/types.generated.ts";

/** Objects of one kind that are still there after everything was deleted. */
export interface Remaining {
  readonly info: KindInfo;
  readonly count: number;
  /** How many objects each finalizer holds. */
  readonly finalizers: ReadonlyMap<string, number>;
  readonly estimateSeconds: number;
  readonly unexpected: boolean;
  readonly text: string;
}

type Verdict = readonly [type: string, status: "True" | "False", reason: string, message: string];

/** The conditions after a pass; a condition whose status stays keeps its transition time. */
export function namespaceConditions(
  before: readonly NamespaceCondition[],
  remaining: readonly Remaining[],
  now: number,
): NamespaceCondition[] {
  const verdicts: Verdict[] = [
    ["NamespaceDeletionDiscoveryFailure", "False", "ResourcesDiscovered", "All resources successfully discovered"],
    ["NamespaceDeletionGroupVersionParsingFailure", "False", "ParsedGroupVersions", "All legacy kube types successfully parsed"],
    contentFailure(remaining.filter(({ unexpected }) => unexpected)),
    // While only pods are left the totals are not filled in (NS-7).
    ...totals(remaining.some(({ info }) => info.kind === "Pod") ? [] : remaining),
  ];
  return verdicts.map(([type, status, reason, message]) => {
    const present = before.find((condition) => condition.type === type);
    const since = present?.status === status && present.lastTransitionTime !== undefined ? present.lastTransitionTime : formatTime(now);
    return { type, status, lastTransitionTime: since, reason, message };
  });
}

function contentFailure(failed: readonly Remaining[]): Verdict {
  const type = "NamespaceDeletionContentFailure";
  if (failed.length === 0) return [type, "False", "ContentDeleted", "All content successfully deleted, may be waiting on finalization"];
  const errors = failed.length === 1 ? failed[0]?.text : `[${failed.map(({ text }) => text).join(", ")}]`;
  return [type, "True", "ContentDeletionFailed", `Failed to delete all resource types, ${failed.length} remaining: ${errors}`];
}

function totals(remaining: readonly Remaining[]): Verdict[] {
  const resources = remaining.map(({ info, count }) => `${info.resource}.${info.group} has ${count} resource instances`).sort();
  const held = new Map<string, number>();
  for (const [finalizer, count] of remaining.flatMap(({ finalizers }) => [...finalizers]))
    held.set(finalizer, (held.get(finalizer) ?? 0) + count);
  const finalizers = [...held].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`).sort();
  return [
    resources.length === 0
      ? ["NamespaceContentRemaining", "False", "ContentRemoved", "All content successfully removed"]
      : ["NamespaceContentRemaining", "True", "SomeResourcesRemain", `Some resources are remaining: ${resources.join(", ")}`],
    finalizers.length === 0
      ? ["NamespaceFinalizersRemaining", "False", "ContentHasNoFinalizers", "All content-preserving finalizers finished"]
      : [
          "NamespaceFinalizersRemaining",
          "True",
          "SomeFinalizersRemain",
          `Some content in the namespace has finalizers remaining: ${finalizers.join(", ")}`,
        ],
  ];
}
