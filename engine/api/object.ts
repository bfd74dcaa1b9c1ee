// What every Kubernetes object has in common, and the small questions that all parts ask about one.

import type { ObjectMeta, OwnerReference } from "./types.generated.ts";

/** Any stored object. Objects from the store are shared and read-only: a change copies the path it changes. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

/** Names one object; `uid` tells it from a later one of the same name. */
export interface ObjectRef {
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
  readonly uid?: string | undefined;
}

/** `namespace/name`, or `name` for cluster-scoped objects (GEN-10). */
export function keyOf(object: { readonly metadata: ObjectMeta }): string {
  return keyFor(object.metadata.namespace, object.metadata.name);
}

export function keyFor(namespace: string | undefined, name: string): string {
  return namespace ? `${namespace}/${name}` : name;
}

export function splitKey(key: string): { namespace: string; name: string } {
  const slash = key.indexOf("/");
  return slash < 0 ? { namespace: "", name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

export function refOf(object: KubeObject): ObjectRef {
  const { namespace, name, uid } = object.metadata;
  return { kind: object.kind, namespace, name, uid };
}

/** The owner reference with controller=true, of which there is at most one (REF-1). */
export function controllerOf(object: { readonly metadata: ObjectMeta }): OwnerReference | undefined {
  const { ownerReferences } = object.metadata;
  if (ownerReferences !== undefined) for (const reference of ownerReferences) if (reference.controller === true) return reference;
  return undefined;
}

export function isBeingDeleted(object: { readonly metadata: ObjectMeta }): boolean {
  return object.metadata.deletionTimestamp !== undefined;
}
