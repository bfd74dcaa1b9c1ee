// Subresources: scale, status, binding, eviction, log, finalize (API-184 to API-191).

import { ApiError, badRequest, invalid } from "../api/apierror.ts";
import { encodeValue } from "../api/encode.ts";
import type { KubeObject } from "../api/object.ts";
import { formatSelector, selectorOf, selectorOfMap } from "../api/selector.ts";
import { headerOf } from "../api/request.ts";
import { isTime, parseTime } from "../api/time.ts";
import type { Binding, Eviction, LabelSelector, Pod, Scale } from "../api/types.generated.ts";
import type { LogOptions } from "../apiserver/nodeproxy.ts";
import { contentType, readObject, type WantedKind } from "./body.ts";
import { objectJson, type ResourceRequest, wantedOf, writeFor } from "./context.ts";
import { decodePatched, patcherOf } from "./patch.ts";
import { type Query, writeOptions } from "./query.ts";
import { inForm } from "./read.ts";
import { type Answer, methodNotAllowed } from "./respond.ts";
import { checkName } from "./write.ts";
import { newScaleTable } from "./table/scale.ts";

const SUCCESS: Answer = {
  status: 201,
  json: JSON.stringify({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 }),
};
const SCALE: WantedKind = { group: "autoscaling", version: "v1", kind: "Scale", definition: "io.k8s.api.autoscaling.v1.Scale" };
const BINDING: WantedKind = { group: "", version: "v1", kind: "Binding", definition: "io.k8s.api.core.v1.Binding" };
const EVICTION: WantedKind = {
  group: "policy",
  version: "v1",
  kind: "Eviction",
  definition: "io.k8s.api.policy.v1.Eviction",
  alsoVersions: ["policy/v1beta1"],
};

interface Scalable extends KubeObject {
  readonly spec: { readonly replicas?: number; readonly selector?: unknown };
  readonly status?: { readonly replicas?: number };
}

/** The scale of an object, as its subresource shows it (API-185). */
export function scaleOf(object: KubeObject): Scale {
  const { metadata, spec, status, kind } = object as Scalable; // only asked of kinds that have a scale
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const selector =
    kind === "ReplicationController"
      ? selectorOfMap(spec.selector as Record<string, string>)
      : selectorOf(spec.selector as LabelSelector | undefined);
  const text = formatSelector(selector ?? []);
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), uid, resourceVersion, creationTimestamp },
    spec: spec.replicas ? { replicas: spec.replicas } : {},
    status: { replicas: status?.replicas ?? 0, ...(text === "" ? {} : { selector: text }) },
  };
}

function scaleJson(object: KubeObject): string {
  return encodeValue(SCALE.definition, scaleOf(object));
}

export function getScale(context: ResourceRequest): Answer {
  const { server, route, form } = context;
  const object = server.get(route.info, route.namespace ?? "", route.name ?? "");
  if (form.as === "table") return { status: 200, json: JSON.stringify(newScaleTable(scaleOf(object), server.clock.now, form.metaVersion)) };
  return { status: 200, json: scaleJson(object) };
}

export function replaceScale(context: ResourceRequest): Answer {
  const options = writeOptions(context.query, "UpdateOptions");
  const { object, warnings } = readObject(context.request, SCALE, options.fieldValidation);
  return { ...setScale(context, object as unknown as Scale, "update"), warnings }; // decoded as a Scale
}

export function patchScale(context: ResourceRequest): Answer {
  const { server, route, request } = context;
  const patcher = patcherOf(contentType(request), request);
  const current = JSON.parse(scaleJson(server.get(route.info, route.namespace ?? "", route.name ?? ""))) as Record<string, unknown>; // an object's JSON
  // The version is only a precondition when the patch itself names it.
  const patched = patcher.apply(SCALE.definition, { ...current, metadata: { ...(current["metadata"] as object), resourceVersion: null } });
  const { object } = decodePatched(SCALE.definition, patched, patcher.shown(patched, current));
  return setScale(context, object as unknown as Scale, "patch"); // decoded as a Scale
}

function setScale(context: ResourceRequest, scale: Scale, verb: "update" | "patch"): Answer {
  const { server, route, query } = context;
  const { info } = route;
  const name = route.name ?? "";
  server.get(info, route.namespace ?? "", name);
  checkName(scale.metadata, name);
  const replicas = scale.spec?.replicas ?? 0;
  const write = { ...writeFor(context, writeOptions(query, verb === "patch" ? "PatchOptions" : "UpdateOptions")), verb };
  return {
    status: 200,
    json: scaleJson(server.scale(info, route.namespace ?? "", name, replicas, scale.metadata.resourceVersion || undefined, write)),
  };
}

export function getStatus(context: ResourceRequest): Answer {
  const { server, route } = context;
  return { status: 200, json: inForm(context, server.get(route.info, route.namespace ?? "", route.name ?? "")) };
}

/** POST pods/binding, or bindings with the pod's name in the body (API-186). */
export function bind(context: ResourceRequest): Answer {
  const { server, route, query, request } = context;
  const options = writeOptions(query, "CreateOptions");
  const binding = readObject(request, BINDING, options.fieldValidation).object as unknown as Binding; // decoded as that kind
  const name = route.name ?? binding.metadata.name ?? "";
  const { kind, name: node } = binding.target;
  if (kind && kind !== "Node")
    throw new ApiError(500, undefined, `target.kind: Unsupported value: ${JSON.stringify(kind)}: supported values: "Node", "<empty>"`);
  if (!node) throw new ApiError(500, undefined, "target.name: Required value");
  server.bind(route.namespace ?? "", name, node, writeFor(context, options));
  return SUCCESS;
}

export function evict(context: ResourceRequest): Answer {
  const { server, route, query, request } = context;
  const options = writeOptions(query, "CreateOptions");
  const eviction = readObject(request, EVICTION, options.fieldValidation).object as unknown as Eviction; // decoded as that kind
  if ((eviction.metadata.name || route.name) !== route.name) throw badRequest("name in URL does not match name in Eviction object");
  const { deleteOptions } = eviction;
  const dryRun = options.dryRun || deleteOptions?.dryRun?.includes("All") === true;
  const { gracePeriodSeconds, preconditions, propagationPolicy } = deleteOptions ?? {};
  const choice = {
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(propagationPolicy === undefined ? {} : { propagationPolicy }),
    ...(preconditions === undefined ? {} : { preconditions }),
  };
  server.evict(route.namespace ?? "", route.name ?? "", choice, { ...writeFor(context, options), dryRun });
  return SUCCESS;
}

/** PUT namespaces/finalize: a namespace without finalizers goes, if it is being deleted (API-191). */
export function finalize(context: ResourceRequest): Answer {
  const { server, route, query, request } = context;
  const { info } = route;
  const options = writeOptions(query, "UpdateOptions");
  const { object } = readObject(request, wantedOf(info), options.fieldValidation);
  const { metadata, spec } = object as unknown as { metadata: KubeObject["metadata"]; spec?: { finalizers?: readonly string[] } }; // decoded as a Namespace
  checkName(metadata, route.name ?? "");
  const namespace = server.get(info, "", route.name ?? "");
  if ((spec?.finalizers ?? []).length === 0) server.finalizeNamespace(route.name ?? "", writeFor(context, options));
  return { status: 200, json: objectJson(info, { ...namespace, spec: spec ?? {} } as unknown as KubeObject) };
}

/** GET pods/log: text (API-188, API-189). */
export function log({ server, route, query }: ResourceRequest): string {
  const pod = server.get(route.info, route.namespace ?? "", route.name ?? "") as Pod; // the route's kind is Pod
  const options = logOptions(query, pod);
  const container = containerFor(pod, query.text("container"));
  if (!pod.spec.nodeName) return "";
  const answer = server.nodes?.log(pod, container, options);
  if (!answer) return "";
  if ("error" in answer) throw badRequest(answer.error);
  return answer.text;
}

function containerFor(pod: Pod, wanted: string | undefined): string {
  const { initContainers = [], containers, ephemeralContainers = [] } = pod.spec;
  const names = [...initContainers, ...containers, ...ephemeralContainers].map(({ name }) => name);
  if (wanted !== undefined) {
    if (names.includes(wanted)) return wanted;
    throw badRequest(`container ${wanted} is not valid for pod ${pod.metadata.name}`);
  }
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return only;
  throw badRequest(`a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names.join(" ")}]`);
}

function logOptions(query: Query, pod: Pod): LogOptions {
  const tailLines = query.integer("tailLines");
  const sinceSeconds = query.integer("sinceSeconds");
  const limitBytes = query.integer("limitBytes");
  const sinceTime = query.text("sinceTime");
  const refuse = (field: string, value: number, why: string): ApiError =>
    invalid({ group: "", kind: "PodLogOptions" }, pod.metadata.name, [
      { type: "Invalid", field, message: `Invalid value: ${value}: ${why}` },
    ]);
  if (tailLines !== undefined && tailLines < 0) throw refuse("tailLines", tailLines, "must be greater than or equal to 0");
  if (limitBytes !== undefined && limitBytes < 1) throw refuse("limitBytes", limitBytes, "must be greater than 0");
  if (sinceSeconds !== undefined && sinceSeconds < 1) throw refuse("sinceSeconds", sinceSeconds, "must be greater than 0");
  if (sinceSeconds !== undefined && sinceTime !== undefined) {
    const message = "Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified";
    throw invalid({ group: "", kind: "PodLogOptions" }, pod.metadata.name, [{ type: "Forbidden", field: "", message }]);
  }
  return {
    previous: query.flag("previous"),
    timestamps: query.flag("timestamps"),
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
    ...(sinceSeconds === undefined ? {} : { sinceSeconds }),
    ...(sinceTime !== undefined && isTime(sinceTime) ? { sinceAt: parseTime(sinceTime) } : {}),
  };
}

/**
 * exec, attach and port-forward need a connection in both directions, which a plain request is not (API-190). A command
 * that needs no conversation can be run by one request all the same: POST pods/exec with the header `x-podyard-exec`,
 * the command in the query, its input as the body; the answer is `{stdout, stderr, exitCode}`. So it is in the input log.
 */
export function connect({ server, request, route, query }: ResourceRequest): Answer {
  if (route.subresource !== "exec" || headerOf(request, "x-podyard-exec") === undefined) throw badRequest("Upgrade request required");
  const pod = server.get(route.info, route.namespace ?? "", route.name ?? "") as Pod; // exec is a subresource of pods only
  const command = query.all("command");
  const stdin = typeof request.body === "string" ? request.body : undefined;
  const answer = server.nodes?.exec(pod, containerFor(pod, query.text("container")), command, stdin) ?? { error: "no node can be reached" };
  if ("error" in answer) throw new ApiError(500, "InternalError", answer.error);
  return { status: 200, json: JSON.stringify(answer) };
}

export function notServed(): Answer {
  throw methodNotAllowed();
}
