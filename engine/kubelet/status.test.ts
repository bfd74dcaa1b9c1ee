import { describe, expect, it } from "vitest";
import type { Container, Pod, PodSpec, PodStatus } from "../api/types.generated.ts";
import { newPod } from "../testing/builders.ts";
import { type Instance, newPodWorker, type PodWorker } from "./record.ts";
import { calculateStatus, finalStatus, reported } from "./status.ts";

const NODE = { hostIP: "172.18.0.2" };

function container(name: string, more: Partial<Container> = {}): Container {
  return { name, image: "busybox", resources: {}, ...more };
}

/** `"a running"`, `"a exit 1"`, two of a name: the newest first. */
function instance(text: string): Instance {
  const [name = "", state = "", code = "0"] = text.split(" ");
  const exited = state !== "running";
  const exitCode = Number(code);
  return {
    id: text,
    name,
    image: "busybox",
    restartCount: 0,
    sandbox: 1,
    state: exited ? "exited" : "running",
    startedAt: 0,
    finishedAt: exited ? 1000 : 0,
    exitCode,
    reason: exitCode === 0 ? "Completed" : "Error",
    message: undefined,
    unseen: false,
    shown: true,
    removed: false,
  };
}

function worker(spec: Partial<PodSpec>, instances: readonly string[], more: Partial<PodWorker> = {}): PodWorker {
  const pod: Pod = newPod({ spec });
  return {
    ...newPodWorker(pod),
    phase: "syncing",
    sandbox: 1,
    sandboxReady: true,
    ip: "10.244.1.2",
    instances: instances.map(instance),
    ...more,
  };
}

const two = [container("a"), container("b")];
const gate = [container("init")];
const sidecar = [container("side", { restartPolicy: "Always" })];

describe("phase of a pod", () => {
  const rows: [string, Partial<PodSpec>, string[], PodStatus["phase"]][] = [
    ["one container without a status keeps it Pending (KL-142)", { containers: two }, ["a running"], "Pending"],
    ["all running (KL-143)", { containers: two }, ["a running", "b running"], "Running"],
    ["one running, one over", { containers: two, restartPolicy: "Never" }, ["a running", "b exit 1"], "Running"],
    ["a crash loop stays Running (KL-92)", { containers: two, restartPolicy: "Always" }, ["a exit 1", "b exit 0"], "Running"],
    ["all succeeded (KL-144)", { containers: two, restartPolicy: "OnFailure" }, ["a exit 0", "b exit 0"], "Succeeded"],
    ["one failed for good (KL-144)", { containers: two, restartPolicy: "Never" }, ["a exit 0", "b exit 1"], "Failed"],
    ["one failed that will be restarted", { containers: two, restartPolicy: "OnFailure" }, ["a exit 0", "b exit 1"], "Running"],
    ["a running init container (KL-141)", { initContainers: gate, containers: two }, ["init running"], "Pending"],
    [
      "a failing init container is tried again (KL-76)",
      { initContainers: gate, containers: two, restartPolicy: "Always" },
      ["init exit 1"],
      "Pending",
    ],
    [
      "a failed init container with Never (KL-140)",
      { initContainers: gate, containers: two, restartPolicy: "Never" },
      ["init exit 1"],
      "Failed",
    ],
    [
      "a sidecar's exit code does not matter (KL-79)",
      { initContainers: sidecar, containers: two, restartPolicy: "Never" },
      ["side exit 137", "a exit 0", "b exit 0"],
      "Succeeded",
    ],
    [
      "an init container that runs again after a reboot (KL-141)",
      { initContainers: gate, containers: two, restartPolicy: "Always" },
      ["init running", "init exit 0", "a exit 255", "b exit 255"],
      "Pending",
    ],
    [
      "a sidecar that is started again while the others run (KL-141)",
      { initContainers: [container("side", { restartPolicy: "Always", startupProbe: {} })], containers: two },
      ["side running", "side exit 1", "a running", "b running"],
      "Running",
    ],
    [
      "a running sidecar keeps it Running (KL-146)",
      { initContainers: sidecar, containers: two, restartPolicy: "Never" },
      ["side running", "a exit 0", "b exit 0"],
      "Running",
    ],
  ];
  it.each(rows)("%s", (_name, spec, instances, phase) => {
    expect(calculateStatus(worker(spec, instances), NODE, 5000).phase).toBe(phase);
  });
});

describe("termination messages (KL-72)", () => {
  it.each<[number, number]>([
    [3, 4096],
    [4, 3072],
    [12, 1024],
  ])("of %i containers may have %i bytes each", (count, bytes) => {
    const containers = Array.from({ length: count }, (_, i) => container(`c${i}`));
    const given = worker({ containers, restartPolicy: "Never" }, ["c0 exit 1"]);
    const [first] = given.instances;
    if (first !== undefined) first.message = "ä".repeat(2048);
    const message = calculateStatus(given, NODE, 5000).containerStatuses?.[0]?.state.terminated?.message;
    expect(message).toBe("ä".repeat(bytes / 2));
  });
});

describe("status of a pod", () => {
  const of = (w: PodWorker, type: string): string => {
    const found = calculateStatus(w, NODE, 5000).conditions?.find((c) => c.type === type);
    return [found?.status, found?.reason, found?.message].filter((one) => one !== undefined).join(" ");
  };

  it("shows the first status of a pod as the recordings do", () => {
    const w = { ...newPodWorker(newPod({ spec: { containers: [container("c")] } })), phase: "syncing" as const };
    const status = calculateStatus(w, NODE, 5000);
    expect(status.conditions?.map((c) => `${c.type}=${c.status}`)).toEqual([
      "PodReadyToStartContainers=False",
      "Initialized=True",
      "Ready=False",
      "ContainersReady=False",
      "PodScheduled=True",
    ]);
    expect(status.containerStatuses).toEqual([
      {
        name: "c",
        state: { waiting: { reason: "ContainerCreating" } },
        lastState: {},
        ready: false,
        restartCount: 0,
        image: "busybox",
        imageID: "",
        started: false,
      },
    ]);
    expect(status).toMatchObject({ hostIP: "172.18.0.2", startTime: "1970-01-01T00:00:05Z", observedGeneration: 1 });
    expect(status.podIP).toBeUndefined();
  });

  it("names the containers that hold it up (KL-152, KL-153)", () => {
    const w = worker({ initContainers: gate, containers: two }, ["init running"]);
    expect(of(w, "Initialized")).toBe("False ContainersNotInitialized containers with incomplete status: [init]");
    expect(of(w, "Ready")).toBe("False ContainersNotReady containers with unready status: [a b]");
  });

  it("is not Ready before its readiness gates are met (KL-155)", () => {
    const w = worker({ containers: [container("a")], readinessGates: [{ conditionType: "x" }] }, ["a running"]);
    expect(of(w, "ContainersReady")).toBe("True");
    expect(of(w, "Ready")).toBe('False ReadinessGatesNotReady corresponding condition of pod readiness gate "x" does not exist.');
  });

  it("keeps the time of a condition while its value stays (KL-149)", () => {
    const w = worker({ containers: [container("a")] }, ["a running"]);
    w.status = calculateStatus(w, NODE, 5000);
    const later = calculateStatus(w, NODE, 9000);
    expect(later.conditions?.[2]).toBe(w.status.conditions?.[2]);
    w.instances = [instance("a exit 1")];
    expect(calculateStatus(w, NODE, 9000).conditions?.find((c) => c.type === "Ready")?.lastTransitionTime).toBe("1970-01-01T00:00:09Z");
  });

  it("moves a dead instance to lastState only when it knows why there is no new one (KL-66, KL-67)", () => {
    const w = worker({ containers: [container("a")] }, ["a exit 1"]);
    expect(calculateStatus(w, NODE, 5000).containerStatuses?.[0]?.state.terminated?.reason).toBe("Error");
    w.failures = new Map([["a", { reason: "CrashLoopBackOff", message: "back-off 10s" }]]);
    expect(calculateStatus(w, NODE, 5000).containerStatuses?.[0]).toMatchObject({
      state: { waiting: { reason: "CrashLoopBackOff" } },
      lastState: { terminated: { exitCode: 1 } },
    });
  });

  it("holds a terminal phase back while containers may run (KL-161)", () => {
    const w = worker({ containers: [container("a")], restartPolicy: "Never" }, ["a exit 0"]);
    w.pod = { ...w.pod, status: { phase: "Running" } };
    const status = calculateStatus(w, NODE, 5000);
    expect([status.phase, reported(w, status).phase]).toEqual(["Succeeded", "Running"]);
    expect(of(w, "Initialized")).toBe("True PodCompleted");
    w.stopped = true;
    expect(reported(w, status).phase).toBe("Succeeded");
  });

  it("calls a container lost that never ran when the pod goes (KL-162)", () => {
    const w = worker({ containers: [container("a")] }, [], { stopped: true });
    const status = finalStatus(w, calculateStatus(w, NODE, 5000));
    expect(status.phase).toBe("Failed");
    expect(status.containerStatuses?.[0]?.state.terminated).toMatchObject({ exitCode: 137, reason: "ContainerStatusUnknown" });
  });
});
