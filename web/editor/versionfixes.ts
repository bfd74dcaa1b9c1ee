// A kind under a version that is not served (any more): the version that is, with the selector that it asks for. Pure.

import type { Document } from "yaml";
import { nearest } from "./distance.ts";
import type { Fix } from "./fixes.ts";
import { type Json, objectOf } from "./json.ts";
import { editsTo } from "./rewrite.ts";
import type { JsonSchema } from "./schema.ts";
import { kindSchema, kindsOf, versionsOf } from "./schemalook.ts";
import { needsSelector, withSelector } from "./selectorfixes.ts";

export function versionFixes(text: string, document: Document, schema: JsonSchema): readonly Fix[] {
  const object = objectOf(document);
  if (object === undefined || kindSchema(schema, object["kind"], object["apiVersion"]) !== undefined) return [];
  const kind = String(object["kind"] ?? "");
  const versions = versionsOf(schema, kind);
  if (versions.length > 0) return versions.flatMap((version) => versionFix(text, document, object, version));
  const known = kindsOf(schema).find((one) => one.toLowerCase() === kind.toLowerCase()) ?? nearest(kind, kindsOf(schema));
  if (known === undefined) return [];
  return [{ title: { key: "editor.fix.kind", values: { kind: known } }, edits: editsTo(text, document, { ...object, kind: known }) }];
}

/** Until apps/v1 a selector could be left out: it was made of the template's labels. */
function versionFix(text: string, document: Document, object: Json, version: string): readonly Fix[] {
  const { apiVersion: _old, ...rest } = object;
  const renewed: Json = { apiVersion: version, ...rest };
  if (!needsSelector(renewed))
    return [{ title: { key: "editor.fix.version", values: { version } }, edits: editsTo(text, document, renewed) }];
  const complete = withSelector(renewed);
  return complete === undefined
    ? []
    : [{ title: { key: "editor.fix.versionSelector", values: { version } }, edits: editsTo(text, document, complete) }];
}
