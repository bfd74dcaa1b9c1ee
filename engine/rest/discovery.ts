// Discovery (API-7 to API-16): which groups, versions and resources there are, in the aggregated and in the plain form. Built
// from the table of kinds; what this server does not store is not announced.

import { apiVersionOf, KINDS, type KindInfo } from "../api/kinds.ts";
import { type Subresource, subresourcesOf, verbsOf } from "./route.ts";

interface GroupVersion {
  readonly group: string;
  readonly version: string;
  readonly kinds: readonly KindInfo[];
}

function groupVersions(): readonly GroupVersion[] {
  const found = new Map<string, KindInfo[]>();
  for (const info of KINDS) found.set(apiVersionOf(info), [...(found.get(apiVersionOf(info)) ?? []), info]);
  return [...found.values()].map((kinds) => ({
    group: kinds[0]?.group ?? "",
    version: kinds[0]?.version ?? "",
    kinds: [...kinds].sort(byResource),
  }));
}

function byResource(a: KindInfo, b: KindInfo): number {
  return a.resource < b.resource ? -1 : 1;
}

/** The aggregated form: `/api` holds the core group, `/apis` the others. */
export function aggregated(root: "api" | "apis"): string {
  const groups = groupVersions().filter(({ group }) => (group === "") === (root === "api"));
  return JSON.stringify({
    kind: "APIGroupDiscoveryList",
    apiVersion: "apidiscovery.k8s.io/v2",
    metadata: {},
    items: groups.map(({ group, version, kinds }) => ({
      metadata: group === "" ? {} : { name: group },
      versions: [{ version, resources: [...(group === "" ? [BINDINGS] : []), ...kinds.map(aggregatedResource)], freshness: "Current" }],
    })),
  });
}

const BINDINGS = {
  resource: "bindings",
  responseKind: { group: "", version: "", kind: "Binding" },
  scope: "Namespaced",
  singularResource: "binding",
  verbs: ["create"],
};

function aggregatedResource(info: KindInfo): unknown {
  const subresources = subresourcesOf(info);
  return {
    resource: info.resource,
    responseKind: { group: "", version: "", kind: info.kind },
    scope: info.namespaced ? "Namespaced" : "Cluster",
    singularResource: info.singular,
    verbs: verbsOf(info),
    ...(info.shortNames.length > 0 ? { shortNames: info.shortNames } : {}),
    ...(info.inAll ? { categories: ["all"] } : {}),
    ...(subresources.length > 0 ? { subresources: subresources.map((subresource) => aggregatedSubresource(info, subresource)) } : {}),
  };
}

function aggregatedSubresource(info: KindInfo, { name, verbs, kind }: Subresource): unknown {
  return { subresource: name, responseKind: kind ?? { group: "", version: "", kind: info.kind }, verbs };
}

/** The plain form of a discovery path, or undefined when there is nothing there. */
export function plain(root: "api" | "apis", group: string | undefined, version: string | undefined): string | undefined {
  if (root === "api" && group === undefined) {
    return JSON.stringify({
      kind: "APIVersions",
      versions: ["v1"],
      serverAddressByClientCIDRs: [{ clientCIDR: "0.0.0.0/0", serverAddress: "127.0.0.1:8001" }],
    });
  }
  if (group === undefined) {
    const groups = groupVersions().filter((entry) => entry.group !== "");
    return JSON.stringify({ kind: "APIGroupList", apiVersion: "v1", groups: groups.map(groupOf) });
  }
  const found = groupVersions().find((entry) => entry.group === group && (version === undefined || entry.version === version));
  if (!found) return undefined;
  if (version === undefined) return JSON.stringify({ kind: "APIGroup", apiVersion: "v1", ...groupOf(found) });
  const groupVersion = group === "" ? version : `${group}/${version}`;
  const bindings = { name: "bindings", singularName: "binding", namespaced: true, kind: "Binding", verbs: ["create"] };
  const resources = [...(group === "" ? [bindings] : []), ...found.kinds.flatMap(plainResources)];
  return JSON.stringify({ kind: "APIResourceList", ...(group === "" ? {} : { apiVersion: "v1" }), groupVersion, resources });
}

function groupOf({ group, version }: GroupVersion): {
  readonly name: string;
  readonly versions: unknown;
  readonly preferredVersion: unknown;
} {
  const entry = { groupVersion: `${group}/${version}`, version };
  return { name: group, versions: [entry], preferredVersion: entry };
}

function plainResources(info: KindInfo): readonly unknown[] {
  const resource = {
    name: info.resource,
    singularName: info.singular,
    namespaced: info.namespaced,
    kind: info.kind,
    verbs: verbsOf(info),
    ...(info.shortNames.length > 0 ? { shortNames: info.shortNames } : {}),
    ...(info.inAll ? { categories: ["all"] } : {}),
  };
  const subresources = subresourcesOf(info).map(({ name, verbs, kind }) => ({
    name: `${info.resource}/${name}`,
    singularName: "",
    namespaced: info.namespaced,
    ...(kind && kind.version !== "" ? { group: kind.group, version: kind.version } : {}),
    kind: kind?.kind ?? info.kind,
    verbs,
  }));
  return [resource, ...subresources];
}
