// Pods behind a name for logs and exec: of a workload, the best of its pods; of a pod, the container that is meant (API-249).

import { formatLabelSelector, formatSelector, selectorOfMap } from "../api/selector.ts";
import type { LabelSelector, Pod } from "../api/types.generated.ts";
import { requireResource } from "./builder.ts";
import type { Obj } from "./client.ts";
import { CommandError } from "./errors.ts";
import { itemsOf } from "./printers/output.ts";
import type { Resource } from "./resources.ts";
import type { Session } from "./session.ts";

const DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

export interface PodChoice {
  readonly pods: readonly Pod[];
  /** Whether the name was a workload's and its pods were looked up. */
  readonly selected: boolean;
}

/** `POD` or `TYPE/NAME`. */
export function parsePodArgument(session: Session, text: string): { readonly resource: Resource; readonly name: string } {
  const [type = "", name = ""] = text.includes("/") ? text.split("/") : ["pods", text];
  return { resource: requireResource(session, type), name };
}

/** The pods of an object, best first: running and ready ones, then the older. */
export function podsOf(session: Session, resource: Resource, object: Obj, purpose: "get the logs from" | "attach to"): PodChoice {
  if (resource.kind === "Pod") return { pods: [object as unknown as Pod], selected: false }; // it is a Pod
  const selector = podSelector(object);
  if (selector === undefined) throw new CommandError(`cannot ${purpose} *v1.${resource.kind}: ${withoutPods(resource, object)}`);
  const list = session.client.get(`/api/v1/namespaces/${object.metadata?.namespace ?? ""}/pods`, { labelSelector: selector });
  const pods = itemsOf(list).map((item) => item as unknown as Pod); // a list of pods
  return {
    pods: pods.sort((a, b) => rank(a) - rank(b) || order(a.metadata.creationTimestamp, b.metadata.creationTimestamp)),
    selected: true,
  };
}

function withoutPods({ kind }: Resource, object: Obj): string {
  if (kind === "Service") return `invalid service '${object.metadata?.name ?? ""}': Service is defined without a selector`;
  return `selector for *v1.${kind} not implemented`;
}

function podSelector(object: Obj): string | undefined {
  const spec = object["spec"] as { readonly selector?: unknown } | undefined;
  if (!spec?.selector) return undefined;
  const isMap = object.kind === "Service" || object.kind === "ReplicationController";
  return isMap
    ? formatSelector(selectorOfMap(spec.selector as Readonly<Record<string, string>>))
    : formatLabelSelector(spec.selector as LabelSelector);
}

function rank(pod: Pod): number {
  if (!pod.spec?.nodeName) return 3;
  if (pod.status?.phase !== "Running") return 2;
  return pod.status.conditions?.some((one) => one.type === "Ready" && one.status === "True") ? 0 : 1;
}

function order(a: string | undefined, b: string | undefined): number {
  return (a ?? "") < (b ?? "") ? -1 : (a ?? "") > (b ?? "") ? 1 : 0;
}

/** Names of all containers: regular ones, then init ones with a mark. */
export function containerNames(pod: Pod): { readonly regular: readonly string[]; readonly init: readonly string[] } {
  return {
    regular: (pod.spec?.containers ?? []).map((container) => container.name),
    init: (pod.spec?.initContainers ?? []).map((container) => container.name),
  };
}

/** The container meant when none is named; tells which one when there was a choice. */
export function defaultContainer(session: Session, pod: Pod): string {
  const { regular, init } = containerNames(pod);
  const annotated = pod.metadata.annotations?.[DEFAULT_CONTAINER];
  if (annotated && regular.includes(annotated)) return annotated;
  const [first = ""] = regular;
  const all = [...regular, ...init.map((name) => `${name} (init)`)];
  if (all.length > 1) session.io.stderr(`Defaulted container "${first}" out of: ${all.join(", ")}\n`);
  return first;
}
