// The Node object as its kubelet makes it, and its lease.

import { describe, expect, it } from "vitest";
import type { Node } from "../api/types.generated.ts";
import { TestNode } from "../testing/kubeletnode.ts";

function nodeOf(node: TestNode): Node {
  return node.world.get("Node", "node-1");
}

describe("a node's own object", () => {
  it("has its labels and its annotation (KL-189)", () => {
    const { metadata } = nodeOf(new TestNode());
    expect(metadata.labels).toMatchObject({
      "kubernetes.io/hostname": "node-1",
      "kubernetes.io/os": "linux",
      "kubernetes.io/arch": "amd64",
      "beta.kubernetes.io/os": "linux",
      "beta.kubernetes.io/arch": "amd64",
    });
    expect(metadata.annotations).toMatchObject({ "volumes.kubernetes.io/controller-managed-attach-detach": "true" });
  });

  it("has its conditions in order, with their words (KL-193)", () => {
    const told = nodeOf(new TestNode()).status.conditions?.map(
      ({ type, status, reason, message }) => `${type} ${status} ${reason} ${message}`,
    );
    expect(told).toEqual([
      "MemoryPressure False KubeletHasSufficientMemory kubelet has sufficient memory available",
      "DiskPressure False KubeletHasNoDiskPressure kubelet has no disk pressure",
      "PIDPressure False KubeletHasSufficientPID kubelet has sufficient PID available",
      "Ready True KubeletReady kubelet is posting ready status",
    ]);
  });

  it("keeps back for itself what it would evict for (KL-197)", () => {
    const { capacity, allocatable } = nodeOf(new TestNode("none", { memory: "1Gi", pods: 7 })).status;
    expect(capacity).toMatchObject({ memory: "1Gi", pods: "7", "ephemeral-storage": "100Gi" });
    expect(allocatable).toMatchObject({ memory: `${1024 * 1024 - 100 * 1024}Ki`, pods: "7", "ephemeral-storage": "96636764160" });
  });

  it("tells addresses, port and versions, and none of kube-proxy (KL-10, KL-198)", () => {
    const { addresses, daemonEndpoints, nodeInfo } = nodeOf(new TestNode()).status;
    expect(addresses?.map(({ type }) => type)).toEqual(["InternalIP", "Hostname"]);
    expect(daemonEndpoints?.kubeletEndpoint?.Port).toBe(10250);
    expect(nodeInfo).toMatchObject({ kubeletVersion: "v1.36.2", kubeProxyVersion: "", operatingSystem: "linux", architecture: "amd64" });
  });

  it("says when it is cordoned and lets its pods be (KL-199)", () => {
    const node = new TestNode();
    node.pod({ containers: [{ name: "c", image: "stubborn", imagePullPolicy: "IfNotPresent" }] });
    node.world.advance(2_000);
    const present = nodeOf(node);
    node.world.client.update("Node", { ...present, spec: { ...present.spec, unschedulable: true } }, { rule: "user.request" });
    node.world.advance(12_000);
    const told = node.world.list("Event").filter(({ reason }) => reason === "NodeNotSchedulable");
    expect(told.map(({ type, message, involvedObject }) => `${type} ${message} ${involvedObject.uid}`)).toEqual([
      "Normal Node node-1 status is now: NodeNotSchedulable node-1",
    ]);
    expect(node.get().status.phase).toBe("Running");
  });

  it("warns of the first version of control groups", () => {
    const told = (cgroup: 1 | 2): number =>
      new TestNode("none", { cgroup }).world.list("Event").filter(({ reason }) => reason === "CgroupV1").length;
    expect([told(1), told(2)]).toEqual([1, 0]);
  });
});

describe("its signs of life", () => {
  it("are a lease that is renewed every ten seconds (KL-191)", () => {
    const node = new TestNode();
    const renewals: number[] = [];
    node.world.client.watch("Lease", ({ object }) => {
      if (object.metadata.name === "node-1") renewals.push(Math.round(node.now));
    });
    node.world.advance(35_000);
    expect(renewals).toEqual([10, 20, 30]);
    const lease = node.world.get("Lease", "node-1", "kube-node-lease");
    expect(lease.spec).toMatchObject({ holderIdentity: "node-1", leaseDurationSeconds: 40 });
    expect(lease.metadata.ownerReferences?.[0]).toMatchObject({ kind: "Node", name: "node-1" });
  });

  it("are a status every five minutes when there is no news, whose heartbeats alone move (KL-190, KL-195)", () => {
    const node = new TestNode();
    const reports: number[] = [];
    node.world.client.watch("Node", ({ object, old }) => {
      if (object.status !== old?.status) reports.push(Math.round(node.now));
    });
    const before = nodeOf(node).status.conditions ?? [];
    node.world.advance(650_000);
    expect(reports).toEqual([290, 590]);
    const after = nodeOf(node).status.conditions ?? [];
    for (const [i, { lastHeartbeatTime, lastTransitionTime }] of after.entries()) {
      expect(lastTransitionTime).toBe(before[i]?.lastTransitionTime);
      expect(lastHeartbeatTime).not.toBe(before[i]?.lastHeartbeatTime);
    }
  });

  it("are spread by up to half the period after news, so that nodes do not go on reporting together (KL-190)", () => {
    const first = [1, 2, 3].map((seed) => {
      const node = new TestNode("lifelike", { labels: { seed: String(seed) } });
      for (let i = 0; i < seed; i++) node.world.random.unit();
      node.kubelet.powerOff();
      node.kubelet.powerOn();
      node.world.advance(20_000);
      let at = 0;
      node.world.client.watch("Node", ({ object, old }) => {
        if (at === 0 && object.status !== old?.status) at = node.now;
      });
      node.world.advance(460_000);
      return at;
    });
    expect(new Set(first.map((at) => Math.round(at / 10))).size).toBe(3);
    for (const at of first) expect(at).toBeLessThan(470);
  });
});
