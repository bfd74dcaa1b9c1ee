import { describe, expect, it } from "vitest";
import type { Event, Pod } from "../api/types.generated.ts";
import { createCluster, type Cluster } from "../cluster.ts";
import { newReplicaSet } from "../testing/builders.ts";

const PODS = "/api/v1/namespaces/default/pods";

function send(cluster: Cluster, method: string, path: string, body?: object): void {
  const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  const { status, body: answer } = cluster.handle({
    method,
    path,
    headers: { "content-type": type },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${String(answer)}`);
}

function read<T>(cluster: Cluster, path: string): T {
  return JSON.parse(cluster.handle({ method: "GET", path }).body as string) as T; // what is served at that path
}

function listPods(cluster: Cluster): readonly Pod[] {
  return read<{ items: Pod[] }>(cluster, PODS).items;
}

function podManifest(name: string, spec: object, labels: Record<string, string> = {}): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, labels },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [
        { name: "main", image: "busybox", command: ["sleep", "1000"], ...("resources" in spec ? { resources: spec.resources } : {}) },
      ],
      ...without(spec, "resources"),
    },
  };
}

function without(object: object, key: string): object {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

function scheduledCondition(pod: Pod): string {
  const condition = pod.status.conditions?.find(({ type }) => type === "PodScheduled");
  return `${condition?.status} ${condition?.reason ?? ""}`.trim();
}

describe("the scheduler in a cluster", () => {
  it("SCHE-4, SCHE-5 says once why a pod fits no node, and binds it when a node gets the label (SCHQ-11)", () => {
    const cluster = createCluster({ seed: 1, latency: "none" });
    send(cluster, "POST", PODS, podManifest("picky", { nodeSelector: { disk: "ssd" } }));
    cluster.advance(5_000);
    const message =
      "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.";
    expect(scheduledCondition(read<Pod>(cluster, `${PODS}/picky`))).toBe("False Unschedulable");
    const events = read<{ items: Event[] }>(cluster, "/api/v1/namespaces/default/events").items.filter(
      ({ involvedObject }) => involvedObject.name === "picky",
    );
    expect(events.map(({ type, reason, action, message: text }) => ({ type, reason, action, text }))).toEqual([
      { type: "Warning", reason: "FailedScheduling", action: "Scheduling", text: message },
    ]);
    send(cluster, "PATCH", "/api/v1/nodes/node-2", { metadata: { labels: { disk: "ssd" } } });
    cluster.advance(1);
    expect(read<Pod>(cluster, `${PODS}/picky`).spec.nodeName).toBe("node-2");
  });

  it("SCHF-9, SCHE-1b holds a pod until its claim is there, and while the claim is on its way out", () => {
    const cluster = createCluster({ seed: 1, latency: "none" });
    const claims = "/api/v1/namespaces/default/persistentvolumeclaims";
    const withClaim = (name: string): object =>
      podManifest(name, { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }] });
    send(cluster, "POST", PODS, withClaim("early"));
    cluster.advance(2_000);
    const messageOf = (name: string): string | undefined =>
      read<Pod>(cluster, `${PODS}/${name}`).status.conditions?.find(({ type }) => type === "PodScheduled")?.message;
    expect(messageOf("early")).toBe('0/3 nodes are available: persistentvolumeclaim "data" not found. not found');
    send(cluster, "POST", claims, {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "data", finalizers: ["example.com/keep"] },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    });
    cluster.advance(1);
    expect(read<Pod>(cluster, `${PODS}/early`).spec.nodeName).toBeDefined();
    send(cluster, "DELETE", `${claims}/data`);
    send(cluster, "POST", PODS, withClaim("late"));
    cluster.advance(2_000);
    expect(messageOf("late")).toBe('0/3 nodes are available: persistentvolumeclaim "data" is being deleted. not found');
  });

  it("SCHQ-12 does not try a waiting pod again for a label of its own", () => {
    const cluster = createCluster({ seed: 1, latency: "none" });
    send(cluster, "POST", PODS, podManifest("picky", { nodeSelector: { disk: "ssd" } }));
    cluster.advance(1_000);
    send(cluster, "PATCH", `${PODS}/picky`, { metadata: { labels: { a: "b" } } });
    cluster.advance(20_000);
    const events = read<{ items: Event[] }>(cluster, "/api/v1/namespaces/default/events").items;
    expect(events.filter(({ reason }) => reason === "FailedScheduling")).toHaveLength(1);
  });

  it("SCHS-7 spreads a ReplicaSet's nine pods three to a node", () => {
    const cluster = createCluster({ seed: 3 });
    send(cluster, "POST", "/apis/apps/v1/namespaces/default/replicasets", newReplicaSet("web", { replicas: 9 }));
    cluster.advance(2_000);
    const on = (node: string): number => listPods(cluster).filter(({ spec }) => spec.nodeName === node).length;
    expect(["node-1", "node-2", "node-3"].map(on)).toEqual([3, 3, 3]);
  });

  it("SCHP-5, SCHP-6 takes the place of a less important pod and waits for it to go", () => {
    const cluster = createCluster({ seed: 1, latency: "none", nodes: 1 });
    send(cluster, "POST", "/apis/scheduling.k8s.io/v1/priorityclasses", {
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      metadata: { name: "high" },
      value: 1000,
    });
    const resources = { requests: { cpu: "3" } };
    send(cluster, "POST", PODS, podManifest("low", { resources, terminationGracePeriodSeconds: 5 }));
    cluster.advance(5_000);
    send(cluster, "POST", PODS, podManifest("vip", { resources, priorityClassName: "high" }));
    cluster.advance(1_000);
    const vip = read<Pod>(cluster, `${PODS}/vip`);
    const low = read<Pod>(cluster, `${PODS}/low`);
    expect([vip.status.nominatedNodeName, vip.spec.nodeName, low.metadata.deletionTimestamp !== undefined]).toEqual([
      "node-1",
      undefined,
      true,
    ]);
    expect(low.status.conditions?.find(({ type }) => type === "DisruptionTarget")).toMatchObject({
      status: "True",
      reason: "PreemptionByScheduler",
    });
    cluster.advance(20_000);
    const placed = read<Pod>(cluster, `${PODS}/vip`);
    expect([placed.spec.nodeName, placed.status.nominatedNodeName]).toEqual(["node-1", undefined]);
  });

  describe("SCHP-1 a pod whose victims take their time", () => {
    const resources = { requests: { cpu: "3" } };

    function preempting(): { cluster: Cluster; node: string } {
      const cluster = createCluster({ seed: 1, latency: "none" });
      send(cluster, "POST", "/apis/scheduling.k8s.io/v1/priorityclasses", {
        apiVersion: "scheduling.k8s.io/v1",
        kind: "PriorityClass",
        metadata: { name: "high" },
        value: 1000,
      });
      for (const i of [1, 2, 3]) send(cluster, "POST", PODS, podManifest(`low-${i}`, { resources, terminationGracePeriodSeconds: 20 }));
      for (const i of [1, 2]) send(cluster, "POST", PODS, podManifest(`other-${i}`, {}));
      cluster.advance(5_000);
      send(cluster, "POST", PODS, podManifest("vip", { resources, priorityClassName: "high" }));
      cluster.advance(1_000);
      return { cluster, node: nominated(cluster) ?? "" };
    }
    const nominated = (cluster: Cluster): string | undefined => read<Pod>(cluster, `${PODS}/vip`).status.nominatedNodeName;
    const victims = (cluster: Cluster): number =>
      listPods(cluster).filter(({ metadata }) => metadata.deletionTimestamp !== undefined).length;

    it("keeps its nomination when it is tried meanwhile, and takes no second victim", () => {
      const { cluster, node } = preempting();
      for (const i of [1, 2]) {
        send(cluster, "DELETE", `${PODS}/other-${i}`);
        cluster.advance(2_000);
        expect([nominated(cluster), victims(cluster)]).toEqual([node, 1]);
      }
      expect(read<Pod>(cluster, `${PODS}/vip`).status.conditions?.find(({ type }) => type === "PodScheduled")?.message).toContain(
        "preemption: not eligible due to a terminating pod on the nominated node.",
      );
      cluster.advance(20_000);
      expect(read<Pod>(cluster, `${PODS}/vip`).spec.nodeName).toBe(node);
    });

    it("looks for another node when the nominated one does not suit it any more", () => {
      const { cluster, node } = preempting();
      send(cluster, "PATCH", `/api/v1/nodes/${node}`, { spec: { unschedulable: true } });
      send(cluster, "DELETE", `${PODS}/other-1`);
      cluster.advance(2_000);
      expect(nominated(cluster)).not.toBe(node);
      expect([nominated(cluster) === undefined, victims(cluster)]).toEqual([false, 2]);
    });
  });

  it("SCHQ-13 leaves a gated pod alone until its gates are gone", () => {
    const cluster = createCluster({ seed: 1, latency: "none" });
    send(cluster, "POST", PODS, podManifest("gated", { schedulingGates: [{ name: "example.com/wait" }] }));
    cluster.advance(10_000);
    expect(scheduledCondition(read<Pod>(cluster, `${PODS}/gated`))).toBe("False SchedulingGated");
    send(cluster, "PATCH", `${PODS}/gated`, { spec: { schedulingGates: [] } });
    cluster.advance(1);
    expect(read<Pod>(cluster, `${PODS}/gated`).spec.nodeName).toMatch(/^node-/);
  });
});
