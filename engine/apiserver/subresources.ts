// Writes that are not plain creates and updates: binding, eviction and scale (API-185 to API-187, PDB-5).

import { ApiError, conflict, forbidden, invalid } from "../api/apierror.ts";
import { kindInfo, type KindInfo } from "../api/kinds.ts";
import type { KubeObject } from "../api/object.ts";
import { matchesSelector, selectorOf } from "../api/selector.ts";
import { formatTime } from "../api/time.ts";
import type { Pod, PodCondition, PodDisruptionBudget } from "../api/types.generated.ts";
import type { DeleteOptions } from "./deletion.ts";
import type { ApiServer, Write } from "./apiserver.ts";

/** POST pods/binding: the pod gets its node and PodScheduled True; its generation stays (API-42, API-186). */
export function bindPod(server: ApiServer, namespace: string, name: string, nodeName: string, write: Write): void {
  const info = kindInfo("Pod");
  const refuse = (why: string): ApiError =>
    new ApiError(409, "Conflict", `Operation cannot be fulfilled on pods/binding "${name}": ${why}`, { name, kind: "pods/binding" });
  server.update(
    info,
    namespace,
    name,
    (object) => {
      const pod = object as Pod; // info is Pod
      if (pod.metadata.deletionTimestamp !== undefined) throw refuse(`pod ${name} is being deleted, cannot be assigned to a host`);
      if (pod.spec.nodeName) throw refuse(`pod ${name} is already assigned to node "${pod.spec.nodeName}"`);
      if ((pod.spec.schedulingGates ?? []).length > 0) throw refuse(`pod ${name} has non-empty .spec.schedulingGates`);
      const scheduled: PodCondition = { type: "PodScheduled", status: "True", lastTransitionTime: formatTime(server.clock.now) };
      const { nominatedNodeName: _, ...status } = pod.status;
      const conditions = (status.conditions ?? []).filter((condition) => condition.type !== "PodScheduled").concat(scheduled);
      // Not by spreading: an object that is spread and then gets a new field has a shape of its own in V8, which costs each reader.
      const spec = Object.assign({}, pod.spec, { nodeName });
      return { ...pod, spec, status: Object.assign({}, status, { conditions }) };
    },
    Object.assign({ trusted: true }, write),
  );
}

/** POST pods/eviction: a delete that a disruption budget may refuse (PDB-5). */
export function evictPod(server: ApiServer, namespace: string, name: string, options: DeleteOptions, write: Write): void {
  const info = kindInfo("Pod");
  const pod = server.get(info, namespace, name) as Pod; // info is Pod
  const budget = needsBudget(pod) ? budgetOf(server, pod) : undefined;
  if (budget !== undefined) spend(server, budget, pod, write);
  if (write.dryRun === true) return;
  const condition: PodCondition = {
    type: "DisruptionTarget",
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
    status: "True",
    lastTransitionTime: formatTime(server.clock.now),
    reason: "EvictionByEvictionAPI",
    message: "Eviction API: evicting",
  };
  const mark = (object: KubeObject): KubeObject => {
    const { status } = object as Pod;
    return {
      ...object,
      status: { ...status, conditions: [...(status.conditions ?? []).filter((c) => c.type !== condition.type), condition] },
    } as KubeObject; // a Pod still
  };
  server.update(info, namespace, name, mark, { ...write, trusted: true, subresource: "status" });
  server.delete(info, namespace, name, options, write);
}

function needsBudget(pod: Pod): boolean {
  const { phase } = pod.status;
  return phase === "Running" && pod.metadata.deletionTimestamp === undefined;
}

function budgetOf(server: ApiServer, pod: Pod): PodDisruptionBudget | undefined {
  const matching: PodDisruptionBudget[] = [];
  for (const budget of server.store.list("PodDisruptionBudget", pod.metadata.namespace)) {
    const selector = selectorOf(budget.spec.selector);
    if (selector !== undefined && matchesSelector(selector, pod.metadata.labels)) matching.push(budget);
  }
  if (matching.length > 1)
    throw new ApiError(500, undefined, "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
  return matching[0];
}

/** Takes one allowed disruption from the budget, or refuses. */
function spend(server: ApiServer, budget: PodDisruptionBudget, pod: Pod, write: Write): void {
  const { status } = budget;
  const ready = pod.status.conditions?.some((condition) => condition.type === "Ready" && condition.status === "True") === true;
  const healthyEnough = status.currentHealthy >= status.desiredHealthy && status.desiredHealthy > 0;
  if (!ready && (budget.spec.unhealthyPodEvictionPolicy === "AlwaysAllow" || healthyEnough)) return;
  if ((status.observedGeneration ?? 0) < (budget.metadata.generation ?? 0))
    throw tooManyDisruptions(`The disruption budget ${budget.metadata.name} is still being processed by the server.`);
  if (status.disruptionsAllowed <= 0) throw tooManyDisruptions(whyNoneIsAllowed(budget));
  if (write.dryRun === true) return;
  const disruptedPods = { ...status.disruptedPods, [pod.metadata.name]: formatTime(server.clock.now) };
  const change = (object: KubeObject): KubeObject =>
    ({ ...object, status: { ...status, disruptionsAllowed: status.disruptionsAllowed - 1, disruptedPods } }) as KubeObject; // a budget still
  server.update(kindInfo("PodDisruptionBudget"), budget.metadata.namespace ?? "", budget.metadata.name, change, {
    ...write,
    trusted: true,
    subresource: "status",
  });
}

function tooManyDisruptions(message: string): ApiError {
  return new ApiError(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [{ reason: "DisruptionBudget", message }],
  });
}

/** The numbers are told only when they can be trusted and are the reason (PDB-5). */
function whyNoneIsAllowed({ metadata: { name }, status }: PodDisruptionBudget): string {
  const condition = status.conditions?.find(({ type }) => type === "DisruptionAllowed");
  const { currentHealthy, desiredHealthy } = status;
  if (condition?.reason === "SyncFailed" && condition.message)
    return `The disruption budget ${name} does not allow evicting pods currently because it failed sync: ${condition.message}`;
  if (currentHealthy <= desiredHealthy)
    return `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
  return `The disruption budget ${name} does not allow evicting pods currently`;
}

type Scalable = KubeObject & { readonly spec: { readonly replicas?: number } };

/** Sets `spec.replicas` through the scale subresource; `resourceVersion`, when given, must be the stored one (API-185). */
export function scaleObject(
  server: ApiServer,
  info: KindInfo,
  namespace: string,
  name: string,
  replicas: number,
  resourceVersion: string | undefined,
  write: Write,
): KubeObject {
  if (!info.hasScale) throw forbidden(info, name, "the kind cannot be scaled");
  if (replicas < 0)
    throw invalid({ group: "autoscaling", kind: "Scale" }, name, [
      { type: "Invalid", field: "spec.replicas", message: `Invalid value: ${replicas}: must be greater than or equal to 0` },
    ]);
  const change = (object: KubeObject): KubeObject => {
    if (resourceVersion && resourceVersion !== object.metadata.resourceVersion) throw conflict(info, name);
    const scalable = object as Scalable; // hasScale says so
    return scalable.spec.replicas === replicas ? object : ({ ...scalable, spec: { ...scalable.spec, replicas } } as KubeObject);
  };
  return server.update(info, namespace, name, change, write);
}
