// Request bodies: JSON or YAML text to an object of the wanted kind, with the refusals of a real server (API-33, API-177).

import { LineCounter, parseDocument, visit } from "yaml";
import { ApiError, badRequest } from "../api/apierror.ts";
import { DecodeError, decodeValue } from "../api/decode.ts";
import { type Duplicates, isPlainObject, JsonError, parseJson } from "../api/jsontext.ts";
import { findKind } from "../api/kinds.ts";
import { type ApiRequest, headerOf } from "../api/request.ts";
import type { FieldValidation } from "./query.ts";

/** The kind that a path wants in its body. */
export interface WantedKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly definition: string;
  /** Other group versions that are taken too. */
  readonly alsoVersions?: readonly string[];
}

export interface Body {
  readonly object: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
}

interface Parsed {
  readonly value: unknown;
  readonly duplicates: Duplicates;
  /** Keys that a YAML text gives twice: `line 5: key "name" already set in map`. */
  readonly yamlDuplicates: readonly string[];
}

export function bodyText(request: ApiRequest): string {
  const { body } = request;
  if (body === undefined) return "";
  return typeof body === "string" ? body : utf8(body);
}

function utf8(bytes: Uint8Array): string {
  let escaped = "";
  for (const byte of bytes) escaped += byte < 128 && byte !== 37 ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, "0")}`;
  try {
    return decodeURIComponent(escaped);
  } catch (error) {
    if (error instanceof URIError) throw badRequest("the body of the request is not valid UTF-8");
    throw error;
  }
}

/** The media type without its parameters. */
export function contentType(request: ApiRequest): string {
  return (headerOf(request, "content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

/** Reads the body as an object of that kind. */
export function readObject(request: ApiRequest, wanted: WantedKind, fieldValidation: FieldValidation): Body {
  const parsed = parseBody(request, wanted.kind);
  checkKind(parsed.value, wanted);
  const version = wanted.version;
  try {
    const { object, strictErrors } = decodeValue(wanted.definition, parsed.value, parsed.duplicates);
    const warnings = fieldValidation === "Ignore" ? [] : [...parsed.yamlDuplicates, ...strictErrors];
    if (fieldValidation === "Strict" && warnings.length > 0) {
      const yaml =
        parsed.yamlDuplicates.length > 0 ? [`yaml: unmarshal errors:\n${parsed.yamlDuplicates.map((line) => `  ${line}`).join("\n")}`] : [];
      throw new DecodeError(`strict decoding error: ${[...yaml, ...strictErrors].join(", ")}`);
    }
    const apiVersion = wanted.group ? `${wanted.group}/${version}` : version;
    return { object: { ...object, kind: wanted.kind, apiVersion }, warnings };
  } catch (error) {
    if (error instanceof DecodeError)
      throw badRequest(`${wanted.kind} in version ${JSON.stringify(version)} cannot be handled as a ${wanted.kind}: ${error.message}`);
    throw error;
  }
}

function parseBody(request: ApiRequest, kind: string): Parsed {
  const type = contentType(request);
  const text = bodyText(request);
  if (type === "application/yaml") return parseYaml(text);
  if (type !== "" && type !== "application/json") {
    const types = "application/json, application/yaml, application/vnd.kubernetes.protobuf";
    throw new ApiError(
      415,
      "UnsupportedMediaType",
      `the body of the request was in an unknown format - accepted media types include: ${types}`,
    );
  }
  const refuse = (why: string): ApiError =>
    badRequest(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${why} (${asGoPrints(text)})`,
    );
  try {
    const { value, duplicates } = parseJson(text);
    if (!isPlainObject(value)) {
      const fields = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
      throw refuse(`json: cannot unmarshal ${Array.isArray(value) ? "array" : typeof value} into Go value of type ${fields}`);
    }
    return { value, duplicates, yamlDuplicates: [] };
  } catch (error) {
    if (error instanceof JsonError) throw refuse(error.message);
    throw error;
  }
}

/** Text that begins like JSON is printed as it is, other bytes as hexadecimal digits. */
function asGoPrints(text: string): string {
  if (text.trimStart().startsWith("{")) return text;
  let digits = "";
  for (const character of text.slice(0, 1024)) digits += (character.codePointAt(0) ?? 0).toString(16).padStart(2, "0");
  return digits;
}

export function parseYaml(text: string): Parsed {
  const lines = new LineCounter();
  const document = parseDocument(text, { uniqueKeys: false, lineCounter: lines, version: "1.1" });
  const [error] = document.errors;
  if (error) throw badRequest(`error converting YAML to JSON: yaml: ${error.message.split("\n")[0] ?? ""}`);
  const yamlDuplicates: string[] = [];
  visit(document, {
    Map(_key, map) {
      const seen = new Set<string>();
      for (const pair of map.items) {
        // A key of a manifest is a scalar with a place in the text.
        const key = pair.key as { readonly value?: unknown; readonly range?: readonly number[] };
        const name = String(key.value);
        if (seen.has(name))
          yamlDuplicates.push(`line ${lines.linePos(key.range?.[0] ?? 0).line}: key ${JSON.stringify(name)} already set in map`);
        seen.add(name);
      }
    },
  });
  return { value: document.toJS(), duplicates: new Map(), yamlDuplicates };
}

function checkKind(value: unknown, wanted: WantedKind): void {
  const { kind = wanted.kind, apiVersion } = value as { readonly kind?: unknown; readonly apiVersion?: unknown };
  const expected = wanted.group ? `${wanted.group}/${wanted.version}` : wanted.version;
  const given = apiVersion ?? expected;
  if (typeof kind !== "string" || typeof given !== "string") return; // decoding complains of that
  if (kind === wanted.kind && (given === expected || given === "" || wanted.alsoVersions?.includes(given))) return;
  if (kind === "") return;
  const version = given.slice(given.indexOf("/") + 1);
  const other = findKind(given, kind);
  const why = other
    ? `converting (v1.${kind}) to (${(wanted.group.split(".")[0] ?? "") || "core"}.${wanted.kind}): unknown conversion`
    : `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(given)} in scheme "pkg/api/legacyscheme/scheme.go:30"`;
  throw badRequest(`${kind} in version ${JSON.stringify(version)} cannot be handled as a ${wanted.kind}: ${why}`);
}
