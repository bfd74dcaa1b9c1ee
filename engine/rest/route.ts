// Which resource a path speaks of (API-1 to API-4): group, version, namespace, resource, name, subresource.

import { findResource, GROUP_VERSIONS, type KindInfo, kindInfo } from "../api/kinds.ts";

/** A path below a group version. */
export interface ResourceRoute {
  readonly type: "resource";
  readonly info: KindInfo;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  /** The old form `/api/v1/watch/...`. */
  readonly watchPath: boolean;
}

export type Route =
  | ResourceRoute
  /** POST bindings, the old form of pods/binding. */
  | { readonly type: "bindings"; readonly namespace: string }
  /** `/api`, `/apis`, `/apis/apps`, `/apis/apps/v1`: `group` undefined at the top, `""` the core group. */
  | { readonly type: "discovery"; readonly root: "api" | "apis"; readonly group: string | undefined; readonly version: string | undefined }
  | { readonly type: "openapi"; readonly path: string }
  | { readonly type: "version" }
  | { readonly type: "health"; readonly path: string }
  | { readonly type: "index" }
  /** No such resource: a Status says so. */
  | { readonly type: "missing" }
  /** No such path at all: plain text. */
  | { readonly type: "unknown" };

const HEALTH = ["healthz", "livez", "readyz"];

export function routeOf(path: string): Route {
  const parts = path
    .split("/")
    .filter((part) => part !== "")
    .map(decodeURIComponent);
  const [first, ...rest] = parts;
  if (first === undefined) return { type: "index" };
  if (first === "version" && rest.length === 0) return { type: "version" };
  if (first === "openapi") return { type: "openapi", path: rest.join("/") };
  if (HEALTH.includes(first)) return { type: "health", path: parts.join("/") };
  if (first === "api") return coreRoute(rest);
  if (first === "apis") return groupRoute(rest);
  return { type: "unknown" };
}

function coreRoute(parts: readonly string[]): Route {
  const [version, ...rest] = parts;
  if (version === undefined) return { type: "discovery", root: "api", group: undefined, version: undefined };
  if (version !== "v1") return { type: "missing" };
  return rest.length === 0 ? { type: "discovery", root: "api", group: "", version } : resourceRoute("", version, rest);
}

function groupRoute(parts: readonly string[]): Route {
  const [group, version, ...rest] = parts;
  if (group === undefined) return { type: "discovery", root: "apis", group, version };
  const versions = GROUP_VERSIONS.filter(([name]) => name === group).map(([, served]) => served);
  if (group === "" || versions.length === 0) return { type: "unknown" };
  if (version === undefined) return { type: "discovery", root: "apis", group, version };
  if (!versions.includes(version)) return { type: "missing" };
  return rest.length === 0 ? { type: "discovery", root: "apis", group, version } : resourceRoute(group, version, rest);
}

function resourceRoute(group: string, version: string, given: readonly string[]): Route {
  const watchPath = given[0] === "watch";
  const parts = watchPath ? given.slice(1) : given;
  // `/namespaces/x/y` is about y in x; `/namespaces/x` and its subresources are about the namespace.
  const [first, second, third] = parts;
  const ofNamespace = third === undefined || (parts.length === 3 && NAMESPACE_SUBRESOURCES.includes(third));
  if (first === "namespaces" && second !== undefined && !ofNamespace) {
    if (group === "" && third === "bindings" && parts.length === 3) return { type: "bindings", namespace: second };
    return within(group, version, second, parts.slice(2), watchPath);
  }
  return within(group, version, undefined, parts, watchPath);
}

const NAMESPACE_SUBRESOURCES = ["status", "finalize"];

function within(group: string, version: string, namespace: string | undefined, parts: readonly string[], watchPath: boolean): Route {
  const [resource = "", name, subresource, ...more] = parts;
  const info = findResource(group, version, resource);
  if (!info || more.length > 0) return { type: "missing" };
  if (namespace !== undefined && !info.namespaced) return { type: "missing" };
  if (namespace === undefined && info.namespaced && name !== undefined) return { type: "missing" };
  if (subresource !== undefined && !subresourcesOf(info).some((known) => known.name === subresource)) return { type: "missing" };
  return { type: "resource", info, namespace, name, subresource, watchPath };
}

/** A subresource and the verbs that it takes (API-16); `kind` where it answers with another kind. */
export interface Subresource {
  readonly name: string;
  readonly verbs: readonly string[];
  readonly kind?: { readonly group: string; readonly version: string; readonly kind: string };
}

const READ_WRITE = ["get", "patch", "update"];
const CONNECT = ["create", "get"];
const SCALE = { group: "autoscaling", version: "v1", kind: "Scale" };

const POD_SUBRESOURCES: readonly Subresource[] = [
  { name: "attach", verbs: CONNECT, kind: { group: "", version: "", kind: "PodAttachOptions" } },
  { name: "binding", verbs: ["create"], kind: { group: "", version: "", kind: "Binding" } },
  { name: "eviction", verbs: ["create"], kind: { group: "policy", version: "v1", kind: "Eviction" } },
  { name: "exec", verbs: CONNECT, kind: { group: "", version: "", kind: "PodExecOptions" } },
  { name: "log", verbs: ["get"] },
  { name: "portforward", verbs: CONNECT, kind: { group: "", version: "", kind: "PodPortForwardOptions" } },
  { name: "status", verbs: READ_WRITE },
];

export function subresourcesOf(info: KindInfo): readonly Subresource[] {
  if (info.kind === "Pod") return POD_SUBRESOURCES;
  return [
    ...(info.kind === "Namespace" ? [{ name: "finalize", verbs: ["update"] }] : []),
    ...(info.hasScale ? [{ name: "scale", verbs: READ_WRITE, kind: SCALE }] : []),
    ...(info.hasStatus ? [{ name: "status", verbs: READ_WRITE }] : []),
  ];
}

/** The verbs of a whole resource (API-16). */
export function verbsOf(info: KindInfo): readonly string[] {
  const verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
  return info === kindInfo("Namespace") ? verbs.filter((verb) => verb !== "deletecollection") : verbs;
}

/** The verb of a request, or undefined when the method does not fit the path (API-2, API-4). */
export function verbOf(route: ResourceRoute, method: string): string | undefined {
  const { info, name, subresource, namespace } = route;
  if (subresource !== undefined) {
    const verb = ({ GET: "get", PUT: "update", PATCH: "patch", POST: "create" } as Readonly<Record<string, string>>)[method];
    return subresourcesOf(info)
      .find((known) => known.name === subresource)
      ?.verbs.find((known) => known === verb);
  }
  if (name !== undefined)
    return ({ GET: "get", PUT: "update", PATCH: "patch", DELETE: "delete" } as Readonly<Record<string, string>>)[method];
  const verb = ({ GET: "list", POST: "create", DELETE: "deletecollection" } as Readonly<Record<string, string>>)[method];
  if (verb !== undefined && verb !== "list" && info.namespaced && namespace === undefined) return undefined;
  return verb !== undefined && verbsOf(info).includes(verb) ? verb : undefined;
}
