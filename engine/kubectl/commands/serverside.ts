// kubectl apply --server-side (API-229): the whole intent as an apply patch, and taking over from client-side apply.

import type { FileObject } from "../builder.ts";
import type { Obj } from "../client.ts";
import { CommandError, StatusError } from "../errors.ts";
import { configurationOf, LAST_APPLIED } from "../lastapplied.ts";
import { pathFor } from "../resources.ts";
import type { DryRun, Session } from "../session.ts";
import { dryRunQuery } from "../session.ts";
import type { ApplyResult } from "./applyresult.ts";
import { validationOf } from "./applyresult.ts";

const WAYS_OUT = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;

const APPLY = "application/apply-patch+yaml";

export function serverSideApply(session: Session, file: FileObject, dryRun: DryRun, result: ApplyResult): void {
  const path = pathFor(file.resource, file.namespace, file.name);
  const manager = session.flags.text("field-manager") ?? "kubectl";
  const query = {
    ...dryRunQuery(dryRun),
    fieldManager: manager,
    fieldValidation: validationOf(session),
    force: session.flags.bool("force-conflicts"),
  };
  const send = (): Obj => {
    try {
      return session.client.patch(path, APPLY, file.object, query);
    } catch (error) {
      throw explainConflict(error);
    }
  };
  let object = send();
  if (dryRun === "none" && manager === "kubectl" && clientSideApplied(file, object)) {
    keepLastApplied(session, file, path);
    object = send();
  }
  result.add(file, object, "serverside-applied");
}

function explainConflict(error: unknown): unknown {
  if (!(error instanceof StatusError) || error.status.reason !== "Conflict") return error;
  const managed = error.status.details?.causes?.some((cause) => cause.reason === "FieldManagerConflict");
  return managed ? new CommandError(`${error.message}\n${WAYS_OUT}`) : error;
}

/** Client-side apply left its annotation, which now tells of something older. */
function clientSideApplied(file: FileObject, object: Obj): boolean {
  const annotation = object.metadata?.annotations?.[LAST_APPLIED];
  return annotation !== undefined && annotation !== annotationFor(file);
}

function annotationFor(file: FileObject): string {
  return configurationOf(file.object).replace('"annotations":{},', "");
}

/** The annotation is kept up to date under a manager of its own. */
function keepLastApplied(session: Session, file: FileObject, path: string): void {
  const { apiVersion, kind, metadata } = file.object;
  const annotations = { [LAST_APPLIED]: annotationFor(file) };
  const body = {
    apiVersion,
    kind,
    metadata: { annotations, name: metadata?.name, ...(file.namespace ? { namespace: file.namespace } : {}) },
  };
  session.client.patch(path, APPLY, body, { fieldManager: "kubectl-last-applied", fieldValidation: "Strict", force: true });
}
