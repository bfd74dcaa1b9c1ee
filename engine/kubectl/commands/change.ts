// Changing objects one by one and sending the differences: what the commands of `kubectl set` share.

import type { PodSpec } from "../../api/types.generated.ts";
import { ALL_FLAG, FILE_FLAGS, SELECTOR_FLAG } from "../builder.ts";
import type { Obj } from "../client.ts";
import { CommandError, StatusError, throwAll } from "../errors.ts";
import { flag } from "../flags.ts";
import { twoWayPatch } from "../lastapplied.ts";
import { podSpecOf, withPodSpec } from "../podtemplate.ts";
import { OUTPUT_FLAGS, ResultPrinter } from "../printers/output.ts";
import { recorded } from "../record.ts";
import { pathFor } from "../resources.ts";
import type { Session } from "../session.ts";
import { DRY_RUN, dryRunOf, dryRunQuery } from "../session.ts";
import type { Found } from "./objects.ts";
import { forEach, readObjects } from "./objects.ts";

export const SET_FLAGS = [...FILE_FLAGS, ...OUTPUT_FLAGS, SELECTOR_FLAG, ALL_FLAG, DRY_RUN, flag("local", "bool"), flag("field-manager")];

/** Changes objects one by one and sends the differences; `what` is in the result line, `failure` before a refusal. */
export function changeObjects(
  session: Session,
  args: readonly string[],
  what: string,
  failure: string,
  change: (object: Obj) => Obj,
): void {
  const errors: Error[] = [];
  const dryRun = dryRunOf(session);
  const result = new ResultPrinter(session, dryRun);
  const found = readObjects(session, args, errors, { needsName: true });
  forEach(found, errors, ({ target, object }: Found) => {
    const changed = recorded(session, change(object));
    const patch = twoWayPatch(target.resource, object, changed);
    if (Object.keys(patch.body).length === 0) return;
    if (dryRun === "client" || session.flags.bool("local")) return result.print(target.resource, changed, what);
    const path = pathFor(target.resource, object.metadata?.namespace ?? target.namespace, object.metadata?.name);
    try {
      const query = { ...dryRunQuery(dryRun), fieldManager: session.flags.text("field-manager") ?? "kubectl-set" };
      result.print(target.resource, session.client.patch(path, patch.type, patch.body, query), what);
    } catch (error) {
      if (error instanceof StatusError) throw new CommandError(`${failure}${error.message}`);
      throw error;
    }
  });
  throwAll(errors);
}

/** The object with a changed pod spec. */
export function changePodSpec(object: Obj, change: (spec: PodSpec) => PodSpec): Obj {
  const spec = podSpecOf(object);
  if (!spec) throw new CommandError(`the object is not a pod or does not have a pod template: ${object.kind ?? ""}`);
  return withPodSpec(object, change(spec));
}
