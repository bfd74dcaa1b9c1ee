// A selector that the template's labels do not match, or that is missing: one is made to fit the other. Pure.

import type { Document } from "yaml";
import type { Fix } from "./fixes.ts";
import { isObject, type Json, objectAt, objectOf, withAt } from "./json.ts";
import { editsTo } from "./rewrite.ts";

type Labels = Readonly<Record<string, string>>;

const APPS_KINDS = new Set(["ReplicaSet", "DaemonSet", "Deployment", "StatefulSet"]);
const LABELS = ["spec", "template", "metadata", "labels"] as const;

/** Whether the server would refuse it for its selector alone. */
export function selectorTrouble(object: Json): "missing" | "mismatch" | undefined {
  if (needsSelector(object)) return "missing";
  const selector = objectAt(object, "spec", "selector");
  if (selector === undefined || objectAt(object, "spec", "template") === undefined || !hasSelector(object)) return undefined;
  return matches(object, selector, labelsOf(object)) ? undefined : "mismatch";
}

export function needsSelector(object: Json): boolean {
  return (
    object["apiVersion"] === "apps/v1" &&
    APPS_KINDS.has(String(object["kind"])) &&
    objectAt(object, "spec", "template") !== undefined &&
    Object.keys(objectAt(object, "spec", "selector") ?? {}).length === 0
  );
}

export function selectorFixes(text: string, document: Document): readonly Fix[] {
  const object = objectOf(document);
  const trouble = object === undefined ? undefined : selectorTrouble(object);
  if (object === undefined || trouble === undefined) return [];
  const fix = (key: "addSelector" | "templateLabels" | "selector", wanted: Json | undefined): readonly Fix[] =>
    wanted === undefined ? [] : [{ title: { key: `editor.fix.${key}`, values: {} }, edits: editsTo(text, document, wanted) }];
  if (trouble === "missing") return fix("addSelector", withSelector(object));
  return [...fix("templateLabels", withMatchingLabels(object)), ...fix("selector", withMatchingSelector(object))];
}

/** With a selector of the template's labels; a template without any gets `app: NAME`. */
export function withSelector(object: Json): Json | undefined {
  const spec = objectAt(object, "spec") ?? {};
  const name = objectAt(object, "metadata")?.["name"];
  const own = labelsOf(object);
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

function labelsOf(object: Json): Labels {
  const labels = objectAt(object, ...LABELS) ?? {};
  return Object.fromEntries(Object.entries(labels).flatMap(([key, value]) => (value === null ? [] : [[key, String(value)]])));
}

/** The labels that a selector names: a ReplicationController's are its selector. */
function wantedLabels(object: Json, selector: Json): Json {
  return object["kind"] === "ReplicationController" ? selector : (objectAt(selector, "matchLabels") ?? {});
}

interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

function expressionsOf(object: Json, selector: Json): readonly Expression[] {
  const { matchExpressions } = selector;
  if (object["kind"] === "ReplicationController" || !Array.isArray(matchExpressions)) return [];
  return matchExpressions.filter(isObject).map(({ key, operator, values }) => ({
    key: String(key),
    operator: String(operator),
    values: Array.isArray(values) ? values.map(String) : [],
  }));
}

function matches(object: Json, selector: Json, labels: Labels): boolean {
  return (
    Object.entries(wantedLabels(object, selector)).every(([key, value]) => labels[key] === String(value)) &&
    expressionsOf(object, selector).every((expression) => meets(expression, labels[expression.key]))
  );
}

function meets({ operator, values }: Expression, value: string | undefined): boolean {
  if (operator === "In") return value !== undefined && values.includes(value);
  if (operator === "NotIn") return value === undefined || !values.includes(value);
  return operator === "Exists" ? value !== undefined : operator !== "DoesNotExist" || value === undefined;
}

function withMatchingLabels(object: Json): Json | undefined {
  const selector = objectAt(object, "spec", "selector") ?? {};
  const labels: Record<string, unknown> = { ...objectAt(object, ...LABELS), ...wantedLabels(object, selector) };
  for (const expression of expressionsOf(object, selector)) {
    if (meets(expression, labels[expression.key] === undefined ? undefined : String(labels[expression.key]))) continue;
    if (expression.operator === "In") labels[expression.key] = expression.values[0];
    else if (expression.operator === "Exists") labels[expression.key] = "true";
    else delete labels[expression.key];
  }
  const wanted = withAt(object, LABELS, labels);
  return matches(wanted, selector, labelsOf(wanted)) ? wanted : undefined;
}

/** Only where labels are named one by one: an expression says more than can be guessed. */
function withMatchingSelector(object: Json): Json | undefined {
  const selector = objectAt(object, "spec", "selector") ?? {};
  const labels = labelsOf(object);
  const kept = Object.entries(wantedLabels(object, selector)).flatMap(([key]) => (labels[key] === undefined ? [] : [[key, labels[key]]]));
  const named = kept.length > 0 ? (Object.fromEntries(kept) as Labels) : labels;
  if (Object.keys(named).length === 0) return undefined;
  const path = object["kind"] === "ReplicationController" ? ["spec", "selector"] : ["spec", "selector", "matchLabels"];
  const wanted = withAt(object, path, named);
  return matches(wanted, objectAt(wanted, "spec", "selector") ?? {}, labels) ? wanted : undefined;
}
