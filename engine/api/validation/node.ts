// Nodes and Namespaces (API-173): taints, and what is set once.

import { deepEqual } from "../equal.ts";
import { labelValueErrors } from "../label.ts";
import type * as types from "../types.generated.ts";
import type { FieldError } from "./fielderror.ts";
import { Rendered, duplicate, forbiddenField, invalidFor, invalidValue, notSupported, renderValue, required } from "./fielderror.ts";
import { goValue } from "./gostruct.ts";
import { validateLabelKey } from "./names.ts";
import { finalizerNameErrors } from "./objectmeta.ts";
import { TAINT_EFFECTS } from "./podscheduling.ts";

const UNIQUE = "taints must be unique by key and effect pair";

export function validateNode({ spec }: types.Node): readonly FieldError[] {
  return taintErrors(spec?.taints ?? [], "metadata.taints"); // a real server says metadata here
}

export function validateNodeUpdate(node: types.Node, old: types.Node): readonly FieldError[] {
  const errors: FieldError[] = [...validateNode(node)];
  const [cidrs, before] = [node.spec.podCIDRs ?? [], old.spec.podCIDRs ?? []];
  if (before.length > 0 && !deepEqual(cidrs, before)) {
    errors.push(forbiddenField("spec.podCIDRs", 'node updates may not change podCIDR except from "" to valid'));
  }
  if (old.spec.providerID && old.spec.providerID !== node.spec.providerID) {
    errors.push(forbiddenField("spec.providerID", 'node updates may not change providerID except from "" to valid'));
  }
  return errors;
}

function taintErrors(taints: readonly Partial<types.Taint>[], path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  taints.forEach((taint, i) => {
    const field = `${path}[${i}]`;
    const { key = "", value = "", effect } = taint;
    errors.push(...validateLabelKey(key, `${field}.key`));
    const faults = labelValueErrors(value);
    if (faults.length > 0) errors.push(invalidValue(`${field}.value`, value, faults.join(";")));
    if (!effect) errors.push(required(`${field}.effect`));
    else if (!TAINT_EFFECTS.includes(effect)) errors.push(notSupported(`${field}.effect`, effect, TAINT_EFFECTS));
    const pair = `${key}:${effect}`;
    if (seen.has(pair)) errors.push(duplicate(field, new Rendered(renderValue(goValue(taint, "Taint"), false)), UNIQUE));
    seen.add(pair);
  });
  return errors;
}

export function validateNamespace({ spec }: types.Namespace): readonly FieldError[] {
  return (spec?.finalizers ?? []).flatMap((finalizer) => invalidFor("spec.finalizers", finalizer, finalizerNameErrors(finalizer)));
}
