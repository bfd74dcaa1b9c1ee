// kubectl scale: sets the number of replicas through the scale subresource, under preconditions if asked (API-235).

import type { Target } from "../builder.ts";
import { ALL_FLAG, FILE_FLAGS, SELECTOR_FLAG } from "../builder.ts";
import type { Obj } from "../client.ts";
import { CommandError, StatusError, throwAll } from "../errors.ts";
import { flag } from "../flags.ts";
import type { Waiting } from "../io.ts";
import { OUTPUT_FLAGS, ResultPrinter } from "../printers/output.ts";
import { RECORD_FLAG, recordPatch } from "../record.ts";
import { pathFor } from "../resources.ts";
import type { Command, DryRun, Session } from "../session.ts";
import { DRY_RUN, dryRunOf, dryRunQuery } from "../session.ts";
import { watchObject } from "../watching.ts";
import { readObjects } from "./objects.ts";

interface Scale extends Obj {
  readonly spec?: { readonly replicas?: number };
}

export const scale: Command = {
  name: "scale",
  short: "Set a new size for a deployment, replica set, or replication controller",
  usage: "[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME) [options]",
  flags: [
    ...FILE_FLAGS,
    ...OUTPUT_FLAGS,
    SELECTOR_FLAG,
    ALL_FLAG,
    DRY_RUN,
    flag("replicas", "int", { required: true }),
    flag("current-replicas", "int"),
    flag("resource-version"),
    flag("timeout", "duration"),
    RECORD_FLAG,
  ],
  *run(session) {
    const replicas = session.flags.number("replicas") ?? -1;
    if (replicas < 0) throw new CommandError("The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0");
    const dryRun = dryRunOf(session);
    const result = new ResultPrinter(session, dryRun);
    const errors: Error[] = [];
    const objects = readObjects(session, session.args, errors, { needsName: true });
    for (const { target, object } of objects) {
      try {
        scaleOne(session, target, object, replicas, dryRun);
        recordOn(session, target, object, dryRun);
        result.print(target.resource, object, "scaled");
        yield* waitScaled(session, target, object, replicas, dryRun);
      } catch (error) {
        if (!(error instanceof StatusError) && !(error instanceof CommandError)) throw error;
        errors.push(error);
      }
    }
    throwAll(errors);
    if (objects.length === 0) throw new CommandError("no objects passed to scale");
  },
};

function scaleOne(session: Session, target: Target, object: Obj, replicas: number, dryRun: DryRun): void {
  if (dryRun === "client") return;
  const path = pathFor(target.resource, object.metadata?.namespace, object.metadata?.name, "scale");
  const current = session.flags.number("current-replicas");
  const version = session.flags.text("resource-version");
  if (current === undefined && version === undefined) {
    session.client.patch(path, "application/merge-patch+json", { spec: { replicas } }, dryRunQuery(dryRun));
    return;
  }
  const scale: Scale = session.client.get(path);
  const now = scale.spec?.replicas ?? 0;
  if (current !== undefined && current >= 0 && now !== current) throw new CommandError(`Expected replicas to be ${current}, was ${now}`);
  if (version !== undefined && scale.metadata?.resourceVersion !== version) {
    throw new CommandError(`Expected resource version to be ${version}, was ${scale.metadata?.resourceVersion ?? ""}`);
  }
  session.client.send("PUT", path, { body: { ...scale, spec: { ...scale.spec, replicas } }, query: dryRunQuery(dryRun) });
}

/** The scale subresource has no annotations: they go to the object itself. */
function recordOn(session: Session, target: Target, object: Obj, dryRun: DryRun): void {
  const patch = recordPatch(session);
  if (!patch || dryRun !== "none") return;
  session.client.patch(pathFor(target.resource, object.metadata?.namespace, object.metadata?.name), "application/merge-patch+json", patch);
}

function* waitScaled(session: Session, target: Target, object: Obj, replicas: number, dryRun: DryRun): Waiting<void> {
  const deadlineAt = session.deadline("timeout");
  if (deadlineAt === undefined || dryRun !== "none") return;
  const name = object.metadata?.name ?? "";
  const scaled = yield* watchObject(session, target.resource, object.metadata?.namespace, name, deadlineAt, (state) => {
    const status = state?.["status"] as { readonly replicas?: number; readonly observedGeneration?: number } | undefined;
    const observed = (status?.observedGeneration ?? 0) >= (state?.metadata?.generation ?? 0);
    return !state || (observed && (status?.replicas ?? 0) === replicas) ? true : undefined;
  });
  if (!scaled) throw new CommandError(`timed out waiting for "${name}" to be synced`);
}
