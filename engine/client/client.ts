// How controllers, the scheduler and the kubelets read and write the cluster: the interface that they need of the API
// server. Reads show the server's present state. What a real informer's lag does to a reader is modelled where it is
// felt, at the reaction (see `workqueue.ts`), so expectations and stale caches (GEN-13, EXP) have no counterpart here.

import type { KindMap, KindName } from "../api/kinds.ts";
import type { ObjectRef } from "../api/object.ts";
import type * as types from "../api/types.generated.ts";
import type { Because } from "../sim/cause.ts";

/** A change as a handler sees it. `old` is the state before (undefined for ADDED); `cause` the id of the write's cause. */
export interface Change<K extends KindName> {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: KindMap[K];
  readonly old: KindMap[K] | undefined;
  readonly cause: number;
}

/** An object to be created: identity and status are the server's business. */
export interface NewObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name?: string;
    readonly generateName?: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly types.OwnerReference[];
    readonly finalizers?: readonly string[];
  };
}

export interface DeleteChoice {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: "Background" | "Foreground" | "Orphan";
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

/** A client of the API server for one component, whose name every write carries. Every method may throw an `ApiError`. */
export interface Client {
  get<K extends KindName>(kind: K, namespace: string | undefined, name: string): KindMap[K] | undefined;
  /** All objects of a kind, or those of a namespace, in no promised order. */
  list<K extends KindName>(kind: K, namespace?: string): Iterable<KindMap[K]>;
  /** Objects of a kind whose controller reference (or, with `any`, any owner reference) has this uid. */
  ownedBy<K extends KindName>(kind: K, ownerUid: string): Iterable<KindMap[K]>;
  /** Objects of a kind in a namespace that no controller owns. */
  unowned<K extends KindName>(kind: K, namespace: string): Iterable<KindMap[K]>;
  podsOnNode(nodeName: string): Iterable<types.Pod>;

  create<K extends KindName>(kind: K, object: NewObject, because: Because): KindMap[K];
  /** Replaces an object; conflicts when `metadata.resourceVersion` is not the stored one (API-48). */
  update<K extends KindName>(kind: K, object: KindMap[K], because: Because): KindMap[K];
  /** Replaces only the status (API-184). */
  updateStatus<K extends KindName>(kind: K, object: KindMap[K], because: Because): KindMap[K];
  /**
   * A change by a pure function of the present object, as a patch is: nothing is written when it gives the same object
   * back. `subresource` says which half may change. Undefined when the object is gone or has another uid.
   */
  modify<K extends KindName>(
    kind: K,
    ref: ObjectRef,
    change: (object: KindMap[K]) => KindMap[K],
    because: Because,
    subresource?: "status",
  ): KindMap[K] | undefined;
  delete(kind: KindName, namespace: string | undefined, name: string, choice: DeleteChoice, because: Because): void;
  /** POST pods/binding (API-186). */
  bind(pod: types.Pod, nodeName: string, because: Because): void;
  /** PUT namespaces/finalize without finalizers: the namespace is gone (NS-5). */
  finalizeNamespace(name: string, because: Because): void;

  /** Calls `handler` in the same instant as each write of that kind. Handlers only take note (enqueue a key). */
  watch<K extends KindName>(kind: K, handler: (change: Change<K>) => void): void;
  /** Pods bound to one node, and the moment they are bound or leave it. */
  watchPodsOnNode(nodeName: string, handler: (change: Change<"Pod">) => void): () => void;
}
