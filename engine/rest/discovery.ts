// Discovery (API-7 to API-16): which groups, versions and resources there are, in the aggregated and in the plain form. Built
// from the table of kinds: of a group version that holds no kind here only the name is announced.

import { GROUP_VERSIONS, KINDS, type KindInfo, SIMULATION_GROUP } from "../api/kinds.ts";
import { type Subresource, subresourcesOf, verbsOf } from "./route.ts";

interface GroupVersion {
  readonly group: string;
  readonly version: string;
  readonly kinds: readonly KindInfo[];
}

/** `withSimulation`: whether the simulation's own group is announced among the others. */
function groupVersions(withSimulation: boolean): readonly GroupVersion[] {
  return GROUP_VERSIONS.filter(([group]) => withSimulation || group !== SIMULATION_GROUP).map(([group, version]) => ({
    group,
    version,
    kinds: KINDS.filter((info) => info.group === group && info.version === version).toSorted(byResource),
  }));
}

function byResource(a: KindInfo, b: KindInfo): number {
  return a.resource < b.resource ? -1 : 1;
}

/** The aggregated form: `/api` holds the core group, `/apis` the others. */
export function aggregated(root: "api" | "apis", withSimulation: boolean): string {
  const entries = groupVersions(withSimulation).filter(({ group }) => (group === "") === (root === "api"));
  const names = [...new Set(entries.map(({ group }) => group))];
  return JSON.stringify({
    kind: "APIGroupDiscoveryList",
    apiVersion: "apidiscovery.k8s.io/v2",
    metadata: {},
    items: names.map((name) => ({
      metadata: name === "" ? {} : { name },
      versions: entries.filter(({ group }) => group === name).map(aggregatedVersion),
    })),
  });
}

function aggregatedVersion({ group, version, kinds }: GroupVersion): unknown {
  return { version, resources: [...(group === "" ? [BINDINGS] : []), ...kinds.map(aggregatedResource)], freshness: "Current" };
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
export function plain(
  root: "api" | "apis",
  group: string | undefined,
  version: string | undefined,
  withSimulation: boolean,
): string | undefined {
  if (root === "api" && group === undefined) {
    return JSON.stringify({
      kind: "APIVersions",
      versions: ["v1"],
      serverAddressByClientCIDRs: [{ clientCIDR: "0.0.0.0/0", serverAddress: "127.0.0.1:8001" }],
    });
  }
  if (group === undefined) {
    const entries = groupVersions(withSimulation).filter((entry) => entry.group !== "");
    const names = [...new Set(entries.map((entry) => entry.group))];
    return JSON.stringify({ kind: "APIGroupList", apiVersion: "v1", groups: names.map((name) => groupOf(name, entries)) });
  }
  // One that is asked for by its name is there, announced or not.
  const own = groupVersions(true).filter((entry) => entry.group === group);
  if (own.length === 0) return undefined;
  if (version === undefined) return JSON.stringify({ kind: "APIGroup", apiVersion: "v1", ...groupOf(group, own) });
  const found = own.find((entry) => entry.version === version);
  if (found === undefined) return undefined;
  const groupVersion = group === "" ? version : `${group}/${version}`;
  const bindings = { name: "bindings", singularName: "binding", namespaced: true, kind: "Binding", verbs: ["create"] };
  const resources = [...(group === "" ? [bindings] : []), ...found.kinds.flatMap(plainResources)];
  return JSON.stringify({ kind: "APIResourceList", ...(group === "" ? {} : { apiVersion: "v1" }), groupVersion, resources });
}

interface Group {
  readonly name: string;
  readonly versions: readonly unknown[];
  readonly preferredVersion: unknown;
}

function groupOf(name: string, entries: readonly GroupVersion[]): Group {
  const versions = entries.filter(({ group }) => group === name).map(({ version }) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions, preferredVersion: versions[0] };
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
