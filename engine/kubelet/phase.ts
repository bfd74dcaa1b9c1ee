// The phase of a pod from the states of its containers (KL-140 to KL-147).

import type { ContainerStatus, Pod, PodStatus } from "../api/types.generated.ts";
import { isSidecar } from "../api/podstate.ts";
import { policyRestarts } from "./record.ts";
import { isRemoval } from "./restartall.ts";

type Phase = NonNullable<PodStatus["phase"]>;

/** `final`: the kubelet is done with the pod and restarts nothing. */
export function phaseOf(pod: Pod, init: readonly ContainerStatus[], regular: readonly ContainerStatus[], final: boolean): Phase {
  const initContainers = pod.spec.initContainers ?? [];
  let pendingOrdinary = 0;
  let pendingSidecars = 0;
  let waiting = 0;
  let running = 0;
  for (const [i, container] of initContainers.entries()) {
    const status = init[i];
    if (isSidecar(container)) {
      if (status?.state.running !== undefined) {
        running++;
        if (status.started !== true) pendingSidecars++;
      } else if (isFresh(status)) {
        waiting++;
        pendingSidecars++;
      }
      continue;
    }
    const exit = endOf(status);
    if (exit === undefined) pendingOrdinary++;
    else if (exit !== 0 && !isRemoved(status) && !restartsInit(pod, i, exit)) return "Failed";
  }
  // An ordinary one that runs again, in a new sandbox, makes the pod Pending again; a sidecar that comes back does not (KL-141).
  const begun = regular.some((status) => !isFresh(status));
  if (pendingOrdinary > 0 || (pendingSidecars > 0 && !begun)) return "Pending";
  let succeeded = 0;
  let stopped = 0;
  let restarting = false;
  for (const status of regular) {
    const exit = endOf(status);
    if (status.state.running !== undefined) running++;
    else if (exit === undefined) waiting++;
    else {
      stopped++;
      if (exit === 0) succeeded++;
      const container = pod.spec.containers.find((c) => c.name === status.name);
      if (isRemoved(status) || (container !== undefined && policyRestarts(pod, container, exit))) restarting = true;
    }
  }
  if (waiting > 0) return "Pending";
  if (running > 0) return "Running";
  if (stopped === 0) return "Pending";
  if (!final && restarting) return "Running";
  return succeeded === stopped ? "Succeeded" : "Failed";
}

/** The exit code of a stopped container; a waiting one with a previous termination counts as stopped (KL-146). */
function endOf(status: ContainerStatus | undefined): number | undefined {
  if (status === undefined || status.state.running !== undefined) return undefined;
  return (status.state.terminated ?? status.lastState.terminated)?.exitCode;
}

/** It has not ended by itself, but was removed to begin again. */
function isRemoved(status: ContainerStatus | undefined): boolean {
  return status !== undefined && status.state.running === undefined && isRemoval(status.state.terminated ?? status.lastState.terminated);
}

/** Has never run. */
function isFresh(status: ContainerStatus | undefined): boolean {
  return (
    status === undefined ||
    (status.state.running === undefined && status.state.terminated === undefined && status.lastState.terminated === undefined)
  );
}

/** A failed init container is tried again unless the policy is Never (KL-76). */
function restartsInit(pod: Pod, index: number, exitCode: number): boolean {
  const container = pod.spec.initContainers?.[index];
  return container !== undefined && policyRestarts(pod, container, exitCode);
}
