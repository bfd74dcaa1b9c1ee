// kubectl events: the events of a namespace or about one object, oldest first.

import { parseTime } from "../../api/time.ts";
import type { Event } from "../../api/types.generated.ts";
import { ALL_NAMESPACES_FLAG, requireResource } from "../builder.ts";
import type { Obj } from "../client.ts";
import { humanDuration } from "../duration.ts";
import { CommandError } from "../errors.ts";
import { flag } from "../flags.ts";
import type { Waiting } from "../io.ts";
import { itemsOf, objectPrinter, OUTPUT_FLAGS } from "../printers/output.ts";
import { ColumnWriter } from "../printers/tabwriter.ts";
import type { Command, Session } from "../session.ts";
import { WatchQueue } from "../watching.ts";

export const events: Command = {
  name: "events",
  short: "List events",
  usage: "[(-o|--output=)json|yaml|name|go-template|...] [--for TYPE/NAME] [--watch] [--types=Normal,Warning] [options]",
  flags: [
    ...OUTPUT_FLAGS,
    ALL_NAMESPACES_FLAG,
    flag("for"),
    flag("types", "list"),
    flag("watch", "bool", { short: "w" }),
    flag("no-headers", "bool"),
    flag("chunk-size", "int"),
  ],
  *run(session) {
    const types = session.flags.list("types");
    if (types.some((type) => !/^(normal|warning)$/i.test(type))) throw new CommandError("valid --types are Normal or Warning");
    const printer = objectPrinter(session);
    const path = session.allNamespaces ? "/api/v1/events" : `/api/v1/namespaces/${session.namespace}/events`;
    const query = { fieldSelector: aboutSelector(session) };
    const list = session.client.get(path, query);
    const items = itemsOf(list).map((item) => ({ apiVersion: "v1", kind: "Event", ...item }) as unknown as Event); // a list of events
    const found = items.filter((event) => ofType(event, types));
    // An EventList has no name to show.
    if (printer)
      session.out(
        session.flags.text("output") === "name" ? "" : printer.print({ apiVersion: "v1", items: found, kind: "EventList", metadata: {} }),
      );
    else if (session.flags.bool("watch"))
      return yield* watch(session, path, { ...query, resourceVersion: list.metadata?.resourceVersion }, found, types);
    else if (found.length === 0)
      session.io.stderr(session.allNamespaces ? "No events found.\n" : `No events found in ${session.namespace} namespace.\n`);
    else new EventTable(session).print(sorted(found));
  },
};

function aboutSelector(session: Session): string | undefined {
  const text = session.flags.text("for");
  if (!text) return undefined;
  const [type = "", name = "", ...more] = text.split("/");
  if (name === "" || more.length > 0) throw new CommandError("--for must be in resource/name form");
  const resource = requireResource(session, type);
  const apiVersion = resource.group ? `${resource.group}/${resource.version}` : resource.version;
  return `involvedObject.kind=${resource.kind},involvedObject.apiVersion=${apiVersion},involvedObject.name=${name}`;
}

function ofType(event: Event, types: readonly string[]): boolean {
  return types.length === 0 || types.some((type) => type.toLowerCase() === event.type?.toLowerCase());
}

function seenAt(event: Event): number {
  const time = event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? event.firstTimestamp;
  return time ? parseTime(time) : 0;
}

function sorted(list: readonly Event[]): readonly Event[] {
  return [...list].sort((a, b) => seenAt(a) - seenAt(b));
}

class EventTable {
  readonly #writer = new ColumnWriter();
  readonly #session: Session;
  #headerDue: boolean;
  constructor(session: Session) {
    this.#session = session;
    this.#headerDue = !session.flags.bool("no-headers");
  }
  print(list: readonly Event[]): void {
    const namespaced = this.#session.allNamespaces;
    const rows = list.map((event) => [
      ...(namespaced ? [event.metadata.namespace ?? ""] : []),
      this.#age(event),
      event.type ?? "",
      event.reason ?? "",
      `${event.involvedObject.kind ?? ""}/${event.involvedObject.name ?? ""}`,
      (event.message ?? "").trim(),
    ]);
    if (this.#headerDue) rows.unshift([...(namespaced ? ["NAMESPACE"] : []), "LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"]);
    this.#headerDue = false;
    this.#session.out(this.#writer.write(rows));
  }
  #age(event: Event): string {
    const ago = (time: string | null | undefined): string => (time ? humanDuration(this.#session.io.now() - parseTime(time)) : "<unknown>");
    const first = ago(event.eventTime ?? event.firstTimestamp);
    if (event.series) return `${ago(event.series.lastObservedTime)} (x${event.series.count ?? 0} over ${first})`;
    return (event.count ?? 0) > 1 ? `${ago(event.lastTimestamp)} (x${event.count} over ${first})` : first;
  }
}

function* watch(
  session: Session,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  present: readonly Event[],
  types: readonly string[],
): Waiting<void> {
  const table = new EventTable(session);
  if (present.length > 0) table.print(sorted(present));
  const queue = new WatchQueue(session, path, query);
  try {
    for (;;) {
      const change = yield* queue.next(undefined);
      if (!change) return;
      const event = change.object as Obj as unknown as Event; // the watch is of events
      if ((change.type === "ADDED" || change.type === "MODIFIED") && ofType(event, types)) table.print([event]);
    }
  } finally {
    queue.close();
  }
}
