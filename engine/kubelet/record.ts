// What a kubelet remembers of one pod: the part that a real one keeps in its container runtime (sandbox, instances), and
// the part that dies with the kubelet's process (worker, probe results, back-off records). All plain data.

import { requestsOf } from "./admission.ts";
import type { Facts } from "../sim/cause.ts";
import type { HttpRequest } from "../runtime/contract.ts";
import type { Container, ContainerRestartRule, Pod, PodStatus, Probe } from "../api/types.generated.ts";

/** One run of a container. The newest and the one before it are kept, as a kubelet keeps one dead one (KL-17). */
export interface Instance {
  /** The runtime's id, without `containerd://`. */
  readonly id: string;
  readonly name: string;
  /** As the spec named it when this instance was made: a change means "definition changed" (KL-42). */
  readonly image: string;
  readonly restartCount: number;
  readonly sandbox: number;
  state: "created" | "running" | "exited";
  startedAt: number;
  finishedAt: number;
  exitCode: number;
  reason: string;
  message: string | undefined;
  /** It has ended, and the kubelet has not looked since (KL-16): `state` still says running. */
  unseen: boolean;
  /** A status has told of it: its end, however soon, is seen at a later look, and probes know that it is there. */
  shown: boolean;
  /** Gone from the runtime: the whole pod begins again (KL-74). */
  removed: boolean;
}

/** Why the last attempt to start a container failed (the kubelet's reason cache, KL-32). */
export interface StartFailure {
  reason: string;
  message: string;
}

export interface Backoff {
  delayMs: number;
  updatedAt: number;
}

export type ProbeKind = "Liveness" | "Readiness" | "Startup";

/** A probe worker (KL-118): it lives as long as its pod on this node, through restarts of the container. */
export interface ProbeWorker {
  readonly container: string;
  readonly kind: ProbeKind;
  /** What the spec says of it, close at hand: ticks are what a kubelet does most, and probes never change while a pod lives. */
  readonly spec: Probe;
  readonly periodMs: number;
  readonly initialDelayMs: number;
  /** Its container has a startup probe. */
  readonly gated: boolean;
  /** The request of an httpGet probe. */
  readonly http: HttpRequest | undefined;
  /** The words of an exec probe's command. */
  readonly command: readonly string[] | undefined;
  /** The message of its ticks, made once. */
  readonly tick: { readonly type: "probe"; readonly pod: string; readonly index: number };
  timer: number | undefined;
  /** Whose results it holds. */
  instance: string;
  result: "Success" | "Failure" | "Unknown";
  last: "Success" | "Failure" | undefined;
  run: number;
  onHold: boolean;
  /** An attempt whose outcome comes later: the number of it, so that a late answer to an older one is not taken. */
  attempt: number;
  waiting: boolean;
  /** Made soon after the start of its kubelet, it has not ticked yet, and nothing wakes it before (KL-119). */
  asleep: boolean;
}

/** A lifecycle hook that has begun. */
export interface HookRun {
  readonly endsAt: number;
  /** Why it fails, in a kubelet's words; undefined: it succeeds. */
  readonly failure: string | undefined;
  /** Why it fails when its container ends first; undefined: that is nothing to it. */
  readonly cut: string | undefined;
}

/** A container on its way out (KL-105 to KL-110). */
export interface Kill {
  readonly id: string;
  readonly name: string;
  readonly startedAt: number;
  readonly graceMs: number;
  stage: "hook" | "turn" | "stopping";
  /** Its preStop hook, until it is over. */
  hook: HookRun | undefined;
  /** A sidecar in a pod's termination waits for its turn (KL-110). */
  readonly ordered: boolean;
}

export type Step =
  | { readonly do: "volumes" }
  | { readonly do: "sandbox" }
  | { readonly do: "stopSandbox" }
  | { readonly do: "forget" }
  | { readonly do: "kill"; readonly containers: readonly KillOrder[] }
  | { readonly do: "start"; readonly name: string; readonly init: boolean; readonly exitedAt: number | undefined };

export interface KillOrder {
  readonly id: string;
  readonly name: string;
  readonly message: string;
  readonly reason: "definition" | "liveness" | "startup" | "pod" | "hook" | "all";
  readonly probeGraceSeconds?: number;
}

/** What the next status write will name as its reason. */
export interface Note {
  readonly rule: string;
  readonly saw?: Facts | undefined;
  readonly wanted?: Facts | undefined;
}

/** A sync under way: what is left to be done, and what became of the steps before. */
export interface Job {
  readonly steps: Step[];
  /** The number of the wait that it is in: the timer of a cancelled one is not taken for it. */
  wait: number;
  /** How far the first of the steps is. */
  stage: "" | "waiting" | "pulling" | "creating" | "starting" | "hook" | "stopping";
  /** Of the container being started. */
  instance: string;
  /** Its postStart hook. */
  hook: HookRun | undefined;
  stageAt: number;
  /** The whole start of a container takes that long; drawn once for each. */
  startMs: number;
  pullMs: number;
  /** Something was started or killed, so the runtime looks different now (KL-16). */
  acted: boolean;
  failed: boolean;
  /** When the earliest crash-loop wait is over (KL-26). */
  backoffUntil: number | undefined;
}

export interface PodWorker {
  readonly uid: string;
  pod: Pod;
  /** CPU in millicores, all else in base units. */
  readonly requests: Readonly<Record<string, number>>;
  // Kept by the container runtime of a real node.
  ip: string;
  sandbox: number;
  sandboxReady: boolean;
  instances: Instance[];
  // Kept by the kubelet's process.
  phase: "new" | "syncing" | "terminating" | "terminated";
  /** What the status manager holds; undefined until the first. */
  status: PodStatus | undefined;
  /** A reason to end that the kubelet itself has found: refused, deadline, eviction. */
  ended: { phase: "Failed"; reason: string; message: string; disruption?: string } | undefined;
  /** The grace that such an end leaves its containers, when it is not their own. */
  graceSeconds: number | undefined;
  /** Set once all containers are stopped for good. */
  stopped: boolean;
  /** The object has left the API: nothing more is written. */
  gone: boolean;
  volumesReady: boolean;
  volumeRetryMs: number;
  failures: Map<string, StartFailure> | undefined;
  backoffs: Map<string, Backoff> | undefined;
  imageErrors: Map<string, string> | undefined;
  kills: Map<string, Kill> | undefined;
  probes: ProbeWorker[] | undefined;
  job: Job | undefined;
  syncTimer: number | undefined;
  syncAt: number;
  retryTimer: number | undefined;
  lookTimer: number | undefined;
  deadlineTimer: number | undefined;
  lastSyncEnd: number;
  onDemand: boolean;
  again: boolean;
  trigger: number | undefined;
  note: Note | undefined;
}

export function newPodWorker(pod: Pod): PodWorker {
  return {
    uid: pod.metadata.uid ?? "",
    pod,
    requests: requestsOf(pod),
    ip: "",
    sandbox: 0,
    sandboxReady: false,
    instances: [],
    ...newProcessMemory(),
  };
}

/** What is forgotten when a kubelet's process ends. */
export function newProcessMemory(): Omit<PodWorker, "uid" | "pod" | "requests" | "ip" | "sandbox" | "sandboxReady" | "instances"> {
  return {
    phase: "new",
    status: undefined,
    ended: undefined,
    graceSeconds: undefined,
    stopped: false,
    gone: false,
    volumesReady: false,
    volumeRetryMs: 0,
    failures: undefined,
    backoffs: undefined,
    imageErrors: undefined,
    kills: undefined,
    probes: undefined,
    job: undefined,
    syncTimer: undefined,
    syncAt: Number.POSITIVE_INFINITY,
    retryTimer: undefined,
    lookTimer: undefined,
    deadlineTimer: undefined,
    lastSyncEnd: Number.NEGATIVE_INFINITY,
    onDemand: true,
    again: false,
    trigger: undefined,
    note: undefined,
  };
}

/** The newest instance of a container. */
export function newest(worker: PodWorker, name: string): Instance | undefined {
  const { instances } = worker;
  for (let i = 0; i < instances.length; i++) if (instances[i]?.name === name) return instances[i];
  return undefined;
}

/** The newest instance, unless it has been removed to begin again. */
export function presentInstance(worker: PodWorker, name: string): Instance | undefined {
  const instance = newest(worker, name);
  return instance?.removed === true ? undefined : instance;
}

/** The instance before the newest. */
export function previous(worker: PodWorker, name: string): Instance | undefined {
  let found = 0;
  for (const instance of worker.instances) if (instance.name === name && ++found === 2) return instance;
  return undefined;
}

export function instanceById(worker: PodWorker, id: string): Instance | undefined {
  return worker.instances.find((instance) => instance.id === id);
}

export function hasRunning(worker: PodWorker): boolean {
  return worker.instances.some((instance) => instance.state === "running");
}

export function findContainer(pod: Pod, name: string): Container | undefined {
  return pod.spec.containers.find((c) => c.name === name) ?? pod.spec.initContainers?.find((c) => c.name === name);
}

export function isInit(pod: Pod, name: string): boolean {
  return pod.spec.initContainers?.some((c) => c.name === name) ?? false;
}

/** `web_default(uid)`, as messages name a pod. */
export function podText({ metadata: { name, namespace, uid } }: Pod): string {
  return `${name}_${namespace}(${uid})`;
}

/** `spec.containers{web}`, as events name a container (KL-47). */
export function fieldPathOf(pod: Pod, name: string): string {
  return isInit(pod, name) ? `spec.initContainers{${name}}` : `spec.containers{${name}}`;
}

export function probeOf(container: Container, kind: ProbeKind): Probe | undefined {
  return kind === "Liveness" ? container.livenessProbe : kind === "Readiness" ? container.readinessProbe : container.startupProbe;
}

export function probeWorkerOf(worker: PodWorker, container: string, kind: ProbeKind): ProbeWorker | undefined {
  return worker.probes?.find((probe) => probe.kind === kind && probe.container === container);
}

/** Whether a stopped container is to be started again (KL-73); `exitCode` undefined: it never ran. */
export function policyRestarts(pod: Pod, container: Container, exitCode: number | undefined): boolean {
  if (exitCode === undefined) return true;
  if (container.restartPolicy !== undefined) {
    if (matchingRule(container, exitCode) !== undefined) return true;
    return byPolicy(container.restartPolicy, exitCode);
  }
  return byPolicy(pod.spec.restartPolicy ?? "Always", exitCode);
}

/** The first of the container's restart rules that the exit code meets. */
export function matchingRule({ restartPolicyRules }: Container, exitCode: number): ContainerRestartRule | undefined {
  return restartPolicyRules?.find(({ exitCodes }) => {
    const listed = exitCodes?.values?.includes(exitCode) ?? false;
    return exitCodes?.operator === "NotIn" ? !listed : listed;
  });
}

function byPolicy(policy: string, exitCode: number): boolean {
  return policy === "Always" || (policy === "OnFailure" && exitCode !== 0);
}
