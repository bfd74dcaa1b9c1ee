// kubectl apply view-last-applied and set-last-applied.

import { FILE_FLAGS, fileObjects, hasFiles, requireFiles, SELECTOR_FLAG, ALL_FLAG, targetsOf } from "../builder.ts";
import type { Obj } from "../client.ts";
import { CommandError } from "../errors.ts";
import { flag } from "../flags.ts";
import { configurationOf, LAST_APPLIED, lastAppliedOf } from "../lastapplied.ts";
import { itemsOf, OUTPUT_FLAGS, ResultPrinter } from "../printers/output.ts";
import { indentedJson } from "../printers/json.ts";
import { toYaml } from "../printers/yaml.ts";
import { pathFor } from "../resources.ts";
import type { Command } from "../session.ts";
import { DRY_RUN, dryRunOf, dryRunQuery } from "../session.ts";
import { fetch } from "./fetch.ts";

export const viewLastApplied: Command = {
  name: "view-last-applied",
  short: "View the latest last-applied-configuration annotations of a resource/object",
  usage: "(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME) [options]",
  flags: [...FILE_FLAGS, SELECTOR_FLAG, ALL_FLAG, flag("output", "string", { short: "o" })],
  run(session) {
    const output = session.flags.text("output") ?? "yaml";
    if (output !== "yaml" && output !== "json")
      throw new CommandError(`Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`);
    const rules = { needsName: true, selector: session.flags.text("selector"), all: session.flags.bool("all") };
    const objects: readonly Obj[] = hasFiles(session)
      ? fileObjects(session).map((file) => session.read(file.resource, file.namespace, file.name))
      : targetsOf(session, session.args, rules).flatMap((target) => itemsOf(fetch(session, target, "application/json")));
    for (const object of objects) {
      const applied = lastAppliedOf(object);
      if (!applied) throw new CommandError(`no last-applied-configuration annotation found on resource: ${object.metadata?.name ?? ""}`);
      session.out(output === "yaml" ? toYaml(applied) : `${indentedJson(applied, "  ")}\n`);
    }
  },
};

export const setLastApplied: Command = {
  name: "set-last-applied",
  short: "Set the last-applied-configuration annotation on a live object to match the contents of a file",
  usage: "-f FILENAME [options]",
  flags: [...FILE_FLAGS, ...OUTPUT_FLAGS, DRY_RUN, flag("create-annotation", "bool")],
  run(session) {
    requireFiles(session);
    const dryRun = dryRunOf(session);
    const result = new ResultPrinter(session, dryRun);
    for (const file of fileObjects(session)) {
      const live = session.read(file.resource, file.namespace, file.name);
      if (live.metadata?.annotations?.[LAST_APPLIED] === undefined && !session.flags.bool("create-annotation")) {
        throw new CommandError(
          `no last-applied-configuration annotation found on resource: ${file.name}, to create the annotation, run the command with --create-annotation`,
        );
      }
      const body = { metadata: { annotations: { [LAST_APPLIED]: configurationOf(file.object) } } };
      const path = pathFor(file.resource, file.namespace, file.name);
      const object = dryRun === "client" ? live : session.client.patch(path, "application/merge-patch+json", body, dryRunQuery(dryRun));
      result.print(file.resource, object, "configured");
    }
  },
};
