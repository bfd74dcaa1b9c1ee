import { describe, expect, it } from "vitest";
import type { Container, PodSpec } from "../api/types.generated.ts";
import { newPod } from "../testing/builders.ts";
import { computeActions } from "./actions.ts";
import { type Instance, newPodWorker, type PodWorker, type ProbeKind, type ProbeWorker } from "./record.ts";

function container(name: string, more: Partial<Container> = {}): Container {
  return { name, image: "busybox", resources: {}, ...more };
}

function worker(spec: Partial<PodSpec>, states: Record<string, string>, sandboxReady = true): PodWorker {
  const instances = Object.entries(states).map(([name, state]): Instance => {
    const exitCode = state.startsWith("exit ") ? Number(state.slice(5)) : 0;
    const kind = state.startsWith("exit ") ? "exited" : "running";
    return {
      id: `id-${name}`,
      name,
      image: "busybox",
      restartCount: 0,
      sandbox: 1,
      state: kind,
      startedAt: 0,
      finishedAt: 0,
      exitCode,
      reason: "",
      message: undefined,
      unseen: false,
      shown: true,
      removed: false,
    };
  });
  return {
    ...newPodWorker(newPod({ spec })),
    phase: "syncing",
    sandbox: Object.keys(states).length > 0 || sandboxReady ? 1 : 0,
    sandboxReady,
    instances,
  };
}

function failed(of: string, kind: ProbeKind): ProbeWorker {
  return {
    container: of,
    kind,
    spec: {},
    periodMs: 0,
    initialDelayMs: 0,
    gated: false,
    http: undefined,
    command: undefined,
    tick: { type: "probe", pod: "", index: 0 },
    timer: undefined,
    instance: `id-${of}`,
    result: "Failure",
    last: "Failure",
    run: 0,
    onHold: true,
    asleep: false,
    attempt: 0,
    waiting: false,
  };
}

/** The steps as words: `sandbox`, `start a`, `kill a: <message>`. */
function stepsOf(w: PodWorker): string[] {
  return computeActions(w).steps.flatMap((step) => {
    if (step.do === "start") return [`start ${step.name}`];
    return step.do === "kill" ? step.containers.map((order) => `kill ${order.name}: ${order.message}`) : [step.do];
  });
}

const two = [container("a"), container("b")];
const inits = [container("i1"), container("i2")];
const sidecar = [container("side", { restartPolicy: "Always" })];

describe("what a sync does", () => {
  const rows: [string, PodWorker, string[]][] = [
    [
      "starts everything in a new sandbox, in spec order (KL-38)",
      worker({ containers: two }, {}, false),
      ["sandbox", "start a", "start b"],
    ],
    ["begins with the first init container only", worker({ initContainers: inits, containers: two }, {}, false), ["sandbox", "start i1"]],
    [
      "goes on with the next init container once one has succeeded (KL-75)",
      worker({ initContainers: inits, containers: two }, { i1: "exit 0" }),
      ["start i2"],
    ],
    ["waits for a running init container", worker({ initContainers: inits, containers: two }, { i1: "running" }), []],
    ["tries a failed init container again (KL-76)", worker({ initContainers: inits, containers: two }, { i1: "exit 1" }), ["start i1"]],
    [
      "gives up when a failed init container may not be tried again",
      worker({ initContainers: inits, containers: two, restartPolicy: "Never" }, { i1: "exit 1" }),
      ["stopSandbox"],
    ],
    [
      "starts the regular containers beside a running sidecar (KL-77)",
      worker({ initContainers: sidecar, containers: two }, { side: "running" }),
      ["start a", "start b"],
    ],
    [
      "restarts a sidecar while the pod runs (KL-79)",
      worker({ initContainers: sidecar, containers: [container("a")], restartPolicy: "Never" }, { side: "exit 1", a: "running" }),
      ["start side"],
    ],
    [
      "stops the sidecar when the main container has finished",
      worker({ initContainers: sidecar, containers: [container("a")], restartPolicy: "Never" }, { side: "running", a: "exit 0" }),
      ["kill side: Stopping container side", "stopSandbox"],
    ],
    [
      "restarts what has exited, as the policy says (KL-73)",
      worker({ containers: two, restartPolicy: "OnFailure" }, { a: "exit 0", b: "exit 1" }),
      ["start b"],
    ],
    [
      "leaves a finished pod's containers and stops the sandbox (KL-46)",
      worker({ containers: two, restartPolicy: "Never" }, { a: "exit 0", b: "exit 1" }),
      ["stopSandbox"],
    ],
    [
      "kills and restarts a container whose image was changed (KL-42)",
      worker({ containers: [container("a", { image: "nginx" })] }, { a: "running" }),
      ["kill a: Container a definition changed, will be restarted", "start a"],
    ],
  ];
  it.each(rows)("%s", (_name, w, steps) => {
    expect(stepsOf(w)).toEqual(steps);
  });

  it("kills and restarts a container that failed its liveness probe (KL-44)", () => {
    const w = worker({ containers: [container("a", { livenessProbe: {} })] }, { a: "running" });
    w.probes = [failed("a", "Liveness")];
    expect(stepsOf(w)).toEqual(["kill a: Container a failed liveness probe, will be restarted", "start a"]);
  });

  it("ends the pod when the policy is Never (KL-44, KL-46)", () => {
    const w = worker({ containers: [container("a", { livenessProbe: {} })], restartPolicy: "Never" }, { a: "running" });
    w.probes = [failed("a", "Liveness")];
    expect(stepsOf(w)).toEqual(["kill a: Stopping container a", "stopSandbox"]);
  });

  it("does not act on a probe result of an earlier instance", () => {
    const w = worker({ containers: [container("a", { livenessProbe: {} })] }, { a: "running" });
    w.probes = [{ ...failed("a", "Liveness"), instance: "older" }];
    expect(stepsOf(w)).toEqual([]);
  });
});
