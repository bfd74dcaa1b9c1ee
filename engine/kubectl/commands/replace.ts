// kubectl replace: PUT of whole objects, or with --force delete and create (API-230).

import { FILE_FLAGS, NothingPassed, requireFiles, visitFiles } from "../builder.ts";
import type { FileObject } from "../builder.ts";
import { addSource, CommandError, isNotFound, throwAll } from "../errors.ts";
import { flag } from "../flags.ts";
import type { Waiting } from "../io.ts";
import { LAST_APPLIED, withLastApplied } from "../lastapplied.ts";
import type { Obj } from "../client.ts";
import { OUTPUT_FLAGS, ResultPrinter } from "../printers/output.ts";
import { RECORD_FLAG, recorded } from "../record.ts";
import { pathFor } from "../resources.ts";
import type { Command, DryRun, Session } from "../session.ts";
import { DRY_RUN, dryRunOf, dryRunQuery } from "../session.ts";
import { validationOf, VALIDATE_FLAG } from "./applyresult.ts";
import { deleteObject, resultLine, waitUntilGone } from "./delete.ts";

export const replace: Command = {
  name: "replace",
  short: "Replace a resource by file name or stdin",
  usage: "-f FILENAME [options]",
  flags: [
    ...FILE_FLAGS,
    ...OUTPUT_FLAGS,
    DRY_RUN,
    VALIDATE_FLAG,
    flag("force", "bool"),
    flag("cascade", "string", { bare: "background" }),
    flag("grace-period", "int"),
    flag("timeout", "duration"),
    flag("wait", "bool"),
    flag("save-config", "bool"),
    RECORD_FLAG,
    flag("subresource"),
    flag("field-manager"),
    flag("raw"),
  ],
  *run(session) {
    requireFiles(session);
    const dryRun = dryRunOf(session);
    const result = new ResultPrinter(session, dryRun);
    const files: FileObject[] = [];
    const errors: Error[] = [];
    try {
      visitFiles(session, (file) => (session.flags.bool("force") ? files.push(file) : replaceOne(session, file, dryRun, result)), {
        validate: validationOf(session) !== "Ignore",
      });
    } catch (error) {
      if (error instanceof NothingPassed) throw new CommandError("no objects passed to replace");
      if (!(error instanceof Error)) throw error;
      errors.push(error);
    }
    if (files.length > 0) yield* forceReplace(session, files, dryRun, result);
    throwAll(errors);
  },
};

function replaceOne(session: Session, file: FileObject, dryRun: DryRun, result: ResultPrinter): void {
  const object = annotated(session, file.object);
  if (dryRun === "client") return result.print(file.resource, object, "replaced");
  try {
    const live = session.read(file.resource, file.namespace, file.name);
    const metadata = { resourceVersion: live.metadata?.resourceVersion, ...object.metadata };
    const query = {
      ...dryRunQuery(dryRun),
      fieldManager: session.flags.text("field-manager") ?? "kubectl-replace",
      fieldValidation: validationOf(session),
    };
    const path = pathFor(file.resource, file.namespace, file.name, session.flags.text("subresource"));
    result.print(file.resource, session.client.send("PUT", path, { body: { ...object, metadata }, query }), "replaced");
  } catch (error) {
    throw addSource(`error when replacing "${file.source}": `, error);
  }
}

/** An object that apply has once annotated keeps its annotation up to date. */
function annotated(session: Session, object: Obj): Obj {
  const keeps = session.flags.bool("save-config") || object.metadata?.annotations?.[LAST_APPLIED] !== undefined;
  return recorded(session, keeps ? withLastApplied(object) : object);
}

function* forceReplace(session: Session, files: readonly FileObject[], dryRun: DryRun, result: ResultPrinter): Waiting<void> {
  const grace = session.flags.number("grace-period") ?? -1;
  const deletion = { propagationPolicy: "Background", gracePeriodSeconds: grace < 0 ? undefined : grace, dryRun };
  for (const file of files) {
    try {
      const deleted = deleteObject(session, file, deletion);
      session.out(resultLine(session, file, deletion));
      yield* waitUntilGone(session, deleted, session.deadline("timeout"));
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
  for (const file of files) {
    const query = {
      ...dryRunQuery(dryRun),
      fieldManager: session.flags.text("field-manager") ?? "kubectl-replace",
      fieldValidation: validationOf(session),
    };
    try {
      result.print(
        file.resource,
        session.client.send("POST", pathFor(file.resource, file.namespace), { body: annotated(session, file.object), query }),
        "replaced",
      );
    } catch (error) {
      throw addSource(`error when creating "${file.source}": `, error);
    }
  }
}
