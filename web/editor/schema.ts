// The editor's JSON schema, made of the server's own OpenAPI documents: one schema that branches by apiVersion and kind,
// so that every document of a text is judged by its own kind and by no other.

/** The parts of an OpenAPI v3 document that matter here. */
export interface OpenApi {
  readonly components?: { readonly schemas?: Readonly<Record<string, OpenApiSchema>> };
}

interface OpenApiSchema {
  readonly $ref?: string;
  readonly allOf?: readonly OpenApiSchema[];
  readonly oneOf?: readonly OpenApiSchema[];
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly additionalProperties?: OpenApiSchema | boolean;
  readonly items?: OpenApiSchema;
  readonly "x-kubernetes-group-version-kind"?: readonly { readonly group: string; readonly version: string; readonly kind: string }[];
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  readonly "x-kubernetes-list-type"?: string;
  readonly "x-kubernetes-int-or-string"?: boolean;
}

export type JsonSchema = { readonly [key: string]: unknown };

/** Words for hovers, in the reader's language. */
export interface SchemaWords {
  readonly required: string;
  readonly default: (value: string) => string;
  readonly listKey: (key: string) => string;
  readonly oneOf: (values: string) => string;
  /** What the field does at run time, where we have a sentence for it: `Probe.periodSeconds`. */
  readonly help: (owner: string, field: string) => string | undefined;
}

const QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
const INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";

/** The server's documents do not name them. */
const OPERATORS = ["In", "NotIn", "Exists", "DoesNotExist"];

export function editorSchema(documents: readonly OpenApi[], words: SchemaWords): JsonSchema {
  const schemas: Record<string, OpenApiSchema> = {};
  for (const document of documents) Object.assign(schemas, document.components?.schemas);
  const kinds = Object.entries(schemas).flatMap(([name, schema]) =>
    (schema["x-kubernetes-group-version-kind"] ?? []).filter(() => isKind(schema)).map((gvk) => ({ name, gvk })),
  );
  const definitions: Record<string, JsonSchema> = {};
  for (const [name, schema] of Object.entries(schemas)) definitions[name] = objectSchema(shortName(name), name, schema, words);
  const apiVersions = [...new Set(kinds.map(({ gvk }) => apiVersionOf(gvk)))];
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    required: ["apiVersion", "kind"],
    properties: {
      apiVersion: { type: "string", enum: apiVersions },
      kind: { type: "string", enum: [...new Set(kinds.map(({ gvk }) => gvk.kind))].toSorted() },
    },
    allOf: kinds.map(({ name, gvk }) => ({
      if: { required: ["apiVersion", "kind"], properties: { apiVersion: { const: apiVersionOf(gvk) }, kind: { const: gvk.kind } } },
      then: { $ref: `#/definitions/${name}` },
    })),
    definitions,
  };
}

/** Something that a person writes: it has metadata of its own and is no list. */
function isKind(schema: OpenApiSchema): boolean {
  const { properties } = schema;
  return properties?.["metadata"] !== undefined && properties["items"] === undefined;
}

function apiVersionOf(gvk: { readonly group: string; readonly version: string }): string {
  return gvk.group === "" ? gvk.version : `${gvk.group}/${gvk.version}`;
}

function shortName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function objectSchema(owner: string, name: string, schema: OpenApiSchema, words: SchemaWords): JsonSchema {
  if (name === QUANTITY || name === INT_OR_STRING) return { type: ["string", "integer", "number"] };
  if (schema.properties === undefined) return valueSchema(schema);
  const required = new Set(schema.required);
  const properties = Object.fromEntries(
    Object.entries(schema.properties).map(([field, found]) => {
      const value = owner === "LabelSelectorRequirement" && field === "operator" ? { ...found, enum: OPERATORS } : found;
      return [field, { ...valueSchema(value), markdownDescription: describe(owner, field, value, required.has(field), words) }];
    }),
  );
  return {
    type: "object",
    properties,
    additionalProperties: false,
    ...(schema.required === undefined ? {} : { required: schema.required }),
  };
}

function valueSchema(schema: OpenApiSchema): JsonSchema {
  const ref = schema.$ref ?? schema.allOf?.[0]?.$ref;
  // Null is an absent value in a manifest, as `labels:` with nothing behind it.
  if (ref !== undefined) return { anyOf: [{ $ref: `#/definitions/${ref.slice(ref.lastIndexOf("/") + 1)}` }, { type: "null" }] };
  if (schema["x-kubernetes-int-or-string"] === true || schema.oneOf !== undefined) return { type: ["string", "integer", "number", "null"] };
  if (schema.type === "array")
    return { type: ["array", "null"], ...(schema.items === undefined ? {} : { items: valueSchema(schema.items) }) };
  if (schema.type === "object") {
    const inner = schema.additionalProperties;
    return { type: ["object", "null"], ...(typeof inner === "object" ? { additionalProperties: valueSchema(inner) } : {}) };
  }
  if (schema.enum !== undefined) return { type: [schema.type ?? "string", "null"], enum: [...schema.enum, null] };
  return schema.type === undefined ? {} : { type: [schema.type, "null"] };
}

/** A hover: the type, what the field does if we can say it, and what the structure tells. */
function describe(owner: string, field: string, schema: OpenApiSchema, required: boolean, words: SchemaWords): string {
  const lines = [`**${field}** · \`${typeText(schema)}\``];
  const help = words.help(owner, field) ?? schema.description;
  if (help) lines.push(help);
  const keys = schema["x-kubernetes-list-map-keys"];
  const facts = [
    required ? words.required : "",
    schema.default === undefined || typeof schema.default === "object" ? "" : words.default(String(schema.default)),
    schema.enum === undefined ? "" : words.oneOf(schema.enum.join(", ")),
    keys === undefined ? "" : words.listKey(keys.join(", ")),
  ].filter((fact) => fact !== "");
  if (facts.length > 0) lines.push(facts.join(" · "));
  return lines.join("\n\n");
}

function typeText(schema: OpenApiSchema): string {
  const ref = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (ref !== undefined) return shortName(ref);
  if (schema.type === "array") return `[]${schema.items === undefined ? "any" : typeText(schema.items)}`;
  if (schema.type === "object")
    return typeof schema.additionalProperties === "object" ? `map[string]${typeText(schema.additionalProperties)}` : "object";
  return schema.format ?? schema.type ?? "any";
}
