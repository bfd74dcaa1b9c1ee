// Creating, replacing and deleting over REST (API-32 to API-38, API-48 to API-62).

import { ApiError, badRequest, type FieldError, invalid } from "../api/apierror.ts";
import { decodeValue } from "../api/decode.ts";
import { JsonError, parseJson } from "../api/jsontext.ts";
import type { KindInfo, KindName } from "../api/kinds.ts";
import type { KubeObject } from "../api/object.ts";
import type { ObjectMeta } from "../api/types.generated.ts";
import type { DeleteOptions } from "../apiserver/deletion.ts";
import { bodyText, contentType, parseYaml, readObject } from "./body.ts";
import { objectJson, type ResourceRequest, wantedOf, writeFor } from "./context.ts";
import { listJson, listPage, selectionOf } from "./list.ts";
import { invalidOptions, listOptions, type Query, writeOptions } from "./query.ts";
import type { Answer } from "./respond.ts";
import { warningsFor } from "./warnings.ts";

/** Kinds that a PUT creates when they are missing (API-3). */
const CREATED_BY_PUT: readonly KindName[] = ["Service", "Endpoints", "Event", "LimitRange", "Lease"];
/** Kinds that no PUT may change without a resourceVersion (API-48). */
const VERSION_WANTED: readonly KindName[] = ["Lease", "PodDisruptionBudget"];
/** Kinds whose deletion answers with the object (API-54). */
const ANSWERED: readonly KindName[] = [
  "Pod",
  "Service",
  "Namespace",
  "ServiceAccount",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "ResourceQuota",
  "PodTemplate",
];

export function create(context: ResourceRequest): Answer {
  const { server, route, query, request } = context;
  const options = writeOptions(query, "CreateOptions");
  const { object, warnings } = readObject(request, wantedOf(route.info), options.fieldValidation);
  const given = inNamespace(route.info, object as unknown as KubeObject, route.namespace); // decoded as that kind
  if (given.metadata.resourceVersion) throw new ApiError(500, undefined, "resourceVersion should not be set on objects to be created");
  const created = server.create(route.info, given, writeFor(context, options));
  return { status: 201, json: objectJson(route.info, created), warnings: [...warnings, ...warningsFor(route.info, created, undefined)] };
}

export function replace(context: ResourceRequest, subresource?: "status"): Answer {
  const { server, route, query, request } = context;
  const { info } = route;
  const name = route.name ?? "";
  const options = writeOptions(query, "UpdateOptions");
  const { object, warnings } = readObject(request, wantedOf(info), options.fieldValidation);
  const given = inNamespace(info, object as unknown as KubeObject, route.namespace); // decoded as that kind
  checkName(given.metadata, name);
  const wanted = versioned(info, given);
  const write = writeFor(context, options);
  const old = server.store.get(info.kind, route.namespace ?? "", name);
  if (old === undefined && subresource === undefined && CREATED_BY_PUT.includes(info.kind)) {
    return { status: 201, json: objectJson(info, server.create(info, wanted, write)), warnings };
  }
  const updated = server.update(info, route.namespace ?? "", name, () => wanted, subresource ? { ...write, subresource } : write);
  return { status: 200, json: objectJson(info, updated), warnings: [...warnings, ...warningsFor(info, updated, old)] };
}

/** The object with the namespace of the path; another one in the body is refused (API-35). */
export function inNamespace(info: KindInfo, object: KubeObject, namespace: string | undefined): KubeObject {
  const given = object.metadata.namespace ?? "";
  if (!info.namespaced) {
    if (given === "") return object;
    const { namespace: _dropped, ...metadata } = object.metadata;
    return { ...object, metadata };
  }
  const wanted = namespace ?? "default";
  if (given !== "" && given !== wanted)
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  return given === wanted ? object : { ...object, metadata: { ...object.metadata, namespace: wanted } };
}

export function checkName(metadata: Pick<ObjectMeta, "name">, name: string): void {
  const given = metadata.name ?? "";
  if (given === name) return;
  if (given === "") throw badRequest("the name of the object (<unknown>) does not match the name on the URL (" + name + ")");
  throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
}

/** An update without resourceVersion is unconditional, if the kind allows that (API-48). */
export function versioned(info: KindInfo, object: KubeObject): KubeObject {
  const { resourceVersion, ...metadata } = object.metadata;
  if (resourceVersion && resourceVersion !== "0") {
    if (/^\d+$/.test(resourceVersion)) return object;
    throw new ApiError(500, undefined, `strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`);
  }
  if (VERSION_WANTED.includes(info.kind)) {
    throw invalid(info, metadata.name, [
      { type: "Invalid", field: "metadata.resourceVersion", message: "Invalid value: 0: must be specified for an update" },
    ]);
  }
  return { ...object, metadata: { ...metadata, resourceVersion: "" } };
}

export function remove(context: ResourceRequest): Answer {
  const { server, route } = context;
  const { info } = route;
  const { options, write } = deletion(context);
  const { object, removed } = server.delete(info, route.namespace ?? "", route.name ?? "", options, write);
  if (!removed || ANSWERED.includes(info.kind)) return { status: 200, json: objectJson(info, object) };
  const details = {
    name: object.metadata.name,
    ...(info.group ? { group: info.group } : {}),
    kind: info.resource,
    uid: object.metadata.uid,
  };
  return { status: 200, json: JSON.stringify({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details }) };
}

/** Deletes what a list would show, and answers with that list (API-60). */
export function removeCollection(context: ResourceRequest): Answer {
  const { server, route, query } = context;
  const { info } = route;
  const { options, write } = deletion(context);
  const page = listPage(server, info, route.namespace, selectionOf(info, query), listOptions(query, false));
  for (const object of page.items) {
    // An object may be gone by what the deletion of one before it set off.
    if (server.store.get(info.kind, object.metadata.namespace ?? "", object.metadata.name)) {
      server.delete(info, object.metadata.namespace ?? "", object.metadata.name, options, write);
    }
  }
  return { status: 200, json: listJson(info, page) };
}

function deletion(context: ResourceRequest): { options: DeleteOptions; write: ReturnType<typeof writeFor> } {
  const { query } = context;
  const body = deleteBody(context);
  const options: DeleteOptions = body ?? optionsInQuery(query);
  checkPropagation(options);
  return { options, write: writeFor(context, writeOptions(query, "DeleteOptions", body?.dryRun)) };
}

const DELETE_OPTIONS = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";

/** DeleteOptions may come as a body, which then counts alone (API-5). */
function deleteBody({ request }: ResourceRequest): (DeleteOptions & { readonly dryRun?: readonly string[] }) | undefined {
  const text = bodyText(request);
  if (text.trim() === "") return undefined;
  try {
    const value = contentType(request) === "application/yaml" ? parseYaml(text).value : parseJson(text).value;
    const { kind = "DeleteOptions", apiVersion = "meta.k8s.io/v1" } = (value ?? {}) as { kind?: string; apiVersion?: string };
    if (kind !== "DeleteOptions") {
      const scheme = "k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27";
      throw badRequest(`no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "${scheme}"`);
    }
    return decodeValue(DELETE_OPTIONS, value).object as DeleteOptions & { dryRun?: readonly string[] }; // that definition's fields
  } catch (error) {
    if (error instanceof JsonError) throw badRequest(`couldn't get version/kind; json parse error: ${error.message}`);
    throw error;
  }
}

function optionsInQuery(query: Query): DeleteOptions {
  const gracePeriodSeconds = query.integer("gracePeriodSeconds");
  const propagationPolicy = query.text("propagationPolicy");
  return {
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(propagationPolicy === undefined ? {} : { propagationPolicy }),
    ...(query.get("orphanDependents") === undefined ? {} : { orphanDependents: query.flag("orphanDependents") }),
  };
}

function checkPropagation({ propagationPolicy, orphanDependents }: DeleteOptions): void {
  if (propagationPolicy === undefined) return;
  const errors: FieldError[] = [];
  const given = JSON.stringify(propagationPolicy);
  if (orphanDependents !== undefined) {
    errors.push({
      type: "Invalid",
      field: "propagationPolicy",
      message: `Invalid value: ${given}: orphanDependents and deletionPropagation cannot be both set`,
    });
  } else if (!["Foreground", "Background", "Orphan"].includes(propagationPolicy)) {
    errors.push({
      type: "NotSupported",
      field: "propagationPolicy",
      message: `Unsupported value: ${given}: supported values: "Foreground", "Background", "Orphan", "nil"`,
    });
  }
  if (errors.length > 0) throw invalidOptions("DeleteOptions", errors);
}
