// The table of kinds: where each is served, and how it is named. The scheme of the API server.

import type * as types from "./types.generated.ts";
import type { KubeObject } from "./object.ts";

/** A simulated image's behaviour (see `runtime/catalogue.ts`), an object of sim.podyard.dev/v1. */
export interface Image extends KubeObject {
  readonly kind: "Image";
  readonly spec: ImageSpec;
}
/** How a container made from an image behaves. Durations are in seconds, sizes are quantities or bytes. */
export interface ImageSpec {
  /** Image names that it stands for, without tag: `nginx`, `luksa/kubia`. */
  readonly names: readonly string[];
  /** What the main process is when the container gives no command. `none`: the image needs a command. */
  readonly process?: "server" | "sleep" | "none";
  readonly ports?: readonly ImagePort[];
  /** What the main process does on SIGTERM; default `exit` (code 0 for a server, 143 without a handler). */
  readonly onSigterm?: "exit" | "ignore" | "default";
  readonly exitCodeOnSigterm?: number;
  /** Exits by itself after that long, with `exitCode`. */
  readonly exitAfterSeconds?: number;
  readonly exitCode?: number;
  readonly startSeconds?: number;
  readonly pullSeconds?: number;
  readonly sizeBytes?: number;
  readonly pullFailure?: string;
  /** Present on every node from the beginning: nothing to pull. */
  readonly preloaded?: boolean;
  readonly memory?: { readonly startBytes?: number; readonly bytesPerSecond?: number };
  /** Lines written at the start, and again every `logEverySeconds` when that is given. */
  readonly log?: readonly string[];
  readonly logEverySeconds?: number;
  /** Commands that start this same main process (`nginx`, `node`); `*`: every command that is not a simulated program. */
  readonly programs?: readonly string[];
  /** What `args` without a `command` are handed to, when it is not the main process: `curl`. */
  readonly entrypoint?: readonly string[];
  /** Nothing but the main process in it: no sh, and exec finds nothing. */
  readonly bare?: boolean;
}
export interface ImagePort {
  readonly port: number;
  /** Without any, every path is answered with `otherStatus`, or 200. */
  readonly http?: readonly ImagePath[];
  /** For paths that are not in `http`; default 404. */
  readonly otherStatus?: number;
  /** After that many requests it answers all with 500. */
  readonly failAfterRequests?: number;
  /** Not HTTP: a connection is accepted and nothing said. */
  readonly tcpOnly?: boolean;
  readonly tls?: boolean;
  /** Not plain HTTP but gRPC: what its health service answers (KL-138). */
  readonly grpc?: "SERVING" | "NOT_SERVING" | "UNKNOWN" | "SERVICE_UNKNOWN" | "UNIMPLEMENTED";
}
export interface ImagePath {
  /** `*` stands for every path. */
  readonly path: string;
  readonly status: number;
  readonly delaySeconds?: number;
  /** `{hostname}` in it becomes the pod's name. */
  readonly body?: string;
  /** Where a redirect leads. */
  readonly location?: string;
  /** `Name: value`; a request without it is answered with 401. */
  readonly needsHeader?: string;
}

/** A trouble that the learner brings about, an object of sim.podyard.dev/v1. */
export interface Fault extends KubeObject {
  readonly kind: "Fault";
  readonly spec: FaultSpec;
}
export interface FaultSpec {
  readonly type:
    | "Crash"
    | "HttpError"
    | "Slow"
    | "Hang"
    | "OutOfMemory"
    | "MemoryLeak"
    | "ImagePullError"
    | "NodePowerOff"
    | "NetworkPartition"
    | "DiskPressure"
    | "NodeSlow";
  /** Which it strikes: pods by name or labels in the Fault's namespace, one container of them, nodes, or images. */
  readonly pods?: { readonly name?: string; readonly selector?: types.LabelSelector; readonly container?: string };
  readonly nodes?: { readonly name?: string; readonly selector?: types.LabelSelector };
  readonly image?: string;
  /** HttpError: the status answered. Crash: the exit code. */
  readonly code?: number;
  readonly delaySeconds?: number;
  /** MemoryLeak: how fast. */
  readonly bytesPerSecond?: number;
  /** How long it lasts; without it until the Fault is deleted. */
  readonly durationSeconds?: number;
}

/** Every kind that the engine stores, by name. */
export interface KindMap {
  Pod: types.Pod;
  ReplicationController: types.ReplicationController;
  ReplicaSet: types.ReplicaSet;
  DaemonSet: types.DaemonSet;
  Deployment: types.Deployment;
  StatefulSet: types.StatefulSet;
  Job: types.Job;
  CronJob: types.CronJob;
  ControllerRevision: types.ControllerRevision;
  Node: types.Node;
  Namespace: types.Namespace;
  Event: types.Event;
  Service: types.Service;
  Endpoints: types.Endpoints;
  EndpointSlice: types.EndpointSlice;
  ConfigMap: types.ConfigMap;
  Secret: types.Secret;
  ServiceAccount: types.ServiceAccount;
  PersistentVolumeClaim: types.PersistentVolumeClaim;
  PersistentVolume: types.PersistentVolume;
  PodTemplate: types.PodTemplate;
  ResourceQuota: types.ResourceQuota;
  LimitRange: types.LimitRange;
  Lease: types.Lease;
  PodDisruptionBudget: types.PodDisruptionBudget;
  PriorityClass: types.PriorityClass;
  Image: Image;
  Fault: Fault;
}
export type KindName = keyof KindMap;

/** One row of the scheme. `definition` names the structure in `schema/types.json`; the sim group has none there. */
export interface KindInfo {
  readonly kind: KindName;
  readonly group: string;
  readonly version: string;
  /** Plural, as in paths and in `details.kind` of most errors: `replicasets`. */
  readonly resource: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  /** In `kubectl get all` (API-15). */
  readonly inAll: boolean;
  readonly hasStatus: boolean;
  readonly hasScale: boolean;
  readonly definition: string;
}

const core = (kind: KindName, resource: string, shortNames: readonly string[], flags = ""): KindInfo =>
  row("", "v1", kind, resource, shortNames, flags);
const apps = (kind: KindName, resource: string, shortNames: readonly string[], flags = ""): KindInfo =>
  row("apps", "v1", kind, resource, shortNames, flags);

/** Flags: `c` cluster-scoped, `a` in category all, `s` status subresource, `x` scale subresource. */
function row(group: string, version: string, kind: KindName, resource: string, shortNames: readonly string[], flags = ""): KindInfo {
  return {
    kind,
    group,
    version,
    resource,
    singular: kind.toLowerCase(),
    shortNames,
    namespaced: !flags.includes("c"),
    inAll: flags.includes("a"),
    hasStatus: flags.includes("s"),
    hasScale: flags.includes("x"),
    definition:
      group === "sim.podyard.dev" ? `dev.podyard.sim.v1.${kind}` : `io.k8s.api.${(group.split(".")[0] ?? "") || "core"}.${version}.${kind}`,
  };
}

/** All kinds, in the order of discovery: groups as a real server orders them, resources in alphabetical order (API-12). */
export const KINDS: readonly KindInfo[] = [
  core("ConfigMap", "configmaps", ["cm"]),
  core("Endpoints", "endpoints", ["ep"]),
  core("Event", "events", ["ev"]),
  core("LimitRange", "limitranges", ["limits"]),
  core("Namespace", "namespaces", ["ns"], "cs"),
  core("Node", "nodes", ["no"], "cs"),
  core("PersistentVolumeClaim", "persistentvolumeclaims", ["pvc"], "s"),
  core("PersistentVolume", "persistentvolumes", ["pv"], "cs"),
  core("Pod", "pods", ["po"], "as"),
  core("PodTemplate", "podtemplates", []),
  core("ReplicationController", "replicationcontrollers", ["rc"], "asx"),
  core("ResourceQuota", "resourcequotas", ["quota"], "s"),
  core("Secret", "secrets", []),
  core("ServiceAccount", "serviceaccounts", ["sa"]),
  core("Service", "services", ["svc"], "as"),
  apps("ControllerRevision", "controllerrevisions", []),
  apps("DaemonSet", "daemonsets", ["ds"], "as"),
  apps("Deployment", "deployments", ["deploy"], "asx"),
  apps("ReplicaSet", "replicasets", ["rs"], "asx"),
  apps("StatefulSet", "statefulsets", ["sts"], "asx"),
  row("batch", "v1", "CronJob", "cronjobs", ["cj"], "as"),
  row("batch", "v1", "Job", "jobs", [], "as"),
  row("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", ["pdb"], "s"),
  row("scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses", ["pc"], "c"),
  row("coordination.k8s.io", "v1", "Lease", "leases", []),
  row("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", []),
  row("sim.podyard.dev", "v1", "Fault", "faults", []),
  row("sim.podyard.dev", "v1", "Image", "images", [], "c"),
];

/** The group of the simulation's own kinds. */
export const SIMULATION_GROUP = "sim.podyard.dev";

/**
 * The group versions that a 1.36 server has in its default state, in the order of discovery (API-12, API-13). Those without
 * a kind in the table above are announced and hold nothing.
 */
export const GROUP_VERSIONS: readonly (readonly [group: string, version: string])[] = [
  ["", "v1"],
  ["apiregistration.k8s.io", "v1"],
  ["apps", "v1"],
  ["events.k8s.io", "v1"],
  ["authentication.k8s.io", "v1"],
  ["authorization.k8s.io", "v1"],
  ["autoscaling", "v2"],
  ["autoscaling", "v1"],
  ["batch", "v1"],
  ["certificates.k8s.io", "v1"],
  ["networking.k8s.io", "v1"],
  ["policy", "v1"],
  ["rbac.authorization.k8s.io", "v1"],
  ["storage.k8s.io", "v1"],
  ["admissionregistration.k8s.io", "v1"],
  ["apiextensions.k8s.io", "v1"],
  ["scheduling.k8s.io", "v1"],
  ["coordination.k8s.io", "v1"],
  ["node.k8s.io", "v1"],
  ["discovery.k8s.io", "v1"],
  ["resource.k8s.io", "v1"],
  ["flowcontrol.apiserver.k8s.io", "v1"],
  [SIMULATION_GROUP, "v1"],
];

const byKind = new Map<string, KindInfo>(KINDS.map((info) => [info.kind, info]));

/** The row of a kind that the engine stores. */
export function kindInfo(kind: KindName): KindInfo {
  // Every KindName has its row: the table is typed by it and a test holds the two together.
  return byKind.get(kind) as KindInfo;
}

/** The row for what a manifest says, if such a kind is served in that version (API-208). */
export function findKind(apiVersion: string, kind: string): KindInfo | undefined {
  const info = byKind.get(kind);
  return info && apiVersionOf(info) === apiVersion ? info : undefined;
}

export function findResource(group: string, version: string, resource: string): KindInfo | undefined {
  return KINDS.find((info) => info.resource === resource && info.group === group && info.version === version);
}

export function apiVersionOf(info: KindInfo): string {
  return info.group ? `${info.group}/${info.version}` : info.version;
}

/** The resource as messages name it: `pods`, `deployments.apps` (API-23). */
export function qualifiedResource(info: KindInfo): string {
  return info.group ? `${info.resource}.${info.group}` : info.resource;
}

/** The collection's path, or the object's when a name is given. */
export function pathOf(info: KindInfo, namespace?: string, name?: string): string {
  const base = info.group ? `/apis/${info.group}/${info.version}` : `/api/${info.version}`;
  const scope = info.namespaced && namespace !== undefined ? `/namespaces/${namespace}` : "";
  return `${base}${scope}/${info.resource}${name === undefined ? "" : `/${name}`}`;
}
