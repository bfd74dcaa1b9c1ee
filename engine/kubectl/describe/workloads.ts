// kubectl describe of ReplicaSets, ReplicationControllers, DaemonSets, Deployments and StatefulSets (API-264 to API-267).

import { controllerOf } from "../../api/object.ts";
import { deepEqual } from "../../api/equal.ts";
import { formatLabelSelector } from "../../api/selector.ts";
import type {
  DaemonSet,
  Deployment,
  LabelSelector,
  ObjectMeta,
  Pod,
  PodTemplateSpec,
  ReplicaSet,
  ReplicationController,
  StatefulSet,
} from "../../api/types.generated.ts";
import type { Subject } from "./describer.ts";
import { listOf, typed } from "./describer.ts";
import { podTemplate } from "./podparts.ts";
import type { Sheet } from "./sheet.ts";
import { annotations, events, labels, longTime } from "./sheet.ts";

const HASH_LABEL = "pod-template-hash";

export function describeReplicaSet(subject: Subject): void {
  const { object, sheet } = subject;
  const { metadata, spec, status } = typed<ReplicaSet>(object);
  heading(sheet, metadata, formatLabelSelector(spec?.selector));
  const controller = controllerOf({ metadata });
  if (controller) sheet.field(0, "Controlled By", `${controller.kind}/${controller.name}`);
  sheet.field(0, "Replicas", `${status?.replicas ?? 0} current / ${spec?.replicas ?? 0} desired`);
  podsStatus(subject, formatLabelSelector(spec?.selector));
  podTemplate(sheet, spec?.template);
  conditions(sheet, status?.conditions);
  events(sheet, subject.events);
}

export function describeReplicationController(subject: Subject): void {
  const { object, sheet } = subject;
  const { metadata, spec, status } = typed<ReplicationController>(object);
  const selector = mapText(spec?.selector);
  heading(sheet, metadata, selector);
  sheet.field(0, "Replicas", `${status?.replicas ?? 0} current / ${spec?.replicas ?? 0} desired`);
  podsStatus(subject, selector);
  podTemplate(sheet, spec?.template);
  conditions(sheet, status?.conditions);
  events(sheet, subject.events);
}

function heading(sheet: Sheet, metadata: ObjectMeta, selector: string): void {
  sheet.field(0, "Name", metadata.name);
  sheet.field(0, "Namespace", metadata.namespace);
  sheet.field(0, "Selector", selector);
  labels(sheet, "Labels", metadata.labels);
  annotations(sheet, "Annotations", metadata.annotations);
}

export function mapText(map: Readonly<Record<string, string>> | undefined): string {
  return formatLabelSelector({ matchLabels: map ?? {} });
}

/** Counts the pods that the object controls. */
function podsStatus(subject: Subject, selector: string): void {
  const { session, object, sheet } = subject;
  const { namespace = "", uid } = object.metadata ?? {};
  const pods = listOf<Pod>(session, `/api/v1/namespaces/${namespace}/pods`, { labelSelector: selector }).filter(
    (pod) => controllerOf(pod)?.uid === uid,
  );
  const count = (...phases: readonly string[]): number => pods.filter((pod) => phases.includes(pod.status?.phase ?? "")).length;
  sheet.field(
    0,
    "Pods Status",
    `${count("Running")} Running / ${count("Pending")} Waiting / ${count("Succeeded")} Succeeded / ${count("Failed")} Failed`,
  );
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

export function conditions(sheet: Sheet, list: readonly Condition[] | undefined): void {
  if (!list || list.length === 0) return;
  sheet.line(0, "Conditions:");
  sheet.line(1, "Type\tStatus\tReason");
  sheet.line(1, "----\t------\t------");
  for (const one of list) sheet.line(1, `${one.type} \t${one.status}\t${one.reason ?? ""}`);
}

export function describeDaemonSet(subject: Subject): void {
  const { object, sheet } = subject;
  const { metadata, spec, status } = typed<DaemonSet>(object);
  sheet.field(0, "Name", metadata.name);
  sheet.field(0, "Namespace", metadata.namespace);
  sheet.field(0, "Selector", formatLabelSelector(spec?.selector));
  sheet.field(0, "Node-Selector", mapText(spec?.template.spec?.nodeSelector));
  labels(sheet, "Labels", metadata.labels);
  annotations(sheet, "Annotations", metadata.annotations);
  sheet.line(0, `Desired Number of Nodes Scheduled: ${status?.desiredNumberScheduled ?? 0}`);
  sheet.line(0, `Current Number of Nodes Scheduled: ${status?.currentNumberScheduled ?? 0}`);
  sheet.line(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status?.updatedNumberScheduled ?? 0}`);
  sheet.line(0, `Number of Nodes Scheduled with Available Pods: ${status?.numberAvailable ?? 0}`);
  sheet.line(0, `Number of Nodes Misscheduled: ${status?.numberMisscheduled ?? 0}`);
  podsStatus(subject, formatLabelSelector(spec?.selector));
  podTemplate(sheet, spec?.template);
  events(sheet, subject.events);
}

export function describeStatefulSet(subject: Subject): void {
  const { object, sheet } = subject;
  const { metadata, spec, status } = typed<StatefulSet>(object);
  sheet.field(0, "Name", metadata.name);
  sheet.field(0, "Namespace", metadata.namespace);
  sheet.field(0, "CreationTimestamp", longTime(metadata.creationTimestamp));
  sheet.field(0, "Selector", formatLabelSelector(spec?.selector));
  labels(sheet, "Labels", metadata.labels);
  annotations(sheet, "Annotations", metadata.annotations);
  sheet.field(0, "Replicas", `${spec?.replicas ?? 0} desired | ${status?.replicas ?? 0} total`);
  sheet.field(0, "Update Strategy", spec?.updateStrategy?.type);
  const partition = spec?.updateStrategy?.rollingUpdate?.partition;
  if (partition !== undefined) sheet.field(1, "Partition", partition);
  podsStatus(subject, formatLabelSelector(spec?.selector));
  podTemplate(sheet, spec?.template);
  const claims = spec?.volumeClaimTemplates ?? [];
  sheet.line(0, `Volume Claims:${claims.length === 0 ? "\t<none>" : ""}`);
  for (const claim of claims) {
    sheet.field(1, "Name", claim.metadata.name);
    sheet.field(1, "StorageClass", claim.spec?.storageClassName);
    labels(sheet, "  Labels", claim.metadata.labels);
    annotations(sheet, "  Annotations", claim.metadata.annotations);
    sheet.field(1, "Capacity", String(claim.spec?.resources?.requests?.["storage"] ?? "<default>"));
    sheet.field(1, "Access Modes", `[${(claim.spec?.accessModes ?? []).join(" ")}]`);
  }
  events(sheet, subject.events);
}

export function describeDeployment(subject: Subject): void {
  const { object, sheet } = subject;
  const deployment = typed<Deployment>(object);
  const { metadata, spec, status } = deployment;
  sheet.field(0, "Name", metadata.name);
  sheet.field(0, "Namespace", metadata.namespace);
  sheet.field(0, "CreationTimestamp", longTime(metadata.creationTimestamp));
  labels(sheet, "Labels", metadata.labels);
  annotations(sheet, "Annotations", metadata.annotations);
  sheet.field(0, "Selector", formatLabelSelector(spec?.selector));
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, unavailableReplicas = 0 } = status ?? {};
  sheet.field(
    0,
    "Replicas",
    `${spec?.replicas ?? 0} desired | ${updatedReplicas} updated | ${replicas} total | ${availableReplicas} available | ${unavailableReplicas} unavailable`,
  );
  sheet.field(0, "StrategyType", spec?.strategy?.type);
  sheet.field(0, "MinReadySeconds", spec?.minReadySeconds ?? 0);
  const rolling = spec?.strategy?.rollingUpdate;
  if (rolling) sheet.field(0, "RollingUpdateStrategy", `${rolling.maxUnavailable} max unavailable, ${rolling.maxSurge} max surge`);
  podTemplate(sheet, spec?.template);
  conditions(sheet, status?.conditions);
  const { current, old } = replicaSetsOf(subject, deployment);
  sheet.field(0, "OldReplicaSets", replicaSetsText(old));
  sheet.field(0, "NewReplicaSet", replicaSetsText(current ? [current] : []));
  events(sheet, subject.events);
}

function replicaSetsText(list: readonly ReplicaSet[]): string {
  return (
    list.map((set) => `${set.metadata.name} (${set.status?.replicas ?? 0}/${set.spec?.replicas ?? 0} replicas created)`).join(", ") ||
    "<none>"
  );
}

function replicaSetsOf(
  { session }: Subject,
  deployment: Deployment,
): { readonly current: ReplicaSet | undefined; readonly old: readonly ReplicaSet[] } {
  const all = ownReplicaSets(session, deployment);
  const current = all.find((set) => sameTemplate(set.spec?.template, deployment.spec?.template));
  return { current, old: all.filter((set) => set !== current) };
}

/** The ReplicaSets that a Deployment controls, oldest first. */
export function ownReplicaSets(
  session: Subject["session"],
  deployment: { readonly metadata: ObjectMeta; readonly spec?: { readonly selector?: LabelSelector } | undefined },
): readonly ReplicaSet[] {
  const path = `/apis/apps/v1/namespaces/${deployment.metadata.namespace ?? ""}/replicasets`;
  return listOf<ReplicaSet>(session, path, { labelSelector: formatLabelSelector(deployment.spec?.selector) })
    .filter((set) => controllerOf(set)?.uid === deployment.metadata.uid)
    .sort((a, b) => order(a.metadata.creationTimestamp, b.metadata.creationTimestamp) || order(a.metadata.name, b.metadata.name));
}

function order(a: string | undefined, b: string | undefined): number {
  return (a ?? "") < (b ?? "") ? -1 : (a ?? "") > (b ?? "") ? 1 : 0;
}

/** Equal but for the hash label that the Deployment adds. */
export function sameTemplate(a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean {
  return deepEqual(withoutHash(a), withoutHash(b));
}

export function withoutHash(template: PodTemplateSpec | undefined): PodTemplateSpec | undefined {
  if (!template?.metadata?.labels || !(HASH_LABEL in template.metadata.labels)) return template;
  const { [HASH_LABEL]: _, ...rest } = template.metadata.labels;
  return { ...template, metadata: { ...template.metadata, labels: rest } };
}
