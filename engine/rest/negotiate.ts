// In which form the client wants its answer (API-31, API-98): JSON or YAML, the object itself, its metadata, or a Table.

import { ApiError } from "../api/apierror.ts";

export interface Form {
  readonly encoding: "json" | "yaml";
  readonly as: "object" | "table" | "metadata" | "discovery";
  /** The version of meta.k8s.io in which a Table is wanted. */
  readonly metaVersion: string;
}

const OBJECT: Form = { encoding: "json", as: "object", metaVersion: "v1" };
const NAMES: Readonly<Record<string, Form["as"]>> = {
  Table: "table",
  PartialObjectMetadata: "metadata",
  PartialObjectMetadataList: "metadata",
};

/** The first of the accepted forms that this server has. */
export function formOf(accept: string | undefined): Form {
  if (accept === undefined || accept.trim() === "") return OBJECT;
  let isKnownType = false;
  for (const entry of accept.split(",")) {
    const [type = "", ...rest] = entry.split(";").map((part) => part.trim());
    const encoding = encodingOf(type);
    if (!encoding) continue;
    isKnownType = true;
    const as = asOf(new Map(rest.map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)])));
    if (as) return { encoding, ...as };
  }
  throw isKnownType ? unknownForm() : notAcceptable();
}

function encodingOf(type: string): Form["encoding"] | undefined {
  if (type === "application/json" || type === "*/*" || type === "application/*") return "json";
  return type === "application/yaml" ? "yaml" : undefined;
}

function asOf(parameters: ReadonlyMap<string, string>): Pick<Form, "as" | "metaVersion"> | undefined {
  const wanted = parameters.get("as");
  const version = parameters.get("v") ?? "v1";
  if (wanted === undefined) return { as: "object", metaVersion: "v1" };
  if (parameters.get("g") === "apidiscovery.k8s.io")
    return wanted === "APIGroupDiscoveryList" && version === "v2" ? { as: "discovery", metaVersion: version } : undefined;
  const as = parameters.get("g") === "meta.k8s.io" && ["v1", "v1beta1"].includes(version) ? NAMES[wanted] : undefined;
  return as && { as, metaVersion: version };
}

function unknownForm(): ApiError {
  return new ApiError(
    406,
    "NotAcceptable",
    "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf",
  );
}

function notAcceptable(): ApiError {
  const types =
    "application/json, application/yaml, application/vnd.kubernetes.protobuf, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch";
  return new ApiError(406, "NotAcceptable", `406: Not Acceptable\n\nAvailable representations: ${types}`, {});
}
