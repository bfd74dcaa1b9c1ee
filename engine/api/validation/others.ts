// The remaining kinds: ConfigMaps and Secrets (API-172), PriorityClasses (API-174), budgets, quotas, limits, volumes,
// leases, events. Left out on purpose: most fields of PersistentVolumes.

import { deepEqual } from "../equal.ts";
import { compareQuantities } from "../quantity.ts";
import type * as types from "../types.generated.ts";
import type { FieldError } from "./fielderror.ts";
import { IMMUTABLE, forbiddenField, invalidFor, invalidValue, notSupported, required, tooLong } from "./fielderror.ts";
import { configKeyErrors, qualifiedNameErrors } from "./names.ts";
import { validateLabelSelector } from "./selector.ts";
import { amountErrors, over100Errors } from "./strategies.ts";

const MAX_BYTES = 1_048_576;
const SET_IMMUTABLE = "field is immutable when `immutable` is set";
const HIGHEST_USER_PRIORITY = 1_000_000_000;
const SYSTEM_PRIORITIES: Readonly<Record<string, number>> = {
  "system-cluster-critical": 2_000_000_000,
  "system-node-critical": 2_000_001_000,
};
const ACCESS_MODES = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"] as const;
const SECRET_KEYS: Readonly<Record<string, readonly string[]>> = {
  "kubernetes.io/tls": ["tls.crt", "tls.key"],
  "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
  "kubernetes.io/dockercfg": [".dockercfg"],
  "kubernetes.io/ssh-auth": ["ssh-privatekey"],
};

export function validateConfigMap(map: types.ConfigMap): readonly FieldError[] {
  const { data = {}, binaryData = {} } = map;
  const errors: FieldError[] = [];
  let bytes = 0;
  for (const key of Object.keys(data).sort()) {
    errors.push(...invalidFor(`data[${key}]`, key, configKeyErrors(key)));
    if (key in binaryData) errors.push(invalidValue(`data[${key}]`, key, "duplicate of key present in binaryData"));
    bytes += (data[key] ?? "").length;
  }
  for (const key of Object.keys(binaryData).sort()) {
    errors.push(...invalidFor(`binaryData[${key}]`, key, configKeyErrors(key)));
    bytes += decodedLength(binaryData[key] ?? "");
  }
  return bytes > MAX_BYTES ? [...errors, tooLong("", MAX_BYTES)] : errors;
}

export function validateConfigMapUpdate(map: types.ConfigMap, old: types.ConfigMap): readonly FieldError[] {
  return [...immutableErrors(map, old, ["data", "binaryData"]), ...validateConfigMap(map)];
}

export function validateSecret(secret: types.Secret): readonly FieldError[] {
  const { data = {}, type = "" } = secret;
  const errors: FieldError[] = [];
  let bytes = 0;
  for (const key of Object.keys(data).sort()) {
    errors.push(...invalidFor(`data[${key}]`, key, configKeyErrors(key)));
    bytes += decodedLength(data[key] ?? "");
  }
  if (bytes > MAX_BYTES) errors.push(tooLong("data", MAX_BYTES));
  for (const key of SECRET_KEYS[type] ?? []) if (data[key] === undefined) errors.push(required(`data[${key}]`));
  return errors;
}

export function validateSecretUpdate(secret: types.Secret, old: types.Secret): readonly FieldError[] {
  const errors: FieldError[] = secret.type === old.type ? [] : [invalidValue("type", secret.type, IMMUTABLE)];
  return [...errors, ...immutableErrors(secret, old, ["data"]), ...validateSecret(secret)];
}

function immutableErrors<T extends { readonly immutable?: boolean }>(
  object: T,
  old: T,
  keys: readonly (keyof T & string)[],
): readonly FieldError[] {
  if (old.immutable !== true) return [];
  const errors: FieldError[] = object.immutable === true ? [] : [forbiddenField("immutable", SET_IMMUTABLE)];
  for (const key of keys) if (!deepEqual(object[key] ?? {}, old[key] ?? {})) errors.push(forbiddenField(key, SET_IMMUTABLE));
  return errors;
}

function decodedLength(base64: string): number {
  return Math.floor((base64.replace(/=+$/, "").length * 3) / 4);
}

export function validatePriorityClass(priority: types.PriorityClass): readonly FieldError[] {
  const { name } = priority.metadata;
  if (name.startsWith("system-")) {
    if (SYSTEM_PRIORITIES[name] === priority.value) return [];
    const why =
      SYSTEM_PRIORITIES[name] === undefined
        ? `${name} is not a known system priority class`
        : `value of ${name} PriorityClass must be ${SYSTEM_PRIORITIES[name]}`;
    return [forbiddenField("metadata.name", `priority class names with 'system-' prefix are reserved for system use only. error: ${why}`)];
  }
  if (priority.value > HIGHEST_USER_PRIORITY)
    return [forbiddenField("value", `maximum allowed value of a user defined priority is ${HIGHEST_USER_PRIORITY}`)];
  return [];
}

export function validatePriorityClassUpdate(priority: types.PriorityClass, old: types.PriorityClass): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (priority.value !== old.value) errors.push(forbiddenField("value", "may not be changed in an update."));
  if (priority.preemptionPolicy !== old.preemptionPolicy)
    errors.push(invalidValue("preemptionPolicy", priority.preemptionPolicy, IMMUTABLE));
  return errors;
}

export function validateBudget({ spec }: types.PodDisruptionBudget): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { minAvailable, maxUnavailable } = spec ?? {};
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    errors.push(invalidValue("spec", spec, "minAvailable and maxUnavailable cannot be both set"));
  }
  for (const [key, amount] of [
    ["minAvailable", minAvailable],
    ["maxUnavailable", maxUnavailable],
  ] as const) {
    if (amount !== undefined) errors.push(...amountErrors(amount, `spec.${key}`), ...over100Errors(amount, `spec.${key}`));
  }
  errors.push(...validateLabelSelector(spec?.selector, "spec.selector"));
  const policy = spec?.unhealthyPodEvictionPolicy;
  if (policy !== undefined && policy !== "AlwaysAllow" && policy !== "IfHealthyBudget") {
    errors.push(notSupported("spec.unhealthyPodEvictionPolicy", policy, ["AlwaysAllow", "IfHealthyBudget"]));
  }
  return errors;
}

export function validateQuota({ spec }: types.ResourceQuota): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const [name, quantity] of Object.entries(spec?.hard ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
    errors.push(...invalidFor(`spec.hard[${name}]`, name, qualifiedNameErrors(name)));
    if (compareQuantities(quantity, 0) < 0)
      errors.push(invalidValue(`spec.hard[${name}]`, String(quantity), "must be greater than or equal to 0"));
  }
  return errors;
}

export function validateLimitRange({ spec }: types.LimitRange): readonly FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  (spec?.limits ?? []).forEach((item, i) => {
    const field = `spec.limits[${i}]`;
    if (seen.has(item.type))
      errors.push({ type: "Duplicate", field: `${field}.type`, message: `Duplicate value: ${JSON.stringify(item.type)}` });
    seen.add(item.type);
    errors.push(...boundErrors(item, field));
  });
  return errors;
}

/** Each pair that must be in order, in the words of a real server. */
function boundErrors(item: types.LimitRangeItem, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const pairs = [
    ["min", "max", "min", "min value %a is greater than max value %b"],
    ["defaultRequest", "default", "defaultRequest", "default request value %a is greater than default limit value %b"],
    ["min", "default", "default", "min value %a is greater than default value %b"],
    ["min", "defaultRequest", "defaultRequest", "min value %a is greater than default request value %b"],
    ["default", "max", "default", "default value %a is greater than max value %b"],
    ["defaultRequest", "max", "defaultRequest", "default request value %a is greater than max value %b"],
  ] as const;
  for (const [low, high, at, text] of pairs) {
    for (const name of Object.keys(item[low] ?? {}).sort()) {
      const [a, b] = [item[low]?.[name], item[high]?.[name]];
      if (a === undefined || b === undefined || compareQuantities(a, b) <= 0) continue;
      errors.push(
        invalidValue(`${path}.${at}[${name}]`, String(at === low ? a : b), text.replace("%a", String(a)).replace("%b", String(b))),
      );
    }
  }
  return errors;
}

export function validateClaim({ spec }: types.PersistentVolumeClaim): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!spec?.accessModes?.length) errors.push(required("spec.accessModes", "at least 1 access mode is required"));
  for (const mode of spec?.accessModes ?? [])
    if (!ACCESS_MODES.includes(mode)) errors.push(notSupported("spec.accessModes", mode, ACCESS_MODES));
  const storage = spec?.resources?.requests?.["storage"];
  if (storage === undefined) errors.push(required("spec.resources[storage]"));
  else if (compareQuantities(storage, 0) <= 0)
    errors.push(invalidValue("spec.resources[storage]", String(storage), "must be greater than zero"));
  return errors;
}

export function validateVolume({ spec }: types.PersistentVolume): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!spec.accessModes?.length) errors.push(required("spec.accessModes"));
  if (!Object.keys(spec.capacity ?? {}).length) errors.push(required("spec.capacity"));
  const hasSource = Object.keys(spec).some((key) => SOURCES.test(key));
  return hasSource ? errors : [...errors, required("spec", "must specify a volume type")];
}

const SOURCES =
  /^(awsElasticBlockStore|azureDisk|azureFile|cephfs|cinder|csi|fc|flexVolume|flocker|gcePersistentDisk|glusterfs|hostPath|iscsi|local|nfs|photonPersistentDisk|portworxVolume|quobyte|rbd|scaleIO|storageos|vsphereVolume)$/;

export function validateLease({ spec }: types.Lease): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { leaseDurationSeconds: seconds, leaseTransitions } = spec ?? {};
  if (seconds !== undefined && seconds <= 0) errors.push(invalidValue("spec.leaseDurationSeconds", seconds, "must be greater than 0"));
  if (leaseTransitions !== undefined && leaseTransitions < 0)
    errors.push(invalidValue("spec.leaseTransitions", leaseTransitions, "must be greater than or equal to 0"));
  return errors;
}

/** An event stands in the namespace of what it tells about; in default for cluster-scoped things. */
export function validateEvent({ metadata, involvedObject }: types.Event): readonly FieldError[] {
  const about = involvedObject?.namespace ?? "";
  const matches = about === "" ? metadata.namespace === "default" || metadata.namespace === "kube-system" : about === metadata.namespace;
  return matches ? [] : [invalidValue("involvedObject.namespace", about, "does not match event.namespace")];
}

export function validateRevision(revision: types.ControllerRevision): readonly FieldError[] {
  const errors: FieldError[] = revision.data === undefined ? [required("data", "data is mandatory")] : [];
  return revision.revision < 0 ? [...errors, invalidValue("revision", revision.revision, "must be greater than or equal to 0")] : errors;
}

export function validateRevisionUpdate(revision: types.ControllerRevision, old: types.ControllerRevision): readonly FieldError[] {
  return deepEqual(revision.data, old.data)
    ? validateRevision(revision)
    : [...validateRevision(revision), invalidValue("data", revision.data, IMMUTABLE)];
}
