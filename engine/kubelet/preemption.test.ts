import { describe, expect, it } from "vitest";
import type { Pod } from "../api/types.generated.ts";
import { TestNode } from "../testing/kubeletnode.ts";

interface Row {
  readonly name: string;
  readonly cpu?: string;
  readonly guaranteed?: boolean;
  readonly priorityClassName?: string;
}

class Full {
  readonly node = new TestNode("none", { cpu: "1" });

  add({ name, cpu, guaranteed, priorityClassName }: Row): Pod {
    const requests = cpu === undefined ? {} : { cpu, ...(guaranteed === true ? { memory: "10Mi" } : {}) };
    const resources = { requests, ...(guaranteed === true ? { limits: requests } : {}) };
    const pod = this.node.world.create("Pod", {
      metadata: { name },
      spec: {
        nodeName: "node-1",
        containers: [{ name: "c", image: "stubborn", imagePullPolicy: "IfNotPresent", resources }],
        terminationGracePeriodSeconds: 3,
        ...(priorityClassName === undefined ? {} : { priorityClassName }),
      },
    });
    this.node.world.advance(2_000);
    return pod;
  }

  phases(): string[] {
    return this.node.world.list("Pod").map(({ metadata, status }) => `${metadata.name} ${status.phase} ${status.reason ?? ""}`.trim());
  }
}

const CRITICAL = "system-node-critical";

describe("a critical pod that finds no room (KL-187)", () => {
  it("takes that of another, which is told so to the letter", () => {
    const full = new Full();
    full.add({ name: "victim", cpu: "800m" });
    full.add({ name: "critical", cpu: "500m", priorityClassName: CRITICAL });
    expect(full.phases()).toEqual(["victim Running", "critical Pending"]);
    full.node.world.advance(6_000);
    expect(full.phases()).toEqual(["victim Failed Preempting", "critical Running"]);
    const { status } = full.node.world.get("Pod", "victim");
    expect(status).toMatchObject({ message: "Preempted in order to admit critical pod" });
    expect(status.conditions?.[0]).toMatchObject({
      type: "DisruptionTarget",
      status: "True",
      reason: "TerminationByKubelet",
      message: "Pod was preempted by Kubelet to accommodate a critical pod.",
    });
    const [event] = full.node.world.list("Event").filter(({ reason }) => reason === "Preempting");
    expect(event).toMatchObject({ type: "Warning", message: "Preempted in order to admit critical pod" });
  });

  const rows: readonly { says: string; pods: readonly Row[]; asks: string; gone: readonly string[] }[] = [
    {
      says: "takes no more than it needs",
      pods: [
        { name: "small", cpu: "200m" },
        { name: "right", cpu: "400m" },
        { name: "large", cpu: "400m" },
      ],
      asks: "300m",
      gone: ["right"],
    },
    {
      says: "takes a Burstable pod's before a Guaranteed one's",
      pods: [
        { name: "guaranteed", cpu: "500m", guaranteed: true },
        { name: "burstable", cpu: "500m" },
      ],
      asks: "400m",
      gone: ["burstable"],
    },
    {
      says: "leaves pods of its own rank alone and is refused",
      pods: [{ name: "peer", cpu: "900m", priorityClassName: CRITICAL }],
      asks: "500m",
      gone: [],
    },
  ];
  it.each(rows)("$says", ({ pods, asks, gone }) => {
    const full = new Full();
    for (const pod of pods) full.add(pod);
    full.add({ name: "critical", cpu: asks, priorityClassName: CRITICAL });
    full.node.world.advance(8_000);
    const failed = full.phases().filter((text) => text.endsWith("Preempting"));
    expect(failed.map((text) => text.split(" ")[0])).toEqual(gone);
    expect(full.phases().at(-1)).toBe(gone.length > 0 ? "critical Running" : "critical Failed OutOfcpu");
  });

  it("is nothing that an ordinary pod may do", () => {
    const full = new Full();
    full.add({ name: "first", cpu: "800m" });
    full.add({ name: "second", cpu: "500m" });
    full.node.world.advance(5_000);
    expect(full.phases()).toEqual(["first Running", "second Failed OutOfcpu"]);
  });
});
