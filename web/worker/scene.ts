// Turns watch events of the cluster into rows, folded by uid: however often an object changed since the last delta, the
// page hears of it once. Pure but for its own memory; knows no clock and no worker.

import type { DaemonSet, Deployment, Event, KubeObject, LabelSelector, Node, Pod, ReplicaSet, WatchEvent } from "../../engine/index.ts";
import { podState, podStatus } from "./podStatus.ts";
import type {
  ActMark,
  BandMark,
  ControllerKind,
  ControllerRow,
  EventRow,
  NodeRow,
  OwnerRow,
  PodRow,
  PodState,
  ProbeStreak,
  Requirement,
  SceneDelta,
} from "./rows.ts";

/** Rows in one message at most, and marks of the lanes. */
const MOST_ROWS = 2000;
const MOST_MARKS = 4000;

/** What the scene watches, as request paths. */
export const WATCHED: readonly string[] = [
  "/api/v1/nodes",
  "/api/v1/replicationcontrollers",
  "/apis/apps/v1/replicasets",
  "/apis/apps/v1/daemonsets",
  "/apis/apps/v1/deployments",
  "/apis/apps/v1/statefulsets",
  "/apis/batch/v1/jobs",
  "/apis/batch/v1/cronjobs",
  "/api/v1/pods",
  "/api/v1/events",
  "/apis/sim.podyard.dev/v1/faults",
];

type Dirty = Map<string, KubeObject>;

export class SceneBuilder {
  readonly #dirty: Record<"pods" | "nodes" | "controllers" | "events", Dirty> = {
    pods: new Map(),
    nodes: new Map(),
    controllers: new Map(),
    events: new Map(),
  };
  readonly #gone = new Set<string>();
  #bands: BandMark[] = [];
  #acts: ActMark[] = [];
  #whole = true;
  #changes = 0;
  /** While a scene takes over a cluster that has a history: what is there is no news. */
  #isTakingOver: boolean;
  readonly #movedTo: number | undefined;
  /** What was last said of each pod, to tell changes of shape and of owner. */
  readonly #said = new Map<string, { state: PodState; restarts: number; owner: string | undefined; leaving: boolean }>();
  readonly #streaks = new Map<string, ProbeStreak & { readonly at: number; readonly restarts: number; readonly periodMs: number }>();
  readonly #podByUid = new Map<string, Pod>();
  readonly #nodeByName = new Map<string, Node>();
  readonly #poweredOff = new Map<string, string>();

  /** `movedTo`: the scene of a cluster that went to another moment; its lanes are known up to then. */
  constructor(movedTo?: number) {
    this.#movedTo = movedTo;
    this.#isTakingOver = movedTo !== undefined;
  }

  /** All that was there has been noted; from now on everything is news. */
  begin(): void {
    this.#isTakingOver = false;
  }

  /** Takes note of one watch event at its simulated instant. */
  note(event: WatchEvent, now: number): void {
    if (event.type === "BOOKMARK" || event.type === "ERROR") return;
    const object = event.object as KubeObject; // the other types of event carry an object
    if (object.kind === "Pod") this.#notePod(event.type, object as Pod, now);
    else if (object.kind === "Event") this.#noteEvent(event.type, object as Event, now);
    else if (object.kind === "Fault") this.#noteFault(event.type, object);
    else this.#noteOther(event.type, object);
  }

  get isEmpty(): boolean {
    const { pods, nodes, controllers, events } = this.#dirty;
    return (
      !this.#whole &&
      pods.size + nodes.size + controllers.size + events.size + this.#gone.size + this.#bands.length + this.#acts.length === 0
    );
  }

  /** Counts what a learner sees happen: a pod that looks different, comes or goes, a controller that acts. */
  get changes(): number {
    return this.#changes;
  }

  get podCount(): number {
    return this.#podByUid.size;
  }

  /** What changed since the last delta, at most `MOST_ROWS` rows; the rest comes with the next. */
  take(): SceneDelta {
    const room = { left: MOST_ROWS };
    const delta: SceneDelta = {
      whole: this.#whole,
      movedTo: this.#whole ? this.#movedTo : undefined,
      nodes: drain(this.#dirty.nodes, room, (object) => this.#nodeRow(object as Node)),
      controllers: drain(this.#dirty.controllers, room, controllerRow),
      pods: drain(this.#dirty.pods, room, (object) => this.#podRow(object as Pod)),
      events: drain(this.#dirty.events, room, (object) => eventRow(object as Event)),
      gone: [...this.#gone],
      bands: this.#bands,
      acts: this.#acts,
    };
    this.#whole = false;
    this.#gone.clear();
    this.#bands = [];
    this.#acts = [];
    return delta;
  }

  #notePod(type: WatchEvent["type"], pod: Pod, now: number): void {
    const uid = pod.metadata.uid ?? "";
    const before = this.#said.get(uid);
    if (type === "DELETED") {
      this.#forget(uid, this.#dirty.pods);
      this.#said.delete(uid);
      this.#streaks.delete(uid);
      this.#podByUid.delete(uid);
      this.#mark({ uid, at: now, state: "gone", restarts: before?.restarts ?? 0 });
      return;
    }
    this.#podByUid.set(uid, pod);
    this.#dirty.pods.set(uid, pod);
    const text = podStatus(pod);
    const state = podState(pod, text, this.#streakOf(uid, text.restarts, now) !== undefined);
    const owner = ownerRow(pod)?.uid;
    const leaving = pod.metadata.deletionTimestamp !== undefined;
    if (before?.state !== state || before.restarts !== text.restarts) this.#mark({ uid, at: now, state, restarts: text.restarts });
    this.#noteOwner(pod, before, owner, now);
    this.#said.set(uid, { state, restarts: text.restarts, owner, leaving });
  }

  /** Ownership changed hands: the controller's lane says so. A pod that is born owned was created by its owner. */
  #noteOwner(pod: Pod, before: { readonly owner: string | undefined } | undefined, owner: string | undefined, now: number): void {
    if (this.#isTakingOver) return;
    const act = (uid: string, name: ActMark["act"]): void =>
      void (this.#acts.length < MOST_MARKS && this.#acts.push({ uid, at: now, act: name, n: 1, pod: pod.metadata.name }));
    if (before === undefined) {
      if (owner !== undefined) act(owner, "creates");
      return;
    }
    if (before.owner === owner) return;
    if (before.owner !== undefined) act(before.owner, "releases");
    if (owner !== undefined) act(owner, "adopts");
  }

  #noteEvent(type: WatchEvent["type"], event: Event, now: number): void {
    const uid = event.metadata.uid ?? "";
    if (type === "DELETED") {
      this.#forget(uid, this.#dirty.events);
      return;
    }
    this.#dirty.events.set(uid, event);
    if (this.#isTakingOver) return;
    if (event.reason === "Unhealthy" && event.involvedObject.kind === "Pod") this.#noteUnhealthy(event, now);
    if (event.reason === "SuccessfulDelete" && event.involvedObject.uid !== undefined) {
      this.#acts.push({ uid: event.involvedObject.uid, at: now, act: "deletes", n: 1, pod: (event.message ?? "").split(" ").at(-1) ?? "" });
    }
  }

  /** A streak is counted from Unhealthy events: one that comes later than a period after the last begins anew. */
  #noteUnhealthy(event: Event, now: number): void {
    const uid = event.involvedObject.uid ?? "";
    const pod = this.#podByUid.get(uid);
    const kind = /^(Liveness|Readiness|Startup)/.exec(event.message ?? "")?.[1]?.toLowerCase() as ProbeStreak["kind"] | undefined;
    if (pod === undefined || kind === undefined) return;
    const container =
      pod.spec.containers.find(({ name }) => event.involvedObject.fieldPath?.includes(`{${name}}`)) ?? pod.spec.containers[0];
    const probe = container?.[`${kind}Probe`];
    const threshold = probe?.failureThreshold ?? 3;
    const periodMs = (probe?.periodSeconds ?? 10) * 1000;
    const restarts = podStatus(pod).restarts;
    const before = this.#streaks.get(uid);
    const goesOn = before !== undefined && before.kind === kind && before.restarts === restarts && now - before.at < periodMs * 1.6;
    this.#streaks.set(uid, {
      kind,
      failures: Math.min(threshold, goesOn ? before.failures + 1 : 1),
      threshold,
      at: now,
      restarts,
      periodMs,
    });
    this.#notePod("MODIFIED", pod, now);
  }

  #streakOf(uid: string, restarts: number, now: number): ProbeStreak | undefined {
    const streak = this.#streaks.get(uid);
    if (streak === undefined) return undefined;
    if (streak.restarts === restarts && now - streak.at < streak.periodMs * 1.6)
      return { kind: streak.kind, failures: streak.failures, threshold: streak.threshold };
    this.#streaks.delete(uid);
    return undefined;
  }

  /** Streaks end silently when a probe succeeds: called with each slice, it notices those. */
  expireStreaks(now: number): void {
    for (const [uid, streak] of this.#streaks) {
      const pod = this.#podByUid.get(uid);
      if (pod !== undefined && now - streak.at >= streak.periodMs * 1.6) this.#notePod("MODIFIED", pod, now);
    }
  }

  #noteFault(type: WatchEvent["type"], object: KubeObject): void {
    const spec = (object as KubeObject & { readonly spec?: { readonly type?: string; readonly nodes?: { readonly name?: string } } }).spec;
    const name = spec?.nodes?.name;
    if (spec?.type !== "NodePowerOff" || name === undefined) return;
    if (type === "DELETED") this.#poweredOff.delete(object.metadata.uid ?? "");
    else this.#poweredOff.set(object.metadata.uid ?? "", name);
    const node = this.#nodeByName.get(name);
    if (node !== undefined) this.#dirty.nodes.set(node.metadata.uid ?? "", node);
  }

  #noteOther(type: WatchEvent["type"], object: KubeObject): void {
    const uid = object.metadata.uid ?? "";
    const isNode = object.kind === "Node";
    const dirty = isNode ? this.#dirty.nodes : this.#dirty.controllers;
    if (type === "DELETED") {
      this.#forget(uid, dirty);
      if (isNode) this.#nodeByName.delete(object.metadata.name);
      return;
    }
    if (isNode) this.#nodeByName.set(object.metadata.name, object as Node);
    dirty.set(uid, object);
  }

  #forget(uid: string, dirty: Dirty): void {
    dirty.delete(uid);
    this.#gone.add(uid);
  }

  #mark(band: BandMark): void {
    if (this.#isTakingOver) return;
    this.#changes += 1;
    if (this.#bands.length < MOST_MARKS) this.#bands.push(band);
  }

  #podRow(pod: Pod): PodRow {
    const uid = pod.metadata.uid ?? "";
    const text = podStatus(pod);
    const said = this.#said.get(uid);
    const streak = this.#streaks.get(uid);
    return newPodRow(
      pod,
      text,
      said?.state ?? "pending",
      streak && { kind: streak.kind, failures: streak.failures, threshold: streak.threshold },
    );
  }

  #nodeRow(node: Node): NodeRow {
    return nodeRow(node, [...this.#poweredOff.values()].includes(node.metadata.name));
  }
}

function drain<Row>(dirty: Dirty, room: { left: number }, toRow: (object: KubeObject) => Row): readonly Row[] {
  const rows: Row[] = [];
  for (const [uid, object] of dirty) {
    if (room.left === 0) break;
    room.left -= 1;
    dirty.delete(uid);
    rows.push(toRow(object));
  }
  return rows;
}

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

function eventRow(event: Event): EventRow {
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

function ownerRow(object: KubeObject): OwnerRow | undefined {
  const owner = object.metadata.ownerReferences?.find((reference) => reference.controller === true);
  return owner && { kind: owner.kind, name: owner.name, uid: owner.uid };
}

function timeOf(text: string | undefined): number | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
