// Stopping containers (KL-105 to KL-110): the Killing event, preStop hook, the sidecars' turn, SIGTERM with at least two
// seconds, SIGKILL. A second, shorter grace period changes nothing: the recordings show that the first one goes on.

import { isSidecar } from "../api/podstate.ts";
import { readEnd, seeExits } from "./exits.ts";
import type { KubeletHost, PodMessage } from "./host.ts";
import { runHook } from "./hooks.ts";
import { findContainer, type Instance, instanceById, isInit, type Kill, type KillOrder, type PodWorker } from "./record.ts";

const LEAST_GRACE_MS = 2000; // KL-108
const DEFAULT_GRACE_SECONDS = 2;
const FORCED_GRACE_SECONDS = 1; // KL-167

/** A preStop hook is over, or a sidecar's wait for its turn is. */
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
    if (instanceById(worker, order.id)?.state !== "running") continue;
    if (kills.get(order.id)?.stage === "stopping") continue; // its SIGTERM has been sent already
    host.event(worker, "Normal", "Killing", order.message, order.name);
    const graceMs = graceSecondsOf(worker, order) * 1000;
    const kill: Kill = { id: order.id, name: order.name, startedAt: host.clock.now, graceMs, stage: "hook", ordered: wholePod };
    kills.set(order.id, kill);
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
  const outcome = runHook(host, worker, container, instance, hook);
  if (!outcome.ok) host.event(worker, "Warning", "FailedPreStopHook", "PreStopHook failed", kill.name);
  const lastsMs = Math.min(outcome.durationMs, kill.graceMs);
  if (lastsMs === 0) afterHook(host, worker, kill);
  else later(host, worker, kill, lastsMs);
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
  return !worker.instances.some(
    (other) => other.state === "running" && other.id !== kill.id && (names.indexOf(other.name) < 0 || names.indexOf(other.name) > own),
  );
}

/** Hook and waiting use up whole seconds of the grace (KL-107, KL-110). */
function leftOf(host: KubeletHost, kill: Kill): number {
  return Math.max(0, kill.graceMs - Math.floor((host.clock.now - kill.startedAt) / 1000) * 1000);
}

function terminate(host: KubeletHost, kill: Kill): void {
  kill.stage = "stopping";
  host.runtime.stop(kill.id, Math.max(LEAST_GRACE_MS, leftOf(host, kill)));
}

export function continueKill(host: KubeletHost, worker: PodWorker, message: KillMessage): void {
  const kill = worker.kills?.get(message.id);
  if (kill === undefined || kill.stage !== message.stage) return;
  if (kill.stage === "hook") {
    afterHook(host, worker, kill);
    if ((kill.stage as Kill["stage"]) === "turn") awaitTurn(host, worker, kill);
  } else if (kill.stage === "turn") terminate(host, kill);
}

/** A container has ended. False when the kubelet had not been stopping it; else it knows at once, and it may be another's turn. */
export function noteKilled(host: KubeletHost, worker: PodWorker, instance: Instance): boolean {
  const { kills } = worker;
  if (kills?.delete(instance.id) !== true) return false;
  readEnd(host, worker, instance); // first: one that still counts as running gives nobody a turn (KL-110)
  for (const kill of kills.values()) if (kill.stage === "turn" && hasTurn(worker, kill)) terminate(host, kill);
  return true;
}
