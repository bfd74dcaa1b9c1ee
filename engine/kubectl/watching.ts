// Waiting in a command: a watch as a queue, and the pauses between its events.

import type { Unsubscribe, WatchEvent } from "../api/request.ts";
import type { Obj, Query } from "./client.ts";
import { StatusError } from "./errors.ts";
import type { Waiting } from "./io.ts";
import { itemsOf } from "./printers/output.ts";
import type { Resource } from "./resources.ts";
import { pathFor } from "./resources.ts";
import type { Session } from "./session.ts";

/** Gathers the events of a watch until somebody asks for them. */
export class WatchQueue {
  readonly #events: WatchEvent[] = [];
  readonly #end: Unsubscribe;
  readonly #session: Session;
  constructor(session: Session, path: string, query: Query, accept?: string) {
    this.#session = session;
    const request = session.client.request("GET", path, { query: { ...query, watch: true }, ...(accept ? { accept } : {}) });
    this.#end = session.io.watch(request, (event) => this.#events.push(event));
  }

  /** The next event, waiting for it; nothing once the deadline is over. */
  *next(deadlineAt: number | undefined): Waiting<WatchEvent | undefined> {
    for (;;) {
      const event = this.#events.shift();
      if (event) return event;
      if (deadlineAt !== undefined && this.#session.io.now() >= deadlineAt) return undefined;
      yield deadlineAt === undefined ? {} : { untilAt: deadlineAt };
    }
  }

  close(): void {
    this.#end();
  }
}

/** Sleeps until an instant, or less when something is written. */
export function* sleepUntil(session: Session, at: number): Waiting<void> {
  while (session.io.now() < at) yield { untilAt: at };
}

/** The states of one object from now on, until `done` says so or the time is up. `undefined` stands for its absence. */
export function* watchObject<Result>(
  session: Session,
  resource: Resource,
  namespace: string | undefined,
  name: string,
  deadlineAt: number | undefined,
  done: (object: Obj | undefined) => Result | undefined,
): Waiting<Result | undefined> {
  const path = pathFor(resource, namespace);
  const fieldSelector = `metadata.name=${name}`;
  const list = session.client.get(path, { fieldSelector });
  const first = done(itemsOf(list)[0]);
  if (first !== undefined) return first;
  const queue = new WatchQueue(session, path, { fieldSelector, resourceVersion: list.metadata?.resourceVersion });
  try {
    for (;;) {
      const event = yield* queue.next(deadlineAt);
      if (!event) return undefined;
      if (event.type === "BOOKMARK") continue;
      // A watch event holds an object, or a Status when it failed.
      const object = event.object as Obj;
      if (event.type === "ERROR") throw new StatusError(object as never);
      const result = done(event.type === "DELETED" ? undefined : object);
      if (result !== undefined) return result;
    }
  } finally {
    queue.close();
  }
}
