// The only door of the engine.

export type { KubeObject, ObjectRef } from "./api/object.ts";
export type { FaultSpec, Image, ImageSpec } from "./api/kinds.ts";
export type { ContainerStatus, DaemonSet, Deployment, Event, LabelSelector, Node, Pod, ReplicaSet } from "./api/types.generated.ts";
export { matchesSelector, parseSelector } from "./api/selector.ts";
export type { ApiRequest, ApiResponse, Unsubscribe, WatchEvent } from "./api/request.ts";
export type { Cluster, ClusterOptions, Happening, Snapshot } from "./cluster.ts";
export { createCluster, restoreCluster } from "./cluster.ts";
export type { NodeSpec } from "./nodespec.ts";
export type { Because, Cause, Facts } from "./sim/cause.ts";
export { AssertionError } from "./sim/assert.ts";
export type { Input, Session } from "./session/session.ts";
export { isInput, newSession, replay, withInput } from "./session/session.ts";
export type { KubectlIo, Pause } from "./kubectl/io.ts";
export { kubectl } from "./kubectl/kubectl.ts";
export { splitCommandLine } from "./kubectl/commandline.ts";
export type { ManifestDocument, ManifestError, Manifests } from "./kubectl/manifest.ts";
export { locateField, readManifests } from "./kubectl/manifest.ts";
export { KNOWN_IMAGES } from "./runtime/knownimages.ts";
