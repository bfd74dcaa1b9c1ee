// Probe workers (KL-118 to KL-130): one for each container and kind of probe, ticking from the moment in which the pod is
// set up, through all restarts. A tick that finds nothing new allocates nothing but its next timer.

import { isSidecar } from "../api/podstate.ts";
import type { Container, Probe } from "../api/types.generated.ts";
import type { KubeletHost, PodMessage } from "./host.ts";
import { isStarted, wasReady, wasStarted } from "./containerstatus.ts";
import { httpProbe, httpRequestOf } from "./httpprobe.ts";
import type { ProbeOutcome } from "./probeoutcome.ts";
import { attemptProbe, execProbe, probeCommandOf } from "./probes.ts";
import {
  findContainer,
  type Instance,
  newest,
  type PodWorker,
  policyRestarts,
  type ProbeKind,
  type ProbeWorker,
  probeOf,
} from "./record.ts";

const KINDS: readonly ProbeKind[] = ["Startup", "Readiness", "Liveness"];
const ERROR_TRIES = 3;

export interface ProbeTick extends PodMessage {
  readonly type: "probe";
  readonly index: number;
}
/** The outcome of an attempt that takes its time. */
export interface ProbeAnswer extends PodMessage {
  readonly type: "probed";
  readonly index: number;
  readonly attempt: number;
  readonly outcome: ProbeOutcome;
}

/** Registers the pod's probes. `kubeletAgeMs` tells whether a random delay is due (KL-119). */
export function addProbes(host: KubeletHost, worker: PodWorker, kubeletAgeMs: number): void {
  if (worker.probes !== undefined) return;
  const probes: ProbeWorker[] = [];
  const { spec } = worker.pod;
  for (const container of [...spec.containers, ...(spec.initContainers ?? []).filter(isSidecar)]) {
    for (const kind of KINDS) {
      const probe = probeOf(container, kind);
      if (probe !== undefined) probes.push(newProbe(host, worker, container, kind, probe, probes.length, kubeletAgeMs));
    }
  }
  worker.probes = probes;
}

function newProbe(
  host: KubeletHost,
  worker: PodWorker,
  container: Container,
  kind: ProbeKind,
  spec: Probe,
  index: number,
  kubeletAgeMs: number,
): ProbeWorker {
  const tick: ProbeTick = Object.freeze({ type: "probe", pod: worker.uid, index });
  const periodMs = (spec.periodSeconds ?? 10) * 1000;
  const instance = newest(worker, container.name);
  const runs = instance?.state === "running";
  const result = runs ? resultBefore(worker, kind, instance) : "Unknown";
  const asleep = kubeletAgeMs < periodMs;
  // The tick at time 0 of a pod that is being set up finds no container.
  const delayMs = asleep ? host.random.unit() * periodMs : runs ? 0 : periodMs;
  return {
    container: container.name,
    kind,
    spec,
    periodMs,
    initialDelayMs: (spec.initialDelaySeconds ?? 0) * 1000,
    gated: container.startupProbe !== undefined,
    http: httpRequestOf(container, spec),
    command: probeCommandOf(container, spec),
    tick,
    timer: host.schedule(delayMs, tick),
    instance: runs ? instance.id : "",
    result,
    last: undefined,
    run: 0,
    onHold: kind === "Startup" && result === "Success",
    attempt: 0,
    waiting: false,
    asleep,
  };
}

/** Of a container that ran before this kubelet did: it keeps its state (KL-9), and what has not been found yet is left to find. */
function resultBefore({ pod }: PodWorker, kind: ProbeKind, instance: Instance): ProbeWorker["result"] {
  if (kind === "Liveness") return "Success";
  if (kind === "Readiness") return wasReady(pod, instance) ? "Success" : "Failure";
  return wasStarted(pod, instance) ? "Success" : "Unknown";
}

export function stopProbes(host: KubeletHost, worker: PodWorker, which: (kind: ProbeKind) => boolean): void {
  for (const probe of worker.probes ?? []) if (which(probe.kind)) stopProbe(host, probe);
}

function stopProbe(host: KubeletHost, probe: ProbeWorker): void {
  if (probe.timer !== undefined) host.clock.cancel(probe.timer);
  probe.timer = undefined;
}

export function tickProbe(host: KubeletHost, worker: PodWorker, index: number): void {
  const probe = worker.probes?.[index];
  if (probe === undefined) return;
  probe.timer = host.schedule(probe.periodMs, probe.tick);
  probe.asleep = false;
  if (!probe.waiting) attempt(host, worker, probe);
}

/** A sync finds a started container that is not ready: it is probed at once, and the period begins anew (KL-124). */
export function triggerReadiness(host: KubeletHost, worker: PodWorker): void {
  for (const probe of worker.probes ?? []) {
    if (probe.kind !== "Readiness" || probe.waiting || probe.asleep || probe.timer === undefined) continue;
    const instance = newest(worker, probe.container);
    if (!hasStarted(worker, probe, instance) || (probe.instance === instance?.id && probe.result === "Success")) continue;
    host.clock.cancel(probe.timer);
    probe.timer = host.schedule(probe.periodMs, probe.tick);
    attempt(host, worker, probe);
  }
}

function hasStarted(worker: PodWorker, probe: ProbeWorker, instance: Instance | undefined): boolean {
  if (!probe.gated) return instance?.state === "running";
  const container = findContainer(worker.pod, probe.container);
  return container !== undefined && isStarted(worker, container, instance);
}

/** Whether a readiness probe has yet to succeed, on the newest container: then every sync counts. */
export function awaitsReadiness(worker: PodWorker): boolean {
  return (worker.probes ?? []).some(
    (probe) => probe.kind === "Readiness" && (probe.result !== "Success" || probe.instance !== newest(worker, probe.container)?.id),
  );
}

/** The order of the checks is that of KL-121. */
function attempt(host: KubeletHost, worker: PodWorker, probe: ProbeWorker): void {
  const instance = newest(worker, probe.container);
  // A worker knows what has been told: a container that the sync at work has made is not there yet, nor is its ID.
  if (instance === undefined || !instance.shown) return;
  if (instance.id !== probe.instance) meet(probe, instance);
  if (probe.onHold) return;
  if (instance.state !== "running") {
    probe.result = "Failure";
    const container = findContainer(worker.pod, probe.container);
    const over = instance.state === "exited" && container !== undefined && !policyRestarts(worker.pod, container, instance.exitCode);
    if (over) stopProbe(host, probe);
    return;
  }
  if (host.clock.now - Math.floor(instance.startedAt / 1000) * 1000 < probe.initialDelayMs) return; // KL-122
  if (hasStarted(worker, probe, instance) === (probe.kind === "Startup")) return; // KL-123
  const outcome = probe.http === undefined ? tryProbe(host, worker, probe, instance) : httpProbe(host, worker, probe.http, probe.spec);
  if (outcome.delayMs === 0) {
    conclude(host, worker, probe, outcome);
    return;
  }
  probe.waiting = true;
  probe.attempt += 1;
  const answer: ProbeAnswer = { type: "probed", pod: worker.uid, index: probe.tick.index, attempt: probe.attempt, outcome };
  host.schedule(outcome.delayMs, answer);
}

/** A prober's error is tried again at once (KL-125). */
function tryProbe(host: KubeletHost, worker: PodWorker, probe: ProbeWorker, instance: Instance): ProbeOutcome {
  const container = findContainer(worker.pod, probe.container);
  if (container === undefined) return { result: "Error", output: `container ${probe.container} not found`, delayMs: 0 };
  const { spec, command } = probe;
  const once = (): ProbeOutcome =>
    command === undefined ? attemptProbe(host, worker, container, spec) : execProbe(host, instance, command, spec.timeoutSeconds ?? 1);
  let outcome = once();
  for (let tries = 1; outcome.result === "Error" && tries < ERROR_TRIES; tries++) outcome = once();
  return outcome;
}

/** A new container: what was known of the old one is dropped, but not the count (KL-120, KL-126). */
function meet(probe: ProbeWorker, instance: Instance): void {
  probe.instance = instance.id;
  probe.result = probe.kind === "Liveness" ? "Success" : probe.kind === "Readiness" ? "Failure" : "Unknown";
  probe.onHold = false;
}

export function takeAnswer(host: KubeletHost, worker: PodWorker, answer: ProbeAnswer): void {
  const probe = worker.probes?.[answer.index];
  if (probe === undefined || !probe.waiting || probe.attempt !== answer.attempt) return;
  probe.waiting = false;
  const instance = newest(worker, probe.container);
  // An attempt that the end of its container, or of its pod, has cut short says nothing.
  if (probe.timer === undefined || instance?.id !== probe.instance || instance.state !== "running") return;
  conclude(host, worker, probe, answer.outcome);
}

function conclude(host: KubeletHost, worker: PodWorker, probe: ProbeWorker, outcome: ProbeOutcome): void {
  const { kind, spec } = probe;
  if (outcome.result === "Error") {
    host.event(worker, "Warning", "Unhealthy", `${kind} probe errored and resulted in unknown state: ${outcome.output}`, probe.container);
    return;
  }
  if (outcome.result === "Failure") host.event(worker, "Warning", "Unhealthy", `${kind} probe failed: ${outcome.output}`, probe.container);
  else if (outcome.warning === true)
    host.event(worker, "Warning", "ProbeWarning", `${kind} probe warning: ${outcome.output}`, probe.container);
  probe.run = probe.last === outcome.result ? probe.run + 1 : 1;
  probe.last = outcome.result;
  const threshold = outcome.result === "Success" ? (spec.successThreshold ?? 1) : (spec.failureThreshold ?? 3);
  if (probe.run < threshold) return; // KL-125
  const changed = probe.result !== outcome.result;
  probe.result = outcome.result;
  if ((kind === "Liveness" && outcome.result === "Failure") || kind === "Startup") {
    probe.onHold = true; // KL-127
    probe.run = 0;
  }
  if (changed) announce(host, worker, probe, outcome, threshold);
}

/** KL-18 */
function announce(host: KubeletHost, worker: PodWorker, probe: ProbeWorker, outcome: ProbeOutcome, threshold: number): void {
  const { kind, container, result } = probe;
  if (kind === "Liveness" && result === "Success") return;
  const rule = result === "Failure" ? "kubelet.probe-failed" : "kubelet.probe-succeeded";
  const saw = { probe: kind.toLowerCase(), container, output: outcome.output, times: threshold };
  const wanted = rule === "kubelet.probe-failed" ? { threshold } : { successThreshold: threshold };
  worker.note = { rule, saw, wanted };
  if (kind !== "Liveness") host.publish(worker, container, { rule, saw, wanted });
  const visible = kind !== "Readiness" || result === "Failure" || worker.job !== undefined;
  if (visible) host.requestSync(worker, host.latency.draw("request"));
}
