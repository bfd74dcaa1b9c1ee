// Programs that serve and ask: httpd, nc, wget, curl.

import type { HttpRequest, HttpResult } from "../contract.ts";
import type { Kernel } from "../kernel.ts";
import type { Process, Wait } from "../process.ts";
import { durationMs, type Call, type Outcome, type Program } from "./call.ts";

/** Takes the port; an exit code when it cannot. */
function listen(call: Call, port: number): number | undefined {
  if (call.process.listen === port) return undefined;
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return call.fail(`bad port`);
  if (call.kernel.node.connect(call.kernel.sandbox, port)) return call.fail(`bind: Address already in use`);
  call.process.listen = port;
  return undefined;
}

const httpd: Program = (call) => {
  const { flags } = call.options("pchru");
  const trouble = listen(call, Number((flags.get("p") ?? "80").split(":").at(-1)));
  if (trouble !== undefined) return trouble;
  call.memo["root"] = call.path(flags.get("h") ?? ".");
  if (flags.has("f")) return { on: "signal" };
  if (call.memo["daemon"] === true) return { on: "signal" };
  return detach(call);
};

/** Without -f it goes on in the background and the command itself is over. */
function detach(call: Call): Outcome {
  const { kernel, process } = call;
  const port = process.listen;
  process.listen = undefined;
  const memo = { ...call.memo, daemon: true };
  const child = kernel.spawn({
    run: { kind: "program", name: "httpd", memo },
    argv: process.argv,
    fds: kernel.forkDescriptors(process),
    cwd: process.cwd,
    env: process.env,
    ignored: process.ignored,
    ppid: kernel.world.mainPid,
  });
  if (child !== undefined) child.listen = port;
  return 0;
}

const nc: Program = (call) => {
  const { flags, rest } = call.options("pweis");
  if (!flags.has("l")) return connectOut(call, rest, flags.has("z"));
  const port = Number(flags.get("p") ?? rest.at(-1));
  if (call.memo["served"] === true && !flags.has("k")) return 0;
  call.memo["served"] = false;
  const trouble = listen(call, port);
  return trouble ?? { on: "signal" };
};

function connectOut(call: Call, rest: readonly string[], quiet: boolean): Outcome {
  const [host = "", port = ""] = rest;
  if (!isHere(call, host)) return call.fail(`bad address '${host}'`);
  if (!call.kernel.node.connect(call.kernel.sandbox, Number(port)))
    return quiet ? 1 : call.fail(`can't connect to remote host (${host}): Connection refused`);
  if (!quiet) call.out("");
  return 0;
}

const isHere = (call: Call, host: string): boolean =>
  ["localhost", "127.0.0.1", call.kernel.sandbox.ip, call.kernel.sandbox.hostname].includes(host);

/** What a listening program answers. It may have to be woken: `nc` without -k ends after one connection. */
export function answer(kernel: Kernel, process: Process, request: HttpRequest): HttpResult {
  const headers: Record<string, string> = {};
  if (process.run.kind !== "program") return { error: "timeout", delayMs: request.timeoutMs };
  if (request.tls === true) return { error: process.run.name === "nc" ? "closed" : "plain", delayMs: 0 };
  const { memo } = process.run;
  if (process.run.name === "nc") return answerNetcat(kernel, process, request);
  const path = `${String(memo["root"] ?? "/")}/${request.path.split("?")[0] ?? ""}`.replace(/\/+/g, "/");
  const directory = kernel.files.kind(path.replace(/(.)\/$/, "$1")) === "directory";
  const body = kernel.files.read(directory ? `${path.replace(/\/$/, "")}/index.html` : path);
  if (body === undefined)
    return {
      status: 404,
      body: "<HTML><HEAD><TITLE>404 Not Found</TITLE></HEAD>\n<BODY><H1>404 Not Found</H1>\nThe requested URL was not found\n</BODY></HTML>\n",
      headers,
      delayMs: 0,
    };
  return { status: 200, body, headers, delayMs: 0 };
}

function answerNetcat(kernel: Kernel, process: Process, request: HttpRequest): HttpResult {
  kernel.write(process, 1, requestText(request, `${kernel.sandbox.ip}:${request.port}`));
  const text = kernel.read(process, 0);
  accepted(process);
  if (typeof text !== "string") return { error: "timeout", delayMs: request.timeoutMs };
  const match =
    /^HTTP\/\d(?:\.\d)? (\d{3})[^\n]*\n(?:[^]*?\n)?\r?\n([^]*)$/.exec(text) ?? /^HTTP\/\d(?:\.\d)? (\d{3})[^\n]*\n?()/.exec(text);
  // What is no HTTP is an error to an HTTP client, as a connection that breaks off.
  return match ? { status: Number(match[1]), body: match[2] ?? "", headers: {}, delayMs: 0 } : { error: "closed", delayMs: 0 };
}

/** In the order in which Go writes it. */
function requestText({ path, headers = {} }: HttpRequest, host: string): string {
  const { Host = host, "User-Agent": agent, ...rest } = headers;
  const lines = [`GET ${path} HTTP/1.1`, `Host: ${Host}`, ...(agent === undefined ? [] : [`User-Agent: ${agent}`])];
  for (const name of Object.keys(rest).sort()) lines.push(`${name}: ${rest[name]}`);
  return `${lines.join("\r\n")}\r\nConnection: close\r\n\r\n`;
}

/** A connection has been made: `nc -l` is over after its first. */
export function accepted(process: Process): void {
  if (process.run.kind !== "program" || process.run.name !== "nc") return;
  const keeps = process.argv.some((arg) => /^-\w*k/.test(arg));
  if (keeps) return;
  process.run.memo["served"] = true;
  process.listen = undefined;
  process.wait = undefined;
}

const fetchUrl: Program = (call) => {
  const curl = call.name === "curl";
  const { flags, rest } = call.options(curl ? "oHXdmAuw" : "OTtUY");
  const url = rest.find((word) => !/^\d+$/.test(word) || rest.length === 1);
  const match = /^(?:(https?):\/\/)?([^/:]+)(?::(\d+))?(\/.*)?$/.exec(url ?? "");
  if (url === undefined || !match) return call.fail(curl ? "no URL specified" : "bad address", curl ? 2 : 1);
  if (call.memo["result"] === undefined) {
    const timeoutMs = durationMs(flags.get(curl ? "m" : "T") ?? flags.get("--max-time") ?? "") ?? 900_000;
    const port = Number(match[3] ?? (match[1] === "https" ? 443 : 80));
    const request = { port, path: match[4] ?? "/", timeoutMs, ...(match[1] === "https" ? { tls: true } : {}) };
    const result = call.kernel.node.request(call.kernel.sandbox, match[2] ?? "", request);
    call.memo["result"] = JSON.stringify(result ?? null);
    call.memo["at"] = call.kernel.now + (result?.delayMs ?? 0);
  }
  if (Number(call.memo["at"]) > call.kernel.now) return { on: "time", at: Number(call.memo["at"]) } satisfies Wait;
  const result = JSON.parse(String(call.memo["result"])) as HttpResult | null; // written a moment ago
  return curl
    ? curlEnd(call, result, flags, match[2] ?? "", match[3] ?? "80")
    : wgetEnd(call, result, flags, match[2] ?? "", match[3] ?? "80", match[4] ?? "/");
};

function wgetEnd(
  call: Call,
  result: HttpResult | null,
  flags: ReadonlyMap<string, string>,
  host: string,
  port: string,
  path: string,
): number {
  const quiet = flags.has("q");
  if (result === null) return call.fail(`bad address '${host}'`);
  if (!quiet) call.kernel.write(call.process, 2, `Connecting to ${host}:${port}\n`);
  if ("error" in result) return call.fail(WGET_TROUBLES[result.error]);
  if (result.status >= 400) return call.fail(`server returned error: HTTP/1.1 ${result.status} ${REASONS[result.status] ?? ""}`.trimEnd());
  const output = flags.get("O") ?? (path.split("/").at(-1) || "index.html");
  if (flags.has("--spider")) return 0;
  if (output === "-") call.out(result.body);
  else call.kernel.files.write(call.path(output), result.body);
  return 0;
}

function curlEnd(call: Call, result: HttpResult | null, flags: ReadonlyMap<string, string>, host: string, port: string): number {
  const say = (code: number, text: string): number => (flags.has("s") && !flags.has("S") ? code : call.fail(`(${code}) ${text}`, code));
  if (result === null) return say(6, `Could not resolve host: ${host}`);
  if ("error" in result)
    switch (result.error) {
      case "refused":
        return say(7, `Failed to connect to ${host} port ${port}: Connection refused`);
      case "timeout":
        return say(28, "Operation timed out");
      case "plain":
        return say(35, "TLS connect error: wrong version number");
      default:
        return say(52, "Empty reply from server");
    }
  if (flags.has("f") && result.status >= 400) return say(22, `The requested URL returned error: ${result.status}`);
  const head = `HTTP/1.1 ${result.status} ${REASONS[result.status] ?? ""}\r\n\r\n`;
  const text = (flags.has("i") || flags.has("I") ? head : "") + (flags.has("I") ? "" : result.body);
  const output = flags.get("o");
  if (output === undefined) call.out(text);
  else if (output !== "/dev/null") call.kernel.files.write(call.path(output), text);
  const format = flags.get("w");
  if (format !== undefined) call.out(format.replaceAll("%{http_code}", String(result.status)).replaceAll("\\n", "\n"));
  return 0;
}

const WGET_TROUBLES = {
  refused: "can't connect to remote host: Connection refused",
  timeout: "download timed out",
  closed: "error getting response",
  plain: "TLS error from peer (alert code 70): protocol version",
  http2: "error getting response",
} as const;

const REASONS: Readonly<Record<number, string>> = { 200: "OK", 404: "Not Found", 500: "Internal Server Error", 503: "Service Unavailable" };

export const networkPrograms: Readonly<Record<string, Program>> = { httpd, nc, netcat: nc, wget: fetchUrl, curl: fetchUrl };
