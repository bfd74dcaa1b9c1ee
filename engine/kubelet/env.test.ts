import { describe, expect, it } from "vitest";
import type { ConfigMap, Container, EnvVar, Secret, Service } from "../api/types.generated.ts";
import { newPod } from "../testing/builders.ts";
import { decodeBase64, type EnvSources, environmentOf, expand } from "./env.ts";
import { portOf } from "./ports.ts";

const metadata = { name: "x", namespace: "default", uid: "u", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" };
const settings = { kind: "ConfigMap", apiVersion: "v1", metadata, data: { mode: "fast", "log.level": "debug" } } as ConfigMap;
const secret = { kind: "Secret", apiVersion: "v1", metadata, data: { password: "czNjcjN0IOqwgA==" } } as Secret;
const web = {
  kind: "Service",
  apiVersion: "v1",
  metadata: { name: "my-web", namespace: "default" },
  spec: { clusterIP: "10.96.1.2", ports: [{ port: 80, name: "http", protocol: "TCP" }] },
} as unknown as Service;

const sources: EnvSources = {
  configMap: (name) => (name === "settings" ? settings : undefined),
  secret: (name) => (name === "secret" ? secret : undefined),
  services: () => [web],
  nodeName: "node-1",
  hostIP: "172.18.0.2",
  podIP: "10.244.1.2",
  allocatable: { cpu: "4", memory: "8Gi" },
};

function environment(container: Partial<Container>): ReturnType<typeof environmentOf> {
  const pod = newPod({ name: "p", labels: { app: "a" }, spec: { enableServiceLinks: false } });
  return environmentOf(pod, { name: "c", resources: {}, ...container }, sources);
}

describe("environment of a container (KL-49)", () => {
  const rows: [string, Partial<Container>, Record<string, string> | string][] = [
    [
      "expands what comes before",
      {
        env: [
          { name: "A", value: "1" },
          { name: "B", value: "$(A)-$(C)-$$(A)" },
        ],
      },
      { A: "1", B: "1-$(C)-$(A)" },
    ],
    [
      "takes a whole ConfigMap with a prefix",
      { envFrom: [{ prefix: "CFG_", configMapRef: { name: "settings" } }] },
      { CFG_mode: "fast", "CFG_log.level": "debug" },
    ],
    ["decodes a Secret's key", { env: [from("P", { secretKeyRef: { name: "secret", key: "password" } })] }, { P: "s3cr3t 가" }],
    [
      "knows the pod's own fields",
      {
        env: [
          from("N", { fieldRef: { fieldPath: "metadata.name" } }),
          from("L", { fieldRef: { fieldPath: "metadata.labels['app']" } }),
          from("IP", { fieldRef: { fieldPath: "status.podIP" } }),
        ],
      },
      { N: "p", L: "a", IP: "10.244.1.2" },
    ],
    [
      "gives the node's room where there is no limit",
      { env: [from("M", { resourceFieldRef: { resource: "limits.memory", divisor: "1Mi" } })] },
      { M: "8192" },
    ],
    ["misses a ConfigMap", { envFrom: [{ configMapRef: { name: "none" } }] }, 'configmap "none" not found'],
    [
      "misses a key",
      { env: [from("K", { configMapKeyRef: { name: "settings", key: "no" } })] },
      "couldn't find key no in ConfigMap default/settings",
    ],
    ["leaves out what is optional", { env: [from("K", { secretKeyRef: { name: "none", key: "no", optional: true } })] }, {}],
  ];
  it.each(rows)("%s", (_name, container, wanted) => {
    expect(environment(container)).toEqual(typeof wanted === "string" ? { error: wanted } : { env: wanted });
  });

  it("names the services of the namespace", () => {
    const result = environmentOf(newPod({}), { name: "c", resources: {} }, sources);
    expect(result).toEqual({
      env: {
        MY_WEB_SERVICE_HOST: "10.96.1.2",
        MY_WEB_SERVICE_PORT: "80",
        MY_WEB_SERVICE_PORT_HTTP: "80",
        MY_WEB_PORT: "tcp://10.96.1.2:80",
        MY_WEB_PORT_80_TCP: "tcp://10.96.1.2:80",
        MY_WEB_PORT_80_TCP_PROTO: "tcp",
        MY_WEB_PORT_80_TCP_PORT: "80",
        MY_WEB_PORT_80_TCP_ADDR: "10.96.1.2",
      },
    });
  });

  it("leaves text without references alone", () => {
    expect([expand("a$b", {}), expand("$(X", { X: "1" }), decodeBase64("")]).toEqual(["a$b", "$(X", ""]);
  });
});

function from(name: string, valueFrom: NonNullable<EnvVar["valueFrom"]>): EnvVar {
  return { name, valueFrom };
}

describe("port of a probe (KL-117)", () => {
  const container: Container = { name: "c", resources: {}, ports: [{ name: "web", containerPort: 8080 }] };
  const rows: [string | number, object][] = [
    [80, { port: 80 }],
    ["web", { port: 8080 }],
    ["81", { port: 81 }],
    ["nosuchport", { error: 'strconv.Atoi: parsing "nosuchport": invalid syntax' }],
    ["70000", { error: "invalid port number: 70000" }],
  ];
  it.each(rows)("%s", (port, wanted) => {
    expect(portOf(container, port)).toEqual(wanted);
  });
});
