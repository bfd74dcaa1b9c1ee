// A selector that the template's labels do not match, or that is missing: one is made to fit the other. Pure.

import type { Document } from "yaml";
import { matches } from "../graph/matches.ts";
import type { Fix } from "./fixes.ts";
import { type Json, objectAt, objectOf, withAt } from "./json.ts";
import { editsTo } from "./rewrite.ts";
import { expressionsIn, type Labels, namedLabels, requirementsIn, selectsByMap, TEMPLATE_LABELS, templateLabels } from "./selector.ts";

const APPS_KINDS = new Set(["ReplicaSet", "DaemonSet", "Deployment", "StatefulSet"]);

/** Whether the server would refuse it for its selector alone. */
export function selectorTrouble(object: Json): "missing" | "nested" | "mismatch" | undefined {
  if (needsSelector(object)) return "missing";
  if (nestedLabels(object) !== undefined) return "nested";
  if (objectAt(object, "spec", "template") === undefined || !hasSelector(object)) return undefined;
  return meetsSelector(object) ? undefined : "mismatch";
}

export function needsSelector(object: Json): boolean {
  return (
    object["apiVersion"] === "apps/v1" &&
    APPS_KINDS.has(String(object["kind"])) &&
    objectAt(object, "spec", "template") !== undefined &&
    Object.keys(objectAt(object, "spec", "selector") ?? {}).length === 0
  );
}

/** The `matchLabels` that a ReplicationController's selector does not have. */
function nestedLabels(object: Json): Json | undefined {
  return object["kind"] === "ReplicationController" ? objectAt(object, "spec", "selector", "matchLabels") : undefined;
}

export function selectorFixes(text: string, document: Document): readonly Fix[] {
  const object = objectOf(document);
  const trouble = object === undefined ? undefined : selectorTrouble(object);
  if (object === undefined || trouble === undefined) return [];
  const fix = (key: "addSelector" | "plainSelector" | "templateLabels" | "selector", wanted: Json | undefined): readonly Fix[] =>
    wanted === undefined ? [] : [{ title: { key: `editor.fix.${key}`, values: {} }, edits: editsTo(text, document, wanted) }];
  if (trouble === "missing") return fix("addSelector", withSelector(object));
  if (trouble === "nested") return fix("plainSelector", withAt(object, ["spec", "selector"], nestedLabels(object)));
  return [...fix("templateLabels", withMatchingLabels(object)), ...fix("selector", withMatchingSelector(object))];
}

/** With a selector of the template's labels; a template without any gets `app: NAME`. */
export function withSelector(object: Json): Json | undefined {
  const spec = objectAt(object, "spec") ?? {};
  const name = objectAt(object, "metadata")?.["name"];
  const own = templateLabels(object);
  if (Object.keys(own).length === 0 && typeof name !== "string") return undefined;
  const labels = Object.keys(own).length === 0 ? { app: name } : own;
  const { template, selector: _empty, ...rest } = spec;
  const labelled = withAt(template, ["metadata", "labels"], labels);
  // Before the template, where one looks for it.
  return { ...object, spec: { ...rest, selector: { matchLabels: labels }, template: labelled } };
}

function hasSelector({ kind, apiVersion }: Json): boolean {
  return kind === "ReplicationController" || (apiVersion === "apps/v1" && APPS_KINDS.has(String(kind)));
}

/** Whether the template's labels do; a selector that asks for nothing is met. */
function meetsSelector(object: Json): boolean {
  const requirements = requirementsIn(object);
  return requirements.length === 0 || matches(requirements, templateLabels(object));
}

function withMatchingLabels(object: Json): Json | undefined {
  const labels: Record<string, unknown> = { ...objectAt(object, ...TEMPLATE_LABELS), ...namedLabels(object) };
  for (const expression of expressionsIn(object)) {
    const { key, operator, values } = expression;
    if (matches([expression], templateLabels(withAt(object, TEMPLATE_LABELS, labels)))) continue;
    if (operator === "In") labels[key] = values[0];
    else if (operator === "Exists") labels[key] = "true";
    else delete labels[key];
  }
  const wanted = withAt(object, TEMPLATE_LABELS, labels);
  return meetsSelector(wanted) ? wanted : undefined;
}

/** Only where labels are named one by one: an expression says more than can be guessed. */
function withMatchingSelector(object: Json): Json | undefined {
  const labels = templateLabels(object);
  const kept = Object.keys(namedLabels(object)).flatMap((key) => (labels[key] === undefined ? [] : [[key, labels[key]]]));
  const named = kept.length > 0 ? (Object.fromEntries(kept) as Labels) : labels;
  if (Object.keys(named).length === 0) return undefined;
  const wanted = withAt(object, selectsByMap(object["kind"]) ? ["spec", "selector"] : ["spec", "selector", "matchLabels"], named);
  return meetsSelector(wanted) ? wanted : undefined;
}
