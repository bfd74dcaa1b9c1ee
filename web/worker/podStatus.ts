// What kubectl prints for a pod (API-113 to API-118), and the shape and hue that the picture gives it. Pure.

import type { ContainerStatus, Pod } from "../../engine/index.ts";
import type { PodState } from "./rows.ts";

export interface PodStatus {
  readonly status: string;
  readonly ready: string;
  readonly restarts: number;
}

export function podStatus(pod: Pod): PodStatus {
  const { status, spec, metadata } = pod;
  const sidecars = new Set((spec.initContainers ?? []).filter((container) => container.restartPolicy === "Always").map(({ name }) => name));
  const total = spec.containers.length + sidecars.size;
  let reason = status.reason || status.phase || "Pending";
  if (status.conditions?.some((condition) => condition.type === "PodScheduled" && condition.reason === "SchedulingGated"))
    reason = "SchedulingGated";

  const init = initStatus(status.initContainerStatuses ?? [], sidecars, spec.initContainers?.length ?? 0);
  const initialized = status.conditions?.some((condition) => condition.type === "Initialized" && condition.status === "True") === true;
  let ready = init.ready;
  let restarts = init.restarts;
  if (init.reason !== undefined && !initialized) reason = init.reason;
  else {
    const main = containersStatus(status.containerStatuses ?? []);
    restarts = main.restarts + init.sidecarRestarts;
    ready += main.ready;
    if (main.reason !== undefined) reason = main.reason;
    if (reason === "Completed") reason = completedReason(pod, main);
  }
  if (metadata.deletionTimestamp !== undefined) {
    if (status.reason === "NodeLost") reason = "Unknown";
    else if (status.phase !== "Succeeded" && status.phase !== "Failed") reason = "Terminating";
  }
  return { status: reason, ready: `${ready}/${total}`, restarts };
}

interface InitStatus {
  readonly reason: string | undefined;
  readonly ready: number;
  readonly restarts: number;
  readonly sidecarRestarts: number;
}

/** The first init container that is neither done nor, as a sidecar, started names the status (API-114). */
function initStatus(statuses: readonly ContainerStatus[], sidecars: ReadonlySet<string>, total: number): InitStatus {
  let ready = 0;
  let restarts = 0;
  let sidecarRestarts = 0;
  for (const [index, container] of statuses.entries()) {
    restarts += container.restartCount;
    const isSidecar = sidecars.has(container.name);
    if (isSidecar) sidecarRestarts += container.restartCount;
    const { terminated, waiting } = container.state ?? {};
    if (terminated?.exitCode === 0) continue;
    if (isSidecar && container.started === true) {
      if (container.ready) ready += 1;
      continue;
    }
    const reason =
      terminated !== undefined
        ? `Init:${terminatedReason(terminated)}`
        : waiting?.reason && waiting.reason !== "PodInitializing"
          ? `Init:${waiting.reason}`
          : `Init:${index}/${total}`;
    return { reason, ready, restarts, sidecarRestarts };
  }
  return { reason: undefined, ready, restarts, sidecarRestarts };
}

interface MainStatus {
  readonly reason: string | undefined;
  readonly errorReason: string | undefined;
  readonly hasRunning: boolean;
  readonly ready: number;
  readonly restarts: number;
}

/** Walked from last to first, so that the first container of the list wins (API-115). */
function containersStatus(statuses: readonly ContainerStatus[]): MainStatus {
  let reason: string | undefined;
  let errorReason: string | undefined;
  let hasRunning = false;
  let ready = 0;
  let restarts = 0;
  for (const container of [...statuses].reverse()) {
    restarts += container.restartCount;
    const { waiting, terminated, running } = container.state ?? {};
    if (waiting?.reason) reason = waiting.reason;
    else if (terminated !== undefined) {
      reason = terminatedReason(terminated);
      if (terminated.exitCode !== 0) errorReason = reason;
    } else if (container.ready && running !== undefined) {
      hasRunning = true;
      ready += 1;
    }
  }
  return { reason, errorReason, hasRunning, ready, restarts };
}

function terminatedReason(terminated: { readonly reason?: string; readonly signal?: number; readonly exitCode: number }): string {
  if (terminated.reason) return terminated.reason;
  return terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`;
}

/** API-116. */
function completedReason(pod: Pod, main: MainStatus): string {
  const isReady = pod.status.conditions?.some((condition) => condition.type === "Ready" && condition.status === "True") === true;
  if (main.hasRunning && isReady) return "Running";
  if (main.errorReason !== undefined) return main.errorReason;
  return main.hasRunning ? "NotReady" : "Completed";
}

/** Statuses of a container that waits although nothing is wrong. */
const STARTING = new Set(["ContainerCreating", "PodInitializing", "Pending"]);

/** The shape on the tile. `probing`: a probe of a running container fails, but has not yet failed often enough. */
export function podState(pod: Pod, { status, ready }: PodStatus, probing: boolean): PodState {
  if (status === "Unknown") return "unknown";
  // Also when its containers were killed and STATUS says Error: a deletion that was asked for is no error.
  if (pod.metadata.deletionTimestamp !== undefined) return "leaving";
  if (status === "Completed" || pod.status.phase === "Succeeded") return "done";
  if (status.endsWith("CrashLoopBackOff")) return "crash";
  if (pod.status.phase === "Failed") return "error";
  if (status === "Running") {
    const [up, of] = ready.split("/");
    if (probing) return "probe";
    return up === of ? "ready" : "notready";
  }
  if (status === "SchedulingGated" || (status === "Pending" && !pod.spec.nodeName)) return "pending";
  if (STARTING.has(status) || /^Init:\d+\/\d+$/.test(status)) return "creating";
  if (status === "NotReady") return "notready";
  return "error";
}
