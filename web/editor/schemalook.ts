// Looking things up in the editor's schema: which kinds it has, what a map may hold. Pure.

import type { JsonSchema } from "./schema.ts";

interface Branch {
  readonly if: { readonly properties: { readonly kind: { readonly const: string }; readonly apiVersion: { readonly const: string } } };
  readonly then: JsonSchema;
}

export function branchesOf(schema: JsonSchema): readonly Branch[] {
  // schema.ts makes them so.
  return (schema["allOf"] ?? []) as readonly Branch[];
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null;
}

/** Follows references and leaves out the branch for null. */
export function resolved(schema: JsonSchema, node: unknown): JsonSchema | undefined {
  if (!isSchema(node)) return undefined;
  const ref = node["$ref"];
  if (typeof ref === "string") {
    const definitions = schema["definitions"];
    return isSchema(definitions) ? resolved(schema, definitions[ref.replace("#/definitions/", "")]) : undefined;
  }
  return Array.isArray(node["anyOf"]) ? resolved(schema, node["anyOf"][0]) : node;
}

export function propertiesOf(node: JsonSchema | undefined): JsonSchema | undefined {
  const properties = node?.["properties"];
  return isSchema(properties) ? properties : undefined;
}

export function propertyOf(schema: JsonSchema, type: JsonSchema | undefined, key: string): JsonSchema | undefined {
  const property = propertiesOf(mapOf(schema, type))?.[key];
  return isSchema(property) ? property : undefined;
}

/** A list stands for its items. */
export function mapOf(schema: JsonSchema, type: JsonSchema | undefined): JsonSchema | undefined {
  const node = resolved(schema, type);
  return node?.["items"] === undefined ? node : resolved(schema, node["items"]);
}

/** The schema of a kind in a version; undefined for one that is not served. */
export function kindSchema(schema: JsonSchema, kind: unknown, apiVersion: unknown): JsonSchema | undefined {
  const branch = branchesOf(schema).find(
    ({ if: condition }) => condition.properties.kind.const === kind && condition.properties.apiVersion.const === apiVersion,
  );
  return resolved(schema, branch?.then);
}

/** Under which versions a kind is served. */
export function versionsOf(schema: JsonSchema, kind: unknown): readonly string[] {
  return branchesOf(schema).flatMap(({ if: { properties } }) => (properties.kind.const === kind ? [properties.apiVersion.const] : []));
}

export function kindsOf(schema: JsonSchema): readonly string[] {
  return [...new Set(branchesOf(schema).map(({ if: { properties } }) => properties.kind.const))];
}
