// kubectl delete: deletes and waits until the objects are gone (API-231).

import type { Target } from "../builder.ts";
import { ALL_FLAG, ALL_NAMESPACES_FLAG, FILE_FLAGS, hasFiles, NothingPassed, SELECTOR_FLAG, targetsOf, visitFiles } from "../builder.ts";
import type { Obj } from "../client.ts";
import { addSource, CommandError, isNotFound, StatusError, throwAll } from "../errors.ts";
import { flag } from "../flags.ts";
import type { Waiting } from "../io.ts";
import { itemsOf } from "../printers/output.ts";
import type { Resource } from "../resources.ts";
import { kindGroup, pathFor } from "../resources.ts";
import type { Command, DryRun, Session } from "../session.ts";
import { DRY_RUN, dryRunOf, dryRunSuffix } from "../session.ts";
import { watchObject } from "../watching.ts";
import { fetch } from "./fetch.ts";

const IMMEDIATE =
  "Immediate deletion does not wait for confirmation that the running resource has been terminated. " +
  "The resource may continue to run on the cluster indefinitely.";

/** How to delete. */
export interface Deletion {
  readonly propagationPolicy: string;
  readonly gracePeriodSeconds: number | undefined;
  readonly dryRun: DryRun;
}

/** Something deleted, which may still be there. */
export interface Deleted {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly uid: string | undefined;
}

export const deleteCommand: Command = {
  name: "delete",
  short: "Delete resources by file names, stdin, resources and names, or by resources and label selector",
  usage: "([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)]) [options]",
  flags: [
    ...FILE_FLAGS,
    SELECTOR_FLAG,
    ALL_FLAG,
    ALL_NAMESPACES_FLAG,
    DRY_RUN,
    flag("field-selector"),
    flag("cascade", "string", { bare: "background" }),
    flag("grace-period", "int"),
    flag("now", "bool"),
    flag("force", "bool"),
    flag("wait", "bool"),
    flag("timeout", "duration"),
    flag("ignore-not-found", "bool"),
    flag("interactive", "bool", { short: "i" }),
    flag("output", "string", { short: "o" }),
    flag("raw"),
  ],
  *run(session) {
    const raw = session.flags.text("raw");
    if (raw !== undefined) return session.out(session.client.text("DELETE", raw));
    const deletion = deletionOf(session);
    const errors: Error[] = [];
    const deleted: Deleted[] = [];
    let found = 0;
    const deleteOne = (target: Target & { readonly name: string }, source?: string): void => {
      found++;
      const result = tryDelete(session, target, deletion, errors, source);
      if (result) deleted.push(result);
    };
    if (hasFiles(session)) fromFiles(session, deleteOne, errors);
    else for (const target of namedTargets(session, errors)) deleteOne(target);
    if (found === 0 && errors.length === 0) session.out("No resources found\n");
    if (errors.length === 0 || deleted.length > 0) yield* waitGone(session, deletion, deleted, errors);
    throwAll(errors);
  },
};

function deletionOf(session: Session): Deletion {
  const { flags } = session;
  const propagationPolicy = cascadeOf(session, flags.text("cascade") ?? "background");
  let grace = flags.number("grace-period") ?? -1;
  if (flags.bool("now")) {
    if (grace !== -1) throw new CommandError("--now and --grace-period cannot be specified together");
    grace = 1;
  }
  const force = flags.bool("force");
  // --grace-period=0 alone is softened to 1 so that nothing is lost by accident.
  if (grace === 0 && !force) grace = 1;
  if (force && grace < 0) grace = 0;
  if (grace > 0 && force) throw new CommandError("--force and --grace-period greater than 0 cannot be specified together");
  if (grace === 0) session.warn(IMMEDIATE);
  return { propagationPolicy, gracePeriodSeconds: grace < 0 ? undefined : grace, dryRun: dryRunOf(session) };
}

function cascadeOf(session: Session, text: string): string {
  const policies: Readonly<Record<string, string>> = { background: "Background", foreground: "Foreground", orphan: "Orphan" };
  if (text === "true" || text === "false") {
    const instead = text === "true" ? "background" : "orphan";
    session.io.stderr(`warning: --cascade=${text} is deprecated (boolean value) and can be replaced with --cascade=${instead}.\n`);
    return policies[instead] ?? "";
  }
  const policy = policies[text];
  if (!policy) throw new CommandError(`invalid cascade value (${text}). Must be "background", "foreground", or "orphan"`);
  return policy;
}

function namedTargets(session: Session, errors: Error[]): readonly (Target & { readonly name: string })[] {
  const rules = {
    needsName: true,
    selector: session.flags.text("selector"),
    fieldSelector: session.flags.text("field-selector"),
    all: session.flags.bool("all"),
  };
  const targets = targetsOf(session, session.args, rules);
  if (session.namespaceGiven && targets.some((target) => !target.resource.namespaced)) {
    session.warn("deleting cluster-scoped resources, not scoped to the provided namespace");
  }
  return targets.flatMap((target) => {
    const { resource, namespace, name } = target;
    if (name !== undefined) return [{ resource, namespace, name }];
    try {
      return itemsOf(fetch(session, target, "application/json")).map((item) => ({
        resource,
        namespace: item.metadata?.namespace,
        name: item.metadata?.name ?? "",
      }));
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      errors.push(error);
      return [];
    }
  });
}

function fromFiles(
  session: Session,
  deleteOne: (target: Target & { readonly name: string }, source: string) => void,
  errors: Error[],
): void {
  try {
    visitFiles(session, ({ resource, namespace, name, source }) => deleteOne({ resource, namespace, name }, source), { validate: false });
  } catch (error) {
    if (error instanceof NothingPassed) return;
    if (!(error instanceof Error)) throw error;
    errors.push(error);
  }
}

function tryDelete(
  session: Session,
  target: Target & { readonly name: string },
  deletion: Deletion,
  errors: Error[],
  source: string | undefined,
): Deleted | undefined {
  try {
    const result = deleteObject(session, target, deletion);
    session.out(resultLine(session, target, deletion));
    return result;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (isNotFound(error) && session.flags.bool("ignore-not-found")) return undefined;
    errors.push(source === undefined ? error : addSource(`error when deleting "${source}": `, error));
    return undefined;
  }
}

/** Sends the DELETE. */
export function deleteObject(session: Session, target: Target & { readonly name: string }, deletion: Deletion): Deleted {
  const { resource, namespace, name } = target;
  const body = {
    propagationPolicy: deletion.propagationPolicy,
    ...(deletion.gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds: deletion.gracePeriodSeconds }),
    ...(deletion.dryRun === "server" ? { dryRun: ["All"] } : {}),
  };
  const answer: Obj =
    deletion.dryRun === "client"
      ? session.read(resource, namespace, name)
      : session.client.send("DELETE", pathFor(resource, namespace, name), { body });
  const details = answer["details"] as { readonly uid?: string } | undefined; // a Status has details, an object has not
  return { resource, namespace, name, uid: answer.metadata?.uid ?? details?.uid };
}

export function resultLine(session: Session, target: Target & { readonly name: string }, deletion: Deletion): string {
  const { resource, namespace, name } = target;
  if (session.flags.text("output") === "name") return `${kindGroup(resource)}/${name}\n`;
  const operation = deletion.gracePeriodSeconds === 0 ? "force deleted" : "deleted";
  const from = resource.namespaced ? ` from ${namespace ?? ""} namespace` : "";
  return `${kindGroup(resource)} "${name}" ${operation}${from}${dryRunSuffix(deletion.dryRun)}\n`;
}

function* waitGone(session: Session, deletion: Deletion, deleted: readonly Deleted[], errors: Error[]): Waiting<void> {
  if (deletion.dryRun !== "none" || !session.flags.bool("wait", true)) return;
  const deadlineAt = session.deadline("timeout");
  for (const one of deleted) {
    const gone = yield* waitUntilGone(session, one, deadlineAt);
    if (!gone) errors.push(new CommandError(`timed out waiting for the condition on ${one.resource.name}/${one.name}`));
  }
}

/** Until the object is gone, or another one of its name is there. False when the time is up. */
export function* waitUntilGone(session: Session, deleted: Deleted, deadlineAt: number | undefined): Waiting<boolean> {
  const { resource, namespace, name, uid } = deleted;
  const gone = yield* watchObject(session, resource, namespace, name, deadlineAt, (object) =>
    !object || (uid !== undefined && object.metadata?.uid !== uid) ? true : undefined,
  );
  return gone === true;
}
