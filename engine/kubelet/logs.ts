// What `kubectl logs` gets of a container (KL-209, KL-210, API-188). It goes by the status that was sent last,
// not by what the runtime holds by now.

import { formatMicroTime } from "../api/time.ts";
import type { ContainerStatus, Pod } from "../api/types.generated.ts";
import type { LogLine } from "../runtime/contract.ts";
import type { NodeRuntime } from "../runtime/runtime.ts";
import { findContainer, type PodWorker } from "./record.ts";
import { isTerminal } from "./status.ts";

export interface LogChoice {
  readonly previous?: boolean;
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  /** Milliseconds since the epoch. */
  readonly sinceAt?: number;
  readonly timestamps?: boolean;
  readonly limitBytes?: number;
}

export type LogAnswer = { readonly text: string } | { readonly error: string };

const WORDS: Readonly<Record<string, string>> = {
  ErrImagePull: "image can't be pulled",
  ImagePullBackOff: "trying and failing to pull image",
};

export function readLog(runtime: NodeRuntime, worker: PodWorker, containerName: string, choice: LogChoice, now: number): LogAnswer {
  const { pod } = worker;
  const where = `container "${containerName}" in pod "${pod.metadata.name}"`;
  if (findContainer(pod, containerName) === undefined) return { error: `${where} is not available` };
  const status = toldOf(worker, containerName);
  const containerID = choice.previous === true ? status?.lastState.terminated?.containerID : shownInstance(status);
  if (containerID === undefined) return { error: missing(pod, status, where, choice.previous === true) };
  const id = containerID.slice(containerID.lastIndexOf("/") + 1);
  // The answer has begun when the runtime says no, so it is no error any more.
  if (!isKept(worker, id)) return { text: `unable to retrieve container logs for ${containerID}` };
  return { text: textOf(runtime.log(id), choice, now) };
}

/** As the status that was sent last says it: it is a look behind (KL-32), and the choice rests on it. */
function toldOf({ pod, status = pod.status }: PodWorker, name: string): ContainerStatus | undefined {
  const isIt = (one: ContainerStatus): boolean => one.name === name;
  return status.containerStatuses?.find(isIt) ?? status.initContainerStatuses?.find(isIt);
}

/** The instance whose log is shown: the one that runs or has ended, or the last one of a container that waits (KL-210). */
function shownInstance(status: ContainerStatus | undefined): string | undefined {
  if (status === undefined) return undefined;
  const { state, lastState, containerID } = status;
  if (state.running !== undefined) return containerID;
  return state.terminated?.containerID ?? lastState.terminated?.containerID;
}

function missing(pod: Pod, status: ContainerStatus | undefined, where: string, previous: boolean): string {
  if (previous) return `previous terminated ${where} not found`;
  if (status === undefined && isTerminal(pod.status)) return `${where} is not available`;
  if (status?.state.terminated !== undefined || status?.lastState.terminated !== undefined) return `${where} is terminated`;
  const first = (pod.spec.initContainers?.length ?? 0) > 0 ? "PodInitializing" : "ContainerCreating";
  const reason = status?.state.waiting === undefined ? first : (status.state.waiting.reason ?? "");
  return `${where} is waiting to start: ${WORDS[reason] ?? reason}`;
}

/** Of those that have ended only the newest is left: the end of one removes those before it (KL-17). */
function isKept({ instances }: PodWorker, id: string): boolean {
  const instance = instances.find((one) => one.id === id);
  if (instance === undefined || instance.removed) return false;
  return instance.state !== "exited" || instances.find((one) => one.name === instance.name && one.state === "exited") === instance;
}

function textOf(lines: readonly LogLine[], choice: LogChoice, now: number): string {
  const since = choice.sinceSeconds === undefined ? choice.sinceAt : now - choice.sinceSeconds * 1000;
  let wanted = since === undefined ? lines : lines.filter((line) => line.at >= since);
  if (choice.tailLines !== undefined && choice.tailLines >= 0) wanted = choice.tailLines === 0 ? [] : wanted.slice(-choice.tailLines);
  let text = "";
  for (const line of wanted) {
    const stamp = choice.timestamps === true ? `${formatMicroTime(line.at).slice(0, -1)}000Z ` : "";
    text += stamp + line.text + (line.partial === true ? "" : "\n");
  }
  return choice.limitBytes === undefined ? text : text.slice(0, choice.limitBytes);
}
