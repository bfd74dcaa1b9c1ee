// How a cluster begins when nobody has said otherwise.

import { cluster } from "../worker/client.ts";
import type { StartOptions } from "../worker/protocol.ts";

/** The example of the first minute: a ReplicaSet of three. */
export const KUBIA = `apiVersion: apps/v1
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

const EMPTY: StartOptions = {
  seed: 7,
  nodes: 3,
  latency: "lifelike",
  registry: "open",
  manifests: [],
  settleMs: 0,
  speed: 1,
  running: true,
};

export const FIRST: StartOptions = { ...EMPTY, manifests: [KUBIA] };
export const EMPTY_CLUSTER: StartOptions = EMPTY;

export function newControllerFile(): { readonly name: string; readonly text: string } {
  return { name: "web-rs.yaml", text: KUBIA.replaceAll("kubia\n", "web\n").replace("image: luksa/web", "image: nginx") };
}

export async function loadExample(): Promise<void> {
  const run = cluster.kubectl("kubectl apply -f kubia-rs.yaml", { files: { "kubia-rs.yaml": KUBIA } });
  await run.done;
}
