// kubectl cordon and uncordon (API-244).

import { SELECTOR_FLAG } from "../builder.ts";
import type { Obj } from "../client.ts";
import { StatusError, throwAll, UsageError } from "../errors.ts";
import { twoWayPatch } from "../lastapplied.ts";
import { itemsOf } from "../printers/output.ts";
import { pathFor } from "../resources.ts";
import type { Command, DryRun, Session } from "../session.ts";
import { DRY_RUN, dryRunOf, dryRunQuery, dryRunSuffix } from "../session.ts";

/** The nodes that are named or selected; refusals go into `errors`. */
export function nodesOf(session: Session, usage: string, errors: Error[]): readonly Obj[] {
  const resource = session.resources.require("nodes");
  const selector = session.flags.text("selector");
  if (selector) return itemsOf(session.client.get(pathFor(resource, undefined), { labelSelector: selector }));
  if (session.args.length === 0) throw new UsageError(`USAGE: ${usage} [flags]`);
  return session.args.flatMap((name) => {
    try {
      return [session.read(resource, undefined, name.replace(/^nodes?\//, ""))];
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      errors.push(error);
      return [];
    }
  });
}

/** Marks a node and says so. */
export function setUnschedulable(session: Session, node: Obj, wanted: boolean, dryRun: DryRun): void {
  const resource = session.resources.require("nodes");
  const name = node.metadata?.name ?? "";
  const spec = (node["spec"] ?? {}) as { readonly unschedulable?: boolean };
  const word = wanted ? "cordoned" : "uncordoned";
  const already = (spec.unschedulable ?? false) === wanted;
  if (!already && dryRun !== "client") {
    const { unschedulable: _, ...rest } = spec;
    const patch = twoWayPatch({ ...resource }, node, { ...node, spec: wanted ? { ...rest, unschedulable: true } : rest });
    session.client.patch(pathFor(resource, undefined, name), patch.type, patch.body, dryRunQuery(dryRun));
  }
  session.out(`node/${name} ${already ? `already ${word}` : word}${dryRunSuffix(dryRun)}\n`);
}

function command(name: string, wanted: boolean): Command {
  return {
    name,
    short: `Mark node as ${wanted ? "unschedulable" : "schedulable"}`,
    usage: "NODE [options]",
    flags: [SELECTOR_FLAG, DRY_RUN],
    run(session) {
      const dryRun = dryRunOf(session);
      const errors: Error[] = [];
      for (const node of nodesOf(session, `${name} NODE`, errors)) setUnschedulable(session, node, wanted, dryRun);
      throwAll(errors);
    },
  };
}

export const cordon = command("cordon", true);
export const uncordon = command("uncordon", false);
