// kubectl get: Tables for people, objects for `-o` (API-98, API-220 to API-223).

import type { Target } from "../builder.ts";
import { ALL_NAMESPACES_FLAG, fileObjects, hasFiles, SELECTOR_FLAG, targetsOf } from "../builder.ts";
import type { Obj, Query } from "../client.ts";
import { TABLE_ACCEPT } from "../client.ts";
import { CommandError, isNotFound, RawError, StatusError, throwAll } from "../errors.ts";
import { flag } from "../flags.ts";
import type { Waiting } from "../io.ts";
import type { ObjectPrinter } from "../printers/output.ts";
import { itemsOf, objectPrinter, OUTPUT_FLAGS } from "../printers/output.ts";
import type { Table, TableOptions } from "../printers/table.ts";
import { tableOf, TablePrinter } from "../printers/table.ts";
import type { Command, Session } from "../session.ts";
import { watchRows } from "./getwatch.ts";
import { fetch, sayNothingFound } from "./fetch.ts";
import { sortObjects, sortRows } from "./sorting.ts";

export const get: Command = {
  name: "get",
  short: "Display one or many resources",
  usage:
    "[(-o|--output=)json|yaml|name|wide|...] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags] [options]",
  examples: [
    "# List all pods in ps output format",
    "kubectl get pods",
    "",
    "# List a single replica set with more information",
    "kubectl get rs web -o wide",
  ],
  flags: [
    ...OUTPUT_FLAGS,
    SELECTOR_FLAG,
    ALL_NAMESPACES_FLAG,
    flag("field-selector"),
    flag("filename", "list", { short: "f" }),
    flag("kustomize", "string", { short: "k" }),
    flag("recursive", "bool", { short: "R" }),
    flag("watch", "bool", { short: "w" }),
    flag("watch-only", "bool"),
    flag("output-watch-events", "bool"),
    flag("ignore-not-found", "bool"),
    flag("no-headers", "bool"),
    flag("show-labels", "bool"),
    flag("show-kind", "bool"),
    flag("label-columns", "list", { short: "L" }),
    flag("sort-by"),
    flag("chunk-size", "int"),
    flag("subresource"),
    flag("server-print", "bool"),
    flag("raw"),
  ],
  *run(session) {
    const raw = session.flags.text("raw");
    if (raw !== undefined) return session.out(session.client.text("GET", raw));
    refuseVainFlags(session);
    const printer = objectPrinter(session, true);
    const targets = namedTargets(session);
    if (session.flags.has("sort-by")) warnOfUnsorted(session);
    if (session.flags.bool("watch") || session.flags.bool("watch-only")) return yield* watch(session, targets, printer);
    if (session.flags.has("subresource") && targets.some((target) => target.name === undefined)) {
      throw new CommandError("subresource cannot be used when bulk resources are specified");
    }
    if (printer) printObjects(session, targets, printer);
    else printTables(session, targets);
  },
};

function namedTargets(session: Session): readonly Target[] {
  if (hasFiles(session)) return fileObjects(session).map(({ resource, namespace, name }) => ({ resource, namespace, name }));
  if (session.args.length === 0) {
    const text =
      'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n';
    throw new RawError(
      `${text}error: Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).\nSee 'kubectl get -h' for help and examples`,
    );
  }
  return targetsOf(session, session.args, {
    selector: session.flags.text("selector"),
    fieldSelector: session.flags.text("field-selector"),
  });
}

/** Flags that the rest of the line leaves without effect. */
function refuseVainFlags({ flags }: Session): void {
  const output = flags.text("output") ?? "";
  if (flags.bool("show-labels") && output !== "" && output !== "wide")
    throw new CommandError(`--show-labels option cannot be used with ${output} printer`);
  if (flags.bool("output-watch-events") && !flags.bool("watch") && !flags.bool("watch-only"))
    throw new CommandError("--output-watch-events option can only be used with --watch or --watch-only");
}

/** A watch shows changes as they come. */
function warnOfUnsorted({ flags, io }: Session): void {
  if (flags.bool("watch")) io.stderr("warning: --watch requested, --sort-by will be ignored for watch events received\n");
  else if (flags.bool("watch-only")) io.stderr("warning: --watch-only requested, --sort-by will be ignored\n");
}

function* watch(session: Session, targets: readonly Target[], printer: ObjectPrinter | undefined): Waiting<void> {
  const [target] = targets;
  if (targets.length !== 1 || !target) throw new CommandError("you may only specify a single resource type");
  yield* watchRows(session, target, printer, tableOptions(session, target, session.flags.bool("show-kind")));
}

/** Fetches every target; what fails is gathered. */
function fetchAll(
  session: Session,
  targets: readonly Target[],
  accept: string,
  query: Query = {},
): { readonly found: readonly { readonly target: Target; readonly answer: Obj }[]; readonly errors: readonly Error[] } {
  const found: { readonly target: Target; readonly answer: Obj }[] = [];
  const errors: Error[] = [];
  for (const target of targets) {
    try {
      found.push({ target, answer: fetch(session, target, accept, query) });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      if (!(isNotFound(error) && session.flags.bool("ignore-not-found"))) errors.push(error);
    }
  }
  return { found, errors };
}

function printObjects(session: Session, targets: readonly Target[], printer: ObjectPrinter): void {
  const { found, errors } = fetchAll(session, targets, "application/json");
  const single = targets.length === 1 && targets[0]?.name !== undefined;
  const [only] = found;
  if (single) {
    if (only) session.out(printer.print(only.answer));
  } else if (found.length > 0 || errors.length === 0) {
    const items = found.flatMap(({ target, answer }) => itemsOf(answer).map((item) => withType(item, answer, target)));
    const sortBy = session.flags.text("sort-by");
    const ordered = sortBy ? sortObjects(items, sortBy) : items;
    session.out(printer.print({ apiVersion: "v1", items: ordered, kind: "List", metadata: { resourceVersion: "" } }));
  }
  throwAll(errors);
}

/** Items of a typed list do not carry their kind. */
function withType(item: Obj, list: Obj, target: Target): Obj {
  return { apiVersion: list.apiVersion ?? "v1", kind: target.resource.kind, ...item };
}

function printTables(session: Session, targets: readonly Target[]): void {
  const sortBy = session.flags.text("sort-by");
  const { found, errors } = fetchAll(session, targets, TABLE_ACCEPT, sortBy ? { includeObject: "Object" } : {});
  const kinds = new Set(found.map(({ target }) => target.resource.kind + target.resource.group));
  const withKind = kinds.size > 1 || session.flags.bool("show-kind") || categoryAsked(session);
  let printed = false;
  for (const { target, tables } of byResource(found)) {
    const table = mergeTables(tables, sortBy);
    const text = new TablePrinter(target.resource, tableOptions(session, target, withKind)).print(table);
    if (text === "") continue;
    session.out(printed && !session.flags.bool("no-headers") ? `\n${text}` : text);
    printed = true;
  }
  if (!printed && errors.length === 0 && !session.flags.bool("ignore-not-found")) sayNothingFound(session, targets);
  throwAll(errors);
}

/** A category stands for several resources, though it be one word. */
function categoryAsked(session: Session): boolean {
  const [type] = session.args; // none where files say what to get
  return type !== undefined && !type.includes("/") && type.split(",").some((one) => session.resources.find(one) === undefined);
}

/** Neighbouring answers about one resource go into one table. */
function byResource(
  found: readonly { readonly target: Target; readonly answer: Obj }[],
): { readonly target: Target; readonly tables: Table[] }[] {
  const groups: { readonly target: Target; readonly tables: Table[] }[] = [];
  for (const { target, answer } of found) {
    const last = groups.at(-1);
    if (last?.target.resource === target.resource) last.tables.push(tableOf(answer));
    else groups.push({ target, tables: [tableOf(answer)] });
  }
  return groups;
}

function mergeTables(tables: readonly Table[], sortBy: string | undefined): Table {
  const rows = tables.flatMap((table) => table.rows);
  return { columns: tables[0]?.columns ?? [], rows: sortBy ? sortRows(rows, sortBy) : rows, resourceVersion: undefined };
}

function tableOptions(session: Session, target: Target, withKind: boolean): TableOptions {
  const { flags } = session;
  return {
    wide: flags.text("output") === "wide",
    noHeaders: flags.bool("no-headers"),
    withKind,
    withNamespace: session.allNamespaces && target.resource.namespaced,
    showLabels: flags.bool("show-labels"),
    labelColumns: flags.list("label-columns"),
    withEvents: flags.bool("output-watch-events"),
  };
}
