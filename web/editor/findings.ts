// What the server will refuse though the schema has nothing against it: told while typing, at its line. Pure.

import type { Document } from "yaml";
import type { Translate } from "../i18n/setup.ts";
import { objectOf, readDocuments } from "./json.ts";
import { nearestOffset } from "./keyoffset.ts";
import type { Problem } from "./problems.ts";
import type { JsonSchema } from "./schema.ts";
import { kindSchema, versionsOf } from "./schemalook.ts";
import { selectorTrouble } from "./selectorfixes.ts";

export function findings(text: string, schema: JsonSchema | undefined, t: Translate): readonly Problem[] {
  if (schema === undefined) return [];
  return readDocuments(text).flatMap((document) => {
    const found = findingOf(document, schema, t);
    return found === undefined ? [] : [problemAt(text, nearestOffset(document, found.path), found.message)];
  });
}

interface Finding {
  readonly path: readonly string[];
  readonly message: string;
}

function findingOf(document: Document, schema: JsonSchema, t: Translate): Finding | undefined {
  const object = objectOf(document);
  if (object === undefined) return undefined;
  const { kind, apiVersion } = object;
  if (typeof kind === "string" && typeof apiVersion === "string" && kindSchema(schema, kind, apiVersion) === undefined) {
    const served = versionsOf(schema, kind);
    if (served.length === 0) return undefined;
    return { path: ["apiVersion"], message: t("editor.finding.version", { kind, version: apiVersion, served: served.join(", ") }) };
  }
  const trouble = selectorTrouble(object);
  if (trouble === "nested") return { path: ["spec", "selector", "matchLabels"], message: t("editor.finding.plainSelector") };
  if (trouble !== "mismatch") return undefined;
  return { path: ["spec", "template", "metadata", "labels"], message: t("editor.finding.selector") };
}

function problemAt(text: string, offset: number, message: string): Problem {
  const above = text.slice(0, offset).split("\n");
  const column = (above.at(-1) ?? "").length + 1;
  const rest = text.slice(offset).split("\n")[0] ?? "";
  return { layer: "schema", line: above.length, column, endLine: above.length, endColumn: column + rest.trimEnd().length, message };
}
