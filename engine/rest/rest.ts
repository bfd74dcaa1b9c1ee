// The Kubernetes REST protocol over the API server: one request in, one answer out (API-1 to API-33).
// Watches are in watch.ts: here a watch request is checked and answered with its headers alone.

import { ApiError } from "../api/apierror.ts";
import { type ApiRequest, type ApiResponse, headerOf } from "../api/request.ts";
import { kindInfo } from "../api/kinds.ts";
import type { ApiServer } from "../apiserver/apiserver.ts";
import type { ResourceRequest } from "./context.ts";
import { aggregated, plain } from "./discovery.ts";
import { health, index, VERSION } from "./health.ts";
import { formOf } from "./negotiate.ts";
import { OPENAPI_HASH, openapiDocument, openapiIndex } from "./openapi.ts";
import { patch } from "./patch.ts";
import { Query } from "./query.ts";
import { get, list } from "./read.ts";
import { type Answer, methodNotAllowed, resourceMissing, respond, respondError, respondText } from "./respond.ts";
import { type ResourceRoute, type Route, routeOf, verbOf } from "./route.ts";
import { bind, connect, evict, finalize, getScale, getStatus, log, notServed, patchScale, replaceScale } from "./subresource.ts";
import { deprecationOf } from "./warnings.ts";
import { isWatch, planWatch } from "./watch.ts";
import { create, remove, removeCollection, replace } from "./write.ts";

const JSON_FORM = { encoding: "json", as: "object", metaVersion: "v1" } as const;

/** Serves one request. Whatever a user may send gives an answer; only a fault of ours throws. */
export function handle(server: ApiServer, request: ApiRequest): ApiResponse {
  try {
    const at = request.path.indexOf("?");
    const path = at < 0 ? request.path : request.path.slice(0, at);
    return serve(server, request, routeOf(path), new Query(at < 0 ? "" : request.path.slice(at + 1)));
  } catch (error) {
    if (error instanceof ApiError) return request.method === "HEAD" ? { ...respondError(error), body: "" } : respondError(error);
    if (error instanceof URIError) return respondText(400, "400 bad request\n");
    throw error;
  }
}

function serve(server: ApiServer, request: ApiRequest, route: Route, query: Query): ApiResponse {
  switch (route.type) {
    case "resource":
      return serveResource(server, request, route, query);
    case "bindings":
      if (request.method !== "POST") throw methodNotAllowed();
      return respond(bind(contextOf(server, request, podRoute(route.namespace), query)), JSON_FORM);
    case "missing":
      throw resourceMissing();
    case "unknown":
      return respondText(404, "404 page not found\n");
    default:
      if (request.method !== "GET" && request.method !== "HEAD") throw methodNotAllowed();
      return serveFixed(server, request, route, query);
  }
}

function podRoute(namespace: string): ResourceRoute {
  return { type: "resource", info: kindInfo("Pod"), namespace, name: undefined, subresource: "binding", watchPath: false };
}

function contextOf(server: ApiServer, request: ApiRequest, route: ResourceRoute, query: Query): ResourceRequest {
  return { server, request, route, query, form: formOf(headerOf(request, "accept")) };
}

function serveResource(server: ApiServer, request: ApiRequest, route: ResourceRoute, query: Query): ApiResponse {
  const verb = verbOf(route, request.method);
  if (verb === undefined) throw methodNotAllowed();
  if (verb === "get" && route.subresource === "log")
    return respondText(200, log({ server, request, route, query, form: JSON_FORM }), "text/plain");
  const context = contextOf(server, request, route, query);
  if ((verb === "list" || verb === "get") && isWatch(route, query)) {
    planWatch(server, request);
    return { status: 200, headers: { "cache-control": "no-cache, private", "content-type": "application/json" }, body: "" };
  }
  const answer = route.subresource === undefined ? onObject(context, verb) : onSubresource(context, route.subresource, verb);
  const deprecation = deprecationOf(route.info);
  return respond(deprecation.length === 0 ? answer : { ...answer, warnings: [...deprecation, ...(answer.warnings ?? [])] }, context.form);
}

function onObject(context: ResourceRequest, verb: string): Answer {
  switch (verb) {
    case "get":
      return get(context);
    case "list":
      return list(context);
    case "create":
      return create(context);
    case "update":
      return replace(context);
    case "patch":
      return patch(context);
    case "delete":
      return remove(context);
    case "deletecollection":
      return removeCollection(context);
    default:
      return notServed();
  }
}

function onSubresource(context: ResourceRequest, subresource: string, verb: string): Answer {
  switch (`${subresource} ${verb}`) {
    case "status get":
      return getStatus(context);
    case "status update":
      return replace(context, "status");
    case "status patch":
      return patch(context, "status");
    case "scale get":
      return getScale(context);
    case "scale update":
      return replaceScale(context);
    case "scale patch":
      return patchScale(context);
    case "binding create":
      return bind(context);
    case "eviction create":
      return evict(context);
    case "finalize update":
      return finalize(context);
    default:
      return connect(context);
  }
}

function serveFixed(
  server: ApiServer,
  request: ApiRequest,
  route: Exclude<Route, { type: "resource" | "bindings" | "missing" | "unknown" }>,
  query: Query,
): ApiResponse {
  switch (route.type) {
    case "version":
      return respond({ status: 200, json: JSON.stringify(VERSION) }, JSON_FORM);
    case "index":
      return respond({ status: 200, json: index() }, JSON_FORM);
    case "health":
      return health(route.path, query.get("verbose") !== undefined, query.all("exclude"));
    case "discovery":
      return discovery(server, request, route);
    case "openapi":
      return openapi(route.path, query);
  }
}

function discovery(server: ApiServer, request: ApiRequest, { root, group, version }: Extract<Route, { type: "discovery" }>): ApiResponse {
  const form = formOf(headerOf(request, "accept"));
  if (group === undefined && form.as === "discovery") {
    const headers = {
      "content-type": "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
      "cache-control": "public",
      vary: "Accept",
    };
    return { status: 200, headers, body: aggregated(root, server.announcesSimulation) };
  }
  const json = plain(root, group, version, server.announcesSimulation);
  if (json === undefined) throw resourceMissing();
  return respond({ status: 200, json }, form);
}

function openapi(path: string, query: Query): ApiResponse {
  if (path === "v3") return respond({ status: 200, json: openapiIndex() }, JSON_FORM);
  const key = path.startsWith("v3/") ? path.slice(3) : undefined;
  const json = key === undefined ? undefined : openapiDocument(key);
  if (json === undefined) return respondText(404, "404 page not found\n");
  const hash = query.text("hash");
  if (hash !== undefined && hash !== OPENAPI_HASH) {
    return { status: 301, headers: { location: `/openapi/v3/${key}?hash=${OPENAPI_HASH}` }, body: "" };
  }
  const response = respond({ status: 200, json }, JSON_FORM);
  return hash === undefined ? response : { ...response, headers: { ...response.headers, "cache-control": "public, immutable" } };
}
