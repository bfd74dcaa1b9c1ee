// DefaultPreemption: when no node fits, looks for a node where pods of lower priority can make room (SCHP-1 to SCHP-8).
// It only decides; the scheduler carries it out.

import { matchesSelector, selectorOf } from "../../api/selector.ts";
import { parseTime } from "../../api/time.ts";
import type { Pod, PodDisruptionBudget } from "../../api/types.generated.ts";
import type { Random } from "../../sim/random.ts";
import { countReasons, fitErrorMessage } from "../cycle.ts";
import type { Refused, Search } from "../cycle.ts";
import type { Cycle, Refusal } from "../framework.ts";
import type { NodeInfo } from "../snapshot.ts";

/** `ineligible`: it was not looked for, and what the pod was promised before stands. `hopeless`: there is no candidate (SCHP-8). */
export type Preemption =
  | { readonly type: "found"; readonly node: NodeInfo; readonly victims: readonly Pod[] }
  | { readonly type: "ineligible" | "hopeless"; readonly message: string };

const NOT_HELPFUL = "Preemption is not helpful for scheduling";
const NO_VICTIMS: Refusal = { reasons: ["No preemption victims found for incoming pod"], resolvable: false };
const NEVER = "not eligible due to preemptionPolicy=Never.";
const ON_ITS_WAY = "not eligible due to a terminating pod on the nominated node.";
const MIN_CANDIDATES = 100;
const MIN_CANDIDATES_SHARE = 0.1;

interface Candidate {
  readonly node: NodeInfo;
  /** The most important first. */
  readonly victims: readonly Pod[];
  readonly violations: number;
}

export function findPreemption(
  cycle: Cycle,
  refused: readonly Refused[],
  search: Search,
  random: Random,
  budgets: readonly PodDisruptionBudget[],
): Preemption {
  const { pod, snapshot } = cycle;
  if (pod.spec.preemptionPolicy === "Never") return { type: "ineligible", message: NEVER };
  if (waitsForVictims(cycle, refused)) return { type: "ineligible", message: ON_ITS_WAY };
  const promising = refused.filter(({ refusal }) => refusal.resolvable).map(({ node }) => node);
  const { candidates, failed } = dryRun(cycle, promising, search, random, budgets);
  const best = pickBest(candidates);
  if (best !== undefined) return { type: "found", node: best.node, victims: best.victims };
  const counts = countReasons(failed, snapshot.nodes.length - failed.length, NOT_HELPFUL);
  return { type: "hopeless", message: fitErrorMessage(snapshot.nodes.length, counts) };
}

function priorityOf(pod: Pod): number {
  return pod.spec.priority ?? 0;
}

/** A nominated node that no room would make fit any more is not waited for. */
function waitsForVictims({ pod, snapshot }: Cycle, refused: readonly Refused[]): boolean {
  const nominated = pod.status?.nominatedNodeName;
  if (!refused.some(({ node, refusal }) => node.name === nominated && refusal.resolvable)) return false;
  const node = nominated === undefined ? undefined : snapshot.get(nominated);
  for (const { pod: other } of node?.pods.values() ?? []) {
    const preempted = other.status?.conditions?.some(
      ({ type, status, reason }) => type === "DisruptionTarget" && status === "True" && reason === "PreemptionByScheduler",
    );
    if (preempted && other.metadata.deletionTimestamp !== undefined && priorityOf(other) < priorityOf(pod)) return true;
  }
  return false;
}

/** Tries nodes from a random one on until enough candidates are found (SCHP-2). */
function dryRun(
  cycle: Cycle,
  nodes: readonly NodeInfo[],
  search: Search,
  random: Random,
  budgets: readonly PodDisruptionBudget[],
): { candidates: Candidate[]; failed: Refused[] } {
  const enough = Math.min(nodes.length, Math.max(MIN_CANDIDATES, Math.trunc(nodes.length * MIN_CANDIDATES_SHARE)));
  const candidates: Candidate[] = [];
  const failed: Refused[] = [];
  const hasVictims = nodes.some((node) => lowerPods(cycle.pod, node).length > 0);
  const from = hasVictims && nodes.length > 1 ? random.below(nodes.length) : 0;
  for (let i = 0; i < nodes.length && candidates.length < enough; i++) {
    const node = nodes[(from + i) % nodes.length] as NodeInfo; // an index below the length
    const found = selectVictims(cycle, node, search, budgets);
    if ("victims" in found) candidates.push(found);
    else failed.push({ node, plugin: "DefaultPreemption", refusal: found });
  }
  return { candidates, failed };
}

function lowerPods(pod: Pod, node: NodeInfo): Pod[] {
  const lower: Pod[] = [];
  for (const { pod: other } of node.pods.values()) if (priorityOf(other) < priorityOf(pod)) lower.push(other);
  return lower;
}

/** Takes all lower pods away, then gives back as many as possible (SCHP-3). */
function selectVictims(cycle: Cycle, node: NodeInfo, search: Search, budgets: readonly PodDisruptionBudget[]): Candidate | Refusal {
  const { snapshot } = cycle;
  const lower = lowerPods(cycle.pod, node).sort(byImportance);
  if (lower.length === 0) return NO_VICTIMS;
  for (const pod of lower) snapshot.removePod(node.name, pod);
  const gone = new Set(lower);
  try {
    const refusal = search.refusalOf(cycle, node);
    if (refusal !== undefined) return refusal;
    const violating = violatingPods(lower, budgets);
    const giveBack = (pod: Pod): boolean => {
      snapshot.addPod(node.name, pod);
      gone.delete(pod);
      if (search.refusalOf(cycle, node) === undefined) return true;
      snapshot.removePod(node.name, pod);
      gone.add(pod);
      return false;
    };
    const violations = lower.filter((pod) => violating.has(pod)).filter((pod) => !giveBack(pod)).length;
    lower.filter((pod) => !violating.has(pod)).forEach(giveBack);
    return { node, victims: lower.filter((pod) => gone.has(pod)), violations };
  } finally {
    for (const pod of gone) snapshot.addPod(node.name, pod);
  }
}

/** Higher priority, then earlier start. */
function byImportance(a: Pod, b: Pod): number {
  return priorityOf(b) - priorityOf(a) || startOf(a) - startOf(b) || (a.metadata.name < b.metadata.name ? -1 : 1);
}

function startOf(pod: Pod): number {
  return pod.status?.startTime === undefined ? Infinity : parseTime(pod.status.startTime);
}

/** Pods whose eviction would break a budget, the budgets being used up from the most important pod down. */
function violatingPods(pods: readonly Pod[], budgets: readonly PodDisruptionBudget[]): ReadonlySet<Pod> {
  const left = budgets.map((budget) => ({
    budget,
    selector: selectorOf(budget.spec?.selector),
    allowed: budget.status?.disruptionsAllowed ?? 0,
  }));
  const violating = new Set<Pod>();
  for (const pod of pods) {
    for (const row of left) {
      if (row.budget.metadata.namespace !== pod.metadata.namespace || row.selector === undefined || row.selector.length === 0) continue;
      if (!matchesSelector(row.selector, pod.metadata.labels) || row.budget.status?.disruptedPods?.[pod.metadata.name] !== undefined)
        continue;
      if (--row.allowed < 0) violating.add(pod);
    }
  }
  return violating;
}

/** What makes one candidate better than another, the most telling first; smaller is better (SCHP-4). */
const CRITERIA: readonly ((candidate: Candidate) => number)[] = [
  ({ violations }) => violations,
  ({ victims }) => Math.max(...victims.map(priorityOf)),
  ({ victims }) => victims.reduce((sum, pod) => sum + priorityOf(pod) + 2 ** 31, 0),
  ({ victims }) => victims.length,
  ({ victims }) => {
    const highest = Math.max(...victims.map(priorityOf));
    return -Math.min(...victims.filter((pod) => priorityOf(pod) === highest).map(startOf));
  },
];

function pickBest(candidates: readonly Candidate[]): Candidate | undefined {
  let left = candidates;
  for (const criterion of CRITERIA) {
    if (left.length < 2) break;
    const values = left.map(criterion);
    const best = Math.min(...values);
    left = left.filter((_, i) => values[i] === best);
  }
  return left[0];
}
