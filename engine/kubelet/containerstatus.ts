// The status of each container of a pod, from what the runtime holds and why the last start failed (KL-63 to KL-81).
// Left out on purpose: ephemeral containers, resizes.

import { formatTime } from "../api/time.ts";
import type {
  Container,
  ContainerState,
  ContainerStatus,
  Pod,
  Quantity,
  ResourceRequirements,
  VolumeMountStatus,
} from "../api/types.generated.ts";
import { isSidecar } from "../api/podstate.ts";
import { firstBytes } from "../api/utf8.ts";
import { type Instance, newest, type PodWorker, policyRestarts, previous, probeWorkerOf } from "./record.ts";
import { fullImage, imageIdOf } from "./imagename.ts";
import { removedState } from "./restartall.ts";

/** Statuses of init containers in spec order and of regular ones by name (KL-68). */
export function containerStatuses(worker: PodWorker): { init: readonly ContainerStatus[]; regular: readonly ContainerStatus[] } {
  const { pod } = worker;
  const init = (pod.spec.initContainers ?? []).map((c) => containerStatus(worker, c, true));
  const regular = pod.spec.containers.map((c) => containerStatus(worker, c, false));
  if (regular.length > 1) regular.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return { init, regular };
}

function containerStatus(worker: PodWorker, container: Container, init: boolean): ContainerStatus {
  const { pod } = worker;
  const { name } = container;
  const instance = newest(worker, name);
  const before = (init ? worker.status?.initContainerStatuses : worker.status?.containerStatuses)?.find((one) => one.name === name);
  const { state, lastState } = stateOf(worker, container, init, instance);
  const started = isStarted(worker, container, instance);
  const ready = isReady(worker, container, init, instance, started);
  const mounts = before?.volumeMounts ?? mountStatuses(container);
  if (instance === undefined) {
    const status = { name, state, lastState, ready, restartCount: 0, image: container.image ?? "", imageID: "", started };
    return mounts.length === 0 ? status : Object.assign(status, { volumeMounts: mounts });
  }
  const restartCount = instance.restartCount + (instance.removed ? 1 : 0);
  const isSame = before?.containerID !== undefined && before.restartCount === restartCount && before.containerID.endsWith(instance.id);
  const { image, imageID, containerID } = isSame ? before : namesOf(instance);
  const { resources, allocatedResources } = resourceFields(container);
  const user = userOf(pod, container);
  const status: Writable<ContainerStatus> =
    mounts.length === 0
      ? { name, state, lastState, ready, restartCount, image, imageID, started, resources, user }
      : { name, state, lastState, ready, restartCount, image, imageID, started, resources, volumeMounts: mounts, user };
  if (containerID !== undefined) status.containerID = containerID;
  if (allocatedResources !== undefined) status.allocatedResources = allocatedResources;
  return status;
}

/** A container's status as it was told, but for what its probes have found since; another run is none of theirs. */
export function withProbed(worker: PodWorker, container: Container, init: boolean, told: ContainerStatus): ContainerStatus {
  const instance = newest(worker, container.name);
  if (instance === undefined || told.containerID?.endsWith(instance.id) !== true) return told;
  const started = isStarted(worker, container, instance);
  return { ...told, started, ready: isReady(worker, container, init, instance, started) };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function namesOf({ id, image }: Instance): Pick<ContainerStatus, "image" | "imageID" | "containerID"> {
  return { image: fullImage(image), imageID: imageIdOf(image), containerID: ["containerd://", id].join("") }; // joined: one flat string
}

function stateOf(
  worker: PodWorker,
  container: Container,
  init: boolean,
  instance: Instance | undefined,
): { state: ContainerState; lastState: ContainerState } {
  const failure = worker.failures?.get(container.name);
  if (instance === undefined)
    return {
      state: { waiting: failure !== undefined && isWaited(worker) ? { ...failure } : { reason: firstReason(worker.pod) } },
      lastState: NONE,
    };
  if (instance.removed) return removedState();
  const before = previous(worker, container.name);
  const lastState =
    before === undefined ? NONE : before.removed ? removedState().lastState : { terminated: terminated(worker.pod, before) };
  if (instance.state === "running") return { state: { running: { startedAt: formatTime(instance.startedAt) } }, lastState };
  if (instance.state === "created") return { state: { waiting: {} }, lastState };
  const ended = { terminated: terminated(worker.pod, instance) };
  const restarts =
    isWaited(worker) &&
    policyRestarts(worker.pod, container, instance.exitCode) &&
    !(init && !isSidecar(container) && instance.exitCode === 0);
  // A dead instance moves to lastState once the reason cache knows why there is no new one (KL-66, KL-67).
  return restarts && failure !== undefined ? { state: { waiting: { ...failure } }, lastState: ended } : { state: ended, lastState };
}

/** A pod on its way out waits for nothing, so a failed start is no reason any more. */
function isWaited(worker: PodWorker): boolean {
  return worker.pod.metadata.deletionTimestamp === undefined && worker.phase !== "terminating" && worker.phase !== "terminated";
}

function firstReason(pod: Pod): string {
  return (pod.spec.initContainers?.length ?? 0) > 0 ? "PodInitializing" : "ContainerCreating";
}

/** Of all messages of one pod together (KL-72). */
const MESSAGES_BYTES = 12 * 1024;

/** Each container has an equal share of what the messages of a pod may take, whether the others use theirs or not. */
function terminated({ spec }: Pod, instance: Instance): NonNullable<ContainerState["terminated"]> {
  const shareBytes = Math.floor(MESSAGES_BYTES / (spec.containers.length + (spec.initContainers?.length ?? 0)));
  return {
    exitCode: instance.exitCode,
    reason: instance.reason,
    ...(instance.message ? { message: firstBytes(instance.message, shareBytes) } : {}),
    startedAt: formatTime(instance.startedAt),
    finishedAt: formatTime(instance.finishedAt),
    containerID: `containerd://${instance.id}`,
  };
}

/** KL-80: running, and past its startup probe if it has one. */
export function isStarted(worker: PodWorker, container: Container, instance: Instance | undefined): boolean {
  if (instance?.state !== "running") return false;
  if (container.startupProbe === undefined) return true;
  // Before the probes are registered only a kubelet that has come back sees running containers: they keep their state (KL-9).
  if (worker.probes === undefined) return wasStarted(worker.pod, instance);
  const probe = probeWorkerOf(worker, container.name, "Startup");
  return probe !== undefined && probe.instance === instance.id && probe.result === "Success";
}

/** KL-129; an ordinary init container is ready when it has succeeded. */
function isReady(worker: PodWorker, container: Container, init: boolean, instance: Instance | undefined, started: boolean): boolean {
  if (init && !isSidecar(container)) return instance?.state === "exited" && instance.exitCode === 0 && !instance.removed;
  if (instance?.state !== "running" || !started) return false;
  if (container.readinessProbe === undefined) return true;
  if (worker.probes === undefined) return wasReady(worker.pod, instance);
  const probe = probeWorkerOf(worker, container.name, "Readiness");
  return probe !== undefined && probe.instance === instance.id && probe.result === "Success";
}

/** What the API server says of it. */
export function wasReady(pod: Pod, instance: Instance): boolean {
  return toldOf(pod, instance)?.ready === true;
}

export function wasStarted(pod: Pod, instance: Instance): boolean {
  return toldOf(pod, instance)?.started === true;
}

/** Of that very instance: what was said of the one before it says nothing. */
function toldOf({ status }: Pod, { name, id }: Instance): ContainerStatus | undefined {
  const isIt = (one: ContainerStatus): boolean => one.name === name && one.containerID?.endsWith(id) === true;
  return status.containerStatuses?.find(isIt) ?? status.initContainerStatuses?.find(isIt);
}

const NONE = Object.freeze({});

function resourceFields(container: Container): {
  allocatedResources?: Readonly<Record<string, Quantity>>;
  resources: ResourceRequirements;
} {
  const { requests, limits } = container.resources;
  if (requests === undefined && limits === undefined) return { resources: NONE };
  return {
    ...(requests === undefined ? {} : { allocatedResources: requests }),
    resources: { ...(limits === undefined ? {} : { limits }), ...(requests === undefined ? {} : { requests }) },
  };
}

/** They never change: all statuses of a container share one list. */
function mountStatuses(container: Container): readonly VolumeMountStatus[] {
  return (container.volumeMounts ?? []).map(({ name, mountPath, readOnly }) =>
    readOnly === true ? { name, mountPath, readOnly, recursiveReadOnly: "Disabled" } : { name, mountPath },
  );
}

const ROOT = Object.freeze({ linux: Object.freeze({ uid: 0, gid: 0, supplementalGroups: Object.freeze([0]) as readonly number[] }) });

function userOf(pod: Pod, container: Container): NonNullable<ContainerStatus["user"]> {
  const uid = container.securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser ?? 0;
  const gid = container.securityContext?.runAsGroup ?? pod.spec.securityContext?.runAsGroup ?? 0;
  return uid === 0 && gid === 0 ? ROOT : { linux: { uid, gid, supplementalGroups: [gid] } };
}
