// ReplicationControllers, ReplicaSets, Deployments, DaemonSets and StatefulSets (API-160 to API-165, SEL-31 to SEL-38).
// The order of the faults is a real server's.

import { deepEqual } from "../equal.ts";
import { matchesSelector, selectorOfMap } from "../selector.ts";
import type * as types from "../types.generated.ts";
import type { FieldError } from "./fielderror.ts";
import { IMMUTABLE, forbiddenField, invalidValue, nonNegative, notSupported, required } from "./fielderror.ts";
import { validatePodTemplate } from "./pod.ts";
import { buildSelector, isEmptySelector, validateLabelSelector } from "./selector.ts";
import { validateDaemonSetStrategy, validateDeploymentStrategy, validateStatefulSetStrategy } from "./strategies.ts";

export const MISMATCH = "`selector` does not match template `labels`";
const INVALID_SELECTOR = "invalid label selector";
const STATEFULSET_MUTABLE = [
  "replicas",
  "ordinals",
  "template",
  "updateStrategy",
  "revisionHistoryLimit",
  "persistentVolumeClaimRetentionPolicy",
  "minReadySeconds",
] as const;
const STATEFULSET_REFUSAL =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', " +
  "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

type Owner = "ReplicaSet" | "ReplicationController" | "DaemonSet" | "StatefulSet";

export function validateReplicationController({ spec }: types.ReplicationController): readonly FieldError[] {
  const errors: FieldError[] = [...nonNegative(spec.minReadySeconds, "spec.minReadySeconds")];
  const selector = selectorOfMap(spec.selector);
  if (selector.length === 0) errors.push(required("spec.selector"));
  errors.push(...nonNegative(spec.replicas, "spec.replicas"));
  if (spec.template === undefined) return [...errors, required("spec.template")];
  if (selector.length > 0 && !matchesSelector(selector, spec.template.metadata?.labels)) errors.push(mismatch(spec.template));
  return [...errors, ...validatePodTemplate(spec.template, "spec.template"), ...longRunningErrors(spec.template, "ReplicationController")];
}

export function validateReplicaSet({ spec }: types.ReplicaSet): readonly FieldError[] {
  return [
    ...nonNegative(spec.replicas, "spec.replicas"),
    ...nonNegative(spec.minReadySeconds, "spec.minReadySeconds"),
    ...selectorAndTemplateErrors(spec),
  ];
}

export function validateDeployment({ spec }: types.Deployment): readonly FieldError[] {
  const errors: FieldError[] = [...nonNegative(spec.replicas, "spec.replicas"), ...selectorAndTemplateErrors(spec)];
  errors.push(...validateDeploymentStrategy(spec.strategy ?? {}, "spec.strategy"));
  errors.push(
    ...nonNegative(spec.minReadySeconds, "spec.minReadySeconds"),
    ...nonNegative(spec.revisionHistoryLimit, "spec.revisionHistoryLimit"),
  );
  const deadline = spec.progressDeadlineSeconds;
  if (deadline === undefined) return errors;
  errors.push(...nonNegative(deadline, "spec.progressDeadlineSeconds"));
  if (deadline <= (spec.minReadySeconds ?? 0))
    errors.push(invalidValue("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds"));
  return errors;
}

/** ReplicaSets and Deployments share this, and the word deployment (SEL-31). */
function selectorAndTemplateErrors(spec: types.ReplicaSetSpec | types.DeploymentSpec): readonly FieldError[] {
  const errors: FieldError[] = [...givenSelectorErrors(spec.selector, "deployment")];
  const selector = buildSelector(spec.selector);
  if (selector === "invalid") return [...errors, invalidValue("spec.selector", selectorValue(spec.selector), INVALID_SELECTOR)];
  // No selector matches nothing, not even its own template; an empty one is refused already.
  const matches = selector !== undefined && matchesSelector(selector, spec.template.metadata?.labels);
  if (!matches) errors.push(mismatch(spec.template));
  return [...errors, ...validatePodTemplate(spec.template, "spec.template"), ...longRunningErrors(spec.template, "ReplicaSet")];
}

function givenSelectorErrors(selector: types.LabelSelector | undefined, word: string): readonly FieldError[] {
  if (selector === undefined || selector === null) return [required("spec.selector")];
  const errors: FieldError[] = [...validateLabelSelector(selector, "spec.selector")];
  if (isEmptySelector(selector))
    errors.push(invalidValue("spec.selector", selectorValue(selector), `empty selector is invalid for ${word}`));
  return errors;
}

export function validateDaemonSet({ spec }: types.DaemonSet): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (spec.selector === undefined || spec.selector === null) errors.push(required("spec.selector"));
  else errors.push(...validateLabelSelector(spec.selector, "spec.selector"));
  const selector = buildSelector(spec.selector);
  if (selector !== "invalid" && !(selector !== undefined && matchesSelector(selector, spec.template.metadata?.labels)))
    errors.push(mismatch(spec.template));
  if (spec.selector && isEmptySelector(spec.selector))
    errors.push(invalidValue("spec.selector", selectorValue(spec.selector), "empty selector is invalid for daemonset"));
  errors.push(...validatePodTemplate(spec.template, "spec.template"), ...longRunningErrors(spec.template, "DaemonSet"));
  errors.push(...nonNegative(spec.minReadySeconds, "spec.minReadySeconds"));
  errors.push(...validateDaemonSetStrategy(spec.updateStrategy ?? {}, "spec.updateStrategy"));
  return [...errors, ...nonNegative(spec.revisionHistoryLimit, "spec.revisionHistoryLimit")];
}

export function validateStatefulSet({ spec }: types.StatefulSet): readonly FieldError[] {
  const errors: FieldError[] = [...validateStatefulSetStrategy(spec)];
  errors.push(...nonNegative(spec.replicas, "spec.replicas"), ...nonNegative(spec.ordinals?.start, "spec.ordinals.start"));
  errors.push(...nonNegative(spec.minReadySeconds, "spec.minReadySeconds"), ...givenSelectorErrors(spec.selector, "statefulset"));
  const selector = buildSelector(spec.selector);
  if (selector === "invalid") errors.push(invalidValue("spec.selector", selectorValue(spec.selector), ""));
  else {
    if (!(selector !== undefined && matchesSelector(selector, spec.template.metadata?.labels))) errors.push(mismatch(spec.template));
    const claimed = (spec.volumeClaimTemplates ?? []).map(({ metadata }) => metadata.name);
    errors.push(...validatePodTemplate(spec.template, "spec.template", claimed));
  }
  return [
    ...errors,
    ...longRunningErrors(spec.template, "StatefulSet"),
    ...nonNegative(spec.revisionHistoryLimit, "spec.revisionHistoryLimit"),
  ];
}

export function validateStatefulSetUpdate(set: types.StatefulSet, old: types.StatefulSet): readonly FieldError[] {
  const errors = validateStatefulSet(set);
  const fixed = (spec: types.StatefulSetSpec): object => {
    const copy: { [key: string]: unknown } = { ...spec };
    for (const key of STATEFULSET_MUTABLE) delete copy[key];
    return copy;
  };
  return deepEqual(fixed(set.spec), fixed(old.spec)) ? errors : [...errors, forbiddenField("spec", STATEFULSET_REFUSAL)];
}

/** The selector of apps kinds and Jobs never changes (SEL-34). */
export function selectorUpdateErrors(
  selector: types.LabelSelector | undefined,
  old: types.LabelSelector | undefined,
): readonly FieldError[] {
  return deepEqual(selector ?? null, old ?? null) ? [] : [invalidValue("spec.selector", selectorValue(selector), IMMUTABLE)];
}

/** In Go's order of the fields. */
export function selectorValue(selector: types.LabelSelector | undefined): unknown {
  if (selector === undefined || selector === null) return null;
  const { matchLabels, matchExpressions } = selector;
  return { ...(matchLabels ? { matchLabels } : {}), ...(matchExpressions?.length ? { matchExpressions } : {}) };
}

function mismatch(template: types.PodTemplateSpec): FieldError {
  return invalidValue("spec.template.metadata.labels", template.metadata?.labels ?? null, MISMATCH);
}

/** Pods that are to run for ever (SEL-36). */
function longRunningErrors({ spec }: types.PodTemplateSpec, owner: Owner): readonly FieldError[] {
  const errors: FieldError[] = [];
  const path = "spec.template.spec";
  if (spec.restartPolicy !== "Always") errors.push(notSupported(`${path}.restartPolicy`, spec.restartPolicy ?? "", ["Always"]));
  if (spec.activeDeadlineSeconds !== undefined)
    errors.push(forbiddenField(`${path}.activeDeadlineSeconds`, `activeDeadlineSeconds in ${owner} is not Supported`));
  return errors;
}
