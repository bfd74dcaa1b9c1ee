// The two event recorders: the classic one of controllers and kubelets with its correlator (GEN-30 to GEN-33, KL-214 to
// KL-218), and the one of the scheduler (GEN-34, KL-221, KL-222). Left out on purpose: delivery queues and retries
// (a kubelet has its own, `kubelet/outbox.ts`).

import { ApiError } from "../api/apierror.ts";
import type { KubeObject } from "../api/object.ts";
import { formatMicroTime, formatTime } from "../api/time.ts";
import type { Event, ObjectReference } from "../api/types.generated.ts";
import type { Because } from "../sim/cause.ts";
import type { Clock } from "../sim/clock.ts";
import type { Client, NewObject } from "./client.ts";

const AGGREGATE_AFTER = 10; // distinct messages (KL-216)
const AGGREGATE_WINDOW_MS = 600_000;
const BURST = 25; // KL-218
const REFILL_MS = 300_000;
const KEPT = 4096; // KL-219
/** Old records are looked for that seldom: the first entry of a map is slow to find when many were deleted before it. */
const LOOKED_AT_EVERY = 64;
/** As long as Events live (KL-223): after that nothing that is remembered of an object is of use. */
const FORGOTTEN_AFTER_MS = 3_600_000;

/** One kind of event of an object, and the Event object that counts it. Many are kept, so they are flat and small. */
interface Counted {
  readonly type: string;
  readonly reason: string;
  readonly fieldPath: string | undefined;
  /** Undefined: what stands for all messages of the type and reason. */
  readonly message: string | undefined;
  readonly name: string;
  readonly firstTimestamp: string;
  count: number;
  lastAt: number;
  /** Its message counts among the distinct ones of the present window. */
  inWindow: boolean;
}
/** What has been told of one object. */
interface Told {
  lastAt: number;
  /** When the token buckets of the two types are full again: says how many tokens are left. */
  normalFullAt: number;
  warningFullAt: number;
  counted: Counted[];
}

export interface EventRecorderState {
  /** By the object's uid, the one told of last at the end. */
  objects: Map<string, Told>;
  /** Events named so far: keeps the names of one instant apart. */
  named: number;
  /** How often something was told: now and then what is old is forgotten. */
  asked: number;
}

export function newEventRecorderState(named = 0): EventRecorderState {
  return { objects: new Map(), named, asked: 0 };
}

export interface EventOptions {
  /** `spec.containers{web}` */
  readonly fieldPath?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly trigger?: number | undefined;
  /** When it happened, of one that is sent later; never before one that was recorded already. */
  readonly at?: number;
}

/** Names the object of an event; a KubeObject will do. */
export function referenceTo(object: KubeObject, fieldPath?: string): ObjectReference {
  const { kind, apiVersion, metadata } = object;
  const { namespace, name, uid, resourceVersion } = metadata;
  const reference: { -readonly [K in keyof ObjectReference]: ObjectReference[K] } = namespace
    ? { kind, namespace, name, uid, apiVersion, resourceVersion }
    : { kind, name, uid, apiVersion, resourceVersion };
  if (fieldPath !== undefined) reference.fieldPath = fieldPath;
  return reference;
}

/** Records what a component has to say about an object. An event over the limits is dropped silently (KL-218). */
export class EventRecorder {
  state: EventRecorderState = newEventRecorderState();
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #component: string;
  readonly #host: string;
  /** What the last event was about: only saves room. */
  #last: ObjectReference | undefined;
  /** Shared by all its events. */
  readonly #source: Event["source"];
  constructor(client: Client, clock: Clock, component: string, host = "") {
    this.#client = client;
    this.#clock = clock;
    this.#component = component;
    this.#host = host;
    this.#source = Object.freeze({ component, ...(host ? { host } : {}) });
  }

  event(
    about: KubeObject | ObjectReference,
    type: "Normal" | "Warning",
    reason: string,
    message: string,
    options: EventOptions = {},
  ): void {
    const involved = this.#shared("metadata" in about ? referenceTo(about, options.fieldPath) : about);
    const now = options.at ?? this.#clock.now;
    const told = this.#toldOf(involved, now);
    const combined = isCombined(told.counted, type, reason, message, now);
    const fieldPath = combined ? undefined : involved.fieldPath;
    const own = combined ? undefined : message;
    let counted = told.counted.find(
      (one) => one.message === own && one.reason === reason && one.type === type && one.fieldPath === fieldPath,
    );
    const before = counted;
    if (counted === undefined) {
      const name = eventName(involved.name, now, this.state.named++);
      counted = { type, reason, fieldPath, message: own, name, firstTimestamp: formatTime(now), count: 0, lastAt: now, inWindow: true };
      told.counted = told.counted.concat(counted); // without room to spare, as a push would leave: there are as many as pods
    }
    counted.count += 1;
    counted.lastAt = now;
    counted.inWindow = true;
    if (!takeToken(told, type, now)) return;
    const because: Because = { rule: "event", trigger: options.trigger };
    const text = combined ? `(combined from similar events): ${message}` : message;
    if (before !== undefined && this.#raise(involved, before, text, now, because)) return;
    this.#create(involved, type, reason, text, counted, now, because, options.annotations);
  }

  /** Events that follow one another are often about the same, and then share its reference. */
  #shared(involved: ObjectReference): ObjectReference {
    const last = this.#last;
    const isSame =
      last !== undefined &&
      last.uid === involved.uid &&
      last.resourceVersion === involved.resourceVersion &&
      last.fieldPath === involved.fieldPath &&
      last.name === involved.name &&
      last.namespace === involved.namespace &&
      last.kind === involved.kind;
    if (!isSame) this.#last = Object.freeze(involved);
    return isSame ? last : involved;
  }

  /** The record of an object, which becomes the newest; old ones are dropped. */
  #toldOf(involved: ObjectReference, now: number): Told {
    const { objects } = this.state;
    const key = involved.uid ? involved.uid : `${involved.kind} ${involved.namespace}/${involved.name}`;
    const told = objects.get(key) ?? { lastAt: now, normalFullAt: 0, warningFullAt: 0, counted: [] };
    told.lastAt = now;
    objects.delete(key);
    objects.set(key, told);
    if (++this.state.asked % LOOKED_AT_EVERY === 0) forgetOldest(objects, ({ lastAt }) => now - lastAt > FORGOTTEN_AFTER_MS);
    return told;
  }

  #raise({ namespace = "default" }: ObjectReference, { name, count }: Counted, message: string, now: number, because: Because): boolean {
    const raised = this.#client.modify(
      "Event",
      { kind: "Event", namespace, name },
      (event) => ({ ...event, message, count, lastTimestamp: formatTime(now) }),
      because,
    );
    return raised !== undefined;
  }

  #create(
    involved: ObjectReference,
    type: string,
    reason: string,
    message: string,
    counted: Counted,
    now: number,
    because: Because,
    annotations: EventOptions["annotations"],
  ): void {
    const event: NewObject & Omit<Event, "metadata"> = {
      kind: "Event",
      apiVersion: "v1",
      metadata: { name: counted.name, namespace: involved.namespace ?? "default", ...(annotations === undefined ? {} : { annotations }) },
      involvedObject: involved,
      reason,
      message,
      source: this.#source,
      firstTimestamp: counted.firstTimestamp,
      lastTimestamp: formatTime(now),
      count: counted.count,
      type,
      reportingComponent: this.#component,
      reportingInstance: this.#host,
    };
    send(this.#client, event, because);
  }
}

/** From the tenth distinct message in ten minutes on, one event stands for all of that type and reason. */
function isCombined(counted: readonly Counted[], type: string, reason: string, message: string, now: number): boolean {
  let lastAt = Number.NEGATIVE_INFINITY;
  for (const one of counted) if (one.reason === reason && one.type === type && one.lastAt > lastAt) lastAt = one.lastAt;
  const begins = now - lastAt > AGGREGATE_WINDOW_MS;
  let distinct: Set<string> | undefined;
  for (const one of counted) {
    if (one.reason !== reason || one.type !== type) continue;
    if (begins) one.inWindow = false;
    else if (one.inWindow) {
      if (one.message === undefined) return true;
      (distinct ??= new Set([message])).add(one.message);
    }
  }
  return distinct !== undefined && distinct.size >= AGGREGATE_AFTER;
}

/** A token bucket of 25, refilled with one per 300 s. */
function takeToken(told: Told, type: "Normal" | "Warning", now: number): boolean {
  const fullAt = Math.max(now, type === "Normal" ? told.normalFullAt : told.warningFullAt) + REFILL_MS;
  if (fullAt > now + BURST * REFILL_MS) return false;
  if (type === "Normal") told.normalFullAt = fullAt;
  else told.warningFullAt = fullAt;
  return true;
}

interface Series {
  readonly type: string;
  readonly action: string;
  readonly reason: string;
  readonly resourceVersion: string | undefined;
  readonly relatedUid: string | undefined;
  readonly relatedVersion: string | undefined;
  readonly name: string;
  count: number;
  lastAt: number;
}
const SERIES_ENDS_AFTER_MS = 360_000;

/** The scheduler's recorder: the second equal event makes a series, later ones are only counted. */
export class SeriesRecorder {
  /** By the uid of what the events regard, the one told of last at the end. */
  state: { series: Map<string, Series[]>; named: number; asked: number } = { series: new Map(), named: 0, asked: 0 };
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #controller: string;
  readonly #instance: string;
  constructor(client: Client, clock: Clock, controller: string) {
    this.#client = client;
    this.#clock = clock;
    this.#controller = controller;
    this.#instance = `${controller}-podyard`;
  }

  event(
    regarding: KubeObject,
    related: KubeObject | undefined,
    type: "Normal" | "Warning",
    reason: string,
    action: string,
    note: string,
    trigger?: number,
  ): void {
    const now = this.#clock.now;
    const about = referenceTo(regarding);
    const all = this.#seriesOf(about.uid ?? "", now);
    const relatedUid = related?.metadata.uid;
    const relatedVersion = related?.metadata.resourceVersion;
    const before = all.find(
      (one) =>
        one.resourceVersion === about.resourceVersion &&
        one.type === type &&
        one.action === action &&
        one.reason === reason &&
        one.relatedUid === relatedUid &&
        one.relatedVersion === relatedVersion,
    );
    const because: Because = { rule: "event", trigger };
    const namespace = about.namespace ?? "default";
    if (before !== undefined) {
      before.count += 1;
      before.lastAt = now;
      if (before.count === 2) this.#startSeries(before, namespace, now, because);
      return;
    }
    const name = eventName(about.name, now, this.state.named++);
    const event: NewObject & Omit<Event, "metadata"> = {
      kind: "Event",
      apiVersion: "v1",
      metadata: { name, namespace },
      involvedObject: about,
      reason,
      message: note,
      source: NO_SOURCE,
      type,
      eventTime: formatMicroTime(now),
      action,
      ...(related === undefined ? {} : { related: referenceTo(related) }),
      reportingComponent: this.#controller,
      reportingInstance: this.#instance,
    };
    const { resourceVersion } = about;
    const begun: Series = { type, action, reason, resourceVersion, relatedUid, relatedVersion, name, count: 1, lastAt: now };
    this.state.series.set(about.uid ?? "", all.concat(begun));
    send(this.#client, event, because);
  }

  /** Those of an object that still go on; what is over is dropped, here and from the old end. */
  #seriesOf(uid: string, now: number): Series[] {
    const { series } = this.state;
    const isOver = ({ lastAt }: Series): boolean => now - lastAt >= SERIES_ENDS_AFTER_MS;
    const all = (series.get(uid) ?? NO_SERIES).filter((one) => !isOver(one));
    series.delete(uid);
    if (++this.state.asked % LOOKED_AT_EVERY === 0) forgetOldest(series, (rows) => rows.every(isOver));
    series.set(uid, all);
    return all;
  }

  #startSeries({ name, count }: Series, namespace: string, now: number, because: Because): void {
    this.#client.modify(
      "Event",
      { kind: "Event", namespace, name },
      (event) => ({ ...event, series: { count, lastObservedTime: formatMicroTime(now) } }),
      because,
    );
  }
}

/** Drops records from the old end of a map: those that are over, and those above what is kept. */
function forgetOldest<T>(records: Map<string, T>, isOver: (record: T) => boolean): void {
  for (const [key, record] of records) {
    if (records.size <= KEPT && !isOver(record)) return;
    records.delete(key);
  }
}

const NO_SERIES: readonly Series[] = [];
const NO_SOURCE: Event["source"] = Object.freeze({});

/** An event that the server refuses (its namespace is going, say) is lost, as in a real cluster. */
function send(client: Client, event: NewObject, because: Because): void {
  try {
    client.create("Event", event, because);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

/** The object's name and nanoseconds since the epoch in hexadecimal (GEN-30); `distinct` keeps two of one instant apart. */
function eventName(objectName: string | undefined, nowMs: number, distinct: number): string {
  // Nanoseconds are more than a number holds exactly, so the six lower digits and the rest are worked out apart:
  // 10^6 / 2^24 is 15625 / 2^18.
  const ms = Math.round(nowMs);
  const turns = Math.floor(ms / 2 ** 18);
  const scaled = (ms - turns * 2 ** 18) * 15625;
  const lower = (scaled % 2 ** 18) * 64 + (distinct % 1_000_000);
  const upper = turns * 15625 + Math.floor(scaled / 2 ** 18) + Math.floor(lower / 2 ** 24);
  const digits = (lower % 2 ** 24).toString(16).padStart(6, "0");
  return [objectName, ".", upper.toString(16), digits].join(""); // joined, not added: one flat string
}
