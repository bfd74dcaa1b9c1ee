// kubectl api-resources and api-versions: what the server serves (API-250).

import { flag } from "../flags.ts";
import { ColumnWriter } from "../printers/tabwriter.ts";
import type { Resource } from "../resources.ts";
import { groupVersion, resourceGroup } from "../resources.ts";
import { CommandError, UsageError } from "../errors.ts";
import type { Command, Session } from "../session.ts";

export const apiResources: Command = {
  name: "api-resources",
  short: "Print the supported API resources on the server",
  usage: "[flags] [options]",
  flags: [
    flag("api-group"),
    flag("namespaced", "bool"),
    flag("verbs", "list"),
    flag("categories", "list"),
    flag("output", "string", { short: "o" }),
    flag("sort-by"),
    flag("no-headers", "bool"),
    flag("cached", "bool"),
    flag("show-managed-fields", "bool"),
  ],
  run(session) {
    if (session.args.length > 0) throw new UsageError(`unexpected arguments: [${session.args.join(" ")}]`);
    const output = session.flags.text("output") ?? "";
    if (!["", "wide", "name"].includes(output)) throw new CommandError(`--output ${output} is not available`);
    const found = sorted(
      session,
      preferred(session.resources.all).filter((one) => isWanted(session, one)),
    );
    if (output === "name") return session.out(found.map((one) => `${resourceGroup(one)}\n`).join(""));
    const wide = output === "wide";
    const rows = found.map((one) => [
      one.name,
      one.shortNames.join(","),
      groupVersion(one),
      String(one.namespaced),
      one.kind,
      ...(wide ? [[...one.verbs].sort().join(","), one.categories.join(",")] : []),
    ]);
    if (!session.flags.bool("no-headers"))
      rows.unshift(["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND", ...(wide ? ["VERBS", "CATEGORIES"] : [])]);
    session.out(new ColumnWriter().write(rows));
  },
};

/** Each resource in its group's preferred version only. */
function preferred(all: readonly Resource[]): readonly Resource[] {
  const seen = new Set<string>();
  return all.filter((one) => !seen.has(resourceGroup(one)) && seen.add(resourceGroup(one)));
}

function isWanted(session: Session, one: Resource): boolean {
  const { flags } = session;
  if (flags.has("api-group") && one.group !== flags.text("api-group")) return false;
  if (flags.has("namespaced") && one.namespaced !== flags.bool("namespaced")) return false;
  if (!flags.list("verbs").every((verb) => one.verbs.includes(verb))) return false;
  return flags.list("categories").every((category) => one.categories.includes(category));
}

function sorted(session: Session, list: readonly Resource[]): readonly Resource[] {
  const by = session.flags.text("sort-by") ?? "";
  if (!["", "name", "kind"].includes(by)) throw new CommandError("--sort-by accepts only name or kind");
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  if (by === "name") return [...list].sort((a, b) => order(a.name, b.name));
  if (by === "kind") return [...list].sort((a, b) => order(a.kind, b.kind));
  return [...list].sort((a, b) => order(a.group, b.group) || order(a.name, b.name));
}

export const apiVersions: Command = {
  name: "api-versions",
  short: 'Print the supported API versions on the server, in the form of "group/version"',
  usage: "[options]",
  run(session) {
    const core = session.client.get("/api") as { readonly versions?: readonly string[] };
    const others = session.client.get("/apis") as {
      readonly groups?: readonly { readonly versions: readonly { readonly groupVersion: string }[] }[];
    };
    const grouped = (others.groups ?? []).flatMap(({ versions }) => versions.map(({ groupVersion }) => groupVersion));
    const versions = [...(core.versions ?? []), ...grouped].sort();
    session.out(versions.map((version) => `${version}\n`).join(""));
  },
};
