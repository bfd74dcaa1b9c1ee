// The resources that the server has, from its discovery documents: names, short names, kinds, groups, verbs.

import { KINDS } from "../api/kinds.ts";
import type { Client } from "./client.ts";
import { CommandError } from "./errors.ts";

export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Plural: `replicasets`. */
  readonly name: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
}

const AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

interface DiscoveryResource {
  readonly resource: string;
  readonly responseKind?: { readonly kind?: string };
  readonly scope?: string;
  readonly singularResource?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly verbs?: readonly string[];
  readonly subresources?: readonly { readonly subresource: string }[];
}
interface DiscoveryGroup {
  readonly metadata?: { readonly name?: string };
  readonly versions?: readonly { readonly version: string; readonly resources?: readonly DiscoveryResource[] }[];
}

/** Everything the server serves, in its order; within a group its preferred version first. */
export function discover(client: Client): readonly Resource[] {
  const groups = ["/api", "/apis"].flatMap((path) => {
    const answer = client.send("GET", path, { accept: AGGREGATED, query: { timeout: "32s" } });
    return answer.kind === "APIGroupDiscoveryList" ? ((answer["items"] ?? []) as readonly DiscoveryGroup[]) : [];
  });
  if (groups.length === 0) return KINDS.map(builtIn);
  return groups.flatMap((group) =>
    (group.versions ?? []).flatMap((version) =>
      (version.resources ?? []).map((one) => fromDiscovery(group.metadata?.name ?? "", version.version, one)),
    ),
  );
}

function fromDiscovery(group: string, version: string, one: DiscoveryResource): Resource {
  const kind = one.responseKind?.kind ?? "";
  return {
    group,
    version,
    kind,
    name: one.resource,
    singular: one.singularResource || kind.toLowerCase(),
    shortNames: one.shortNames ?? [],
    namespaced: one.scope === "Namespaced",
    categories: one.categories ?? [],
    verbs: one.verbs ?? [],
    subresources: (one.subresources ?? []).map((sub) => sub.subresource),
  };
}

/** What the engine's own table of kinds says, for a server without aggregated discovery. */
function builtIn(info: (typeof KINDS)[number]): Resource {
  return {
    group: info.group,
    version: info.version,
    kind: info.kind,
    name: info.resource,
    singular: info.singular,
    shortNames: info.shortNames,
    namespaced: info.namespaced,
    categories: info.inAll ? ["all"] : [],
    verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
    subresources: [...(info.hasStatus ? ["status"] : []), ...(info.hasScale ? ["scale"] : [])],
  };
}

export function groupVersion(resource: Pick<Resource, "group" | "version">): string {
  return resource.group ? `${resource.group}/${resource.version}` : resource.version;
}

/** `deployments.apps`, `pods`: as the server names it in messages (API-23). */
export function resourceGroup(resource: Pick<Resource, "group" | "name">): string {
  return resource.group ? `${resource.name}.${resource.group}` : resource.name;
}

/** `deployment.apps`, `pod`: the first half of result lines (API-219). */
export function kindGroup(resource: Pick<Resource, "group" | "kind">): string {
  const kind = resource.kind.toLowerCase();
  return resource.group ? `${kind}.${resource.group}` : kind;
}

/** `apps/v1, Resource=replicasets`, with an empty group `/v1, Resource=pods`. */
export function describeResource(resource: Resource): string {
  return `${resource.group}/${resource.version}, Resource=${resource.name}`;
}

export function describeKind(resource: Resource): string {
  return `${resource.group}/${resource.version}, Kind=${resource.kind}`;
}

export function pathFor(resource: Resource, namespace: string | undefined, name?: string, subresource?: string): string {
  const base = resource.group ? `/apis/${resource.group}/${resource.version}` : `/api/${resource.version}`;
  const scope = resource.namespaced && namespace ? `/namespaces/${namespace}` : "";
  return `${base}${scope}/${resource.name}${name === undefined ? "" : `/${name}`}${subresource ? `/${subresource}` : ""}`;
}

/** The names a person may use, in kubectl's rules: any case, plural, singular, short, with a group or a version and a group. */
export class ResourceMapper {
  readonly all: readonly Resource[];
  constructor(all: readonly Resource[]) {
    this.all = all;
  }

  find(text: string): Resource | undefined {
    const [name = "", ...rest] = text.toLowerCase().split(".");
    const named = this.all.filter((one) => one.name === name || one.singular === name);
    const candidates = named.length > 0 ? named : this.all.filter((one) => one.shortNames.includes(name));
    if (rest.length === 0) return candidates[0];
    const qualifier = rest.join(".");
    const [version = "", ...group] = rest;
    return (
      candidates.find((one) => one.version === version && one.group === group.join(".")) ??
      candidates.find((one) => one.group === qualifier) ??
      candidates.find((one) => one.group.startsWith(`${qualifier}.`))
    );
  }

  /** As `find`, with kubectl's error (API-214). */
  require(text: string): Resource {
    const found = this.find(text);
    if (!found) throw new CommandError(`the server doesn't have a resource type "${text.split(".")[0]}"`);
    return found;
  }

  /** A short name that several resources have: kubectl takes the first and warns. */
  ambiguity(text: string): string | undefined {
    const name = text.toLowerCase();
    if (this.all.some((one) => one.name === name || one.singular === name)) return undefined;
    const [, second] = this.all.filter((one) => one.shortNames.includes(name));
    return second && `short name "${text}" could also match lower priority resource ${resourceGroup(second)}`;
  }

  category(name: string): readonly Resource[] {
    const seen = new Set<string>();
    return this.all.filter((one) => one.categories.includes(name) && !seen.has(resourceGroup(one)) && seen.add(resourceGroup(one)));
  }

  ofKind(apiVersion: string, kind: string): Resource | undefined {
    return this.all.find((one) => one.kind === kind && groupVersion(one) === apiVersion);
  }
}
