// Selectors inside objects (SEL-30): label selectors, and the node selectors of affinity.

import { type Selector, SelectorError, selectorOf } from "../selector.ts";
import { labelValueErrors } from "../label.ts";
import type * as types from "../types.generated.ts";
import type { FieldError } from "./fielderror.ts";
import { forbiddenField, invalidFor, invalidValue, required } from "./fielderror.ts";
import { validateLabelKey, validateLabels } from "./names.ts";

const NEEDS_VALUES = "must be specified when `operator` is 'In' or 'NotIn'";
const NO_VALUES = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";

export function validateLabelSelector(selector: types.LabelSelector | undefined, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (selector === undefined) return errors;
  errors.push(...validateLabels(selector.matchLabels, `${path}.matchLabels`));
  (selector.matchExpressions ?? []).forEach((requirement, i) =>
    errors.push(...requirementErrors(requirement, `${path}.matchExpressions[${i}]`)),
  );
  return errors;
}

function requirementErrors(requirement: Partial<types.LabelSelectorRequirement>, path: string): readonly FieldError[] {
  const { key = "", operator = "", values = [] } = requirement;
  const errors: FieldError[] = [];
  if (operator === "In" || operator === "NotIn") {
    if (values.length === 0) errors.push(required(`${path}.values`, NEEDS_VALUES));
  } else if (operator === "Exists" || operator === "DoesNotExist") {
    if (values.length > 0) errors.push(forbiddenField(`${path}.values`, NO_VALUES));
  } else errors.push(invalidValue(`${path}.operator`, operator, "not a valid selector operator"));
  errors.push(...validateLabelKey(key, `${path}.key`));
  values.forEach((value, i) => errors.push(...invalidFor(`${path}.values[${i}]`, value, labelValueErrors(value))));
  return errors;
}

export function isEmptySelector(selector: types.LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions?.length ?? 0) === 0;
}

/** The selector ready to match; `"invalid"` when a real server could not build it. Undefined selects nothing. */
export function buildSelector(selector: types.LabelSelector | undefined): Selector | undefined | "invalid" {
  const wrong = (selector?.matchExpressions ?? []).some(({ operator, values = [] }) => {
    const isSet = operator === "In" || operator === "NotIn";
    return isSet ? values.length === 0 : values.length > 0;
  });
  if (wrong || (selector !== undefined && validateLabelSelector(selector, "").length > 0)) return "invalid";
  try {
    return selectorOf(selector);
  } catch (error) {
    if (error instanceof SelectorError) return "invalid";
    throw error;
  }
}

export function validateNodeSelector(selector: types.NodeSelector, path: string): readonly FieldError[] {
  if (!selector.nodeSelectorTerms?.length) return [required(`${path}.nodeSelectorTerms`, "must have at least one node selector term")];
  return selector.nodeSelectorTerms.flatMap((term, i) => validateNodeSelectorTerm(term, `${path}.nodeSelectorTerms[${i}]`));
}

export function validateNodeSelectorTerm(term: types.NodeSelectorTerm, path: string): readonly FieldError[] {
  return [
    ...(term.matchExpressions ?? []).flatMap((requirement, i) => nodeRequirementErrors(requirement, `${path}.matchExpressions[${i}]`)),
    ...(term.matchFields ?? []).flatMap((requirement, i) => nodeFieldErrors(requirement, `${path}.matchFields[${i}]`)),
  ];
}

function nodeRequirementErrors(requirement: Partial<types.NodeSelectorRequirement>, path: string): readonly FieldError[] {
  const { key = "", operator, values = [] } = requirement;
  const errors: FieldError[] = [];
  if (operator === "In" || operator === "NotIn") {
    if (values.length === 0) errors.push(required(`${path}.values`, NEEDS_VALUES));
  } else if (operator === "Exists" || operator === "DoesNotExist") {
    if (values.length > 0) errors.push(forbiddenField(`${path}.values`, NO_VALUES));
  } else if (operator === "Gt" || operator === "Lt") {
    if (values.length !== 1) errors.push(required(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
  } else errors.push(invalidValue(`${path}.operator`, operator ?? "", "not a valid selector operator"));
  errors.push(...validateLabelKey(key, `${path}.key`));
  values.forEach((value, i) => errors.push(...invalidFor(`${path}.values[${i}]`, value, labelValueErrors(value))));
  return errors;
}

function nodeFieldErrors(requirement: types.NodeSelectorRequirement, path: string): readonly FieldError[] {
  const { key, operator, values = [] } = requirement;
  const errors: FieldError[] = [];
  if (operator !== "In" && operator !== "NotIn")
    errors.push(invalidValue(`${path}.operator`, operator ?? "", "not a valid selector operator"));
  else if (values.length !== 1)
    errors.push(required(`${path}.values`, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"));
  if (key !== "metadata.name") errors.push(invalidValue(`${path}.key`, key ?? "", "not a valid field selector key"));
  return errors;
}
