// The two event recorders: the classic one of controllers and kubelets with its correlator (GEN-30 to GEN-33, KL-214 to
// KL-218), and the one of the scheduler (GEN-34, KL-221, KL-222). Left out on purpose: delivery queues and retries.

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

interface Correlated {
  /** The Event object and how often the same has been seen. */
  name: string;
  namespace: string;
  count: number;
  firstTimestamp: string;
}
interface Similar {
  messages: Set<string>;
  lastAt: number;
}
interface Bucket {
  tokens: number;
  at: number;
}

export interface EventRecorderState {
  seen: Map<string, Correlated>;
  similar: Map<string, Similar>;
  buckets: Map<string, Bucket>;
  /** Events named so far: keeps the names of one instant apart. */
  named: number;
}

export interface EventOptions {
  /** `spec.containers{web}` */
  readonly fieldPath?: string;
  readonly trigger?: number | undefined;
}

/** Names the object of an event; a KubeObject will do. */
export function referenceTo(object: KubeObject, fieldPath?: string): ObjectReference {
  const { namespace, name, uid, resourceVersion } = object.metadata;
  return {
    kind: object.kind,
    ...(namespace ? { namespace } : {}),
    name,
    uid,
    apiVersion: object.apiVersion,
    resourceVersion,
    ...(fieldPath === undefined ? {} : { fieldPath }),
  };
}

/** Records what a component has to say about an object. An event over the limits is dropped silently (KL-218). */
export class EventRecorder {
  state: EventRecorderState = { seen: new Map(), similar: new Map(), buckets: new Map(), named: 0 };
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #component: string;
  readonly #host: string;
  constructor(client: Client, clock: Clock, component: string, host = "") {
    this.#client = client;
    this.#clock = clock;
    this.#component = component;
    this.#host = host;
  }

  event(
    about: KubeObject | ObjectReference,
    type: "Normal" | "Warning",
    reason: string,
    message: string,
    options: EventOptions = {},
  ): void {
    const involved = "metadata" in about ? referenceTo(about, options.fieldPath) : about;
    const now = this.#clock.now;
    const object = `${this.#component} ${this.#host} ${involved.kind} ${involved.namespace} ${involved.name} ${involved.uid}`;
    const group = `${object} ${type} ${reason}`;
    const text = this.#aggregated(group, message, now);
    const key = text === message ? `${group} ${involved.fieldPath} ${message}` : group;
    const before = this.state.seen.get(key);
    const counted = this.#count(key, before, involved, now);
    if (!this.#allowed(`${object} ${type}`, now)) return;
    const because: Because = { rule: "event", trigger: options.trigger };
    if (before !== undefined && this.#raise(counted, text, now, because)) return;
    this.#create(involved, type, reason, text, counted, now, because);
  }

  /** From the tenth distinct message in ten minutes on, one event stands for them all. */
  #aggregated(group: string, message: string, now: number): string {
    const { similar } = this.state;
    let record = similar.get(group);
    if (record === undefined || now - record.lastAt > AGGREGATE_WINDOW_MS) record = { messages: new Set(), lastAt: now };
    record.messages.add(message);
    record.lastAt = now;
    remember(similar, group, record);
    return record.messages.size < AGGREGATE_AFTER ? message : `(combined from similar events): ${message}`;
  }

  #count(key: string, before: Correlated | undefined, involved: ObjectReference, now: number): Correlated {
    const counted: Correlated = before ?? {
      name: `${involved.name}.${eventSuffix(now, this.state.named++)}`,
      namespace: involved.namespace ?? "default",
      count: 0,
      firstTimestamp: formatTime(now),
    };
    counted.count += 1;
    remember(this.state.seen, key, counted);
    return counted;
  }

  #allowed(key: string, now: number): boolean {
    const { buckets } = this.state;
    const bucket = buckets.get(key) ?? { tokens: BURST, at: now };
    const refilled = Math.min(BURST, bucket.tokens + (now - bucket.at) / REFILL_MS);
    const ok = refilled >= 1;
    remember(buckets, key, { tokens: ok ? refilled - 1 : refilled, at: now });
    return ok;
  }

  #raise(counted: Correlated, message: string, now: number, because: Because): boolean {
    const { name, namespace, count } = counted;
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
    counted: Correlated,
    now: number,
    because: Because,
  ): void {
    const event: NewObject & Omit<Event, "metadata"> = {
      kind: "Event",
      apiVersion: "v1",
      metadata: { name: counted.name, namespace: counted.namespace },
      involvedObject: involved,
      reason,
      message,
      source: { component: this.#component, ...(this.#host ? { host: this.#host } : {}) },
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

interface Series {
  name: string;
  namespace: string;
  count: number;
  lastAt: number;
}
const SERIES_ENDS_AFTER_MS = 360_000;

/** The scheduler's recorder: the second equal event makes a series, later ones are only counted. */
export class SeriesRecorder {
  state: { series: Map<string, Series>; named: number } = { series: new Map(), named: 0 };
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #controller: string;
  constructor(client: Client, clock: Clock, controller: string) {
    this.#client = client;
    this.#clock = clock;
    this.#controller = controller;
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
    const key = [
      type,
      action,
      reason,
      about.kind,
      about.namespace,
      about.name,
      about.uid,
      about.resourceVersion,
      related?.metadata.uid,
      related?.metadata.resourceVersion,
    ].join(" ");
    const before = this.state.series.get(key);
    const because: Because = { rule: "event", trigger };
    if (before !== undefined && now - before.lastAt < SERIES_ENDS_AFTER_MS) {
      before.count += 1;
      before.lastAt = now;
      if (before.count === 2) this.#startSeries(before, now, because);
      return;
    }
    const name = `${about.name}.${eventSuffix(now, this.state.named++)}`;
    const namespace = about.namespace ?? "default";
    const event: NewObject & Omit<Event, "metadata"> = {
      kind: "Event",
      apiVersion: "v1",
      metadata: { name, namespace },
      involvedObject: about,
      reason,
      message: note,
      source: {},
      type,
      eventTime: formatMicroTime(now),
      action,
      ...(related === undefined ? {} : { related: referenceTo(related) }),
      reportingComponent: this.#controller,
      reportingInstance: `${this.#controller}-podyard`,
    };
    remember(this.state.series, key, { name, namespace, count: 1, lastAt: now });
    send(this.#client, event, because);
  }

  #startSeries(series: Series, now: number, because: Because): void {
    const { namespace, name, count } = series;
    this.#client.modify(
      "Event",
      { kind: "Event", namespace, name },
      (event) => ({ ...event, series: { count, lastObservedTime: formatMicroTime(now) } }),
      because,
    );
  }
}

/** An event that the server refuses (its namespace is going, say) is lost, as in a real cluster. */
function send(client: Client, event: NewObject, because: Because): void {
  try {
    client.create("Event", event, because);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

/** Nanoseconds since the epoch in hexadecimal (GEN-30); `distinct` keeps two of one instant apart. */
function eventSuffix(nowMs: number, distinct: number): string {
  return (BigInt(Math.round(nowMs)) * 1_000_000n + BigInt(distinct % 1_000_000)).toString(16);
}

/** Keeps the most recent entries of a map. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= KEPT) return;
  const oldest = map.keys().next().value;
  if (oldest !== undefined) map.delete(oldest);
}
