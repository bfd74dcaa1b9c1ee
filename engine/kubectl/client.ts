// One command's conversation with the API server: requests with kubectl's headers, refusals as StatusError, warnings on stderr.

import type { ApiRequest, ApiResponse } from "../api/request.ts";
import type { Status } from "../api/types.generated.ts";
import { RawError, StatusError } from "./errors.ts";
import type { KubectlIo } from "./io.ts";

/** A JSON object from or for the server, of any kind. */
export interface Obj {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: ObjMeta;
  readonly [field: string]: unknown;
}

export interface ObjMeta {
  readonly name?: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly {
    readonly apiVersion: string;
    readonly kind: string;
    readonly name: string;
    readonly uid: string;
    readonly controller?: boolean;
  }[];
  readonly [field: string]: unknown;
}

export const TABLE_ACCEPT =
  "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json";

export type PatchType =
  | "application/json-patch+json"
  | "application/merge-patch+json"
  | "application/strategic-merge-patch+json"
  | "application/apply-patch+yaml";

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface RequestOptions {
  readonly query?: Query;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
}

export class Client {
  readonly #io: KubectlIo;
  readonly #command: string;
  readonly #as: string | undefined;
  readonly #warned = new Set<string>();
  constructor(io: KubectlIo, command: string, as?: string) {
    this.#io = io;
    this.#command = command;
    this.#as = as;
  }

  /** The answer as JSON. Throws a StatusError when the server refuses. */
  send(method: string, path: string, options: RequestOptions = {}): Obj {
    const response = this.#exchange(this.request(method, path, options));
    const text = bodyText(response);
    const parsed = parseJson(text);
    if (response.status >= 400) throw new StatusError(statusOf(parsed, response.status, text));
    if (parsed === undefined) throw new RawError(`error: the server answered ${method} ${path} with something that is no JSON`);
    return parsed;
  }

  /** The answer as text, whatever it is (`--raw`, logs). */
  text(method: string, path: string, options: RequestOptions = {}): string {
    const response = this.#exchange(this.request(method, path, { accept: "application/json, */*", ...options }));
    const text = bodyText(response);
    if (response.status >= 400) throw new StatusError(statusOf(parseJson(text), response.status, text));
    return text;
  }

  get(path: string, query?: Query): Obj {
    return this.send("GET", path, query ? { query } : {});
  }

  patch(path: string, type: PatchType, body: unknown, query?: Query): Obj {
    return this.send("PATCH", path, { body, contentType: type, ...(query ? { query } : {}) });
  }

  /** A request as kubectl would send it; also for watches. */
  request(method: string, path: string, options: RequestOptions = {}): ApiRequest {
    const body = options.body;
    return {
      method,
      path: path + queryString(options.query),
      headers: {
        Accept: options.accept ?? "application/json",
        "User-Agent": "kubectl/v1.35.2 (linux/amd64) kubernetes/fdc9d74",
        "Kubectl-Command": this.#command,
        ...(this.#as === undefined ? {} : { "Impersonate-User": this.#as }),
        ...(body === undefined ? {} : { "Content-Type": options.contentType ?? "application/json" }),
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    };
  }

  #exchange(request: ApiRequest): ApiResponse {
    const response = this.#io.handle(request);
    for (const warning of warningsOf(response)) {
      if (this.#warned.has(warning)) continue;
      this.#warned.add(warning);
      this.#io.stderr(`Warning: ${warning}\n`);
    }
    return response;
  }
}

function queryString(query: Query = {}): string {
  const terms = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value)).replace(/%20/g, "+")}`);
  return terms.length > 0 ? `?${terms.join("&")}` : "";
}

export function bodyText(response: ApiResponse): string {
  return typeof response.body === "string" ? response.body : decodeUtf8(response.body);
}

/** UTF-8 without TextDecoder, which the engine does not have. */
export function decodeUtf8(bytes: Uint8Array): string {
  let escaped = "";
  for (const byte of bytes) escaped += byte < 0x80 && byte !== 0x25 ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, "0")}`;
  try {
    return decodeURIComponent(escaped);
  } catch {
    // Not UTF-8: byte by byte is the best that can be shown.
    return String.fromCharCode(...bytes);
  }
}

function parseJson(text: string): Obj | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // Every JSON answer of the API server is an object.
    return typeof value === "object" && value !== null ? (value as Obj) : undefined;
  } catch {
    // Plain text, such as the 404 of an unknown path.
    return undefined;
  }
}

/** The server's Status, or the one that client-go makes of an answer without one (API-207). */
function statusOf(body: Obj | undefined, code: number, text: string): Status {
  if (body?.kind === "Status") return body as unknown as Status; // the server's own word for its kind
  const base = { kind: "Status" as const, apiVersion: "v1", metadata: {}, status: "Failure" as const, code } as const;
  if (code === 404) return { ...base, reason: "NotFound", message: "the server could not find the requested resource" };
  if (code === 405)
    return { ...base, reason: "MethodNotAllowed", message: "the server does not allow this method on the requested resource" };
  return { ...base, message: text.trim() || `an error on the server has prevented the request from succeeding (code ${code})` };
}

/** Texts of Warning headers: `299 - "text"`, several joined by commas. */
function warningsOf(response: ApiResponse): string[] {
  const header = response.headers["warning"] ?? response.headers["Warning"];
  if (!header) return [];
  return [...header.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map((match) => (match[1] ?? "").replace(/\\(.)/g, "$1"));
}
