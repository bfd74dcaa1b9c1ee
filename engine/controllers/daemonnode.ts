// Which nodes a DaemonSet wants a pod on, and what the pod for one node looks like (DS-10 to DS-13, DS-20 to DS-22).
// Pure. CPU, memory, ports and the node's readiness are not looked at (DS-11).

import { unmetNodeDemand } from "../api/nodeselector.ts";
import { findUntoleratedTaint } from "../api/podstate.ts";
import type { DaemonSet, Node, Pod, PodSpec, PodTemplateSpec, Toleration } from "../api/types.generated.ts";
import { deepEqual } from "../api/equal.ts";
import type { NewPod } from "./pods.ts";
import { newPodFromTemplate } from "./pods.ts";

export const REVISION_HASH_LABEL = "controller-revision-hash";
const TEMPLATE_GENERATION_LABEL = "pod-template-generation";
const TEMPLATE_GENERATION_ANNOTATION = "deprecated.daemonset.template.generation";

const AUTOMATIC_TOLERATIONS: readonly Toleration[] = [
  { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute" },
  { key: "node.kubernetes.io/unreachable", operator: "Exists", effect: "NoExecute" },
  { key: "node.kubernetes.io/disk-pressure", operator: "Exists", effect: "NoSchedule" },
  { key: "node.kubernetes.io/memory-pressure", operator: "Exists", effect: "NoSchedule" },
  { key: "node.kubernetes.io/pid-pressure", operator: "Exists", effect: "NoSchedule" },
  { key: "node.kubernetes.io/unschedulable", operator: "Exists", effect: "NoSchedule" },
];
const HOST_NETWORK_TOLERATION: Toleration = { key: "node.kubernetes.io/network-unavailable", operator: "Exists", effect: "NoSchedule" };

/** What the set wants of one node; `why` names what speaks against it. */
export interface NodeVerdict {
  /** A pod is to be created here if there is none. */
  readonly shouldRun: boolean;
  /** A pod that is here may stay. */
  readonly shouldContinue: boolean;
  readonly why: string;
}

/** The template with the tolerations that every daemon pod has (DS-12). */
export function daemonTemplate(template: PodTemplateSpec): PodTemplateSpec {
  const automatic = template.spec.hostNetwork === true ? [...AUTOMATIC_TOLERATIONS, HOST_NETWORK_TOLERATION] : AUTOMATIC_TOLERATIONS;
  const own = template.spec.tolerations ?? [];
  const tolerations = [...own, ...automatic.filter((toleration) => !own.some((present) => isSameToleration(present, toleration)))];
  return { ...template, spec: { ...template.spec, tolerations } };
}

function isSameToleration(a: Toleration, b: Toleration): boolean {
  return a.key === b.key && a.effect === b.effect && a.operator === b.operator && (a.value ?? "") === (b.value ?? "");
}

/** Decides on one node for a template that has its automatic tolerations (DS-10). */
export function judgeNode(spec: PodSpec, node: Node): NodeVerdict {
  const no = { shouldRun: false, shouldContinue: false };
  if (spec.nodeName && spec.nodeName !== node.metadata.name) return { ...no, why: `nodeName is ${spec.nodeName}` };
  const unmet = unmetNodeDemand(spec, node);
  if (unmet !== undefined) return { ...no, why: `missing ${unmet}` };
  const taint = findUntoleratedTaint(node.spec.taints, spec.tolerations, ["NoSchedule", "NoExecute"]);
  if (taint === undefined) return { shouldRun: true, shouldContinue: true, why: "matches" };
  const evicting = findUntoleratedTaint(node.spec.taints, spec.tolerations, ["NoExecute"]);
  const { key, effect } = evicting ?? taint;
  return { shouldRun: false, shouldContinue: evicting === undefined, why: `taint ${key}:${effect}` };
}

/** The pod for one node: bound to it by affinity, not by name, so that the scheduler places it (DS-20, DS-21). */
export function newDaemonPod(set: DaemonSet, template: PodTemplateSpec, hash: string, nodeName: string): NewPod {
  const generation = set.metadata.annotations?.[TEMPLATE_GENERATION_ANNOTATION];
  const labels = {
    ...template.metadata.labels,
    ...(generation === undefined ? {} : { [TEMPLATE_GENERATION_LABEL]: generation }),
    [REVISION_HASH_LABEL]: hash,
  };
  const { affinity } = template.spec;
  const required = { nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In" as const, values: [nodeName] }] }] };
  const nodeAffinity = { ...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: required };
  const spec = { ...template.spec, affinity: { ...affinity, nodeAffinity } };
  return newPodFromTemplate({ metadata: { ...template.metadata, labels }, spec }, set);
}

/** The node that a daemon pod runs on or is meant for (DS-22). */
export function nodeOfDaemonPod(pod: Pod): string | undefined {
  if (pod.spec.nodeName) return pod.spec.nodeName;
  const terms = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  for (const { matchFields } of terms) {
    const field = matchFields?.find(({ key, operator }) => key === "metadata.name" && operator === "In");
    if (field?.values?.length === 1) return field.values[0];
  }
  return undefined;
}

/** Whether a pod is of the set's present template (DS-55). */
export function isUpdatedPod(set: DaemonSet, pod: Pod, hash: string): boolean {
  const { labels = {} } = pod.metadata;
  const generation = set.metadata.annotations?.[TEMPLATE_GENERATION_ANNOTATION];
  return labels[REVISION_HASH_LABEL] === hash || (generation !== undefined && labels[TEMPLATE_GENERATION_LABEL] === generation);
}

/** Whether a node changed in a way that DaemonSets look at (DS-3). */
export function isNodeChangeOfInterest(old: Node, node: Node): boolean {
  return !deepEqual(old.metadata.labels, node.metadata.labels) || !deepEqual(old.spec.taints, node.spec.taints);
}
