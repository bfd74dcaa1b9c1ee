import { describe, expect, it } from "vitest";
import type { ApiResponse } from "./api/request.ts";
import { type Cluster, createCluster } from "./cluster.ts";

const newCluster = (): Cluster => createCluster({ seed: 7, nodes: 2, registry: "catalogue", latency: "lifelike" });

function send(cluster: Cluster, method: string, path: string, body?: object, type = "application/json"): ApiResponse {
  const headers = { accept: "application/json", ...(body === undefined ? {} : { "content-type": type }) };
  return cluster.handle({ method, path, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

function read(cluster: Cluster, path: string): { items: { metadata: { name: string } }[] } & Record<string, unknown> {
  return JSON.parse(String(send(cluster, "GET", path).body)) as ReturnType<typeof read>; // what such a path answers
}

describe("the cluster", () => {
  it("leaves everything as it is when a machine of a taken name joins", () => {
    const cluster = newCluster();
    const [name = ""] = read(cluster, "/api/v1/nodes").items.map(({ metadata }) => metadata.name);
    cluster.host.joinNode({ name });
    cluster.advance(60_000);
    expect(read(cluster, "/api/v1/nodes").items).toHaveLength(2);
  });

  it("has compacted what was written before its first moment (API-72)", () => {
    const events: { type: string }[] = [];
    const path = "/api/v1/configmaps?watch=1&resourceVersion=1";
    newCluster().watch({ method: "GET", path, headers: { accept: "application/json" } }, (event) => events.push(event));
    expect(events).toMatchObject([{ type: "ERROR", object: { code: 410 } }]);
  });

  it("drops the events that are over an hour old when a new one comes", () => {
    const cluster = newCluster();
    const pod = (name: string): object => ({ metadata: { name }, spec: { containers: [{ name: "c", image: "nginx" }] } });
    send(cluster, "POST", "/api/v1/namespaces/default/pods", pod("first"));
    cluster.advance(3_700_000);
    send(cluster, "POST", "/api/v1/namespaces/default/pods", pod("second"));
    cluster.advance(10_000);
    const of = (name: string): string => `/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3D${name}`;
    expect(read(cluster, of("first")).items).toEqual([]);
    expect(read(cluster, of("second")).items).not.toEqual([]);
  });

  it("binds a new orphan before the full ReplicaSet that adopts it deletes it", () => {
    const cluster = newCluster();
    const template = { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "c", image: "nginx" }] } };
    const spec = { replicas: 0, selector: { matchLabels: { app: "web" } }, template };
    send(cluster, "POST", "/apis/apps/v1/namespaces/default/replicasets", { metadata: { name: "web" }, spec });
    cluster.advance(1000);
    send(cluster, "POST", "/api/v1/namespaces/default/pods", { ...template, metadata: { name: "stray", labels: { app: "web" } } });
    cluster.advance(200);
    expect(read(cluster, "/api/v1/namespaces/default/pods/stray")).toMatchObject({
      metadata: { ownerReferences: [{ name: "web" }], deletionGracePeriodSeconds: 30 },
      spec: { nodeName: expect.any(String) },
    });
  });

  it("takes node ports and traffic policy from a Service that becomes a ClusterIP", () => {
    const cluster = newCluster();
    const path = "/api/v1/namespaces/default/services";
    send(cluster, "POST", path, { metadata: { name: "np" }, spec: { type: "NodePort", ports: [{ port: 80 }] } });
    const answer = send(cluster, "PATCH", `${path}/np`, { spec: { type: "ClusterIP" } }, "application/merge-patch+json");
    const { spec } = JSON.parse(String(answer.body)) as { spec: Record<string, unknown> };
    expect(spec["ports"]).toEqual([{ protocol: "TCP", port: 80, targetPort: 80 }]);
    expect(spec).not.toHaveProperty("externalTrafficPolicy");
  });
});
