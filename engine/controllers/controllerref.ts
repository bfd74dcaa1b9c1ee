// Adoption and release: which objects a controller counts as its own, the ControllerRefManager of Kubernetes (REF-1 to
// REF-11). The live recheck of REF-4 has no counterpart: a sync reads the server's present state, and nothing can come
// between that read and the adoption.

import { ApiError } from "../api/apierror.ts";
import type { KindMap, KindName } from "../api/kinds.ts";
import { controllerOf, isBeingDeleted, refOf } from "../api/object.ts";
import type { KubeObject } from "../api/object.ts";
import type { Pod } from "../api/types.generated.ts";
import type { Client } from "../client/client.ts";
import type { Facts } from "../sim/cause.ts";
import { controllerReference } from "./pods.ts";

interface ClaimOptions<K extends KindName> {
  readonly client: Client;
  readonly kind: K;
  readonly owner: KubeObject;
  /** Whether the owner's selector matches. */
  readonly matches: (object: KindMap[K]) => boolean;
  /** The rules are `<rule>.adopt` and `<rule>.release`. */
  readonly rule: string;
  readonly saw: Facts;
  readonly trigger: number | undefined;
  /** What else the patch of an adoption or of a release changes (REF-6, REF-7). */
  readonly alsoOnAdopt?: (object: KindMap[K]) => KindMap[K];
  readonly alsoOnRelease?: (object: KindMap[K]) => KindMap[K];
}

/** What becomes of a candidate (REF-2). */
export type ClaimVerdict = "keep" | "adopt" | "release" | "ignore";

/** Decides on one candidate; `matches` is asked only where it counts. */
export function claimVerdict(owner: KubeObject, candidate: KubeObject, matches: () => boolean): ClaimVerdict {
  const controller = controllerOf(candidate);
  if (controller !== undefined) {
    if (controller.uid !== owner.metadata.uid) return "ignore";
    if (matches()) return "keep";
    return isBeingDeleted(owner) ? "ignore" : "release";
  }
  if (isBeingDeleted(owner) || isBeingDeleted(candidate) || !matches()) return "ignore";
  const { namespace } = owner.metadata;
  return namespace === undefined || namespace === candidate.metadata.namespace ? "adopt" : "ignore";
}

/**
 * The pods that the owner controls. A reference that bears its uid, but another kind or name, is not seen as its own, nor is
 * one from another namespace (REF-3).
 */
export function* controlledPods(client: Client, owner: KubeObject): Iterable<Pod> {
  const { namespace, name, uid } = owner.metadata;
  for (const pod of client.ownedBy("Pod", uid)) {
    const controller = controllerOf(pod);
    if (controller?.kind === owner.kind && controller.name === name && pod.metadata.namespace === namespace) yield pod;
  }
}

/**
 * Those candidates that are or become the owner's. Adopts matching orphans and releases what no longer matches. All
 * candidates are tried before the first error is thrown (REF-8).
 */
export function claimObjects<K extends KindName>(options: ClaimOptions<K>, candidates: readonly KindMap[K][]): KindMap[K][] {
  const claimed: KindMap[K][] = [];
  const errors: ApiError[] = [];
  for (const candidate of candidates) {
    const verdict = claimVerdict(options.owner, candidate, () => options.matches(candidate));
    if (verdict === "ignore") continue;
    try {
      const object = verdict === "keep" ? candidate : verdict === "adopt" ? adopt(options, candidate) : release(options, candidate);
      if (object !== undefined) claimed.push(object);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      errors.push(error);
    }
  }
  const [first] = errors;
  if (first !== undefined) throw first;
  return claimed;
}

function adopt<K extends KindName>(options: ClaimOptions<K>, candidate: KindMap[K]): KindMap[K] | undefined {
  const { client, kind, owner, rule, saw, trigger, alsoOnAdopt = same } = options;
  const change = (object: KindMap[K]): KindMap[K] => alsoOnAdopt(withOwner(object, owner));
  return client.modify(kind, refOf(candidate), change, { rule: `${rule}.adopt`, saw, trigger });
}

function release<K extends KindName>(options: ClaimOptions<K>, candidate: KindMap[K]): undefined {
  const { client, kind, owner, rule, saw, trigger, alsoOnRelease = same } = options;
  try {
    client.modify(kind, refOf(candidate), (object) => alsoOnRelease(withoutOwner(object, owner.metadata.uid)), {
      rule: `${rule}.release`,
      saw: { ...saw, labels: labelText(candidate) },
      trigger,
    });
  } catch (error) {
    // Gone or already without the reference (REF-7).
    if (!(error instanceof ApiError) || (error.code !== 404 && error.code !== 422)) throw error;
  }
  return undefined;
}

function same<T>(object: T): T {
  return object;
}

/** The object with `owner` as its controller. */
export function withOwner<T extends KubeObject>(object: T, owner: KubeObject): T {
  const references = object.metadata.ownerReferences ?? [];
  if (references.some((reference) => reference.uid === owner.metadata.uid && reference.controller === true)) return object;
  const others = references.filter((reference) => reference.uid !== owner.metadata.uid);
  return { ...object, metadata: { ...object.metadata, ownerReferences: [...others, controllerReference(owner)] } };
}

/** The object without any reference to that owner. */
export function withoutOwner<T extends KubeObject>(object: T, ownerUid: string): T {
  const references = object.metadata.ownerReferences ?? [];
  const rest = references.filter((reference) => reference.uid !== ownerUid);
  if (rest.length === references.length) return object;
  const { ownerReferences: _dropped, ...metadata } = object.metadata;
  return { ...object, metadata: rest.length === 0 ? metadata : { ...metadata, ownerReferences: rest } };
}

/** `app=web,tier=front`, or `<none>`. */
export function labelText(object: KubeObject): string {
  const labels = Object.entries(object.metadata.labels ?? {});
  return labels.length === 0 ? "<none>" : labels.map(([key, value]) => `${key}=${value}`).join(",");
}
