// Probe workers (KL-118 to KL-130): one for each container and kind of probe, ticking from the moment in which the pod is
// set up, through all restarts. A tick that finds nothing new allocates nothing but its next timer.

import { isSidecar } from "../api/podstate.ts";
import type { Container, Probe } from "../api/types.generated.ts";
import type { KubeletHost, PodMessage } from "./host.ts";
import { isStarted, wasReady } from "./containerstatus.ts";
import { attemptProbe, type ProbeOutcome } from "./probes.ts";
import { containerAt, type Instance, newest, type PodWorker, policyRestarts, type ProbeKind, type ProbeWorker, probeOf } from "./record.ts";

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
  const all = [
    ...spec.containers.map((container, place) => ({ container, place, sidecar: false })),
    ...(spec.initContainers ?? [])
      .map((container, place) => ({ container, place, sidecar: true }))
      .filter(({ container }) => isSidecar(container)),
  ];
  for (const { container, place, sidecar } of all) {
    for (const kind of KINDS) {
      const probe = probeOf(container, kind);
      if (probe === undefined) continue;
      const tick: ProbeTick = Object.freeze({ type: "probe", pod: worker.uid, index: probes.length });
      const periodMs = (probe.periodSeconds ?? 10) * 1000;
      // The tick at time 0 finds no container, so only a kubelet that has come back makes one, spread over the period.
      const instance = newest(worker, container.name);
      const runs = instance?.state === "running";
      const delayMs = runs && kubeletAgeMs < periodMs ? host.random.unit() * periodMs : periodMs;
      const good = runs && (kind !== "Readiness" || wasReady(worker.pod, container.name));
      probes.push({
        container: container.name,
        kind,
        sidecar,
        place,
        tick,
        timer: host.schedule(delayMs, tick),
        // A container that ran before this kubelet did keeps its state (KL-9).
        instance: runs ? instance.id : "",
        result: good ? "Success" : runs ? "Failure" : "Unknown",
        last: undefined,
        run: 0,
        onHold: runs && kind === "Startup",
        attempt: 0,
        waiting: false,
      });
    }
  }
  worker.probes = probes;
}

export function stopProbes(host: KubeletHost, worker: PodWorker, which: (kind: ProbeKind) => boolean): void {
  for (const probe of worker.probes ?? []) {
    if (!which(probe.kind) || probe.timer === undefined) continue;
    host.clock.cancel(probe.timer);
    probe.timer = undefined;
  }
}

export function tickProbe(host: KubeletHost, worker: PodWorker, index: number): void {
  const probe = worker.probes?.[index];
  if (probe === undefined) return;
  const container = containerAt(worker.pod, probe);
  const spec = container === undefined ? undefined : probeOf(container, probe.kind);
  if (container === undefined || spec === undefined) return;
  probe.timer = host.schedule((spec.periodSeconds ?? 10) * 1000, probe.tick);
  if (!probe.waiting) attempt(host, worker, probe, container, spec);
}

/** A sync finds a started container that is not ready: it is probed at once, and the period begins anew (KL-124). */
export function triggerReadiness(host: KubeletHost, worker: PodWorker): void {
  for (const probe of worker.probes ?? []) {
    if (probe.kind !== "Readiness" || probe.waiting || probe.timer === undefined) continue;
    const container = containerAt(worker.pod, probe);
    const spec = container?.readinessProbe;
    if (container === undefined || spec === undefined) continue;
    const instance = newest(worker, container.name);
    if (!isStarted(worker, container, instance) || (probe.instance === instance?.id && probe.result === "Success")) continue;
    host.clock.cancel(probe.timer);
    probe.timer = host.schedule((spec.periodSeconds ?? 10) * 1000, probe.tick);
    attempt(host, worker, probe, container, spec);
  }
}

/** Whether a readiness probe has yet to succeed: then every sync counts. */
export function awaitsReadiness(worker: PodWorker): boolean {
  return (worker.probes ?? []).some((probe) => probe.kind === "Readiness" && probe.result !== "Success");
}

/** The order of the checks is that of KL-121. */
function attempt(host: KubeletHost, worker: PodWorker, probe: ProbeWorker, container: Container, spec: Probe): void {
  const instance = newest(worker, probe.container);
  if (instance === undefined) return;
  if (instance.id !== probe.instance) meet(probe, instance);
  if (probe.onHold) return;
  if (instance.state !== "running") {
    probe.result = "Failure";
    if (instance.state === "exited" && !policyRestarts(worker.pod, container, instance.exitCode))
      stopProbes(host, worker, (kind) => kind === probe.kind && container.name === probe.container);
    return;
  }
  if (host.clock.now - Math.floor(instance.startedAt / 1000) * 1000 < (spec.initialDelaySeconds ?? 0) * 1000) return; // KL-122
  const started = isStarted(worker, container, instance);
  if (started === (probe.kind === "Startup")) return; // KL-123
  let outcome = attemptProbe(host, worker, container, instance, spec);
  for (let tries = 1; outcome.result === "Error" && tries < ERROR_TRIES; tries++)
    outcome = attemptProbe(host, worker, container, instance, spec);
  if (outcome.delayMs === 0) {
    conclude(host, worker, probe, spec, outcome);
    return;
  }
  probe.waiting = true;
  probe.attempt += 1;
  const answer: ProbeAnswer = { type: "probed", pod: worker.uid, index: probe.tick.index, attempt: probe.attempt, outcome };
  host.schedule(outcome.delayMs, answer);
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
  const container = containerAt(worker.pod, probe);
  const spec = container === undefined ? undefined : probeOf(container, probe.kind);
  const instance = newest(worker, probe.container);
  // An attempt that the end of its container, or of its pod, has cut short says nothing.
  if (spec === undefined || probe.timer === undefined || instance?.id !== probe.instance || instance.state !== "running") return;
  conclude(host, worker, probe, spec, answer.outcome);
}

function conclude(host: KubeletHost, worker: PodWorker, probe: ProbeWorker, spec: Probe, outcome: ProbeOutcome): void {
  const { kind } = probe;
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
  const wanted = { threshold };
  worker.note = { rule, saw, wanted };
  if (kind !== "Liveness") host.publish(worker, { rule, saw, wanted });
  const visible = kind !== "Readiness" || result === "Failure" || worker.job !== undefined;
  if (visible) host.requestSync(worker, host.latency.draw("request"));
}
