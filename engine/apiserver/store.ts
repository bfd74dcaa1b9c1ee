// What etcd and the watch cache are to a real API server: objects by kind, one revision counter for all writes, and the
// recent changes for watches that start from a revision. Left out on purpose: leases, compaction by time, transactions.

import type { KindMap, KindName } from "../api/kinds.ts";
import { controllerOf, type KubeObject } from "../api/object.ts";
import type { Pod } from "../api/types.generated.ts";

/** A write as the store saw it. `object` of a DELETED one is the last state with the revision of the deletion (API-75). */
export interface StoreChange {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly kind: KindName;
  readonly object: KubeObject;
  readonly old: KubeObject | undefined;
  readonly revision: number;
  /** The id of the write's cause. */
  readonly cause: number;
}

/** Changes kept for watches that begin in the past. */
const HISTORY = 1024;

type Names = Map<string, KubeObject>;

export interface StoreState {
  revision: number;
  /** kind → namespace ("" when cluster-scoped) → name → object. */
  tables: Map<KindName, Map<string, Names>>;
  /** kind → the controller's uid, or `namespace/` for objects that no controller owns → uid → object. */
  byController: Map<KindName, Map<string, Names>>;
  podsByNode: Map<string, Names>;
  history: StoreChange[];
  /** The revision before the oldest kept change. */
  historyStart: number;
}

export function newStoreState(): StoreState {
  return { revision: 0, tables: new Map(), byController: new Map(), podsByNode: new Map(), history: [], historyStart: 0 };
}

const NOTHING: readonly never[] = [];

export class Store {
  state: StoreState;
  readonly #byKind = new Map<KindName, ((change: StoreChange) => void)[]>();
  readonly #byNode = new Map<string, ((change: StoreChange) => void)[]>();
  readonly #all: ((change: StoreChange) => void)[] = [];
  constructor(state: StoreState) {
    this.state = state;
  }

  get revision(): number {
    return this.state.revision;
  }

  /** The revision for the object about to be written. */
  nextRevision(): number {
    return ++this.state.revision;
  }

  get<K extends KindName>(kind: K, namespace: string, name: string): KindMap[K] | undefined {
    // The table of a kind holds objects of that kind only.
    return this.state.tables.get(kind)?.get(namespace)?.get(name) as KindMap[K] | undefined;
  }

  /** Objects of a kind in order of creation, namespace by namespace. */
  list<K extends KindName>(kind: K, namespace?: string): Iterable<KindMap[K]> {
    const table = this.state.tables.get(kind);
    if (table === undefined) return NOTHING;
    const only = namespace !== undefined ? table.get(namespace) : table.size === 1 ? table.values().next().value : undefined;
    if (only !== undefined) return only.values() as Iterable<KindMap[K]>; // as above
    return namespace !== undefined || table.size === 0 ? NOTHING : (chained(table.values()) as Iterable<KindMap[K]>); // as above
  }

  /** How many objects of a kind a namespace holds. */
  countIn(kind: KindName, namespace: string): number {
    return this.state.tables.get(kind)?.get(namespace)?.size ?? 0;
  }

  count(kind: KindName): number {
    let count = 0;
    for (const names of this.state.tables.get(kind)?.values() ?? NOTHING) count += names.size;
    return count;
  }

  ownedBy<K extends KindName>(kind: K, uid: string): Iterable<KindMap[K]> {
    return (this.state.byController.get(kind)?.get(uid)?.values() ?? NOTHING) as Iterable<KindMap[K]>;
  }

  unowned<K extends KindName>(kind: K, namespace: string): Iterable<KindMap[K]> {
    return (this.state.byController.get(kind)?.get(unownedKey(namespace))?.values() ?? NOTHING) as Iterable<KindMap[K]>;
  }

  podsOnNode(nodeName: string): Iterable<Pod> {
    return (this.state.podsByNode.get(nodeName)?.values() ?? NOTHING) as Iterable<Pod>;
  }

  /** Writes an object that carries `revision` already, and tells the watchers. */
  put(kind: KindName, object: KubeObject, old: KubeObject | undefined, revision: number, cause: number): void {
    Object.freeze(object);
    const { namespace = "", name } = object.metadata;
    const table = within(this.state.tables, kind, newGroups);
    const names = within(table, namespace, newNames);
    // An Event that counts on is a young one again: they are dropped from the old end.
    if (kind === "Event" && old !== undefined) names.delete(name);
    names.set(name, object);
    this.#index(kind, object, old);
    this.#tell({ type: old === undefined ? "ADDED" : "MODIFIED", kind, object, old, revision, cause });
  }

  /** Removes an object; `last` is its final state with the revision of the deletion. */
  remove(kind: KindName, last: KubeObject, old: KubeObject, revision: number, cause: number): void {
    Object.freeze(last);
    const { namespace = "", name } = last.metadata;
    const table = this.state.tables.get(kind);
    const names = table?.get(namespace);
    names?.delete(name);
    if (names?.size === 0) table?.delete(namespace);
    this.#index(kind, undefined, old);
    this.#tell({ type: "DELETED", kind, object: last, old, revision, cause });
  }

  /** Changes after a revision in order, or undefined when that is too long ago (API-72). */
  changesSince(revision: number): readonly StoreChange[] | undefined {
    if (revision < this.state.historyStart) return undefined;
    return this.state.history.filter((change) => change.revision > revision);
  }

  /** From now on no watch may start before this moment, as after a compaction. */
  compact(): void {
    this.state.historyStart = this.state.revision;
    this.state.history = [];
  }

  /** The oldest revision that a watch may start from. */
  get oldestRevision(): number {
    return this.state.historyStart;
  }

  subscribe(kind: KindName, handler: (change: StoreChange) => void): () => void {
    return listen(
      within(this.#byKind, kind, () => []),
      handler,
    );
  }

  subscribeNode(nodeName: string, handler: (change: StoreChange) => void): () => void {
    return listen(
      within(this.#byNode, nodeName, () => []),
      handler,
    );
  }

  subscribeAll(handler: (change: StoreChange) => void): () => void {
    return listen(this.#all, handler);
  }

  #tell(change: StoreChange): void {
    const { history } = this.state;
    history.push(Object.freeze(change));
    if (history.length >= 2 * HISTORY) {
      this.state.historyStart = history[history.length - HISTORY - 1]?.revision ?? 0;
      this.state.history = history.slice(-HISTORY);
    }
    for (const handler of this.#byKind.get(change.kind) ?? NOTHING) handler(change);
    if (change.kind === "Pod") this.#tellNodes(change);
    for (const handler of this.#all) handler(change);
  }

  #tellNodes(change: StoreChange): void {
    const now = nodeOf(change.object);
    const before = nodeOf(change.old);
    if (now !== undefined) for (const handler of this.#byNode.get(now) ?? NOTHING) handler(change);
    if (before !== undefined && before !== now) for (const handler of this.#byNode.get(before) ?? NOTHING) handler(change);
  }

  #index(kind: KindName, object: KubeObject | undefined, old: KubeObject | undefined): void {
    if (kind === "Event") return;
    const key = object && controllerKey(object);
    const isSame = old !== undefined && old.metadata.ownerReferences === object?.metadata.ownerReferences;
    move(within(this.state.byController, kind, newGroups), object, old, key, isSame ? key : old && controllerKey(old));
    if (kind === "Pod") move(this.state.podsByNode, object, old, nodeOf(object), nodeOf(old));
  }
}

const newNames = (): Names => new Map();
const newGroups = (): Map<string, Names> => new Map();

function* chained(parts: Iterable<Names>): Iterable<KubeObject> {
  for (const names of parts) yield* names.values();
}

function controllerKey(object: KubeObject): string {
  return controllerOf(object)?.uid ?? unownedKey(object.metadata.namespace ?? "");
}

/** One text for each namespace: a text that is put together anew has to be hashed anew. */
const unownedKeys = new Map<string, string>();

function unownedKey(namespace: string): string {
  return within(unownedKeys, namespace, () => `${namespace}/`);
}

function nodeOf(object: KubeObject | undefined): string | undefined {
  // Only asked of pods.
  return (object as Pod | undefined)?.spec.nodeName || undefined;
}

/** Keeps one index row: the object leaves the old key's group and enters (or stays in) the new one's. */
function move(
  index: Map<string, Names>,
  object: KubeObject | undefined,
  old: KubeObject | undefined,
  key: string | undefined,
  oldKey: string | undefined,
): void {
  if (old !== undefined && oldKey !== undefined && (key !== oldKey || object === undefined)) {
    const group = index.get(oldKey);
    group?.delete(old.metadata.uid);
    if (group?.size === 0) index.delete(oldKey);
  }
  if (object !== undefined && key !== undefined) within(index, key, newNames).set(object.metadata.uid, object);
}

function within<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

function listen<T>(list: T[], handler: T): () => void {
  list.push(handler);
  return () => {
    const at = list.indexOf(handler);
    if (at >= 0) list.splice(at, 1);
  };
}
