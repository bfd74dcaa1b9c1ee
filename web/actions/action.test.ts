import { describe, expect, it } from "vitest";
import { type Action, kubectlAnswer, kubectlLine, requestsOf } from "./action.ts";
import { NODE_FAULTS, POD_FAULTS } from "./faults.ts";

const pod = { kind: "Pod", uid: "p", namespace: "default", name: "kubia-x7k2p" };
const other = { ...pod, namespace: "other" };
const node = { kind: "Node", uid: "n", namespace: undefined, name: "node-2" };
const rc = { kind: "ReplicationController", uid: "c", namespace: "default", name: "kubia" };
const rs = { kind: "ReplicaSet", uid: "s", namespace: "default", name: "web" };

const TABLE: readonly (readonly [Action, line: string, method: string, path: string, answer: string])[] = [
  [
    { type: "label", target: pod, key: "app", value: "debug", overwrite: true },
    "kubectl label pod kubia-x7k2p app=debug --overwrite",
    "PATCH",
    "/api/v1/namespaces/default/pods/kubia-x7k2p?fieldManager=kubectl-label",
    "pod/kubia-x7k2p labeled",
  ],
  [
    { type: "label", target: pod, key: "tier", value: "web", overwrite: false },
    "kubectl label pod kubia-x7k2p tier=web",
    "PATCH",
    "/api/v1/namespaces/default/pods/kubia-x7k2p?fieldManager=kubectl-label",
    "pod/kubia-x7k2p labeled",
  ],
  [
    { type: "label", target: other, key: "app", value: undefined, overwrite: true },
    "kubectl label pod kubia-x7k2p -n other app-",
    "PATCH",
    "/api/v1/namespaces/other/pods/kubia-x7k2p?fieldManager=kubectl-label",
    "pod/kubia-x7k2p unlabeled",
  ],
  [
    { type: "label", target: node, key: "disk", value: "ssd", overwrite: false },
    "kubectl label node node-2 disk=ssd",
    "PATCH",
    "/api/v1/nodes/node-2?fieldManager=kubectl-label",
    "node/node-2 labeled",
  ],
  [
    { type: "scale", target: rc, replicas: 10 },
    "kubectl scale rc kubia --replicas=10",
    "PATCH",
    "/api/v1/namespaces/default/replicationcontrollers/kubia/scale",
    "replicationcontroller/kubia scaled",
  ],
  [
    { type: "scale", target: rs, replicas: 0 },
    "kubectl scale rs web --replicas=0",
    "PATCH",
    "/apis/apps/v1/namespaces/default/replicasets/web/scale",
    "replicaset.apps/web scaled",
  ],
  [
    { type: "delete", target: pod },
    "kubectl delete pod kubia-x7k2p",
    "DELETE",
    "/api/v1/namespaces/default/pods/kubia-x7k2p",
    'pod "kubia-x7k2p" deleted from default namespace',
  ],
  [
    { type: "delete", target: rc, orphan: true },
    "kubectl delete rc kubia --cascade=orphan",
    "DELETE",
    "/api/v1/namespaces/default/replicationcontrollers/kubia",
    'replicationcontroller "kubia" deleted from default namespace',
  ],
  [{ type: "delete", target: node }, "kubectl delete node node-2", "DELETE", "/api/v1/nodes/node-2", 'node "node-2" deleted'],
  [
    { type: "cordon", target: node, on: true },
    "kubectl cordon node-2",
    "PATCH",
    "/api/v1/nodes/node-2?fieldManager=kubectl-cordon",
    "node/node-2 cordoned",
  ],
  [
    { type: "cordon", target: node, on: false },
    "kubectl uncordon node-2",
    "PATCH",
    "/api/v1/nodes/node-2?fieldManager=kubectl-cordon",
    "node/node-2 uncordoned",
  ],
  [
    { type: "fault", fault: "powerOff", target: node, on: false },
    "kubectl delete fault power-off-node-2",
    "DELETE",
    "/apis/sim.podyard.dev/v1/namespaces/default/faults/power-off-node-2",
    'fault.sim.podyard.dev "power-off-node-2" deleted from default namespace',
  ],
  [
    { type: "fault", fault: "httpError", target: pod, on: false },
    "kubectl delete fault http-500-kubia-x7k2p",
    "DELETE",
    "/apis/sim.podyard.dev/v1/namespaces/default/faults/http-500-kubia-x7k2p",
    'fault.sim.podyard.dev "http-500-kubia-x7k2p" deleted from default namespace',
  ],
];

describe("several pods", () => {
  const also = [{ ...pod, uid: "q", name: "kubia-m2v8s" }];
  it("are named by one kubectl line, one request for each", () => {
    const label: Action = { type: "label", target: pod, also, key: "app", value: "debug", overwrite: true };
    expect(kubectlLine(label)).toBe("kubectl label pod kubia-x7k2p kubia-m2v8s app=debug --overwrite");
    expect(requestsOf(label).map(({ path }) => path.split("?")[0])).toEqual([
      "/api/v1/namespaces/default/pods/kubia-x7k2p",
      "/api/v1/namespaces/default/pods/kubia-m2v8s",
    ]);
    expect(kubectlAnswer(label)).toBe("pod/kubia-x7k2p labeled\npod/kubia-m2v8s labeled");
    expect(kubectlLine({ type: "delete", target: pod, also })).toBe("kubectl delete pod kubia-x7k2p kubia-m2v8s");
  });
});

describe("each action is one request and stands for one kubectl line", () => {
  it.each(TABLE)("%o", (action, line, method, path, answer) => {
    expect(kubectlLine(action)).toBe(line);
    expect(requestsOf(action).map((request) => [request.method, request.path])).toEqual([[method, path]]);
    expect(kubectlAnswer(action)).toBe(answer);
  });

  it.each<Action>([
    { type: "addNode", name: "node-4" },
    ...POD_FAULTS.map((fault): Action => ({ type: "fault", fault, target: pod, container: "main", on: true })),
    ...NODE_FAULTS.map((fault): Action => ({ type: "fault", fault, target: node, on: true })),
  ])("what has no command of its own is piped into kubectl create, with the body that is posted: %o", (action) => {
    const [request] = requestsOf(action);
    expect(request?.method).toBe("POST");
    expect(kubectlLine(action)).toBe(`echo '${String(request?.body)}' | kubectl create -f -`);
  });

  it("orphans the pods only when asked to", () => {
    const body = (action: Action): unknown => JSON.parse(String(requestsOf(action)[0]?.body));
    expect(body({ type: "delete", target: rc })).toMatchObject({ propagationPolicy: "Background" });
    expect(body({ type: "delete", target: rc, orphan: true })).toMatchObject({ propagationPolicy: "Orphan" });
  });
});
