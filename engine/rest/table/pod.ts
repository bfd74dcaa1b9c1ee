// The row of a pod (API-101, API-113 to API-120).

import { getCondition, isSidecar } from "../../api/podstate.ts";
import { parseTime } from "../../api/time.ts";
import type { ContainerStatus, Pod } from "../../api/types.generated.ts";
import { containerCells, labelsCell, NONE } from "./cell.ts";
import { ageOf, humanDuration } from "./duration.ts";
import { columns, type Printers, type RowCondition } from "./printer.ts";

export interface PodSummary {
  readonly ready: number;
  readonly total: number;
  readonly status: string;
  readonly restarts: number;
  /** When a counted container last ended; ms since the epoch. */
  readonly lastRestartAt: number | undefined;
}

interface Tally {
  ready: number;
  restarts: number;
  lastRestartAt: number | undefined;
}

/** What `kubectl get pods` says of a pod: its READY, STATUS and RESTARTS. */
export function podSummary(pod: Pod): PodSummary {
  const { spec, status, metadata } = pod;
  const sidecars = new Set((spec.initContainers ?? []).filter(isSidecar).map(({ name }) => name));
  const initial: Tally = { ready: 0, restarts: 0, lastRestartAt: undefined };
  const running: Tally = { ready: 0, restarts: 0, lastRestartAt: undefined };
  const initText = initStatus(pod, sidecars, initial, running);
  const scheduled = getCondition(status.conditions, "PodScheduled");
  let text = status.reason || status.phase || "";
  if (scheduled?.reason === "SchedulingGated") text = scheduled.reason;
  const isInitialising = initText !== undefined && getCondition(status.conditions, "Initialized")?.status !== "True";
  const tally = isInitialising ? { ...initial, ready: running.ready } : running;
  if (isInitialising) text = initText;
  else text = mainStatus(pod, text, running);
  if (metadata.deletionTimestamp !== undefined) text = deletedStatus(pod, text);
  return { ...tally, total: spec.containers.length + sidecars.size, status: text };
}

/** What holds the pod in its initialisation; undefined when nothing does. Sidecars that run count on both sides. */
function initStatus(pod: Pod, sidecars: ReadonlySet<string>, initial: Tally, running: Tally): string | undefined {
  const statuses = pod.status.initContainerStatuses ?? [];
  const total = (pod.spec.initContainers ?? []).length;
  let found: string | undefined;
  for (const [i, container] of statuses.entries()) {
    count(initial, container);
    if (sidecars.has(container.name)) count(running, container);
    if (found !== undefined) continue;
    const { terminated, waiting } = container.state;
    if (terminated?.exitCode === 0) continue;
    if (sidecars.has(container.name) && container.started === true) {
      if (container.ready) running.ready += 1;
      continue;
    }
    if (terminated)
      found = `Init:${terminated.reason || (terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`)}`;
    else if (waiting?.reason && waiting.reason !== "PodInitializing") found = `Init:${waiting.reason}`;
    else found = `Init:${i}/${total}`;
  }
  return found;
}

function mainStatus(pod: Pod, initially: string, running: Tally): string {
  let text = initially;
  let errorReason: string | undefined;
  let hasRunning = false;
  // From the last to the first, so that the first container has the last word.
  for (const container of (pod.status.containerStatuses ?? []).toReversed()) {
    count(running, container);
    const { waiting, terminated, running: isUp } = container.state;
    if (waiting?.reason) text = waiting.reason;
    else if (terminated) {
      text = terminated.reason || (terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`);
      if (terminated.exitCode !== 0) errorReason = text;
    } else if (container.ready && isUp) {
      hasRunning = true;
      running.ready += 1;
    }
  }
  if (text !== "Completed") return text;
  if (hasRunning && getCondition(pod.status.conditions, "Ready")?.status === "True") return "Running";
  return errorReason ?? (hasRunning ? "NotReady" : text);
}

function deletedStatus({ status }: Pod, text: string): string {
  if (status.reason === "NodeLost") return "Unknown";
  return status.phase === "Succeeded" || status.phase === "Failed" ? text : "Terminating";
}

function count(tally: Tally, container: ContainerStatus): void {
  tally.restarts += container.restartCount;
  const ended = container.lastState.terminated?.finishedAt;
  if (!ended) return; // null: one that was removed in a restart of all containers never ended by itself (KL-74)
  const at = parseTime(ended);
  if (tally.lastRestartAt === undefined || at > tally.lastRestartAt) tally.lastRestartAt = at;
}

function restartsCell({ restarts, lastRestartAt }: PodSummary, nowMs: number): string {
  return restarts === 0 || lastRestartAt === undefined ? `${restarts}` : `${restarts} (${humanDuration(nowMs - lastRestartAt)} ago)`;
}

function gatesCell(pod: Pod): string {
  const gates = pod.spec.readinessGates ?? [];
  if (gates.length === 0) return NONE;
  const passed = gates.filter((gate) => getCondition(pod.status.conditions, gate.conditionType)?.status === "True");
  return `${passed.length}/${gates.length}`;
}

function finished(pod: Pod): readonly RowCondition[] | undefined {
  const { phase } = pod.status;
  if (phase !== "Succeeded" && phase !== "Failed") return undefined;
  const message = phase === "Succeeded" ? "The pod has completed successfully." : "The pod failed.";
  return [{ type: "Completed", status: "True", reason: phase, message }];
}

export const podPrinters: Printers = {
  Pod: {
    columns: columns("Name|Ready|Status|Restarts|Age|IP*|Node*|Nominated Node*|Readiness Gates*"),
    cells(pod, nowMs) {
      const summary = podSummary(pod);
      const { podIP, podIPs, nominatedNodeName } = pod.status;
      return [
        pod.metadata.name,
        `${summary.ready}/${summary.total}`,
        summary.status,
        restartsCell(summary, nowMs),
        ageOf(pod.metadata.creationTimestamp, nowMs),
        podIPs?.[0]?.ip || podIP || NONE,
        pod.spec.nodeName || NONE,
        nominatedNodeName || NONE,
        gatesCell(pod),
      ];
    },
    conditions: finished,
  },
  PodTemplate: {
    columns: columns("Name|Containers|Images|Pod Labels"),
    cells: ({ metadata, template }) => [
      metadata.name,
      ...containerCells(template.spec?.containers ?? []),
      labelsCell(template.metadata?.labels),
    ],
  },
};
