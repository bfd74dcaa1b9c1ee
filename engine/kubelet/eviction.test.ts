import { describe, expect, it } from "vitest";
import type { Event, Node, Pod } from "../api/types.generated.ts";
import { copyState } from "../sim/copy.ts";
import type { Kubelet } from "./kubelet.ts";
import { TestNode } from "../testing/kubeletnode.ts";

const Mi = 1024 * 1024;

interface Row {
  readonly name: string;
  /** What its container holds. */
  readonly uses: number;
  readonly asks?: string;
  readonly priority?: number;
  readonly tolerations?: readonly object[];
}

/** A node of 1 GiB: there is pressure when less than 100 MiB are left. */
class Crowd {
  readonly node = new TestNode("none", { memory: "1Gi" });

  get world(): TestNode["world"] {
    return this.node.world;
  }

  add({ name, uses, asks, priority, tolerations }: Row): Pod {
    this.world.create("Image", {
      metadata: { name },
      spec: { names: [name], process: "server", preloaded: true, memory: { startBytes: uses * Mi }, onSigterm: "exit" },
    });
    if (priority !== undefined && priority < 2_000_000_000)
      this.world.create("PriorityClass", { metadata: { name: `p-${name}` }, value: priority });
    const priorityClassName = priority === undefined ? undefined : priority < 2_000_000_000 ? `p-${name}` : "system-cluster-critical";
    const resources = asks === undefined ? {} : { requests: { memory: asks } };
    return this.world.create("Pod", {
      metadata: { name },
      spec: {
        nodeName: "node-1",
        containers: [{ name: "c", image: name, imagePullPolicy: "IfNotPresent", resources }],
        ...(priorityClassName === undefined ? {} : { priorityClassName }),
        ...(tolerations === undefined ? {} : { tolerations }),
      },
    });
  }

  events(reason: string): Event[] {
    return this.world.list("Event").filter((event) => event.reason === reason);
  }

  evicted(): string[] {
    return this.events("Evicted").map((event) => event.involvedObject.name ?? "");
  }

  condition(type: string): string {
    const { status, reason, message } =
      this.world.get("Node", "node-1").status.conditions?.find((one: { type: string }) => one.type === type) ?? {};
    return `${status} ${reason} ${message}`;
  }

  nodeEvents(): string[] {
    return this.world
      .list("Event")
      .filter((event) => event.involvedObject.kind === "Node" && event.source?.component === "kubelet")
      .map((event) => `${event.type} ${event.reason} ${event.message}`);
  }
}

const rankings: readonly { says: string; pods: readonly Row[]; evicted: readonly string[] }[] = [
  {
    says: "pods over their request before pods within it, however large",
    pods: [
      { name: "large-within", uses: 600, asks: "700Mi" },
      { name: "small-over", uses: 400, asks: "100Mi" },
    ],
    evicted: ["small-over"],
  },
  {
    says: "lower priority first among those over their request",
    pods: [
      { name: "high", uses: 600, priority: 1000 },
      { name: "low", uses: 400, priority: 1 },
    ],
    evicted: ["low"],
  },
  {
    says: "most over its request first when priorities are equal",
    pods: [
      { name: "a-bit", uses: 300, asks: "200Mi" },
      { name: "far", uses: 400, asks: "100Mi" },
      { name: "bit", uses: 300, asks: "200Mi" },
    ],
    evicted: ["far"],
  },
  {
    says: "one after the other until there is room",
    pods: [
      { name: "one", uses: 60 },
      { name: "two", uses: 50 },
      { name: "three", uses: 40 },
      { name: "within", uses: 850, asks: "850Mi" },
    ],
    evicted: ["one", "two"],
  },
  {
    says: "never a critical pod (KL-176)",
    pods: [
      { name: "critical", uses: 900, priority: 2_000_000_000 },
      { name: "innocent", uses: 100, asks: "100Mi" },
    ],
    evicted: ["innocent"],
  },
  { says: "nobody while 100 MiB are left (KL-171)", pods: [{ name: "just", uses: 924 }], evicted: [] },
];

describe("memory pressure on the node", () => {
  it.each(rankings)("evicts $says (KL-175)", ({ pods, evicted }) => {
    const crowd = new Crowd();
    for (const pod of pods) crowd.add(pod);
    crowd.world.advance(15_000);
    expect(crowd.evicted()).toEqual(evicted);
  });

  it("says so in event, status, condition and annotations, to the letter (KL-178, KL-179)", () => {
    const crowd = new Crowd();
    crowd.add({ name: "hog", uses: 950, asks: "64Mi" });
    crowd.world.advance(15_000);
    const message =
      "The node was low on resource: memory. Threshold quantity: 100Mi, available: 74Mi. " +
      "Container c was using 950Mi, request is 64Mi, has larger consumption of memory. ";
    const [event] = crowd.events("Evicted");
    expect(event).toMatchObject({
      type: "Warning",
      message,
      metadata: { annotations: { offending_containers: "c", offending_containers_usage: "950Mi", starved_resource: "memory" } },
    });
    expect(crowd.nodeEvents()).toContain("Warning EvictionThresholdMet Attempting to reclaim memory");
    const { status } = crowd.world.get("Pod", "hog");
    expect(status).toMatchObject({ phase: "Failed", reason: "Evicted", message });
    expect(status.conditions?.[0]).toMatchObject({ type: "DisruptionTarget", status: "True", reason: "TerminationByKubelet", message });
    expect(status.containerStatuses?.[0]?.state.terminated).toMatchObject({ exitCode: 0 });
  });

  it("tells DisruptionTarget and the phase only when the containers have stopped, after 2 s of grace (KL-161, KL-177)", () => {
    const crowd = new Crowd();
    crowd.world.create("Image", {
      metadata: { name: "deaf" },
      spec: { names: ["deaf"], process: "server", preloaded: true, memory: { startBytes: 950 * Mi }, onSigterm: "ignore" },
    });
    crowd.world.create("Pod", {
      metadata: { name: "deaf" },
      spec: { nodeName: "node-1", containers: [{ name: "c", image: "deaf", imagePullPolicy: "IfNotPresent" }] },
    });
    const said: string[] = [];
    crowd.world.client.watch("Pod", ({ object: { status } }) => {
      const target = status.conditions?.some(({ type }) => type === "DisruptionTarget") ? " target" : "";
      const text = `${status.phase}${target} ${Math.round(crowd.node.now)}`;
      if (said.at(-1)?.split(" ")[0] !== text.split(" ")[0]) said.push(text);
    });
    crowd.world.advance(30_000);
    expect(said.map((text) => text.replace(/ \d+$/, ""))).toEqual(["Pending", "Running", "Failed target"]);
    const times = crowd.world.get("Pod", "deaf").status.containerStatuses?.[0]?.state.terminated;
    const evictedAt = Date.parse(crowd.events("Evicted")[0]?.firstTimestamp ?? "");
    expect(Date.parse(times?.finishedAt ?? "") - evictedAt).toBe(2000);
    expect(times?.exitCode).toBe(137);
  });

  it("shows as a node condition until five minutes after it was last seen (KL-172, KL-194)", () => {
    const crowd = new Crowd();
    crowd.add({ name: "hog", uses: 1000 });
    crowd.world.advance(15_000);
    expect(crowd.condition("MemoryPressure")).toBe("True KubeletHasInsufficientMemory kubelet has insufficient memory available");
    expect(crowd.nodeEvents()).toContain("Normal NodeHasInsufficientMemory Node node-1 status is now: NodeHasInsufficientMemory");
    crowd.world.advance(280_000);
    expect(crowd.condition("MemoryPressure")).toMatch(/^True/);
    crowd.world.advance(30_000);
    expect(crowd.condition("MemoryPressure")).toBe("False KubeletHasSufficientMemory kubelet has sufficient memory available");
  });

  const newcomers: readonly { says: string; pod: Omit<Row, "name" | "uses">; taken: boolean }[] = [
    { says: "refuses a BestEffort pod", pod: {}, taken: false },
    { says: "takes a pod that asks for memory", pod: { asks: "10Mi" }, taken: true },
    {
      says: "takes a BestEffort pod that tolerates it",
      pod: { tolerations: [{ key: "node.kubernetes.io/memory-pressure", operator: "Exists", effect: "NoSchedule" }] },
      taken: true,
    },
    { says: "takes a critical pod", pod: { priority: 2_000_001_000 }, taken: true },
  ];
  it.each(newcomers)("$says (KL-181)", ({ pod, taken }) => {
    const crowd = new Crowd();
    crowd.add({ name: "hog", uses: 1000 });
    crowd.world.advance(20_000);
    crowd.add({ name: "new", uses: 5, ...pod });
    crowd.world.advance(5_000);
    const { status } = crowd.world.get("Pod", "new");
    if (taken) expect(status.phase).toBe("Running");
    else
      expect(status).toMatchObject({
        phase: "Failed",
        reason: "Evicted",
        message: "Pod was rejected: The node had condition: [MemoryPressure]. ",
      });
  });

  it("goes on the same from a snapshot taken in the midst of an eviction", () => {
    const run = (restores: boolean): string[] => {
      const crowd = new Crowd();
      for (let i = 0; i < 17; i++) crowd.add({ name: `p${i}`, uses: 60 });
      for (let second = 0; second < 60; second++) {
        crowd.world.advance(1000);
        const { kubelet }: { kubelet: Kubelet } = crowd.node;
        if (restores) kubelet.state = copyState(kubelet.state);
      }
      return crowd.events("Evicted").map((event) => `${event.firstTimestamp} ${event.involvedObject.name}`);
    };
    expect(run(true)).toEqual(run(false));
    expect(run(false)).toHaveLength(2);
  });

  it("is forestalled by the kernel when memory runs out between two looks: SystemOOM (KL-100)", () => {
    const crowd = new Crowd();
    crowd.world.create("Image", {
      metadata: { name: "leak" },
      spec: { names: ["leak"], process: "server", preloaded: true, programs: ["leaker"], memory: { bytesPerSecond: 300 * Mi } },
    });
    crowd.world.create("Pod", {
      metadata: { name: "leak" },
      spec: { nodeName: "node-1", restartPolicy: "Never", containers: [{ name: "c", image: "leak", imagePullPolicy: "IfNotPresent" }] },
    });
    crowd.world.advance(30_000);
    const ended = crowd.world.get("Pod", "leak").status.containerStatuses?.[0]?.state.terminated;
    expect(ended).toMatchObject({ exitCode: 137, reason: "OOMKilled" });
    expect(
      crowd.nodeEvents().some((text) => text.startsWith("Warning SystemOOM System OOM encountered, victim process: leaker, pid: ")),
    ).toBe(true);
    expect(crowd.evicted()).toEqual([]);
  });

  it("whose first victims are those that ask for the least share of what they use (KL-208)", () => {
    const crowd = new Crowd();
    crowd.add({ name: "best-effort", uses: 300 });
    crowd.add({ name: "burstable", uses: 300, asks: "300Mi" });
    crowd.add({ name: "latest", uses: 500, asks: "400Mi" });
    crowd.world.advance(12_000);
    const oomKilled = ["best-effort", "burstable", "latest"].filter((name) => {
      const [status] = crowd.world.get("Pod", name).status.containerStatuses ?? [];
      return status?.lastState.terminated?.reason === "OOMKilled" || status?.state.terminated?.reason === "OOMKilled";
    });
    expect(oomKilled).toEqual(["best-effort"]);
  });
});

describe("disk pressure by a Fault", () => {
  it("evicts pod after pod, refuses all but critical ones, and ends five minutes after the Fault (KL-174, KL-181)", () => {
    const crowd = new Crowd();
    crowd.add({ name: "one", uses: 10 });
    crowd.add({ name: "two", uses: 10, priority: 5 });
    crowd.add({ name: "critical", uses: 10, priority: 2_000_000_000 });
    crowd.world.advance(5_000);
    crowd.world.create("Fault", {
      metadata: { name: "full" },
      spec: { type: "DiskPressure", nodes: { name: "node-1" }, durationSeconds: 60 },
    });
    crowd.world.advance(60_000);
    expect(crowd.evicted()).toEqual(["one", "two"]);
    expect(crowd.events("Evicted")[0]?.message).toBe(
      "The node was low on resource: ephemeral-storage. Threshold quantity: 10Gi, available: 5Gi. " +
        "Container c was using 28Ki, request is 0, has larger consumption of ephemeral-storage. ",
    );
    expect(crowd.nodeEvents()).toContain("Warning EvictionThresholdMet Attempting to reclaim ephemeral-storage");
    expect(crowd.condition("DiskPressure")).toBe("True KubeletHasDiskPressure kubelet has disk pressure");
    crowd.add({ name: "asking", uses: 5, asks: "10Mi" });
    crowd.world.advance(5_000);
    expect(crowd.world.get("Pod", "asking").status.message).toBe("Pod was rejected: The node had condition: [DiskPressure]. ");
    crowd.world.advance(310_000);
    expect(crowd.condition("DiskPressure")).toMatch(/^False/);
    const node: Node = crowd.world.get("Node", "node-1");
    expect(node.status.conditions?.find(({ type }) => type === "Ready")?.status).toBe("True");
  });
});
