// Starting one container (KL-47 to KL-50): crash-loop check, image, configuration, create, start, postStart hook. Each
// stage that takes time ends with a timer; `startContainer` and `continueStart` say whether the sync has to wait.

import { quantityValue } from "../api/quantity.ts";
import type { Container, Pod } from "../api/types.generated.ts";
import type { CreateRequest } from "../runtime/contract.ts";
import { crashKey, goSeconds, lengthen, waitSince } from "./crashloop.ts";
import { environmentOf, expand } from "./env.ts";
import { isCritical } from "./eviction.ts";
import { cutShort, isCut, runHook } from "./hooks.ts";
import type { KubeletHost } from "./host.ts";
import { ensureImage, finishPull } from "./images.ts";
import { isBeingStopped, killContainers } from "./killing.ts";
import {
  findContainer,
  type Instance,
  instanceById,
  type Job,
  newest,
  podText,
  type PodWorker,
  previous,
  type StartFailure,
  type Step,
} from "./record.ts";
import { mountsOf } from "./volumes.ts";

type Start = Extract<Step, { readonly do: "start" }>;
/** Milliseconds to wait before `continueStart`, or undefined when the start has been made or has failed. */
type Wait = number | undefined;

const CREATE_SHARE = 0.35;
const START_SHARE = 0.5;
const SPARED_SCORE = -997;
const INSTANCES_KEPT = 2; // the newest and one dead one (KL-17)

export function startContainer(host: KubeletHost, worker: PodWorker, job: Job, step: Start): Wait {
  const container = findContainer(worker.pod, step.name);
  if (container === undefined || isHeldBack(host, worker, job, step, container)) return undefined;
  job.startMs = host.latency.draw("start");
  job.stageAt = host.clock.now;
  const image = ensureImage(host, worker, container);
  if (image === "present") return create(host, worker, job, container);
  if ("pullMs" in image) {
    job.stage = "pulling";
    job.pullMs = image.tookMs;
    return image.pullMs;
  }
  return fail(host, worker, job, container, image);
}

export function continueStart(host: KubeletHost, worker: PodWorker, job: Job, step: Start): Wait {
  const container = findContainer(worker.pod, step.name);
  if (container === undefined) return undefined;
  if (job.stage === "pulling") {
    const image = finishPull(host, worker, container, job.stageAt, job.pullMs);
    return image === "present" ? create(host, worker, job, container) : fail(host, worker, job, container, image);
  }
  if (job.stage === "creating") return start(host, worker, job, container);
  if (job.stage === "starting") return started(host, worker, job, container);
  if (job.stage === "hook") return afterHook(host, worker, job, container);
  return job.stage === "stopping" ? awaitEnd(worker, job, container) : undefined;
}

/** The crash-loop check (KL-84 to KL-90): `exitedAt` is the last end that was known when the sync began (KL-89). */
function isHeldBack(host: KubeletHost, worker: PodWorker, job: Job, { exitedAt }: Start, container: Container): boolean {
  if (exitedAt === undefined) return false;
  const { now } = host.clock;
  const key = crashKey(container.name, container.image ?? "");
  const waitMs = waitSince(worker.backoffs, key, exitedAt, now);
  if (waitMs === undefined) {
    lengthen((worker.backoffs ??= new Map()), key, exitedAt, now);
    return false;
  }
  const pod = podText(worker.pod);
  host.event(worker, "Warning", "BackOff", `Back-off restarting failed container ${container.name} in pod ${pod}`, container.name);
  setFailure(worker, container, {
    reason: "CrashLoopBackOff",
    message: `back-off ${goSeconds(waitMs)} restarting failed container=${container.name} pod=${pod}`,
  });
  job.backoffUntil = Math.min(job.backoffUntil ?? Number.POSITIVE_INFINITY, exitedAt + waitMs);
  const ended = newest(worker, container.name);
  const saw = {
    container: container.name,
    sinceStopSeconds: Math.round((now - exitedAt) / 1000),
    delaySeconds: waitMs / 1000,
    restarts: ended?.restartCount ?? 0,
    exitCode: ended?.exitCode ?? 0,
  };
  const { note } = worker;
  worker.note = { rule: "kubelet.backoff", saw: note?.rule === "kubelet.probe-failed" ? { ...note.saw, ...saw } : saw };
  return true;
}

function create(host: KubeletHost, worker: PodWorker, job: Job, container: Container): Wait {
  const request = createRequest(host, worker, container);
  if ("error" in request) return fail(host, worker, job, container, { reason: "CreateContainerConfigError", message: request.error });
  const created = host.runtime.create(request);
  if ("error" in created) return fail(host, worker, job, container, { reason: "CreateContainerError", message: created.error });
  job.acted = true;
  job.instance = created.id;
  const instance: Instance = {
    id: created.id,
    name: container.name,
    image: container.image ?? "",
    restartCount: request.attempt,
    sandbox: worker.sandbox,
    state: "created",
    startedAt: 0,
    finishedAt: 0,
    exitCode: 0,
    reason: "",
    message: undefined,
    unseen: false,
    shown: false,
    removed: false,
  };
  worker.instances = [instance].concat(worker.instances);
  forgetOld(host, worker, container.name);
  job.stage = "creating";
  const waitMs = Math.round(job.startMs * CREATE_SHARE);
  return waitMs > 0 ? waitMs : start(host, worker, job, container);
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function createRequest(host: KubeletHost, worker: PodWorker, container: Container): CreateRequest | { readonly error: string } {
  const { pod } = worker;
  const sources = host.envSources(worker);
  const environment = environmentOf(pod, container, sources);
  if ("error" in environment) return environment;
  const { env } = environment;
  const breach = rootBreach(pod, container);
  if (breach !== undefined) {
    const { name, namespace } = pod.metadata;
    return { error: `${breach} (pod: "${name}_${namespace}(${worker.uid})", container: ${container.name})` };
  }
  const { name, image = "", command, args, ports, workingDir, terminationMessagePath, terminationMessagePolicy } = container;
  const before = newest(worker, name);
  const attempt = before === undefined ? 0 : before.restartCount + 1;
  const request: Writable<CreateRequest> = {
    podUid: worker.uid,
    name,
    attempt,
    image,
    env,
    mounts: mountsOf(pod, container, env, sources),
  };
  if (command !== undefined) request.command = command.map((word) => expand(word, env));
  if (args !== undefined) request.args = args.map((word) => expand(word, env));
  if (workingDir !== undefined) request.workingDir = workingDir;
  if (ports !== undefined) request.ports = ports.map((port) => port.containerPort);
  const limit = container.resources.limits?.["memory"];
  if (limit !== undefined) request.memoryLimitBytes = quantityValue(limit);
  const oomScoreAdj = oomScoreOf(pod, container, host.memoryBytes);
  if (oomScoreAdj !== undefined) request.oomScoreAdj = oomScoreAdj;
  if (container.stdin === true) request.stdin = true;
  if (container.tty === true) request.tty = true;
  if (pod.spec.shareProcessNamespace === true) request.sharesPidNamespace = true;
  if (terminationMessagePath !== undefined) request.terminationMessagePath = terminationMessagePath;
  if (terminationMessagePolicy !== undefined) request.terminationMessagePolicy = terminationMessagePolicy;
  return request;
}

/** How a container that must not run as root would (KL-49): by its own wish, or because images do. */
function rootBreach(pod: Pod, container: Container): string | undefined {
  const { runAsNonRoot, runAsUser } = { ...pod.spec.securityContext, ...container.securityContext };
  if (runAsNonRoot !== true) return undefined;
  if (runAsUser === undefined) return "container has runAsNonRoot and image will run as root";
  return runAsUser === 0 ? "container's runAsUser breaks non-root policy" : undefined;
}

/** KL-208; undefined for a BestEffort container, which goes first. */
function oomScoreOf(pod: Pod, { resources }: Container, memoryBytes: number): number | undefined {
  if (isCritical(pod)) return SPARED_SCORE;
  const quality = pod.status.qosClass ?? "BestEffort";
  if (quality !== "Burstable") return quality === "Guaranteed" ? SPARED_SCORE : undefined;
  const share = quantityValue(resources.requests?.["memory"] ?? "0") / memoryBytes;
  return Math.min(999, Math.max(3, Math.floor(1000 - 1000 * share)));
}

function forgetOld(host: KubeletHost, worker: PodWorker, name: string): void {
  if (worker.instances.length <= INSTANCES_KEPT) return;
  let kept = 0;
  worker.instances = worker.instances.filter((instance) => {
    if (instance.name !== name || ++kept <= INSTANCES_KEPT) return true;
    host.runtime.remove(instance.id);
    return false;
  });
}

function start(host: KubeletHost, worker: PodWorker, job: Job, container: Container): Wait {
  host.event(worker, "Normal", "Created", "Container created", container.name);
  job.stage = "starting";
  const waitMs = Math.round(job.startMs * START_SHARE);
  return waitMs > 0 ? waitMs : started(host, worker, job, container);
}

function started(host: KubeletHost, worker: PodWorker, job: Job, container: Container): Wait {
  const instance = instanceById(worker, job.instance);
  if (instance === undefined) return undefined;
  const { now } = host.clock;
  const result = host.runtime.start(instance.id);
  if ("error" in result) {
    Object.assign(instance, { state: "exited", finishedAt: now, exitCode: result.exitCode, reason: "StartError", message: result.error });
    return fail(host, worker, job, container, { reason: "RunContainerError", message: result.error });
  }
  instance.state = "running";
  instance.startedAt = now;
  host.event(worker, "Normal", "Started", "Container started", container.name);
  worker.failures?.delete(container.name);
  noteStarted(worker, instance);
  host.strike(worker, container.name);
  return postStart(host, worker, job, container, instance);
}

/** A restart names what led to it: the probe that failed, or how the run before ended. */
function noteStarted(worker: PodWorker, instance: Instance): void {
  const { name: container, restartCount: restarts } = instance;
  if (restarts === 0) {
    worker.note = { rule: "kubelet.started", saw: { container } };
    return;
  }
  const before = previous(worker, container);
  const ended = before === undefined ? { container, restarts } : { container, exitCode: before.exitCode, reason: before.reason, restarts };
  const { note } = worker;
  worker.note = { rule: "kubelet.restart", saw: note?.rule === "kubelet.probe-failed" ? { ...ended, ...note.saw, restarts } : ended };
}

/** The hook holds up the sync, so the pod goes on to show ContainerCreating meanwhile (KL-50). */
function postStart(host: KubeletHost, worker: PodWorker, job: Job, container: Container, instance: Instance): Wait {
  const hook = container.lifecycle?.postStart;
  if (hook === undefined) return undefined;
  job.hook = runHook(host, worker, container, instance, hook);
  job.stage = "hook";
  const waitMs = job.hook.endsAt - host.clock.now;
  return waitMs > 0 ? waitMs : afterHook(host, worker, job, container);
}

/** A hook that has failed takes its container with it, dead or alive, and the sync waits for that (KL-50). */
function afterHook(host: KubeletHost, worker: PodWorker, job: Job, container: Container): Wait {
  if (job.hook?.failure === undefined) return undefined;
  host.event(worker, "Warning", "FailedPostStartHook", "PostStartHook failed", container.name);
  job.stage = "stopping";
  killContainers(host, worker, [{ id: job.instance, name: container.name, message: "FailedPostStartHook", reason: "hook" }], false);
  return awaitEnd(worker, job, container);
}

function awaitEnd(worker: PodWorker, job: Job, container: Container): Wait {
  if (isBeingStopped(worker, job.instance)) return Number.POSITIVE_INFINITY;
  // Two events have told of it; what the hook said may be a secret, so there is no third.
  noteFailure(worker, job, container, { reason: "PostStartHookError", message: job.hook?.failure ?? "" });
  return undefined;
}

/** The end of a container ends a command in it. True when that was the hook for which the sync waits. */
export function cutPostStart({ job }: PodWorker, id: string, now: number): boolean {
  if (job?.stage !== "hook" || job.instance !== id || job.hook === undefined || !isCut(job.hook, now)) return false;
  job.hook = cutShort(job.hook, now);
  return true;
}

function fail(host: KubeletHost, worker: PodWorker, job: Job, container: Container, failure: StartFailure): undefined {
  const text = PULL_REASONS.has(failure.reason) ? failure.reason : failure.message;
  host.event(worker, "Warning", "Failed", `Error: ${text}`, container.name);
  noteFailure(worker, job, container, failure);
}

function noteFailure(worker: PodWorker, job: Job, container: Container, failure: StartFailure): void {
  job.failed = true;
  setFailure(worker, container, failure);
  worker.note = {
    rule: PULL_REASONS.has(failure.reason) ? "kubelet.image-failed" : "kubelet.start-failed",
    saw: { container: container.name, image: container.image ?? "", reason: failure.reason },
  };
}

const PULL_REASONS = new Set(["ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName"]);

function setFailure(worker: PodWorker, container: Container, failure: StartFailure): void {
  (worker.failures ??= new Map()).set(container.name, failure);
}
