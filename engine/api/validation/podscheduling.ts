// The parts of a pod's spec that the scheduler reads: affinity, tolerations, spreading, gates (API-158).

import { labelValueErrors } from "../label.ts";
import type * as types from "../types.generated.ts";
import type { FieldError } from "./fielderror.ts";
import { duplicate, invalidFor, invalidValue, notSupported, required } from "./fielderror.ts";
import { dnsLabelErrors, qualifiedNameErrors, validateLabelKey } from "./names.ts";
import { validateLabelSelector, validateNodeSelector, validateNodeSelectorTerm } from "./selector.ts";

export const TAINT_EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"] as const;
const UNSATISFIABLE = ["DoNotSchedule", "ScheduleAnyway"] as const;

export function validateScheduling(spec: types.PodSpec, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (spec.affinity) errors.push(...affinityErrors(spec.affinity, `${path}.affinity`));
  (spec.readinessGates ?? []).forEach(({ conditionType }, i) =>
    errors.push(...invalidFor(`${path}.readinessGates[${i}].conditionType`, conditionType, qualifiedNameErrors(conditionType))),
  );
  if (spec.schedulingGates?.length) errors.push(...gateErrors(spec.schedulingGates, `${path}.schedulingGates`));
  if (spec.topologySpreadConstraints?.length)
    errors.push(...spreadErrors(spec.topologySpreadConstraints, `${path}.topologySpreadConstraints`));
  return errors;
}

function affinityErrors(affinity: types.Affinity, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity;
  if (nodeAffinity) errors.push(...nodeAffinityErrors(nodeAffinity, `${path}.nodeAffinity`));
  if (podAffinity) errors.push(...podAffinityErrors(podAffinity, `${path}.podAffinity`));
  if (podAntiAffinity) errors.push(...podAffinityErrors(podAntiAffinity, `${path}.podAntiAffinity`));
  return errors;
}

function nodeAffinityErrors(affinity: types.NodeAffinity, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { requiredDuringSchedulingIgnoredDuringExecution: needed, preferredDuringSchedulingIgnoredDuringExecution: preferred } = affinity;
  if (needed) errors.push(...validateNodeSelector(needed, `${path}.requiredDuringSchedulingIgnoredDuringExecution`));
  (preferred ?? []).forEach(({ weight, preference }, i) => {
    const field = `${path}.preferredDuringSchedulingIgnoredDuringExecution[${i}]`;
    errors.push(...weightErrors(weight, `${field}.weight`), ...validateNodeSelectorTerm(preference ?? {}, `${field}.preference`));
  });
  return errors;
}

function podAffinityErrors(affinity: types.PodAffinity, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  (affinity.requiredDuringSchedulingIgnoredDuringExecution ?? []).forEach((term, i) =>
    errors.push(...affinityTermErrors(term, `${path}.requiredDuringSchedulingIgnoredDuringExecution[${i}]`)),
  );
  (affinity.preferredDuringSchedulingIgnoredDuringExecution ?? []).forEach(({ weight, podAffinityTerm }, i) => {
    const field = `${path}.preferredDuringSchedulingIgnoredDuringExecution[${i}]`;
    errors.push(...weightErrors(weight, `${field}.weight`), ...affinityTermErrors(podAffinityTerm, `${field}.podAffinityTerm`));
  });
  return errors;
}

function affinityTermErrors(term: types.PodAffinityTerm, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  errors.push(...validateLabelSelector(term.labelSelector, `${path}.labelSelector`));
  errors.push(...validateLabelSelector(term.namespaceSelector, `${path}.namespaceSelector`));
  for (const name of term.namespaces ?? []) errors.push(...invalidFor(`${path}.namespace`, name, dnsLabelErrors(name)));
  if (!term.topologyKey) errors.push(required(`${path}.topologyKey`, "can not be empty"));
  errors.push(...validateLabelKey(term.topologyKey ?? "", `${path}.topologyKey`));
  return errors;
}

function weightErrors(weight: number, path: string): readonly FieldError[] {
  return weight >= 1 && weight <= 100 ? [] : [invalidValue(path, weight ?? 0, "must be in the range 1-100")];
}

export function gateErrors(gates: readonly types.PodSchedulingGate[], path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  gates.forEach(({ name = "" }: Partial<types.PodSchedulingGate>, i) => {
    errors.push(...invalidFor(`${path}[${i}]`, name, qualifiedNameErrors(name)));
    if (seen.has(name)) errors.push(duplicate(`${path}[${i}]`, name));
    seen.add(name);
  });
  return errors;
}

function spreadErrors(constraints: readonly Partial<types.TopologySpreadConstraint>[], path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  constraints.forEach((constraint, i) => {
    const field = `${path}[${i}]`;
    const { maxSkew = 0, topologyKey = "", whenUnsatisfiable, minDomains } = constraint;
    if (maxSkew <= 0) errors.push(invalidValue(`${field}.maxSkew`, maxSkew, "must be greater than zero"));
    if (!topologyKey) errors.push(required(`${field}.topologyKey`, "can not be empty"));
    else errors.push(...validateLabelKey(topologyKey, `${field}.topologyKey`));
    if (!whenUnsatisfiable || !UNSATISFIABLE.includes(whenUnsatisfiable))
      errors.push(notSupported(`${field}.whenUnsatisfiable`, whenUnsatisfiable ?? "", UNSATISFIABLE));
    const pair = `{${topologyKey}, ${whenUnsatisfiable}}`;
    if (seen.has(pair)) errors.push(duplicate(`${field}.{topologyKey, whenUnsatisfiable}`, pair));
    seen.add(pair);
    if (minDomains !== undefined && minDomains <= 0)
      errors.push(invalidValue(`${field}.minDomains`, minDomains, "must be greater than zero"));
    if (minDomains !== undefined && whenUnsatisfiable !== "DoNotSchedule") {
      errors.push(
        invalidValue(`${field}.minDomains`, minDomains, "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway"),
      );
    }
    errors.push(...validateLabelSelector(constraint.labelSelector, `${field}.labelSelector`));
  });
  return errors;
}

export function validateTolerations(tolerations: readonly types.Toleration[], path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  tolerations.forEach((toleration, i) => {
    const field = `${path}[${i}]`;
    const { key = "", operator, value = "", effect } = toleration;
    if (key) errors.push(...validateLabelKey(key, `${field}.key`));
    else if (operator !== "Exists") {
      errors.push(
        invalidValue(
          `${field}.operator`,
          operator ?? "",
          'operator must be Exists when `key` is empty, which means "match all values and all keys"',
        ),
      );
    }
    if (toleration.tolerationSeconds !== undefined && effect !== "NoExecute") {
      errors.push(invalidValue(`${field}.effect`, effect ?? "", "effect must be 'NoExecute' when `tolerationSeconds` is set"));
    }
    errors.push(...operatorErrors(operator, value, `${field}.operator`));
    if (effect && !TAINT_EFFECTS.includes(effect)) errors.push(notSupported(`${field}.effect`, effect, TAINT_EFFECTS));
  });
  return errors;
}

function operatorErrors(operator: types.Toleration["operator"], value: string, path: string): readonly FieldError[] {
  if (!operator || operator === "Equal") {
    const faults = labelValueErrors(value);
    return faults.length === 0 ? [] : [invalidValue(path, value, faults.join(";"))];
  }
  if (operator === "Exists") return value ? [invalidValue(path, value, "value must be empty when `operator` is 'Exists'")] : [];
  return [notSupported(path, operator, ["Equal", "Exists"])]; // Lt and Gt are behind a gate that is off (GEN-12)
}
