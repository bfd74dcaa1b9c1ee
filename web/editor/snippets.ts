// Beginnings of files: one for each kind that a person writes, and one for each way to probe a container. `${1:name}` is a
// place to fill in, as editors know it: the same number twice is one place.

export interface Snippet {
  /** The kind, or the probe. */
  readonly name: string;
  readonly body: string;
}

const container = (image: string, name = "main", indent = 6): string => {
  const pad = " ".repeat(indent);
  return `${pad}containers:\n${pad}- name: ${name}\n${pad}  image: ${image}`;
};

const template = (more = container("${3:nginx}")): string => `  template:
    metadata:
      labels:
        app: \${1:web}
    spec:
${more}`;

const selecting = (kind: string, first: string, more: string): string => `apiVersion: apps/v1
kind: ${kind}
metadata:
  name: \${1:web}
spec:
${first}  selector:
    matchLabels:
      app: \${1:web}
${more}
`;

const job = (indent: number): string =>
  `template:
  spec:
    restartPolicy: Never
    containers:
    - name: main
      image: \${3:busybox}
      command: ["sh", "-c", "\${4:sleep 10}"]`
    .split("\n")
    .map((line) => " ".repeat(indent) + line)
    .join("\n");

export const KIND_SNIPPETS: readonly Snippet[] = [
  {
    name: "Pod",
    body: `apiVersion: v1
kind: Pod
metadata:
  name: \${1:web}
  labels:
    app: \${1:web}
spec:
${container("${2:nginx}", "main", 2)}
`,
  },
  {
    name: "ReplicaSet",
    body: selecting("ReplicaSet", "  replicas: ${2:3}\n", template()),
  },
  {
    name: "Deployment",
    body: selecting("Deployment", "  replicas: ${2:3}\n", template()),
  },
  { name: "DaemonSet", body: selecting("DaemonSet", "", template()) },
  {
    name: "ReplicationController",
    body: `apiVersion: v1
kind: ReplicationController
metadata:
  name: \${1:web}
spec:
  replicas: \${2:3}
  selector:
    app: \${1:web}
${template()}
`,
  },
  {
    name: "StatefulSet",
    body: selecting("StatefulSet", "  serviceName: ${1:web}\n  replicas: ${2:3}\n", template()),
  },
  {
    name: "Job",
    body: `apiVersion: batch/v1
kind: Job
metadata:
  name: \${1:once}
spec:
  completions: \${2:1}
${job(2)}
`,
  },
  {
    name: "CronJob",
    body: `apiVersion: batch/v1
kind: CronJob
metadata:
  name: \${1:every-minute}
spec:
  schedule: "\${2:* * * * *}"
  jobTemplate:
    spec:
${job(6)}
`,
  },
  {
    name: "Service",
    body: `apiVersion: v1
kind: Service
metadata:
  name: \${1:web}
spec:
  selector:
    app: \${1:web}
  ports:
  - port: \${2:80}
    targetPort: \${3:80}
`,
  },
  {
    name: "ConfigMap",
    body: `apiVersion: v1
kind: ConfigMap
metadata:
  name: \${1:settings}
data:
  \${2:COLOR}: \${3:blue}
`,
  },
  {
    name: "Secret",
    body: `apiVersion: v1
kind: Secret
metadata:
  name: \${1:password}
stringData:
  \${2:password}: \${3:change-me}
`,
  },
  {
    name: "PodDisruptionBudget",
    body: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: \${1:web}
spec:
  minAvailable: \${2:1}
  selector:
    matchLabels:
      app: \${1:web}
`,
  },
  { name: "Namespace", body: "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${1:team-a}\n" },
  {
    name: "Node",
    body: `apiVersion: v1
kind: Node
metadata:
  name: \${1:node-9}
  labels:
    \${2:disk}: \${3:ssd}
`,
  },
  {
    name: "ResourceQuota",
    body: `apiVersion: v1
kind: ResourceQuota
metadata:
  name: \${1:limits}
spec:
  hard:
    pods: "\${2:10}"
`,
  },
  {
    name: "LimitRange",
    body: `apiVersion: v1
kind: LimitRange
metadata:
  name: \${1:defaults}
spec:
  limits:
  - type: Container
    default:
      memory: \${2:128Mi}
    defaultRequest:
      memory: \${3:64Mi}
`,
  },
  { name: "ServiceAccount", body: "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${1:robot}\n" },
  {
    name: "PriorityClass",
    body: `apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata:
  name: \${1:urgent}
value: \${2:1000}
`,
  },
  {
    name: "PersistentVolume",
    body: `apiVersion: v1
kind: PersistentVolume
metadata:
  name: \${1:disk-1}
spec:
  capacity:
    storage: \${2:1Gi}
  accessModes:
  - ReadWriteOnce
  hostPath:
    path: \${3:/data}
`,
  },
  {
    name: "PersistentVolumeClaim",
    body: `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: \${1:data}
spec:
  accessModes:
  - ReadWriteOnce
  resources:
    requests:
      storage: \${2:1Gi}
`,
  },
  {
    name: "Image",
    body: `apiVersion: sim.podyard.dev/v1
kind: Image
metadata:
  name: \${1:my-app}
spec:
  names:
  - \${2:example/my-app}
  process: server
  ports:
  - port: \${3:8080}
    http:
    - path: \${4:/health}
      status: \${5:200}
`,
  },
  {
    name: "Fault",
    body: `apiVersion: sim.podyard.dev/v1
kind: Fault
metadata:
  name: \${1:errors}
spec:
  type: HttpError
  code: \${2:500}
  pods:
    selector:
      matchLabels:
        app: \${3:web}
`,
  },
];

const probe = (kind: string, asks: string): Snippet => ({
  name: kind,
  body: `\${1|livenessProbe,readinessProbe,startupProbe|}:
${asks}
  initialDelaySeconds: \${8:5}
  periodSeconds: \${9:10}
`,
});

/** To stand beside `name` and `image` of a container. */
export const PROBE_SNIPPETS: readonly Snippet[] = [
  probe("httpGet", "  httpGet:\n    path: ${2:/}\n    port: ${3:80}"),
  probe("tcpSocket", "  tcpSocket:\n    port: ${2:80}"),
  probe("exec", '  exec:\n    command: ["${2:cat}", "${3:/tmp/healthy}"]'),
  probe("grpc", "  grpc:\n    port: ${2:9000}"),
];

/** The text with every place filled in as it is proposed. */
export function filledIn(body: string): string {
  return body.replace(/\$\{\d+:([^}]*)\}/g, "$1").replace(/\$\{\d+\|([^,|]*)[^}]*\|\}/g, "$1");
}
