// Short ways to make objects for tests: say what matters, the rest is as a server would have it.

import type {
  Container,
  DaemonSet,
  Node,
  OwnerReference,
  Pod,
  PodSpec,
  PodStatus,
  ReplicaSet,
  ReplicationController,
  Taint,
} from "../api/types.generated.ts";

type Labels = Readonly<Record<string, string>>;

export interface PodWishes {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Labels;
  readonly node?: string;
  readonly owner?: { readonly kind: string; readonly name: string; readonly uid?: string };
  /** `{cpu: "100m"}`: the requests of the one container. */
  readonly requests?: Labels;
  readonly hostPort?: number;
  readonly image?: string;
  readonly priority?: number;
  readonly spec?: Partial<PodSpec>;
  readonly status?: PodStatus;
  readonly deleting?: boolean;
}

const TIME = "2026-01-01T00:00:00Z";

function metadata(name: string, namespace: string | undefined, labels: Labels | undefined, kind: string): Pod["metadata"] {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    uid: `uid-${kind}-${name}`,
    resourceVersion: "1",
    generation: 1,
    creationTimestamp: TIME,
    ...(labels === undefined ? {} : { labels }),
  };
}

export function newPod(wishes: PodWishes = {}): Pod {
  const { name = "pod", namespace = "default", labels, node, owner, priority, spec, status, deleting } = wishes;
  const references: readonly OwnerReference[] | undefined = owner && [
    {
      apiVersion: owner.kind === "ReplicationController" ? "v1" : "apps/v1",
      kind: owner.kind,
      name: owner.name,
      uid: owner.uid ?? `uid-${owner.kind}-${owner.name}`,
      controller: true,
      blockOwnerDeletion: true,
    },
  ];
  return {
    kind: "Pod",
    apiVersion: "v1",
    metadata: {
      ...metadata(name, namespace, labels, "pod"),
      ...(references === undefined ? {} : { ownerReferences: references }),
      ...(deleting ? { deletionTimestamp: TIME, deletionGracePeriodSeconds: 30 } : {}),
    },
    spec: {
      containers: [newContainer(wishes)],
      schedulerName: "default-scheduler",
      ...(node === undefined ? {} : { nodeName: node }),
      ...(priority === undefined ? {} : { priority }),
      ...spec,
    },
    status: status ?? { phase: "Pending" },
  };
}

function newContainer({ requests, hostPort, image = "nginx" }: PodWishes): Container {
  return {
    name: "main",
    image,
    resources: requests === undefined ? {} : { requests },
    ...(hostPort === undefined ? {} : { ports: [{ containerPort: hostPort, hostPort, protocol: "TCP" }] }),
  };
}

export interface NodeWishes {
  readonly labels?: Labels;
  readonly taints?: readonly Taint[];
  readonly cordoned?: boolean;
  readonly allocatable?: Labels;
  /** Image name → bytes. */
  readonly images?: Readonly<Record<string, number>>;
}

export function newNode(name: string, { labels, taints, cordoned, allocatable, images }: NodeWishes = {}): Node {
  const amounts = { cpu: "4", memory: "8Gi", pods: "110", ...allocatable };
  return {
    kind: "Node",
    apiVersion: "v1",
    metadata: metadata(name, undefined, { "kubernetes.io/hostname": name, ...labels }, "node"),
    spec: { ...(taints === undefined ? {} : { taints }), ...(cordoned ? { unschedulable: true } : {}) },
    // A scheduler looks at none of what a machine says of itself, so that part is left out.
    status: {
      capacity: amounts,
      allocatable: amounts,
      images: Object.entries(images ?? {}).map(([image, sizeBytes]) => ({ names: [image], sizeBytes })),
    } as unknown as NonNullable<Node["status"]>,
  };
}

interface SetWishes {
  readonly namespace?: string;
  readonly replicas?: number;
  readonly labels?: Labels;
  readonly spec?: Partial<PodSpec>;
}

function templateOf(
  labels: Labels,
  spec: Partial<PodSpec> | undefined,
): { readonly metadata: { readonly labels: Labels }; readonly spec: PodSpec } {
  return { metadata: { labels }, spec: { containers: [newContainer({})], ...spec } };
}

/** A manifest as somebody would post it. */
export function newReplicaSet(
  name: string,
  { namespace = "default", replicas = 1, labels = { app: name }, spec }: SetWishes = {},
): ReplicaSet {
  const made = {
    kind: "ReplicaSet",
    apiVersion: "apps/v1",
    metadata: { name, namespace },
    spec: { replicas, selector: { matchLabels: labels }, template: templateOf(labels, spec) },
  };
  return made as unknown as ReplicaSet; // identity and status are the server's business
}

export function newReplicationController(
  name: string,
  { namespace = "default", replicas = 1, labels = { app: name }, spec }: SetWishes = {},
): ReplicationController {
  const made = {
    kind: "ReplicationController",
    apiVersion: "v1",
    metadata: { name, namespace },
    spec: { replicas, selector: labels, template: templateOf(labels, spec) },
  };
  return made as unknown as ReplicationController; // as above
}

export function newDaemonSet(name: string, { namespace = "default", labels = { app: name }, spec }: SetWishes = {}): DaemonSet {
  const made = {
    kind: "DaemonSet",
    apiVersion: "apps/v1",
    metadata: { name, namespace },
    spec: { selector: { matchLabels: labels }, template: templateOf(labels, spec) },
  };
  return made as unknown as DaemonSet; // as above
}
