// What the generators of `kubectl create`, `run` and `expose` share: one name, the object made here, one POST, their own failure text.

import type { Obj } from "../client.ts";
import { CommandError, RawError, StatusError, UsageError } from "../errors.ts";
import type { FlagSpec } from "../flags.ts";
import { flag } from "../flags.ts";
import { withLastApplied } from "../lastapplied.ts";
import { OUTPUT_FLAGS, ResultPrinter } from "../printers/output.ts";
import { pathFor } from "../resources.ts";
import type { Session } from "../session.ts";
import { DRY_RUN, dryRunOf, dryRunQuery } from "../session.ts";
import { VALIDATE_FLAG } from "./applyresult.ts";

export const GENERATOR_FLAGS: readonly FlagSpec[] = [
  ...OUTPUT_FLAGS,
  DRY_RUN,
  VALIDATE_FLAG,
  flag("save-config", "bool"),
  flag("field-manager"),
];

/** The one NAME argument; what stands behind `--` is no name. */
export function nameArgument(session: Session): string {
  const names = session.dashAt < 0 ? session.args : session.args.slice(0, session.dashAt);
  const [name] = names;
  if (names.length !== 1 || name === undefined) throw new UsageError(`exactly one NAME is required, got ${names.length}`);
  return name;
}

/** The words behind `--`. */
export function commandArguments(session: Session): readonly string[] {
  return session.dashAt < 0 ? [] : session.args.slice(session.dashAt);
}

export function requireFlag(session: Session, name: string): string {
  const text = session.flags.text(name);
  if (text === undefined) throw new RawError(`error: required flag(s) "${name}" not set`);
  return text;
}

/** Sends the object and prints what became of it. `failure` precedes the server's text, as `failed to create deployment: `. */
export function generate(session: Session, object: Obj, failure: string | undefined): void {
  const dryRun = dryRunOf(session);
  const result = new ResultPrinter(session, dryRun);
  const resource = session.resources.ofKind(object.apiVersion ?? "", object.kind ?? "");
  if (!resource) throw new CommandError(`no matches for kind "${object.kind ?? ""}" in version "${object.apiVersion ?? ""}"`);
  const scoped: Obj =
    resource.namespaced && session.namespaceGiven ? { ...object, metadata: { ...object.metadata, namespace: session.namespace } } : object;
  const whole = session.flags.bool("save-config") ? withLastApplied(scoped) : scoped;
  if (dryRun === "client") return result.print(resource, whole, "created");
  try {
    const query = {
      ...dryRunQuery(dryRun),
      fieldManager: session.flags.text("field-manager") ?? "kubectl-create",
      fieldValidation: "Strict",
    };
    const path = pathFor(resource, session.namespace);
    result.print(resource, session.client.send("POST", path, { body: whole, query }), "created");
  } catch (error) {
    if (failure === undefined || !(error instanceof StatusError)) throw error;
    throw new CommandError(failure + error.message);
  }
}

/** `a=1` pairs as an object. */
export function pairs(list: readonly string[], what: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    list.map((pair) => {
      const equals = pair.indexOf("=");
      if (equals <= 0) throw new CommandError(`invalid ${what}: ${pair}`);
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}

/** `app=web,tier=fe`: what --labels and --selector of generators take. */
export function parseLabels(text: string): Readonly<Record<string, string>> {
  if (text === "") throw new CommandError("no label spec passed");
  return Object.fromEntries(
    text.split(",").map((pair) => {
      const [key = "", value = "", ...more] = pair.split("=");
      if (!pair.includes("=") || more.length > 0) throw new CommandError(`unexpected label spec: ${pair}`);
      if (key === "") throw new CommandError("unexpected empty label key");
      return [key, value];
    }),
  );
}

export function parsePort(text: string): number {
  if (!/^[-+]?\d+$/.test(text)) throw new CommandError(`strconv.Atoi: parsing "${text}": invalid syntax`);
  return Number(text);
}
