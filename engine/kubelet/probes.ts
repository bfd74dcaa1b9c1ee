// The handlers of probes and their texts (KL-131 to KL-138). Left out on purpose: TLS; gRPC finds no server that speaks it
// unless the port answers nothing at all.

import type { Container, IntOrString, Probe } from "../api/types.generated.ts";
import type { HttpRequest } from "../runtime/contract.ts";
import type { KubeletHost } from "./host.ts";
import { expand } from "./env.ts";
import { goDuration } from "./crashloop.ts";
import type { Instance, PodWorker } from "./record.ts";

/** How one attempt ends. `Error` does not count (KL-125). */
export interface ProbeOutcome {
  readonly result: "Success" | "Failure" | "Error";
  readonly output: string;
  readonly delayMs: number;
  readonly warning?: true;
}

/** Shared by all attempts that succeed at once. */
const GOOD: ProbeOutcome = Object.freeze({ result: "Success", output: "", delayMs: 0 });
const OUTPUT_LIMIT = 10 * 1024;

const failure = (output: string, delayMs: number): ProbeOutcome => ({ result: "Failure", output, delayMs });
const mistake = (output: string): ProbeOutcome => ({ result: "Error", output, delayMs: 0 });

export function attemptProbe(host: KubeletHost, worker: PodWorker, container: Container, instance: Instance, probe: Probe): ProbeOutcome {
  const timeoutSeconds = probe.timeoutSeconds ?? 1;
  if (probe.httpGet !== undefined) {
    const port = portOf(container, probe.httpGet.port);
    if ("error" in port) return mistake(port.error);
  }
  if (probe.exec !== undefined) return execProbe(host, container, instance, probe.exec.command ?? [], timeoutSeconds);
  if (probe.tcpSocket !== undefined) return tcpProbe(host, worker, container, probe.tcpSocket, timeoutSeconds);
  if (probe.grpc !== undefined) return grpcProbe(host, worker, probe.grpc.port, timeoutSeconds);
  return mistake("missing probe handler");
}

/** A number, or the name of one of the container's ports (KL-117). */
export function portOf(container: Container, port: IntOrString): { readonly port: number } | { readonly error: string } {
  if (typeof port === "number") return inRange(port);
  const named = container.ports?.find((one) => one.name === port);
  if (named !== undefined) return inRange(named.containerPort);
  return /^[+-]?\d+$/.test(port) ? inRange(Number(port)) : { error: `strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax` };
}

function inRange(port: number): { readonly port: number } | { readonly error: string } {
  return port > 0 && port < 65536 ? { port } : { error: `invalid port number: ${port}` };
}

/** The request of an httpGet probe, or undefined when it has none or names no port that there is. */
export function httpRequestOf(container: Container, { httpGet, timeoutSeconds }: Probe): HttpRequest | undefined {
  if (httpGet === undefined) return undefined;
  const { path = "/", httpHeaders } = httpGet;
  const port = portOf(container, httpGet.port);
  if ("error" in port) return undefined;
  const headers = httpHeaders === undefined ? {} : { headers: Object.fromEntries(httpHeaders.map(({ name, value }) => [name, value])) };
  return Object.freeze({
    port: port.port,
    path: path.startsWith("/") ? path : `/${path}`,
    timeoutMs: (timeoutSeconds ?? 1) * 1000,
    ...headers,
  });
}

export function httpProbe(host: KubeletHost, worker: PodWorker, request: HttpRequest, probe: Probe): ProbeOutcome {
  const answer = host.runtime.httpGet(worker.uid, request);
  if ("status" in answer) {
    const { status, delayMs } = answer;
    if (status < 200 || status >= 400) return failure(`HTTP probe failed with statuscode: ${status}`, delayMs);
    return delayMs === 0 ? GOOD : { result: "Success", output: "", delayMs };
  }
  const get = probe.httpGet;
  const address = get?.host || worker.ip;
  const what = `Get "${(get?.scheme ?? "HTTP").toLowerCase()}://${address}:${request.port}${request.path}": `;
  const why =
    answer.error === "refused"
      ? `dial tcp ${address}:${request.port}: connect: connection refused`
      : "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
  return failure(what + why, answer.delayMs);
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

function execProbe(
  host: KubeletHost,
  container: Container,
  instance: Instance,
  command: readonly string[],
  timeoutSeconds: number,
): ProbeOutcome {
  const plain = Object.fromEntries(
    (container.env ?? []).filter((one) => one.valueFrom === undefined).map(({ name, value }) => [name, value ?? ""]),
  );
  const argv = command.map((word) => expand(word, plain));
  const answer = host.runtime.exec(instance.id, argv, { timeoutMs: timeoutSeconds * 1000 });
  if ("error" in answer) return mistake(`rpc error: code = Unknown desc = failed to exec in container: ${answer.error}`);
  if ("timeout" in answer)
    return failure(`command timed out: "${argv.join(" ")}" timed out after ${goDuration(timeoutSeconds * 1000)}`, timeoutSeconds * 1000);
  if (answer.exitCode === 0) return answer.durationMs === 0 ? GOOD : { result: "Success", output: "", delayMs: answer.durationMs };
  return failure(answer.output.slice(0, OUTPUT_LIMIT), answer.durationMs);
}

function grpcProbe(host: KubeletHost, worker: PodWorker, port: number, timeoutSeconds: number): ProbeOutcome {
  const address = `${worker.ip}:${port}`;
  const within = goDuration(timeoutSeconds * 1000);
  const answer = host.runtime.tcpConnect(worker.uid, port);
  if (answer === "ok")
    return failure(
      "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown service grpc.health.v1.Health",
      0,
    );
  const why =
    answer === "refused"
      ? `connection error: desc = "transport: Error while dialing: dial tcp ${address}: connect: connection refused"`
      : "context deadline exceeded";
  return failure(`timeout: failed to connect service "${address}" within ${within}: ${why}`, timeoutSeconds * 1000);
}
