// What one sync of a pod has to do with its containers (KL-37 to KL-46, KL-75 to KL-79): pure, from the worker's memory.

import type { Container, Pod } from "../api/types.generated.ts";
import { isSidecar } from "../api/podstate.ts";
import { restartAllSteps } from "./restartall.ts";
import {
  type Instance,
  type KillOrder,
  presentInstance,
  type PodWorker,
  policyRestarts,
  type ProbeKind,
  probeOf,
  probeWorkerOf,
  type Step,
} from "./record.ts";

export interface Actions {
  readonly steps: Step[];
  /** The sandbox is replaced, not made for the first time. */
  readonly sandboxChanged: boolean;
  /** Nothing is to be kept nor started: the pod is over. */
  readonly killPod: boolean;
}

export function computeActions(worker: PodWorker): Actions {
  const { pod } = worker;
  if (!worker.sandboxReady) return withNewSandbox(worker);
  const all = restartAllSteps(worker);
  if (all !== undefined) return { steps: all, sandboxChanged: false, killPod: false };
  const plan = new Plan(worker);
  const initialized = plan.initContainers();
  if (plan.failed) return killWholePod(worker);
  let kept = 0;
  if (initialized) {
    for (const container of pod.spec.containers) if (plan.regular(container)) kept++;
    if (kept === 0 && !plan.startsRegular) return killWholePod(worker);
  }
  return { steps: plan.steps(), sandboxChanged: false, killPod: false };
}

/** KL-40, KL-41 */
function withNewSandbox(worker: PodWorker): Actions {
  const { pod } = worker;
  const ran = pod.spec.containers.some((c) => presentInstance(worker, c.name) !== undefined);
  const toStart = pod.spec.containers.filter((c) => policyRestarts(pod, c, presentInstance(worker, c.name)?.exitCode));
  if (ran && toStart.length === 0) return killWholePod(worker);
  const first = pod.spec.initContainers?.[0];
  const names = first === undefined ? toStart.map((c) => c.name) : [first.name];
  const starts = names.map((name) => start(worker, name, first !== undefined));
  return { steps: [{ do: "sandbox" }, ...starts], sandboxChanged: worker.sandbox > 0, killPod: false };
}

function start(worker: PodWorker, name: string, init: boolean): Step {
  const dead = lastExited(worker, name);
  return { do: "start", name, init, exitedAt: dead?.finishedAt };
}

/** The newest instance that has ended already, as this sync sees it (KL-84, KL-89). */
function lastExited(worker: PodWorker, name: string): Instance | undefined {
  return worker.instances.find((instance) => instance.name === name && instance.state === "exited" && !instance.removed);
}

/** Stops what runs, and the sandbox with it (KL-46). */
export function killWholePod(worker: PodWorker): Actions {
  const running = worker.instances.filter((instance) => instance.state === "running");
  const containers = running.map(({ id, name }): KillOrder => ({ id, name, message: `Stopping container ${name}`, reason: "pod" }));
  const steps: Step[] = containers.length > 0 ? [{ do: "kill", containers }] : [];
  if (worker.sandboxReady) steps.push({ do: "stopSandbox" });
  return { steps, sandboxChanged: false, killPod: true };
}

/** Gathers the kills and starts of one sync. */
class Plan {
  failed = false;
  startsRegular = false;
  readonly #worker: PodWorker;
  readonly #pod: Pod;
  readonly #kills: KillOrder[] = [];
  readonly #starts: Step[] = [];
  constructor(worker: PodWorker) {
    this.#worker = worker;
    this.#pod = worker.pod;
  }

  steps(): Step[] {
    return this.#kills.length === 0 ? this.#starts : [{ do: "kill", containers: this.#kills }, ...this.#starts];
  }

  /** True when the regular containers may run. */
  initContainers(): boolean {
    const containers = this.#pod.spec.initContainers ?? [];
    const begun = this.#pod.spec.containers.some((c) => this.#instance(c) !== undefined);
    for (const [i, container] of containers.entries()) {
      const done = isSidecar(container) ? this.#sidecar(container, begun) : begun || this.#ordinary(container);
      if (done) continue;
      // A restarted sidecar does not hold up those after it that have already begun.
      if (isSidecar(container) && containers.slice(i + 1).some((later) => this.#instance(later) !== undefined)) continue;
      if (!begun) return false;
    }
    return true;
  }

  #ordinary(container: Container): boolean {
    const instance = this.#instance(container);
    if (instance === undefined || instance.state === "created") this.#start(container, true);
    else if (instance.state === "exited") {
      if (instance.exitCode === 0 && instance.reason !== "OOMKilled") return true; // KL-75
      if (policyRestarts(this.#pod, container, instance.exitCode || 1)) this.#start(container, true);
      else this.failed = true;
    }
    return false;
  }

  /** True once it lets the next init container begin (KL-77). */
  #sidecar(container: Container, begun: boolean): boolean {
    const instance = this.#instance(container);
    if (instance === undefined || instance.state !== "running") {
      this.#start(container, true);
      return begun;
    }
    const order = killOrder(this.#worker, container, instance, `Init container ${container.name}`);
    if (order !== undefined) {
      this.#kills.push(order);
      this.#start(container, true);
      return begun;
    }
    return container.startupProbe === undefined || resultOf(this.#worker, container, instance, "Startup") === "Success";
  }

  /** True when a running container is kept. */
  regular(container: Container): boolean {
    const instance = presentInstance(this.#worker, container.name);
    if (instance === undefined || instance.state !== "running") {
      const exitCode = instance?.state === "exited" ? instance.exitCode : undefined;
      if (policyRestarts(this.#pod, container, exitCode)) this.#startRegular(container);
      return false;
    }
    const order = killOrder(this.#worker, container, instance, `Container ${container.name}`);
    if (order === undefined) return true;
    const restarts = order.reason === "definition" || (container.restartPolicy ?? this.#pod.spec.restartPolicy) !== "Never"; // KL-44
    this.#kills.push(restarts ? { ...order, message: `${order.message}, will be restarted` } : order);
    if (restarts) this.#startRegular(container);
    return false;
  }

  #startRegular(container: Container): void {
    this.startsRegular = true;
    this.#start(container, false);
  }

  #start(container: Container, init: boolean): void {
    this.#starts.push(start(this.#worker, container.name, init));
  }

  /** Its newest run in the present sandbox: a new one begins from the first init container again (KL-41). */
  #instance(container: Container): Instance | undefined {
    const instance = presentInstance(this.#worker, container.name);
    return instance?.sandbox === this.#worker.sandbox ? instance : undefined;
  }
}

/** Why a running container is to be killed, in the order of KL-42. */
function killOrder(worker: PodWorker, container: Container, instance: Instance, what: string): KillOrder | undefined {
  const { id, name } = instance;
  if (container.image !== instance.image) return { id, name, message: `${what} definition changed`, reason: "definition" };
  for (const [kind, reason] of [
    ["Liveness", "liveness"],
    ["Startup", "startup"],
  ] as const) {
    if (resultOf(worker, container, instance, kind) !== "Failure") continue;
    const grace = probeOf(container, kind)?.terminationGracePeriodSeconds;
    return { id, name, message: `${what} failed ${reason} probe`, reason, ...(grace === undefined ? {} : { probeGraceSeconds: grace }) };
  }
  return undefined;
}

function resultOf(worker: PodWorker, container: Container, instance: Instance, kind: ProbeKind): string | undefined {
  if (probeOf(container, kind) === undefined) return undefined;
  const probe = probeWorkerOf(worker, container.name, kind);
  return probe?.instance === instance.id ? probe.result : undefined;
}
