// The query of a request path, and the options of reads and writes that come in it (API-5), validated as a server does.

import { ApiError, badRequest, type FieldError, invalid } from "../api/apierror.ts";

export class Query {
  readonly #values = new Map<string, string[]>();

  constructor(text: string) {
    for (const part of text.split("&")) {
      if (part === "") continue;
      const at = part.indexOf("=");
      const name = decode(at < 0 ? part : part.slice(0, at));
      this.#values.set(name, [...(this.#values.get(name) ?? []), at < 0 ? "" : decode(part.slice(at + 1))]);
    }
  }

  get(name: string): string | undefined {
    return this.#values.get(name)?.[0];
  }

  /** The value unless it is missing or empty. */
  text(name: string): string | undefined {
    return this.get(name) || undefined;
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** Anything but `false` and `0` counts as true. */
  flag(name: string): boolean {
    const value = this.get(name);
    return value !== undefined && value !== "0" && value.toLowerCase() !== "false";
  }

  integer(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!/^[-+]?\d+$/.test(value)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
    return Number(value);
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch (error) {
    if (error instanceof URIError) throw badRequest(`invalid URL escape ${JSON.stringify(text)}`);
    throw error;
  }
}

export type FieldValidation = "Ignore" | "Warn" | "Strict";

export interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldValidation: FieldValidation;
  readonly fieldManager: string | undefined;
}

/** `kind` names the options in errors: `CreateOptions`. `dryRun` may also come in a body of DeleteOptions. */
export function writeOptions(query: Query, kind: string, dryRunInBody?: readonly string[]): WriteOptions {
  const errors: FieldError[] = [];
  const dryRun = dryRunInBody ?? query.all("dryRun").filter((value) => value !== "");
  if (dryRun.some((value) => value !== "All")) {
    errors.push({
      type: "NotSupported",
      field: "dryRun",
      message: `Unsupported value: ${JSON.stringify(dryRun)}: supported values: "All"`,
    });
  }
  if ((query.get("fieldManager") ?? "").length > 128)
    errors.push({ type: "TooLong", field: "fieldManager", message: "Too long: may not be more than 128 bytes" });
  const validation = query.get("fieldValidation") ?? "";
  if (!["", "Ignore", "Warn", "Strict"].includes(validation)) {
    errors.push({
      type: "NotSupported",
      field: "fieldValidation",
      message: `Unsupported value: ${JSON.stringify(validation)}: supported values: "", "Ignore", "Strict", "Warn"`,
    });
  }
  if (errors.length > 0) throw invalidOptions(kind, errors);
  return {
    dryRun: dryRun.length > 0,
    fieldValidation: (validation || "Warn") as FieldValidation, // one of the four, as just checked
    fieldManager: query.text("fieldManager"),
  };
}

export function invalidOptions(kind: string, errors: readonly FieldError[]): ApiError {
  return invalid({ group: "meta.k8s.io", kind }, "", errors);
}

/** What a list or watch asks of time. */
export interface ListOptions {
  readonly limit: number;
  readonly continueToken: string | undefined;
  readonly resourceVersion: string | undefined;
  readonly match: "Exact" | "NotOlderThan" | undefined;
  readonly sendInitialEvents: boolean | undefined;
  readonly allowWatchBookmarks: boolean;
}

export function listOptions(query: Query, isWatch: boolean): ListOptions {
  const match = query.text("resourceVersionMatch");
  const resourceVersion = query.text("resourceVersion");
  const sendInitialEvents = query.get("sendInitialEvents") === undefined ? undefined : query.flag("sendInitialEvents");
  const errors = matchErrors(match, resourceVersion, isWatch, sendInitialEvents);
  if (errors.length > 0) throw invalidOptions("ListOptions", errors);
  return {
    limit: Math.max(0, query.integer("limit") ?? 0),
    continueToken: query.text("continue"),
    resourceVersion,
    match: match as ListOptions["match"], // matchErrors has refused other words
    sendInitialEvents,
    allowWatchBookmarks: query.flag("allowWatchBookmarks"),
  };
}

function matchErrors(
  match: string | undefined,
  resourceVersion: string | undefined,
  isWatch: boolean,
  initial: boolean | undefined,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  const forbid = (field: string, why: string): number => errors.push({ type: "Forbidden", field, message: `Forbidden: ${why}` });
  const refuse = (supported: string): number =>
    errors.push({
      type: "NotSupported",
      field: "resourceVersionMatch",
      message: `Unsupported value: ${JSON.stringify(match)}: supported values: ${supported}`,
    });
  if (initial !== undefined) {
    if (!isWatch) forbid("sendInitialEvents", "sendInitialEvents is forbidden for list");
    if (match !== "NotOlderThan") {
      forbid("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
      if (match !== undefined) refuse('"NotOlderThan"');
    }
    return errors;
  }
  if (match === undefined) return errors;
  if (isWatch) forbid("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
  else if (resourceVersion === undefined)
    forbid("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided");
  else if (match !== "Exact" && match !== "NotOlderThan") refuse('"Exact", "NotOlderThan", ""');
  else if (match === "Exact" && resourceVersion === "0")
    forbid("resourceVersionMatch", 'resourceVersionMatch "Exact" is forbidden for resourceVersion "0"');
  return errors;
}
