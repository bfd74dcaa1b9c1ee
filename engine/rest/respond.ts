// Answers: JSON, YAML or text, with the headers of a real server (API-6, API-181).

import { stringify } from "yaml";
import { ApiError } from "../api/apierror.ts";
import type { ApiResponse } from "../api/request.ts";
import type { Form } from "./negotiate.ts";

export interface Answer {
  readonly status: number;
  /** JSON text of what is answered. */
  readonly json: string;
  readonly warnings?: readonly string[];
}

export function respond(answer: Answer, form: Form): ApiResponse {
  const warnings = answer.warnings ?? [];
  const headers: Record<string, string> = {
    "cache-control": "no-cache, private",
    "content-type": form.encoding === "yaml" ? "application/yaml" : "application/json",
  };
  if (warnings.length > 0) headers["warning"] = [...new Set(warnings)].map((text) => `299 - ${JSON.stringify(text)}`).join(", ");
  return { status: answer.status, headers, body: form.encoding === "yaml" ? yamlOf(answer.json) : answer.json };
}

/** Keys sorted, as the server's YAML writer leaves them. */
function yamlOf(json: string): string {
  return stringify(JSON.parse(json), { sortMapEntries: true, lineWidth: 80, indentSeq: false });
}

export function respondText(status: number, text: string, contentType = "text/plain; charset=utf-8"): ApiResponse {
  return { status, headers: { "cache-control": "no-cache, private", "content-type": contentType }, body: text };
}

/** Errors are JSON, whatever the form that was asked for. */
export function respondError(error: ApiError, warnings: readonly string[] = []): ApiResponse {
  const { retryAfterSeconds } = error.status.details ?? {};
  const response = respond(
    { status: error.code, json: JSON.stringify(error.status), warnings },
    { encoding: "json", as: "object", metaVersion: "v1" },
  );
  return retryAfterSeconds === undefined
    ? response
    : { ...response, headers: { ...response.headers, "retry-after": String(retryAfterSeconds) } };
}

/** No such resource, though the path has the shape of one (API-4). */
export function resourceMissing(): ApiError {
  return new ApiError(404, "NotFound", "the server could not find the requested resource", {});
}

export function methodNotAllowed(): ApiError {
  return new ApiError(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", {});
}
