// The HTTP prober (KL-132 to KL-135): one GET with kube-probe's headers, redirects followed on the same host, and Go's
// words for what goes wrong. Left out on purpose: proxies, certificates (a real one does not verify them either), IPv6.

import type { Container, Probe } from "../api/types.generated.ts";
import type { HttpRequest, HttpResult } from "../runtime/contract.ts";
import type { KubeletHost } from "./host.ts";
import { portOf } from "./ports.ts";
import { failure, GOOD, type ProbeOutcome } from "./probeoutcome.ts";
import type { PodWorker } from "./record.ts";

const MOST_REDIRECTS = 10;
const AGENT = "kube-probe/1.36";
/** The DNS server that nodes ask. */
const RESOLVER = "10.96.0.10:53";

/** The request of an httpGet probe, or undefined when it has none or names no port that there is. */
export function httpRequestOf(container: Container, { httpGet, timeoutSeconds }: Probe): HttpRequest | undefined {
  if (httpGet === undefined) return undefined;
  const { path = "/", httpHeaders, scheme } = httpGet;
  const port = portOf(container, httpGet.port);
  if ("error" in port) return undefined;
  return Object.freeze({
    port: port.port,
    path: path.startsWith("/") ? path : `/${path}`,
    timeoutMs: (timeoutSeconds ?? 1) * 1000,
    ...(scheme === "HTTPS" ? { tls: true } : {}),
    headers: Object.freeze(probeHeaders(httpHeaders ?? [])),
  });
}

/** A header that is given empty is not sent at all (KL-134). */
function probeHeaders(given: readonly { readonly name: string; readonly value: string }[]): Record<string, string> {
  const headers: Record<string, string> = { "User-Agent": AGENT, Accept: "*/*" };
  for (const { name, value } of given) {
    const known = Object.keys(headers).find((one) => one.toLowerCase() === name.toLowerCase());
    if (known !== undefined) delete headers[known];
    if (value !== "") headers[name] = value;
  }
  return headers;
}

export function httpProbe(host: KubeletHost, worker: PodWorker, request: HttpRequest, probe: Probe): ProbeOutcome {
  const named = probe.httpGet?.host;
  if (named) return follow(host, worker, request, named);
  const answer = host.runtime.httpGet(worker.uid, request);
  if ("status" in answer) {
    const { status, delayMs } = answer;
    if (status >= 200 && status < 300) return delayMs === 0 ? GOOD : { result: "Success", output: "", delayMs };
    if (status < 200 || status >= 400) return failure(`HTTP probe failed with statuscode: ${status}`, delayMs);
  }
  return follow(host, worker, request, worker.ip, answer);
}

/** The whole exchange, redirects and all. `answer`: what the first request has brought already. */
function follow(host: KubeletHost, worker: PodWorker, first: HttpRequest, address: string, answer?: HttpResult): ProbeOutcome {
  let request = first;
  let result = answer ?? ask(host, worker, address, request);
  let elapsedMs = 0;
  for (let made = 1; ; made++) {
    if (typeof result === "string") return failure(`Get "${urlOf(address, request)}": ${result}`, elapsedMs);
    if ("error" in result)
      return failure(`Get "${urlOf(address, request)}": ${troubleOf(result, address, request)}`, elapsedMs + result.delayMs);
    elapsedMs += result.delayMs;
    const { status, body } = result;
    if (status < 200 || status >= 400) return failure(`HTTP probe failed with statuscode: ${status}`, elapsedMs);
    if (status < 300) return elapsedMs === 0 ? GOOD : { result: "Success", output: "", delayMs: elapsedMs };
    const location = result.headers["Location"];
    const next = location === undefined ? undefined : redirected(request, address, location);
    if (next === undefined) {
      const output = `Probe terminated redirects, Response body: ${body}`;
      return { result: "Success", output, delayMs: elapsedMs, warning: true };
    }
    if (made >= MOST_REDIRECTS) return failure(`Get "${location}": stopped after ${MOST_REDIRECTS} redirects`, elapsedMs);
    request = { ...next, timeoutMs: first.timeoutMs - elapsedMs };
    result = ask(host, worker, address, request);
  }
}

/** The request that a redirect asks for, or undefined when it leads to another host, where a probe does not go (KL-133). */
function redirected(from: HttpRequest, address: string, location: string): HttpRequest | undefined {
  const absolute = /^(https?):\/\/([^/:?#]+)(?::(\d+))?([/?][^#]*)?/.exec(location);
  if (absolute === null) {
    const directory = from.path.replace(/\?.*$/, "").replace(/[^/]*$/, "");
    return { ...from, path: location.startsWith("/") ? location : directory + location };
  }
  const [, scheme, name, port, path = "/"] = absolute;
  if (name !== address) return undefined;
  const { tls: _tls, ...rest } = from;
  const tls = scheme === "https";
  return { ...rest, port: Number(port ?? (tls ? 443 : 80)), path, ...(tls ? { tls } : {}) };
}

/** The answer, or why there is nobody to ask. */
function ask(host: KubeletHost, worker: PodWorker, address: string, request: HttpRequest): HttpResult | string {
  if (address === worker.ip) return host.runtime.httpGet(worker.uid, request);
  const isLocal = address === "localhost" || address === "127.0.0.1";
  if (!isLocal && !/^\d+(\.\d+){3}$/.test(address)) return `dial tcp: lookup ${address} on ${RESOLVER}: no such host`;
  const pods = host.runtime.podsAt(isLocal ? host.hostIP : address);
  if (pods.length === 0 && !isLocal && address !== host.hostIP) return { error: "timeout", delayMs: request.timeoutMs };
  for (const uid of pods) {
    const answer = host.runtime.httpGet(uid, request);
    if (!("error" in answer) || answer.error !== "refused") return answer;
  }
  return { error: "refused", delayMs: 0 };
}

export function urlOf(address: string, { port, path, tls }: HttpRequest): string {
  return `${tls === true ? "https" : "http"}://${address}:${port}${path}`;
}

/** KL-135 */
export function troubleOf({ error }: Extract<HttpResult, { readonly error: unknown }>, address: string, { port }: HttpRequest): string {
  switch (error) {
    case "refused":
      return `dial tcp ${address}:${port}: connect: connection refused`;
    case "closed":
      return "EOF";
    case "plain":
      return "http: server gave HTTP response to HTTPS client";
    case "http2":
      return 'net/http: HTTP/1.x transport connection broken: malformed HTTP response "\\x00\\x00\\x06\\x04\\x00\\x00\\x00\\x00\\x00\\x00\\x05\\x00\\x00@\\x00"';
    case "timeout":
      return "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
  }
}
