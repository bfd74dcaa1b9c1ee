// From whole objects to the flat rows of the scene. Pure.

import type { DaemonSet, Deployment, Event, KubeObject, LabelSelector, Node, Pod, ReplicaSet } from "../../engine/index.ts";
import type { ControllerKind, ControllerRow, EventRow, NodeRow, OwnerRow, PodRow, PodState, ProbeStreak, Requirement } from "./rows.ts";

export function newPodRow(
  pod: Pod,
  text: { readonly status: string; readonly ready: string; readonly restarts: number },
  state: PodState,
  probe: ProbeStreak | undefined,
): PodRow {
  const { metadata, spec, status } = pod;
  const backoff = backoffOf(pod);
  const generated = metadata.generateName;
  return {
    uid: metadata.uid ?? "",
    ns: metadata.namespace ?? "",
    name: metadata.name,
    end: generated !== undefined && metadata.name.startsWith(generated) ? metadata.name.slice(generated.length) : undefined,
    node: spec.nodeName || undefined,
    owner: ownerRow(pod),
    state,
    ...text,
    labels: metadata.labels ?? {},
    createdAt: timeOf(metadata.creationTimestamp) ?? 0,
    startedAt: timeOf(status.containerStatuses?.[0]?.state?.running?.startedAt),
    graceEndAt: timeOf(metadata.deletionTimestamp),
    graceMs: (metadata.deletionGracePeriodSeconds ?? 30) * 1000,
    backoffUntil: backoff?.until,
    backoffMs: backoff?.delayMs ?? 0,
    probe: state === "probe" ? probe : undefined,
    containers: spec.containers.map(({ name }) => name),
    exitCode: (status.containerStatuses?.[0]?.lastState?.terminated ?? status.containerStatuses?.[0]?.state?.terminated)?.exitCode,
  };
}

/** The kubelet says the delay in words ("back-off 1m20s restarting…"); it runs from when the container stopped. */
function backoffOf(pod: Pod): { readonly until: number; readonly delayMs: number } | undefined {
  for (const container of pod.status.containerStatuses ?? []) {
    const waiting = container.state?.waiting;
    if (waiting?.reason !== "CrashLoopBackOff") continue;
    const spoken = /back-off (?:(\d+)m)?(?:(\d+)s)?/.exec(waiting.message ?? "");
    const delayMs = spoken === null ? 0 : (Number(spoken[1] ?? 0) * 60 + Number(spoken[2] ?? 0)) * 1000;
    const stoppedAt = timeOf(container.lastState?.terminated?.finishedAt);
    if (delayMs > 0 && stoppedAt !== undefined) return { until: stoppedAt + delayMs, delayMs };
  }
  return undefined;
}

/** Labels that every node gets by itself; a learner's own are the others. */
const GIVEN_LABEL = /(^|\.)kubernetes\.io\/|^node\.kubernetes\.io|^beta\.kubernetes\.io/;

export function nodeRow(node: Node, poweredOff: boolean): NodeRow {
  const labels = node.metadata.labels ?? {};
  const ready = node.status.conditions?.find((condition) => condition.type === "Ready");
  return {
    uid: node.metadata.uid ?? "",
    name: node.metadata.name,
    condition: ready === undefined ? "Unknown" : ready.status === "True" ? "Ready" : "NotReady",
    cordoned: node.spec.unschedulable === true,
    labels: Object.fromEntries(Object.entries(labels).filter(([key]) => !GIVEN_LABEL.test(key))),
    allLabels: labels,
    taints: (node.spec.taints ?? []).map((taint) => `${taint.key}${taint.value ? `=${taint.value}` : ""}:${taint.effect}`),
    podCapacity: Number(node.status.allocatable?.["pods"] ?? node.status.capacity?.["pods"] ?? 110),
    createdAt: timeOf(node.metadata.creationTimestamp) ?? 0,
    poweredOff,
  };
}

/** All controllers through the fields that the kinds share; what a kind lacks is absent. */
interface AnyController extends KubeObject {
  readonly spec?: Partial<Omit<ReplicaSet["spec"], "selector" | "replicas"> & Deployment["spec"]> & {
    readonly selector?: LabelSelector | Readonly<Record<string, string>>;
    readonly completions?: number;
    readonly parallelism?: number;
  };
  readonly status?: Partial<DaemonSet["status"] & Deployment["status"]> & {
    readonly active?: number | readonly unknown[];
    readonly succeeded?: number;
    readonly ready?: number;
  };
}

export function controllerRow(object: KubeObject): ControllerRow {
  const controller = object as AnyController;
  const { metadata, spec, kind } = controller;
  const requirements = requirementsOf(spec?.selector);
  const template = spec?.template;
  return {
    uid: metadata.uid ?? "",
    ns: metadata.namespace ?? "",
    name: metadata.name,
    kind: kind as ControllerKind, // the scene watches no other kinds
    owner: ownerRow(controller),
    ...countsOf(controller),
    selector: requirements.map(requirementText).join(","),
    requirements,
    nodeSelector: template?.spec?.nodeSelector ?? {},
    templateLabels: template?.metadata?.labels ?? {},
    createdAt: timeOf(metadata.creationTimestamp) ?? 0,
    deleting: metadata.deletionTimestamp !== undefined,
  };
}

function countsOf({ kind, spec, status }: AnyController): Pick<ControllerRow, "desired" | "current" | "ready"> {
  if (kind === "DaemonSet")
    return { desired: status?.desiredNumberScheduled ?? 0, current: status?.currentNumberScheduled ?? 0, ready: status?.numberReady ?? 0 };
  if (kind === "CronJob") {
    const active = Array.isArray(status?.active) ? status.active.length : 0;
    return { desired: active, current: active, ready: active };
  }
  if (kind === "Job")
    return {
      desired: spec?.completions ?? 1,
      current: typeof status?.active === "number" ? status.active : 0,
      ready: status?.succeeded ?? 0,
    };
  return { desired: spec?.replicas ?? 1, current: status?.replicas ?? 0, ready: status?.readyReplicas ?? 0 };
}

/** A ReplicationController's selector is a plain map; the others have matchLabels and matchExpressions. */
export function requirementsOf(selector: LabelSelector | Readonly<Record<string, string>> | undefined): readonly Requirement[] {
  if (selector === undefined) return [];
  const labelSelector: LabelSelector =
    "matchLabels" in selector || "matchExpressions" in selector
      ? (selector as LabelSelector)
      : { matchLabels: selector as Record<string, string> };
  const equal = Object.entries(labelSelector.matchLabels ?? {}).map(([key, value]): Requirement => ({
    key,
    operator: "In",
    values: [value],
  }));
  const others = (labelSelector.matchExpressions ?? []).map((expression): Requirement => ({
    key: expression.key,
    operator: expression.operator as Requirement["operator"],
    values: expression.values ?? [],
  }));
  return [...equal, ...others];
}

function requirementText({ key, operator, values }: Requirement): string {
  if (operator === "Exists") return key;
  if (operator === "DoesNotExist") return `!${key}`;
  if (operator === "In" && values.length === 1) return `${key}=${values[0]}`;
  return `${key} ${operator === "In" ? "in" : "notin"} (${values.join(",")})`;
}

export function eventRow(event: Event): EventRow {
  const { involvedObject: object } = event;
  return {
    uid: event.metadata.uid ?? "",
    at:
      timeOf(
        event.series?.lastObservedTime ??
          event.lastTimestamp ??
          event.firstTimestamp ??
          event.eventTime ??
          event.metadata.creationTimestamp,
      ) ?? 0,
    warning: event.type === "Warning",
    reason: event.reason ?? "",
    message: event.message ?? "",
    count: event.series?.count ?? (event.count || 1),
    kind: object.kind ?? "",
    ns: object.namespace ?? "",
    name: object.name ?? "",
    objectUid: object.uid ?? "",
    source: event.source?.component || event.reportingComponent || "",
    host: event.source?.host ?? "",
  };
}

export function ownerRow(object: KubeObject): OwnerRow | undefined {
  const owner = object.metadata.ownerReferences?.find((reference) => reference.controller === true);
  return owner && { kind: owner.kind, name: owner.name, uid: owner.uid };
}

function timeOf(text: string | undefined): number | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
