import { describe, expect, test } from "vitest";
import { faults, podOf } from "../../testing/faults.ts";

const main = { name: "main", image: "nginx" };

describe("pods", () => {
  test.each<[string, object, readonly string[]]>([
    ["no container (API-149)", { spec: { containers: [] } }, ["spec.containers: Required value"]],
    [
      "nothing in a container (API-149)",
      { spec: { containers: [{}] } },
      ["spec.containers[0].name: Required value", "spec.containers[0].image: Required value"],
    ],
    [
      "blanks around an image (API-149)",
      podOf({ image: " nginx" }),
      ['spec.containers[0].image: Invalid value: " nginx": must not have leading or trailing whitespace'],
    ],
    ["two of one name (API-150)", { spec: { containers: [main, main] } }, ['spec.containers[1].name: Duplicate value: "main"']],
    [
      "an init container of the same name (API-150)",
      podOf({}, { initContainers: [main] }),
      ['spec.initContainers[0].name: Duplicate value: "main"'],
    ],
    [
      "a port that is none (API-151)",
      podOf({ ports: [{ containerPort: 70000 }] }),
      ["spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive"],
    ],
    ["no port number (API-151)", podOf({ ports: [{ name: "http" }] }), ["spec.containers[0].ports[0].containerPort: Required value"]],
    [
      "a protocol in lower case (API-151)",
      podOf({ ports: [{ containerPort: 80, protocol: "http" }] }),
      ['spec.containers[0].ports[0].protocol: Unsupported value: "http": supported values: "SCTP", "TCP", "UDP"'],
    ],
    [
      "a host port taken twice (API-151)",
      podOf({
        ports: [
          { containerPort: 80, hostPort: 80 },
          { containerPort: 81, hostPort: 80 },
        ],
      }),
      ['spec.containers[0].ports[1].hostPort: Duplicate value: "TCP//80"'],
    ],
    [
      "a restart policy of its own (API-152)",
      podOf({}, { restartPolicy: "x" }),
      ['spec.restartPolicy: Unsupported value: "x": supported values: "Always", "Never", "OnFailure"'],
    ],
    [
      "a request over its limit (API-154)",
      podOf({ resources: { requests: { memory: "128Mi" }, limits: { memory: "64Mi" } } }),
      ['spec.containers[0].resources.requests: Invalid value: "128Mi": must be less than or equal to memory limit of 64Mi'],
    ],
    [
      "an extended resource asked in part (API-154)",
      podOf({ resources: { requests: { "example.com/foo": "2" }, limits: { "example.com/foo": "1" } } }),
      ['spec.containers[0].resources.requests: Invalid value: "2": must be equal to example.com/foo limit of 1'],
    ],
    [
      "a resource that no container has (API-154)",
      podOf({ resources: { limits: { memry: "1Gi" }, requests: { pods: "1" } } }),
      [
        'spec.containers[0].resources.limits[memry]: Invalid value: "memry": must be a standard resource type or fully qualified',
        'spec.containers[0].resources.limits[memry]: Invalid value: "memry": must be a standard resource for containers',
        'spec.containers[0].resources.requests[memry]: Invalid value: "memry": must be a standard resource type or fully qualified',
        'spec.containers[0].resources.requests[memry]: Invalid value: "memry": must be a standard resource for containers',
        'spec.containers[0].resources.requests[pods]: Invalid value: "pods": must be a standard resource for containers',
        "spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources",
      ],
    ],
    [
      "a mount of nothing (API-155)",
      podOf({ volumeMounts: [{ name: "v", mountPath: "/x" }] }),
      ['spec.containers[0].volumeMounts[0].name: Not found: "v"'],
    ],
    [
      "a volume of two kinds (API-155)",
      podOf({}, { volumes: [{ name: "v", hostPath: { path: "/x" }, emptyDir: {} }] }),
      ["spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type"],
    ],
    [
      "value and valueFrom (API-156)",
      podOf({ env: [{ name: "A", value: "1", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }] }),
      ['spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty'],
    ],
    [
      "a toleration of everything (API-158)",
      podOf({}, { tolerations: [{ operator: "Equal" }] }),
      [
        'spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
      ],
    ],
    [
      "Exists with a value (API-158)",
      podOf({}, { tolerations: [{ key: "a", operator: "Exists", value: "b" }] }),
      ["spec.tolerations[0].operator: Invalid value: \"b\": value must be empty when `operator` is 'Exists'"],
    ],
    [
      "an effect that is none (API-158)",
      podOf({}, { tolerations: [{ key: "a", effect: "NoSched" }] }),
      ['spec.tolerations[0].effect: Unsupported value: "NoSched": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"'],
    ],
    [
      "seconds without NoExecute (API-158)",
      podOf({}, { tolerations: [{ key: "a", tolerationSeconds: 5 }] }),
      ["spec.tolerations[0].effect: Invalid value: \"\": effect must be 'NoExecute' when `tolerationSeconds` is set"],
    ],
    [
      "a probe without a handler (KL-114)",
      podOf({ livenessProbe: {} }),
      ["spec.containers[0].livenessProbe: Required value: must specify a handler type"],
    ],
    [
      "a probe with two (KL-114)",
      podOf({ livenessProbe: { httpGet: { port: 80 }, exec: { command: ["a"] } } }),
      ["spec.containers[0].livenessProbe.httpGet: Forbidden: may not specify more than 1 handler type"],
    ],
    [
      "a probe without a port (KL-114)",
      podOf({ livenessProbe: { httpGet: { path: "/" } } }),
      ["spec.containers[0].livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive"],
    ],
    [
      "two successes for liveness (KL-114)",
      podOf({ livenessProbe: { tcpSocket: { port: 80 }, successThreshold: 2 } }),
      ["spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1"],
    ],
    [
      "a negative period (KL-114)",
      podOf({ livenessProbe: { tcpSocket: { port: 80 }, periodSeconds: -1 } }),
      ["spec.containers[0].livenessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0"],
    ],
    [
      "grace in a readiness probe (KL-115)",
      podOf({ readinessProbe: { tcpSocket: { port: 80 }, terminationGracePeriodSeconds: 5 } }),
      ["spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 5: must not be set for readinessProbes"],
    ],
    [
      "a probed init container (KL-116)",
      podOf({}, { initContainers: [{ name: "i", image: "b", livenessProbe: { tcpSocket: { port: 80 } } }] }),
      ["spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always"],
    ],
    [
      "a deadline of nothing (API-153)",
      podOf({}, { activeDeadlineSeconds: 0 }),
      ["spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive"],
    ],
  ])("refuses %s", (_what, parts, expected) => {
    expect(faults("Pod", parts)).toEqual(expected);
  });
});

describe("RS-20: a deletion cost", () => {
  const COST = "controller.kubernetes.io/pod-deletion-cost";
  test.each<[string, boolean]>([
    ["0", true],
    ["-5", true],
    ["2147483647", true],
    ["-2147483648", true],
    ["2147483648", false],
    ["+5", false],
    ["007", false],
    ["abc", false],
    ["1.5", false],
    ["", false],
  ])("of %j is one: %j", (cost, valid) => {
    const wrong = [`Invalid value: ${JSON.stringify(cost)}: must be a 32bit integer`];
    const metadata = { annotations: { [COST]: cost } };
    expect(faults("Pod", { ...podOf({}), metadata: { name: "a", ...metadata } })).toEqual(
      valid ? [] : wrong.map((fault) => `metadata.annotations[${COST}]: ${fault}`),
    );
    const template = { metadata: { labels: { app: "a" }, ...metadata }, ...podOf({}) };
    expect(faults("ReplicaSet", { spec: { selector: { matchLabels: { app: "a" } }, template } })).toEqual(
      valid ? [] : wrong.map((fault) => `spec.template.annotations[${COST}]: ${fault}`),
    );
  });
});
