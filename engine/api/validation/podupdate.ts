// What an update of a pod may change (API-153, API-159). A refusal shows the difference of the two specs.

import { deepEqual } from "../equal.ts";
import type * as types from "../types.generated.ts";
import type { FieldError } from "./fielderror.ts";
import { IMMUTABLE, forbiddenField, inclusiveRange, invalidValue, required } from "./fielderror.ts";
import { goPodSpec } from "./gostruct.ts";
import { imageErrors, validateWholePodSpec } from "./pod.ts";
import { validateTolerations } from "./podscheduling.ts";
import { unifiedDiff } from "./unifieddiff.ts";

const MAX_INT32 = 2147483647;
const MAY_CHANGE = [
  "`spec.containers[*].image`",
  "`spec.initContainers[*].image`",
  "`spec.activeDeadlineSeconds`",
  "`spec.tolerations` (only additions to existing tolerations)",
  "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
].join(",");
const REFUSAL = `pod updates may not change fields other than ${MAY_CHANGE}`;

export function validatePodUpdate(pod: types.Pod, old: types.Pod): readonly FieldError[] {
  const { spec } = pod;
  const before = old.spec;
  if (spec === before) return []; // what is stored has been checked
  const errors: FieldError[] = [...validateWholePodSpec(spec)];
  for (const key of ["containers", "initContainers"] as const) {
    if ((spec[key]?.length ?? 0) !== (before[key]?.length ?? 0)) {
      return [...errors, forbiddenField(`spec.${key}`, "pod updates may not add or remove containers")];
    }
    errors.push(...changedImageErrors(spec[key], `spec.${key}`));
  }
  const deadline = deadlineErrors(spec.activeDeadlineSeconds, before.activeDeadlineSeconds);
  errors.push(...deadline);
  if (deadline.length > 0 && spec.activeDeadlineSeconds !== undefined) return errors;
  errors.push(...tolerationErrors(spec.tolerations ?? [], before.tolerations ?? []));
  errors.push(...addedGateErrors(spec.schedulingGates ?? [], before.schedulingGates ?? []));
  if (deepEqual(spec, before)) return errors;
  const { rest, faults } = withoutAllowedChanges(spec, before);
  errors.push(...faults);
  if (!deepEqual(rest, before)) errors.push(forbiddenField("spec", `${REFUSAL}\n${specDiff(before, rest)}`));
  return errors;
}

/** PUT pods/status: what the kubelet and the scheduler write. */
export function validatePodStatusUpdate(pod: types.Pod, old: types.Pod): readonly FieldError[] {
  const { qosClass } = pod.status;
  const before = old.status.qosClass;
  return before !== undefined && qosClass !== before ? [invalidValue("status.qosClass", qosClass ?? "", IMMUTABLE)] : [];
}

function changedImageErrors(containers: readonly types.Container[] | undefined, path: string): readonly FieldError[] {
  const missing = (containers ?? []).flatMap(({ image }, i) => (image ? [] : [required(`${path}[${i}].image`)]));
  return [...missing, ...imageErrors(containers, path)];
}

function deadlineErrors(seconds: number | undefined, before: number | undefined): readonly FieldError[] {
  const field = "spec.activeDeadlineSeconds";
  if (seconds === undefined)
    return before === undefined ? [] : [invalidValue(field, null, "must not update from a positive integer to nil value")];
  if (seconds < 0 || seconds > MAX_INT32) return [invalidValue(field, seconds, inclusiveRange(0, MAX_INT32))];
  return before !== undefined && before < seconds ? [invalidValue(field, seconds, "must be less than or equal to previous value")] : [];
}

function tolerationErrors(tolerations: readonly types.Toleration[], before: readonly types.Toleration[]): readonly FieldError[] {
  const field = "spec.tolerations";
  const kept = before.every(({ tolerationSeconds: _old, ...old }) =>
    tolerations.some(({ tolerationSeconds: _new, ...toleration }) => deepEqual(toleration, old)),
  );
  if (!kept) return [forbiddenField(field, "existing toleration can not be modified except its tolerationSeconds")];
  return validateTolerations(tolerations, field);
}

function addedGateErrors(gates: readonly types.PodSchedulingGate[], before: readonly types.PodSchedulingGate[]): readonly FieldError[] {
  return gates.flatMap(({ name }, i) => {
    if (before.some((gate) => gate.name === name)) return [];
    return [forbiddenField(`spec.schedulingGates[${i}].name`, `only deletion is allowed, but found new scheduling gate '${name}'`)];
  });
}

/** The new spec with everything that may change put back to what it was. */
function withoutAllowedChanges(spec: types.PodSpec, old: types.PodSpec): { rest: types.PodSpec; faults: readonly FieldError[] } {
  const faults: FieldError[] = [];
  const rest: { -readonly [K in keyof types.PodSpec]: types.PodSpec[K] } = {
    ...spec,
    containers: withImagesOf(spec.containers, old.containers),
  };
  if (spec.initContainers) rest.initContainers = withImagesOf(spec.initContainers, old.initContainers ?? []);
  restore(rest, old, ["activeDeadlineSeconds", "tolerations", "schedulingGates"]);
  const grace = old.terminationGracePeriodSeconds ?? 0;
  if (grace < 0 && spec.terminationGracePeriodSeconds === 1) rest.terminationGracePeriodSeconds = grace;
  if (old.schedulingGates?.length) {
    const lost = Object.entries(old.nodeSelector ?? {}).some(([key, value]) => spec.nodeSelector?.[key] !== value);
    if (lost)
      faults.push(
        invalidValue("spec.nodeSelector", spec.nodeSelector, "only additions to spec.nodeSelector are allowed (no mutations or deletions)"),
      );
    restore(rest, old, ["nodeSelector", "affinity"]);
  }
  return { rest, faults };
}

function restore(spec: { [key: string]: unknown }, old: types.PodSpec, keys: readonly (keyof types.PodSpec)[]): void {
  for (const key of keys) {
    if (old[key] === undefined) delete spec[key];
    else spec[key] = old[key];
  }
}

function withImagesOf(containers: readonly types.Container[], old: readonly types.Container[]): readonly types.Container[] {
  return containers.map((container, i) => ({ ...container, image: old[i]?.image ?? "" }));
}

function specDiff(before: types.PodSpec, after: types.PodSpec): string {
  return unifiedDiff(JSON.stringify(goPodSpec(before), null, 1), JSON.stringify(goPodSpec(after), null, 1));
}
