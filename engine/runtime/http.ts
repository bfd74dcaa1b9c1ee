// Who answers on a pod's ports, and what.

import type { ImagePath, ImagePort, ImageSpec } from "../api/kinds.ts";
import type { Container, Sandbox } from "./container.ts";
import type { GrpcResult, HttpFault, HttpRequest, HttpResult } from "./contract.ts";
import type { Process } from "./process.ts";

export interface Listener {
  readonly container: Container;
  /** Undefined: the image's own main process. */
  readonly process: Process | undefined;
}

/** The container of the pod whose image's own server listens on a port. Asked by every probe, so nothing is built for the answer. */
export function serverOn(
  { containers: ids }: Sandbox,
  containers: ReadonlyMap<string, Container>,
  port: number,
  now: number,
): Container | undefined {
  for (const id of ids) {
    const container = containers.get(id);
    if (container !== undefined && container.state === "running" && container.plan.kind === "image" && isOpen(container, port, now))
      return container;
  }
  return undefined;
}

function isOpen({ image, request, startedAt = 0 }: Container, port: number, now: number): boolean {
  if (image.process === "sleep") return false;
  if (image.startSeconds !== undefined && now < startedAt + image.startSeconds * 1000) return false;
  return isServed(image, request.ports, port);
}

/** The container of the pod that listens on a port. Containers of a pod share its ports. */
export function listenerOn(containers: readonly Container[], port: number, now: number): Listener | undefined {
  for (const container of containers) {
    if (container.state !== "running") continue;
    const { image, plan, request } = container;
    const open = now >= (container.startedAt ?? now) + (image.startSeconds ?? 0) * 1000;
    if (plan.kind === "image" && isOpen(container, port, now)) return { container, process: undefined };
    for (const process of container.world?.processes.values() ?? []) {
      if (process.listen === undefined) continue;
      const isImage = process.run.kind === "program" && process.run.name === "(image)";
      if (isImage ? open && isServed(image, request.ports, port) : process.listen === port) return { container, process };
    }
  }
  return undefined;
}

function isServed(image: ImageSpec, declared: readonly number[] | undefined, port: number): boolean {
  if (image.ports === undefined) return declared?.includes(port) ?? false;
  for (const own of image.ports) if (own.port === port) return true;
  return false;
}

/** What the image's own server says; counts the request. */
export function answerAsImage(container: Container, sandbox: Sandbox, request: HttpRequest): HttpResult {
  const told = container.image.ports?.find((own) => own.port === request.port);
  const port: ImagePort = told ?? { port: request.port };
  if (port.tcpOnly) return { error: "closed", delayMs: 0 };
  if (port.grpc !== undefined) return { error: "http2", delayMs: 0 };
  if (told !== undefined && request.tls === true && port.tls !== true) return { error: "plain", delayMs: 0 };
  container.served++;
  const headers = NO_HEADERS;
  if (port.tls === true && request.tls !== true)
    return { status: 400, body: "Client sent an HTTP request to an HTTPS server.\n", headers, delayMs: 0 };
  if (port.failAfterRequests !== undefined && container.served > port.failAfterRequests) {
    return { status: 500, body: "I'm not well. Please restart me!\n", headers, delayMs: 0 };
  }
  const query = request.path.indexOf("?");
  const path = query < 0 ? request.path : request.path.slice(0, query);
  const found = port.http?.find((row) => row.path === path) ?? port.http?.find((row) => row.path === "*");
  if (found === undefined) {
    const status = port.otherStatus ?? (port.http === undefined ? 200 : 404);
    return { status, body: status === 404 ? "<html>\n<head><title>404 Not Found</title></head>\n</html>\n" : "", headers, delayMs: 0 };
  }
  if (found.needsHeader !== undefined && !hasHeader(request, found.needsHeader))
    return { status: 401, body: "Unauthorized\n", headers, delayMs: 0 };
  const fixed = fixedAnswer(found);
  return found.body?.includes("{hostname}") === true ? { ...fixed, body: found.body.replaceAll("{hostname}", sandbox.hostname) } : fixed;
}

const NO_HEADERS = Object.freeze({});
type Answer = Extract<HttpResult, { readonly status: unknown }>;
/** What a path answers but for the pod's name. It is worked out of what never changes: kept only to save time. */
const answers = new WeakMap<ImagePath, Answer>();

function fixedAnswer(row: ImagePath): Answer {
  const known = answers.get(row);
  if (known !== undefined) return known;
  const { status, body = "", location, delaySeconds = 0 } = row;
  const headers = location === undefined ? NO_HEADERS : { Location: location };
  const answer = Object.freeze({ status, body, headers, delayMs: Math.round(delaySeconds * 1000) });
  answers.set(row, answer);
  return answer;
}

function hasHeader({ headers = {} }: HttpRequest, wanted: string): boolean {
  const colon = wanted.indexOf(":");
  const name = wanted.slice(0, colon).toLowerCase();
  const value = wanted.slice(colon + 1).trim();
  return Object.entries(headers).some(([own, is]) => own.toLowerCase() === name && is === value);
}

/** What a gRPC health check of a pod's port meets. */
export function healthOf({ container, process }: Listener, port: number, fault: HttpFault | undefined, timeoutMs: number): GrpcResult {
  const health = process === undefined ? container.image.ports?.find((own) => own.port === port)?.grpc : undefined;
  if (health === undefined) return { health: "unreachable", delayMs: timeoutMs };
  const delayMs = fault?.delayMs ?? 0;
  if (fault?.hang === true || delayMs >= timeoutMs) return { health: "timeout", delayMs: timeoutMs };
  return { health: fault?.code === undefined ? health : "NOT_SERVING", delayMs };
}

/** What a Fault does to the container's answers. */
export function faultOf({ faults }: Sandbox, { request }: Container): HttpFault | undefined {
  return faults === undefined ? undefined : (faults.get(request.name) ?? faults.get(""));
}

/** An answer as it arrives under a fault and a limit of time. */
export function underFault(result: HttpResult, fault: HttpFault | undefined, timeoutMs: number): HttpResult {
  if (fault === undefined && result.delayMs < timeoutMs) return result;
  if (fault?.hang) return { error: "timeout", delayMs: timeoutMs };
  const delayMs = result.delayMs + (fault?.delayMs ?? 0);
  if (delayMs >= timeoutMs) return { error: "timeout", delayMs: timeoutMs };
  if ("error" in result) return result;
  return fault?.code === undefined ? { ...result, delayMs } : { ...result, status: fault.code, body: "", delayMs };
}
