// Getting the image of a container onto the node (KL-52 to KL-62): pull policy, pulls one at a time, back-off, events.

import type { Container } from "../api/types.generated.ts";
import { goDuration, lengthen, waitSince } from "./crashloop.ts";
import type { PullResult } from "../runtime/contract.ts";
import type { KubeletHost } from "./host.ts";
import type { PodWorker, StartFailure } from "./record.ts";

/** `pullMs`: the pull is under way and over by then; its outcome is asked for with `finishPull`. `tookMs`: without the queue. */
export type ImageStep = "present" | { readonly pullMs: number; readonly tookMs: number } | StartFailure;

const FAILING_PULL_MS = 15;

export function ensureImage(host: KubeletHost, worker: PodWorker, container: Container): ImageStep {
  const image = container.image ?? "";
  const invalid = host.runtime.invalidImageName(image);
  if (invalid !== undefined) {
    const message = `Failed to apply default image tag "${image}": ${invalid}`;
    host.event(worker, "Warning", "InspectFailed", message, container.name);
    return { reason: "InvalidImageName", message };
  }
  const present = host.runtime.hasImage(image);
  if (container.imagePullPolicy === "Never" && !present) {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    host.event(worker, "Warning", "ErrImageNeverPull", message, container.name);
    return { reason: "ErrImageNeverPull", message };
  }
  if (present && container.imagePullPolicy !== "Always") {
    host.event(
      worker,
      "Normal",
      "Pulled",
      `Container image "${image}" already present on machine and can be accessed by the pod`,
      container.name,
    );
    return "present";
  }
  return beginPull(host, worker, container, image);
}

function beginPull(host: KubeletHost, worker: PodWorker, container: Container, image: string): ImageStep {
  const key = `image ${image}`;
  const record = worker.backoffs?.get(key);
  if (record !== undefined && waitSince(worker.backoffs, key, record.updatedAt, host.clock.now) !== undefined) {
    host.event(worker, "Normal", "BackOff", `Back-off pulling image "${image}"`, container.name);
    const before = worker.imageErrors?.get(image);
    return {
      reason: "ImagePullBackOff",
      message: `Back-off pulling image "${image}"${before === undefined ? "" : `: ErrImagePull: ${before}`}`,
    };
  }
  host.event(worker, "Normal", "Pulling", `Pulling image "${image}"`, container.name);
  const pull = pullOf(host, worker, image);
  const fails = "error" in pull;
  const failingMs = host.latency.profile === "none" ? 0 : FAILING_PULL_MS;
  const { doneAt, tookMs } = fails ? host.queuePull(undefined, failingMs) : host.queuePull(image, pull.ms);
  const pullMs = doneAt - host.clock.now;
  return fails && pullMs === 0 ? failPull(host, worker, container, pull.error) : { pullMs, tookMs };
}

function pullOf(host: KubeletHost, worker: PodWorker, image: string): PullResult {
  const fault = host.pullFault(worker, image);
  if (fault !== undefined) return { error: fault };
  const pull = host.runtime.pullDuration(image);
  return host.latency.profile === "none" && "ms" in pull && pull.estimated === true ? { ...pull, ms: 0 } : pull;
}

/** The pull that began at `startedAt` is over. */
export function finishPull(
  host: KubeletHost,
  worker: PodWorker,
  container: Container,
  startedAt: number,
  tookMs: number,
): "present" | StartFailure {
  const image = container.image ?? "";
  const pull = pullOf(host, worker, image);
  if ("error" in pull) return failPull(host, worker, container, pull.error);
  host.runtime.addImage(image);
  // The back-off is not over with that: its record stays until it is too old (KL-58).
  worker.imageErrors?.delete(image);
  const took = goDuration(tookMs);
  const waited = goDuration(host.clock.now - startedAt);
  host.event(
    worker,
    "Normal",
    "Pulled",
    `Successfully pulled image "${image}" in ${took} (${waited} including waiting). Image size: ${pull.sizeBytes} bytes.`,
    container.name,
  );
  return "present";
}

function failPull(host: KubeletHost, worker: PodWorker, container: Container, error: string): StartFailure {
  const image = container.image ?? "";
  const { now } = host.clock;
  lengthen((worker.backoffs ??= new Map()), `image ${image}`, now, now);
  (worker.imageErrors ??= new Map()).set(image, error);
  host.event(worker, "Warning", "Failed", `Failed to pull image "${image}": ${error}`, container.name);
  return { reason: "ErrImagePull", message: error };
}
