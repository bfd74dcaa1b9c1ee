// Update strategies of Deployments, DaemonSets and StatefulSets (API-164, SEL-37, SEL-38).

import type * as types from "../types.generated.ts";
import type { FieldError } from "./fielderror.ts";
import { NOT_NEGATIVE, Rendered, forbiddenField, invalidValue, nonNegative, notSupported, renderValue, required } from "./fielderror.ts";
import { goValue } from "./gostruct.ts";

const PERCENT_RULE =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

export function validateDeploymentStrategy(strategy: types.DeploymentStrategy, path: string): readonly FieldError[] {
  const { type, rollingUpdate } = strategy;
  if (type === "Recreate") {
    return rollingUpdate ? [forbiddenField(`${path}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")] : [];
  }
  if (type !== "RollingUpdate") {
    const value = new Rendered(renderValue(goValue(strategy, "DeploymentStrategy"), false));
    return [notSupported(path, value, ["Recreate", "RollingUpdate"])];
  }
  if (!rollingUpdate) return [required(`${path}.rollingUpdate`, "this should be defaulted and never be nil")];
  const field = `${path}.rollingUpdate`;
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate;
  const errors: FieldError[] = [...amountErrors(maxUnavailable, `${field}.maxUnavailable`), ...amountErrors(maxSurge, `${field}.maxSurge`)];
  if (amountOf(maxUnavailable) === 0 && amountOf(maxSurge) === 0) {
    errors.push(invalidValue(`${field}.maxUnavailable`, maxUnavailable, "may not be 0 when `maxSurge` is 0"));
  }
  return [...errors, ...over100Errors(maxUnavailable, `${field}.maxUnavailable`)];
}

export function validateDaemonSetStrategy(strategy: types.DaemonSetUpdateStrategy, path: string): readonly FieldError[] {
  const { type, rollingUpdate } = strategy;
  if (type === "OnDelete") return [];
  if (type !== "RollingUpdate")
    return [notSupported(path, new Rendered(renderValue(goValue(strategy, "DeploymentStrategy"), false)), ["RollingUpdate", "OnDelete"])];
  if (!rollingUpdate) return [required(`${path}.rollingUpdate`)];
  const field = `${path}.rollingUpdate`;
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate;
  const errors: FieldError[] = [...amountErrors(maxUnavailable, `${field}.maxUnavailable`), ...amountErrors(maxSurge, `${field}.maxSurge`)];
  errors.push(...over100Errors(maxUnavailable, `${field}.maxUnavailable`), ...over100Errors(maxSurge, `${field}.maxSurge`));
  const [unavailable, surge] = [amountOf(maxUnavailable) !== 0, amountOf(maxSurge) !== 0];
  if (unavailable && surge) errors.push(invalidValue(`${field}.maxSurge`, maxSurge, "may not be set when maxUnavailable is non-zero"));
  if (!unavailable && !surge) errors.push(required(`${field}.maxUnavailable`, "cannot be 0 when maxSurge is 0"));
  return errors;
}

export function validateStatefulSetStrategy(spec: types.StatefulSetSpec): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { podManagementPolicy: management, updateStrategy: strategy, persistentVolumeClaimRetentionPolicy: retention } = spec;
  if (!management) errors.push(required("spec.podManagementPolicy"));
  else if (management !== "OrderedReady" && management !== "Parallel") {
    errors.push(invalidValue("spec.podManagementPolicy", management, "must be 'OrderedReady' or 'Parallel'"));
  }
  const field = "spec.updateStrategy";
  if (!strategy.type) errors.push(required(field));
  else if (strategy.type === "OnDelete") {
    if (strategy.rollingUpdate)
      errors.push(invalidValue(`${field}.rollingUpdate`, strategy.rollingUpdate, "only allowed for updateStrategy 'RollingUpdate'"));
  } else if (strategy.type === "RollingUpdate")
    errors.push(...nonNegative(strategy.rollingUpdate?.partition, `${field}.rollingUpdate.partition`));
  else
    errors.push(
      invalidValue(
        field,
        new Rendered(renderValue(goValue(strategy, "StatefulSetUpdateStrategy"), false)),
        "must be 'RollingUpdate' or 'OnDelete'",
      ),
    );
  for (const key of ["whenDeleted", "whenScaled"] as const) {
    const policy = retention?.[key];
    if (policy && policy !== "Retain" && policy !== "Delete")
      errors.push(notSupported(`spec.persistentVolumeClaimRetentionPolicy.${key}`, policy, ["Delete", "Retain"]));
  }
  return errors;
}

/** A count that is not negative, or a percentage. */
export function amountErrors(amount: types.IntOrString, path: string): readonly FieldError[] {
  if (typeof amount === "string") return /^[0-9]+%$/.test(amount) ? [] : [invalidValue(path, amount, PERCENT_RULE)];
  return amount < 0 ? [invalidValue(path, amount, NOT_NEGATIVE)] : [];
}

export function over100Errors(amount: types.IntOrString, path: string): readonly FieldError[] {
  const isOver = typeof amount === "string" && /^[0-9]+%$/.test(amount) && amountOf(amount) > 100;
  return isOver ? [invalidValue(path, amount, "must not be greater than 100%")] : [];
}

function amountOf(amount: types.IntOrString): number {
  if (typeof amount === "number") return amount;
  return /^[0-9]+%$/.test(amount) ? Number(amount.slice(0, -1)) : 0;
}
