// kubectl set env: sets, removes, lists and imports environment variables of containers.

import type { Container, EnvVar } from "../../api/types.generated.ts";
import { requireResource } from "../builder.ts";
import type { Obj } from "../client.ts";
import { CommandError, throwAll } from "../errors.ts";
import { flag } from "../flags.ts";
import { podSpecOf } from "../podtemplate.ts";
import type { Command, Session } from "../session.ts";
import { readObjects, splitChanges } from "./objects.ts";
import { changeObjects, changePodSpec, SET_FLAGS } from "./change.ts";

export const setEnv: Command = {
  name: "env",
  short: "Update environment variables on a pod template",
  usage: "RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N [options]",
  flags: [
    ...SET_FLAGS,
    flag("containers", "string", { short: "c" }),
    flag("env", "array", { short: "e" }),
    flag("from"),
    flag("prefix"),
    flag("keys", "list"),
    flag("list", "bool"),
    flag("resolve", "bool"),
    flag("overwrite", "bool"),
  ],
  run(session) {
    const { resources, changes } = splitChanges(
      session.args,
      (arg) => (arg.includes("=") && !arg.includes("/")) || /^[A-Za-z_][\w.-]*=/.test(arg) || arg.endsWith("-"),
    );
    if (resources.length === 0 && !session.flags.has("filename"))
      throw new CommandError("one or more resources must be specified as <resource> <name> or <resource>/<name>");
    if (session.flags.bool("list")) return listVariables(session, resources);
    const given = [...session.flags.list("env"), ...changes];
    const added = [...given.filter((pair) => pair.includes("=")).map(parsePair), ...imported(session)];
    const removed = given.filter((pair) => !pair.includes("=") && pair.endsWith("-")).map((pair) => pair.slice(0, -1));
    if (added.length === 0 && removed.length === 0) throw new CommandError("at least one environment variable must be provided");
    changeObjects(session, resources, "env updated", "failed to patch env update to pod template: ", (object) =>
      changeVariables(session, object, added, removed),
    );
  },
};

function parsePair(pair: string): EnvVar {
  return { name: pair.slice(0, pair.indexOf("=")), value: pair.slice(pair.indexOf("=") + 1) };
}

/** `--from=configmap/NAME`: one variable for each of its keys. */
function imported(session: Session): readonly EnvVar[] {
  const from = session.flags.text("from");
  if (!from) return [];
  const [type = "", name = ""] = from.split("/");
  const resource = requireResource(session, type);
  const source = session.read(resource, session.namespace, name);
  const keys = session.flags.list("keys");
  return Object.keys((source["data"] ?? {}) as object)
    .sort()
    .filter((key) => keys.length === 0 || keys.includes(key))
    .map((key) => {
      const variable = `${session.flags.text("prefix") ?? ""}${key.replace(/[^a-zA-Z0-9_]/g, "_").toUpperCase()}`;
      if (variable !== key) session.warn(`key ${key} transferred to ${variable}`);
      const ref = { key, name };
      return { name: variable, valueFrom: resource.kind === "Secret" ? { secretKeyRef: ref } : { configMapKeyRef: ref } };
    });
}

function changeVariables(session: Session, object: Obj, added: readonly EnvVar[], removed: readonly string[]): Obj {
  const only = session.flags.text("containers") ?? "*";
  const change = (container: Container): Container => {
    if (only !== "*" && container.name !== only) return container;
    const env = [...(container.env ?? [])];
    for (const variable of added) {
      const at = env.findIndex((one) => one.name === variable.name);
      if (at < 0) env.push(variable);
      else if (session.flags.bool("overwrite", true)) env[at] = variable;
      else throw new CommandError(`'${variable.name}' already has a value (${env[at]?.value ?? ""}), and --overwrite is false`);
    }
    const kept = env.filter((one) => !removed.includes(one.name));
    const { env: _, ...rest } = container;
    return kept.length > 0 ? { ...rest, env: kept } : rest;
  };
  return changePodSpec(object, (spec) => ({
    ...spec,
    containers: spec.containers.map(change),
    ...(spec.initContainers ? { initContainers: spec.initContainers.map(change) } : {}),
  }));
}

function listVariables(session: Session, resources: readonly string[]): void {
  const errors: Error[] = [];
  for (const { object } of readObjects(session, resources, errors, { needsName: true })) {
    const spec = podSpecOf(object);
    for (const container of [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])]) {
      session.out(`# ${object.kind ?? ""} ${object.metadata?.name ?? ""}, container ${container.name}\n`);
      for (const variable of container.env ?? []) session.out(`${variableText(variable)}\n`);
    }
  }
  throwAll(errors);
}

function variableText(variable: EnvVar): string {
  const from = variable.valueFrom;
  if (!from) return `${variable.name}=${variable.value ?? ""}`;
  if (from.configMapKeyRef) return `# ${variable.name} from configmap ${from.configMapKeyRef.name ?? ""}, key ${from.configMapKeyRef.key}`;
  if (from.secretKeyRef) return `# ${variable.name} from secret ${from.secretKeyRef.name ?? ""}, key ${from.secretKeyRef.key}`;
  if (from.fieldRef) return `# ${variable.name} from field path ${from.fieldRef.fieldPath}`;
  return `# ${variable.name} from resource ${from.resourceFieldRef?.resource ?? ""}`;
}
