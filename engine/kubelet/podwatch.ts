// What a kubelet makes of the pods bound to its node, of their ends, and of containers that end (KL-12, KL-13, KL-167,
// KL-182, KL-183, KL-187): each pod has a worker from its binding until it is gone from API and node.

import { parseTime } from "../api/time.ts";
import type { Node, Pod } from "../api/types.generated.ts";
import type { Change } from "../client/client.ts";
import { admit } from "./admission.ts";
import type { NodeAgent } from "./agent.ts";
import type { PodMessage } from "./host.ts";
import { isGateNews } from "./conditions.ts";
import { isCritical, pressuresOf, refusalUnderPressure } from "./eviction.ts";
import { readEnd } from "./exits.ts";
import { continueKill, type KillMessage, noteKilled } from "./killing.ts";
import { preempted, PREEMPTED } from "./preemption.ts";
import { hasRunning, instanceById, newPodWorker, type PodWorker } from "./record.ts";
import { cutPostStart } from "./starting.ts";
import { calculateStatus, isTerminal } from "./status.ts";
import { beginTermination, type StepMessage } from "./syncing.ts";

const RECONCILE_MS = 10_000; // KL-159

export function notePod(agent: NodeAgent, { type, object: pod, old, cause }: Change<"Pod">): void {
  const worker = agent.state.pods.get(pod.metadata.uid ?? "");
  if (worker !== undefined && agent.writing) {
    worker.pod = pod;
    return;
  }
  if (!agent.online) return;
  if (type === "DELETED") {
    if (worker !== undefined) removed(agent, worker, pod, cause);
  } else if (worker === undefined) added(agent, pod, cause);
  else updated(agent, worker, pod, old, cause);
}

function added(agent: NodeAgent, pod: Pod, cause: number | undefined, soonestMs = 0): number {
  const worker = newPodWorker(pod);
  worker.trigger = cause;
  agent.state.pods.set(worker.uid, worker);
  return begin(agent, worker, soonestMs);
}

/** Returns in how long its first sync comes: not before `soonestMs`. */
function begin(agent: NodeAgent, worker: PodWorker, soonestMs: number): number {
  const { pod } = worker;
  if (isTerminal(pod.status)) {
    worker.phase = pod.metadata.deletionTimestamp === undefined && !hasRunning(worker) ? "terminated" : "terminating";
    worker.stopped = !hasRunning(worker);
    if (worker.phase === "terminating") agent.requestSync(worker, agent.latency.draw("kubelet"));
    return soonestMs;
  }
  if (pod.metadata.deletionTimestamp !== undefined) beginTermination(agent, worker);
  const delayMs = Math.max(soonestMs, agent.latency.draw("kubelet"));
  agent.requestSync(worker, delayMs);
  return delayMs;
}

function updated(agent: NodeAgent, worker: PodWorker, pod: Pod, old: Pod | undefined, cause: number | undefined): void {
  worker.pod = pod;
  if (worker.phase === "terminated") {
    // A finalizer kept the object for a while, or a finished pod is being deleted with a grace period.
    if (pod.metadata.deletionTimestamp !== undefined && old?.metadata.deletionTimestamp === undefined) agent.deletePod(worker);
    return;
  }
  const ending = pod.metadata.deletionTimestamp !== undefined || isTerminal(pod.status);
  if (ending && worker.phase === "new" && worker.syncTimer !== undefined && !isTerminal(pod.status)) return; // see endEarly
  if (ending && worker.phase !== "terminating") {
    worker.trigger = cause;
    endPod(agent, worker);
  } else if (pod.spec !== old?.spec) {
    worker.trigger = cause;
    watchDeadline(agent, worker);
    agent.requestSync(worker, agent.latency.draw("controller"));
  } else if (pod.status !== old?.status && worker.phase === "syncing") {
    // A change of a gate is taken up at once, whatever else others have written when the statuses are compared (KL-155).
    const delayMs = isGateNews(pod) ? agent.latency.draw("controller") : RECONCILE_MS - (agent.ageMs % RECONCILE_MS);
    agent.requestSync(worker, delayMs);
  }
}

/** A pod that was deleted before its first sync, which it has all the same: it had been taken up when it was bound. */
export function endEarly(agent: NodeAgent, worker: PodWorker): void {
  if (worker.phase === "syncing" && worker.pod.metadata.deletionTimestamp !== undefined) endPod(agent, worker);
}

/** A sandbox that is being made is waited for, as the recordings show; the wait for a volume is cut short. */
function endPod(agent: NodeAgent, worker: PodWorker): void {
  worker.note = { rule: "kubelet.kill", saw: { graceSeconds: worker.pod.metadata.deletionGracePeriodSeconds ?? 0 } };
  const makesSandbox = worker.job !== undefined && worker.sandbox === 0 && worker.volumeRetryMs === 0;
  beginTermination(agent, worker);
  agent.requestSync(worker, agent.latency.draw(makesSandbox ? "sandbox" : "controller"));
}

function removed(agent: NodeAgent, worker: PodWorker, pod: Pod, cause: number | undefined): void {
  worker.pod = pod;
  worker.gone = true;
  worker.trigger = cause;
  if (worker.phase === "terminated" || (worker.phase === "new" && worker.instances.length === 0)) {
    agent.forget(worker);
    return;
  }
  if (worker.phase !== "terminating") beginTermination(agent, worker);
  if (worker.job === undefined) agent.requestSync(worker, agent.latency.draw("controller"));
}

/** After a start or a partition: what the API server says now is what counts. Pods that are new are admitted one after the other (KL-13). */
export function takeUpPods(agent: NodeAgent): void {
  const present = new Set<string>();
  let soonestMs = 0;
  for (const pod of oldestFirst(agent.client.podsOnNode(agent.nodeName))) {
    present.add(pod.metadata.uid ?? "");
    const worker = agent.state.pods.get(pod.metadata.uid ?? "");
    if (worker === undefined) soonestMs = added(agent, pod, undefined, soonestMs);
    else {
      const old = worker.pod;
      worker.pod = pod;
      if (worker.phase === "new") soonestMs = begin(agent, worker, soonestMs);
      else if (worker.phase === "terminated") sayLast(agent, worker);
      else {
        updated(agent, worker, pod, old, undefined);
        if (worker.phase === "syncing" || worker.stopped) agent.requestSync(worker, agent.latency.draw("kubelet"));
      }
    }
  }
  for (const worker of agent.state.pods.values()) if (!present.has(worker.uid)) removed(agent, worker, worker.pod, undefined);
}

function oldestFirst(pods: Iterable<Pod>): readonly Pod[] {
  const madeAt = ({ metadata }: Pod): string => metadata.creationTimestamp ?? ""; // of one form, so that text is in the order of time
  return [...pods].sort((a, b) => (madeAt(a) < madeAt(b) ? -1 : madeAt(a) > madeAt(b) ? 1 : 0));
}

/** What could not be said of a finished pod while the API server was out of reach. */
function sayLast(agent: NodeAgent, worker: PodWorker): void {
  if (worker.status !== undefined) agent.sendStatus(worker, worker.status);
  if (worker.pod.metadata.deletionTimestamp !== undefined) agent.deletePod(worker);
}

/** A container has ended. One that the kubelet was stopping is known to it at once, another at its next look (KL-16). */
export function noteExit(agent: NodeAgent, podUid: string, id: string): void {
  const worker = agent.state.pods.get(podUid);
  const instance = worker === undefined ? undefined : instanceById(worker, id);
  if (worker === undefined || instance === undefined) return;
  if (!agent.state.running) {
    readEnd(agent, worker, instance);
    return;
  }
  if (noteKilled(agent, worker, instance)) {
    goOn(agent, worker, instance.name);
    return;
  }
  instance.unseen = true;
  agent.requestLook(worker);
  if (cutPostStart(worker, id, agent.clock.now)) resume(agent, worker, instance.name);
}

/** A hook is over or has lasted long enough, or it is a sidecar's turn. */
export function noteStop(agent: NodeAgent, worker: PodWorker, message: KillMessage): void {
  if (continueKill(agent, worker, message)) goOn(agent, worker, message.container);
}

/** A container has been stopped: the sync that did it has waited for that. */
function goOn(agent: NodeAgent, worker: PodWorker, container: string): void {
  const { job } = worker;
  if (job?.steps[0]?.do === "kill" || job?.stage === "stopping") resume(agent, worker, container);
  else agent.requestLook(worker);
}

function resume(agent: NodeAgent, worker: PodWorker, container: string): void {
  if (worker.job === undefined) return;
  const message: StepMessage = { type: "step", pod: worker.uid, step: `stopped ${container}`, wait: worker.job.wait };
  agent.schedule(agent.latency.draw("request"), message);
}

/** KL-182, KL-183 */
export function admitted(agent: NodeAgent, worker: PodWorker): boolean {
  const node = agent.client.get("Node", undefined, agent.nodeName);
  // Containers that run already belong to a pod that was admitted before the kubelet came back.
  const refusal = hasRunning(worker)
    ? undefined
    : (refusalUnderPressure(worker.pod, pressuresOf(agent.eviction, agent.clock.now)) ??
      admit(worker, node, agent.state.pods.size - 1, () => takenPods(agent)));
  if (refusal?.reason.startsWith("OutOf") && node !== undefined && makesRoom(agent, worker, node)) return false;
  if (refusal === undefined) {
    worker.phase = "syncing";
    worker.note ??= { rule: "kubelet.admitted" };
    watchDeadline(agent, worker);
    return true;
  }
  agent.event(worker, "Warning", refusal.reason, refusal.message);
  const {
    conditions: _none,
    containerStatuses: _no,
    initContainerStatuses: _not,
    resources: _nothing,
    allocatedResources: _nor,
    ...bare
  } = calculateStatus(worker, agent, agent.clock.now);
  worker.phase = "terminated";
  worker.stopped = true;
  worker.note = { rule: "kubelet.refused", saw: { reason: refusal.reason } };
  agent.sendStatus(worker, { ...bare, phase: "Failed", reason: refusal.reason, message: `Pod was rejected: ${refusal.message}` });
  // Deleted meanwhile, it has nothing to wait for.
  if (worker.pod.metadata.deletionTimestamp !== undefined) agent.deletePod(worker);
  return false;
}

/** For a critical pod others go; it is looked at again when they may be gone (KL-187). False: nobody can. */
function makesRoom(agent: NodeAgent, worker: PodWorker, node: Node): boolean {
  if (!isCritical(worker.pod)) return false;
  const taken = takenPods(agent);
  // Those that are on their way out already count as gone.
  const staying = taken.filter(({ phase }) => phase === "syncing");
  const victims = preempted(worker, node, staying);
  if (victims === undefined) return false;
  for (const victim of victims) {
    agent.event(victim, "Warning", PREEMPTED.reason, PREEMPTED.message);
    agent.evict(victim, PREEMPTED);
  }
  agent.retryAfter(worker, 0);
  return true;
}

/** A pod whose end is written is over for the scheduler too, so its room must be free here as well. */
function takenPods(agent: NodeAgent): PodWorker[] {
  const taken: PodWorker[] = [];
  for (const worker of agent.state.pods.values()) {
    const { phase, pod } = worker;
    if ((phase === "syncing" || phase === "terminating") && !isTerminal(pod.status)) taken.push(worker);
  }
  return taken;
}

function watchDeadline(agent: NodeAgent, worker: PodWorker): void {
  const seconds = worker.pod.spec.activeDeadlineSeconds;
  if (seconds === undefined || worker.deadlineTimer !== undefined) return;
  const { startTime } = worker.pod.status;
  const startedAt = startTime === undefined ? Math.floor(agent.clock.now / 1000) * 1000 : parseTime(startTime);
  const at = agent.nextAt(agent.state.tickPhase, startedAt + seconds * 1000 - 1);
  const message: PodMessage = { type: "deadline", pod: worker.uid };
  worker.deadlineTimer = agent.clock.schedule(at, agent.name, message);
}
