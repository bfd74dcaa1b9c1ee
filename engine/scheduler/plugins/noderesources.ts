// NodeResourcesFit with its LeastAllocated score, and NodeResourcesBalancedAllocation (SCHF-6, SCHS-1, SCHS-2).

import { quantityValue } from "../../api/quantity.ts";
import type { Node } from "../../api/types.generated.ts";
import type { Cycle, Plugin, Refusal } from "../framework.ts";
import { amountsOf } from "../requests.ts";
import type { Amounts, Requests } from "../requests.ts";
import type { NodeInfo } from "../snapshot.ts";

const TOO_MANY_PODS = "Too many pods";

export const nodeResourcesFit: Plugin = {
  name: "NodeResourcesFit",
  weight: 1,
  preFilter: ({ requests }) => ({ filter: (node) => lackOf(node, requests) }),
  score({ requests }, nodes) {
    const scores: number[] = [];
    for (const node of nodes) scores.push(leastAllocated(node, requests));
    return scores;
  },
  events: ["nodeAdded", "nodeUpdated", "assignedPodDeleted", "assignedPodUpdated", "podUpdated"],
  hint(event, _pod, { requests, snapshot }: Cycle) {
    switch (event.type) {
      case "nodeAdded":
        return fitsEmpty(event.node, requests);
      case "nodeUpdated":
        return event.node.status?.allocatable !== event.old.status?.allocatable && hasMore(event.node, event.old, requests);
      case "assignedPodDeleted":
        return true;
      case "assignedPodUpdated":
        return asksLess(snapshot.requestsOf(event.pod), snapshot.requestsOf(event.old));
      case "podUpdated":
        return asksLess(snapshot.requestsOf(event.pod), snapshot.requestsOf(event.old));
      default:
        return false;
    }
  },
};

function asksLess(now: Requests, before: Requests): boolean {
  return now.cpu < before.cpu || now.memory < before.memory || now.ephemeralStorage < before.ephemeralStorage;
}

/** All that the node lacks for the pod; undefined when it fits. */
function lackOf(node: NodeInfo, wanted: Requests): Refusal | undefined {
  const { allocatable, requested } = node;
  const full = node.pods.size + 1 > node.allowedPods;
  if (!full && wanted.cpu === 0 && wanted.memory === 0 && wanted.ephemeralStorage === 0 && wanted.others === undefined) return undefined;
  const reasons: string[] = full ? [TOO_MANY_PODS] : [];
  let resolvable = true;
  const look = (name: string, want: number, all: number, used: number): void => {
    if (want === 0 || want <= all - used) return;
    reasons.push(`Insufficient ${name}`);
    if (want > all) resolvable = false;
  };
  look("cpu", wanted.cpu, allocatable.cpu, requested.cpu);
  look("memory", wanted.memory, allocatable.memory, requested.memory);
  look("ephemeral-storage", wanted.ephemeralStorage, allocatable.ephemeralStorage, requested.ephemeralStorage);
  for (const [name, want] of wanted.others ?? []) look(name, want, allocatable.others?.get(name) ?? 0, requested.others?.get(name) ?? 0);
  return reasons.length === 0 ? undefined : { reasons, resolvable };
}

function leastAllocated(node: NodeInfo, wanted: Requests): number {
  const { cpu, memory } = node.allocatable;
  const counted = (cpu > 0 ? 1 : 0) + (memory > 0 ? 1 : 0);
  if (counted === 0) return 0;
  const sum = freeShare(cpu, node.scoredCpu + wanted.scoredCpu) + freeShare(memory, node.scoredMemory + wanted.scoredMemory);
  return Math.trunc(sum / counted);
}

function freeShare(all: number, used: number): number {
  return all === 0 || used > all ? 0 : Math.trunc(((all - used) * 100) / all);
}

function fitsEmpty(node: Node, wanted: Requests): boolean {
  const all = amountsOf(node.status?.allocatable);
  if (quantityValue(String(node.status?.allocatable?.["pods"] ?? 0)) < 1) return false;
  return covers(all, wanted);
}

function covers(all: Amounts, wanted: Requests): boolean {
  if (wanted.cpu > all.cpu || wanted.memory > all.memory || wanted.ephemeralStorage > all.ephemeralStorage) return false;
  for (const [name, want] of wanted.others ?? []) if (want > (all.others?.get(name) ?? 0)) return false;
  return true;
}

function hasMore(node: Node, old: Node, wanted: Requests): boolean {
  const now = amountsOf(node.status?.allocatable);
  const before = amountsOf(old.status?.allocatable);
  const pods = (of: Node): number => quantityValue(String(of.status?.allocatable?.["pods"] ?? 0));
  if (pods(node) > pods(old)) return true;
  if ((wanted.cpu > 0 && now.cpu > before.cpu) || (wanted.memory > 0 && now.memory > before.memory)) return true;
  if (wanted.ephemeralStorage > 0 && now.ephemeralStorage > before.ephemeralStorage) return true;
  for (const name of wanted.others?.keys() ?? []) if ((now.others?.get(name) ?? 0) > (before.others?.get(name) ?? 0)) return true;
  return false;
}

export const nodeResourcesBalancedAllocation: Plugin = {
  name: "NodeResourcesBalancedAllocation",
  weight: 1,
  score({ requests }, nodes) {
    if (requests.cpu === 0 && requests.memory === 0) return undefined;
    return nodes.map((node) => {
      const without = balance(node.allocatable, node.requested.cpu, node.requested.memory);
      const together = balance(node.allocatable, node.requested.cpu + requests.cpu, node.requested.memory + requests.memory);
      return 50 + Math.trunc((50 + together - without) / 2);
    });
  },
};

/** 100 when both resources are used to the same share. */
function balance(all: Amounts, cpu: number, memory: number): number {
  const shares = [share(cpu, all.cpu), share(memory, all.memory)].filter((value) => value !== undefined);
  const [a, b] = shares;
  return Math.trunc((1 - (a === undefined || b === undefined ? 0 : Math.abs(a - b) / 2)) * 100);
}

function share(used: number, all: number): number | undefined {
  return all === 0 ? undefined : Math.min(1, used / all);
}
