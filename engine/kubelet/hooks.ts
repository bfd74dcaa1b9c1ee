// Lifecycle hooks of containers: exec, httpGet, sleep, tcpSocket (KL-50, KL-107). What a hook does begins at once; how it
// ends is known beforehand and counts when its time is over.

import type { Container, LifecycleHandler } from "../api/types.generated.ts";
import type { KubeletHost } from "./host.ts";
import type { Instance, PodWorker } from "./record.ts";
import { portOf } from "./ports.ts";

export interface HookOutcome {
  readonly durationMs: number;
  readonly ok: boolean;
  readonly output: string;
}

const NO_LIMIT_MS = 365 * 86_400_000;
const HTTP_TIMEOUT_MS = 30_000;

export function runHook(
  host: KubeletHost,
  worker: PodWorker,
  container: Container,
  instance: Instance,
  hook: LifecycleHandler,
): HookOutcome {
  if (hook.sleep !== undefined) return { durationMs: hook.sleep.seconds * 1000, ok: true, output: "" };
  if (hook.exec !== undefined) {
    const result = host.runtime.exec(instance.id, hook.exec.command ?? [], { timeoutMs: NO_LIMIT_MS });
    if ("error" in result) return { durationMs: 0, ok: false, output: result.error };
    const ok = "exitCode" in result && result.exitCode === 0;
    return { durationMs: result.durationMs, ok, output: result.output };
  }
  if (hook.httpGet !== undefined) {
    const port = portOf(container, hook.httpGet.port);
    if ("error" in port) return { durationMs: 0, ok: false, output: port.error };
    const { path = "/", scheme, httpHeaders = [] } = hook.httpGet;
    const headers = Object.fromEntries(httpHeaders.map(({ name, value }) => [name, value]));
    const request = { port: port.port, path: path.startsWith("/") ? path : `/${path}`, timeoutMs: HTTP_TIMEOUT_MS, headers };
    let result = host.runtime.httpGet(worker.uid, scheme === "HTTPS" ? { ...request, tls: true } : request);
    if ("error" in result && result.error === "plain") result = host.runtime.httpGet(worker.uid, request); // KL-107
    const ok = "status" in result && result.status < 400;
    return { durationMs: result.delayMs, ok, output: "status" in result ? `status ${result.status}` : result.error };
  }
  return { durationMs: 0, ok: true, output: "" };
}
