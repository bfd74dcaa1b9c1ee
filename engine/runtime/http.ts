// Who answers on a pod's ports, and what.

import type { ImagePort, ImageSpec } from "../api/kinds.ts";
import type { Container, Sandbox } from "./container.ts";
import type { HttpFault, HttpRequest, HttpResult } from "./contract.ts";
import type { Process } from "./process.ts";

export interface Listener {
  readonly container: Container;
  /** Undefined: the image's own main process. */
  readonly process: Process | undefined;
}

/** The container of the pod that listens on a port. Containers of a pod share its ports. */
export function listenerOn(containers: readonly Container[], port: number, now: number): Listener | undefined {
  for (const container of containers) {
    if (container.state !== "running") continue;
    const { image, plan, request } = container;
    const open = now >= (container.startedAt ?? now) + (image.startSeconds ?? 0) * 1000;
    if (plan.kind === "image" && image.process !== "sleep" && open && isServed(image, request.ports, port))
      return { container, process: undefined };
    for (const process of container.world?.processes.values() ?? []) {
      if (process.listen === undefined) continue;
      const isImage = process.run.kind === "program" && process.run.name === "(image)";
      if (isImage ? open && isServed(image, request.ports, port) : process.listen === port) return { container, process };
    }
  }
  return undefined;
}

/** Asked by every probe, so nothing is built for the answer. */
function isServed(image: ImageSpec, declared: readonly number[] | undefined, port: number): boolean {
  if (image.ports === undefined) return declared?.includes(port) ?? false;
  for (const own of image.ports) if (own.port === port) return true;
  return false;
}

/** What the image's own server says; counts the request. */
export function answerAsImage(container: Container, sandbox: Sandbox, request: HttpRequest): HttpResult {
  const port: ImagePort = container.image.ports?.find((own) => own.port === request.port) ?? { port: request.port };
  if (port.tcpOnly) return { error: "refused", delayMs: 0 };
  container.served++;
  const headers = {};
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
  const body = found.body === undefined ? "" : found.body.replaceAll("{hostname}", sandbox.hostname);
  return { status: found.status, body, headers, delayMs: Math.round((found.delaySeconds ?? 0) * 1000) };
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
