// kubectl rollout history and undo: the revisions kept in ReplicaSets and ControllerRevisions (API-241, API-242).

import { deepEqual } from "../../api/equal.ts";
import { controllerOf } from "../../api/object.ts";
import { formatLabelSelector } from "../../api/selector.ts";
import type { ControllerRevision, DaemonSet, Deployment, PodTemplateSpec } from "../../api/types.generated.ts";
import { FILE_FLAGS, SELECTOR_FLAG } from "../builder.ts";
import type { Obj } from "../client.ts";
import { CommandError, throwAll } from "../errors.ts";
import { listOf, typed } from "../describe/describer.ts";
import { podTemplate } from "../describe/podparts.ts";
import { Sheet } from "../describe/sheet.ts";
import { ownReplicaSets, sameTemplate, withoutHash } from "../describe/workloads.ts";
import { flag } from "../flags.ts";
import { LAST_APPLIED } from "../lastapplied.ts";
import { alignTabs } from "../printers/tabwriter.ts";
import { objectPrinter, omit, OUTPUT_FLAGS } from "../printers/output.ts";
import { kindGroup, pathFor } from "../resources.ts";
import type { Command, DryRun, Session } from "../session.ts";
import { DRY_RUN, dryRunOf, dryRunQuery, dryRunSuffix } from "../session.ts";
import type { Found } from "./objects.ts";
import { forEach, readObjects } from "./objects.ts";

const CHANGE_CAUSE = "kubernetes.io/change-cause";
const REVISION = "deployment.kubernetes.io/revision";
const DEPLOYMENT_OWN = [
  LAST_APPLIED,
  REVISION,
  "deployment.kubernetes.io/revision-history",
  "deployment.kubernetes.io/desired-replicas",
  "deployment.kubernetes.io/max-replicas",
  "deprecated.deployment.rollback.revision",
];

/** One kept state of a workload. */
interface Revision {
  readonly number: number;
  readonly cause: string;
  readonly template: PodTemplateSpec;
  /** The object that keeps it. */
  readonly holder: Obj;
}

export const history: Command = {
  name: "history",
  short: "View rollout history",
  usage: "(TYPE NAME | TYPE/NAME) [flags] [options]",
  flags: [...FILE_FLAGS, ...OUTPUT_FLAGS, SELECTOR_FLAG, flag("revision", "int")],
  run(session) {
    if (session.args.length === 0 && !session.flags.has("filename")) throw new CommandError("required resource not specified");
    const number = session.flags.number("revision") ?? 0;
    if (number < 0) throw new CommandError("revision must be a positive integer: " + number);
    const errors: Error[] = [];
    const printer = objectPrinter(session);
    forEach(readObjects(session, session.args, errors), errors, (found) => {
      const revisions = revisionsOf(session, found, "history viewer");
      if (printer) {
        const wanted = number === 0 ? revisions : revisions.filter((one) => one.number === number);
        if (wanted.length === 0 && number > 0) throw new CommandError(`revision ${number} not found`);
        for (const one of wanted) session.out(printer.print(one.holder));
        return;
      }
      const name = `${kindGroup(found.target.resource)}/${found.object.metadata?.name ?? ""}`;
      session.out(
        number === 0
          ? `${name} \n${historyTable(revisions)}\n`
          : `${name} with revision #${number}\n${oneRevision(session, revisions, number)}\n`,
      );
    });
    throwAll(errors);
  },
};

function historyTable(revisions: readonly Revision[]): string {
  if (revisions.length === 0) return "No rollout history found.\n";
  return alignTabs(`REVISION\tCHANGE-CAUSE\n${revisions.map((one) => `${one.number}\t${one.cause || "<none>"}\n`).join("")}`);
}

function oneRevision(session: Session, revisions: readonly Revision[], number: number): string {
  const revision = revisions.find((one) => one.number === number);
  if (!revision) throw new CommandError("unable to find the specified revision");
  const { template, cause } = revision;
  const annotations = { ...template.metadata?.annotations, ...(cause ? { [CHANGE_CAUSE]: cause } : {}) };
  return templateText(session, { ...template, metadata: { ...template.metadata, annotations } } as PodTemplateSpec);
}

function templateText(session: Session, template: PodTemplateSpec): string {
  const sheet = new Sheet(session.io.now());
  podTemplate(sheet, template);
  return sheet.raw();
}

/** All kept revisions, in their order. */
function revisionsOf(session: Session, { object }: Found, viewer: string): readonly Revision[] {
  if (object.kind === "Deployment") return deploymentRevisions(session, typed<Deployment>(object));
  if (object.kind === "DaemonSet" || object.kind === "StatefulSet")
    return controllerRevisions(session, object).sort((a, b) => a.number - b.number);
  const group = (object.apiVersion ?? "").includes("/") ? `.${(object.apiVersion ?? "").split("/")[0]}` : "";
  throw new CommandError(`no ${viewer} has been implemented for "${object.kind ?? ""}${group}"`);
}

function deploymentRevisions(session: Session, deployment: Deployment): readonly Revision[] {
  return ownReplicaSets(session, deployment)
    .flatMap((set) => {
      const number = Number(set.metadata.annotations?.[REVISION] ?? 0);
      if (!number || !set.spec?.template) return [];
      const holder: Obj = { ...(set as unknown as Obj), apiVersion: "apps/v1", kind: "ReplicaSet" };
      return [{ number, cause: set.metadata.annotations?.[CHANGE_CAUSE] ?? "", template: set.spec.template, holder }];
    })
    .sort((a, b) => a.number - b.number);
}

function controllerRevisions(session: Session, object: Obj): Revision[] {
  const owner = typed<DaemonSet>(object);
  const path = `/apis/apps/v1/namespaces/${owner.metadata.namespace ?? ""}/controllerrevisions`;
  return listOf<ControllerRevision>(session, path, { labelSelector: formatLabelSelector(owner.spec?.selector) })
    .filter((one) => controllerOf(one)?.uid === owner.metadata.uid)
    .map((one) => {
      const data = one.data as { readonly spec?: { readonly template?: object } } | undefined; // what the controller keeps is a patch of the template
      const template = omit(data?.spec?.template ?? {}, "$patch") as PodTemplateSpec;
      const holder: Obj = { ...(one as unknown as Obj), apiVersion: "apps/v1", kind: "ControllerRevision" };
      return { number: one.revision, cause: one.metadata.annotations?.[CHANGE_CAUSE] ?? "", template, holder };
    });
}

export const undo: Command = {
  name: "undo",
  short: "Undo a previous rollout",
  usage: "(TYPE NAME | TYPE/NAME) [flags] [options]",
  flags: [...FILE_FLAGS, ...OUTPUT_FLAGS, SELECTOR_FLAG, DRY_RUN, flag("to-revision", "int")],
  run(session) {
    if (session.args.length === 0 && !session.flags.has("filename")) throw new CommandError("required resource not specified");
    const dryRun = dryRunOf(session);
    const errors: Error[] = [];
    forEach(readObjects(session, session.args, errors), errors, (found) => {
      const outcome = undoOne(session, found, dryRun);
      session.out(`${kindGroup(found.target.resource)}/${found.object.metadata?.name ?? ""} ${outcome}${dryRunSuffix(dryRun)}\n`);
    });
    throwAll(errors);
  },
};

function undoOne(session: Session, found: Found, dryRun: DryRun): string {
  const { object } = found;
  const to = session.flags.number("to-revision") ?? 0;
  if (to < 0) throw new CommandError(`unable to find specified revision ${to} in history`);
  const isDeployment = object.kind === "Deployment";
  const spec = typed<Deployment>(object).spec;
  if (isDeployment && spec?.paused) {
    throw new CommandError("you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again");
  }
  const revision = pick(revisionsOf(session, found, "rollbacker"), to, object);
  if (dryRun === "client") return templateText(session, revision.template);
  const same = isDeployment ? sameTemplate(revision.template, spec?.template) : matches(revision.template, spec?.template);
  if (same) return `skipped rollback (current template already matches revision ${to})`;
  const path = pathFor(found.target.resource, object.metadata?.namespace, object.metadata?.name);
  if (isDeployment) session.client.patch(path, "application/json-patch+json", deploymentPatch(object, revision), dryRunQuery(dryRun));
  else session.client.patch(path, "application/strategic-merge-patch+json", revision.holder["data"], dryRunQuery(dryRun));
  return "rolled back";
}

function matches(kept: PodTemplateSpec, present: PodTemplateSpec | undefined): boolean {
  return deepEqual(bare(kept), bare(present));
}

/** Without empty parts that one of the two may leave out. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, bare(inner)]),
  );
}

/** The named revision, or the last but one. */
function pick(revisions: readonly Revision[], to: number, object: Obj): Revision {
  if (to > 0) {
    const found = revisions.find((one) => one.number === to);
    if (!found) throw new CommandError(`unable to find specified revision ${to} in history`);
    return found;
  }
  const previous = revisions.at(-2);
  if (previous) return previous;
  throw new CommandError(
    object.kind === "Deployment"
      ? `no rollout history found for deployment "${object.metadata?.name ?? ""}"`
      : "no last revision to roll back to",
  );
}

function deploymentPatch(object: Obj, revision: Revision): unknown {
  const own = Object.entries(object.metadata?.annotations ?? {}).filter(([key]) => DEPLOYMENT_OWN.includes(key));
  const kept = Object.entries(revision.holder.metadata?.annotations ?? {}).filter(([key]) => !DEPLOYMENT_OWN.includes(key));
  return [
    { op: "replace", path: "/spec/template", value: withoutHash(revision.template) },
    { op: "replace", path: "/metadata/annotations", value: Object.fromEntries([...own, ...kept]) },
  ];
}
