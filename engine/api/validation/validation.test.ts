import { describe, expect, test } from "vitest";
import { invalid } from "../apierror.ts";
import { faults, linesOf, manifest } from "../../testing/faults.ts";
import type { KindName } from "../kinds.ts";
import { kindInfo } from "../kinds.ts";
import { validateStatusUpdate, validateUpdate } from "./validation.ts";

const MATCH = "`selector` does not match template `labels`";
const LABEL_1123 =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character " +
  "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character " +
  "(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const KEY_NAME =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
  "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

const main = { name: "main", image: "nginx" };
const set = (spec: object, podSpec: object = {}, labels: object = { app: "web" }): object => ({
  spec: {
    selector: { matchLabels: { app: "web" } },
    template: { metadata: { labels }, spec: { containers: [main], ...podSpec } },
    ...spec,
  },
});

describe("names and metadata", () => {
  test.each<[string, KindName, string, string]>([
    ["a subdomain for most kinds (API-145)", "ConfigMap", "Bad Name", `metadata.name: Invalid value: "Bad Name": ${SUBDOMAIN}`],
    ["a label for namespaces (API-144)", "Namespace", "x_y", `metadata.name: Invalid value: "x_y": ${LABEL_1123}`],
    ["some name (API-38)", "ConfigMap", "", "metadata.name: Required value: name or generateName is required"],
  ])("a name must be %s", (_what, kind, name, fault) => {
    expect(faults(kind, {}, name)).toEqual([fault]);
  });

  test("a Service's name may begin with a digit (API-146)", () => {
    expect(faults("Service", { spec: { ports: [{ port: 80 }] } }, "1a")).toEqual([]);
    expect(faults("Service", { spec: { ports: [{ port: 80 }] } }, "Svc")).toEqual([`metadata.name: Invalid value: "Svc": ${LABEL_1123}`]);
  });

  test("labels are checked by key and by value (API-147, SEL-1 to SEL-4)", () => {
    expect(faults("ConfigMap", { metadata: { labels: { "a b": "x" } } })).toEqual([`metadata.labels: Invalid value: "a b": ${KEY_NAME}`]);
    expect(faults("ConfigMap", { metadata: { labels: { [`${"k".repeat(64)}`]: "x" } } })).toEqual([
      `metadata.labels: Invalid value: "${"k".repeat(64)}": name part must be no more than 63 bytes`,
    ]);
  });

  test("finalizers and owners (API-45, API-57)", () => {
    const metadata = { finalizers: ["nofqdn"], ownerReferences: [{ apiVersion: "v1", kind: "ConfigMap", name: "gone" }] };
    expect(faults("ConfigMap", { metadata })).toEqual([
      'metadata.ownerReferences.uid: Invalid value: "": must not be empty',
      'metadata.finalizers[0]: Invalid value: "nofqdn": name is neither a standard finalizer name nor is it fully qualified',
    ]);
  });

  test("a bad label of an update is said four times over, as in the recording api-errors", () => {
    const old = manifest("ConfigMap", {});
    const errors = validateUpdate("ConfigMap", manifest("ConfigMap", { metadata: { labels: { "a b": "c" } } }), old);
    expect(errors).toHaveLength(4);
    expect(invalid(kindInfo("ConfigMap"), "x", errors).message).toBe(
      `ConfigMap "x" is invalid: metadata.labels: Invalid value: "a b": ${KEY_NAME}`,
    );
  });

  test("no finalizer comes to an object that is being deleted (API-57)", () => {
    const going = { deletionTimestamp: "2026-01-01T00:00:00Z", finalizers: ["example.com/keep"] };
    const old = manifest("ConfigMap", { metadata: going });
    const next = manifest("ConfigMap", { metadata: { ...going, finalizers: ["example.com/keep", "example.com/more"] } });
    expect(linesOf(validateUpdate("ConfigMap", next, old))).toEqual([
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.com/more"}',
    ]);
  });
});

describe("controllers", () => {
  test.each<[string, KindName, object, readonly string[]]>([
    [
      "nothing at all (API-160)",
      "ReplicaSet",
      {},
      [
        "spec.selector: Required value",
        `spec.template.metadata.labels: Invalid value: null: ${MATCH}`,
        "spec.template.spec.containers: Required value",
      ],
    ],
    [
      "an empty selector (SEL-31)",
      "ReplicaSet",
      set({ selector: {} }),
      ["spec.selector: Invalid value: {}: empty selector is invalid for deployment"],
    ],
    [
      "an empty selector of another kind (SEL-31)",
      "DaemonSet",
      set({ selector: {} }),
      ["spec.selector: Invalid value: {}: empty selector is invalid for daemonset"],
    ],
    [
      "a template that does not match (SEL-32)",
      "Deployment",
      set({}, {}, { app: "b" }),
      [`spec.template.metadata.labels: Invalid value: {"app":"b"}: ${MATCH}`],
    ],
    [
      "an operator that is none (SEL-30)",
      "ReplicaSet",
      set({ selector: { matchExpressions: [{ key: "app", operator: "Foo", values: ["a"] }] } }),
      [
        'spec.selector.matchExpressions[0].operator: Invalid value: "Foo": not a valid selector operator',
        'spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"Foo","values":["a"]}]}: invalid label selector',
      ],
    ],
    [
      "In without values (SEL-30)",
      "ReplicaSet",
      set({ selector: { matchExpressions: [{ key: "app", operator: "In" }] } }),
      [
        "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
        'spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"In"}]}: invalid label selector',
      ],
    ],
    [
      "Exists with values (SEL-30)",
      "ReplicaSet",
      set({ selector: { matchExpressions: [{ key: "app", operator: "Exists", values: ["a"] }] } }),
      [
        "spec.selector.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
        'spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"Exists","values":["a"]}]}: invalid label selector',
      ],
    ],
    [
      "fewer than no replicas (API-163)",
      "ReplicaSet",
      set({ replicas: -1 }),
      ["spec.replicas: Invalid value: -1: must be greater than or equal to 0"],
    ],
    [
      "pods that end (SEL-36)",
      "ReplicaSet",
      set({}, { restartPolicy: "OnFailure" }),
      ['spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"'],
    ],
    [
      "a deadline (API-153)",
      "Deployment",
      set({}, { activeDeadlineSeconds: 5 }),
      ["spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported"],
    ],
    [
      "a rollout that cannot move (SEL-37)",
      "Deployment",
      set({ strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
      ["spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0"],
    ],
    [
      "more than all (API-164)",
      "Deployment",
      set({ strategy: { rollingUpdate: { maxUnavailable: "101%" } } }),
      ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "101%": must not be greater than 100%'],
    ],
    [
      "rolling numbers with Recreate (SEL-37)",
      "Deployment",
      set({ strategy: { type: "Recreate", rollingUpdate: {} } }),
      ["spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
    ],
    [
      "a deadline before readiness (SEL-37)",
      "Deployment",
      set({ minReadySeconds: 600 }),
      ["spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds"],
    ],
    [
      "surge and unavailability at once (SEL-38)",
      "DaemonSet",
      set({ updateStrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } }),
      ["spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero"],
    ],
    [
      "neither (SEL-38)",
      "DaemonSet",
      set({ updateStrategy: { rollingUpdate: { maxUnavailable: 0 } } }),
      ["spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0"],
    ],
    [
      "a label in the template (API-147)",
      "ReplicaSet",
      set({}, {}, { app: "web", "bad key": "x" }),
      [`spec.template.labels: Invalid value: "bad key": ${KEY_NAME}`],
    ],
    [
      "an empty RC selector (SEL-33)",
      "ReplicationController",
      { spec: { template: { spec: { containers: [main] } } } },
      ["spec.selector: Required value"],
    ],
  ])("refuses %s in a %s", (_what, kind, parts, expected) => {
    expect(faults(kind, parts)).toEqual(expected);
  });

  test.each<KindName>(["ReplicaSet", "Deployment", "DaemonSet"])("the selector of a %s stays (API-162, SEL-34)", (kind) => {
    const next = manifest(kind, set({ selector: { matchLabels: { env: "dev" } } }, {}, { env: "dev" }));
    expect(linesOf(validateUpdate(kind, next, manifest(kind, set({}))))).toEqual([
      'spec.selector: Invalid value: {"matchLabels":{"env":"dev"}}: field is immutable',
    ]);
  });

  test("an RC's selector may change (SEL-35)", () => {
    const template = { metadata: { labels: { app: "web", env: "dev" } }, spec: { containers: [main] } };
    const old = manifest("ReplicationController", { spec: { selector: { app: "web" }, template } });
    expect(
      validateUpdate("ReplicationController", manifest("ReplicationController", { spec: { selector: { env: "dev" }, template } }), old),
    ).toEqual([]);
  });

  test("most of a StatefulSet stays (API-165)", () => {
    const next = manifest("StatefulSet", set({ serviceName: "other" }));
    expect(linesOf(validateUpdate("StatefulSet", next, manifest("StatefulSet", set({}))))).toEqual([
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ]);
  });

  test("a status must fit together, as in the recording api-subresources (API-184)", () => {
    const old = manifest("ReplicaSet", set({}));
    const status = { replicas: -1, fullyLabeledReplicas: 1, readyReplicas: 1, availableReplicas: 1 };
    expect(linesOf(validateStatusUpdate("ReplicaSet", { ...old, status }, old))).toEqual([
      "status.replicas: Invalid value: -1: must be greater than or equal to 0",
      "status.fullyLabeledReplicas: Invalid value: 1: cannot be greater than status.replicas",
      "status.readyReplicas: Invalid value: 1: cannot be greater than status.replicas",
      "status.availableReplicas: Invalid value: 1: cannot be greater than status.replicas",
    ]);
  });
});

describe("jobs", () => {
  const job = (podSpec: object): object => ({
    spec: { schedule: "@daily", jobTemplate: { spec: { template: { spec: { containers: [main], ...podSpec } } } } },
  });

  test("a restart policy must be chosen (API-152)", () => {
    expect(faults("CronJob", job({}))).toEqual([
      'spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
    ]);
  });

  test.each([
    ["bad", "expected exactly 5 fields, found 1: [bad]"],
    ["TZ=UTC 0 3 * * *", "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"],
    ["70 * * * *", "end of range (70) above maximum (59): 70"],
    ["* * 0 * *", "beginning of range (0) below minimum (1): 0"],
    ["x * * * *", 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
    ["@often", "unrecognized descriptor: @often"],
  ])("the schedule %s is refused (API-167)", (schedule, why) => {
    const given = job({ restartPolicy: "Never" }) as { spec: object };
    expect(faults("CronJob", { spec: { ...given.spec, schedule } })).toEqual([
      `spec.schedule: Invalid value: ${JSON.stringify(schedule)}: ${why}`,
    ]);
  });

  test.each(["*/5 * * * *", "0 9-17 * * mon-fri", "@every 1h30m", "0 0 1,15 * ?"])("the schedule %s is taken", (schedule) => {
    const given = job({ restartPolicy: "Never" }) as { spec: object };
    expect(faults("CronJob", { spec: { ...given.spec, schedule } })).toEqual([]);
  });

  const rules = (...list: object[]): object => ({ podFailurePolicy: { rules: list } });
  const indexed = { completionMode: "Indexed", completions: 5 };

  test.each<[string, object, readonly string[]]>([
    ["whole failure rules", rules({ action: "FailJob", onExitCodes: { containerName: "c", operator: "In", values: [1, 42] } }), []],
    [
      "a failure rule without action and condition",
      rules({}),
      [
        'podFailurePolicy.rules[0].action: Required value: valid values: ["Count" "FailIndex" "FailJob" "Ignore"]',
        "podFailurePolicy.rules[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required",
      ],
    ],
    [
      "exit codes that cannot be",
      rules({ action: "Count", onExitCodes: { containerName: "x", operator: "In", values: [2, 0, 2] } }),
      [
        'podFailurePolicy.rules[0].onExitCodes.containerName: Invalid value: "x": must be one of the container or initContainer names in the pod template',
        "podFailurePolicy.rules[0].onExitCodes.values[1]: Invalid value: 0: must not be 0 for the In operator",
        "podFailurePolicy.rules[0].onExitCodes.values[2]: Duplicate value: 2",
        "podFailurePolicy.rules[0].onExitCodes.values: Invalid value: [2,0,2]: must be ordered",
      ],
    ],
    [
      "a failed index without limits per index",
      rules({ action: "FailIndex", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] }),
      ['podFailurePolicy.rules[0].action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set'],
    ],
    [
      "limits per index without indexes",
      { maxFailedIndexes: 1 },
      [
        "backoffLimitPerIndex: Required value: when maxFailedIndexes is specified",
        "maxFailedIndexes: Invalid value: 1: requires indexed completion mode",
      ],
    ],
    [
      "more failed indexes than there are",
      { ...indexed, backoffLimitPerIndex: 1, maxFailedIndexes: 6 },
      ["maxFailedIndexes: Invalid value: 6: must be less than or equal to completions"],
    ],
    [
      "a success policy without indexes",
      { successPolicy: { rules: [{ succeededCount: 1 }] } },
      ['successPolicy: Invalid value: {"Rules":[{"SucceededIndexes":null,"SucceededCount":1}]}: requires indexed completion mode'],
    ],
    [
      "success rules that cannot be fulfilled",
      { ...indexed, successPolicy: { rules: [{ succeededIndexes: "1,3-9" }, { succeededIndexes: "0-1", succeededCount: 3 }, {}] } },
      [
        'successPolicy.rules[0].succeededIndexes: Invalid value: "1,3-9": error parsing succeededIndexes: too large index: "9"',
        "successPolicy.rules[1].succeededCount: Invalid value: 3: must be less than or equal to 2 (the number of indexes in the specified succeededIndexes field)",
        "successPolicy.rules[2]: Required value: at least one of succeededCount or succeededIndexes must be specified",
      ],
    ],
  ])("a Job with %s (JOB-17, JOB-20)", (_, more, expected) => {
    const template = { spec: { containers: [{ ...main, name: "c" }], restartPolicy: "Never" } };
    const found = faults("CronJob", { spec: { schedule: "@daily", jobTemplate: { spec: { template, ...more } } } });
    expect(found).toEqual(expected.map((fault) => `spec.jobTemplate.spec.${fault}`));
  });

  test("a name leaves room for the Jobs' names (API-167)", () => {
    const name = "c".repeat(53);
    expect(faults("CronJob", job({ restartPolicy: "Never" }), name)).toEqual([
      `metadata.name: Invalid value: "${name}": must be no more than 52 characters`,
    ]);
  });
});
