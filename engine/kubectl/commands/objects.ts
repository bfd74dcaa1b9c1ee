// What commands that change several objects share: reading them one by one, gathering what fails.

import type { Target, TargetRules } from "../builder.ts";
import { fileObjects, hasFiles, targetsOf } from "../builder.ts";
import type { Obj } from "../client.ts";
import { CommandError, StatusError } from "../errors.ts";
import { itemsOf } from "../printers/output.ts";
import { groupVersion } from "../resources.ts";
import type { Session } from "../session.ts";
import { fetch } from "./fetch.ts";

export interface Found {
  readonly target: Target;
  readonly object: Obj;
}

/** The objects that arguments or files name; refusals go into `errors`. Items of lists get their kind. */
export function readObjects(session: Session, args: readonly string[], errors: Error[], rules: TargetRules = {}): readonly Found[] {
  const all = { selector: session.flags.text("selector"), all: session.flags.bool("all"), ...rules };
  const targets: readonly Target[] = hasFiles(session) ? fileObjects(session, { validate: false }) : targetsOf(session, args, all);
  return targets.flatMap(({ resource, namespace, name }) => {
    const target: Target = { resource, namespace, ...(name === undefined ? {} : { name }) };
    try {
      return itemsOf(fetch(session, target, "application/json")).map((item) => ({
        target,
        object: { apiVersion: groupVersion(resource), kind: resource.kind, ...item },
      }));
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      errors.push(error);
      return [];
    }
  });
}

/** Runs an action for every object; refusals go into `errors`, our own bugs are thrown on. */
export function forEach(found: readonly Found[], errors: Error[], action: (one: Found) => void): void {
  for (const one of found) {
    try {
      action(one);
    } catch (error) {
      if (!(error instanceof StatusError) && !(error instanceof CommandError)) throw error;
      errors.push(error);
    }
  }
}

/** Splits arguments into those that name resources and the changes behind them. */
export function splitChanges(
  args: readonly string[],
  isChange: (arg: string) => boolean,
): { readonly resources: readonly string[]; readonly changes: readonly string[] } {
  const first = args.findIndex(isChange);
  return first < 0 ? { resources: args, changes: [] } : { resources: args.slice(0, first), changes: args.slice(first) };
}
