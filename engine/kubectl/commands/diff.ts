// kubectl diff: what apply would change, found by a dry run on the server.

import type { FileObject } from "../builder.ts";
import { FILE_FLAGS, NothingPassed, requireFiles, visitFiles } from "../builder.ts";
import type { Obj } from "../client.ts";
import { CommandError, isNotFound, StatusError } from "../errors.ts";
import { flag } from "../flags.ts";
import { LAST_APPLIED, lastAppliedOf, threeWayPatch, withLastApplied } from "../lastapplied.ts";
import { formatTime } from "../../api/time.ts";
import { plainJson } from "../printers/json.ts";
import { omit } from "../printers/output.ts";
import { toYaml } from "../printers/yaml.ts";
import { pathFor } from "../resources.ts";
import type { Command, Session } from "../session.ts";
import { unifiedDiff } from "../unifieddiff.ts";
import { VALIDATE_FLAG } from "./applyresult.ts";

export const diff: Command = {
  name: "diff",
  short: "Diff the live version against a would-be applied version",
  usage: "-f FILENAME [options]",
  failureCode: 2,
  flags: [
    ...FILE_FLAGS,
    VALIDATE_FLAG,
    flag("server-side", "bool"),
    flag("force-conflicts", "bool"),
    flag("field-manager"),
    flag("selector", "string", { short: "l" }),
    flag("show-managed-fields", "bool"),
    flag("concurrency", "int"),
  ],
  run(session) {
    requireFiles(session);
    const texts: string[] = [];
    try {
      visitFiles(session, (file) => {
        const { live, merged } = states(session, file);
        const text = unifiedDiff(live, merged);
        if (text !== "") texts.push(header(session, file) + text);
      });
    } catch (error) {
      if (!(error instanceof NothingPassed)) throw error;
    }
    session.out(texts.join(""));
    return texts.length > 0 ? 1 : 0;
  },
};

function states(session: Session, file: FileObject): { readonly live: string; readonly merged: string } {
  const live = liveObject(session, file);
  const merged = session.flags.bool("server-side") ? serverSide(session, file) : clientSide(session, file, live);
  return { live: live ? shown(session, live) : "", merged: shown(session, merged) };
}

function liveObject(session: Session, file: FileObject): Obj | undefined {
  try {
    return session.read(file.resource, file.namespace, file.name);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function clientSide(session: Session, file: FileObject, live: Obj | undefined): Obj {
  const query = {
    dryRun: "All",
    fieldManager: session.flags.text("field-manager") ?? "kubectl-client-side-apply",
    fieldValidation: "Strict",
  };
  if (!live) return withoutAnnotation(session.client.send("POST", pathFor(file.resource, file.namespace), { body: file.object, query }));
  const patch = threeWayPatch(file.resource, lastAppliedOf(live), withLastApplied(file.object), live);
  const merged = session.client.patch(pathFor(file.resource, file.namespace, file.name), patch.type, plainJson(patch.body), query);
  // Only the annotation that would change is left out of the comparison.
  const annotation = live.metadata?.annotations?.[LAST_APPLIED];
  return annotation === undefined
    ? withoutAnnotation(merged)
    : { ...merged, metadata: { ...merged.metadata, annotations: { ...merged.metadata?.annotations, [LAST_APPLIED]: annotation } } };
}

function withoutAnnotation(object: Obj): Obj {
  const annotations = omit(object.metadata?.annotations ?? {}, LAST_APPLIED);
  const metadata = Object.keys(annotations).length > 0 ? { ...object.metadata, annotations } : omit(object.metadata ?? {}, "annotations");
  return { ...object, metadata };
}

function serverSide(session: Session, file: FileObject): Obj {
  const query = {
    dryRun: "All",
    fieldManager: session.flags.text("field-manager") ?? "kubectl",
    fieldValidation: "Strict",
    force: session.flags.bool("force-conflicts"),
  };
  try {
    return session.client.patch(pathFor(file.resource, file.namespace, file.name), "application/apply-patch+yaml", file.object, query);
  } catch (error) {
    if (error instanceof StatusError && error.status.reason === "Conflict") throw new CommandError(error.message);
    throw error;
  }
}

function shown(session: Session, object: Obj): string {
  return toYaml(session.flags.bool("show-managed-fields") ? object : { ...object, metadata: omit(object.metadata ?? {}, "managedFields") });
}

/** The lines that diff and kubectl's temporary files put before the hunks. */
function header(session: Session, file: FileObject): string {
  const { resource, namespace = "", name } = file;
  const fileName = [...(resource.group ? [resource.group] : []), resource.version, resource.kind, namespace, name].join(".");
  const [live, merged] = ["LIVE", "MERGED"].map((side) => `/tmp/${side}-1000000000/${fileName}`);
  const time = `${formatTime(session.io.now()).replace("T", " ").replace("Z", "")}.000000000 +0000`;
  return `diff -u -N ${live} ${merged}\n--- ${live}\t${time}\n+++ ${merged}\t${time}\n`;
}
