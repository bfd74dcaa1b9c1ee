import { describe, expect, test } from "vitest";
import type { KindName } from "../api/kinds.ts";
import { manifest, podOf } from "../testing/faults.ts";
import { prepareForCreate, prepareForUpdate } from "./strategy.ts";

const NOW = "2026-01-01T00:00:05Z";
const template = { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "main", image: "nginx" }] } };
const workload = { spec: { selector: { matchLabels: { app: "web" } }, template } };

describe("creation", () => {
  test("a pod begins Pending, whatever status was sent (API-143)", () => {
    const given = manifest("Pod", { ...podOf({}), status: { phase: "Running", podIP: "10.0.0.1" } });
    expect(prepareForCreate("Pod", given, NOW).status).toEqual({ phase: "Pending", qosClass: "BestEffort" });
  });

  test("a gated pod says so (API-143)", () => {
    const given = manifest("Pod", podOf({}, { schedulingGates: [{ name: "example.com/hold" }] }));
    expect(prepareForCreate("Pod", given, NOW).status.conditions).toEqual([
      {
        type: "PodScheduled",
        status: "False",
        lastTransitionTime: NOW,
        reason: "SchedulingGated",
        message: "Scheduling is blocked due to non-empty scheduling gates",
      },
    ]);
  });

  test.each<[KindName, object, object]>([
    ["ReplicaSet", workload, { replicas: 0 }],
    ["Deployment", workload, {}],
    ["StatefulSet", workload, { replicas: 0, availableReplicas: 0 }],
    ["DaemonSet", workload, { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 }],
    ["Service", {}, { loadBalancer: {} }],
    ["PodDisruptionBudget", {}, { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 }],
    ["Namespace", {}, { phase: "Active" }],
  ])("the status of a new %s, as in the recording api-defaults", (kind, parts, status) => {
    expect(prepareForCreate(kind, manifest(kind, { ...parts, status: { replicas: 9 } }), NOW)).toMatchObject({ status });
  });

  test("kinds that count begin at 1, the others keep what they are given (API-41)", () => {
    const generationOf = (kind: KindName, parts: object): number | undefined =>
      prepareForCreate(kind, manifest(kind, { ...parts, metadata: { generation: 7 } }), NOW).metadata.generation;
    expect(generationOf("ReplicaSet", workload)).toBe(1);
    expect(generationOf("Service", {})).toBe(7);
    expect(generationOf("ConfigMap", {})).toBe(7);
  });

  test("a Job finds its pods by its uid (API-140, SEL-39)", () => {
    const job = prepareForCreate("Job", manifest("Job", { spec: { template: { spec: template.spec } } }, "once"), NOW);
    const labels = {
      "batch.kubernetes.io/controller-uid": "u-1",
      "batch.kubernetes.io/job-name": "once",
      "controller-uid": "u-1",
      "job-name": "once",
    };
    expect(job.spec.selector).toEqual({ matchLabels: { "batch.kubernetes.io/controller-uid": "u-1" } });
    expect(job.spec.template.metadata.labels).toEqual(labels);
    expect(job.metadata.labels).toEqual(labels);
  });

  test("a Job with labels of its own keeps them", () => {
    const job = prepareForCreate("Job", manifest("Job", { metadata: { labels: { team: "a" } }, spec: { template } }, "once"), NOW);
    expect(job.metadata.labels).toEqual({ team: "a" });
  });

  test("stringData goes into data (API-142)", () => {
    const secret = prepareForCreate("Secret", manifest("Secret", { data: { b: "Yg==" }, stringData: { a: "b", k: "파드" } }), NOW);
    expect(secret.data).toEqual({ a: "Yg==", b: "Yg==", k: "7YyM65Oc" });
    expect(secret.stringData).toBeUndefined();
  });
});

describe("updates", () => {
  const set = prepareForCreate("ReplicaSet", manifest("ReplicaSet", workload), NOW);

  test("a changed spec adds one, a changed label does not (SEL-52)", () => {
    const scaled = { ...set, spec: { ...set.spec, replicas: 5 } };
    expect(prepareForUpdate("ReplicaSet", scaled, set).metadata.generation).toBe(2);
    const labelled = { ...set, metadata: { ...set.metadata, labels: { a: "b" } } };
    expect(prepareForUpdate("ReplicaSet", labelled, set).metadata.generation).toBe(1);
  });

  test("an annotation counts for a Deployment (API-42)", () => {
    const deployment = prepareForCreate("Deployment", manifest("Deployment", workload), NOW);
    const annotated = { ...deployment, metadata: { ...deployment.metadata, annotations: { a: "b" } } };
    expect(prepareForUpdate("Deployment", annotated, deployment).metadata.generation).toBe(2);
  });

  test("the main resource keeps the status, the status keeps the spec (API-49)", () => {
    const both = { ...set, spec: { ...set.spec, replicas: 9 }, status: { replicas: 3 } };
    expect(prepareForUpdate("ReplicaSet", both, set)).toMatchObject({ spec: { replicas: 9 }, status: { replicas: 0 } });
    expect(prepareForUpdate("ReplicaSet", both, set, "status")).toMatchObject({
      spec: { replicas: 1 },
      status: { replicas: 3 },
      metadata: { generation: 1 },
    });
  });

  test("a status write brings labels, as in the recording api-subresources", () => {
    const written = { ...set, metadata: { ...set.metadata, labels: { via: "status" } }, status: { replicas: 3 } };
    expect(prepareForUpdate("ReplicaSet", written, set, "status").metadata.labels).toEqual({ via: "status" });
  });

  test("binding is no change of what is wanted (API-42)", () => {
    const pod = prepareForCreate("Pod", manifest("Pod", podOf({})), NOW);
    expect(prepareForUpdate("Pod", { ...pod, spec: { ...pod.spec, nodeName: "node-1" } }, pod, "binding").metadata.generation).toBe(1);
  });

  test("a DaemonSet's template has a generation of its own (API-42)", () => {
    const daemons = prepareForCreate("DaemonSet", manifest("DaemonSet", workload), NOW);
    const key = "deprecated.daemonset.template.generation";
    expect(daemons.metadata.annotations).toEqual({ [key]: "1" });
    const slower = { ...daemons, metadata: { ...daemons.metadata, annotations: {} }, spec: { ...daemons.spec, minReadySeconds: 5 } };
    expect(prepareForUpdate("DaemonSet", slower, daemons).metadata).toMatchObject({ generation: 2, annotations: { [key]: "1" } });
    const changed = {
      ...daemons,
      spec: {
        ...daemons.spec,
        template: { ...daemons.spec.template, metadata: { ...daemons.spec.template.metadata, labels: { app: "web", v: "2" } } },
      },
    };
    expect(prepareForUpdate("DaemonSet", changed, daemons).metadata).toMatchObject({ generation: 2, annotations: { [key]: "2" } });
  });
});
