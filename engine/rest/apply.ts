// Server-side apply (API-93, API-94): the body is what the manager wants of the object; missing objects are created.
// Left out on purpose: ownership of fields. Nothing is in conflict, and a field that is applied no longer stays.

import { ApiError, badRequest } from "../api/apierror.ts";
import { decodeValue, DecodeError } from "../api/decode.ts";
import { isPlainObject } from "../api/jsontext.ts";
import { apiVersionOf } from "../api/kinds.ts";
import type { KubeObject } from "../api/object.ts";
import { applyStrategicPatch, StrategicPatchError } from "../api/strategicpatch.ts";
import { bodyText, parseYaml } from "./body.ts";
import { objectJson, type ResourceRequest, writeFor } from "./context.ts";
import { invalidOptions, writeOptions } from "./query.ts";
import type { Answer } from "./respond.ts";
import { warningsFor } from "./warnings.ts";
import { checkName, inNamespace } from "./write.ts";

export function applyPatch(context: ResourceRequest, subresource?: "status"): Answer {
  const { server, route, query } = context;
  const { info } = route;
  const options = writeOptions(query, "PatchOptions");
  if (options.fieldManager === undefined) {
    throw invalidOptions("PatchOptions", [
      { type: "Required", field: "fieldManager", message: "Required value: is required for apply patch" },
    ]);
  }
  const wanted = wantedIn(context);
  const write = { ...writeFor(context, options), verb: "patch" as const, ...(subresource ? { subresource } : {}) };
  const old = server.store.get(info.kind, route.namespace ?? "", route.name ?? "");
  if (old === undefined) {
    const created = server.create(info, decoded(context, wanted), write);
    return { status: 201, json: objectJson(info, created), warnings: warningsFor(info, created, undefined) };
  }
  const change = (object: KubeObject): KubeObject => {
    const current = JSON.parse(objectJson(info, object)) as Record<string, unknown>; // an object's JSON is an object
    return decoded(context, merged(info.definition, current, wanted));
  };
  const updated = server.update(info, route.namespace ?? "", route.name ?? "", change, write);
  return { status: 200, json: objectJson(info, updated), warnings: warningsFor(info, updated, old) };
}

function wantedIn(context: ResourceRequest): Record<string, unknown> {
  const { info, name } = context.route;
  const { value } = parseYaml(bodyText(context.request));
  if (!isPlainObject(value)) throw badRequest("error decoding YAML: the body is no object");
  const metadata = isPlainObject(value["metadata"]) ? value["metadata"] : {};
  if (metadata["managedFields"] !== undefined && metadata["managedFields"] !== null) throw badRequest("metadata.managedFields must be nil");
  if (value["kind"] !== info.kind || value["apiVersion"] !== apiVersionOf(info)) {
    throw badRequest("invalid object type: /, Kind=" + String(value["kind"] ?? ""));
  }
  checkSchema(context, value);
  checkName({ name: typeof metadata["name"] === "string" ? metadata["name"] : "" }, name ?? "");
  return { ...value, metadata: { ...metadata, resourceVersion: metadata["resourceVersion"] ?? null } };
}

/** Unknown fields are refused whatever the field validation: the merge needs the schema of each. */
function checkSchema({ route }: ResourceRequest, value: Record<string, unknown>): void {
  const { info, name } = route;
  const { namespace } = (value["metadata"] ?? {}) as { readonly namespace?: string };
  const [unknown] = decodedValue(info.definition, value).strictErrors;
  if (unknown === undefined) return;
  const path = JSON.parse(unknown.slice(unknown.indexOf('"'))) as string; // the path is quoted in the text
  const kind = `${info.group}/${info.version}, Kind=${info.kind}`;
  const message = `failed to create typed patch object (${namespace ?? ""}/${name ?? ""}; ${kind}): .${path}: field not declared in schema`;
  throw new ApiError(500, undefined, message);
}

function decodedValue(definition: string, value: unknown): ReturnType<typeof decodeValue> {
  try {
    return decodeValue(definition, value);
  } catch (error) {
    if (error instanceof DecodeError) throw badRequest(`error decoding patch: ${error.message}`);
    throw error;
  }
}

function decoded({ route }: ResourceRequest, value: unknown): KubeObject {
  const { info } = route;
  const object = { ...decodedValue(info.definition, value).object, kind: info.kind, apiVersion: apiVersionOf(info) };
  return inNamespace(info, object as unknown as KubeObject, route.namespace); // decoded as that kind
}

function merged(definition: string, current: Record<string, unknown>, wanted: Record<string, unknown>): unknown {
  try {
    const next = applyStrategicPatch(definition, current, wanted, "last");
    const { resourceVersion: _kept, ...metadata } = next["metadata"] as Record<string, unknown>; // an object has metadata
    const given = (wanted["metadata"] as Record<string, unknown>)["resourceVersion"];
    return { ...next, metadata: given ? { ...metadata, resourceVersion: given } : metadata };
  } catch (error) {
    if (error instanceof StrategicPatchError) throw new ApiError(500, undefined, error.message);
    throw error;
  }
}
