import { describe, expect, it } from "vitest";
import { copyState } from "../sim/copy.ts";
import { TestNode } from "../testing/kubeletnode.ts";

const crashing = { name: "c", image: "busybox", imagePullPolicy: "IfNotPresent", command: ["sh", "-c", "sleep 3; exit 1"] };
const server = { name: "c", image: "stubborn", imagePullPolicy: "IfNotPresent" };

describe("a container that crashes", () => {
  it("is restarted at once, then after 10, 20 and 40 s, and shows the wait one look late (KL-85, KL-91)", () => {
    const node = new TestNode();
    node.pod({ containers: [crashing] });
    node.world.advance(70_000);
    expect(node.states()).toEqual([
      "Pending",
      "Pending ContainerCreating",
      "Running ready running",
      "Running Error 1",
      "Running ready running x1",
      "Running Error 1 x1",
      "Running CrashLoopBackOff x1",
      "Running ready running x2",
      "Running Error 1 x2",
      "Running CrashLoopBackOff x2",
      "Running ready running x3",
      "Running Error 1 x3",
    ]);
    expect(node.eventTimes("Started")).toEqual([0, 4, 18, 42]);
    expect(node.eventTimes("BackOff")).toEqual([8, 22, 46]);
    expect(node.get().status.containerStatuses?.[0]?.lastState.terminated?.exitCode).toBe(1);
  });

  it("ends the pod when it may not be restarted, Failed a look later (KL-161)", () => {
    const node = new TestNode();
    node.pod({ containers: [crashing], restartPolicy: "Never" });
    node.world.advance(20_000);
    expect(node.states().slice(2)).toEqual(["Running ready running", "Running Error 1", "Failed Error 1"]);
    expect(node.get().status.conditions?.find((one) => one.type === "Ready")).toMatchObject({ status: "False", reason: "PodFailed" });
  });
});

describe("a failing liveness probe", () => {
  const probed = { ...server, livenessProbe: { httpGet: { path: "/health", port: 80 } } };

  it("restarts the container again and again, the sixth time after a wait (notes-liveness-pod)", () => {
    const node = new TestNode("lifelike", {}, 60_000);
    node.pod({ containers: [probed], terminationGracePeriodSeconds: 30 });
    node.world.advance(470_000);
    const [first = 0, ...later] = node.eventTimes("Killing");
    expect(first).toBeCloseTo(30.4, 0);
    expect(later.map((at) => Math.round(at - first))).toEqual([60, 120, 180, 240, 300]);
    const waits = node.timesOf("Running CrashLoopBackOff x5");
    const restarted = node.timesOf("Running ready running x6");
    expect(waits[0]).toBeCloseTo(361, -1);
    expect((restarted[0] ?? 0) - (waits[0] ?? 0)).toBeGreaterThan(78);
    expect((restarted[0] ?? 0) - (waits[0] ?? 0)).toBeLessThan(115);
  });

  it("names the probe as the cause of the restart", () => {
    const node = new TestNode();
    const { uid } = node.pod({ containers: [probed] }).metadata;
    node.world.advance(40_000);
    const cause = node.world.causes.of(uid ?? "").findLast(({ rule }) => rule === "kubelet.restart");
    expect(cause?.saw).toMatchObject({
      container: "c",
      probe: "liveness",
      output: "HTTP probe failed with statuscode: 404",
      times: 3,
      restarts: 1,
    });
  });
});

describe("a readiness probe", () => {
  it("is made at the start, half a second later, and then once a period (KL-124)", () => {
    const node = new TestNode();
    node.pod({ containers: [{ ...server, readinessProbe: { httpGet: { path: "/no", port: 80 }, periodSeconds: 3 } }] });
    node.world.advance(8_000);
    expect(node.eventTimes("Unhealthy")).toEqual([0, 0.5, 3.5, 6.5]);
    expect(node.states().at(-1)).toBe("Running running");
  });

  it("waits for a random part of its period where the kubelet is younger than that (KL-119)", () => {
    const node = new TestNode("none", {}, 5_000);
    node.pod({ containers: [{ ...server, readinessProbe: { httpGet: { path: "/no", port: 80 }, periodSeconds: 20 } }] });
    node.world.advance(55_000);
    const [first = 0, ...later] = node.eventTimes("Unhealthy");
    expect(first).toBeGreaterThan(1);
    expect(first).toBeLessThan(20);
    expect(later.map((at) => at - first)[0]).toBeCloseTo(20, 5);
  });

  it("waits for the startup probe (KL-123)", () => {
    const node = new TestNode();
    const script = "sleep 5; touch /tmp/up; sleep 3600";
    const probes = {
      startupProbe: { exec: { command: ["cat", "/tmp/up"] }, periodSeconds: 2, failureThreshold: 9 },
      readinessProbe: { exec: { command: ["cat", "/tmp/up"] } },
    };
    node.pod({ containers: [{ name: "c", image: "busybox", imagePullPolicy: "IfNotPresent", command: ["sh", "-c", script], ...probes }] });
    node.world.advance(20_000);
    expect(node.states().slice(2)).toEqual(["Running running", "Running ready running"]);
    expect(Math.round(node.timesOf("Running ready running")[0] ?? 0)).toBe(6);
  });
});

describe("a pod being deleted", () => {
  it("is killed when its grace is over, gets its last phase, and goes (KL-163 to KL-166)", () => {
    const node = new TestNode();
    node.pod({ containers: [server] });
    node.world.advance(5_000);
    node.delete(7);
    node.world.advance(10_000);
    expect(node.states().slice(2)).toEqual(["Running ready running", "Failed Error 137", "gone"]);
    expect(node.timesOf("Failed Error 137")).toEqual([12]);
    expect(node.eventTimes("Killing")).toEqual([5]);
  });

  it("still has two seconds with a grace period of one (KL-108)", () => {
    const node = new TestNode();
    node.pod({ containers: [server] });
    node.world.advance(5_000);
    node.delete(1);
    node.world.advance(5_000);
    expect(node.timesOf("Failed Error 137")).toEqual([7]);
  });

  it("runs its preStop hook within the grace (KL-107)", () => {
    const node = new TestNode();
    node.pod({ containers: [{ ...server, lifecycle: { preStop: { sleep: { seconds: 4 } } } }], terminationGracePeriodSeconds: 7 });
    node.world.advance(5_000);
    node.delete();
    node.world.advance(10_000);
    expect(node.timesOf("Failed Error 137")).toEqual([12]);
  });

  it("leaves nothing on the node after a forced delete (KL-167)", () => {
    const node = new TestNode();
    node.pod({ containers: [server] });
    node.world.advance(5_000);
    node.delete(0);
    expect(node.states().at(-1)).toBe("gone");
    node.world.advance(4_000);
    expect(node.eventTimes("Killing")).toEqual([5]);
    expect((node.kubelet.state as { pods: Map<string, unknown> }).pods.size).toBe(0);
  });
});

describe("images, deadlines, refusals", () => {
  it("shows ErrImagePull and ImagePullBackOff in turns, each a look late (KL-58 to KL-60)", () => {
    const node = new TestNode();
    node.pod({ containers: [{ name: "c", image: "typo:1" }] });
    node.world.advance(40_000);
    expect(node.states().slice(1)).toEqual([
      "Pending ContainerCreating",
      "Pending ErrImagePull",
      "Pending ImagePullBackOff",
      "Pending ErrImagePull",
      "Pending ImagePullBackOff",
    ]);
    expect(node.get().status.containerStatuses?.[0]?.state.waiting?.message).toMatch(/^Back-off pulling image "typo:1": ErrImagePull: /);
  });

  it("ends a pod at its deadline, saying so with each status that it makes (KL-36)", () => {
    const node = new TestNode();
    node.pod({ containers: [server], activeDeadlineSeconds: 5 });
    node.world.advance(20_000);
    expect(node.get().status).toMatchObject({ phase: "Failed", reason: "DeadlineExceeded" });
    expect(node.eventTimes("DeadlineExceeded")).toHaveLength(4);
  });

  it("refuses a pod that there is no room for (KL-183, KL-184)", () => {
    const node = new TestNode();
    node.pod({ containers: [{ ...server, resources: { requests: { cpu: "6" } } }] });
    node.world.advance(1_000);
    const { containerStatuses, phase, reason, message } = node.get().status;
    expect({ containerStatuses, phase, reason }).toEqual({ containerStatuses: undefined, phase: "Failed", reason: "OutOfcpu" });
    expect(message).toBe("Pod was rejected: Node didn't have enough resource: cpu, requested: 6000, used: 0, capacity: 4000");
  });

  it("waits for a ConfigMap that its environment needs (KL-49)", () => {
    const node = new TestNode();
    node.pod({ containers: [{ ...server, envFrom: [{ configMapRef: { name: "settings" } }] }] });
    node.world.advance(5_000);
    expect(node.states().at(-1)).toBe("Pending CreateContainerConfigError");
    node.world.create("ConfigMap", { metadata: { name: "settings" }, data: { mode: "fast" } });
    node.world.advance(10_000);
    expect(node.states().at(-1)).toBe("Running ready running");
  });
});

describe("init containers and sidecars", () => {
  const step = { name: "init", image: "busybox", imagePullPolicy: "IfNotPresent", command: ["sh", "-c", "sleep 2"] };

  it("run before the others (KL-75)", () => {
    const node = new TestNode();
    node.pod({ initContainers: [step as never], containers: [server] });
    node.world.advance(8_000);
    expect(node.states().slice(1)).toEqual([
      "Pending PodInitializing, PodInitializing",
      "Pending running, PodInitializing",
      "Pending Completed 0, PodInitializing",
      "Running ready Completed 0, running",
    ]);
  });

  it("a sidecar is stopped when the main container has finished, and does not count (KL-79)", () => {
    const node = new TestNode();
    node.pod({
      initContainers: [{ ...server, name: "side", restartPolicy: "Always" } as never],
      containers: [{ ...step, name: "main" }],
      restartPolicy: "Never",
    });
    node.world.advance(15_000);
    expect(node.states().slice(2)).toEqual([
      "Pending running, PodInitializing",
      "Running ready running, running",
      "Running running, Completed 0",
      "Running Error 137, Completed 0",
      "Succeeded Error 137, Completed 0",
    ]);
  });
});

describe("trouble with the machine", () => {
  it("a stopped kubelet writes nothing, and takes its pods up again", () => {
    const node = new TestNode();
    node.pod({ containers: [crashing] });
    node.world.advance(2_000);
    node.kubelet.stop();
    const before = node.get();
    node.world.advance(60_000);
    expect(node.get()).toBe(before);
    node.kubelet.start();
    node.world.advance(2_000);
    expect(node.states().slice(-2)).toEqual(["Running Error 1", "Running ready running x1"]);
  });

  it("a kubelet that comes back admits the pods that came meanwhile in the order of their age (KL-13)", () => {
    for (const latency of ["none", "lifelike"] as const) {
      const node = new TestNode(latency, { cpu: "1" });
      node.kubelet.stop();
      const resources = { requests: { cpu: "600m" } };
      const spec = { containers: [{ ...server, resources }] };
      node.world.create("Pod", { metadata: { name: "older" }, spec });
      node.world.advance(2_000);
      node.world.create("Pod", { metadata: { name: "younger" }, spec: { ...spec, nodeName: "node-1" } });
      node.world.server.bind("default", "older", "node-1", { by: "test", because: { rule: "test" } });
      node.kubelet.start();
      node.world.advance(10_000);
      const seen = node.world.list("Pod").map(({ metadata, status }) => `${metadata.name} ${status.phase} ${status.reason ?? ""}`.trim());
      expect(seen.sort()).toEqual(["older Running", "younger Failed OutOfcpu"]);
    }
  });

  it("a pod deleted meanwhile is cleaned away when the kubelet is back", () => {
    const node = new TestNode();
    node.pod({ containers: [server] });
    node.world.advance(2_000);
    node.kubelet.stop();
    node.delete();
    node.world.advance(30_000);
    expect(node.get().metadata.deletionTimestamp).toBeDefined();
    node.kubelet.start();
    node.world.advance(10_000);
    expect(node.states().at(-1)).toBe("gone");
  });

  it("a kubelet that comes back goes on with the startup probe where nothing had been found yet (KL-9, KL-120)", () => {
    for (const path of ["/no", "/"]) {
      const node = new TestNode();
      const startupProbe = { httpGet: { path, port: 80 }, initialDelaySeconds: 20, periodSeconds: 10, failureThreshold: 30 };
      node.pod({ containers: [{ ...server, startupProbe }] });
      node.world.advance(5_000);
      node.kubelet.stop();
      node.world.advance(2_000);
      node.kubelet.start();
      node.world.advance(5_000);
      expect(node.states().at(-1)).toBe("Running running");
      node.world.advance(60_000);
      expect(node.states().at(-1)).toBe(path === "/" ? "Running ready running" : "Running running");
      expect(node.get().status.containerStatuses?.[0]?.started).toBe(path === "/");
    }
  });

  it("a container that had started keeps that, and is not probed for it again, when its kubelet comes back (KL-9)", () => {
    const node = new TestNode();
    const startupProbe = { exec: { command: ["test", "!", "-e", "/asked"] }, periodSeconds: 1, failureThreshold: 1 };
    node.pod({ containers: [{ ...crashing, command: ["sh", "-c", "sleep 3; touch /asked; sleep 600"], startupProbe }] });
    node.world.advance(5_000);
    expect(node.states().at(-1)).toBe("Running ready running");
    node.kubelet.stop();
    node.world.advance(2_000);
    node.kubelet.start();
    node.world.advance(60_000);
    expect(node.states().at(-1)).toBe("Running ready running");
    expect(node.eventTimes("Unhealthy")).toEqual([]);
  });

  it("power that fails and comes back restarts the containers in a new sandbox (KL-40, KL-41)", () => {
    const node = new TestNode();
    node.pod({ containers: [server] });
    node.world.advance(2_000);
    node.kubelet.powerOff();
    node.world.advance(30_000);
    expect(node.states().at(-1)).toBe("Running ready running");
    node.kubelet.powerOn();
    node.world.advance(2_000);
    expect(node.states().slice(-2)).toEqual(["Running Unknown 255", "Running ready running x1"]);
    expect(node.eventTimes("SandboxChanged")).toEqual([32]);
  });

  it("a partitioned kubelet goes on, and tells what happened when it is back", () => {
    const node = new TestNode();
    node.pod({ containers: [crashing], restartPolicy: "Never" });
    node.world.advance(1_000);
    node.world.create("Fault", {
      metadata: { name: "cut" },
      spec: { type: "NetworkPartition", nodes: { name: "node-1" }, durationSeconds: 60 },
    });
    node.world.advance(59_000);
    expect(node.states().at(-1)).toBe("Running ready running");
    node.world.advance(3_000);
    expect(node.states().at(-1)).toBe("Failed Error 1");
  });

  it("a Fault strikes containers while it lasts, and no longer", () => {
    const node = new TestNode();
    node.pod({ containers: [{ ...server, livenessProbe: { httpGet: { path: "/", port: 80 }, periodSeconds: 2, failureThreshold: 1 } }] });
    node.world.advance(3_000);
    node.world.create("Fault", {
      metadata: { name: "sick" },
      spec: { type: "HttpError", code: 503, pods: { name: "pod" }, durationSeconds: 10 },
    });
    node.world.advance(60_000);
    const killed = node.eventTimes("Killing");
    expect(killed[0]).toBe(4);
    expect(Math.max(...killed)).toBeLessThan(14);
    expect(node.states().at(-1)).toMatch(/^Running ready running x/);
  });
});

it("goes on identically from a copy of its state", () => {
  const traces = [0, 1].map((restored) => {
    const node = new TestNode("lifelike");
    node.pod({
      containers: [crashing, { ...server, name: "web", livenessProbe: { httpGet: { path: "/x", port: 80 }, periodSeconds: 3 } }],
    });
    node.world.advance(20_000);
    if (restored === 1) node.kubelet.state = copyState(node.kubelet.state);
    node.world.advance(60_000);
    return node.states();
  });
  expect(traces[1]).toEqual(traces[0]);
  expect(traces[0]?.length).toBeGreaterThan(10);
});
