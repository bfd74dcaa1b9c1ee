// The client that components use inside the engine: the API server called directly. The server is known here only by
// the interface below.

import { apiVersionOf, kindInfo, type KindInfo, type KindMap, type KindName } from "../api/kinds.ts";
import type { KubeObject, ObjectRef } from "../api/object.ts";
import type { Pod } from "../api/types.generated.ts";
import type { Because } from "../sim/cause.ts";
import type { Change, Client, DeleteChoice, NewObject } from "./client.ts";

interface ServerChange {
  readonly type: Change<KindName>["type"];
  readonly object: KubeObject;
  readonly old: KubeObject | undefined;
  readonly cause: number;
}
interface ServerWrite {
  readonly by: string;
  readonly because: Because;
  readonly subresource?: "status";
  readonly trusted?: boolean;
  readonly isNews?: boolean;
  readonly verb?: "update" | "patch";
}

/** What the client needs of the API server. */
export interface Server {
  readonly store: {
    get(kind: KindName, namespace: string, name: string): KubeObject | undefined;
    list(kind: KindName, namespace?: string): Iterable<KubeObject>;
    ownedBy(kind: KindName, uid: string): Iterable<KubeObject>;
    unowned(kind: KindName, namespace: string): Iterable<KubeObject>;
    podsOnNode(nodeName: string): Iterable<Pod>;
    subscribe(kind: KindName, handler: (change: ServerChange) => void): () => void;
    subscribeNode(nodeName: string, handler: (change: ServerChange) => void): () => void;
  };
  create(info: KindInfo, object: KubeObject, write: ServerWrite): KubeObject;
  update(info: KindInfo, namespace: string, name: string, change: (old: KubeObject) => KubeObject, write: ServerWrite): KubeObject;
  delete(info: KindInfo, namespace: string, name: string, options: DeleteChoice, write: ServerWrite): unknown;
  bind(namespace: string, name: string, nodeName: string, write: ServerWrite): void;
  finalizeNamespace(name: string, write: ServerWrite): void;
}

/** Kinds whose status a component reports through their status subresource; the others are written whole. */
export class LocalClient implements Client {
  readonly #server: Server;
  readonly #by: string;
  constructor(server: Server, actor: string) {
    this.#server = server;
    this.#by = actor;
  }

  get<K extends KindName>(kind: K, namespace: string | undefined, name: string): KindMap[K] | undefined {
    return this.#server.store.get(kind, namespace ?? "", name) as KindMap[K] | undefined; // the store keeps kinds apart
  }

  list<K extends KindName>(kind: K, namespace?: string): Iterable<KindMap[K]> {
    return this.#server.store.list(kind, namespace) as Iterable<KindMap[K]>; // as above
  }

  ownedBy<K extends KindName>(kind: K, ownerUid: string): Iterable<KindMap[K]> {
    return this.#server.store.ownedBy(kind, ownerUid) as Iterable<KindMap[K]>; // as above
  }

  unowned<K extends KindName>(kind: K, namespace: string): Iterable<KindMap[K]> {
    return this.#server.store.unowned(kind, namespace) as Iterable<KindMap[K]>; // as above
  }

  podsOnNode(nodeName: string): Iterable<Pod> {
    return this.#server.store.podsOnNode(nodeName);
  }

  create<K extends KindName>(kind: K, object: NewObject, because: Because): KindMap[K] {
    const info = kindInfo(kind);
    const apiVersion = apiVersionOf(info);
    const isWhole = object.kind === kind && object.apiVersion === apiVersion;
    const whole = (isWhole ? object : { ...object, apiVersion, kind }) as unknown as KubeObject; // the server fills in the identity
    const write: ServerWrite = kind === "Event" ? { by: this.#by, because, trusted: true } : { by: this.#by, because };
    return this.#server.create(info, whole, write) as KindMap[K]; // what it created is of that kind
  }

  update<K extends KindName>(kind: K, object: KindMap[K], because: Because): KindMap[K] {
    const { namespace = "", name } = object.metadata;
    return this.#server.update(kindInfo(kind), namespace, name, () => object, { by: this.#by, because }) as KindMap[K];
  }

  updateStatus<K extends KindName>(kind: K, object: KindMap[K], because: Because): KindMap[K] {
    const { namespace = "", name } = object.metadata;
    const change = (old: KubeObject): KubeObject => withStatusOf(object, old);
    return this.#server.update(kindInfo(kind), namespace, name, change, {
      by: this.#by,
      because,
      subresource: "status",
      trusted: true,
    }) as KindMap[K];
  }

  modify<K extends KindName>(
    kind: K,
    ref: ObjectRef,
    change: (object: KindMap[K]) => KindMap[K],
    because: Because,
    subresource?: "status",
  ): KindMap[K] | undefined {
    const present = this.get(kind, ref.namespace, ref.name);
    if (present === undefined || (ref.uid !== undefined && present.metadata.uid !== ref.uid)) return undefined;
    // The Event and Lease of a component have nothing to validate, and are written for a new count or time.
    const isOwn = kind === "Event" || kind === "Lease";
    const write: ServerWrite =
      subresource === undefined
        ? { by: this.#by, because, verb: "patch", trusted: isOwn, isNews: isOwn }
        : { by: this.#by, because, verb: "patch", trusted: true, isNews: isOwn, subresource };
    const apply = (old: KubeObject): KubeObject => change(old as KindMap[K]); // the object under that key is of that kind
    return this.#server.update(kindInfo(kind), ref.namespace ?? "", ref.name, apply, write) as KindMap[K];
  }

  delete(kind: KindName, namespace: string | undefined, name: string, choice: DeleteChoice, because: Because): void {
    this.#server.delete(kindInfo(kind), namespace ?? "", name, choice, { by: this.#by, because });
  }

  bind(pod: Pod, nodeName: string, because: Because): void {
    this.#server.bind(pod.metadata.namespace ?? "", pod.metadata.name, nodeName, { by: this.#by, because });
  }

  finalizeNamespace(name: string, because: Because): void {
    this.#server.finalizeNamespace(name, { by: this.#by, because });
  }

  watch<K extends KindName>(kind: K, handler: (change: Change<K>) => void): void {
    this.#server.store.subscribe(kind, (change) => handler(change as Change<K>)); // a kind's watchers see that kind only
  }

  watchPodsOnNode(nodeName: string, handler: (change: Change<"Pod">) => void): () => void {
    return this.#server.store.subscribeNode(nodeName, (change) => handler(change as Change<"Pod">)); // as above
  }
}

/** The stored object with another's status; a stale version in it still conflicts. */
function withStatusOf(object: KubeObject, old: KubeObject): KubeObject {
  const metadata =
    object.metadata.resourceVersion === old.metadata.resourceVersion
      ? old.metadata
      : { ...old.metadata, resourceVersion: object.metadata.resourceVersion };
  return { ...old, metadata, status: (object as KubeObject & { status?: unknown }).status } as KubeObject; // whatever the kind's status is
}
