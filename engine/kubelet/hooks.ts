// Lifecycle hooks of containers: exec, httpGet, sleep (KL-50, KL-107). What a hook does begins at once; how it ends is known
// beforehand and counts when its time is over. A command goes with its container, whatever was foreseen; all else goes on.

import type { Container, LifecycleHandler } from "../api/types.generated.ts";
import type { KubeletHost } from "./host.ts";
import { podText, type HookRun, type Instance, type PodWorker } from "./record.ts";
import { portOf } from "./ports.ts";
import { troubleOf, urlOf } from "./httpprobe.ts";

const NO_LIMIT_MS = 365 * 86_400_000;
const HTTP_TIMEOUT_MS = 30_000;
const KILLED = 137;

export function runHook(host: KubeletHost, worker: PodWorker, container: Container, instance: Instance, hook: LifecycleHandler): HookRun {
  const { now } = host.clock;
  const where = `for Container ${JSON.stringify(container.name)} in Pod ${JSON.stringify(podText(worker.pod))}`;
  if (hook.exec !== undefined) {
    const { command = [] } = hook.exec;
    const words = command.join(" ");
    const failure = (error: string, output: string): string =>
      `Exec lifecycle hook ([${words}]) ${where} failed - error: ${error}, message: ${JSON.stringify(output)}`;
    const exited = (code: number, stdout: string, stderr: string): string =>
      failure(`command '${words}' exited with ${code}: ${stderr}`, stdout + stderr);
    const cut = exited(KILLED, "", "");
    const result = host.runtime.exec(instance.id, command, { timeoutMs: NO_LIMIT_MS });
    if ("error" in result)
      return { endsAt: now, failure: failure(`rpc error: code = Unknown desc = failed to exec in container: ${result.error}`, ""), cut };
    const code = "exitCode" in result ? result.exitCode : KILLED;
    return { endsAt: now + result.durationMs, failure: code === 0 ? undefined : exited(code, result.stdout, result.stderr), cut };
  }
  if (hook.httpGet !== undefined) {
    const { delayMs, error } = askHook(host, worker, container, hook.httpGet);
    const failure = `HTTP lifecycle hook (${hook.httpGet.path ?? ""}) ${where} failed - error: ${error}`;
    return { endsAt: now + delayMs, failure: error === undefined ? undefined : failure, cut: undefined };
  }
  return { endsAt: now + (hook.sleep?.seconds ?? 0) * 1000, failure: undefined, cut: undefined };
}

/** Any answer will do, whatever its status says. */
function askHook(
  host: KubeletHost,
  worker: PodWorker,
  container: Container,
  httpGet: NonNullable<LifecycleHandler["httpGet"]>,
): { readonly delayMs: number; readonly error?: string } {
  const port = portOf(container, httpGet.port);
  if ("error" in port) return { delayMs: 0, error: port.error };
  const { path = "/", scheme, httpHeaders = [] } = httpGet;
  const headers = Object.fromEntries(httpHeaders.map(({ name, value }) => [name, value]));
  const plain = { port: port.port, path: path.startsWith("/") ? path : `/${path}`, timeoutMs: HTTP_TIMEOUT_MS, headers };
  const request = scheme === "HTTPS" ? { ...plain, tls: true } : plain;
  const first = host.runtime.httpGet(worker.uid, request);
  const result = "error" in first && first.error === "plain" ? host.runtime.httpGet(worker.uid, plain) : first; // KL-107
  if (!("error" in result)) return { delayMs: result.delayMs };
  return { delayMs: result.delayMs, error: `Get "${urlOf(worker.ip, request)}": ${troubleOf(result, worker.ip, request)}` };
}

/** Whether the end of its container is now the end of the hook too. */
export function isCut({ cut, endsAt }: HookRun, now: number): boolean {
  return cut !== undefined && endsAt > now;
}

/** A hook that has ended now, with its container. */
export function cutShort({ cut }: HookRun, now: number): HookRun {
  return { endsAt: now, failure: cut, cut };
}
