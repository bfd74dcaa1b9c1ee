import { describe, expect, test } from "vitest";
import type { KindMap, KindName } from "../kinds.ts";
import { setDefaults } from "./defaults.ts";
import { pullPolicyFor } from "./pod.ts";

/** A manifest as a person writes it: most of what the types promise is missing. */
function given<K extends KindName>(kind: K, parts: object): KindMap[K] {
  return setDefaults(kind, { kind, metadata: { name: "x" }, ...parts } as unknown as KindMap[K]); // defaulting is what makes it whole
}

const main = { name: "main", image: "nginx" };
const template = { metadata: { labels: { app: "web" } }, spec: { containers: [main] } };
const completeContainer = {
  ...main,
  resources: {},
  terminationMessagePath: "/dev/termination-log",
  terminationMessagePolicy: "File",
  imagePullPolicy: "Always",
};
const completeTemplate = {
  metadata: { labels: { app: "web" } },
  spec: {
    containers: [completeContainer],
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    securityContext: {},
    schedulerName: "default-scheduler",
  },
};

describe("pods", () => {
  test("a bare pod gets what the recording api-defaults shows (API-129, API-131)", () => {
    expect(given("Pod", { spec: { containers: [main] } }).spec).toEqual({ ...completeTemplate.spec, enableServiceLinks: true });
  });

  test("requests follow limits in pods, not in templates (API-130)", () => {
    const resources = { limits: { cpu: "1", memory: "1Gi" }, requests: { cpu: "500m" } };
    const spec = { containers: [{ ...main, resources }] };
    expect(given("Pod", { spec }).spec.containers[0]?.resources.requests).toEqual({ cpu: "500m", memory: "1Gi" });
    expect(given("PodTemplate", { template: { spec } }).template.spec.containers[0]?.resources.requests).toEqual({ cpu: "500m" });
  });

  test("a probe's zeroes are as good as nothing (API-132, KL-113)", () => {
    const spec = { containers: [{ ...main, livenessProbe: { httpGet: { port: 80 }, periodSeconds: 0 } }] };
    expect(given("Pod", { spec }).spec.containers[0]?.livenessProbe).toEqual({
      httpGet: { port: 80, path: "/", scheme: "HTTP" },
      timeoutSeconds: 1,
      periodSeconds: 10,
      successThreshold: 1,
      failureThreshold: 3,
    });
  });

  test("volumes get modes and types, and are empty directories without a source (API-133)", () => {
    const volumes = [{ name: "a" }, { name: "b", secret: { secretName: "s" } }, { name: "c", hostPath: { path: "/x" } }];
    expect(given("Pod", { spec: { containers: [main], volumes } }).spec.volumes).toEqual([
      { name: "a", emptyDir: {} },
      { name: "b", secret: { secretName: "s", defaultMode: 420 } },
      { name: "c", hostPath: { path: "/x", type: "" } },
    ]);
  });

  test("a grace period of zero seconds was meant", () => {
    expect(given("Pod", { spec: { containers: [main], terminationGracePeriodSeconds: 0 } }).spec.terminationGracePeriodSeconds).toBe(0);
  });

  test.each([
    ["nginx", "Always"],
    ["nginx:latest", "Always"],
    ["nginx:1.25", "IfNotPresent"],
    ["registry:5000/team/web", "Always"],
    ["registry:5000/team/web:2", "IfNotPresent"],
    ["nginx@sha256:26dc67ab408ee9b841b775b435af33b1bc598207852efc35da3b5dea65a0039d", "IfNotPresent"],
    ["Not An Image", "IfNotPresent"],
  ])("%s is pulled %s (API-129)", (image, policy) => {
    expect(pullPolicyFor(image)).toBe(policy);
  });
});

describe("controllers", () => {
  test("a ReplicationController takes selector and labels from its template (API-135, SEL-33)", () => {
    const controller = given("ReplicationController", { spec: { template } });
    expect(controller.metadata.labels).toEqual({ app: "web" });
    expect(controller.spec).toEqual({ replicas: 1, selector: { app: "web" }, template: completeTemplate });
  });

  test("each kind of apps/v1 gets its numbers (API-137, API-138, SEL-50)", () => {
    expect(given("ReplicaSet", { spec: { template } }).spec).toEqual({ replicas: 1, template: completeTemplate });
    expect(given("Deployment", { spec: { template } }).spec).toEqual({
      replicas: 1,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "25%", maxSurge: "25%" } },
      template: completeTemplate,
    });
    expect(given("DaemonSet", { spec: { template } }).spec.updateStrategy).toEqual({
      type: "RollingUpdate",
      rollingUpdate: { maxUnavailable: 1, maxSurge: 0 },
    });
    expect(given("StatefulSet", { spec: { template } }).spec).toMatchObject({
      podManagementPolicy: "OrderedReady",
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
    });
  });

  test("Recreate gets no rolling update (API-137)", () => {
    expect(given("Deployment", { spec: { template, strategy: { type: "Recreate" } } }).spec.strategy).toEqual({ type: "Recreate" });
  });

  test.each([
    ["nothing", {}, { parallelism: 1, completions: 1, backoffLimit: 6 }],
    ["completions only", { completions: 5 }, { parallelism: 1, completions: 5 }],
    ["parallelism only", { parallelism: 2 }, { parallelism: 2 }],
    ["a limit for each index", { backoffLimitPerIndex: 1 }, { backoffLimit: 2147483647 }],
    ["a failure policy", { podFailurePolicy: { rules: [] } }, { podReplacementPolicy: "Failed" }],
    [
      "a failure policy with a bare condition",
      { podFailurePolicy: { rules: [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget" }] }] } },
      { podFailurePolicy: { rules: [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] }] } },
    ],
  ])("a Job that says %s (API-139, SEL-51)", (_says, spec, expected) => {
    const job = given("Job", { spec: { ...spec, template } });
    expect(job.spec).toMatchObject(expected);
    if (spec.hasOwnProperty("parallelism")) expect(job.spec.completions).toBeUndefined();
  });

  test("the Job in a CronJob is completed only when it is made (API-141)", () => {
    const { spec } = given("CronJob", { spec: { schedule: "@daily", jobTemplate: { spec: { template } } } });
    expect(spec).toMatchObject({ concurrencyPolicy: "Allow", suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 });
    expect(spec.jobTemplate.spec).toEqual({ template: completeTemplate });
  });
});

describe("other kinds", () => {
  test("a Service by its type (API-136)", () => {
    expect(given("Service", { spec: { ports: [{ port: 80 }] } }).spec).toEqual({
      type: "ClusterIP",
      sessionAffinity: "None",
      internalTrafficPolicy: "Cluster",
      ports: [{ port: 80, protocol: "TCP", targetPort: 80 }],
    });
    expect(given("Service", { spec: { type: "ExternalName", externalName: "a.b" } }).spec).toEqual({
      type: "ExternalName",
      externalName: "a.b",
      sessionAffinity: "None",
    });
    expect(given("Service", { spec: { type: "NodePort" } }).spec.externalTrafficPolicy).toBe("Cluster");
  });

  test("a namespace's own label cannot be lost (API-142)", () => {
    expect(given("Namespace", { metadata: { name: "red", labels: { "kubernetes.io/metadata.name": "blue" } } }).metadata.labels).toEqual({
      "kubernetes.io/metadata.name": "red",
    });
  });
});

test.each<[KindName, object]>([
  [
    "Pod",
    {
      spec: {
        containers: [{ ...main, ports: [{ containerPort: 80 }], livenessProbe: { tcpSocket: { port: 80 } } }],
        volumes: [{ name: "v" }],
      },
    },
  ],
  ["Deployment", { spec: { template } }],
  ["StatefulSet", { spec: { template, volumeClaimTemplates: [{ metadata: { name: "d" }, spec: {} }] } }],
  ["DaemonSet", { spec: { template } }],
  ["Job", { spec: { template } }],
  ["CronJob", { spec: { schedule: "@daily", jobTemplate: {} } }],
  ["Service", { spec: { type: "LoadBalancer", sessionAffinity: "ClientIP", ports: [{ port: 80 }] } }],
  ["LimitRange", { spec: { limits: [{ type: "Container", max: { cpu: "1" } }] } }],
])("a complete %s comes back as the same object", (kind, parts) => {
  const complete = given(kind, parts);
  expect(setDefaults(kind, complete)).toBe(complete);
});
