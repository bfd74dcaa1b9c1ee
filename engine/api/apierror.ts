// What the API server says when it says no: an error that carries a Kubernetes Status (API-22 to API-33).

import type { KindInfo } from "./kinds.ts";
import { qualifiedResource } from "./kinds.ts";
import type { Status, StatusCause, StatusDetails } from "./types.generated.ts";

/** Thrown by the API server for a refused request; the run loop or the user's client deals with it. */
export class ApiError extends Error {
  readonly status: Status;
  constructor(code: number, reason: string | undefined, message: string, details?: StatusDetails) {
    super(message);
    this.name = "ApiError";
    this.status = {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message,
      ...(reason === undefined ? {} : { reason }),
      ...(details === undefined ? {} : { details }),
      code,
    };
  }
  get reason(): string | undefined {
    return this.status.reason;
  }
  get code(): number {
    return this.status.code ?? 500;
  }
}

/** One fault of an invalid object. `type` is the reason word of API-28 without its prefix `FieldValue`. */
export interface FieldError {
  readonly type:
    | "Invalid"
    | "Required"
    | "Duplicate"
    | "NotFound"
    | "NotSupported"
    | "Forbidden"
    | "TooLong"
    | "TooMany"
    | "TypeInvalid"
    | "Internal";
  readonly field: string;
  /** Without the field path: `Invalid value: 70000: must be between 1 and 65535, inclusive` (API-29). */
  readonly message: string;
}

function detailsOf(info: KindInfo, name: string, more?: Partial<StatusDetails>): StatusDetails {
  return { ...(name ? { name } : {}), ...(info.group ? { group: info.group } : {}), kind: info.resource, ...more };
}

export function notFound(info: KindInfo, name: string): ApiError {
  return new ApiError(404, "NotFound", `${qualifiedResource(info)} "${name}" not found`, detailsOf(info, name));
}

export function alreadyExists(info: KindInfo, name: string, beingDeleted = false): ApiError {
  const message = `${qualifiedResource(info)} "${name}" already exists`;
  return new ApiError(409, "AlreadyExists", beingDeleted ? `object is being deleted: ${message}` : message, detailsOf(info, name));
}

/** 409 of optimistic concurrency, or with another text (API-26, API-51). */
export function conflict(
  info: KindInfo,
  name: string,
  why = "the object has been modified; please apply your changes to the latest version and try again",
): ApiError {
  return new ApiError(
    409,
    "Conflict",
    `Operation cannot be fulfilled on ${qualifiedResource(info)} "${name}": ${why}`,
    detailsOf(info, name),
  );
}

/** 409 of a delete whose preconditions do not hold; it names the kind, not the resource (API-51). */
export function preconditionFailed(info: KindInfo, name: string, why: string): ApiError {
  return new ApiError(409, "Conflict", `Operation cannot be fulfilled on ${info.kind} "${name}": ${why}`, {
    ...detailsOf(info, name),
    kind: info.kind,
  });
}

export function forbidden(info: KindInfo, name: string, why: string, causes?: readonly StatusCause[]): ApiError {
  const what = name ? `${qualifiedResource(info)} "${name}"` : qualifiedResource(info);
  return new ApiError(403, "Forbidden", `${what} is forbidden: ${why}`, detailsOf(info, name, causes ? { causes } : {}));
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, "BadRequest", message);
}

/** 422 with all faults of one validation pass (API-28); equal ones are said once. */
export function invalid(
  info: Pick<KindInfo, "group" | "kind"> | { readonly group: string; readonly kind: string },
  name: string,
  errors: readonly FieldError[],
): ApiError {
  const texts = [...new Set(errors.map((error) => `${error.field}: ${error.message}`))];
  const what = info.group ? `${info.kind}.${info.group}` : info.kind;
  const list = texts.length === 1 ? texts[0] : `[${texts.join(", ")}]`;
  return new ApiError(422, "Invalid", `${what} "${name}" is invalid: ${list}`, {
    ...(name ? { name } : {}),
    ...(info.group ? { group: info.group } : {}),
    kind: info.kind,
    causes: errors.map((error) => ({
      reason: error.type === "Internal" ? "InternalError" : `FieldValue${error.type}`,
      message: error.message,
      field: error.field,
    })),
  });
}
