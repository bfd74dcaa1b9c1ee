// The rules of a Job by which it fails early, fails by indexes, or succeeds early (JOB-17, JOB-20). Left out on purpose: the
// limits for Jobs with more than 100,000 completions.

import type * as types from "../types.generated.ts";
import type { FieldError } from "./fielderror.ts";
import { Rendered, duplicate, invalidValue, nonNegative, notSupported, renderValue, required, tooLong } from "./fielderror.ts";
import { qualifiedNameErrors } from "./names.ts";

const ACTIONS = ["Count", "FailIndex", "FailJob", "Ignore"] as const;
const OPERATORS = ["In", "NotIn"] as const;
const STATUSES = ["False", "True", "Unknown"] as const;
const REPLACEMENT_POLICIES = ["Failed", "TerminatingOrFailed"] as const;
const MOST_RULES = 20;
const MOST_PATTERNS = 20;
const MOST_EXIT_CODES = 255;
const MOST_INDEX_CHARACTERS = 64 * 1024;
const INDEXED_ONLY = "requires indexed completion mode";

/** `spec` is that of a Job or of the Job inside a CronJob. */
export function jobPolicyErrors(spec: types.JobSpec, path: string): readonly FieldError[] {
  return [
    ...indexLimitErrors(spec, path),
    ...failurePolicyErrors(spec, `${path}.podFailurePolicy`),
    ...successPolicyErrors(spec, `${path}.successPolicy`),
    ...replacementErrors(spec, `${path}.podReplacementPolicy`),
  ];
}

function indexLimitErrors(
  { completionMode, completions, backoffLimitPerIndex, maxFailedIndexes }: types.JobSpec,
  path: string,
): FieldError[] {
  const errors: FieldError[] = [];
  if (maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined)
    errors.push(required(`${path}.backoffLimitPerIndex`, "when maxFailedIndexes is specified"));
  if (completionMode !== "Indexed") {
    for (const [key, value] of Object.entries({ backoffLimitPerIndex, maxFailedIndexes }))
      if (value !== undefined) errors.push(invalidValue(`${path}.${key}`, value, INDEXED_ONLY));
  } else if (maxFailedIndexes !== undefined && completions !== undefined && maxFailedIndexes > completions)
    errors.push(invalidValue(`${path}.maxFailedIndexes`, maxFailedIndexes, "must be less than or equal to completions"));
  return errors;
}

function failurePolicyErrors(spec: types.JobSpec, path: string): readonly FieldError[] {
  const rules = spec.podFailurePolicy?.rules ?? [];
  const { containers, initContainers = [] } = spec.template.spec;
  const names = [...containers, ...initContainers].map(({ name }) => name);
  return [
    ...tooMany(`${path}.rules`, rules.length, MOST_RULES),
    ...rules.flatMap((rule, i) => failureRuleErrors(rule, `${path}.rules[${i}]`, spec, names)),
  ];
}

function failureRuleErrors(rule: types.PodFailurePolicyRule, path: string, spec: types.JobSpec, names: readonly string[]): FieldError[] {
  const { onExitCodes, onPodConditions = [] } = rule;
  const errors = [...oneOf(`${path}.action`, rule.action, ACTIONS)];
  if (rule.action === "FailIndex" && spec.backoffLimitPerIndex === undefined)
    errors.push(invalidValue(`${path}.action`, rule.action, "requires the backoffLimitPerIndex to be set"));
  if (onExitCodes !== undefined) errors.push(...exitCodeErrors(onExitCodes, `${path}.onExitCodes`, names));
  errors.push(...tooMany(`${path}.onPodConditions`, onPodConditions.length, MOST_PATTERNS));
  for (const [i, { type, status }] of onPodConditions.entries()) {
    const pattern = `${path}.onPodConditions[${i}]`;
    errors.push(...qualifiedNameErrors(type).map((message) => invalidValue(`${pattern}.type`, type, message)));
    errors.push(...oneOf(`${pattern}.status`, status, STATUSES));
  }
  if (onExitCodes !== undefined && onPodConditions.length > 0)
    errors.push(invalidWhole(path, "specifying both OnExitCodes and OnPodConditions is not supported"));
  if (onExitCodes === undefined && onPodConditions.length === 0)
    errors.push(invalidWhole(path, "specifying one of OnExitCodes and OnPodConditions is required"));
  return errors;
}

function exitCodeErrors(
  { containerName, operator, values }: types.PodFailurePolicyOnExitCodesRequirement,
  path: string,
  names: readonly string[],
): FieldError[] {
  const errors = [...oneOf(`${path}.operator`, operator, OPERATORS)];
  if (containerName !== undefined && !names.includes(containerName)) {
    const detail = "must be one of the container or initContainer names in the pod template";
    errors.push(invalidValue(`${path}.containerName`, containerName, detail));
  }
  const codes = values ?? [];
  if (codes.length === 0) errors.push(invalidValue(`${path}.values`, values ?? null, "at least one value is required"));
  errors.push(...tooMany(`${path}.values`, codes.length, MOST_EXIT_CODES));
  for (const [i, code] of codes.entries()) {
    if (operator === "In" && code === 0) errors.push(invalidValue(`${path}.values[${i}]`, code, "must not be 0 for the In operator"));
    if (codes.indexOf(code) < i) errors.push(duplicate(`${path}.values[${i}]`, code));
  }
  if (codes.some((code, i) => code < (codes[i - 1] ?? code))) errors.push(invalidValue(`${path}.values`, codes, "must be ordered"));
  return errors;
}

function successPolicyErrors(spec: types.JobSpec, path: string): readonly FieldError[] {
  const { successPolicy, completionMode, completions = 0 } = spec;
  if (successPolicy === undefined) return [];
  const rules = successPolicy.rules ?? [];
  if (completionMode !== "Indexed") {
    const asInGo = rules.map((rule) => ({ SucceededIndexes: rule.succeededIndexes ?? null, SucceededCount: rule.succeededCount ?? null }));
    return [invalidValue(path, new Rendered(renderValue({ Rules: asInGo }, false)), INDEXED_ONLY)];
  }
  return [
    ...(rules.length === 0 ? [required(`${path}.rules`, "at least one rules must be specified when the successPolicy is specified")] : []),
    ...tooMany(`${path}.rules`, rules.length, MOST_RULES),
    ...rules.flatMap((rule, i) => successRuleErrors(rule, `${path}.rules[${i}]`, completions)),
  ];
}

function successRuleErrors({ succeededIndexes, succeededCount }: types.SuccessPolicyRule, path: string, completions: number): FieldError[] {
  const errors: FieldError[] = [];
  if (succeededCount === undefined && succeededIndexes === undefined)
    errors.push(required(path, "at least one of succeededCount or succeededIndexes must be specified"));
  const indexes = countIndexes(succeededIndexes ?? "", completions);
  const total = typeof indexes === "number" ? indexes : 0;
  if (succeededIndexes !== undefined) {
    const field = `${path}.succeededIndexes`;
    if (succeededIndexes.length > MOST_INDEX_CHARACTERS) errors.push(tooLong(field, MOST_INDEX_CHARACTERS));
    if (typeof indexes === "string") errors.push(invalidValue(field, succeededIndexes, `error parsing succeededIndexes: ${indexes}`));
  }
  if (succeededCount === undefined) return errors;
  const field = `${path}.succeededCount`;
  const atMost = (most: number, what: string): FieldError =>
    invalidValue(field, succeededCount, `must be less than or equal to ${most} (the number of ${what})`);
  errors.push(...nonNegative(succeededCount, field));
  if (succeededCount > completions) errors.push(atMost(completions, "specified completions"));
  if (succeededIndexes !== undefined && succeededCount > total)
    errors.push(atMost(total, "indexes in the specified succeededIndexes field"));
  return errors;
}

/** How many indexes a text such as `1,3-5` names, or what is wrong with it. */
function countIndexes(text: string, completions: number): number | string {
  let total = 0;
  let last = -1;
  if (text === "") return total;
  for (const part of text.split(",")) {
    const limits = part.split("-");
    if (limits.length > 2)
      return `the fragment ${JSON.stringify(part)} violates the requirement that an index interval can have at most two parts separated by '-'`;
    for (const limit of limits) {
      if (!/^\+?\d+$/.test(limit)) return `cannot convert string to integer for index: ${JSON.stringify(limit)}`;
      if (Number(limit) >= completions) return `too large index: ${JSON.stringify(limit)}`;
    }
    const [first = 0, end = first] = limits.map(Number);
    if (limits.length === 2 && first >= end) return `non-increasing order, previous: ${first}, current: ${end}`;
    if (last >= first) return `non-increasing order, previous: ${last}, current: ${first}`;
    total += end - first + 1;
    last = end;
  }
  return total;
}

/** Beside a failure policy only real failures may be replaced. */
function replacementErrors({ podReplacementPolicy: policy, podFailurePolicy }: types.JobSpec, path: string): readonly FieldError[] {
  const supported = podFailurePolicy === undefined ? REPLACEMENT_POLICIES : (["Failed"] as const);
  return policy === undefined || supported.some((one) => one === policy) ? [] : [notSupported(path, policy, supported)];
}

function oneOf(field: string, value: string, supported: readonly string[]): readonly FieldError[] {
  if (!value) return [required(field, `valid values: [${supported.map((word) => JSON.stringify(word)).join(" ")}]`)];
  return supported.includes(value) ? [] : [notSupported(field, value, supported)];
}

function tooMany(field: string, count: number, most: number): readonly FieldError[] {
  return count <= most ? [] : [{ type: "TooMany", field, message: `Too many: ${count}: must have at most ${most} items` }];
}

/** Of a structure that is not printed. */
function invalidWhole(field: string, detail: string): FieldError {
  return { type: "Invalid", field, message: `Invalid value: ${detail}` };
}
