// What a fresh cluster holds before anybody uses it (API-200 to API-203): namespaces, priority classes, the Service
// `kubernetes` and its endpoints. Nodes register themselves; the controllers make the service accounts.

import type { ApiServer } from "./apiserver/apiserver.ts";
import { kindInfo, type KindName } from "./api/kinds.ts";
import type { KubeObject } from "./api/object.ts";

const API_SERVER = "192.0.2.2";

export function populate(server: ApiServer): void {
  const create = (kind: KindName, body: object): void => {
    // A literal below is a whole object but for the identity, which the server gives.
    server.create(kindInfo(kind), { kind, ...body } as unknown as KubeObject, {
      by: "kube-apiserver",
      because: { rule: "cluster.bootstrap" },
    });
  };
  for (const name of ["default", "kube-node-lease", "kube-public", "kube-system"])
    create("Namespace", { apiVersion: "v1", metadata: { name }, spec: {}, status: {} });
  for (const [name, value, description] of PRIORITY_CLASSES)
    create("PriorityClass", { apiVersion: "scheduling.k8s.io/v1", metadata: { name }, value, description });
  create("Service", {
    apiVersion: "v1",
    metadata: { name: "kubernetes", namespace: "default", labels: { component: "apiserver", provider: "kubernetes" } },
    spec: {
      type: "ClusterIP",
      clusterIP: "10.96.0.1",
      sessionAffinity: "None",
      ports: [{ name: "https", protocol: "TCP", port: 443, targetPort: 6443 }],
    },
    status: { loadBalancer: {} },
  });
  create("Endpoints", {
    apiVersion: "v1",
    metadata: { name: "kubernetes", namespace: "default", labels: { "endpointslice.kubernetes.io/skip-mirror": "true" } },
    subsets: [{ addresses: [{ ip: API_SERVER }], ports: [{ name: "https", port: 6443, protocol: "TCP" }] }],
  });
  create("EndpointSlice", {
    apiVersion: "discovery.k8s.io/v1",
    metadata: { name: "kubernetes", namespace: "default", labels: { "kubernetes.io/service-name": "kubernetes" } },
    addressType: "IPv4",
    endpoints: [{ addresses: [API_SERVER], conditions: { ready: true } }],
    ports: [{ name: "https", port: 6443, protocol: "TCP" }],
  });
}

const PRIORITY_CLASSES: readonly (readonly [string, number, string])[] = [
  [
    "system-cluster-critical",
    2_000_000_000,
    "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.",
  ],
  ["system-node-critical", 2_000_001_000, "Used for system critical pods that must not be moved from their current node."],
];
