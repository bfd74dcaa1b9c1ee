// What Fault objects do on one node: those that strike pods go to the runtime, those that strike nodes or images to the
// kubelet. A Fault lasts until it is deleted or its time is over, and strikes containers that start meanwhile too.

import type { Fault } from "../api/kinds.ts";
import { matchesSelector, selectorOf } from "../api/selector.ts";
import { parseTime } from "../api/time.ts";
import type { Pod } from "../api/types.generated.ts";
import type { NodeRuntime } from "../runtime/runtime.ts";
import type { PodWorker } from "./record.ts";

/** Whether the Fault is aimed at pods, and at this one. */
export function strikesPod(fault: Fault, pod: Pod): boolean {
  const { pods } = fault.spec;
  if (pods === undefined || fault.metadata.namespace !== pod.metadata.namespace) return false;
  if (pods.name !== undefined && pods.name !== pod.metadata.name) return false;
  const selector = pods.selector === undefined ? undefined : selectorOf(pods.selector);
  if (selector !== undefined && !matchesSelector(selector, pod.metadata.labels ?? {})) return false;
  return pods.name !== undefined || selector !== undefined;
}

export function strikesNode(fault: Fault, name: string, labels: Readonly<Record<string, string>>): boolean {
  const { nodes } = fault.spec;
  if (nodes === undefined) return false;
  if (nodes.name !== undefined && nodes.name !== name) return false;
  const selector = nodes.selector === undefined ? undefined : selectorOf(nodes.selector);
  if (selector !== undefined && !matchesSelector(selector, labels)) return false;
  return nodes.name !== undefined || selector !== undefined;
}

/** When it ends by itself, or undefined. */
export function endOf(fault: Fault): number | undefined {
  const { durationSeconds } = fault.spec;
  return durationSeconds === undefined ? undefined : parseTime(fault.metadata.creationTimestamp ?? "") + durationSeconds * 1000;
}

const LEAK_BYTES = 16 * 1024 * 1024;

/** Strikes one running container, or all of the pod's. `active`: false takes a lasting fault off again. */
export function apply(runtime: NodeRuntime, worker: PodWorker, fault: Fault, active: boolean, only?: string): void {
  const { type, pods, code, delaySeconds, bytesPerSecond } = fault.spec;
  const target = pods?.container;
  if (only !== undefined && target !== undefined && target !== only) return;
  const hit = worker.instances.filter((one) => one.state === "running" && (target ?? only ?? one.name) === one.name).map((one) => one.id);
  switch (type) {
    case "Crash":
      if (active) for (const id of hit) runtime.crash(id, code ?? 1);
      break;
    case "OutOfMemory":
      if (active) for (const id of hit) runtime.exhaustMemory(id);
      break;
    case "MemoryLeak":
      for (const id of hit) runtime.leak(id, active ? (bytesPerSecond ?? LEAK_BYTES) : 0);
      break;
    case "HttpError":
      runtime.setHttpFault(worker.uid, target, active ? { code: code ?? 500 } : undefined);
      break;
    case "Slow":
      runtime.setHttpFault(worker.uid, target, active ? { delayMs: (delaySeconds ?? 5) * 1000 } : undefined);
      break;
    case "Hang":
      runtime.setHttpFault(worker.uid, target, active ? { hang: true } : undefined);
      break;
  }
}

/** Why a pull of the image for that pod fails, or undefined. */
export function pullErrorOf(fault: Fault, pod: Pod, image: string): string | undefined {
  if (fault.spec.type !== "ImagePullError") return undefined;
  if (fault.spec.pods !== undefined && !strikesPod(fault, pod)) return undefined;
  const aim = fault.spec.image;
  const bare = (name: string): string => name.replace(/^docker\.io\/(library\/)?/, "");
  const untagged = (name: string): string => bare(name).replace(/:[^/:]*$/, "");
  if (aim !== undefined && bare(aim) !== bare(image) && aim !== untagged(image)) return undefined;
  return `failed to pull and unpack image "${image}": failed to resolve image: failed to do request: dial tcp: connection refused`;
}
