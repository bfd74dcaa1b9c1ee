// What the selector of a manifest asks of labels, as far as it is written: half a selector, as while typing, asks for less.
// Pure.

import type { Requirement } from "../worker/rows.ts";
import { isObject, type Json, objectAt } from "./json.ts";

export type Labels = Readonly<Record<string, string>>;

export const TEMPLATE_LABELS = ["spec", "template", "metadata", "labels"] as const;
const OPERATORS: readonly Requirement["operator"][] = ["In", "NotIn", "Exists", "DoesNotExist"];

/** Whether `spec.selector` of that kind is a map of labels itself, without `matchLabels`. */
export function selectsByMap(kind: unknown): boolean {
  return kind === "ReplicationController" || kind === "Service";
}

export function requirementsIn(object: Json): readonly Requirement[] {
  const named = Object.entries(namedLabels(object)).map(([key, value]): Requirement => ({ key, operator: "In", values: [value] }));
  return [...named, ...expressionsIn(object)];
}

/** The labels that the selector names one by one. */
export function namedLabels(object: Json): Labels {
  const selector = objectAt(object, "spec", "selector");
  return asLabels(selectsByMap(object["kind"]) ? selector : objectAt(selector, "matchLabels"));
}

export function expressionsIn(object: Json): readonly Requirement[] {
  const expressions = objectAt(object, "spec", "selector")?.["matchExpressions"];
  if (selectsByMap(object["kind"]) || !Array.isArray(expressions)) return [];
  return expressions.filter(isObject).flatMap(({ key, operator, values }) => {
    const known = OPERATORS.find((one) => one === operator);
    return known === undefined ? [] : [{ key: String(key), operator: known, values: Array.isArray(values) ? values.map(String) : [] }];
  });
}

export function templateLabels(object: Json): Labels {
  return asLabels(objectAt(object, ...TEMPLATE_LABELS));
}

function asLabels(map: Json | undefined): Labels {
  return Object.fromEntries(Object.entries(map ?? {}).flatMap(([key, value]) => (value === null ? [] : [[key, String(value)]])));
}
