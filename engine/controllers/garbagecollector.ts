// Deletes what its owners left behind, and holds owners back while they wait for their dependents: the garbage collector
// (GC-1 to GC-16). It keeps who depends on whom; whether an owner still exists it asks the server.
// Left out on purpose: discovery of new kinds, and retries for kinds that are not served (GC-14): such dependents are left
// alone for good.

import type { KindMap, KindName } from "../api/kinds.ts";
import { findKind, kindInfo, KINDS } from "../api/kinds.ts";
import type { KubeObject, ObjectRef } from "../api/object.ts";
import { isBeingDeleted, refOf } from "../api/object.ts";
import type { OwnerReference } from "../api/types.generated.ts";
import type { Change, Client } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import type { EventRecorderState } from "../client/events.ts";
import { EventRecorder, referenceTo } from "../client/events.ts";
import type { WorkQueueState } from "../client/workqueue.ts";
import { WorkQueue } from "../client/workqueue.ts";
import type { Message } from "../sim/clock.ts";
import type { Part } from "../sim/part.ts";
import { withoutOwner } from "./controllerref.ts";

const NAME = "garbage-collector-controller";
const FOREGROUND = "foregroundDeletion";
const ORPHAN = "orphan";

/** A dependent as the graph knows it: frozen, so that snapshots share it. */
type Dependent = Readonly<{ kind: KindName; namespace: string; name: string; uid: string }>;

interface GarbageCollectorState {
  /** By the owner's uid, whether the owner exists or not. */
  dependents: Map<string, Map<string, Dependent>>;
  /** Queue keys of dependents that got an owner which is not where it should be: to be told of once. */
  astray: Set<string>;
  deleting: WorkQueueState;
  orphaning: WorkQueueState;
  events: EventRecorderState;
}

export class GarbageCollector implements Part {
  readonly name = NAME;
  readonly #client: Client;
  readonly #deleteQueue: WorkQueue;
  readonly #orphanQueue: WorkQueue;
  readonly #events: EventRecorder;
  #dependents = new Map<string, Map<string, Dependent>>();
  #astray = new Set<string>();

  constructor(context: PartContext) {
    const { clock, latency } = context;
    this.#client = context.clientFor(NAME);
    this.#deleteQueue = new WorkQueue({
      clock,
      latency,
      part: NAME,
      name: "delete",
      sync: (key, trigger) => this.#attemptToDelete(key, trigger),
    });
    this.#orphanQueue = new WorkQueue({
      clock,
      latency,
      part: NAME,
      name: "orphan",
      sync: (key, trigger) => this.#orphanDependents(key, trigger),
    });
    this.#events = new EventRecorder(this.#client, clock, NAME);
    for (const { kind } of KINDS) if (kind !== "Event") this.#client.watch(kind, (change) => this.#onChange(kind, change));
  }

  get state(): GarbageCollectorState {
    return {
      dependents: this.#dependents,
      astray: this.#astray,
      deleting: this.#deleteQueue.state,
      orphaning: this.#orphanQueue.state,
      events: this.#events.state,
    };
  }
  set state(state: GarbageCollectorState) {
    this.#dependents = state.dependents;
    this.#astray = state.astray;
    this.#deleteQueue.state = state.deleting;
    this.#orphanQueue.state = state.orphaning;
    this.#events.state = state.events;
  }

  handle(message: Message): void {
    if (!this.#deleteQueue.handle(message)) this.#orphanQueue.handle(message);
  }

  /** Keeps the graph, and queues what the change may have freed (GC-3). */
  #onChange(kind: KindName, { type, object, old, cause }: Change<KindName>): void {
    const isGone = type === "DELETED";
    const before = old?.metadata.ownerReferences ?? (isGone ? object.metadata.ownerReferences : undefined) ?? [];
    const after = isGone ? [] : (object.metadata.ownerReferences ?? []);
    if (before !== after && before.length + after.length > 0) this.#changeOwners(kind, object, before, after, cause);
    if (isGone) this.#enqueueDependents(object.metadata.uid, cause);
    else if (isBeingDeleted(object)) this.#onDeletion(kind, object, old, cause);
  }

  #changeOwners(
    kind: KindName,
    object: KubeObject,
    before: readonly OwnerReference[],
    after: readonly OwnerReference[],
    cause: number,
  ): void {
    const dependent: Dependent = Object.freeze({
      kind,
      namespace: object.metadata.namespace ?? "",
      name: object.metadata.name,
      uid: object.metadata.uid,
    });
    for (const reference of before) {
      const now = after.find(({ uid }) => uid === reference.uid);
      if (now === undefined) this.#forgetDependent(reference.uid, dependent.uid);
      if (now === undefined || now.blockOwnerDeletion !== reference.blockOwnerDeletion) this.#enqueueWaitingOwner(reference, object, cause);
    }
    for (const reference of after) {
      if (before.some(({ uid }) => uid === reference.uid)) continue;
      this.#rememberDependent(reference.uid, dependent);
      if (this.#judgeOwner(reference, object) === "solid") continue;
      this.#astray.add(queueKey(dependent));
      this.#deleteQueue.add(queueKey(dependent), cause);
    }
  }

  #rememberDependent(ownerUid: string, dependent: Dependent): void {
    const known = this.#dependents.get(ownerUid);
    if (known === undefined) this.#dependents.set(ownerUid, new Map([[dependent.uid, dependent]]));
    else known.set(dependent.uid, dependent);
  }

  #forgetDependent(ownerUid: string, uid: string): void {
    const known = this.#dependents.get(ownerUid);
    known?.delete(uid);
    if (known?.size === 0) this.#dependents.delete(ownerUid);
  }

  /** An owner that waits for its dependents may have been waiting for this one. */
  #enqueueWaitingOwner(reference: OwnerReference, dependent: KubeObject, cause: number): void {
    const owner = this.#ownerOf(reference, dependent);
    if (owner !== undefined && isWaitingForDependents(owner)) this.#deleteQueue.add(queueKey(refOf(owner)), cause);
  }

  #enqueueDependents(ownerUid: string, cause: number): void {
    for (const dependent of this.#dependents.get(ownerUid)?.values() ?? []) this.#deleteQueue.add(queueKey(dependent), cause);
  }

  #onDeletion(kind: KindName, object: KubeObject, old: KubeObject | undefined, cause: number): void {
    const began = (finalizer: string): boolean =>
      hasFinalizer(object, finalizer) && !(old !== undefined && isBeingDeleted(old) && hasFinalizer(old, finalizer));
    const key = queueKey(refOf({ ...object, kind }));
    if (began(ORPHAN)) this.#orphanQueue.add(key, cause);
    if (!began(FOREGROUND)) return;
    this.#enqueueDependents(object.metadata.uid, cause);
    this.#deleteQueue.add(key, cause);
  }

  /** Deletes an object that no owner holds any more, or frees it of those owners that do not (GC-4 to GC-6). */
  #attemptToDelete(key: string, trigger: number | undefined): void {
    const object = this.#read(key);
    const isAstray = this.#astray.delete(key);
    if (object === undefined) return this.#deleteQueue.forget(key);
    if (isWaitingForDependents(object)) return this.#finishForeground(object, trigger);
    if (isBeingDeleted(object)) return;
    const references = object.metadata.ownerReferences ?? [];
    const verdicts = references.map((reference) => this.#judgeOwner(reference, object));
    if (isAstray) this.#tellMisplaced(references, object, trigger);
    if (verdicts.length === 0 || verdicts.includes("unknown")) return;
    const lost = references.filter((_, i) => verdicts[i] !== "solid");
    if (verdicts.includes("solid")) return this.#dropReferences(object, lost, trigger);
    const because = { rule: "gc.delete", saw: { owner: lost.map(({ kind, name }) => `${kind} ${name}`).join(", ") }, trigger };
    const mustWait = verdicts.includes("waiting") && this.#dependents.has(object.metadata.uid);
    const present = mustWait ? this.#breakCycle(object, trigger) : object;
    const { namespace, name, uid, resourceVersion } = present.metadata;
    const propagationPolicy =
      mustWait || hasFinalizer(object, FOREGROUND) ? "Foreground" : hasFinalizer(object, ORPHAN) ? "Orphan" : "Background";
    this.#client.delete(kindOf(object), namespace, name, { propagationPolicy, preconditions: { uid, resourceVersion } }, because);
  }

  /** Whether the owner exists, though in another namespace than its dependent (GC-11, GC-12). */
  #ownsElsewhere({ apiVersion, kind, uid }: OwnerReference, dependent: KubeObject): boolean {
    const info = findKind(apiVersion, kind);
    if (info === undefined || !info.namespaced) return false;
    for (const { metadata } of this.#client.list(info.kind))
      if (metadata.uid === uid) return metadata.namespace !== dependent.metadata.namespace;
    return false;
  }

  /** Only of the first of its owners that is in another namespace. */
  #tellMisplaced(references: readonly OwnerReference[], dependent: KubeObject, trigger: number | undefined): void {
    const misplaced = references.find((reference) => this.#ownsElsewhere(reference, dependent));
    if (misplaced === undefined) return;
    const { apiVersion, kind, name, uid } = misplaced;
    const { namespace = "" } = dependent.metadata;
    const message = `ownerRef [${apiVersion}/${kind}, namespace: ${namespace}, name: ${name}, uid: ${uid}] does not exist in namespace "${namespace}"`;
    const { resourceVersion: _, ...about } = referenceTo(dependent);
    this.#events.event(about, "Warning", "OwnerRefInvalidNamespace", message, { trigger });
  }

  #dropReferences(object: KubeObject, lost: readonly OwnerReference[], trigger: number | undefined): void {
    if (lost.length === 0) return;
    const because = { rule: "gc.unreference", saw: { owner: lost.map(({ kind, name }) => `${kind} ${name}`).join(", ") }, trigger };
    this.#client.modify(
      kindOf(object),
      refOf(object),
      (present) => lost.reduce((rest, { uid }) => withoutOwner(rest, uid), present),
      because,
    );
  }

  /** A dependent that waits for its own dependents would wait for this object for ever (GC-7). */
  #breakCycle(object: KubeObject, trigger: number | undefined): KubeObject {
    const inCycle = [...(this.#dependents.get(object.metadata.uid)?.values() ?? [])].some((dependent) => {
      const present = this.#client.get(dependent.kind, dependent.namespace, dependent.name);
      return present !== undefined && isWaitingForDependents(present);
    });
    if (!inCycle) return object;
    return this.#client.modify(kindOf(object), refOf(object), withoutBlocking, { rule: "gc.unblock", trigger }) ?? object;
  }

  /** A foreground owner goes when no dependent blocks it any more (GC-8). */
  #finishForeground(owner: KubeObject, trigger: number | undefined): void {
    let blocked = false;
    for (const dependent of this.#dependents.get(owner.metadata.uid)?.values() ?? []) {
      const present = this.#client.get(dependent.kind, dependent.namespace, dependent.name);
      if (present?.metadata.uid !== dependent.uid) continue;
      if (
        !present.metadata.ownerReferences?.some(({ uid, blockOwnerDeletion }) => uid === owner.metadata.uid && blockOwnerDeletion === true)
      )
        continue;
      blocked = true;
      if (!isBeingDeleted(present)) this.#deleteQueue.add(queueKey(dependent), trigger);
    }
    if (!blocked) this.#removeFinalizer(owner, FOREGROUND, "gc.foreground-done", trigger);
  }

  /** Frees every dependent of its reference to the owner, then the owner of its finalizer (GC-9). */
  #orphanDependents(key: string, trigger: number | undefined): void {
    const owner = this.#read(key);
    if (owner === undefined) return this.#orphanQueue.forget(key);
    const { uid, name } = owner.metadata;
    const because = { rule: "gc.orphan", saw: { owner: `${owner.kind} ${name}` }, trigger };
    const dependents = [...(this.#dependents.get(uid)?.values() ?? [])]; // each write changes the graph
    for (const dependent of dependents) {
      this.#client.modify(dependent.kind, dependent, (present) => withoutOwner(present, uid), because);
    }
    this.#removeFinalizer(owner, ORPHAN, "gc.orphan-done", trigger);
  }

  #removeFinalizer(object: KubeObject, finalizer: string, rule: string, trigger: number | undefined): void {
    this.#client.modify(kindOf(object), refOf(object), (present) => withoutFinalizer(present, finalizer), { rule, trigger });
  }

  #read(key: string): KindMap[KindName] | undefined {
    const { kind, namespace, name, uid } = parseQueueKey(key);
    const object = this.#client.get(kind, namespace, name);
    return object?.metadata.uid === uid ? object : undefined;
  }

  /** What an owner means for its dependent (GC-5). */
  #judgeOwner(reference: OwnerReference, dependent: KubeObject): "solid" | "waiting" | "dangling" | "unknown" {
    const info = findKind(reference.apiVersion, reference.kind);
    if (info === undefined || (info.namespaced && !dependent.metadata.namespace)) return "unknown"; // GC-12, GC-14
    const owner = this.#ownerOf(reference, dependent);
    if (owner === undefined) return "dangling";
    return isWaitingForDependents(owner) ? "waiting" : "solid";
  }

  #ownerOf(reference: OwnerReference, dependent: KubeObject): KubeObject | undefined {
    const info = findKind(reference.apiVersion, reference.kind);
    if (info === undefined) return undefined;
    const owner = this.#client.get(info.kind, info.namespaced ? dependent.metadata.namespace : undefined, reference.name);
    return owner?.metadata.uid === reference.uid ? owner : undefined;
  }
}

function isWaitingForDependents(object: KubeObject): boolean {
  return isBeingDeleted(object) && hasFinalizer(object, FOREGROUND);
}

function hasFinalizer(object: KubeObject, finalizer: string): boolean {
  return object.metadata.finalizers?.includes(finalizer) ?? false;
}

/** The object without that finalizer; the same one when it has none such. */
export function withoutFinalizer<T extends KubeObject>(object: T, finalizer: string): T {
  const { finalizers = [], ...metadata } = object.metadata;
  const rest = finalizers.filter((present) => present !== finalizer);
  if (rest.length === finalizers.length) return object;
  return { ...object, metadata: rest.length === 0 ? metadata : { ...metadata, finalizers: rest } };
}

function withoutBlocking<T extends KubeObject>(object: T): T {
  const ownerReferences = (object.metadata.ownerReferences ?? []).map((reference) => ({ ...reference, blockOwnerDeletion: false }));
  return { ...object, metadata: { ...object.metadata, ownerReferences } };
}

function kindOf(object: KubeObject): KindName {
  return kindInfo(object.kind as KindName).kind; // a stored object's kind is one of the table's
}

function queueKey({ kind, namespace, name, uid }: ObjectRef): string {
  return [kind, namespace ?? "", name, uid].join(" ");
}

function parseQueueKey(key: string): Dependent {
  const [kind = "", namespace = "", name = "", uid = ""] = key.split(" ");
  return { kind: kind as KindName, namespace, name, uid }; // made by queueKey
}
