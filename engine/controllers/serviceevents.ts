// Which Services a change of a pod concerns, and the ports that a Service finds on a pod: what the two controllers of
// endpoints share (EPS-1, EP-1).

import { deepEqual } from "../api/equal.ts";
import { isBeingDeleted, keyOf } from "../api/object.ts";
import { getCondition, isPodReady, isPodTerminal, isSidecar } from "../api/podstate.ts";
import { matchesSelector, selectorOfMap } from "../api/selector.ts";
import type { Pod, Service, ServicePort } from "../api/types.generated.ts";
import type { Change, Client } from "../client/client.ts";
import type { WorkQueue } from "../client/workqueue.ts";

/** Whether the controllers look after the Service's endpoints at all (EPS-4, SEL-16). */
export function hasManagedEndpoints(service: Service): boolean {
  return service.spec.type !== "ExternalName" && Object.keys(service.spec.selector ?? {}).length > 0;
}

/** Queues the Services that the pod belongs to, or did. */
export function enqueueServices(client: Client, queue: WorkQueue, { object: pod, old, cause }: Change<"Pod">): void {
  if (old !== undefined && !hasEndpointChanged(old, pod)) return;
  for (const service of client.list("Service", pod.metadata.namespace)) {
    if (hasManagedEndpoints(service) && (selects(service, pod) || (old !== undefined && selects(service, old))))
      queue.add(keyOf(service), cause);
  }
}

function hasEndpointChanged(old: Pod, pod: Pod): boolean {
  return (
    old.status.podIP !== pod.status.podIP ||
    old.spec.nodeName !== pod.spec.nodeName ||
    isBeingDeleted(old) !== isBeingDeleted(pod) ||
    isPodReady(old) !== isPodReady(pod) ||
    isPodTerminal(old) !== isPodTerminal(pod) ||
    !deepEqual(old.metadata.labels, pod.metadata.labels)
  );
}

function selects(service: Service, pod: Pod): boolean {
  return matchesSelector(selectorOfMap(service.spec.selector), pod.metadata.labels);
}

/** The Service's pods that have an address and have not ended. */
export function podsOfService(client: Client, service: Service): Pod[] {
  const selector = selectorOfMap(service.spec.selector);
  const pods: Pod[] = [];
  for (const pod of client.list("Pod", service.metadata.namespace)) {
    if (pod.status.podIP && !isPodTerminal(pod) && matchesSelector(selector, pod.metadata.labels)) pods.push(pod);
  }
  return pods;
}

/** The number that a Service's port has on this pod; undefined when it names a port that the pod does not have. */
export function findPort(pod: Pod, { targetPort, protocol = "TCP" }: ServicePort): number | undefined {
  if (typeof targetPort === "number") return targetPort;
  const containers = [...pod.spec.containers, ...(pod.spec.initContainers ?? []).filter(isSidecar)];
  for (const { ports = [] } of containers) {
    const found = ports.find((port) => port.name === targetPort && (port.protocol ?? "TCP") === protocol);
    if (found !== undefined) return found.containerPort;
  }
  return undefined;
}

export function isHeadless(service: Service): boolean {
  return service.spec.clusterIP === "None";
}

/** The pod's own host name within the Service, where it has one (EPS-2). */
export function hostnameIn(service: Service, pod: Pod): string | undefined {
  return pod.spec.hostname && pod.spec.subdomain === service.metadata.name ? pod.spec.hostname : undefined;
}

/** When which object last changed in a way that endpoints show, by Service: for the annotation with that time. */
export type TriggerTimes = Map<string, { service: string; pods: Map<string, string> }>;

export const TRIGGER_TIME_ANNOTATION = "endpoints.kubernetes.io/last-change-trigger-time";

/** The earliest change since the last look, and a note of it; undefined when nothing is new. */
export function noteTriggerTime(times: TriggerTimes, service: Service, pods: readonly Pod[]): string | undefined {
  const key = keyOf(service);
  const before = times.get(key);
  const { creationTimestamp } = service.metadata;
  const fresh = before === undefined || creationTimestamp > before.service ? [creationTimestamp] : [];
  const seen = new Map<string, string>();
  for (const pod of pods) {
    const at = getCondition(pod.status.conditions, "Ready")?.lastTransitionTime ?? "";
    seen.set(pod.metadata.name, at);
    if (at > (before?.pods.get(pod.metadata.name) ?? "")) fresh.push(at);
  }
  times.set(key, { service: creationTimestamp, pods: seen });
  return fresh.length === 0 ? undefined : fresh.reduce((least, at) => (at < least ? at : least));
}
