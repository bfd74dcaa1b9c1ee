// kubectl label and annotate (API-232, API-233): changes to one map of the metadata, refused when they would overwrite.

import { createMergePatch } from "../../api/mergepatch.ts";
import { labelValueErrors } from "../../api/label.ts";
import { ALL_FLAG, ALL_NAMESPACES_FLAG, FILE_FLAGS, hasFiles, SELECTOR_FLAG } from "../builder.ts";
import type { Target } from "../builder.ts";
import type { Obj } from "../client.ts";
import { CommandError, StatusError, throwAll } from "../errors.ts";
import { flag } from "../flags.ts";
import { OUTPUT_FLAGS, ResultPrinter } from "../printers/output.ts";
import { RECORD_FLAG, recorded } from "../record.ts";
import { compactJson } from "../printers/json.ts";
import { pathFor } from "../resources.ts";
import type { Command, DryRun, Session } from "../session.ts";
import { DRY_RUN, dryRunOf, dryRunQuery } from "../session.ts";
import { readObjects } from "./objects.ts";

/** What differs between the two commands. */
interface Flavour {
  readonly word: "label" | "annotation";
  readonly field: "labels" | "annotations";
  readonly manager: string;
}

const FLAGS = [
  ...FILE_FLAGS,
  ...OUTPUT_FLAGS,
  SELECTOR_FLAG,
  ALL_FLAG,
  ALL_NAMESPACES_FLAG,
  DRY_RUN,
  RECORD_FLAG,
  flag("overwrite", "bool"),
  flag("list", "bool"),
  flag("local", "bool"),
  flag("resource-version"),
  flag("field-selector"),
  flag("field-manager"),
];

export const label: Command = {
  name: "label",
  short: "Update the labels on a resource",
  usage: "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version] [options]",
  flags: FLAGS,
  run(session) {
    change(session, { word: "label", field: "labels", manager: "kubectl-label" });
  },
};

export const annotate: Command = {
  name: "annotate",
  short: "Update the annotations on a resource",
  usage: "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version] [options]",
  flags: FLAGS,
  run(session) {
    change(session, { word: "annotation", field: "annotations", manager: "kubectl-annotate" });
  },
};

interface Changes {
  readonly resources: readonly string[];
  readonly set: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
}

function change(session: Session, flavour: Flavour): void {
  const changes = parseChanges(session.args, flavour);
  const dryRun = dryRunOf(session);
  if (changes.resources.length === 0 && !hasFiles(session)) {
    throw new CommandError("one or more resources must be specified as <resource> <name> or <resource>/<name>");
  }
  const list = session.flags.bool("list");
  if (changes.set.size === 0 && changes.remove.length === 0 && !list)
    throw new CommandError(`at least one ${flavour.word} update is required`);
  const result = new ResultPrinter(session, dryRun);
  const errors: Error[] = [];
  const objects = readObjects(session, changes.resources, errors, { needsName: true, fieldSelector: session.flags.text("field-selector") });
  for (const { target, object } of objects) {
    try {
      if (list)
        listPairs(session, flavour, target, object, objects.length > 1 || session.flags.bool("all") || session.flags.has("selector"));
      else changeOne(session, flavour, changes, target, object, dryRun, result);
    } catch (error) {
      if (!(error instanceof StatusError) && !(error instanceof CommandError)) throw error;
      errors.push(error);
    }
  }
  throwAll(errors);
}

function parseChanges(args: readonly string[], flavour: Flavour): Changes {
  const first = args.findIndex((arg) => arg.includes("=") || arg.endsWith("-"));
  const resources = first < 0 ? args : args.slice(0, first);
  const set = new Map<string, string>();
  const remove: string[] = [];
  for (const pair of first < 0 ? [] : args.slice(first)) {
    const equals = pair.indexOf("=");
    if (equals > 0) {
      const value = pair.slice(equals + 1);
      const faults = flavour.word === "label" ? labelValueErrors(value) : [];
      if (faults.length > 0) throw new CommandError(`invalid label value: "${pair}": ${faults.join("; ")}`);
      set.set(pair.slice(0, equals), value);
    } else if (pair.endsWith("-")) remove.push(pair.slice(0, -1));
    else throw new CommandError(`all resources must be specified before ${flavour.word} changes: ${pair}`);
  }
  if (remove.some((key) => set.has(key)))
    throw new CommandError(`can not both modify and remove ${flavour.word === "label" ? "a label" : "an annotation"} in the same command`);
  return { resources, set, remove };
}

function listPairs(session: Session, flavour: Flavour, target: Target, object: Obj, several: boolean): void {
  const indent = several ? " " : "";
  if (several)
    session.out(`Listing ${flavour.field} for ${target.resource.kind}.${target.resource.group}/${object.metadata?.name ?? ""}:\n`);
  for (const [key, value] of Object.entries(object.metadata?.[flavour.field] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)))
    session.out(`${indent}${key}=${value}\n`);
}

function changeOne(
  session: Session,
  flavour: Flavour,
  changes: Changes,
  target: Target,
  object: Obj,
  dryRun: DryRun,
  result: ResultPrinter,
): void {
  const before = object.metadata?.[flavour.field] ?? {};
  if (!session.flags.bool("overwrite")) refuseOverwrite(flavour, changes, before);
  const after = new Map(Object.entries(before));
  for (const [key, value] of changes.set) after.set(key, value);
  for (const key of changes.remove) {
    if (flavour.word === "label" && !after.has(key)) session.out(`label "${key}" not found.\n`);
    after.delete(key);
  }
  const metadata = { ...object.metadata, [flavour.field]: Object.fromEntries(after) };
  const version = session.flags.text("resource-version");
  const labelled: Obj = { ...object, metadata: version === undefined ? metadata : { ...metadata, resourceVersion: version } };
  const wanted = recorded(session, labelled);
  const changed = dryRun === "client" || session.flags.bool("local") ? wanted : send(session, flavour, target, object, wanted, dryRun);
  result.print(target.resource, changed, flavour.word === "label" ? outcome(session, object, wanted) : "annotated");
}

function refuseOverwrite(flavour: Flavour, changes: Changes, before: Readonly<Record<string, string>>): void {
  const taken = [...changes.set].filter(([key, value]) => before[key] !== undefined && before[key] !== value);
  if (taken.length === 0) return;
  const texts = taken.map(([key]) => `'${key}' already has a value (${before[key]})`);
  if (flavour.word === "annotation")
    throw new CommandError(`--overwrite is false but found the following declared annotation(s): ${texts.join("; ")}`);
  throwAll(texts.map((text) => new CommandError(`${text}, and --overwrite is false`)));
}

function outcome(session: Session, before: Obj, after: Obj): string {
  const [old, now] = [compactJson(before), compactJson(after)];
  if (old === now) return "not labeled";
  return now.length < old.length && !session.flags.bool("overwrite") ? "unlabeled" : "labeled";
}

function send(session: Session, flavour: Flavour, target: Target, before: Obj, after: Obj, dryRun: DryRun): Obj {
  const path = pathFor(target.resource, before.metadata?.namespace ?? target.namespace, before.metadata?.name);
  const query = { ...dryRunQuery(dryRun), fieldManager: session.flags.text("field-manager") ?? flavour.manager };
  return session.client.patch(path, "application/merge-patch+json", createMergePatch(before, after), query);
}
