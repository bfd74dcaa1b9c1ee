// kubectl create -f, and the group of generators below it (API-224).

import { FILE_FLAGS, requireFiles, visitFiles } from "../builder.ts";
import type { FileObject } from "../builder.ts";
import { addSource } from "../errors.ts";
import { flag } from "../flags.ts";
import { withLastApplied } from "../lastapplied.ts";
import { OUTPUT_FLAGS, ResultPrinter } from "../printers/output.ts";
import { RECORD_FLAG, recorded } from "../record.ts";
import { pathFor } from "../resources.ts";
import type { Command, DryRun, Session } from "../session.ts";
import { DRY_RUN, dryRunOf, dryRunQuery } from "../session.ts";
import { validationOf, VALIDATE_FLAG } from "./applyresult.ts";
import { configmap, secret } from "./createdata.ts";
import { namespace, poddisruptionbudget, priorityclass, quota, serviceaccount } from "./createpolicy.ts";
import { service } from "./createservice.ts";
import { cronjob, deployment, job } from "./createworkload.ts";

export const create: Command = {
  name: "create",
  short: "Create a resource from a file or from stdin",
  usage: "-f FILENAME [options]",
  commands: [configmap, cronjob, deployment, job, namespace, poddisruptionbudget, priorityclass, quota, secret, service, serviceaccount],
  flags: [
    ...FILE_FLAGS,
    ...OUTPUT_FLAGS,
    DRY_RUN,
    VALIDATE_FLAG,
    RECORD_FLAG,
    flag("save-config", "bool"),
    flag("edit", "bool"),
    flag("selector", "string", { short: "l" }),
    flag("field-manager"),
    flag("raw"),
  ],
  run(session) {
    requireFiles(session);
    const raw = session.flags.text("raw");
    if (raw !== undefined) return session.out(session.client.text("POST", raw, { body: session.stdin ?? "" }));
    const dryRun = dryRunOf(session);
    const result = new ResultPrinter(session, dryRun);
    visitFiles(session, (file) => createOne(session, file, dryRun, result), { validate: validationOf(session) !== "Ignore" });
  },
};

function createOne(session: Session, file: FileObject, dryRun: DryRun, result: ResultPrinter): void {
  const object = recorded(session, session.flags.bool("save-config") ? withLastApplied(file.object) : file.object);
  if (dryRun === "client") return result.print(file.resource, object, "created");
  try {
    const query = {
      ...dryRunQuery(dryRun),
      fieldManager: session.flags.text("field-manager") ?? "kubectl-create",
      fieldValidation: validationOf(session),
    };
    result.print(file.resource, session.client.send("POST", pathFor(file.resource, file.namespace), { body: object, query }), "created");
  } catch (error) {
    throw addSource(`error when creating "${file.source}": `, error);
  }
}
