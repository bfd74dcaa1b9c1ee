// What a pod asks of a node, in the units that the scheduler compares: milli-CPUs, bytes and plain numbers (SCHF-6).
// Left out on purpose: in-place resizing (the spec's numbers count, not those allocated).

import { milliValue, quantityValue } from "../api/quantity.ts";
import type { Container, Pod, Quantity } from "../api/types.generated.ts";

export interface Amounts {
  cpu: number;
  memory: number;
  ephemeralStorage: number;
  /** Extended resources and huge pages by name. */
  others: Map<string, number> | undefined;
}

export interface Requests extends Readonly<Amounts> {
  /** With 100m and 200 MiB for containers that say nothing (SCHS-1). */
  readonly scoredCpu: number;
  readonly scoredMemory: number;
  /** Keys of `hostPorts` in use, see `portConflict`. */
  readonly hostPorts: readonly HostPort[];
}

export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

type ResourceList = Readonly<Record<string, Quantity>>;

const DEFAULT_CPU = 100;
const DEFAULT_MEMORY = 200 * 1024 * 1024;
const NO_PORTS: readonly HostPort[] = [];

export function newAmounts(): Amounts {
  return { cpu: 0, memory: 0, ephemeralStorage: 0, others: undefined };
}

/** Reads a resource list; `pods` is left to the caller. */
export function amountsOf(list: ResourceList | undefined): Amounts {
  const amounts = newAmounts();
  for (const [name, quantity] of Object.entries(list ?? {})) {
    if (name === "cpu") amounts.cpu = milliValue(String(quantity));
    else if (name === "memory") amounts.memory = Math.ceil(quantityValue(String(quantity)));
    else if (name === "ephemeral-storage") amounts.ephemeralStorage = Math.ceil(quantityValue(String(quantity)));
    else if (name !== "pods") (amounts.others ??= new Map()).set(name, Math.ceil(quantityValue(String(quantity))));
  }
  return amounts;
}

/** Adds `sign` times `more` to `total`. */
export function addAmounts(total: Amounts, more: Readonly<Amounts>, sign: 1 | -1 = 1): void {
  total.cpu += sign * more.cpu;
  total.memory += sign * more.memory;
  total.ephemeralStorage += sign * more.ephemeralStorage;
  if (more.others === undefined) return;
  total.others ??= new Map();
  for (const [name, amount] of more.others) total.others.set(name, (total.others.get(name) ?? 0) + sign * amount);
}

function raiseTo(total: Amounts, least: Readonly<Amounts>): void {
  total.cpu = Math.max(total.cpu, least.cpu);
  total.memory = Math.max(total.memory, least.memory);
  total.ephemeralStorage = Math.max(total.ephemeralStorage, least.ephemeralStorage);
  for (const [name, amount] of least.others ?? []) {
    total.others ??= new Map();
    total.others.set(name, Math.max(total.others.get(name) ?? 0, amount));
  }
}

/** The larger of the biggest init container (with the sidecars started before it) and the sum of what runs together. */
export function requestsOf(pod: Pod): Requests {
  const real = sumRequests(pod, (container) => amountsOf(container.resources?.requests));
  const scored = sumRequests(pod, scoredAmounts);
  return { ...real, scoredCpu: scored.cpu, scoredMemory: scored.memory, hostPorts: hostPortsOf(pod) };
}

function sumRequests(pod: Pod, of: (container: Container) => Amounts): Amounts {
  const { containers, initContainers, overhead, resources } = pod.spec;
  const total = newAmounts();
  for (const container of containers) addAmounts(total, of(container));
  const sidecars = newAmounts();
  const initPeak = newAmounts();
  for (const container of initContainers ?? []) {
    const amounts = of(container);
    if (container.restartPolicy === "Always") {
      addAmounts(sidecars, amounts);
      addAmounts(total, amounts);
      raiseTo(initPeak, sidecars);
    } else {
      addAmounts(amounts, sidecars);
      raiseTo(initPeak, amounts);
    }
  }
  raiseTo(total, initPeak);
  if (resources?.requests !== undefined) overrideWith(total, resources.requests);
  if (overhead !== undefined) addAmounts(total, amountsOf(overhead));
  return total;
}

function overrideWith(total: Amounts, podLevel: ResourceList): void {
  const amounts = amountsOf(podLevel);
  if ("cpu" in podLevel) total.cpu = amounts.cpu;
  if ("memory" in podLevel) total.memory = amounts.memory;
}

function scoredAmounts(container: Container): Amounts {
  const requests = container.resources?.requests;
  const amounts = amountsOf(requests);
  if (requests === undefined || !("cpu" in requests)) amounts.cpu = DEFAULT_CPU;
  if (requests === undefined || !("memory" in requests)) amounts.memory = DEFAULT_MEMORY;
  return amounts;
}

function hostPortsOf(pod: Pod): readonly HostPort[] {
  let found: HostPort[] | undefined;
  const sidecars = (pod.spec.initContainers ?? []).filter((container) => container.restartPolicy === "Always");
  for (const container of [...pod.spec.containers, ...sidecars])
    for (const port of container.ports ?? [])
      if (port.hostPort) (found ??= []).push({ ip: port.hostIP || "0.0.0.0", protocol: port.protocol ?? "TCP", port: port.hostPort });
  return found ?? NO_PORTS;
}

/** Whether two host ports cannot be on one node: 0.0.0.0 stands for every address (SCHF-5). */
export function portsConflict(a: HostPort, b: HostPort): boolean {
  return a.port === b.port && a.protocol === b.protocol && (a.ip === b.ip || a.ip === "0.0.0.0" || b.ip === "0.0.0.0");
}
