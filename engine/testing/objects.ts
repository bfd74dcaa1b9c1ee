// Whole objects from the few fields that a table test is about.

import type { DaemonSet, Node, OwnerReference, Pod, PodSpec, ReplicaSet, Taint, Toleration } from "../api/types.generated.ts";

export interface PodParts {
  readonly name?: string;
  readonly uid?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly owner?: OwnerReference;
  readonly createdAt?: string;
  readonly isDeleting?: boolean;
  readonly node?: string;
  readonly phase?: "Pending" | "Running" | "Succeeded" | "Failed" | "Unknown";
  /** Since when the pod is ready; without it it is not. */
  readonly readyAt?: string;
  readonly restarts?: number;
  readonly tolerations?: readonly Toleration[];
  readonly spec?: Partial<PodSpec>;
}

export function newPod(parts: PodParts = {}): Pod {
  const name = parts.name ?? "pod";
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      uid: parts.uid ?? `uid-of-${name}`,
      namespace: parts.namespace ?? "default",
      resourceVersion: "1",
      creationTimestamp: parts.createdAt ?? "2026-01-01T00:00:00Z",
      ...(parts.labels ? { labels: parts.labels } : {}),
      ...(parts.annotations ? { annotations: parts.annotations } : {}),
      ...(parts.owner ? { ownerReferences: [parts.owner] } : {}),
      ...(parts.isDeleting ? { deletionTimestamp: "2026-01-01T00:00:30Z" } : {}),
    },
    spec: {
      containers: [{ name: "c", image: "nginx" }],
      ...(parts.node ? { nodeName: parts.node } : {}),
      ...(parts.tolerations ? { tolerations: parts.tolerations } : {}),
      ...parts.spec,
    } as PodSpec, // what a container must have beyond name and image no rule under test reads
    status: {
      phase: parts.phase ?? "Running",
      conditions: [
        { type: "Ready", status: parts.readyAt ? "True" : "False", ...(parts.readyAt ? { lastTransitionTime: parts.readyAt } : {}) },
      ],
      containerStatuses: [
        { name: "c", restartCount: parts.restarts ?? 0, ready: false, image: "nginx", imageID: "", state: {}, lastState: {} },
      ],
    },
  };
}

export function newNode(
  name: string,
  parts: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly taints?: readonly Taint[];
    readonly ready?: string;
    readonly unschedulable?: boolean;
  } = {},
): Node {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      uid: `uid-of-${name}`,
      resourceVersion: "1",
      creationTimestamp: "2026-01-01T00:00:00Z",
      labels: { "kubernetes.io/hostname": name, ...parts.labels },
    },
    spec: { ...(parts.taints ? { taints: parts.taints } : {}), ...(parts.unschedulable ? { unschedulable: true } : {}) },
    status: {
      conditions: [
        {
          type: "Ready",
          status: parts.ready ?? "True",
          lastHeartbeatTime: "2026-01-01T00:00:00Z",
          lastTransitionTime: "2026-01-01T00:00:00Z",
        },
      ],
    },
  } as unknown as Node; // without addresses, capacity and versions, which no rule under test reads
}

const template = (labels: Readonly<Record<string, string>>): object => ({
  metadata: { labels },
  spec: { containers: [{ name: "c", image: "nginx" }] },
});

export function newReplicaSet(
  parts: {
    readonly replicas?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly minReadySeconds?: number;
    readonly isDeleting?: boolean;
    readonly status?: object;
  } = {},
): ReplicaSet {
  const labels = parts.labels ?? { app: "web" };
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: "web",
      namespace: "default",
      uid: "uid-of-web",
      generation: 1,
      ...(parts.isDeleting ? { deletionTimestamp: "2026-01-01T00:00:30Z" } : {}),
    },
    spec: {
      replicas: parts.replicas ?? 1,
      selector: { matchLabels: labels },
      template: template(labels),
      ...(parts.minReadySeconds ? { minReadySeconds: parts.minReadySeconds } : {}),
    },
    status: parts.status ?? { replicas: 0 },
  } as unknown as ReplicaSet; // as for a node
}

export function newDaemonSet(
  parts: { readonly spec?: object; readonly podSpec?: object; readonly annotations?: Readonly<Record<string, string>> } = {},
): DaemonSet {
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: {
      name: "agent",
      namespace: "default",
      uid: "uid-of-agent",
      generation: 1,
      ...(parts.annotations ? { annotations: parts.annotations } : {}),
    },
    spec: {
      selector: { matchLabels: { app: "agent" } },
      template: { metadata: { labels: { app: "agent" } }, spec: { containers: [{ name: "c", image: "nginx" }], ...parts.podSpec } },
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      ...parts.spec,
    },
    status: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
  } as unknown as DaemonSet; // as for a node
}
