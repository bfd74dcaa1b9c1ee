// The status of a pod as its kubelet sees it (KL-31, KL-140 to KL-162): pure, from the worker's memory. What is sent of
// it, and when, is the status writer's business.

import { addQuantities } from "../api/quantity.ts";
import { formatTime } from "../api/time.ts";
import type { Container, ContainerStatus, HostIP, Pod, PodStatus, Quantity } from "../api/types.generated.ts";
import { conditionsOf, type SharedConditions, withReadiness } from "./conditions.ts";
import { containerStatuses, withProbed } from "./containerstatus.ts";
import { phaseOf } from "./phase.ts";
import { isSidecar } from "../api/podstate.ts";
import { findContainer, type PodWorker } from "./record.ts";
import { couldRestartAll, isRestartingAll } from "./restartall.ts";

export interface NodeIdentity {
  readonly hostIP: string;
  readonly hostIPs?: readonly HostIP[];
  readonly sharedConditions?: SharedConditions;
  readonly cgroup?: 1 | 2 | undefined;
}

/**
 * The status of this moment. Its phase may say Failed or Succeeded while containers still run: `reported` holds that
 * back (KL-161).
 */
export function calculateStatus(worker: PodWorker, node: NodeIdentity, nowMs: number): PodStatus {
  const { pod, ended } = worker;
  const before = worker.status;
  const { init, regular } = containerStatuses(worker);
  const final = worker.stopped;
  const now = formatTime(nowMs);
  const old = before ?? pod.status;
  const terminal = pod.status.phase === "Failed" || pod.status.phase === "Succeeded";
  const phase = ended?.phase ?? (terminal ? pod.status.phase : phaseOf(pod, init, regular, final));
  const kept = ended === undefined && old.phase === phase ? old : undefined;
  const reason = ended?.reason ?? kept?.reason;
  const message = ended?.message ?? kept?.message;
  const refused = worker.phase === "new";
  const conditions = conditionsOf({
    pod,
    phase,
    init,
    regular,
    sandboxReady: worker.sandboxReady,
    before: before?.conditions,
    present: pod.status.conditions,
    now,
    disruption: ended?.disruption,
    restartingAll: couldRestartAll(pod) ? isRestartingAll(worker) : undefined,
    shared: node.sharedConditions,
  });
  const generation = pod.metadata.generation;
  const ip = pod.spec.hostNetwork === true ? node.hostIP : worker.ip;
  const startTime = pod.status.startTime ?? old.startTime ?? now;
  const { allocatedResources, resources } = withCgroupLimit(totalResources(pod), worker, node);
  // Field by field: statuses are what a kubelet makes most of, and spreading parts into one another is slow.
  const podIPs = before?.podIP === ip && before.podIPs !== undefined ? before.podIPs : [{ ip }];
  const { hostIP, hostIPs = [{ ip: hostIP }] } = node;
  const status: Writable<PodStatus> =
    refused || ip === ""
      ? { phase, conditions, startTime, containerStatuses: regular, resources }
      : { phase, conditions, hostIP, hostIPs, podIP: ip, podIPs, startTime, containerStatuses: regular, resources };
  if (generation !== undefined) status.observedGeneration = generation;
  if (message !== undefined) status.message = message;
  if (reason !== undefined) status.reason = reason;
  if (!refused && ip === "") Object.assign(status, { hostIP, hostIPs });
  if (refused && ip !== "") Object.assign(status, { podIP: ip, podIPs });
  if (init.length > 0) status.initContainerStatuses = init;
  if (allocatedResources !== undefined) status.allocatedResources = allocatedResources;
  return status;
}

/**
 * What has been told of the pod, but for what a container's probe has found since. All else is left as it was: a sync that
 * is at work shows what it did to other containers when it is over (KL-18, KL-50).
 */
export function statusWithProbed(worker: PodWorker, told: PodStatus, name: string, node: NodeIdentity, nowMs: number): PodStatus {
  const { pod, ended } = worker;
  const container = findContainer(pod, name);
  if (container === undefined) return told;
  const init = probedAmong(worker, container, true, told.initContainerStatuses ?? []);
  const regular = probedAmong(worker, container, false, told.containerStatuses ?? []);
  const conditions = withReadiness(
    {
      pod,
      phase: told.phase,
      init,
      regular,
      before: told.conditions,
      present: pod.status.conditions,
      now: formatTime(nowMs),
      disruption: ended?.disruption,
      shared: node.sharedConditions,
    },
    told.conditions ?? [],
  );
  return { ...told, conditions, ...(init.length === 0 ? {} : { initContainerStatuses: init }), containerStatuses: regular };
}

function probedAmong(worker: PodWorker, container: Container, init: boolean, told: readonly ContainerStatus[]): readonly ContainerStatus[] {
  return told.map((one) => (one.name === container.name ? withProbed(worker, container, init, one) : one));
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const NO_RESOURCES: TotalResources = Object.freeze({ resources: Object.freeze({}) });

type TotalResources = Required<Pick<PodStatus, "resources">> & Pick<PodStatus, "allocatedResources">;

/** What version 1 of the control groups shows where no memory limit is set: the largest value of the kernel, in pages. */
const NO_LIMIT = "9007199254740988Ki";

/** From the first sync that finds a container running on, the kubelet reads the limits back from the pod's control group. */
function withCgroupLimit(total: TotalResources, worker: PodWorker, node: NodeIdentity): TotalResources {
  const before = worker.status;
  if (node.cgroup !== 1 || !worker.sandboxReady || before === undefined || total.resources.limits?.["memory"] !== undefined) return total;
  const was =
    before.resources?.limits?.["memory"] !== undefined ||
    before.containerStatuses?.some(({ state }) => state.running !== undefined) === true;
  if (!was) return total;
  return { ...total, resources: { ...total.resources, limits: { ...total.resources.limits, memory: NO_LIMIT } } };
}

/** What the pod's containers ask for together; a limit of the pod only where all of them have one. */
function totalResources(pod: Pod): TotalResources {
  const requests = total(pod, "requests", false);
  const limits = total(pod, "limits", true);
  if (requests === undefined && limits === undefined) return NO_RESOURCES;
  return {
    ...(requests === undefined ? {} : { allocatedResources: requests }),
    resources: { ...(limits === undefined ? {} : { limits }), ...(requests === undefined ? {} : { requests }) },
  };
}

function total(pod: Pod, of: "requests" | "limits", inAll: boolean): Record<string, Quantity> | undefined {
  const { containers } = pod.spec;
  if (!containers.some((container) => container.resources[of] !== undefined)) return undefined;
  const names = new Set(containers.flatMap((container) => Object.keys(container.resources[of] ?? {})));
  const sum: Record<string, Quantity> = {};
  for (const name of [...names].sort()) {
    const given = containers.flatMap((container) => container.resources[of]?.[name] ?? []);
    if (!inAll || given.length === containers.length) sum[name] = addQuantities(...given);
  }
  return Object.keys(sum).length === 0 ? undefined : sum;
}

/** What may be sent: no terminal phase while a container still runs or may be started (KL-161). */
export function reported(worker: PodWorker, status: PodStatus): PodStatus {
  if ((status.phase !== "Failed" && status.phase !== "Succeeded") || worker.stopped || isTerminal(worker.pod.status)) return status;
  const { phase: _phase, reason: _reason, message: _message, conditions = [], ...rest } = status;
  const old = worker.pod.status;
  const told = old.conditions?.find(({ type }) => type === "DisruptionTarget");
  return {
    ...rest,
    conditions:
      worker.ended?.disruption === undefined
        ? conditions
        : conditions.flatMap((one) => (one.type === "DisruptionTarget" ? (told ?? []) : one)),
    phase: old.phase ?? "Pending",
    ...(old.message === undefined ? {} : { message: old.message }),
    ...(old.reason === undefined ? {} : { reason: old.reason }),
  };
}

export function isTerminal(status: PodStatus | undefined): boolean {
  return status?.phase === "Failed" || status?.phase === "Succeeded";
}

const LOST = "The container could not be located when the pod was terminated";

/** The last status of a pod that leaves its node: containers that never ran are said to be lost (KL-162). */
export function finalStatus(worker: PodWorker, status: PodStatus): PodStatus {
  const initContainers = worker.pod.spec.initContainers ?? [];
  const regular = status.containerStatuses ?? [];
  const init = status.initContainerStatuses ?? [];
  const initialized =
    regular.some(hasRun) ||
    initContainers.every((c, i) => (isSidecar(c) ? init[i]?.started === true || hasRun(init[i]) : init[i]?.ready === true));
  const lastInit = init.findLastIndex((one) => hasRun(one));
  const done: PodStatus = {
    ...status,
    ...(init.length === 0 ? {} : { initContainerStatuses: init.map((one, i) => (i <= lastInit || initialized ? lost(one) : one)) }),
    containerStatuses: initialized ? regular.map(lost) : regular,
  };
  return isTerminal(done) ? done : { ...done, phase: "Failed" };
}

function hasRun(status: ContainerStatus | undefined): boolean {
  return status?.state.running !== undefined || status?.state.terminated !== undefined || status?.lastState.terminated !== undefined;
}

function lost(status: ContainerStatus): ContainerStatus {
  if (status.state.terminated !== undefined) return status;
  return {
    ...status,
    state: {
      terminated: { exitCode: 137, reason: "ContainerStatusUnknown", message: LOST, startedAt: null as never, finishedAt: null as never },
    },
  }; // times that were never set are written as null
}
