// kubectl apply: creates or patches with the three-way difference of what was applied before, what is wanted and what is live (API-226 to
// API-229), or hands the whole intent to the server. Left out on purpose: --prune, kustomizations.

import type { FileObject } from "../builder.ts";
import { FILE_FLAGS, requireFiles, visitFiles } from "../builder.ts";
import type { Obj } from "../client.ts";
import { addSource, CommandError, isConflict, isNotFound, StatusError } from "../errors.ts";
import { flag } from "../flags.ts";
import { LAST_APPLIED, lastAppliedOf, threeWayPatch, withLastApplied } from "../lastapplied.ts";
import { OUTPUT_FLAGS } from "../printers/output.ts";
import { RECORD_FLAG, recorded } from "../record.ts";
import { plainJson } from "../printers/json.ts";
import { describeKind, describeResource, pathFor } from "../resources.ts";
import type { Command, DryRun, Session } from "../session.ts";
import { DRY_RUN, dryRunOf, dryRunQuery } from "../session.ts";
import { ApplyResult, VALIDATE_FLAG, validationOf } from "./applyresult.ts";
import { setLastApplied, viewLastApplied } from "./lastapplied.ts";
import { serverSideApply } from "./serverside.ts";

const CONFLICT_RETRIES = 5;

export const apply: Command = {
  name: "apply",
  short: "Apply a configuration to a resource by file name or stdin",
  usage: "(-f FILENAME | -k DIRECTORY) [options]",
  commands: [setLastApplied, viewLastApplied],
  flags: [
    ...FILE_FLAGS,
    ...OUTPUT_FLAGS,
    DRY_RUN,
    VALIDATE_FLAG,
    flag("server-side", "bool"),
    flag("force-conflicts", "bool"),
    flag("field-manager"),
    flag("force", "bool"),
    flag("overwrite", "bool"),
    flag("wait", "bool"),
    flag("timeout", "duration"),
    flag("cascade", "string", { bare: "background" }),
    flag("grace-period", "int"),
    flag("selector", "string", { short: "l" }),
    flag("openapi-patch", "bool"),
    RECORD_FLAG,
    flag("subresource"),
  ],
  run(session) {
    const dryRun = dryRunOf(session);
    const serverSide = session.flags.bool("server-side");
    if (session.args.length > 0 || !session.flags.has("filename")) requireFiles(session);
    if (serverSide && session.flags.bool("force")) throw new CommandError("--force cannot be used with --server-side");
    if (serverSide && dryRun === "client")
      throw new CommandError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)");
    const result = new ApplyResult(session, dryRun);
    const validate = validationOf(session) !== "Ignore";
    try {
      visitFiles(
        session,
        (file) => {
          const object = { ...file, object: recorded(session, file.object) };
          if (serverSide) serverSideApply(session, object, dryRun, result);
          else applyOne(session, object, dryRun, result);
        },
        {
          validate,
        },
      );
    } finally {
      result.finish();
    }
  },
};

function place(file: FileObject): string {
  return `Resource: "${describeResource(file.resource)}", GroupVersionKind: "${describeKind(file.resource)}"\nName: "${file.name}", Namespace: "${file.namespace ?? ""}"`;
}

function applyOne(session: Session, file: FileObject, dryRun: DryRun, result: ApplyResult): void {
  const generateName = file.object.metadata?.generateName;
  if (!file.name && generateName) throw new CommandError(`from ${generateName}: cannot use generate name with apply`);
  const live = liveObject(session, file);
  if (!live) return createOne(session, file, dryRun, result);
  if (lastAppliedOf(live) === undefined && live.metadata?.annotations?.[LAST_APPLIED] === undefined) {
    session.warn(
      `resource ${file.resource.name}/${file.name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. ` +
        "kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. " +
        "The missing annotation will be patched automatically.",
    );
  }
  if (dryRun === "client") return result.add(file, live, "configured");
  patchOne(session, file, live, dryRun, result);
}

function liveObject(session: Session, file: FileObject): Obj | undefined {
  const failed = (error: unknown): Error =>
    addSource(`error when retrieving current configuration of:\n${place(file)}\nfrom server for: "${file.source}": `, error);
  if (file.name === "") throw failed(new Error("resource name may not be empty"));
  try {
    return session.read(file.resource, file.namespace, file.name);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw failed(error);
  }
}

function createOne(session: Session, file: FileObject, dryRun: DryRun, result: ApplyResult): void {
  const wanted = withLastApplied(file.object);
  if (dryRun === "client") return result.add(file, wanted, "created");
  try {
    const query = { ...dryRunQuery(dryRun), fieldManager: managerOf(session), fieldValidation: validationOf(session) };
    result.add(file, session.client.send("POST", pathFor(file.resource, file.namespace), { body: wanted, query }), "created");
  } catch (error) {
    throw addSource(`error when creating "${file.source}": `, error);
  }
}

function managerOf(session: Session): string {
  return session.flags.text("field-manager") ?? "kubectl-client-side-apply";
}

function patchOne(session: Session, file: FileObject, live: Obj, dryRun: DryRun, result: ApplyResult): void {
  const query = { ...dryRunQuery(dryRun), fieldManager: managerOf(session), fieldValidation: validationOf(session) };
  let current = live;
  for (let attempt = 0; ; attempt++) {
    const patch = threeWayPatch(file.resource, lastAppliedOf(current), withLastApplied(file.object), current);
    if (Object.keys(patch.body).length === 0) {
      warnIfDeleting(session, file, current);
      return result.add(file, current, "unchanged");
    }
    const body = plainJson(patch.body);
    try {
      const patched = session.client.patch(pathFor(file.resource, file.namespace, file.name), patch.type, body, query);
      warnIfDeleting(session, file, patched);
      return result.add(file, patched, "configured");
    } catch (error) {
      if (isConflict(error) && attempt < CONFLICT_RETRIES && !("resourceVersion" in (file.object.metadata ?? {}))) {
        current = session.read(file.resource, file.namespace, file.name);
        continue;
      }
      if (session.flags.bool("force") && error instanceof StatusError && (isConflict(error) || error.status.reason === "Invalid"))
        return recreate(session, file, query, result);
      const prefix = `error when applying patch:\n${body}\nto:\n${place(file)}\nfor: "${file.source}": error when patching "${file.source}": `;
      throw addSource(prefix, error);
    }
  }
}

function recreate(session: Session, file: FileObject, query: Readonly<Record<string, string>>, result: ApplyResult): void {
  session.client.send("DELETE", pathFor(file.resource, file.namespace, file.name), {
    body: { propagationPolicy: "Background", gracePeriodSeconds: 0 },
  });
  result.add(
    file,
    session.client.send("POST", pathFor(file.resource, file.namespace), { body: withLastApplied(file.object), query }),
    "configured",
  );
}

function warnIfDeleting(session: Session, file: FileObject, object: Obj): void {
  if (object.metadata?.deletionTimestamp) session.warn(`Detected changes to resource ${file.name} which is currently being deleted.`);
}
