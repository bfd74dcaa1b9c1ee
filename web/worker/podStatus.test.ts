import { describe, expect, it } from "vitest";
import type { ContainerStatus, Pod } from "../../engine/index.ts";
import { podState, podStatus } from "./podStatus.ts";
import type { PodState } from "./rows.ts";

type State = NonNullable<ContainerStatus["state"]>;

const at = "2026-01-01T00:00:00Z";
const running: State = { running: { startedAt: at } };
const waiting = (reason: string): State => ({ waiting: { reason } });
const ended = (exitCode: number, reason?: string, signal?: number): State => ({
  terminated: { exitCode, ...(reason === undefined ? {} : { reason }), ...(signal === undefined ? {} : { signal }) },
});

/** Fixtures have the fields that STATUS reads, not all that the server fills in: hence the casts. */
function status(state: State, more: Partial<ContainerStatus> = {}): ContainerStatus {
  return { name: "main", image: "nginx", imageID: "", ready: state === running, restartCount: 0, state, ...more } as ContainerStatus;
}

interface Shape {
  readonly phase?: Pod["status"]["phase"];
  readonly reason?: string;
  readonly node?: string;
  readonly deleted?: boolean;
  readonly conditions?: Pod["status"]["conditions"];
  readonly containers?: readonly ContainerStatus[];
  readonly inits?: readonly ContainerStatus[];
  /** Names of init containers that are sidecars. */
  readonly sidecars?: readonly string[];
}

function pod({
  phase = "Running",
  reason,
  node = "node-1",
  deleted = false,
  conditions,
  containers = [],
  inits = [],
  sidecars = [],
}: Shape): Pod {
  const names = containers.length === 0 ? ["main"] : containers.map(({ name }) => name);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", namespace: "default", ...(deleted ? { deletionTimestamp: at } : {}) },
    spec: {
      containers: names.map((name) => ({ name, image: "nginx" })),
      ...(inits.length === 0
        ? {}
        : {
            initContainers: inits.map(({ name }) => ({
              name,
              image: "busybox",
              ...(sidecars.includes(name) ? { restartPolicy: "Always" as const } : {}),
            })),
          }),
      ...(node === "" ? {} : { nodeName: node }),
    },
    status: {
      phase,
      ...(reason === undefined ? {} : { reason }),
      ...(conditions === undefined ? {} : { conditions }),
      containerStatuses: containers,
      initContainerStatuses: inits,
    },
  } as unknown as Pod;
}

const READY: Pod["status"]["conditions"] = [{ type: "Ready", status: "True" }];
const GATED: Pod["status"]["conditions"] = [{ type: "PodScheduled", status: "False", reason: "SchedulingGated" }];
const INITIALIZED: Pod["status"]["conditions"] = [{ type: "Initialized", status: "True" }];

const TABLE: readonly (readonly [name: string, shape: Shape, status: string, ready: string, restarts: number, state: PodState])[] = [
  ["Pending without a node", { phase: "Pending", node: "" }, "Pending", "0/1", 0, "pending"],
  ["Pending on a node before its kubelet spoke", { phase: "Pending" }, "Pending", "0/1", 0, "creating"],
  ["held by a scheduling gate", { phase: "Pending", node: "", conditions: GATED }, "SchedulingGated", "0/1", 0, "pending"],
  [
    "ContainerCreating",
    { phase: "Pending", containers: [status(waiting("ContainerCreating"))] },
    "ContainerCreating",
    "0/1",
    0,
    "creating",
  ],
  ["Running and ready", { containers: [status(running)] }, "Running", "1/1", 0, "ready"],
  ["Running, not ready", { containers: [status(running, { ready: false })] }, "Running", "0/1", 0, "notready"],
  ["Running after restarts", { containers: [status(running, { restartCount: 4 })] }, "Running", "1/1", 4, "ready"],
  [
    "two containers, one not ready",
    { containers: [status(running), status(running, { name: "b", ready: false })] },
    "Running",
    "1/2",
    0,
    "notready",
  ],
  ["CrashLoopBackOff", { containers: [status(waiting("CrashLoopBackOff"), { restartCount: 5 })] }, "CrashLoopBackOff", "0/1", 5, "crash"],
  [
    "first container's reason wins over the second's",
    { containers: [status(waiting("ErrImagePull")), status(waiting("CrashLoopBackOff"), { name: "b" })] },
    "ErrImagePull",
    "0/2",
    0,
    "error",
  ],
  [
    "a waiting second container beats a running first",
    { containers: [status(running), status(waiting("CrashLoopBackOff"), { name: "b" })] },
    "CrashLoopBackOff",
    "1/2",
    0,
    "crash",
  ],
  ["ErrImagePull", { phase: "Pending", containers: [status(waiting("ErrImagePull"))] }, "ErrImagePull", "0/1", 0, "error"],
  ["ImagePullBackOff", { phase: "Pending", containers: [status(waiting("ImagePullBackOff"))] }, "ImagePullBackOff", "0/1", 0, "error"],
  [
    "CreateContainerConfigError",
    { phase: "Pending", containers: [status(waiting("CreateContainerConfigError"))] },
    "CreateContainerConfigError",
    "0/1",
    0,
    "error",
  ],
  ["ended with an error", { containers: [status(ended(1, "Error"))] }, "Error", "0/1", 0, "error"],
  ["killed for memory", { containers: [status(ended(137, "OOMKilled"), { restartCount: 1 })] }, "OOMKilled", "0/1", 1, "error"],
  ["ended by a signal without a reason", { containers: [status(ended(143, undefined, 15))] }, "Signal:15", "0/1", 0, "error"],
  ["ended with a code without a reason", { containers: [status(ended(3))] }, "ExitCode:3", "0/1", 0, "error"],
  ["Succeeded", { phase: "Succeeded", containers: [status(ended(0, "Completed"))] }, "Completed", "0/1", 0, "done"],
  ["Failed", { phase: "Failed", containers: [status(ended(1, "Error"))] }, "Error", "0/1", 0, "error"],
  ["Evicted", { phase: "Failed", reason: "Evicted" }, "Evicted", "0/1", 0, "error"],
  [
    "one completed, one running, pod ready",
    { conditions: READY, containers: [status(ended(0, "Completed")), status(running, { name: "b" })] },
    "Running",
    "1/2",
    0,
    "notready",
  ],
  [
    "one completed, one running, pod not ready",
    { containers: [status(ended(0, "Completed")), status(running, { name: "b" })] },
    "NotReady",
    "1/2",
    0,
    "notready",
  ],
  [
    "one completed, one ended with an error",
    { containers: [status(ended(0, "Completed")), status(ended(1, "Error"), { name: "b" })] },
    "Error",
    "0/2",
    0,
    "error",
  ],
  ["Terminating", { deleted: true, containers: [status(running)] }, "Terminating", "1/1", 0, "leaving"],
  [
    "deleted while in CrashLoopBackOff",
    { deleted: true, containers: [status(waiting("CrashLoopBackOff"))] },
    "Terminating",
    "0/1",
    0,
    "leaving",
  ],
  [
    "deleted when it had succeeded",
    { phase: "Succeeded", deleted: true, containers: [status(ended(0, "Completed"))] },
    "Completed",
    "0/1",
    0,
    "leaving",
  ],
  ["deleted when it had failed", { phase: "Failed", deleted: true, containers: [status(ended(1, "Error"))] }, "Error", "0/1", 0, "leaving"],
  ["its node was lost", { reason: "NodeLost", deleted: true, containers: [status(running)] }, "Unknown", "1/1", 0, "unknown"],
  [
    "first of two init containers runs",
    { phase: "Pending", inits: [status(running, { name: "i1", ready: false }), status(waiting("PodInitializing"), { name: "i2" })] },
    "Init:0/2",
    "0/1",
    0,
    "creating",
  ],
  [
    "second of two init containers runs",
    { phase: "Pending", inits: [status(ended(0, "Completed"), { name: "i1" }), status(running, { name: "i2", ready: false })] },
    "Init:1/2",
    "0/1",
    0,
    "creating",
  ],
  ["an init container failed", { phase: "Pending", inits: [status(ended(1, "Error"), { name: "i1" })] }, "Init:Error", "0/1", 0, "error"],
  [
    "an init container crash-loops",
    { phase: "Pending", inits: [status(waiting("CrashLoopBackOff"), { name: "i1", restartCount: 3 })] },
    "Init:CrashLoopBackOff",
    "0/1",
    3,
    "crash",
  ],
  [
    "an init container ended by a signal",
    { phase: "Pending", inits: [status(ended(137, undefined, 9), { name: "i1" })] },
    "Init:Signal:9",
    "0/1",
    0,
    "error",
  ],
  [
    "init containers done, main starts",
    {
      phase: "Pending",
      conditions: INITIALIZED,
      inits: [status(ended(0, "Completed"), { name: "i1" })],
      containers: [status(waiting("PodInitializing"))],
    },
    "PodInitializing",
    "0/1",
    0,
    "creating",
  ],
  [
    "a sidecar counts as ready",
    { inits: [status(running, { name: "side", started: true, restartCount: 2 })], sidecars: ["side"], containers: [status(running)] },
    "Running",
    "2/2",
    2,
    "ready",
  ],
];

describe("STATUS, READY and RESTARTS are kubectl's (API-113 to API-118)", () => {
  it.each(TABLE)("%s", (_, shape, text, ready, restarts) => expect(podStatus(pod(shape))).toEqual({ status: text, ready, restarts }));
});

describe("the shape of a tile follows the status", () => {
  it.each(TABLE)("%s", (_, shape, _status, _ready, _restarts, state) => {
    const one = pod(shape);
    expect(podState(one, podStatus(one), false)).toBe(state);
  });

  it("a running pod whose probe fails shows the streak", () => {
    const one = pod({ containers: [status(running)] });
    expect(podState(one, podStatus(one), true)).toBe("probe");
  });

  it("a waiting pod is not probed: the back-off wins", () => {
    const one = pod({ containers: [status(waiting("CrashLoopBackOff"))] });
    expect(podState(one, podStatus(one), true)).toBe("crash");
  });
});
