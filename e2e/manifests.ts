// Manifests of the notes, and those that tests break. Texts for the editor; `parsed` for a cluster that has them already.

import { parse } from "yaml";

export function parsed(text: string): object {
  return parse(text) as object; // each of the texts below is one map
}

export const KUBIA_RS = `apiVersion: apps/v1
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

export const KUBIA_RC = `apiVersion: v1
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

export const LIVENESS = `apiVersion: v1
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

/** luksa/kubia's node process is PID 1 and has no handler for SIGTERM: it has to be killed. */
export const DEAF_LIVENESS = LIVENESS.replace("liveness-pod", "deaf")
  .replace("image: nginx", "image: luksa/kubia-unhealthy")
  .replace("path: /health", "path: /")
  .replace("port: 80", "port: 8080");

export const SSD_MONITOR = `apiVersion: apps/v1
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

/** One pod on every node. */
export const MY_DAEMONSET = `apiVersion: apps/v1
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

export const MY_REPLICASET = `apiVersion: apps/v1
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

export function podNamed(name: string, more = ""): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:${more}
  containers:
  - name: main
    image: nginx
`;
}

/** A ReplicaSet with expressions for its selector; `expressions` and `labels` are flow YAML. */
export function rsWith(name: string, expressions: string, labels: string): string {
  return `apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: ${name}
spec:
  replicas: 2
  selector:
    matchExpressions: ${expressions}
  template:
    metadata:
      labels: ${labels}
    spec:
      containers:
      - name: main
        image: nginx
`;
}

/** Several documents of one file. */
export function documents(...texts: readonly string[]): string {
  return texts.join("---\n");
}
