// Defaults of pods and pod templates (API-129 to API-134, KL-113): what the API server's core/v1 defaulting adds.
// Called for each pod that a controller makes, so a complete pod passes through without an allocation.

import type * as types from "../types.generated.ts";
import { fill, isEmpty, isUnset, mapItems, withField, withItems, within } from "./fill.ts";

const POD_SPEC: Partial<types.PodSpec> = {
  restartPolicy: "Always",
  dnsPolicy: "ClusterFirst",
  schedulerName: "default-scheduler",
};
const CONTAINER: Partial<types.Container> = { terminationMessagePath: "/dev/termination-log", terminationMessagePolicy: "File" };
const PROBE: Partial<types.Probe> = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
const HTTP_GET: Partial<types.HTTPGetAction> = { path: "/", scheme: "HTTP" };
const FILE_MODE = 0o644;
const VOLUME_SOURCES_DONE = new Set(["name"]);

/** What only pods get and templates do not: requests from limits, service links, host ports (API-130, API-131). */
export function defaultPod(pod: types.Pod): types.Pod {
  return within(pod.spec ? pod : { ...pod, spec: {} as types.PodSpec }, "spec", (given) => {
    let spec = defaultPodSpec(given);
    spec = withItems(spec, "containers", requestLimits);
    spec = withItems(spec, "initContainers", requestLimits);
    if (spec.enableServiceLinks === undefined) spec = { ...spec, enableServiceLinks: true };
    if (spec.hostNetwork) {
      spec = withItems(spec, "containers", useHostPorts);
      spec = withItems(spec, "initContainers", useHostPorts);
    }
    return spec;
  });
}

export function defaultPodTemplate(given: types.PodTemplateSpec | undefined): types.PodTemplateSpec {
  // A template that is not given at all is a struct held by value in Go: it is there, and empty.
  const template = fill(given ?? ({} as types.PodTemplateSpec), { metadata: {} as types.ObjectMeta, spec: {} as types.PodSpec });
  return within(template, "spec", defaultPodSpec);
}

export function defaultPodSpec(given: types.PodSpec): types.PodSpec {
  let spec = fill(given, POD_SPEC, true);
  if (spec.terminationGracePeriodSeconds === undefined) spec = { ...spec, terminationGracePeriodSeconds: 30 };
  if (spec.securityContext === undefined) spec = { ...spec, securityContext: {} };
  if (!spec.containers) spec = { ...spec, containers: [] }; // refused later, by name
  spec = bothServiceAccountNames(spec);
  spec = withItems(spec, "volumes", defaultVolume);
  spec = withItems(spec, "initContainers", defaultContainer);
  spec = withItems(spec, "containers", defaultContainer);
  // An ephemeral container has all fields of a container, and gets the same defaults.
  return withItems(
    spec,
    "ephemeralContainers",
    (container: types.EphemeralContainer) => defaultContainer(container as types.Container) as types.EphemeralContainer,
  );
}

/** The deprecated `serviceAccount` says the same as `serviceAccountName`, whichever was given. */
function bothServiceAccountNames(spec: types.PodSpec): types.PodSpec {
  const name = spec.serviceAccountName || spec.serviceAccount;
  if (!name || (spec.serviceAccountName === name && spec.serviceAccount === name)) return spec;
  return { ...spec, serviceAccountName: name, serviceAccount: name };
}

export function defaultContainer(given: types.Container): types.Container {
  let container = fill(given, CONTAINER, true);
  if (container.resources === undefined) container = { ...container, resources: {} };
  if (!container.imagePullPolicy) container = { ...container, imagePullPolicy: pullPolicyFor(container.image ?? "") };
  container = withItems(container, "ports", defaultPort);
  container = withItems(container, "env", defaultEnv);
  container = within(container, "livenessProbe", defaultProbe);
  container = within(container, "readinessProbe", defaultProbe);
  container = within(container, "startupProbe", defaultProbe);
  return within(container, "lifecycle", defaultLifecycle);
}

/** Always for `latest` and for no tag; IfNotPresent for other tags, for digests and for names that are none (API-129). */
export function pullPolicyFor(image: string): "Always" | "IfNotPresent" {
  const match = /^(?:[^/]+(?::\d+)?\/)?(?:[a-z0-9._-]+\/)*[a-z0-9._-]+(?::([\w][\w.-]{0,127}))?(@[\w+.:-]+)?$/.exec(image);
  if (!match) return "IfNotPresent";
  const tag = match[1] ?? (match[2] === undefined ? "latest" : "");
  return tag === "latest" ? "Always" : "IfNotPresent";
}

function defaultPort(port: types.ContainerPort): types.ContainerPort {
  return port.protocol ? port : { ...port, protocol: "TCP" };
}

function defaultEnv(variable: types.EnvVar): types.EnvVar {
  return within(variable, "valueFrom", (source) => within(source, "fieldRef", defaultFieldRef));
}

function defaultFieldRef(reference: types.ObjectFieldSelector): types.ObjectFieldSelector {
  return reference.apiVersion ? reference : { ...reference, apiVersion: "v1" };
}

export function defaultProbe(given: types.Probe): types.Probe {
  const probe = within(fill(given, PROBE, true), "httpGet", defaultHttpGet);
  return within(probe, "grpc", (grpc) => fill(grpc, { service: "" }));
}

function defaultHttpGet(action: types.HTTPGetAction): types.HTTPGetAction {
  return fill(action, HTTP_GET, true);
}

function defaultLifecycle(given: types.Lifecycle): types.Lifecycle {
  const lifecycle = within(given, "postStart", (handler) => within(handler, "httpGet", defaultHttpGet));
  return within(lifecycle, "preStop", (handler) => within(handler, "httpGet", defaultHttpGet));
}

/** A limit without a request is requested (API-130). */
function requestLimits(container: types.Container): types.Container {
  const limits = container.resources?.limits;
  if (isEmpty(limits)) return container;
  const requests = fill(container.resources.requests ?? {}, limits ?? {});
  return requests === container.resources.requests ? container : { ...container, resources: { ...container.resources, requests } };
}

function useHostPorts(container: types.Container): types.Container {
  return withItems(container, "ports", (port: types.ContainerPort) =>
    isUnset(port.hostPort) ? { ...port, hostPort: port.containerPort } : port,
  );
}

export function defaultVolume(given: types.Volume): types.Volume {
  if (!hasSource(given)) return { ...given, emptyDir: {} };
  let volume = within(given, "secret", withMode);
  volume = within(volume, "configMap", withMode);
  volume = within(volume, "downwardAPI", (source) => withItems(withMode(source), "items", defaultDownwardItem));
  volume = within(volume, "projected", (source) => withItems(withMode(source), "sources", defaultProjection));
  volume = within(volume, "hostPath", (source) => fill(source, { type: "" }));
  volume = within(volume, "image", (source) =>
    source.pullPolicy ? source : { ...source, pullPolicy: pullPolicyFor(source.reference ?? "") },
  );
  return within(volume, "ephemeral", (source) =>
    within(source, "volumeClaimTemplate", (template) => within(template, "spec", defaultClaimSpec)),
  );
}

function hasSource(volume: types.Volume): boolean {
  for (const key in volume) if (!VOLUME_SOURCES_DONE.has(key) && volume[key as keyof types.Volume] != null) return true;
  return false;
}

function withMode<T extends { readonly defaultMode?: number }>(source: T): T {
  return source.defaultMode === undefined ? { ...source, defaultMode: FILE_MODE } : source;
}

function defaultDownwardItem(item: types.DownwardAPIVolumeFile): types.DownwardAPIVolumeFile {
  return within(item, "fieldRef", defaultFieldRef);
}

function defaultProjection(given: types.VolumeProjection): types.VolumeProjection {
  const projection = within(given, "serviceAccountToken", (token) => fill(token, { expirationSeconds: 3600 }));
  return within(projection, "downwardAPI", (source) => withItems(source, "items", defaultDownwardItem));
}

export function defaultClaimSpec(spec: types.PersistentVolumeClaimSpec): types.PersistentVolumeClaimSpec {
  return fill(spec, { volumeMode: "Filesystem" });
}

export function defaultClaimTemplates(claims: readonly types.PersistentVolumeClaim[]): readonly types.PersistentVolumeClaim[] {
  return mapItems(claims, (given) => {
    const claim = fill(given, { kind: "PersistentVolumeClaim", apiVersion: "v1" }, true);
    const status = fill(claim.status ?? {}, { phase: "Pending" as const }, true);
    return withField(within(claim, "spec", defaultClaimSpec), "status", status);
  });
}
