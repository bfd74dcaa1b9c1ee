// The checks that all kinds share: name, namespace, labels, annotations, owners, finalizers, and what an update may not
// touch (API-34 to API-45, API-57).

import { deepEqual } from "../equal.ts";
import type { ObjectMeta, OwnerReference } from "../types.generated.ts";
import type { FieldError } from "./fielderror.ts";
import { IMMUTABLE, forbiddenField, invalidFor, invalidValue, nonNegative, required } from "./fielderror.ts";
import { dnsLabelErrors, maskTrailingDash, qualifiedNameErrors, validateAnnotations, validateLabels } from "./names.ts";

type NameCheck = (name: string) => readonly string[];

const STANDARD_FINALIZERS = new Set(["kubernetes", "orphan", "foregroundDeletion"]);
const EVENT_GVK = "v1, Kind=Event";

export function validateObjectMeta(
  meta: ObjectMeta,
  namespaced: boolean,
  nameErrors: NameCheck,
  field = "metadata",
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (meta.generateName)
    errors.push(...invalidFor(`${field}.generateName`, meta.generateName, nameErrors(maskTrailingDash(meta.generateName))));
  if (!meta.name) errors.push(required(`${field}.name`, "name or generateName is required"));
  else errors.push(...invalidFor(`${field}.name`, meta.name, nameErrors(meta.name)));
  errors.push(...namespaceErrors(meta.namespace, namespaced, `${field}.namespace`));
  errors.push(...nonNegative(meta.generation, `${field}.generation`));
  errors.push(...sharedErrors(meta, field));
  return errors;
}

function namespaceErrors(namespace: string | undefined, namespaced: boolean, field: string): readonly FieldError[] {
  if (!namespaced) return namespace ? [forbiddenField(field, "not allowed on this type")] : [];
  return namespace ? invalidFor(field, namespace, dnsLabelErrors(namespace)) : [required(field)];
}

/** What is looked at again on every update. */
function sharedErrors(meta: ObjectMeta, field: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (meta.labels) errors.push(...validateLabels(meta.labels, `${field}.labels`));
  if (meta.annotations) errors.push(...validateAnnotations(meta.annotations, `${field}.annotations`));
  if (meta.ownerReferences) errors.push(...ownerErrors(meta.ownerReferences, `${field}.ownerReferences`));
  if (meta.finalizers) errors.push(...finalizerErrors(meta.finalizers, `${field}.finalizers`));
  return errors;
}

function ownerErrors(owners: readonly Partial<OwnerReference>[], field: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  let controller: string | undefined;
  for (const owner of owners) {
    const { apiVersion = "", kind = "", name = "", uid = "" } = owner;
    if (!apiVersion || apiVersion.startsWith("/"))
      errors.push(invalidValue(`${field}.apiVersion`, apiVersion, "version must not be empty"));
    if (!kind) errors.push(invalidValue(`${field}.kind`, kind, "must not be empty"));
    if (!name) errors.push(invalidValue(`${field}.name`, name, "must not be empty"));
    if (!uid) errors.push(invalidValue(`${field}.uid`, uid, "must not be empty"));
    if (apiVersion === "v1" && kind === "Event") errors.push(invalidValue(field, owner, `/${EVENT_GVK} is disallowed from being an owner`));
    if (owner.controller !== true) continue;
    if (controller === undefined) controller = name;
    else {
      const both = `Found "true" in references for ${controller} and ${name}`;
      errors.push(invalidValue(field, owners, `Only one reference can have Controller set to true. ${both}`));
    }
  }
  return errors;
}

function finalizerErrors(finalizers: readonly string[], field: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  let orphan = false;
  let foreground = false;
  finalizers.forEach((finalizer, i) => {
    errors.push(...invalidFor(`${field}[${i}]`, finalizer, finalizerNameErrors(finalizer)));
    orphan ||= finalizer === "orphan";
    foreground ||= finalizer === "foregroundDeletion";
  });
  if (orphan && foreground) errors.push(invalidValue(field, finalizers, "finalizer orphan and foregroundDeletion cannot be both set"));
  return errors;
}

export function finalizerNameErrors(finalizer: string): readonly string[] {
  const shape = qualifiedNameErrors(finalizer);
  if (shape.length > 0) return shape;
  return finalizer.includes("/") || STANDARD_FINALIZERS.has(finalizer)
    ? []
    : ["name is neither a standard finalizer name nor is it fully qualified"];
}

/** What an update may not change, and what it must still keep to. */
export function validateObjectMetaUpdate(meta: ObjectMeta, old: ObjectMeta, field = "metadata"): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (old.deletionTimestamp !== undefined) {
    const added = (meta.finalizers ?? []).filter((finalizer) => !(old.finalizers ?? []).includes(finalizer));
    if (added.length > 0) errors.push(forbiddenField(`${field}.finalizers`, newFinalizersText(added)));
  }
  if (!meta.resourceVersion)
    errors.push(invalidValue(`${field}.resourceVersion`, meta.resourceVersion ?? "", "must be specified for an update"));
  if (meta.generation !== undefined && meta.generation < (old.generation ?? 0)) {
    errors.push(invalidValue(`${field}.generation`, meta.generation, "must not be decremented"));
  }
  for (const key of FROZEN) {
    if (!deepEqual(meta[key] ?? null, old[key] ?? null)) errors.push(invalidValue(`${field}.${key}`, meta[key], IMMUTABLE));
  }
  errors.push(...sharedErrors(meta, field));
  return errors;
}

const FROZEN = ["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"] as const;

function newFinalizersText(added: readonly string[]): string {
  const list = added.map((finalizer) => JSON.stringify(finalizer)).join(", ");
  return `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
}
