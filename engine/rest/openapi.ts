// OpenAPI v3 documents (API-17 to API-19), built from the schema: what `kubectl explain` prints and what `kubectl apply` needs
// for its patches. Left out on purpose: descriptions of Kubernetes' own kinds, and all of the paths but what kubectl looks for in them.

import { apiVersionOf, KINDS, type KindInfo, pathOf } from "../api/kinds.ts";
import { type Field, type RawDefinition, reachableDefinitions, type Shape } from "../api/schema.ts";

/** Built from data that never changes, so one hash does for all. */
const HASH = "PODYARD1362";

/** GET `/openapi/v3`: where the document of each group version is. */
export function openapiIndex(): string {
  const keys = [...new Set(KINDS.map(documentKey))];
  return JSON.stringify({ paths: Object.fromEntries(keys.map((key) => [key, { serverRelativeURL: `/openapi/v3/${key}?hash=${HASH}` }])) });
}

function documentKey(info: KindInfo): string {
  return info.group === "" ? `api/${info.version}` : `apis/${info.group}/${info.version}`;
}

/** The document of a group version (`api/v1`, `apis/apps/v1`), or undefined when there is none. */
export function openapiDocument(key: string): string | undefined {
  const kinds = KINDS.filter((info) => documentKey(info) === key);
  if (kinds.length === 0) return undefined;
  const roots = kinds.flatMap(({ definition }) => [definition, `${definition}List`]);
  const schemas: Record<string, unknown> = {};
  const definitions = reachableDefinitions([
    ...roots,
    "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions",
    ...(key === "api/v1" ? EXTRA : []),
  ]);
  for (const name of [...definitions.keys()].sort()) schemas[name] = schemaOf(definitions.get(name) ?? {});
  const paths: Record<string, unknown> = {};
  for (const info of kinds) Object.assign(paths, pathsOf(info));
  return JSON.stringify({ openapi: "3.0.0", info: { title: "Kubernetes", version: "v1.36.2" }, paths, components: { schemas } });
}

const EXTRA = ["io.k8s.api.core.v1.Binding", "io.k8s.api.autoscaling.v1.Scale", "io.k8s.api.policy.v1.Eviction"];

function schemaOf(raw: RawDefinition): unknown {
  if (!raw.fields) return scalarSchema(raw);
  const required = Object.entries(raw.fields).flatMap(([name, field]) => (field.required ? [name] : []));
  return {
    type: "object",
    ...(raw.description ? { description: raw.description } : {}),
    ...(required.length > 0 ? { required: required.sort() } : {}),
    properties: Object.fromEntries(Object.entries(raw.fields).map(([name, field]) => [name, fieldSchema(field)])),
    ...(raw.mapType ? { "x-kubernetes-map-type": raw.mapType } : {}),
    ...(raw.gvk ? { "x-kubernetes-group-version-kind": [{ group: raw.gvk[0], version: raw.gvk[1], kind: raw.gvk[2] }] } : {}),
  };
}

function scalarSchema({ type }: RawDefinition): unknown {
  if (Array.isArray(type)) return { oneOf: type.map((one: string) => ({ type: one })) };
  return { type: type ?? "object" };
}

function fieldSchema(field: Field): unknown {
  return {
    ...(field.description ? { description: field.description } : {}),
    ...(field.items
      ? { type: "array", items: shapeSchema(field.items) }
      : field.map
        ? { type: "object", additionalProperties: shapeSchema(field.map) }
        : shapeSchema(field)),
    ...(field.default === undefined ? {} : { default: field.default }),
    ...(field.listType ? { "x-kubernetes-list-type": field.listType } : {}),
    ...(field.listMapKeys ? { "x-kubernetes-list-map-keys": field.listMapKeys } : {}),
    ...(field.mapType ? { "x-kubernetes-map-type": field.mapType } : {}),
    ...(field.patchMergeKey ? { "x-kubernetes-patch-merge-key": field.patchMergeKey } : {}),
    ...(field.patchStrategy ? { "x-kubernetes-patch-strategy": field.patchStrategy } : {}),
  };
}

function shapeSchema(shape: Shape): Record<string, unknown> {
  if (shape.ref !== undefined) return { allOf: [{ $ref: `#/components/schemas/${shape.ref}` }] };
  return {
    ...(shape.type ? { type: shape.type } : {}),
    ...(shape.format ? { format: shape.format } : {}),
    ...(shape.enum ? { enum: shape.enum } : {}),
  };
}

/** Where kubectl looks whether a PATCH of the kind knows fieldValidation (API-19), and the other verbs by name. */
function pathsOf(info: KindInfo): Readonly<Record<string, unknown>> {
  const gvk = { group: info.group, version: info.version, kind: info.kind };
  const parameters = ["dryRun", "fieldManager", "fieldValidation", "force"].map((name) => ({
    name,
    in: "query",
    schema: { type: "string", uniqueItems: true },
  }));
  const operation = (action: string, extra = {}): unknown => ({
    tags: [apiVersionOf(info).replace("/", "_")],
    "x-kubernetes-action": action,
    "x-kubernetes-group-version-kind": gvk,
    responses: {},
    ...extra,
  });
  return {
    [pathOf(info, "{namespace}")]: { get: operation("list"), post: operation("post", { parameters }) },
    [pathOf(info, "{namespace}", "{name}")]: {
      get: operation("get"),
      put: operation("put", { parameters }),
      patch: operation("patch", { parameters }),
      delete: operation("delete"),
    },
  };
}

export { HASH as OPENAPI_HASH };
