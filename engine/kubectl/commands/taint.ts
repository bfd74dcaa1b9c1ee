// kubectl taint (API-234).

import { labelKeyErrors, labelValueErrors } from "../../api/label.ts";
import type { Node, Taint } from "../../api/types.generated.ts";
import { ALL_FLAG, SELECTOR_FLAG } from "../builder.ts";
import type { Obj } from "../client.ts";
import { CommandError, throwAll, UsageError } from "../errors.ts";
import { flag } from "../flags.ts";
import { twoWayPatch } from "../lastapplied.ts";
import { omit, OUTPUT_FLAGS, ResultPrinter } from "../printers/output.ts";
import { pathFor } from "../resources.ts";
import type { Command } from "../session.ts";
import { DRY_RUN, dryRunOf, dryRunQuery } from "../session.ts";
import { forEach, readObjects } from "./objects.ts";

const EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

interface Changes {
  readonly add: readonly Taint[];
  readonly remove: readonly { readonly key: string; readonly effect: string }[];
}

export const taint: Command = {
  name: "taint",
  short: "Update the taints on one or more nodes",
  usage: "NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N [options]",
  flags: [...OUTPUT_FLAGS, SELECTOR_FLAG, ALL_FLAG, DRY_RUN, flag("overwrite", "bool"), flag("field-manager")],
  run(session) {
    const first = session.args.findIndex((arg) => /[=:]/.test(arg) || arg.endsWith("-"));
    const names = first < 0 ? session.args : session.args.slice(0, first);
    const specs = first < 0 ? [] : session.args.slice(first);
    if (names.length === 0) throw new CommandError("one or more resources must be specified as <resource> <name>");
    if (specs.length === 0) throw new CommandError("at least one taint update is required");
    const changes = parseSpecs(specs);
    const [type = ""] = names;
    if (session.resources.find(type.split("/")[0] ?? "")?.kind !== "Node")
      throw new CommandError(`invalid resource type ${type}, only node types are supported`);
    const dryRun = dryRunOf(session);
    // taint tells of no dry run.
    const result = new ResultPrinter(session, "none");
    const errors: Error[] = [];
    forEach(readObjects(session, names, errors, { needsName: true }), errors, ({ target, object }) => {
      const { taints, operation } = change(object, changes, session.flags.bool("overwrite"));
      const spec = object["spec"] as object;
      const changed: Obj = { ...object, spec: taints ? { ...spec, taints } : omit(spec as { readonly taints?: unknown }, "taints") };
      if (dryRun === "client") return result.print(target.resource, changed, operation);
      const patch = twoWayPatch(target.resource, object, changed);
      const query = { ...dryRunQuery(dryRun), fieldManager: session.flags.text("field-manager") ?? "kubectl-taint" };
      result.print(
        target.resource,
        session.client.patch(pathFor(target.resource, undefined, object.metadata?.name), patch.type, patch.body, query),
        operation,
      );
    });
    throwAll(errors);
  },
};

function parseSpecs(specs: readonly string[]): Changes {
  const add: Taint[] = [];
  const remove: { key: string; effect: string }[] = [];
  for (const spec of specs) {
    if (spec.endsWith("-")) {
      const [keyed = "", effect = ""] = spec.slice(0, -1).split(":");
      remove.push({ key: keyed.split("=")[0] ?? "", effect });
    } else add.push(parseTaint(spec));
  }
  const both = remove.filter((one) => add.some((taint_) => taint_.key === one.key && (one.effect === "" || taint_.effect === one.effect)));
  if (both.length > 0) {
    const texts = both.map((one) => `${one.key}=${one.effect === "" ? "" : `:${one.effect}`}`).join(", ");
    throw new CommandError(`can not both modify and remove the following taint(s) in the same command: ${texts}`);
  }
  return { add, remove };
}

function parseTaint(spec: string): Taint {
  const invalid = (why: readonly string[]): never => {
    throw new UsageError(`invalid taint spec: ${spec}, ${why.join("; ")}`);
  };
  const [keyed = "", effect, ...more] = spec.split(":");
  if (more.length > 0) throw new UsageError(`invalid taint spec: ${spec}`);
  const [key = "", value = "", ...rest] = keyed.split("=");
  if (rest.length > 0) throw new UsageError(`invalid taint spec: ${spec}`);
  // Without an effect go takes the whole for a key.
  if (effect === undefined) return invalid(labelKeyErrors(spec));
  if (!EFFECTS.includes(effect)) throw new UsageError(`invalid taint effect: ${effect}, unsupported taint effect`);
  const faults = [...labelKeyErrors(key), ...(value === "" ? [] : labelValueErrors(value))];
  if (faults.length > 0) return invalid(faults);
  return { key, ...(value === "" ? {} : { value }), effect: effect as "NoSchedule" }; // one of the three
}

function change(
  object: Obj,
  { add, remove }: Changes,
  overwrite: boolean,
): { readonly taints: readonly Taint[] | undefined; readonly operation: string } {
  const node = object as unknown as Node; // the type was checked
  const before = node.spec?.taints ?? [];
  if (!overwrite) {
    const taken = add.filter((one) => before.some((old) => old.key === one.key && old.effect === one.effect)).map((one) => one.key);
    if (taken.length > 0)
      throw new CommandError(
        `node ${node.metadata.name} already has ${[...new Set(taken)].join(",")} taint(s) with same effect(s) and --overwrite is false`,
      );
  }
  const replaced = before.some((old) => add.some((one) => one.key === old.key && one.effect === old.effect));
  let after = [...add, ...before.filter((old) => !add.some((one) => one.key === old.key && one.effect === old.effect))];
  for (const { key, effect } of remove) {
    const kept = after.filter((one) => one.key !== key || (effect !== "" && one.effect !== effect));
    if (kept.length === after.length) throw new CommandError(`taint "${key}${effect === "" ? "" : `:${effect}`}" not found`);
    after = kept;
  }
  const operation = add.length === 0 ? "untainted" : replaced || remove.length > 0 ? "modified" : "tainted";
  return { taints: after.length > 0 ? after : undefined, operation };
}
