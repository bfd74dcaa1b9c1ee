// kubectl patch: strategic, merge and JSON patches as they are given (API-236).

import { deepEqual } from "../../api/equal.ts";
import { FILE_FLAGS, fileObjects, hasFiles, targetsOf } from "../builder.ts";
import { CommandError } from "../errors.ts";
import { flag } from "../flags.ts";
import { yamlToJson } from "../manifest.ts";
import { objectName, objectPrinter, OUTPUT_FLAGS } from "../printers/output.ts";
import { RECORD_FLAG, recordPatch } from "../record.ts";
import type { PatchType } from "../client.ts";
import { pathFor } from "../resources.ts";
import type { Command, Session } from "../session.ts";
import { DRY_RUN, dryRunOf, dryRunQuery } from "../session.ts";

const TYPES: Readonly<Record<string, PatchType>> = {
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
};

export const patch: Command = {
  name: "patch",
  short: "Update fields of a resource",
  usage: "(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE] [options]",
  flags: [
    ...FILE_FLAGS,
    ...OUTPUT_FLAGS,
    DRY_RUN,
    flag("patch", "string", { short: "p" }),
    flag("patch-file"),
    flag("type"),
    flag("subresource"),
    flag("local", "bool"),
    RECORD_FLAG,
    flag("field-manager"),
  ],
  run(session) {
    const type = session.flags.text("type") ?? "strategic";
    const dryRun = dryRunOf(session);
    const contents = contentsOf(session);
    const contentType = TYPES[type.toLowerCase()];
    if (!contentType) throw new CommandError(`--type must be one of [json merge strategic], not "${type}"`);
    const body = /^\s*\{/.test(contents) ? contents : JSON.stringify(yamlToJson(contents));
    const printer = objectPrinter(session);
    const subresource = session.flags.text("subresource");
    const targets = hasFiles(session) ? fileObjects(session, { validate: false }) : targetsOf(session, session.args, { needsName: true });
    for (const { resource, namespace, name = "" } of targets) {
      const before = session.read(resource, namespace, name, subresource ? { subresource } : {});
      const query = {
        ...dryRunQuery(dryRun === "client" ? "server" : dryRun),
        fieldManager: session.flags.text("field-manager") ?? "kubectl-patch",
      };
      const patched = session.client.patch(pathFor(resource, namespace, name, subresource), contentType, body, query);
      const cause = recordPatch(session);
      const path = pathFor(resource, namespace, name);
      const after = cause && dryRun === "none" ? session.client.patch(path, "application/merge-patch+json", cause, query) : patched;
      if (printer) session.out(printer.print(after));
      else session.out(`${objectName(after)} ${deepEqual(before, after) ? "patched (no change)" : "patched"}\n`);
    }
  },
};

function contentsOf(session: Session): string {
  const file = session.flags.text("patch-file");
  if (file !== undefined) {
    const text = session.io.readFile?.(file);
    if (text === undefined) throw new CommandError(`unable to read patch file: open ${file}: no such file or directory`);
    return text;
  }
  const text = session.flags.text("patch") ?? "";
  if (text === "") throw new CommandError("must specify --patch or --patch-file containing the contents of the patch");
  return text;
}
