// Stopping containers (KL-105 to KL-110): the Killing event, preStop hook, the sidecars' turn, SIGTERM with at least two
// seconds, SIGKILL. A second, shorter grace period changes nothing: the recordings show that the first one goes on.

import { isSidecar } from "../api/podstate.ts";
import { readEnd, seeExits } from "./exits.ts";
import type { KubeletHost, PodMessage } from "./host.ts";
import { cutShort, isCut, runHook } from "./hooks.ts";
import { findContainer, type Instance, instanceById, isInit, type Kill, type KillOrder, type PodWorker } from "./record.ts";

const LEAST_GRACE_MS = 2000; // KL-108
const DEFAULT_GRACE_SECONDS = 2;
const FORCED_GRACE_SECONDS = 1; // KL-167

/** A preStop hook is over or has used up the grace, or a sidecar's wait for its turn is over. */
export interface KillMessage extends PodMessage {
  readonly type: "stop";
  readonly container: string;
  readonly id: string;
  readonly stage: Kill["stage"];
}

/** Begins to stop the containers. `wholePod`: sidecars go last (KL-110). */
export function killContainers(host: KubeletHost, worker: PodWorker, orders: readonly KillOrder[], wholePod: boolean): void {
  seeExits(host, worker);
  const kills = (worker.kills ??= new Map());
  for (const order of orders) {
    const { id, name } = order;
    const runs = instanceById(worker, id)?.state === "running";
    if (!runs && order.reason !== "hook") continue;
    if (kills.get(id)?.stage === "stopping") continue; // its SIGTERM has been sent already
    host.event(worker, "Normal", "Killing", order.message, name);
    if (!runs) continue; // the kill that follows a failed hook is told of all the same (KL-50, KL-106)
    const graceMs = graceSecondsOf(worker, order) * 1000;
    const kill: Kill = { id, name, startedAt: host.clock.now, graceMs, stage: "hook", hook: undefined, ordered: wholePod };
    kills.set(id, kill);
    runPreStop(host, worker, kill);
  }
  for (const order of orders) {
    const kill = kills.get(order.id);
    if (kill?.stage === "turn") awaitTurn(host, worker, kill);
  }
}

/** KL-105 */
function graceSecondsOf(worker: PodWorker, order: KillOrder): number {
  const { metadata, spec } = worker.pod;
  if (worker.gone) return FORCED_GRACE_SECONDS;
  if (order.reason === "all") return 0;
  if (metadata.deletionTimestamp !== undefined && metadata.deletionGracePeriodSeconds !== undefined)
    return metadata.deletionGracePeriodSeconds;
  if (worker.graceSeconds !== undefined) return worker.graceSeconds;
  return order.probeGraceSeconds ?? spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
}

function runPreStop(host: KubeletHost, worker: PodWorker, kill: Kill): void {
  const container = findContainer(worker.pod, kill.name);
  const instance = instanceById(worker, kill.id);
  const hook = container?.lifecycle?.preStop;
  if (hook === undefined || container === undefined || instance === undefined || kill.graceMs === 0) {
    afterHook(host, worker, kill);
    return;
  }
  const { failure, endsAt } = (kill.hook = runHook(host, worker, container, instance, hook));
  const lastsMs = endsAt - host.clock.now;
  if (lastsMs === 0) {
    endHook(host, worker, kill);
    afterHook(host, worker, kill);
    return;
  }
  later(host, worker, kill, Math.min(lastsMs, kill.graceMs));
  // What fails later than that is told of as well, as long as there can be a container.
  if (failure !== undefined && lastsMs > kill.graceMs && lastsMs < kill.graceMs + LEAST_GRACE_MS) later(host, worker, kill, lastsMs);
}

/** When its time has come, a failure is told of; what the hook said may be a secret (KL-107). */
function endHook(host: KubeletHost, worker: PodWorker, kill: Kill): void {
  if (kill.hook === undefined || kill.hook.endsAt > host.clock.now) return;
  if (kill.hook.failure !== undefined) host.event(worker, "Warning", "FailedPreStopHook", "PreStopHook failed", kill.name);
  kill.hook = undefined;
}

function later(host: KubeletHost, worker: PodWorker, kill: Kill, delayMs: number): void {
  const message: KillMessage = { type: "stop", pod: worker.uid, container: kill.name, id: kill.id, stage: kill.stage };
  host.schedule(delayMs, message);
}

function afterHook(host: KubeletHost, worker: PodWorker, kill: Kill): void {
  const container = findContainer(worker.pod, kill.name);
  const isOrdered = kill.ordered && container !== undefined && isInit(worker.pod, kill.name) && isSidecar(container);
  if (isOrdered) kill.stage = "turn";
  else terminate(host, kill);
}

function awaitTurn(host: KubeletHost, worker: PodWorker, kill: Kill): void {
  if (hasTurn(worker, kill)) terminate(host, kill);
  else later(host, worker, kill, leftOf(host, kill));
}

/** All main containers, and the sidecars declared after it, have ended. */
function hasTurn(worker: PodWorker, kill: Kill): boolean {
  const names = (worker.pod.spec.initContainers ?? []).map((c) => c.name);
  const own = names.indexOf(kill.name);
  return !worker.instances.some(({ id, name }) => {
    const place = names.indexOf(name);
    return id !== kill.id && (place < 0 || place > own) && isBeingStopped(worker, id);
  });
}

/** It still runs, or its end was not that of its preStop hook. */
export function isBeingStopped(worker: PodWorker, id: string): boolean {
  return instanceById(worker, id)?.state === "running" || worker.kills?.has(id) === true;
}

/** Hook and waiting use up whole seconds of the grace (KL-107, KL-110). */
function leftOf(host: KubeletHost, kill: Kill): number {
  return Math.max(0, kill.graceMs - Math.floor((host.clock.now - kill.startedAt) / 1000) * 1000);
}

function terminate(host: KubeletHost, kill: Kill): void {
  kill.stage = "stopping";
  host.runtime.stop(kill.id, Math.max(LEAST_GRACE_MS, leftOf(host, kill)));
}

/** True when that was all there was to wait for. */
export function continueKill(host: KubeletHost, worker: PodWorker, message: KillMessage): boolean {
  const kill = worker.kills?.get(message.id);
  if (kill === undefined) return false;
  if (message.stage === "hook") endHook(host, worker, kill);
  if (kill.stage !== message.stage) return false;
  if (kill.stage === "turn") {
    terminate(host, kill);
    return false;
  }
  if (kill.hook !== undefined && host.clock.now < kill.startedAt + kill.graceMs) return false; // the timer of an earlier kill
  if (instanceById(worker, kill.id)?.state !== "running") {
    finishKill(host, worker, kill);
    return true;
  }
  afterHook(host, worker, kill);
  if ((kill.stage as Kill["stage"]) === "turn") awaitTurn(host, worker, kill); // `afterHook` has changed it
  return false;
}

/** A container has ended. False when the kubelet had not been stopping it; else it knows at once. */
export function noteKilled(host: KubeletHost, worker: PodWorker, instance: Instance): boolean {
  const kill = worker.kills?.get(instance.id);
  if (kill === undefined) return false;
  readEnd(host, worker, instance); // first: one that still counts as running gives nobody a turn (KL-110)
  const { now } = host.clock;
  if (kill.hook !== undefined && isCut(kill.hook, now)) kill.hook = cutShort(kill.hook, now);
  endHook(host, worker, kill);
  // A sleep or a request goes on without the container, and the kubelet waits for it as before (KL-107).
  if (kill.stage !== "hook" || kill.hook === undefined) finishKill(host, worker, kill);
  return true;
}

/** It may be another's turn. */
function finishKill(host: KubeletHost, worker: PodWorker, { id }: Kill): void {
  worker.kills?.delete(id);
  for (const kill of worker.kills?.values() ?? []) if (kill.stage === "turn" && hasTurn(worker, kill)) terminate(host, kill);
}
