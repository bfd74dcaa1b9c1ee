// What `kubectl logs` gets of a container (KL-209, KL-210, API-188).

import { formatMicroTime } from "../api/time.ts";
import type { LogLine } from "../runtime/contract.ts";
import type { NodeRuntime } from "../runtime/runtime.ts";
import { findContainer, newest, type PodWorker, previous } from "./record.ts";

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
  const current = newest(worker, containerName);
  if (choice.previous === true) {
    const dead = current?.state === "exited" && worker.failures?.has(containerName) === true ? current : previous(worker, containerName);
    if (dead === undefined) return { error: `previous terminated ${where} not found` };
    return { text: textOf(runtime.log(dead.id), choice, now) };
  }
  if (current === undefined || current.state === "created") {
    const reason = waitingReason(worker, containerName);
    return { error: `${where} is waiting to start: ${WORDS[reason] ?? reason}` };
  }
  return { text: textOf(runtime.log(current.id), choice, now) };
}

/** As the status that was sent last says it: it is a look behind (KL-32). */
function waitingReason({ pod, status }: PodWorker, name: string): string {
  const all = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  const shown = all.find((one) => one.name === name)?.state.waiting?.reason;
  return shown ?? ((pod.spec.initContainers?.length ?? 0) > 0 ? "PodInitializing" : "ContainerCreating");
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
