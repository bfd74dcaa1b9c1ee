// PodTopologySpread: DoNotSchedule constraints filter (SCHF-11, SCHF-12), ScheduleAnyway ones and the system's defaults
// for pods of a Service or a controller score (SCHS-6, SCHS-7).

import { deepEqual } from "../../api/equal.ts";
import { controllerOf } from "../../api/object.ts";
import { matchesSelector, selectorOf, selectorOfMap } from "../../api/selector.ts";
import type { Selector } from "../../api/selector.ts";
import type { LabelSelector, Node, Pod, TopologySpreadConstraint } from "../../api/types.generated.ts";
import { nodeOf } from "../framework.ts";
import type { ClusterEvent, Cycle, NodeFilter, Plugin, Refusal } from "../framework.ts";
import type { NodeInfo } from "../snapshot.ts";
import { isWanted } from "./nodeaffinity.ts";
import { isRepelled } from "./tainttoleration.ts";

const HOSTNAME = "kubernetes.io/hostname";
const ZONE = "topology.kubernetes.io/zone";
const SKEWED: Refusal = { reasons: ["node(s) didn't match pod topology spread constraints"], resolvable: true };
const UNLABELLED: Refusal = {
  reasons: ["node(s) didn't match pod topology spread constraints (missing required label)"],
  resolvable: false,
};

/** A constraint, read. */
interface Rule {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  /** Undefined counts nothing. */
  readonly selector: Selector | undefined;
  readonly honorAffinity: boolean;
  readonly honorTaints: boolean;
}

export const podTopologySpread: Plugin = {
  name: "PodTopologySpread",
  weight: 2,
  preFilter(cycle) {
    const rules = rulesOf(cycle.pod, "DoNotSchedule");
    return rules.length === 0 ? undefined : { filter: newFilter(cycle, rules) };
  },
  score(cycle, nodes) {
    const explicit = (cycle.pod.spec.topologySpreadConstraints?.length ?? 0) > 0;
    const rules = explicit ? rulesOf(cycle.pod, "ScheduleAnyway") : defaultRules(cycle);
    return rules.length === 0 ? undefined : score(cycle, nodes, rules, explicit);
  },
  events: ["podAssigned", "assignedPodDeleted", "assignedPodUpdated", "nodeAdded", "nodeDeleted", "nodeUpdated", "podUpdated"],
  hint,
};

function rulesOf(pod: Pod, when: TopologySpreadConstraint["whenUnsatisfiable"]): readonly Rule[] {
  const constraints = pod.spec.topologySpreadConstraints;
  if (constraints === undefined) return [];
  return constraints
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === when)
    .map((constraint) => ({
      topologyKey: constraint.topologyKey,
      maxSkew: constraint.maxSkew,
      minDomains: constraint.minDomains ?? 1,
      selector: selectorFor(constraint.labelSelector, constraint.matchLabelKeys, pod),
      honorAffinity: constraint.nodeAffinityPolicy !== "Ignore",
      honorTaints: constraint.nodeTaintsPolicy === "Honor",
    }));
}

function selectorFor(labelSelector: LabelSelector | undefined, keys: readonly string[] | undefined, pod: Pod): Selector | undefined {
  const selector = selectorOf(labelSelector);
  const labels = pod.metadata.labels;
  const own = (keys ?? [])
    .filter((key) => labels?.[key] !== undefined)
    .map((key) => ({ key, operator: "in" as const, values: [labels?.[key] ?? ""] }));
  return selector && [...selector, ...own];
}

/** The Services and the controller of the pod say which pods it is to be kept apart from (SCHS-7). */
function defaultRules(cycle: Cycle): readonly Rule[] {
  const { pod, view } = cycle;
  const namespace = pod.metadata.namespace ?? "";
  const selector: Selector[number][] = [];
  for (const service of view.services(namespace)) {
    const map = service.spec?.selector;
    if (map === undefined || Object.keys(map).length === 0) continue;
    const chosen = selectorOfMap(map);
    if (matchesSelector(chosen, pod.metadata.labels)) selector.push(...chosen);
  }
  const owned = ownerSelector(cycle, namespace);
  if (selector.length === 0) return defaultsFor(owned);
  return defaultsFor([...selector, ...owned]);
}

function defaultsFor(selector: Selector): readonly Rule[] {
  if (selector.length === 0) return [];
  let rules = knownDefaults.get(selector);
  if (rules !== undefined) return rules;
  const rule = { minDomains: 1, selector, honorAffinity: true, honorTaints: false };
  rules = [
    { ...rule, topologyKey: HOSTNAME, maxSkew: 3 },
    { ...rule, topologyKey: ZONE, maxSkew: 5 },
  ];
  knownDefaults.set(selector, rules);
  return rules;
}

/** The pods of one owner have the same rules. It only saves time. */
const knownDefaults = new WeakMap<Selector, readonly Rule[]>();

function ownerSelector({ pod, view, snapshot }: Cycle, namespace: string): Selector {
  const owner = controllerOf(pod);
  if (owner?.kind !== "ReplicaSet" && owner?.kind !== "StatefulSet" && owner?.kind !== "ReplicationController") return [];
  const object = view.owner(owner.kind, namespace, owner.name);
  if (object === undefined) return [];
  const source = object.spec?.selector;
  const known = source && snapshot.selectors.get(source);
  if (source === undefined || known !== undefined) return known ?? [];
  const read = object.kind === "ReplicationController" ? selectorOfMap(object.spec?.selector) : (selectorOf(object.spec?.selector) ?? []);
  snapshot.selectors.set(source, read);
  return read;
}

/** Live pods of the pod's namespace that the rule counts, by `NodeInfo.index`. */
function countsOf(cycle: Cycle, rule: Rule): readonly number[] {
  const { selector } = rule;
  if (selector === undefined) return [];
  return cycle.snapshot.counter(cycle.pod.metadata.namespace ?? "", selector, (pod) => matchesSelector(selector, pod.metadata.labels))
    .counts;
}

function labelOf(node: Node, key: string): string | undefined {
  return node.metadata.labels?.[key];
}

function takesPart(pod: Pod, node: Node, rule: Rule): boolean {
  return (!rule.honorAffinity || isWanted(pod, node)) && (!rule.honorTaints || !isRepelled(pod, node));
}

function newFilter(cycle: Cycle, rules: readonly Rule[]): NodeFilter {
  const { pod, snapshot } = cycle;
  const complete = snapshot.nodes.filter((info) => rules.every(({ topologyKey }) => labelOf(nodeOf(info), topologyKey) !== undefined));
  const checks = rules.map((rule) => {
    const counts = countsOf(cycle, rule);
    const domains = new Map<string, number>();
    for (const info of complete) {
      if (!takesPart(pod, nodeOf(info), rule)) continue;
      const value = labelOf(nodeOf(info), rule.topologyKey) ?? "";
      domains.set(value, (domains.get(value) ?? 0) + (counts[info.index] ?? 0));
    }
    const least = domains.size < rule.minDomains ? 0 : Math.min(...domains.values());
    const self = rule.selector !== undefined && matchesSelector(rule.selector, pod.metadata.labels) ? 1 : 0;
    return { rule, domains, least, self };
  });
  return (info) => {
    for (const { rule, domains, least, self } of checks) {
      const value = labelOf(nodeOf(info), rule.topologyKey);
      if (value === undefined) return UNLABELLED;
      if ((domains.get(value) ?? 0) + self - least > rule.maxSkew) return SKEWED;
    }
    return undefined;
  };
}

function score(cycle: Cycle, nodes: readonly NodeInfo[], rules: readonly Rule[], explicit: boolean): readonly number[] {
  const ignored = explicit
    ? nodes.map((info) => rules.some(({ topologyKey }) => labelOf(nodeOf(info), topologyKey) === undefined))
    : undefined;
  const raw = Array.from({ length: nodes.length }, () => 0);
  const taking = ignored === undefined ? nodes.length : ignored.filter((left) => !left).length;
  for (const rule of rules) {
    if (rule.topologyKey === HOSTNAME) addHostCounts(cycle, nodes, rule, taking, raw);
    else addDomainCounts(cycle, nodes, rule, ignored, raw);
  }
  return spreadOut(raw, ignored);
}

/** The fewer the better: 100 x (max + min - s) / max. */
function spreadOut(raw: number[], ignored: readonly boolean[] | undefined): readonly number[] {
  let min = Infinity;
  let max = 0;
  for (let i = 0; i < raw.length; i++) {
    const sum = Math.round(raw[i] ?? 0);
    raw[i] = sum;
    if (ignored?.[i]) continue;
    if (sum < min) min = sum;
    if (sum > max) max = sum;
  }
  for (let i = 0; i < raw.length; i++) raw[i] = ignored?.[i] ? 0 : max === 0 ? 100 : Math.trunc((100 * (max + min - (raw[i] ?? 0))) / max);
  return raw;
}

function addHostCounts(cycle: Cycle, nodes: readonly NodeInfo[], rule: Rule, taking: number, raw: number[]): void {
  const hosts = cycle.snapshot.labelValues(HOSTNAME);
  if (hosts === undefined) return;
  const counts = countsOf(cycle, rule);
  const weight = Math.log(taking + 2);
  for (let i = 0; i < nodes.length; i++) {
    const index = nodes[i]?.index ?? -1;
    if (hosts[index] !== undefined) raw[i] = (raw[i] ?? 0) + (counts[index] ?? 0) * weight + rule.maxSkew - 1;
  }
}

function addDomainCounts(
  cycle: Cycle,
  nodes: readonly NodeInfo[],
  rule: Rule,
  ignored: readonly boolean[] | undefined,
  raw: number[],
): void {
  const values = cycle.snapshot.labelValues(rule.topologyKey);
  if (values === undefined) return;
  const domains = new Map<string, number>();
  nodes.forEach((info, i) => {
    const value = values[info.index];
    if (value !== undefined && !ignored?.[i]) domains.set(value, 0);
  });
  const counts = countsOf(cycle, rule);
  for (const info of cycle.snapshot.nodes) {
    const value = values[info.index];
    const sum = value === undefined ? undefined : domains.get(value);
    if (value === undefined || sum === undefined || !takesPart(cycle.pod, nodeOf(info), rule)) continue;
    domains.set(value, sum + (counts[info.index] ?? 0));
  }
  const weight = Math.log(domains.size + 2);
  nodes.forEach((info, i) => {
    const value = values[info.index];
    if (value !== undefined) raw[i] = (raw[i] ?? 0) + (domains.get(value) ?? 0) * weight + rule.maxSkew - 1;
  });
}

function hint(event: ClusterEvent, pod: Pod): boolean {
  const rules = rulesOf(pod, "DoNotSchedule");
  switch (event.type) {
    case "podAssigned":
    case "assignedPodDeleted":
      return concerns(rules, pod, event.pod);
    case "assignedPodUpdated":
      return concerns(rules, pod, event.pod) || concerns(rules, pod, event.old);
    case "nodeAdded":
    case "nodeDeleted":
      return hasAllKeys(rules, event.node);
    case "nodeUpdated":
      return (
        (hasAllKeys(rules, event.node) || hasAllKeys(rules, event.old)) &&
        !(deepEqual(event.node.metadata.labels, event.old.metadata.labels) && deepEqual(event.node.spec?.taints, event.old.spec?.taints))
      );
    case "podUpdated":
      return !deepEqual(event.old.metadata.labels, event.pod.metadata.labels);
    case "claimChanged":
      return false;
  }
}

function concerns(rules: readonly Rule[], pod: Pod, other: Pod): boolean {
  return (
    other.metadata.namespace === pod.metadata.namespace &&
    rules.some(({ selector }) => selector !== undefined && matchesSelector(selector, other.metadata.labels))
  );
}

function hasAllKeys(rules: readonly Rule[], node: Node): boolean {
  return rules.every(({ topologyKey }) => labelOf(node, topologyKey) !== undefined);
}
