// The API server: the one source of truth. Every read and write of every part and person goes through it: admission,
// defaults, validation, optimistic concurrency, graceful deletion, revisions, watches (facts API-*, DEL-*).
// Left out on purpose: authentication and authorisation, etcd, managedFields, admission webhooks, priority and fairness.

import { alreadyExists, conflict, invalid, notFound } from "../api/apierror.ts";
import { setDefaults } from "../api/defaults/defaults.ts";
import { deepEqual } from "../api/equal.ts";
import { kindInfo, type KindInfo, type KindMap, type KindName } from "../api/kinds.ts";
import { type KubeObject, refOf } from "../api/object.ts";
import { formatTime, parseTime } from "../api/time.ts";
import type { Event, ObjectMeta, Pod } from "../api/types.generated.ts";
import { Validator } from "../api/validation/validation.ts";
import type { Because, Cause, CauseLog } from "../sim/cause.ts";
import type { Clock } from "../sim/clock.ts";
import type { Random } from "../sim/random.ts";
import { type AdmissionContext, admitCreate, admitDelete, admitLikeAnother, admitUpdate } from "./admission/admission.ts";
import { newAdmissionContext } from "./admissioncontext.ts";
import { type DeleteOptions, isFinallyGone, planDeletion } from "./deletion.ts";
import { allocateForService } from "./servicealloc.ts";
import type { NodeProxy } from "./nodeproxy.ts";
import { PodTemplates } from "./podtemplates.ts";
import type { Store } from "./store.ts";
import { prepareForCreate, prepareForUpdate, type Subresource } from "./strategy.ts";
import { bindPod, evictPod, scaleObject } from "./subresources.ts";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Who writes, why, and how. */
export interface Write {
  /** The component or person: `replicaset-controller`, `kubectl`. */
  readonly by: string;
  readonly because: Because;
  /** Everything but the storing (API-52). */
  readonly dryRun?: boolean;
  /** Only a part of the object may change (API-49). */
  readonly subresource?: Subresource;
  /** A component's own Event or status report, which it has made well-formed: no validation. A new Event is given away. */
  readonly trusted?: boolean;
  /** It is known to say something new: nothing needs to be compared. */
  readonly isNews?: boolean;
  readonly verb?: "update" | "patch";
}

export interface Deleted {
  /** The last state of the object. */
  readonly object: KubeObject;
  readonly removed: boolean;
}

const NAME_ATTEMPTS = 8; // GEN-21
const GENERATED_BASE = 58; // API-37
/** Events live for an hour (KL-223), and a namespace holds so many of them, and a few more before some are dropped. */
const EVENT_TTL_MS = 3_600_000;
const MOST_EVENTS = 10_000;
const EVENTS_DROPPED = 128;
/** How much longer than an hour the oldest may stay: they go together. */
const EVENTS_LINGER_MS = 60_000;

export class ApiServer {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly causes: CauseLog;
  /** Whether discovery names the group of the simulation's own kinds among the others; it is served in any case. */
  announcesSimulation = true;
  /** Set by the composition root: the way to the kubelets. */
  nodes: NodeProxy | undefined;
  readonly #validator = new Validator();
  readonly #admission: AdmissionContext;
  readonly #templates: PodTemplates;
  /** Before then no Event of the namespace is overdue. Not part of the state: it only saves looks. */
  readonly #eventsDueAt = new Map<string, number>();
  constructor(parts: { store: Store; clock: Clock; random: Random; causes: CauseLog }) {
    this.store = parts.store;
    this.clock = parts.clock;
    this.random = parts.random;
    this.causes = parts.causes;
    this.#admission = newAdmissionContext(this);
    this.#templates = new PodTemplates(this.store, () => this.random.suffix());
  }

  /** The object; a 404 when there is none. */
  get(info: KindInfo, namespace: string, name: string): KubeObject {
    const object = this.store.get(info.kind, namespace, name);
    if (object === undefined) throw notFound(info, name);
    return object;
  }

  /** Creates an object. `object.metadata.namespace` must be set for namespaced kinds. */
  create(info: KindInfo, given: KubeObject, write: Write): KubeObject {
    const now = formatTime(this.clock.now);
    // Name and uid come first: refusals name the object, and a Job's labels carry both.
    const metadata = this.#newMetadata(info, given.metadata, now, write.dryRun === true ? "" : String(this.store.revision + 1));
    const object = this.#newObject(info, given, metadata, now, write);
    this.#refuseTaken(info, metadata);
    if (write.dryRun === true) return object;
    if (info.kind === "Event") this.#expireEvents(metadata.namespace ?? "");
    return this.#put(info, object, undefined, write, "create");
  }

  /** The object with defaults, admitted and checked. */
  #newObject(info: KindInfo, given: KubeObject, metadata: ObjectMeta, now: string, write: Write): KubeObject {
    const alike = info.kind === "Pod" ? this.#templates.newPod(given, metadata) : undefined;
    if (alike !== undefined) {
      admitLikeAnother(this.#admission, info, alike);
      return alike;
    }
    if (write.trusted === true) {
      (given as Writable<KubeObject>).metadata = metadata;
      return admitCreate(this.#admission, info, given);
    }
    const defaulted = setDefaults(info.kind, { ...given, metadata } as KindMap[KindName]); // its kind is info.kind
    const admitted = admitCreate(this.#admission, info, defaulted);
    let object = prepareForCreate(info.kind, admitted as KindMap[KindName], now) as KubeObject;
    if (info.kind === "Service") object = allocateForService(this, object, undefined);
    const errors = this.#validator.validateCreate(info.kind, object as KindMap[KindName]);
    if (errors.length > 0) throw invalid(info, metadata.name, errors);
    if (info.kind === "Pod") this.#templates.prove(given, object as Pod); // as it says
    return object;
  }

  /**
   * Changes an object by a function of its present state: the body of a PUT (which ignores it) or a patch. Gives the
   * stored object, the old one when nothing changed (API-40), or what would be stored when the change removed it (API-57).
   */
  update(info: KindInfo, namespace: string, name: string, change: (old: KubeObject) => KubeObject, write: Write): KubeObject {
    const old = this.get(info, namespace, name);
    const wanted = change(old);
    if (wanted === old) return old;
    if (wanted.metadata !== old.metadata) this.#checkVersion(info, old, wanted);
    const object = write.trusted === true ? keepIdentity(wanted, old) : this.#prepared(info, wanted, old, write.subresource);
    if (write.trusted !== true) this.#validateUpdate(info, object, old, write.subresource);
    if (write.isNews !== true && deepEqual(object, old)) return old;
    if (write.dryRun === true) return object;
    if (isFinallyGone(object)) {
      this.#remove(info, old, write);
      return object;
    }
    // A component gives away what it has made.
    const isOurs = write.trusted === true && object === wanted && !Object.isFrozen(object);
    const stored: Writable<KubeObject> = isOurs ? object : { ...object };
    stored.metadata = withRevision(object.metadata, this.store.revision + 1);
    return this.#put(info, stored, old, write, write.verb ?? "update");
  }

  /** Deletes an object, or marks it (DEL-1 to DEL-10). */
  delete(info: KindInfo, namespace: string, name: string, options: DeleteOptions, write: Write): Deleted {
    admitDelete(info, name);
    const old = this.get(info, namespace, name);
    const plan = planDeletion(info, old, options, this.clock.now);
    if (plan.outcome === "pending") return { object: old, removed: false };
    if (info.kind === "Namespace") return { object: this.#deleteNamespace(info, old, write), removed: false };
    if (plan.outcome === "remove") return { object: write.dryRun === true ? old : this.#remove(info, old, write), removed: true };
    return { object: write.dryRun === true ? plan.object : this.#store(info, plan.object, old, write, "delete"), removed: false };
  }

  /** A namespace waits for its controller: phase Terminating until `spec.finalizers` is empty (API-61, NS-2). */
  #deleteNamespace(info: KindInfo, old: KubeObject, write: Write): KubeObject {
    const namespace = old as KindMap["Namespace"];
    if (namespace.metadata.deletionTimestamp !== undefined) return old;
    const metadata = { ...namespace.metadata, deletionTimestamp: formatTime(this.clock.now) };
    const object = { ...namespace, metadata, status: { ...namespace.status, phase: "Terminating" as const } };
    return write.dryRun === true ? object : this.#store(info, object, old, write, "delete");
  }

  /** Removes a namespace whose content is gone: PUT namespaces/finalize with no finalizers (NS-5). */
  finalizeNamespace(name: string, write: Write): void {
    const info = kindInfo("Namespace");
    const old = this.get(info, "", name);
    if (old.metadata.deletionTimestamp !== undefined) this.#remove(info, old, write);
  }

  /** POST pods/binding (API-186). */
  bind(namespace: string, name: string, nodeName: string, write: Write): void {
    bindPod(this, namespace, name, nodeName, write);
  }

  /** POST pods/eviction (API-187). */
  evict(namespace: string, name: string, options: DeleteOptions, write: Write): void {
    evictPod(this, namespace, name, options, write);
  }

  /** PUT or PATCH of a scale subresource (API-185); gives the scaled object. */
  scale(info: KindInfo, namespace: string, name: string, replicas: number, resourceVersion: string | undefined, write: Write): KubeObject {
    return scaleObject(this, info, namespace, name, replicas, resourceVersion, write);
  }

  /** What a request may not set is left out. */
  #newMetadata(info: KindInfo, given: ObjectMeta, now: string, resourceVersion: string): ObjectMeta {
    const namespace = info.namespaced ? (given.namespace ?? "default") : undefined;
    const name = given.name || (given.generateName ? this.#generate(info, namespace ?? "", given.generateName) : "");
    return metadataOf(name, namespace, this.random.uuid(), resourceVersion, now, given);
  }

  #generate(info: KindInfo, namespace: string, generateName: string): string {
    const base = generateName.slice(0, GENERATED_BASE);
    let name = "";
    for (let attempt = 0; attempt < NAME_ATTEMPTS; attempt++) {
      name = base + this.random.suffix();
      if (this.store.get(info.kind, namespace, name) === undefined) break;
    }
    return name;
  }

  #refuseTaken(info: KindInfo, metadata: ObjectMeta): void {
    const taken = this.store.get(info.kind, metadata.namespace ?? "", metadata.name);
    if (taken !== undefined) throw alreadyExists(info, metadata.name, taken.metadata.deletionTimestamp !== undefined);
  }

  #checkVersion(info: KindInfo, old: KubeObject, wanted: KubeObject): void {
    const { uid, resourceVersion } = wanted.metadata;
    if (resourceVersion && resourceVersion !== old.metadata.resourceVersion) throw conflict(info, old.metadata.name);
    if (uid && uid !== old.metadata.uid) throw conflict(info, old.metadata.name, otherObject(info, old, uid));
  }

  #prepared(info: KindInfo, wanted: KubeObject, old: KubeObject, subresource: Subresource | undefined): KubeObject {
    const defaulted = setDefaults(info.kind, wanted as KindMap[KindName]); // both are of info.kind
    const admitted = admitUpdate(this.#admission, info, defaulted, old, subresource);
    const prepared = prepareForUpdate(info.kind, admitted as KindMap[KindName], old as KindMap[KindName], subresource) as KubeObject;
    const object = info.kind === "Service" ? allocateForService(this, prepared, old) : prepared;
    return keepIdentity(object, old);
  }

  #validateUpdate(info: KindInfo, object: KubeObject, old: KubeObject, subresource: Subresource | undefined): void {
    const [next, previous] = [object as KindMap[KindName], old as KindMap[KindName]]; // both are of info.kind
    const errors =
      subresource === "status"
        ? this.#validator.validateStatusUpdate(info.kind, next, previous)
        : this.#validator.validateUpdate(info.kind, next, previous);
    if (errors.length > 0) throw invalid(info, object.metadata.name, errors);
  }

  #store(info: KindInfo, object: KubeObject, old: KubeObject | undefined, write: Write, verb: Cause["verb"]): KubeObject {
    const metadata = withRevision(object.metadata, this.store.revision + 1);
    return this.#put(info, { ...object, metadata }, old, write, verb);
  }

  /** Stores an object that carries its new revision already. */
  #put(info: KindInfo, object: KubeObject, old: KubeObject | undefined, write: Write, verb: Cause["verb"]): KubeObject {
    const revision = this.store.nextRevision();
    this.store.put(info.kind, object, old, revision, this.#record(info, object, write, verb, revision));
    return object;
  }

  /** Drops what is too old or too much, when an Event comes: without news the old ones stay to be read. Not one at a time. */
  #expireEvents(namespace: string): void {
    let surplus = this.store.countIn("Event", namespace) - MOST_EVENTS;
    if (surplus < EVENTS_DROPPED && !this.#isAnyOverdue(namespace)) return;
    const write: Write = { by: "apiserver", because: { rule: "event.expired" } };
    for (const event of this.store.list("Event", namespace)) {
      if (surplus <= 0 && this.clock.now - toldAt(event) < EVENT_TTL_MS) return;
      this.#remove(kindInfo("Event"), event, write);
      surplus--;
    }
  }

  /** The oldest is looked at only when it may be overdue. */
  #isAnyOverdue(namespace: string): boolean {
    const { now } = this.clock;
    if (now < (this.#eventsDueAt.get(namespace) ?? 0)) return false;
    const [oldest] = this.store.list("Event", namespace);
    const dueAt = (oldest === undefined ? now : toldAt(oldest)) + EVENT_TTL_MS + EVENTS_LINGER_MS;
    this.#eventsDueAt.set(namespace, dueAt);
    return now >= dueAt;
  }

  #remove(info: KindInfo, old: KubeObject, write: Write): KubeObject {
    const revision = this.store.nextRevision();
    const last: KubeObject = { ...old, metadata: { ...old.metadata, resourceVersion: String(revision) } };
    this.store.remove(info.kind, last, old, revision, this.#record(info, last, write, "delete", revision));
    return last;
  }

  /** Events and leases explain nothing and have no cause of their own: what they report keeps the trigger's. */
  #record(info: KindInfo, object: KubeObject, write: Write, verb: Cause["verb"], revision: number): number {
    if (info.kind === "Event" || info.kind === "Lease") return write.because.trigger ?? 0;
    const { uid } = object.metadata;
    const ref = this.causes.refOf(uid) ?? refOf(object);
    return this.causes.record(write.because, { at: this.clock.now, by: write.by, verb, object: ref, revision }, uid);
  }
}

function toldAt({ lastTimestamp, eventTime, metadata }: Event): number {
  return parseTime(lastTimestamp ?? eventTime ?? metadata.creationTimestamp);
}

/** Field by field in a fixed order: spreading what has so many shapes is slow, and each spread would make new ones. */
function metadataOf(
  name: string,
  namespace: string | undefined,
  uid: string,
  resourceVersion: string,
  creationTimestamp: string,
  { generateName, generation, labels, annotations, ownerReferences, finalizers, managedFields }: ObjectMeta,
): Writable<ObjectMeta> {
  const own = { name, uid, resourceVersion, creationTimestamp };
  const metadata: Writable<ObjectMeta> = namespace === undefined ? own : { name, namespace, uid, resourceVersion, creationTimestamp };
  if (generateName !== undefined) metadata.generateName = generateName;
  if (generation !== undefined) metadata.generation = generation;
  if (labels !== undefined) metadata.labels = labels;
  if (annotations !== undefined) metadata.annotations = annotations;
  if (ownerReferences !== undefined) metadata.ownerReferences = ownerReferences;
  if (finalizers !== undefined) metadata.finalizers = finalizers;
  if (managedFields !== undefined) metadata.managedFields = managedFields;
  return metadata;
}

/** A copy that carries that revision. */
function withRevision(given: ObjectMeta, revision: number): ObjectMeta {
  const { name, namespace, uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds } = given;
  const metadata = metadataOf(name, namespace, uid, String(revision), creationTimestamp, given);
  if (deletionTimestamp !== undefined) metadata.deletionTimestamp = deletionTimestamp;
  if (deletionGracePeriodSeconds !== undefined) metadata.deletionGracePeriodSeconds = deletionGracePeriodSeconds;
  return metadata;
}

/** What no update may change (API-34, API-36); absent fields are filled in. */
function keepIdentity(object: KubeObject, old: KubeObject): KubeObject {
  const a = object.metadata;
  const b = old.metadata;
  if (
    a === b ||
    (a.name === b.name &&
      a.namespace === b.namespace &&
      a.uid === b.uid &&
      a.resourceVersion === b.resourceVersion &&
      a.creationTimestamp === b.creationTimestamp &&
      a.generateName === b.generateName &&
      a.deletionTimestamp === b.deletionTimestamp &&
      a.deletionGracePeriodSeconds === b.deletionGracePeriodSeconds)
  )
    return object;
  const { deletionTimestamp: _a, deletionGracePeriodSeconds: _b, selfLink: _c, ...rest } = a;
  const { name, namespace, uid, resourceVersion, creationTimestamp, generateName, deletionTimestamp, deletionGracePeriodSeconds } = b;
  const metadata: ObjectMeta = {
    ...rest,
    name,
    uid,
    resourceVersion,
    creationTimestamp,
    ...(namespace === undefined ? {} : { namespace }),
    ...(generateName === undefined ? {} : { generateName }),
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    ...(deletionGracePeriodSeconds === undefined ? {} : { deletionGracePeriodSeconds }),
  };
  return { ...object, metadata };
}

/** What the storage layer says of an update meant for an object that was deleted and made again (API-50). */
function otherObject(info: KindInfo, old: KubeObject, wantedUid: string): string {
  const key = `/registry/${info.resource}/${info.namespaced ? `${old.metadata.namespace}/` : ""}${old.metadata.name}`;
  const told = `Precondition failed: UID in precondition: ${wantedUid}, UID in object meta: ${old.metadata.uid}`;
  return `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${told}`;
}
