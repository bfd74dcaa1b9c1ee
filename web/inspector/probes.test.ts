import { describe, expect, it } from "vitest";
import type { ContainerStatus, Pod } from "../../engine/index.ts";
import { probesOf } from "./probes.ts";

const httpGet = { path: "/health", port: 80 };
const container = (probes: object): Pod["spec"]["containers"][number] => ({ name: "c", image: "nginx", resources: {}, ...probes });
const status = (more: Partial<ContainerStatus> = {}): ContainerStatus => ({
  name: "c",
  state: { running: { startedAt: "2026-01-01T00:00:00Z" } },
  lastState: {},
  ready: true,
  started: true,
  restartCount: 0,
  image: "nginx",
  imageID: "",
  ...more,
});

describe("the probes of a container", () => {
  it.each([
    ["httpGet", { httpGet }, "http-get :80/health"],
    ["httpGet over TLS with a host", { httpGet: { port: 443, scheme: "HTTPS" as const, host: "x" } }, "http-get https://x:443/"],
    ["tcpSocket", { tcpSocket: { port: 5432 } }, "tcp-socket :5432"],
    ["exec", { exec: { command: ["cat", "/tmp/healthy"] } }, "exec [cat /tmp/healthy]"],
    ["grpc", { grpc: { port: 9000, service: "s" } }, "grpc :9000 s"],
  ])("%s is named as kubectl describe names it", (_name, livenessProbe, target) => {
    expect(probesOf(container({ livenessProbe }), status(), undefined, []).map((probe) => probe.target)).toEqual([target]);
  });

  it("a streak of failures counts for its own probe, with what the last one said", () => {
    const row = { probe: { kind: "liveness" as const, failures: 2, threshold: 3 } };
    const events = [
      { reason: "Unhealthy", message: "Liveness probe failed: HTTP probe failed with statuscode: 404" },
      { reason: "Unhealthy", message: "Readiness probe failed: HTTP probe failed with statuscode: 500" },
    ];
    const told = probesOf(container({ livenessProbe: { httpGet }, readinessProbe: { httpGet } }), status(), row, events);
    expect(told.map(({ kind, result, failures, output }) => [kind, result, failures, output])).toEqual([
      ["liveness", "failing", 2, "HTTP probe failed with statuscode: 404"],
      ["readiness", "passes", 0, "HTTP probe failed with statuscode: 500"],
    ]);
  });

  it.each([
    ["readiness that does not pass yet", { readinessProbe: { httpGet } }, { ready: false }, "notReady"],
    ["startup that has not passed yet", { startupProbe: { httpGet } }, { ready: false, started: false }, "notStarted"],
    ["liveness behind the startup probe waits", { livenessProbe: { httpGet } }, { started: false }, "waits"],
    ["nothing is asked of a container that does not run", { livenessProbe: { httpGet } }, { state: { waiting: {} } }, "waits"],
  ])("%s", (_name, probes, state, result) => {
    expect(probesOf(container(probes), status(state), undefined, [])[0]?.result).toBe(result);
  });
});
