// The handlers of probes and their texts (KL-131 to KL-138): exec, tcpSocket and grpc here, httpGet in a file of its own.

import type { Container, Probe } from "../api/types.generated.ts";
import { goDuration } from "./crashloop.ts";
import { expand } from "./env.ts";
import type { KubeletHost } from "./host.ts";
import { portOf } from "./ports.ts";
import { failure, GOOD, mistake, type ProbeOutcome } from "./probeoutcome.ts";
import type { Instance, PodWorker } from "./record.ts";

const OUTPUT_LIMIT = 10 * 1024;

/** The command of an exec probe, with `$(VAR)` filled in from the plain variables of its container (KL-137). */
export function probeCommandOf(container: Container, { exec }: Probe): readonly string[] | undefined {
  if (exec === undefined) return undefined;
  const plain = Object.fromEntries(
    (container.env ?? []).filter((one) => one.valueFrom === undefined).map(({ name, value }) => [name, value ?? ""]),
  );
  return Object.freeze((exec.command ?? []).map((word) => expand(word, plain)));
}

export function execProbe(host: KubeletHost, instance: Instance, argv: readonly string[], timeoutSeconds: number): ProbeOutcome {
  const answer = host.runtime.exec(instance.id, argv, { timeoutMs: timeoutSeconds * 1000 });
  if ("error" in answer) return mistake(`rpc error: code = Unknown desc = failed to exec in container: ${answer.error}`);
  if ("timeout" in answer)
    return failure(`command timed out: "${argv.join(" ")}" timed out after ${goDuration(timeoutSeconds * 1000)}`, timeoutSeconds * 1000);
  if (answer.exitCode === 0) return answer.durationMs === 0 ? GOOD : { result: "Success", output: "", delayMs: answer.durationMs };
  return failure(answer.output.slice(0, OUTPUT_LIMIT), answer.durationMs);
}

/** Of the handlers that are not known beforehand: tcpSocket, grpc, and an httpGet that names no port. */
export function attemptProbe(host: KubeletHost, worker: PodWorker, container: Container, probe: Probe): ProbeOutcome {
  const timeoutSeconds = probe.timeoutSeconds ?? 1;
  if (probe.httpGet !== undefined) {
    const port = portOf(container, probe.httpGet.port);
    if ("error" in port) return mistake(port.error);
  }
  if (probe.tcpSocket !== undefined) return tcpProbe(host, worker, container, probe.tcpSocket, timeoutSeconds);
  if (probe.grpc !== undefined) return grpcProbe(host, worker, probe.grpc.port, timeoutSeconds);
  return mistake("missing probe handler");
}

function tcpProbe(
  host: KubeletHost,
  worker: PodWorker,
  container: Container,
  socket: NonNullable<Probe["tcpSocket"]>,
  timeoutSeconds: number,
): ProbeOutcome {
  const port = portOf(container, socket.port);
  if ("error" in port) return mistake(port.error);
  const address = `${socket.host || worker.ip}:${port.port}`;
  const answer = host.runtime.tcpConnect(worker.uid, port.port);
  if (answer === "ok") return GOOD;
  if (answer === "refused") return failure(`dial tcp ${address}: connect: connection refused`, 0);
  return failure(`dial tcp ${address}: i/o timeout`, timeoutSeconds * 1000);
}

/** KL-138 */
function grpcProbe(host: KubeletHost, worker: PodWorker, port: number, timeoutSeconds: number): ProbeOutcome {
  const timeoutMs = timeoutSeconds * 1000;
  const within = goDuration(timeoutMs);
  const { health, delayMs } = host.runtime.grpcHealth(worker.uid, port, timeoutMs);
  switch (health) {
    case "SERVING":
      return delayMs === 0 ? GOOD : { result: "Success", output: "", delayMs };
    case "unreachable":
      return failure(`timeout: failed to connect service "${worker.ip}:${port}" within ${within}: context deadline exceeded`, delayMs);
    case "timeout":
      return failure(`timeout: health rpc did not complete within ${within}`, delayMs);
    case "UNIMPLEMENTED":
      return failure(`${NO_HEALTH}unknown service grpc.health.v1.Health`, delayMs);
    default:
      return failure(`service unhealthy (responded with "${health}")`, delayMs);
  }
}

const NO_HEALTH = "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): ";
