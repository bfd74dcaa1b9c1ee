// The pod worker (KL-21 to KL-31): a pod's syncs, one step after the other, until it is terminated.
//
//   new ──admitted──▶ syncing ──deleted, over, refused──▶ terminating ──all stopped──▶ terminated
//
// A sync calculates and sends the status first, then acts (KL-31), so what an action leads to shows one sync later. Syncs
// are not made every minute as in a real kubelet, only when something could come of one.

import { parseTime } from "../api/time.ts";
import type { PodStatus } from "../api/types.generated.ts";
import { computeActions, killWholePod } from "./actions.ts";
import { seeExits } from "./exits.ts";
import type { KubeletHost, PodMessage } from "./host.ts";
import { isBeingStopped, killContainers } from "./killing.ts";
import { addProbes, awaitsReadiness, stopProbes, triggerReadiness } from "./prober.ts";
import { hasRunning, type Job, type PodWorker, type Step } from "./record.ts";
import { forgetContainers } from "./restartall.ts";
import { continueStart, startContainer } from "./starting.ts";
import { calculateStatus, finalStatus, isTerminal } from "./status.ts";
import { missingVolumes } from "./volumes.ts";

/** A wait within a sync is over. `step` is for the eye. */
export interface StepMessage extends PodMessage {
  readonly type: "step";
  readonly step: string;
  readonly wait: number;
}

const VOLUME_POLL_MS = 300; // KL-33
const VOLUME_RETRY_MS = 500; // KL-34
const VOLUME_RETRY_MOST_MS = 122_000;
const ERROR_RETRY_MS = 10_000; // KL-25
const RESYNC_MS = 60_000;
const MOST_BACKOFF_LOOK_MS = 60_000; // KL-26
const JITTER = 0.5;
const SECOND_LOOK_MS = 450; // as the recordings show for readiness probes
const DEADLINE_TEXT = "Pod was active on the node longer than the specified deadline";

/** What a kubelet adds to the worker's own logic. */
export interface SyncHost extends KubeletHost {
  readonly ageMs: number;
  sendStatus(worker: PodWorker, status: PodStatus): void;
  /** DELETE with grace 0, the last word on a pod (KL-165). */
  deletePod(worker: PodWorker): void;
  forget(worker: PodWorker): void;
  /** A look at the worker's pod when the 1 s ticker finds its turn due (KL-27). */
  retryAfter(worker: PodWorker, delayMs: number): void;
  /** Nothing could come of the look that was planned. */
  dropRetry(worker: PodWorker): void;
  /** A sync at the next look of the PLEG (KL-14), or after so long. */
  requestLook(worker: PodWorker): void;
  lookAfter(worker: PodWorker, delayMs: number): void;
}

export function syncPod(host: SyncHost, worker: PodWorker): void {
  if (worker.job !== undefined) {
    worker.again = true;
    return;
  }
  if (worker.phase === "terminating") {
    if (worker.stopped) syncTerminated(host, worker);
    else syncTerminating(host, worker);
    return;
  }
  if (worker.phase === "terminated") return;
  checkDeadline(host, worker);
  const status = calculateStatus(worker, host, host.clock.now);
  host.sendStatus(worker, status);
  if (isTerminal(status)) {
    beginTermination(host, worker);
    endSync(host, worker, false);
    host.requestSync(worker, 0);
    return;
  }
  triggerReadiness(host, worker);
  if (worker.volumesReady) checkPullSecrets(host, worker);
  const actions = computeActions(worker);
  if (actions.sandboxChanged) host.event(worker, "Normal", "SandboxChanged", "Pod sandbox changed, it will be killed and re-created.");
  const steps: Step[] = worker.volumesReady ? actions.steps : [{ do: "volumes" }, ...actions.steps];
  runJob(host, worker, steps);
}

/** Secrets that are not there keep nothing from being tried (KL-35). The pod's volumes come before them (KL-31). */
function checkPullSecrets(host: SyncHost, worker: PodWorker): void {
  const missing = missingPullSecrets(host, worker);
  if (missing.length === 0) return;
  const text = `Unable to retrieve some image pull secrets (${missing.join(", ")}); attempting to pull the image may not succeed.`;
  host.event(worker, "Warning", "FailedToRetrieveImagePullSecret", text);
}

const NO_NAMES: readonly string[] = [];

function missingPullSecrets(host: SyncHost, { pod: { spec, metadata } }: PodWorker): readonly string[] {
  if (spec.imagePullSecrets === undefined || spec.imagePullSecrets.length === 0) return NO_NAMES;
  const names = spec.imagePullSecrets.flatMap(({ name }) => name ?? []);
  return names.filter((name) => host.client.get("Secret", metadata.namespace, name) === undefined);
}

function runJob(host: SyncHost, worker: PodWorker, steps: Step[]): void {
  worker.job = {
    steps,
    wait: 0,
    stage: "",
    instance: "",
    hook: undefined,
    stageAt: 0,
    startMs: 0,
    pullMs: 0,
    acted: false,
    failed: false,
    backoffUntil: undefined,
  };
  proceed(host, worker);
}

/** Goes on with the steps of the sync until one has to wait. */
export function proceed(host: SyncHost, worker: PodWorker): void {
  for (;;) {
    const job = worker.job;
    if (job === undefined) return;
    const step = job.steps[0];
    if (step === undefined) {
      finishJob(host, worker, job);
      return;
    }
    const waitMs = takeStep(host, worker, job, step);
    if (waitMs !== undefined) {
      waitFor(host, worker, job, step, waitMs);
      return;
    }
    job.steps.shift();
    job.stage = "";
    if (step.do === "start" && step.init && job.failed) dropStarts(worker, job, step.name);
  }
}

/** A regular init container whose start fails ends the sync; a sidecar does not (KL-78). */
function dropStarts(worker: PodWorker, job: Job, name: string): void {
  const container = worker.pod.spec.initContainers?.find((c) => c.name === name);
  if (container?.restartPolicy !== "Always") job.steps.length = 0;
}

function waitFor(host: SyncHost, worker: PodWorker, job: Job, step: Step, waitMs: number): void {
  job.wait = host.nextWait();
  if (waitMs === Number.POSITIVE_INFINITY) return; // for something else to happen
  const what = step.do === "start" ? `${job.stage} ${step.name}` : step.do;
  const message: StepMessage = { type: "step", pod: worker.uid, step: what, wait: job.wait };
  host.schedule(waitMs + host.slowMs, message);
}

export function takeStepTimer(host: SyncHost, worker: PodWorker, message: StepMessage): void {
  if (worker.job?.wait === message.wait) proceed(host, worker);
}

/** Begins a step or goes on with it: how long to wait, or undefined when it is over. */
function takeStep(host: SyncHost, worker: PodWorker, job: Job, step: Step): number | undefined {
  switch (step.do) {
    case "volumes":
      return setUpVolumes(host, worker, job);
    case "sandbox":
      return makeSandbox(host, worker, job);
    case "kill":
      if (job.stage === "") {
        job.stage = "waiting";
        job.acted = true;
        const wholePod = job.steps.some((later) => later.do === "stopSandbox") || worker.phase === "terminating";
        killContainers(host, worker, step.containers, wholePod);
      }
      return step.containers.some(({ id }) => isBeingStopped(worker, id)) ? Number.POSITIVE_INFINITY : undefined;
    case "stopSandbox": {
      if (job.stage === "") {
        job.stage = "waiting";
        const waitMs = host.latency.draw("start");
        if (waitMs > 0) return waitMs;
      }
      worker.sandboxReady = false;
      return undefined;
    }
    case "forget":
      forgetContainers(worker);
      job.acted = true;
      return undefined;
    case "start":
      return job.stage === "" ? startContainer(host, worker, job, step) : continueStart(host, worker, job, step);
  }
}

/** The kubelet polls for the volumes; those that lack something are tried again and again (KL-33, KL-34). */
function setUpVolumes(host: SyncHost, worker: PodWorker, job: Job): number | undefined {
  if (job.stage === "" && host.latency.profile !== "none" && worker.volumeRetryMs === 0) {
    job.stage = "waiting";
    return VOLUME_POLL_MS;
  }
  const missing = missingVolumes(worker.pod, host.envSources(worker));
  // All have been tried since the same moment, so their back-offs are the same.
  for (const { volume, error } of missing)
    host.event(worker, "Warning", "FailedMount", `MountVolume.SetUp failed for volume "${volume}" : ${error}`);
  if (missing.length > 0) {
    worker.volumeRetryMs = worker.volumeRetryMs === 0 ? VOLUME_RETRY_MS : Math.min(VOLUME_RETRY_MOST_MS, worker.volumeRetryMs * 2);
    job.stage = "waiting";
    return worker.volumeRetryMs;
  }
  worker.volumesReady = true;
  checkPullSecrets(host, worker);
  addProbes(host, worker, host.ageMs);
  return undefined;
}

function makeSandbox(host: SyncHost, worker: PodWorker, job: Job): number | undefined {
  if (job.stage === "") {
    job.stage = "waiting";
    const waitMs = Math.max(0, host.latency.draw("sandbox") - VOLUME_POLL_MS);
    if (waitMs > 0) return waitMs;
  }
  const { hostname, hostNetwork } = worker.pod.spec;
  if (!host.runtime.hasSandbox(worker.uid)) {
    worker.ip = hostNetwork === true ? host.hostIP : host.newPodIP();
    host.runtime.createSandbox(worker.uid, { ip: worker.ip, hostname: hostname ?? worker.pod.metadata.name ?? "" });
  }
  worker.sandbox += 1;
  worker.sandboxReady = true;
  job.acted = true;
  // Only the condition is sent here; the pod's address shows with the next status (KL-151).
  const { podIP: _ip, podIPs: _ips, ...status } = calculateStatus(worker, host, host.clock.now);
  worker.note ??= SANDBOX_READY;
  const before = worker.status;
  host.sendStatus(
    worker,
    before?.podIP === undefined ? status : { ...status, podIP: before.podIP, ...(before.podIPs && { podIPs: before.podIPs }) },
  );
  return undefined;
}

const SANDBOX_READY = Object.freeze({ rule: "kubelet.sandbox-ready" });

function finishJob(host: SyncHost, worker: PodWorker, job: Job): void {
  worker.job = undefined;
  if (worker.phase === "terminating") {
    finishTermination(host, worker);
    return;
  }
  const failed = job.failed || job.backoffUntil !== undefined;
  endSync(host, worker, job.acted && !failed);
  planRetry(host, worker, job);
  if (job.acted) {
    if (failed) host.requestLook(worker);
    else {
      host.requestSync(worker, Math.round(job.startMs * 0.15));
      // The PLEG's own look finds the change too: one more sync, which only a readiness probe feels.
      if (awaitsReadiness(worker)) host.lookAfter(worker, SECOND_LOOK_MS * host.latency.jitter(JITTER));
    }
  }
  if (worker.again) {
    worker.again = false;
    host.requestSync(worker, 0);
  }
}

function endSync(host: SyncHost, worker: PodWorker, fresh: boolean): void {
  worker.lastSyncEnd = host.clock.now;
  worker.onDemand = fresh;
}

/** KL-25, KL-26: each sync sets the time of the next one anew. */
function planRetry(host: SyncHost, worker: PodWorker, job: Job): void {
  const jitter = host.latency.jitter(JITTER);
  if (job.backoffUntil !== undefined) {
    const leftMs = Math.min(MOST_BACKOFF_LOOK_MS, Math.max(0, job.backoffUntil - host.clock.now));
    host.retryAfter(worker, leftMs * jitter);
  } else if (job.failed) host.retryAfter(worker, ERROR_RETRY_MS * jitter);
  else if (awaitsReadiness(worker) || missingPullSecrets(host, worker).length > 0) host.retryAfter(worker, RESYNC_MS * jitter);
  else host.dropRetry(worker);
}

/** From here on nothing is started any more (KL-21, KL-22). */
export function beginTermination(host: SyncHost, worker: PodWorker): void {
  worker.phase = "terminating";
  worker.job = undefined;
  worker.again = false;
  stopProbes(host, worker, (kind) => kind !== "Readiness");
}

/** KL-111 */
function syncTerminating(host: SyncHost, worker: PodWorker): void {
  seeExits(host, worker);
  recordDeadline(host, worker);
  if (worker.status !== undefined || worker.pod.status.startTime !== undefined)
    sendUnlessGone(host, worker, calculateStatus(worker, host, host.clock.now));
  runJob(host, worker, killWholePod(worker).steps);
}

function finishTermination(host: SyncHost, worker: PodWorker): void {
  seeExits(host, worker);
  if (hasRunning(worker)) {
    runJob(host, worker, killWholePod(worker).steps); // KL-112
    return;
  }
  worker.stopped = true;
  stopProbes(host, worker, () => true);
  worker.probes = undefined;
  for (const instance of worker.instances) if (instance.state === "created") dropCreated(worker, instance.id);
  recordDeadline(host, worker);
  worker.note ??= { rule: "kubelet.stopped" };
  if (worker.status !== undefined || worker.ended !== undefined)
    sendUnlessGone(host, worker, calculateStatus(worker, host, host.clock.now));
  endSync(host, worker, false);
  host.requestSync(worker, 0);
}

/** A container that was made but never begun leaves no status. */
function dropCreated(worker: PodWorker, id: string): void {
  worker.instances = worker.instances.filter((instance) => instance.id !== id);
}

function syncTerminated(host: SyncHost, worker: PodWorker): void {
  worker.phase = "terminated";
  recordDeadline(host, worker);
  if (worker.gone) {
    host.forget(worker);
    return;
  }
  worker.note ??= { rule: "kubelet.terminated" };
  if (worker.status !== undefined) host.sendStatus(worker, finalStatus(worker, calculateStatus(worker, host, host.clock.now)));
  worker.failures = undefined;
  worker.backoffs = undefined;
  worker.imageErrors = undefined;
  worker.kills = undefined;
  if (worker.pod.metadata.deletionTimestamp !== undefined) host.deletePod(worker);
}

function sendUnlessGone(host: SyncHost, worker: PodWorker, status: PodStatus): void {
  if (!worker.gone) host.sendStatus(worker, status);
}

/** KL-36 */
function checkDeadline(host: SyncHost, worker: PodWorker): void {
  const seconds = worker.pod.spec.activeDeadlineSeconds;
  const startTime = worker.status?.startTime ?? worker.pod.status.startTime;
  if (seconds === undefined || startTime === undefined || worker.ended !== undefined) return;
  if (host.clock.now < parseTime(startTime) + seconds * 1000) return;
  worker.ended = { phase: "Failed", reason: "DeadlineExceeded", message: DEADLINE_TEXT };
  worker.note = { rule: "kubelet.deadline", saw: { deadlineSeconds: seconds } };
  recordDeadline(host, worker);
}

/** Each status that is made of a pod over its deadline records the event again. */
function recordDeadline(host: SyncHost, worker: PodWorker): void {
  if (worker.ended?.reason === "DeadlineExceeded" && !worker.gone) host.event(worker, "Normal", "DeadlineExceeded", DEADLINE_TEXT);
}
