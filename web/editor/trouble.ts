// How wrong a text is, as a number: a quick fix is offered only when the text is less wrong after it. Pure.

import { parseAllDocuments } from "yaml";
import { isObject, objectOf } from "./json.ts";
import type { JsonSchema } from "./schema.ts";
import { kindSchema, mapOf, propertiesOf, resolved } from "./schemalook.ts";

/** One mistake of syntax hides everything behind it. */
const SYNTAX_WEIGHT = 1000;

export function troubleOf(text: string, schema: JsonSchema | undefined): number {
  const documents = parseAllDocuments(text, { logLevel: "silent", prettyErrors: false, uniqueKeys: false });
  if (!Array.isArray(documents)) return 0;
  return documents.reduce((sum, document) => {
    if (document.errors.length > 0) return sum + SYNTAX_WEIGHT * document.errors.length;
    const object = objectOf(document);
    if (schema === undefined || object === undefined) return sum;
    const kind = kindSchema(schema, object["kind"], object["apiVersion"]);
    return sum + (kind === undefined ? 1 : mismatches(schema, kind, object));
  }, 0);
}

/** Unknown fields, missing ones, and values of another shape. */
function mismatches(schema: JsonSchema, type: unknown, value: unknown): number {
  const node = resolved(schema, type);
  if (node === undefined || value === null || value === undefined) return 0;
  if (Array.isArray(value))
    return isA(node, "array") ? value.reduce<number>((sum, one) => sum + mismatches(schema, node["items"], one), 0) : 1;
  if (isObject(value) && isA(node, "array")) return 1;
  if (!isObject(value)) return isA(node, "object") || isA(node, "array") ? 1 : 0;
  const properties = propertiesOf(mapOf(schema, node));
  if (properties === undefined) return isA(node, "object") || node["type"] === undefined ? 0 : 1;
  const required = Array.isArray(node["required"]) ? node["required"] : [];
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (key in properties ? mismatches(schema, properties[key], inner) : 1 + keysIn(inner)),
    required.filter((key) => value[String(key)] === undefined).length,
  );
}

/** What an unknown field holds is not judged at all. */
function keysIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + keysIn(one), 0);
  return isObject(value) ? Object.values(value).reduce<number>((sum, one) => sum + 1 + keysIn(one), 0) : 0;
}

function isA(node: JsonSchema, type: string): boolean {
  const { type: types } = node;
  return types === type || (Array.isArray(types) && types.includes(type));
}
