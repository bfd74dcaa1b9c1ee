// One pod's way to a node: filters, scores, choice, and the words for a failure (SCHA, SCHE). Pure: it reads the snapshot
// and draws from the random, and changes nothing that lasts.

import type { Random } from "../sim/random.ts";
import type { Cycle, NodeFilter, Plugin, Refusal } from "./framework.ts";
import type { NodeInfo, PodInfo } from "./snapshot.ts";

/** Why each node of a cycle was refused. */
export interface Refused {
  readonly node: NodeInfo;
  readonly plugin: string;
  readonly refusal: Refusal;
}

export type Choice =
  | {
      readonly type: "chosen";
      readonly node: NodeInfo;
      readonly feasible: number;
      readonly score: number;
      /** Of all that fit, in the order of `nodes`. */ readonly nodes: readonly NodeInfo[];
      readonly scores: readonly number[];
      readonly refused: readonly Refused[];
    }
  | {
      readonly type: "none";
      readonly refused: readonly Refused[];
      /** Nodes left out by a plugin that names nodes. */ readonly leftOut: number;
      readonly leftOutReason: string;
    }
  | { readonly type: "rejected"; readonly plugin: string; readonly message: string };

interface Prepared {
  readonly filters: readonly { readonly plugin: string; readonly filter: NodeFilter }[];
  readonly only: ReadonlySet<string> | undefined;
  readonly onlyBy: readonly string[];
}

const MIN_FEASIBLE = 100;

export class Search {
  readonly #plugins: readonly Plugin[];
  readonly #scorers: readonly Plugin[];
  readonly #random: Random;
  constructor(plugins: readonly Plugin[], random: Random) {
    this.#plugins = plugins;
    this.#scorers = plugins.filter((plugin) => plugin.score !== undefined);
    this.#random = random;
  }

  /** Looks for the pod's node, from index `from` on; `examined` nodes were looked at. */
  run(cycle: Cycle, from: number): { readonly choice: Choice; readonly examined: number } {
    const prepared = this.#prepare(cycle);
    if ("rejected" in prepared) return { choice: { type: "rejected", plugin: prepared.plugin, message: prepared.rejected }, examined: 0 };
    const nodes = cycle.snapshot.nodes;
    const refused: Refused[] = [];
    const nominated = this.#tryNominated(cycle, prepared);
    if (nominated !== undefined)
      return { choice: { type: "chosen", node: nominated, feasible: 1, score: 0, nodes: [], scores: [], refused }, examined: 0 };
    const feasible: NodeInfo[] = [];
    const wanted = feasibleNodesWanted(nodes.length);
    let examined = 0;
    for (; examined < nodes.length && feasible.length < wanted; examined++) {
      const node = nodes[(from + examined) % nodes.length] as NodeInfo; // an index below the length
      if (prepared.only !== undefined && !prepared.only.has(node.name)) continue;
      const verdict = this.#filter(cycle, prepared, node);
      if (verdict === undefined) feasible.push(node);
      else refused.push(verdict);
    }
    const leftOut = prepared.only === undefined ? 0 : nodes.filter(({ name }) => prepared.only?.has(name) === false).length;
    if (feasible.length > 0) return { choice: this.#choose(cycle, feasible, refused), examined };
    return {
      choice: { type: "none", refused, leftOut, leftOutReason: `node(s) didn't satisfy plugin(s) [${prepared.onlyBy.join(" ")}]` },
      examined,
    };
  }

  /** Whether the pod would fit the node as the snapshot now is. */
  refusalOf(cycle: Cycle, node: NodeInfo): Refusal | undefined {
    const prepared = this.#prepare(cycle);
    return "rejected" in prepared ? { reasons: [prepared.rejected], resolvable: false } : this.#filter(cycle, prepared, node)?.refusal;
  }

  #prepare(cycle: Cycle): Prepared | { readonly rejected: string; readonly plugin: string } {
    const filters: { plugin: string; filter: NodeFilter }[] = [];
    const onlyBy: string[] = [];
    let only: ReadonlySet<string> | undefined;
    for (const plugin of this.#plugins) {
      const { name } = plugin;
      const result = plugin.preFilter?.(cycle);
      if (result === undefined) continue;
      if ("rejected" in result) return { rejected: result.rejected, plugin: name };
      if ("only" in result) {
        onlyBy.push(name);
        only = result.only;
      }
      filters.push({ plugin: name, filter: result.filter });
    }
    return { filters, only, onlyBy };
  }

  /** With the pods nominated to the node first, then without: both must do (SCHA-8). */
  #filter(cycle: Cycle, prepared: Prepared, node: NodeInfo): Refused | undefined {
    const rivals = nominatedRivals(cycle, node);
    if (rivals.length > 0) {
      const { snapshot } = cycle;
      for (const { pod } of rivals) snapshot.addPod(node.name, pod);
      const again = this.#prepare(cycle);
      const verdict = "rejected" in again ? undefined : firstRefusal(again, node);
      for (const { pod } of rivals) snapshot.removePod(node.name, pod);
      if (verdict !== undefined) return verdict;
    }
    return firstRefusal(prepared, node);
  }

  /** A pod that preemption has promised a node takes it when it can (SCHA-9). */
  #tryNominated(cycle: Cycle, prepared: Prepared): NodeInfo | undefined {
    const name = cycle.pod.status?.nominatedNodeName;
    const node = name === undefined ? undefined : cycle.snapshot.get(name);
    if (node === undefined || node.index < 0 || prepared.only?.has(node.name) === false) return undefined;
    return this.#filter(cycle, prepared, node) === undefined ? node : undefined;
  }

  #choose(cycle: Cycle, feasible: readonly NodeInfo[], refused: readonly Refused[]): Choice {
    const [only] = feasible;
    if (feasible.length === 1 && only !== undefined)
      return { type: "chosen", node: only, feasible: 1, score: 0, nodes: [], scores: [], refused };
    const totals = Array.from({ length: feasible.length }, () => 0);
    for (const scorer of this.#scorers) {
      const { weight = 1 } = scorer;
      const scores = scorer.score?.(cycle, feasible);
      if (scores !== undefined) for (let i = 0; i < totals.length; i++) totals[i] = (totals[i] ?? 0) + weight * (scores[i] ?? 0);
    }
    const best = this.#pickBest(totals);
    return {
      type: "chosen",
      node: feasible[best] as NodeInfo,
      feasible: feasible.length,
      score: totals[best] ?? 0,
      nodes: feasible,
      scores: totals,
      refused,
    };
  }

  /** The index of the highest total; among equals chance decides (SCHA-11). */
  #pickBest(totals: readonly number[]): number {
    let max = -Infinity;
    let ties = 0;
    for (const total of totals) {
      if (total > max) {
        max = total;
        ties = 1;
      } else if (total === max) ties++;
    }
    let left = ties === 1 ? 0 : this.#random.below(ties);
    return totals.findIndex((total) => total === max && left-- === 0);
  }
}

function firstRefusal(prepared: Prepared, node: NodeInfo): Refused | undefined {
  for (const { plugin, filter } of prepared.filters) {
    const refusal = filter(node);
    if (refusal !== undefined) return { node, plugin, refusal };
  }
  return undefined;
}

function nominatedRivals({ pod, snapshot }: Cycle, node: NodeInfo): readonly PodInfo[] {
  if (snapshot.nominated.size === 0) return [];
  const priority = pod.spec.priority ?? 0;
  return [...(snapshot.nominated.get(node.name)?.values() ?? [])].filter(
    (rival) => rival.pod.metadata.uid !== pod.metadata.uid && (rival.pod.spec.priority ?? 0) >= priority,
  );
}

/** All below 100 nodes, else a shrinking share of them, at least 100 (SCHA-5). */
export function feasibleNodesWanted(nodes: number): number {
  if (nodes < MIN_FEASIBLE) return nodes;
  const percentage = Math.max(5, 50 - Math.trunc(nodes / 125));
  return Math.max(MIN_FEASIBLE, Math.trunc((nodes * percentage) / 100));
}

/** `0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu.` (SCHE-1, SCHE-2). */
export function fitErrorMessage(nodes: number, counts: ReadonlyMap<string, number>): string {
  const list = [...counts].map(([reason, count]) => `${count} ${reason}`).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return `0/${nodes} nodes are available: ${list.join(", ")}.`;
}

export function countReasons(refused: readonly Refused[], leftOut = 0, leftOutReason = ""): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (reason: string, count: number): void => void counts.set(reason, (counts.get(reason) ?? 0) + count);
  for (const { refusal } of refused) for (const reason of refusal.reasons) add(reason, 1);
  if (leftOut > 0) add(leftOutReason, leftOut);
  return counts;
}
