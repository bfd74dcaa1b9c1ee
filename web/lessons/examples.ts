// The gallery: the manifests of the study notes, each with one sentence on what to try (in the language tables, by id).

/** A file as the editor opens it. */
export interface ExampleFile {
  readonly name: string;
  readonly text: string;
}

export type ExampleId =
  | "replicaset"
  | "liveness"
  | "replicationcontroller"
  | "rsIn"
  | "rsNotIn"
  | "rsExists"
  | "rsDoesNotExist"
  | "ssdMonitor"
  | "dsAndRs"
  | "oldVersion"
  | "wrongIndent"
  | "wrongNesting";

export interface Example {
  readonly id: ExampleId;
  readonly group: "probes" | "controllers" | "selectors" | "daemonsets" | "mistakes";
  readonly files: readonly ExampleFile[];
}

const LIVENESS = `apiVersion: v1
kind: Pod
metadata:
  name: liveness-pod
spec:
  containers:
  - name: my-app
    image: nginx
    livenessProbe:
      httpGet:
        path: /health
        port: 80
      initialDelaySeconds: 5
      periodSeconds: 10
`;

const REPLICATION_CONTROLLER = `apiVersion: v1
kind: ReplicationController
metadata:
  name: kubia
spec:
  replicas: 3
  selector:
    app: kubia
  template:
    metadata:
      labels:
        app: kubia
    spec:
      containers:
      - name: kubia
        image: luksa/kubia
        ports:
        - containerPort: 8080
`;

const REPLICA_SET = `apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: kubia
spec:
  replicas: 3
  selector:
    matchLabels:
      app: kubia
  template:
    metadata:
      labels:
        app: kubia
    spec:
      containers:
      - name: kubia
        image: luksa/kubia
`;

/** The ReplicaSet of the notes with one expression for its selector; the template carries the labels that match it. */
function withExpression(name: string, expression: string, labels: string): string {
  return `apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: ${name}
spec:
  replicas: 3
  selector:
    matchExpressions:
${expression}
  template:
    metadata:
      labels:
${labels}
    spec:
      containers:
      - name: kubia
        image: luksa/kubia
`;
}

const SSD_MONITOR = `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: ssd-monitor
spec:
  selector:
    matchLabels:
      app: ssd-monitor
  template:
    metadata:
      labels:
        app: ssd-monitor
    spec:
      nodeSelector:
        disk: ssd
      containers:
      - name: main
        image: luksa/ssd-monitor
`;

const MY_DAEMONSET = `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: my-daemonset
spec:
  selector:
    matchLabels:
      app: my-app
  template:
    metadata:
      labels:
        app: my-app
    spec:
      containers:
      - name: my-container
        image: nginx
        command: ["sleep", "3600"]
`;

const MY_REPLICASET = `apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: my-replicaset
spec:
  replicas: 3
  selector:
    matchLabels:
      app: my-app
  template:
    metadata:
      labels:
        app: my-app
    spec:
      containers:
      - name: my-container
        image: nginx
`;

/** As the notes print it: everything below \`metadata\` and \`spec\` has lost its indent. */
const LIVENESS_AS_PRINTED = `apiVersion: v1
kind: Pod
metadata:
name: liveness-pod
spec:
containers:
- name: my-app
    image: nginx
    livenessProbe:
    httpGet:
        path: /health
        port: 80
    initialDelaySeconds: 5
    periodSeconds: 10
`;

/** As the notes print it: \`template\` below \`selector\`, and \`image\` beside the list of containers. */
const SSD_MONITOR_AS_PRINTED = `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: ssd-monitor
spec:
  selector:
    matchLabels:
      app: ssd-monitor
    template:
      metadata:
        labels:
          app: ssd-monitor
      spec:
        nodeSelector:
          disk: ssd
        containers:
        - name: main
        image: khk9346/ssd-monitor
`;

export const EXAMPLES: readonly Example[] = [
  { id: "replicaset", group: "controllers", files: [{ name: "kubia-rs.yaml", text: REPLICA_SET }] },
  { id: "liveness", group: "probes", files: [{ name: "liveness-pod.yaml", text: LIVENESS }] },
  { id: "replicationcontroller", group: "controllers", files: [{ name: "kubia-rc.yaml", text: REPLICATION_CONTROLLER }] },
  {
    id: "rsIn",
    group: "selectors",
    files: [
      {
        name: "kubia-in.yaml",
        text: withExpression(
          "kubia-in",
          "    - key: app\n      operator: In\n      values:\n      - kubia\n      - kubia-canary",
          "        app: kubia",
        ),
      },
    ],
  },
  {
    id: "rsNotIn",
    group: "selectors",
    files: [
      {
        name: "kubia-notin.yaml",
        text: withExpression(
          "kubia-notin",
          "    - key: app\n      operator: In\n      values:\n      - web\n    - key: env\n      operator: NotIn\n      values:\n      - prod",
          "        app: web\n        env: dev",
        ),
      },
    ],
  },
  {
    id: "rsExists",
    group: "selectors",
    files: [
      {
        name: "kubia-exists.yaml",
        text: withExpression(
          "kubia-exists",
          "    - key: app\n      operator: In\n      values:\n      - shop\n    - key: env\n      operator: Exists",
          "        app: shop\n        env: dev",
        ),
      },
    ],
  },
  {
    id: "rsDoesNotExist",
    group: "selectors",
    files: [
      {
        name: "kubia-plain.yaml",
        text: withExpression(
          "kubia-plain",
          "    - key: app\n      operator: In\n      values:\n      - plain\n    - key: debug\n      operator: DoesNotExist",
          "        app: plain",
        ),
      },
    ],
  },
  { id: "ssdMonitor", group: "daemonsets", files: [{ name: "ssd-monitor.yaml", text: SSD_MONITOR }] },
  {
    id: "dsAndRs",
    group: "daemonsets",
    files: [
      { name: "my-daemonset.yaml", text: MY_DAEMONSET },
      { name: "my-replicaset.yaml", text: MY_REPLICASET },
    ],
  },
  {
    id: "oldVersion",
    group: "mistakes",
    files: [{ name: "kubia-v1beta2.yaml", text: REPLICA_SET.replace("apps/v1", "apps/v1beta2").replace("luksa/kubia", "khk9346/kubia") }],
  },
  { id: "wrongIndent", group: "mistakes", files: [{ name: "liveness-as-printed.yaml", text: LIVENESS_AS_PRINTED }] },
  { id: "wrongNesting", group: "mistakes", files: [{ name: "ssd-monitor-as-printed.yaml", text: SSD_MONITOR_AS_PRINTED }] },
];

export const GROUPS = ["controllers", "probes", "selectors", "daemonsets", "mistakes"] as const satisfies readonly Example["group"][];

export function exampleOf(id: ExampleId): Example {
  const found = EXAMPLES.find((example) => example.id === id);
  if (found === undefined) throw new Error(`no example ${id}`);
  return found;
}

/** The example whose objects the page starts with. */
export const FIRST_EXAMPLE: ExampleId = "replicaset";
