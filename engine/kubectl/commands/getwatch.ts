// kubectl get --watch: the present rows, then one row for every change (API-221, API-222).

import type { Target } from "../builder.ts";
import type { Obj, Query } from "../client.ts";
import { TABLE_ACCEPT } from "../client.ts";
import { StatusError } from "../errors.ts";
import type { Waiting } from "../io.ts";
import { parseGoDuration } from "../duration.ts";
import type { ObjectPrinter } from "../printers/output.ts";
import { itemsOf } from "../printers/output.ts";
import type { Table, TableOptions } from "../printers/table.ts";
import { tableOf, TablePrinter } from "../printers/table.ts";
import { pathFor } from "../resources.ts";
import type { Session } from "../session.ts";
import { WatchQueue } from "../watching.ts";
import { fetch, selectorQuery } from "./fetch.ts";

/** Runs until the request's timeout, or for ever. */
export function* watchRows(session: Session, target: Target, printer: ObjectPrinter | undefined, options: TableOptions): Waiting<void> {
  const show = shower(session, target, printer, options);
  const accept = printer ? "application/json" : TABLE_ACCEPT;
  const present = fetch(session, target, accept);
  if (!session.flags.bool("watch-only")) show.present(present);
  const query: Query = {
    ...(target.name === undefined ? selectorQuery(session) : { fieldSelector: `metadata.name=${target.name}` }),
    resourceVersion: present.metadata?.resourceVersion ?? firstVersion(present),
  };
  const queue = new WatchQueue(session, pathFor(target.resource, target.namespace), query, accept);
  const deadlineAt = requestDeadline(session);
  try {
    for (;;) {
      const event = yield* queue.next(deadlineAt);
      if (!event) return;
      const object = event.object as Obj; // every event holds an object
      if (event.type === "ERROR") throw new StatusError(object as never);
      if (event.type !== "BOOKMARK") show.change(event.type, object);
    }
  } finally {
    queue.close();
  }
}

function firstVersion(present: Obj): string | undefined {
  const table = tableOf(present);
  return table.rows[0]?.object?.metadata?.resourceVersion;
}

/** The end of --request-timeout, which ends a watch without complaint. */
function requestDeadline(session: Session): number | undefined {
  const text = session.flags.text("request-timeout");
  if (text === undefined) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : parseGoDuration(text);
  return typeof ms === "number" && ms > 0 ? session.io.now() + ms : undefined;
}

interface Shower {
  present(answer: Obj): void;
  change(type: string, object: Obj): void;
}

function shower(session: Session, target: Target, printer: ObjectPrinter | undefined, options: TableOptions): Shower {
  // A name is the object's, whatever happened to it; all else prints the whole event.
  const withEvents = session.flags.bool("output-watch-events") && session.flags.text("output") !== "name";
  if (printer) {
    const print = (type: string, object: Obj): void => session.out(printer.print(withEvents ? { type, object } : object));
    return {
      present: (answer) =>
        itemsOf(answer).forEach((item) => print("ADDED", { apiVersion: answer.apiVersion ?? "v1", kind: target.resource.kind, ...item })),
      change: print,
    };
  }
  const tables = new TablePrinter(target.resource, options);
  let last: Table | undefined;
  const print = (type: string, answer: Obj): void => {
    last = tableOf(answer, last);
    session.out(tables.print(last, type));
  };
  return { present: (answer) => print("ADDED", answer), change: print };
}
