// PATCH: JSON, merge and strategic merge patches of an object or its status (API-82 to API-92). Server-side apply is apply.ts.

import { ApiError, badRequest, invalid } from "../api/apierror.ts";
import { DecodeError, decodeValue } from "../api/decode.ts";
import { applyJsonPatch, JsonPatchError, type JsonPatchOperation } from "../api/jsonpatch.ts";
import { isPlainObject, JsonError, parseJson } from "../api/jsontext.ts";
import { applyMergePatch } from "../api/mergepatch.ts";
import type { KubeObject } from "../api/object.ts";
import { applyStrategicPatch, goValue, SET_ELEMENT_ORDER, StrategicPatchError } from "../api/strategicpatch.ts";
import { applyPatch } from "./apply.ts";
import { bodyText, contentType } from "./body.ts";
import { objectJson, type ResourceRequest, writeFor } from "./context.ts";
import { invalidOptions, writeOptions } from "./query.ts";
import type { Answer } from "./respond.ts";
import { warningsFor } from "./warnings.ts";
import { checkName } from "./write.ts";

const PATCH_PREFIX = "error decoding patch: ";
const MOST_OPERATIONS = 10_000; // API-83

export function patch(context: ResourceRequest, subresource?: "status"): Answer {
  const { server, route, query, request } = context;
  const { info } = route;
  const type = contentType(request);
  if (type === "application/apply-patch+yaml") return applyPatch(context, subresource);
  const patcher = patcherOf(type, request);
  const options = writeOptions(query, "PatchOptions");
  if (query.get("force") !== undefined) {
    throw invalidOptions("PatchOptions", [
      { type: "Forbidden", field: "force", message: "Forbidden: may not be specified for non-apply patch" },
    ]);
  }
  const warnings: string[] = [];
  let before: KubeObject | undefined;
  const change = (old: KubeObject): KubeObject => {
    before = old;
    const current = JSON.parse(objectJson(info, old)) as Record<string, unknown>; // an object's JSON is an object
    const patched = patcher.apply(info.definition, current);
    const { object, strictErrors } = decodePatched(info.definition, patched, patcher.shown(patched, current), patcher.why);
    if (options.fieldValidation === "Strict" && strictErrors.length > 0) {
      throw invalidPatch(patcher.shown(patched, current), `strict decoding error: ${strictErrors.join(", ")}`);
    }
    if (options.fieldValidation === "Warn") warnings.push(...strictErrors);
    const next = { ...object, kind: old.kind, apiVersion: old.apiVersion } as unknown as KubeObject; // decoded as that kind
    checkPatched(context, next, old);
    return next;
  };
  const write = { ...writeFor(context, options), verb: "patch" as const, ...(subresource ? { subresource } : {}) };
  const updated = server.update(info, route.namespace ?? "", route.name ?? "", change, write);
  return { status: 200, json: objectJson(info, updated), warnings: [...warnings, ...warningsFor(info, updated, before)] };
}

interface Patcher {
  apply(definition: string, current: Record<string, unknown>): unknown;
  /** What the server prints as the bad value when the result does not fit. */
  shown(patched: unknown, current: unknown): string;
  /** In whose words it says why, when not in the JSON decoder's. */
  readonly why?: (message: string) => string;
}

const TYPE_MISMATCH = /^json: cannot unmarshal (\w+)(?: \S+)? into Go .* of type (.*)$/;
const NO_STRUCT = /^(?:int|uint|float)\d+$|^(?:string|bool)$/;

/** A strategic merge patch as it is left when it has been applied: lists whose order it gave are used up. */
function withoutOrdered(value: unknown): unknown {
  if (!isPlainObject(value)) return value;
  const ordered = new Set(
    Object.keys(value).flatMap((key) => (key.startsWith(SET_ELEMENT_ORDER) ? key.slice(SET_ELEMENT_ORDER.length) : [])),
  );
  const left = Object.entries(value).filter(([key]) => !key.startsWith(SET_ELEMENT_ORDER) && !ordered.has(key));
  return Object.fromEntries(left.map(([key, item]) => [key, withoutOrdered(item)]));
}

/** A strategic merge patch gives maps, and what turns maps into objects has its own words for a wrong type. */
function whyNotRestored(message: string): string {
  const [, given = "", wanted = ""] = TYPE_MISMATCH.exec(message) ?? [];
  if (wanted === "") return message;
  if (NO_STRUCT.test(wanted)) return `unrecognized type: ${wanted}`;
  const kind = given === "object" ? "map" : given === "array" ? "slice" : given === "number" ? "int64" : given;
  if (wanted.startsWith("[]")) return `cannot restore slice from ${kind}`;
  return wanted.startsWith("map[") ? `cannot restore map from ${kind}` : `cannot restore struct from: ${kind}`;
}

/** How to patch with a body of that content type; also used on Scale objects. */
export function patcherOf(type: string, request: ResourceRequest["request"]): Patcher {
  switch (type) {
    case "application/json-patch+json": {
      const operations = operationsIn(bodyText(request));
      return { apply: (_definition, current) => jsonPatched(current, operations), shown: shownJson };
    }
    case "application/merge-patch+json": {
      const value = objectIn(bodyText(request));
      return { apply: (_definition, current) => applyMergePatch(current, value), shown: shownJson };
    }
    case "application/strategic-merge-patch+json": {
      const value = objectIn(bodyText(request), "");
      return {
        apply: (definition, current) => strategicallyPatched(definition, current, value),
        shown: () => goValue(withoutOrdered(value)),
        why: whyNotRestored,
      };
    }
    default:
      throw new ApiError(415, "UnsupportedMediaType", "415: Unsupported Media Type", {});
  }
}

/** `prefix`: a strategic merge patch is read by other hands, which say less. */
function objectIn(text: string, prefix = PATCH_PREFIX): Record<string, unknown> {
  const value = patchIn(text, prefix);
  if (isPlainObject(value)) return value;
  throw badRequest(
    `${prefix}json: cannot unmarshal ${Array.isArray(value) ? "array" : typeof value} into Go value of type map[string]interface {}`,
  );
}

function operationsIn(text: string): readonly JsonPatchOperation[] {
  const value = patchIn(text);
  if (!Array.isArray(value)) {
    throw badRequest(
      `error decoding patch: json: cannot unmarshal ${value === null ? "null" : typeof value} into Go value of type []handlers.jsonPatchOp`,
    );
  }
  if (value.length > MOST_OPERATIONS) {
    throw new ApiError(
      413,
      "RequestEntityTooLarge",
      `Request entity too large: The allowed maximum operations in a JSON patch is ${MOST_OPERATIONS}, got ${value.length}`,
    );
  }
  return value as readonly JsonPatchOperation[]; // applying them refuses what is no operation
}

function patchIn(text: string, prefix = PATCH_PREFIX): unknown {
  try {
    return parseJson(text).value;
  } catch (error) {
    if (error instanceof JsonError) throw badRequest(prefix + error.message);
    throw error;
  }
}

function jsonPatched(current: unknown, operations: readonly JsonPatchOperation[]): unknown {
  try {
    return applyJsonPatch(current, operations);
  } catch (error) {
    if (error instanceof JsonPatchError)
      throw new ApiError(422, "Invalid", "the server rejected our request due to an error in our request", {});
    throw error;
  }
}

function strategicallyPatched(definition: string, current: Record<string, unknown>, value: Record<string, unknown>): unknown {
  try {
    return applyStrategicPatch(definition, current, value);
  } catch (error) {
    if (error instanceof StrategicPatchError) throw new ApiError(500, undefined, error.message);
    throw error;
  }
}

export function decodePatched(
  definition: string,
  patched: unknown,
  shown: string,
  why: Patcher["why"] = (message) => message,
): ReturnType<typeof decodeValue> {
  try {
    return decodeValue(definition, patched);
  } catch (error) {
    if (error instanceof DecodeError) throw invalidPatch(shown, why(error.message));
    throw error;
  }
}

/** 422 without kind and name, as the server answers here (API-92). */
function invalidPatch(shown: string, why: string): ApiError {
  const message = `Invalid value: ${JSON.stringify(shown)}: ${why}`;
  return new ApiError(422, "Invalid", ` "" is invalid: patch: ${message}`, {
    causes: [{ reason: "FieldValueInvalid", message, field: "patch" }],
  });
}

/** The patched JSON: objects on the patched paths have their keys sorted, others are as they were. */
function shownJson(patched: unknown, current: unknown): string {
  return JSON.stringify(sortedWhereChanged(patched, current));
}

function sortedWhereChanged(value: unknown, before: unknown): unknown {
  if (value === before || !isPlainObject(value)) return value;
  const old = isPlainObject(before) ? before : {};
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortedWhereChanged(value[key], old[key])]),
  );
}

/** A patch may not make another object of it (API-91). */
function checkPatched({ route }: ResourceRequest, next: KubeObject, old: KubeObject): void {
  checkName(next.metadata, route.name ?? "");
  if ((next.metadata.namespace ?? "") !== (old.metadata.namespace ?? "")) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
  if (next.metadata.uid && next.metadata.uid !== old.metadata.uid) {
    const message = `Invalid value: ${JSON.stringify(next.metadata.uid)}: field is immutable`;
    // Two validations look at it, and both complain.
    const error = { type: "Invalid", field: "metadata.uid", message } as const;
    throw invalid(route.info, old.metadata.name, [error, error]);
  }
}
