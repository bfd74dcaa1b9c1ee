import { describe, expect, test } from "vitest";
import { ApiError } from "../../api/apierror.ts";
import { type KindName, kindInfo } from "../../api/kinds.ts";
import type * as types from "../../api/types.generated.ts";
import { manifest, podOf } from "../../testing/faults.ts";
import { type AdmissionContext, admitCreate, admitDelete, admitUpdate } from "./admission.ts";

const active = manifest("Namespace", { status: { phase: "Active" } }, "default");

function context(parts: Partial<AdmissionContext> = {}): AdmissionContext {
  return {
    namespace: () => active,
    priorityClass: () => undefined,
    priorityClasses: () => [],
    serviceAccount: () => undefined,
    limitRanges: () => [],
    quotas: () => [],
    podsIn: () => [],
    randomSuffix: () => "2b4x7",
    ...parts,
  };
}

const pod = (container: object = {}, spec: object = {}): types.Pod => manifest("Pod", podOf(container, spec), "web");
const admitted = (given: types.Pod, parts?: Partial<AdmissionContext>): types.Pod =>
  admitCreate(context(parts), kindInfo("Pod"), given) as types.Pod; // a pod stays one

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ApiError) return `${error.code} ${error.message}`;
    throw error;
  }
  return "admitted";
}

describe("pods", () => {
  test("a pod gets what the recording api-defaults shows (API-194 to API-196)", () => {
    const { spec } = admitted(pod());
    const token = { serviceAccountToken: { expirationSeconds: 3607, path: "token" } };
    const authority = { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } };
    const namespace = { downwardAPI: { items: [{ path: "namespace", fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" } }] } };
    expect(spec.volumes).toEqual([
      { name: "kube-api-access-2b4x7", projected: { sources: [token, authority, namespace], defaultMode: 420 } },
    ]);
    expect(spec.containers[0]?.volumeMounts).toEqual([
      { name: "kube-api-access-2b4x7", readOnly: true, mountPath: "/var/run/secrets/kubernetes.io/serviceaccount" },
    ]);
    expect(spec).toMatchObject({
      serviceAccountName: "default",
      serviceAccount: "default",
      priority: 0,
      preemptionPolicy: "PreemptLowerPriority",
    });
    expect(spec.tolerations).toEqual([
      { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 },
      { key: "node.kubernetes.io/unreachable", operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 },
    ]);
  });

  test("no token where it is declined, by pod or account (API-194)", () => {
    expect(admitted(pod({}, { automountServiceAccountToken: false })).spec.volumes).toBeUndefined();
    const serviceAccount = () => manifest("ServiceAccount", { automountServiceAccountToken: false }, "default");
    expect(admitted(pod(), { serviceAccount }).spec.volumes).toBeUndefined();
  });

  test("an account that is not there (API-194)", () => {
    expect(refusal(() => admitted(pod({}, { serviceAccountName: "robot" })))).toBe(
      '403 pods "web" is forbidden: error looking up service account default/robot: serviceaccount "robot" not found',
    );
  });

  test("a toleration of one's own is kept and not doubled (API-195)", () => {
    const own = { operator: "Exists" };
    expect(admitted(pod({}, { tolerations: [own] })).spec.tolerations).toEqual([own]);
  });

  test("the class gives the priority (API-196, PRI-1)", () => {
    const high = manifest("PriorityClass", { value: 1000, preemptionPolicy: "Never" }, "high");
    const priorityClass = (name: string) => (name === "high" ? high : undefined);
    expect(admitted(pod({}, { priorityClassName: "high" }), { priorityClass }).spec).toMatchObject({
      priority: 1000,
      preemptionPolicy: "Never",
    });
    expect(refusal(() => admitted(pod({}, { priorityClassName: "nosuch" }), { priorityClass }))).toBe(
      '403 pods "web" is forbidden: no PriorityClass with name nosuch was found',
    );
  });

  test("a global default class is for pods without one (PRI-1)", () => {
    const classes = [manifest("PriorityClass", { value: 50, globalDefault: true }, "usual")];
    expect(admitted(pod(), { priorityClasses: () => classes }).spec).toMatchObject({ priorityClassName: "usual", priority: 50 });
  });

  test("an update that leaves them out keeps priority and tolerations, not the token's volume", () => {
    const old = admitted(pod());
    const { spec } = admitUpdate(context(), kindInfo("Pod"), pod(), old) as types.Pod; // a pod stays one
    expect(spec).toMatchObject({ priority: 0, preemptionPolicy: "PreemptLowerPriority", tolerations: old.spec.tolerations });
    expect(spec.volumes).toBeUndefined();
  });
});

describe("limits", () => {
  const range = (item: object): Partial<AdmissionContext> => ({
    limitRanges: () => [manifest("LimitRange", { spec: { limits: [{ type: "Container", ...item }] } })],
  });

  test("what a container leaves open is filled in (API-198)", () => {
    const { metadata, spec } = admitted(pod(), range({ default: { memory: "512Mi" }, defaultRequest: { cpu: "100m" } }));
    expect(spec.containers[0]?.resources).toEqual({ limits: { memory: "512Mi" }, requests: { cpu: "100m", memory: "512Mi" } });
    expect(metadata.annotations).toEqual({
      "kubernetes.io/limit-ranger": "LimitRanger plugin set: cpu, memory request for container main; memory limit for container main",
    });
  });

  test.each([
    [{ max: { memory: "1Gi" } }, { limits: { memory: "2Gi" } }, "maximum memory usage per Container is 1Gi, but limit is 2Gi"],
    [{ min: { cpu: "100m" } }, { requests: { cpu: "50m" } }, "minimum cpu usage per Container is 100m, but request is 50m"],
    [
      { min: { cpu: "100m", memory: "1Gi" } },
      { requests: { cpu: "50m", memory: "1Mi" } },
      "[minimum cpu usage per Container is 100m, but request is 50m, minimum memory usage per Container is 1Gi, but request is 1Mi]",
    ],
  ])("%j refuses %j (API-198)", (item, resources, why) => {
    expect(refusal(() => admitted(pod({ resources }), range(item)))).toBe(`403 pods "web" is forbidden: ${why}`);
  });
});

describe("quotas", () => {
  const quota = (hard: object, more: object = {}): Partial<AdmissionContext> => ({
    quotas: () => [manifest("ResourceQuota", { spec: { hard, ...more } }, "small")],
  });

  test("a pod too many (API-199)", () => {
    const parts = { ...quota({ pods: "2" }), podsIn: () => [pod(), pod()] };
    expect(refusal(() => admitted(pod(), parts))).toBe(
      '403 pods "web" is forbidden: exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2',
    );
  });

  test("finished pods do not count", () => {
    const done = { ...pod(), status: { phase: "Succeeded" } } as types.Pod; // the rest of a status does not matter
    expect(refusal(() => admitted(pod(), { ...quota({ pods: "2" }), podsIn: () => [pod(), done] }))).toBe("admitted");
  });

  test("what is limited must be said (API-199)", () => {
    expect(refusal(() => admitted(pod(), quota({ "limits.cpu": "2", "limits.memory": "1Gi" })))).toBe(
      '403 pods "web" is forbidden: failed quota: small: must specify limits.cpu for: main; limits.memory for: main',
    );
  });

  test("amounts add up (API-199)", () => {
    const hungry = pod({ resources: { requests: { cpu: "600m" } } });
    expect(refusal(() => admitted(hungry, { ...quota({ "requests.cpu": "1" }), podsIn: () => [hungry] }))).toBe(
      '403 pods "web" is forbidden: exceeded quota: small, requested: requests.cpu=600m, used: requests.cpu=600m, limited: requests.cpu=1',
    );
  });

  test("a scope leaves other pods alone", () => {
    expect(refusal(() => admitted(pod({ resources: { requests: { cpu: "1" } } }), quota({ pods: "0" }, { scopes: ["BestEffort"] })))).toBe(
      "admitted",
    );
    expect(refusal(() => admitted(pod(), quota({ pods: "0" }, { scopes: ["BestEffort"] })))).toContain("exceeded quota");
  });
});

describe("namespaces and nodes", () => {
  const create = (kind: KindName, parts: Partial<AdmissionContext>): string =>
    refusal(() => admitCreate(context(parts), kindInfo(kind), manifest(kind, {}, "late")));

  test("nothing is made where there is no namespace (API-193)", () => {
    expect(create("ConfigMap", { namespace: () => undefined })).toBe('404 namespaces "default" not found');
  });

  test("nothing is made where the namespace is going (API-61)", () => {
    const going = { ...active, status: { phase: "Terminating" as const } };
    expect(create("ConfigMap", { namespace: () => going })).toBe(
      '403 configmaps "late" is forbidden: unable to create new content in namespace default because it is being terminated',
    );
  });

  test("some namespaces stay (API-62)", () => {
    expect(refusal(() => admitDelete(kindInfo("Namespace"), "default"))).toBe(
      '403 namespaces "default" is forbidden: this namespace may not be deleted',
    );
    expect(refusal(() => admitDelete(kindInfo("Namespace"), "team-red"))).toBe("admitted");
  });

  test("a new node takes no pods yet (API-197)", () => {
    const node = admitCreate(context(), kindInfo("Node"), manifest("Node", {}, "node-1")) as types.Node; // a node stays one
    expect(node.spec.taints).toEqual([{ key: "node.kubernetes.io/not-ready", effect: "NoSchedule" }]);
  });
});
