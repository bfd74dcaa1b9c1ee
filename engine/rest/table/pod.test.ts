import { describe, expect, it } from "vitest";
import type { ContainerState, Pod } from "../../api/types.generated.ts";
import { humanDuration } from "./duration.ts";
import { podSummary } from "./pod.ts";

interface Part {
  readonly state: ContainerState;
  readonly ready?: boolean;
  readonly restarts?: number;
  readonly sidecar?: boolean;
  readonly started?: boolean;
}

const running: Part = { state: { running: {} }, ready: true, started: true };
const waiting = (reason: string): Part => ({ state: { waiting: { reason } } });
const ended = (exitCode: number, reason?: string, signal?: number): Part => ({
  state: { terminated: { exitCode, ...(reason === undefined ? {} : { reason }), ...(signal === undefined ? {} : { signal }) } },
});

interface Given {
  readonly containers?: readonly Part[];
  readonly init?: readonly Part[];
  readonly phase?: "Pending" | "Running" | "Succeeded" | "Failed";
  readonly reason?: string;
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string }[];
  readonly deleted?: boolean;
}

function pod({ containers = [], init = [], phase = "Running", reason, conditions = [], deleted }: Given): Pod {
  const status = (prefix: string) => (part: Part, i: number) => ({
    name: `${prefix}${i}`,
    state: part.state,
    lastState: {},
    ready: part.ready ?? false,
    restartCount: part.restarts ?? 0,
    image: "x",
    imageID: "",
    ...(part.started === undefined ? {} : { started: part.started }),
  });
  const spec = (prefix: string) => (part: Part, i: number) => ({
    name: `${prefix}${i}`,
    resources: {},
    ...(part.sidecar ? { restartPolicy: "Always" } : {}),
  });
  return {
    kind: "Pod",
    apiVersion: "v1",
    metadata: {
      name: "p",
      uid: "u",
      resourceVersion: "1",
      creationTimestamp: "2026-01-01T00:00:00Z",
      ...(deleted ? { deletionTimestamp: "2026-01-01T00:00:00Z" } : {}),
    },
    spec: { containers: containers.map(spec("c")), initContainers: init.map(spec("i")) },
    status: {
      phase,
      ...(reason === undefined ? {} : { reason }),
      conditions,
      containerStatuses: containers.map(status("c")),
      initContainerStatuses: init.map(status("i")),
    },
  };
}

describe("what kubectl get pods says of a pod", () => {
  it.each<[string, Given, string]>([
    ["runs", { containers: [running, running] }, "2/2 Running 0"],
    [
      "waits, the first container having the last word (API-115)",
      { containers: [waiting("CrashLoopBackOff"), waiting("ErrImagePull")] },
      "0/2 CrashLoopBackOff 0",
    ],
    ["has ended with an error", { containers: [ended(1, "Error")], phase: "Failed" }, "0/1 Error 0"],
    ["has ended without a reason", { containers: [ended(3)], phase: "Failed" }, "0/1 ExitCode:3 0"],
    ["was ended by a signal", { containers: [ended(0, undefined, 9)], phase: "Failed" }, "0/1 Signal:9 0"],
    [
      "has completed while another part is ready (API-116)",
      { containers: [ended(0, "Completed"), running], conditions: [{ type: "Ready", status: "True" }] },
      "1/2 Running 0",
    ],
    ["has completed while another part runs, not ready (API-116)", { containers: [ended(0, "Completed"), running] }, "1/2 NotReady 0"],
    [
      "is gated (API-114)",
      { phase: "Pending", conditions: [{ type: "PodScheduled", status: "False", reason: "SchedulingGated" }] },
      "0/0 SchedulingGated 0",
    ],
    ["was evicted", { phase: "Failed", reason: "Evicted" }, "0/0 Evicted 0"],
    [
      "is in its second init container (API-114)",
      {
        phase: "Pending",
        init: [ended(0, "Completed"), { state: { running: {} }, restarts: 2 }],
        containers: [waiting("PodInitializing")],
      },
      "0/1 Init:1/2 2",
    ],
    [
      "fails in its init container (API-114)",
      { phase: "Pending", init: [ended(1, "Error")], containers: [waiting("PodInitializing")] },
      "0/1 Init:Error 0",
    ],
    ["has a sidecar that runs (API-113)", { init: [{ ...running, sidecar: true }], containers: [running] }, "2/2 Running 0"],
    ["is being deleted (API-117)", { containers: [running], deleted: true }, "1/1 Terminating 0"],
    [
      "is finished and being deleted (API-117)",
      { containers: [ended(0, "Completed")], phase: "Succeeded", deleted: true },
      "0/1 Completed 0",
    ],
    ["was lost with its node (API-117)", { containers: [running], deleted: true, reason: "NodeLost" }, "1/1 Unknown 0"],
    [
      "has restarted (API-118)",
      {
        containers: [
          { ...running, restarts: 3 },
          { ...running, restarts: 1 },
        ],
      },
      "2/2 Running 4",
    ],
  ])("a pod that %s", (_what, given, line) => {
    const { ready, total, status, restarts } = podSummary(pod(given));
    expect(`${ready}/${total} ${status} ${restarts}`).toBe(line);
  });

  it("has no time of its restarts where nothing ended by itself (API-118, KL-74)", () => {
    const never = null as unknown as string; // as a time that was never set is written
    const terminated = { exitCode: 137, reason: "RestartingAllContainers", startedAt: never, finishedAt: never };
    const given = pod({ containers: [{ ...running, restarts: 2 }] });
    const containerStatuses = given.status.containerStatuses?.map((one) => ({ ...one, lastState: { terminated } })) ?? [];
    const { restarts, lastRestartAt } = podSummary({ ...given, status: { ...given.status, containerStatuses } });
    expect([restarts, lastRestartAt]).toEqual([2, undefined]);
  });
});

describe("durations for people (API-112)", () => {
  const [minute, hour, day] = [60, 3600, 86_400];
  it.each([
    [-3, "<invalid>"],
    [-1, "0s"],
    [119, "119s"],
    [2 * minute, "2m"],
    [10 * minute - 1, "9m59s"],
    [3 * hour - 1, "179m"],
    [3 * hour, "3h"],
    [8 * hour - 60, "7h59m"],
    [48 * hour - 1, "47h"],
    [8 * day - hour, "7d23h"],
    [729 * day, "729d"],
    [8 * 365 * day - day, "7y364d"],
    [8 * 365 * day, "8y"],
  ])("%d s is %s", (seconds, text) => {
    expect(humanDuration(seconds * 1000)).toBe(text);
  });
});
