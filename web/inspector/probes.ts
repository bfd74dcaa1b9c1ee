// The probes of a container as the inspector tells them: what each asks, how often, and how it goes. Pure.

import type { ContainerStatus, Pod } from "../../engine/index.ts";
import type { EventRow, PodRow } from "../worker/rows.ts";

export type ProbeKind = "liveness" | "readiness" | "startup";
type Container = Pod["spec"]["containers"][number];
type Probe = NonNullable<Container["livenessProbe"]>;

export interface ProbeTold {
  readonly kind: ProbeKind;
  /** As kubectl describe prints it: `http-get :80/health`, `exec [cat /tmp/healthy]`. */
  readonly target: string;
  readonly periodSeconds: number;
  readonly threshold: number;
  readonly result: "failing" | "passes" | "notReady" | "notStarted" | "waits";
  /** Failures in a row, when it fails. */
  readonly failures: number;
  /** What the last failure said. */
  readonly output: string | undefined;
}

export function probesOf(
  container: Container,
  status: ContainerStatus,
  row: Pick<PodRow, "probe"> | undefined,
  events: readonly Pick<EventRow, "reason" | "message">[],
): readonly ProbeTold[] {
  const probes: readonly (readonly [ProbeKind, Probe | undefined])[] = [
    ["startup", container.startupProbe],
    ["liveness", container.livenessProbe],
    ["readiness", container.readinessProbe],
  ];
  return probes.flatMap(([kind, probe]) => (probe === undefined ? [] : [told(kind, probe, status, row, events)]));
}

function told(
  kind: ProbeKind,
  probe: Probe,
  status: ContainerStatus,
  row: Pick<PodRow, "probe"> | undefined,
  events: readonly Pick<EventRow, "reason" | "message">[],
): ProbeTold {
  const failures = row?.probe?.kind === kind ? row.probe.failures : 0;
  const words = `${kind.charAt(0).toUpperCase()}${kind.slice(1)} probe failed: `;
  const last = events.findLast(({ reason, message }) => reason === "Unhealthy" && message.startsWith(words));
  return {
    kind,
    target: targetOf(probe),
    periodSeconds: probe.periodSeconds ?? 10,
    threshold: probe.failureThreshold ?? 3,
    result: failures > 0 ? "failing" : resultOf(kind, status),
    failures,
    output: last?.message.slice(words.length),
  };
}

function resultOf(kind: ProbeKind, status: ContainerStatus): ProbeTold["result"] {
  if (status.state.running === undefined) return "waits";
  if (status.started !== true) return kind === "startup" ? "notStarted" : "waits";
  return kind === "readiness" && !status.ready ? "notReady" : "passes";
}

function targetOf({ httpGet, tcpSocket, exec, grpc }: Probe): string {
  if (httpGet !== undefined) {
    const scheme = httpGet.scheme === "HTTPS" ? "https" : "http";
    const where = httpGet.host === undefined && scheme === "http" ? "" : `${scheme}://${httpGet.host ?? ""}`;
    return `http-get ${where}:${httpGet.port}${httpGet.path ?? "/"}`;
  }
  if (tcpSocket !== undefined) return `tcp-socket ${tcpSocket.host ?? ""}:${tcpSocket.port}`;
  if (exec !== undefined) return `exec [${(exec.command ?? []).join(" ")}]`;
  return grpc === undefined ? "" : `grpc :${grpc.port}${grpc.service ? ` ${grpc.service}` : ""}`;
}
