// InterPodAffinity: required affinity and anti-affinity between pods filter (SCHF-13, SCHF-14), preferred ones score
// (SCHS-8). A rule speaks of topology: all nodes with the same value of its key count as one place.

import { deepEqual } from "../../api/equal.ts";
import { matchesSelector, selectorOf } from "../../api/selector.ts";
import type { Selector } from "../../api/selector.ts";
import type { Node, Pod, PodAffinityTerm, WeightedPodAffinityTerm } from "../../api/types.generated.ts";
import { nodeOf } from "../framework.ts";
import type { ClusterEvent, Cycle, NodeFilter, Plugin, Refusal } from "../framework.ts";
import type { NodeInfo } from "../snapshot.ts";

const AFFINITY: Refusal = { reasons: ["node(s) didn't match pod affinity rules"], resolvable: false };
const ANTI_AFFINITY: Refusal = { reasons: ["node(s) didn't match pod anti-affinity rules"], resolvable: true };
const EXISTING: Refusal = { reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"], resolvable: true };
/** What an existing pod's required affinity to the incoming one adds (hardPodAffinityWeight, SCHA-21). */
const HARD_WEIGHT = 1;

/** A term with its selectors read. `owner` is the pod that carries it. */
interface Term {
  readonly topologyKey: string;
  readonly selector: Selector | undefined;
  readonly namespaces: ReadonlySet<string>;
  readonly namespaceSelector: Selector | undefined;
}

type Places = Map<string, number>;

export const interPodAffinity: Plugin = {
  name: "InterPodAffinity",
  weight: 2,
  preFilter(cycle) {
    const { pod, snapshot } = cycle;
    const own = pod.spec.affinity?.podAffinity ?? pod.spec.affinity?.podAntiAffinity;
    return own === undefined && snapshot.podsWithAffinity === 0 ? undefined : newFilter(cycle);
  },
  score(cycle, nodes) {
    const { pod, snapshot } = cycle;
    const preferred = termsOf(pod, "preferred affinity").length + termsOf(pod, "preferred anti-affinity").length > 0;
    if (!preferred && snapshot.podsWithAffinity === 0) return undefined;
    return score(cycle, nodes, preferred);
  },
  events: ["podAssigned", "assignedPodDeleted", "assignedPodUpdated", "nodeAdded", "nodeUpdated", "podUpdated"],
  hint,
};

type Wish = "affinity" | "anti-affinity" | "preferred affinity" | "preferred anti-affinity";

function termsOf(pod: Pod, wish: Wish): readonly { readonly weight: number; readonly term: Term }[] {
  const affinity = wish.endsWith("anti-affinity") ? pod.spec.affinity?.podAntiAffinity : pod.spec.affinity?.podAffinity;
  if (affinity === undefined) return [];
  const weighted: readonly WeightedPodAffinityTerm[] = wish.startsWith("preferred")
    ? (affinity.preferredDuringSchedulingIgnoredDuringExecution ?? [])
    : (affinity.requiredDuringSchedulingIgnoredDuringExecution ?? []).map((podAffinityTerm) => ({ weight: HARD_WEIGHT, podAffinityTerm }));
  return weighted.map(({ weight, podAffinityTerm }) => ({ weight, term: readTerm(podAffinityTerm, pod) }));
}

function readTerm(term: PodAffinityTerm, owner: Pod): Term {
  const named = term.namespaces ?? [];
  const own = named.length === 0 && term.namespaceSelector === undefined ? [owner.metadata.namespace ?? ""] : named;
  return {
    topologyKey: term.topologyKey,
    selector: selectorOf(term.labelSelector),
    namespaces: new Set(own),
    namespaceSelector: selectorOf(term.namespaceSelector),
  };
}

function matches(term: Term, pod: Pod, { view }: Pick<Cycle, "view">): boolean {
  if (term.selector === undefined || !matchesSelector(term.selector, pod.metadata.labels)) return false;
  const namespace = pod.metadata.namespace ?? "";
  if (term.namespaces.has(namespace)) return true;
  return term.namespaceSelector !== undefined && matchesSelector(term.namespaceSelector, view.namespace(namespace)?.metadata.labels);
}

/** `key=value` of the place a node is in by this term; undefined when it lacks the key. */
function placeOf(term: Term, node: Node): string | undefined {
  const value = node.metadata.labels?.[term.topologyKey];
  return value === undefined ? undefined : `${term.topologyKey}=${value}`;
}

function add(places: Places, place: string | undefined, amount: number): void {
  if (place !== undefined) places.set(place, (places.get(place) ?? 0) + amount);
}

function newFilter(cycle: Cycle): { filter: NodeFilter } | undefined {
  const { pod, snapshot } = cycle;
  const existing: Places = new Map();
  if (snapshot.podsWithAffinity > 0) forExistingTerms(cycle, "anti-affinity", (place) => add(existing, place, 1));
  const affinity = termsOf(pod, "affinity").map(({ term }) => term);
  const antiAffinity = termsOf(pod, "anti-affinity").map(({ term }) => term);
  const near: Places = new Map();
  const far: Places = new Map();
  if (affinity.length + antiAffinity.length > 0) {
    for (const info of snapshot.nodes)
      for (const { pod: other } of info.pods.values()) {
        if (affinity.length > 0 && affinity.every((term) => matches(term, other, cycle)))
          for (const term of affinity) add(near, placeOf(term, nodeOf(info)), 1);
        for (const term of antiAffinity) if (matches(term, other, cycle)) add(far, placeOf(term, nodeOf(info)), 1);
      }
  } else if (existing.size === 0) return undefined;
  const first = near.size === 0 && affinity.every((term) => matches(term, pod, cycle));
  return {
    filter(info) {
      const node = nodeOf(info);
      if (!isNear(affinity, near, first, node)) return AFFINITY;
      if (antiAffinity.some((term) => isIn(far, term, node))) return ANTI_AFFINITY;
      return isRepelledByOthers(existing, node) ? EXISTING : undefined;
    },
  };
}

/** `first`: nobody matches anywhere yet, and the pod matches its own rules: any place with the keys will do (SCHF-14). */
function isNear(affinity: readonly Term[], near: Places, first: boolean, node: Node): boolean {
  if (affinity.some((term) => placeOf(term, node) === undefined)) return false;
  return first || affinity.every((term) => isIn(near, term, node));
}

function isIn(places: Places, term: Term, node: Node): boolean {
  const place = placeOf(term, node);
  return place !== undefined && (places.get(place) ?? 0) > 0;
}

function isRepelledByOthers(existing: Places, node: Node): boolean {
  if (existing.size === 0) return false;
  for (const [key, value] of Object.entries(node.metadata.labels ?? {})) if (existing.has(`${key}=${value}`)) return true;
  return false;
}

/** Tells the place of each term of a placed pod that speaks of the incoming one. */
function forExistingTerms(cycle: Cycle, wish: Wish, tell: (place: string | undefined, weight: number) => void): void {
  for (const info of cycle.snapshot.nodes)
    for (const { pod: other } of info.withAffinity.values())
      for (const { term, weight } of termsOf(other, wish)) if (matches(term, cycle.pod, cycle)) tell(placeOf(term, nodeOf(info)), weight);
}

function score(cycle: Cycle, nodes: readonly NodeInfo[], preferred: boolean): readonly number[] | undefined {
  const places: Places = new Map();
  if (preferred) addOwnWishes(cycle, places);
  if (cycle.snapshot.podsWithAffinity > 0) {
    forExistingTerms(cycle, "affinity", (place, weight) => add(places, place, weight));
    forExistingTerms(cycle, "preferred affinity", (place, weight) => add(places, place, weight));
    forExistingTerms(cycle, "preferred anti-affinity", (place, weight) => add(places, place, -weight));
  }
  if (places.size === 0) return undefined;
  const sums = nodes.map((info) =>
    Object.entries(nodeOf(info).metadata.labels ?? {}).reduce((sum, [key, value]) => sum + (places.get(`${key}=${value}`) ?? 0), 0),
  );
  const min = Math.min(...sums);
  const max = Math.max(...sums);
  return sums.map((sum) => (max === min ? 0 : Math.trunc((100 * (sum - min)) / (max - min))));
}

function addOwnWishes(cycle: Cycle, places: Places): void {
  const near = termsOf(cycle.pod, "preferred affinity");
  const far = termsOf(cycle.pod, "preferred anti-affinity");
  for (const info of cycle.snapshot.nodes)
    for (const { pod: other } of info.pods.values()) {
      for (const { term, weight } of near) if (matches(term, other, cycle)) add(places, placeOf(term, nodeOf(info)), weight);
      for (const { term, weight } of far) if (matches(term, other, cycle)) add(places, placeOf(term, nodeOf(info)), -weight);
    }
}

function hint(event: ClusterEvent, pod: Pod, cycle: Cycle): boolean {
  switch (event.type) {
    case "podAssigned":
      return speaksOf(pod, "affinity", event.pod, cycle);
    case "assignedPodUpdated":
      return !deepEqual(event.old.metadata.labels, event.pod.metadata.labels) && concerns(pod, event.pod, event.old, cycle);
    case "assignedPodDeleted":
      return speaksOf(pod, "anti-affinity", event.pod, cycle) || speaksOf(event.pod, "anti-affinity", pod, cycle);
    case "nodeAdded":
      return true;
    case "nodeUpdated":
      return !deepEqual(event.node.metadata.labels, event.old.metadata.labels);
    case "nodeDeleted":
    case "claimChanged":
      return false;
    case "podUpdated":
      return !deepEqual(event.old.metadata.labels, event.pod.metadata.labels);
  }
}

function concerns(pod: Pod, now: Pod, old: Pod, cycle: Cycle): boolean {
  const comesNear = speaksOf(pod, "affinity", now, cycle) && !speaksOf(pod, "affinity", old, cycle);
  const leaves = speaksOf(pod, "anti-affinity", old, cycle) && !speaksOf(pod, "anti-affinity", now, cycle);
  return comesNear || leaves;
}

/** Whether a required term of `pod` matches `other`. */
function speaksOf(pod: Pod, wish: Wish, other: Pod, cycle: Cycle): boolean {
  return termsOf(pod, wish).some(({ term }) => matches(term, other, cycle));
}
