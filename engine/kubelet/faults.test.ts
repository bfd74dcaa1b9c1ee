import { describe, expect, it } from "vitest";
import type { FaultSpec } from "../api/kinds.ts";
import { TestNode } from "../testing/kubeletnode.ts";

const server = { name: "c", image: "stubborn", imagePullPolicy: "IfNotPresent" };
const Mi = 1024 * 1024;

class Struck extends TestNode {
  strike(spec: FaultSpec, name = "trouble"): void {
    this.world.create("Fault", { metadata: { name }, spec });
  }

  lift(name = "trouble"): void {
    this.world.client.delete("Fault", "default", name, {}, { rule: "user.request" });
  }

  lastState(): object {
    return this.get().status.containerStatuses?.[0]?.lastState.terminated ?? {};
  }

  nodeEvents(reason: string): string[] {
    return this.world
      .list("Event")
      .filter((event) => event.involvedObject.kind === "Node" && event.reason === reason)
      .map((event) => event.message ?? "");
  }

  bootID(): string {
    return this.world.get("Node", "node-1").status.nodeInfo?.bootID ?? "";
  }

  leaseRenewals(): number[] {
    const times: number[] = [];
    this.world.client.watch("Lease", ({ object }) => {
      if (object.metadata.name === "node-1") times.push(Math.round(this.now));
    });
    return times;
  }
}

const pods = { name: "pod" };
const nodes = { name: "node-1" };

describe("a Fault on pods", () => {
  it("Crash ends the container with its code, again and again while it lasts", () => {
    const node = new Struck();
    node.pod({ containers: [server] });
    node.world.advance(3_000);
    node.strike({ type: "Crash", code: 9, pods, durationSeconds: 30 });
    node.world.advance(120_000);
    expect(node.lastState()).toMatchObject({ exitCode: 9, reason: "Error" });
    expect(node.get().status.containerStatuses?.[0]).toMatchObject({ restartCount: 3, ready: true });
  });

  it("OutOfMemory has it OOMKilled at once", () => {
    const node = new Struck();
    node.pod({ containers: [server] });
    node.world.advance(3_000);
    node.strike({ type: "OutOfMemory", pods, durationSeconds: 1 });
    node.world.advance(5_000);
    expect(node.lastState()).toMatchObject({ exitCode: 137, reason: "OOMKilled" });
  });

  it("MemoryLeak lets it grow until its limit is reached: 126 MiB at 21 MiB a second take 6 s", () => {
    const node = new Struck();
    node.pod({ containers: [{ ...server, resources: { limits: { memory: "126Mi" } } }] });
    node.world.advance(3_000);
    node.strike({ type: "MemoryLeak", pods, bytesPerSecond: 21 * Mi });
    node.world.advance(5_000);
    expect(node.get().status.containerStatuses?.[0]).toMatchObject({ restartCount: 0 });
    node.world.advance(3_000);
    expect(node.get().status.containerStatuses?.[0]?.restartCount).toBe(1);
    expect(node.lastState()).toMatchObject({ exitCode: 137, reason: "OOMKilled" });
  });

  it("MemoryLeak without a limit brings the node under pressure, and the pod is evicted", () => {
    const node = new Struck("none", { memory: "1Gi" });
    node.pod({ containers: [server] });
    node.world.advance(3_000);
    node.strike({ type: "MemoryLeak", pods, bytesPerSecond: 8 * Mi });
    node.world.advance(130_000);
    expect(node.get().status).toMatchObject({ phase: "Failed", reason: "Evicted" });
  });

  it("a leak that ends keeps what it has", () => {
    const node = new Struck();
    node.pod({ containers: [{ ...server, resources: { limits: { memory: "100Mi" } } }] });
    node.world.advance(3_000);
    node.strike({ type: "MemoryLeak", pods, bytesPerSecond: 20 * Mi, durationSeconds: 4 });
    node.world.advance(60_000);
    expect(node.get().status.containerStatuses?.[0]?.restartCount).toBe(0);
    node.strike({ type: "MemoryLeak", pods, bytesPerSecond: 10 * Mi }, "again");
    node.world.advance(4_000);
    expect(node.get().status.containerStatuses?.[0]?.restartCount).toBe(1);
  });

  it.each([
    ["Hang", { type: "Hang" }, "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"],
    ["Slow", { type: "Slow", delaySeconds: 3 }, "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"],
    ["HttpError", { type: "HttpError" }, "HTTP probe failed with statuscode: 500"],
  ] as const)("%s fails its HTTP probes until it is lifted", (_type, spec, text) => {
    const node = new Struck();
    node.pod({ containers: [{ ...server, readinessProbe: { httpGet: { path: "/", port: 80 }, periodSeconds: 1 } }] });
    node.world.advance(3_000);
    node.strike({ ...spec, pods });
    node.world.advance(10_000);
    expect(node.states().at(-1)).toBe("Running running");
    expect(node.world.list("Event").some(({ message }) => message?.includes(text))).toBe(true);
    node.lift();
    node.world.advance(5_000);
    expect(node.states().at(-1)).toBe("Running ready running");
  });

  it("ImagePullError fails the pulls of its image alone", () => {
    const node = new Struck();
    node.strike({ type: "ImagePullError", image: "nginx", durationSeconds: 20 });
    node.pod({ containers: [{ name: "c", image: "nginx:1.27" }] });
    node.world.advance(15_000);
    expect(node.states()).toContain("Pending ErrImagePull");
    node.world.advance(60_000);
    expect(node.states().at(-1)).toBe("Running ready running");
  });

  it("ImagePullError that comes back finds the back-off where it was, a pull in between notwithstanding (KL-58)", () => {
    const node = new Struck();
    const strike = (name: string): void => node.strike({ type: "ImagePullError", image: "nginx", durationSeconds: 25 }, name);
    strike("first");
    node.pod({
      containers: [{ name: "c", image: "nginx:1.27", imagePullPolicy: "Always", command: ["sh", "-c", "sleep 5; exit 1"] }],
    });
    while (node.states().at(-1) !== "Running ready running") node.world.advance(1_000);
    strike("second");
    const from = node.now;
    node.world.advance(100_000);
    const [failed = 0, next = 0] = node.eventTimes("Pulling").filter((at) => at > from);
    expect(next - failed).toBeGreaterThanOrEqual(40); // after 10 and 20 s
  });

  it("ImagePullError may strike some pods alone", () => {
    const node = new Struck();
    node.strike({ type: "ImagePullError", pods: { name: "other" } });
    node.pod({ containers: [{ name: "c", image: "nginx:1.27" }] });
    node.world.advance(15_000);
    expect(node.states().at(-1)).toBe("Running ready running");
  });
});

describe("a Fault on a node", () => {
  it("NodePowerOff and its end are a reboot: another boot id, Rebooted, new sandboxes, restarts (KL-41, KL-196)", () => {
    const node = new Struck();
    node.pod({
      initContainers: [{ name: "init", image: "busybox", imagePullPolicy: "IfNotPresent", command: ["true"] } as never],
      containers: [server],
    });
    node.world.advance(5_000);
    const before = node.bootID();
    const { podIP } = node.get().status;
    node.strike({ type: "NodePowerOff", nodes, durationSeconds: 30 });
    node.world.advance(29_000);
    expect(node.states().at(-1)).toBe("Running ready Completed 0, running");
    node.world.advance(20_000);
    expect(node.bootID()).not.toBe(before);
    expect(node.nodeEvents("Rebooted")).toEqual([`Node node-1 has been rebooted, boot id: ${node.bootID()}`]);
    expect(node.eventTimes("SandboxChanged")).toHaveLength(1);
    expect(node.states().at(-1)).toBe("Running ready Completed 0 x1, running x1");
    expect(node.lastState()).toMatchObject({ exitCode: 255, reason: "Unknown" });
    expect(node.get().status.podIP).toBe(podIP);
  });

  it("what was running when a node comes back is run again, what was over is not", () => {
    const node = new Struck();
    node.pod({
      containers: [server, { name: "job", image: "busybox", imagePullPolicy: "IfNotPresent", command: ["sh", "-c", "exit 0"] }],
      restartPolicy: "OnFailure",
    });
    node.world.advance(5_000);
    node.strike({ type: "NodePowerOff", nodes, durationSeconds: 10 });
    node.world.advance(30_000);
    expect(node.states().at(-1)).toBe("Running running x1, Completed 0");
  });

  it("NetworkPartition cuts off the kubelet, while its containers run on", () => {
    const node = new Struck();
    node.pod({ containers: [server] });
    node.world.advance(3_000);
    const renewals = node.leaseRenewals();
    node.strike({ type: "NetworkPartition", nodes, durationSeconds: 60 });
    node.world.advance(59_000);
    expect(renewals).toEqual([]);
    node.world.advance(20_000);
    expect(renewals.length).toBeGreaterThan(0);
    expect(node.states().at(-1)).toBe("Running ready running");
  });

  it("a kubelet that starts while its node is cut off registers soon after the network is back (KL-188)", () => {
    const node = new Struck();
    node.kubelet.stop();
    node.world.client.delete("Node", undefined, "node-1", {}, { rule: "user.request" });
    node.strike({ type: "NetworkPartition", nodes, durationSeconds: 60 });
    node.kubelet.start();
    node.world.advance(59_000);
    expect(node.world.list("Node")).toEqual([]);
    node.world.advance(9_000); // it tries again at most every 7 s
    expect(node.world.list("Node").map(({ metadata }) => metadata.name)).toEqual(["node-1"]);
  });

  it("NodeSlow delays heartbeats and every step of a sync", () => {
    const node = new Struck();
    node.strike({ type: "NodeSlow", delaySeconds: 20, nodes });
    const renewals = node.leaseRenewals();
    node.pod({ containers: [server] });
    node.world.advance(15_000);
    expect(node.states()).toEqual(["Pending"]);
    node.world.advance(300_000);
    expect(node.timesOf("Running ready running")[0]).toBeGreaterThan(20);
    const gaps = renewals.slice(1).map((at, i) => at - (renewals[i] ?? 0));
    expect(Math.min(...gaps.slice(1))).toBeGreaterThanOrEqual(29);
    node.lift();
    node.world.advance(60_000);
    expect((renewals.at(-1) ?? 0) - (renewals.at(-2) ?? 0)).toBeLessThan(12);
  });
});
