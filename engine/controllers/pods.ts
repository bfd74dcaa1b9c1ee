// Pods made from a template by any workload controller (GEN-22 to GEN-24), the slow start of creating them (EXP-7),
// and the Events that tell of it (RS-40). Left out on purpose: parallel requests; a batch is one run of requests.

import { ApiError } from "../api/apierror.ts";
import type { KubeObject } from "../api/object.ts";
import type { OwnerReference, Pod, PodSpec, PodTemplateSpec } from "../api/types.generated.ts";
import type { Client, NewObject } from "../client/client.ts";
import type { EventRecorder } from "../client/events.ts";
import type { Because } from "../sim/cause.ts";

export type NewPod = NewObject & { readonly spec: PodSpec };

/** The reference that makes `owner` the controller of what carries it (GEN-24). */
export function controllerReference(owner: KubeObject): OwnerReference {
  const { name, uid } = owner.metadata;
  return { apiVersion: owner.apiVersion, kind: owner.kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/** A pod of `owner` as its template says, name and namespace of the template left aside (GEN-23). */
export function newPodFromTemplate(template: PodTemplateSpec, owner: KubeObject): NewPod {
  const { labels, annotations, finalizers } = template.metadata;
  const { namespace, name } = owner.metadata;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      generateName: podNamePrefix(name),
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ownerReferences: [controllerReference(owner)],
    },
    spec: template.spec,
  };
}

/** `<controller>-`, without the dash where that would be too long a name (GEN-22). */
function podNamePrefix(controllerName: string): string {
  const prefix = `${controllerName}-`;
  return prefix.length <= 253 ? prefix : controllerName;
}

/** Creates or deletes pods for a controller and tells of it by Events on the controller (RS-40, GEN-23). */
export class PodControl {
  readonly #client: Client;
  readonly #events: EventRecorder;
  constructor(client: Client, events: EventRecorder) {
    this.#client = client;
    this.#events = events;
  }

  create(owner: KubeObject, pod: NewPod, because: Because): Pod {
    if (Object.keys(pod.metadata.labels ?? {}).length === 0) throw new ApiError(500, undefined, "unable to create pods, no labels");
    try {
      const created = this.#client.create("Pod", pod, because);
      this.#events.event(owner, "Normal", "SuccessfulCreate", `Created pod: ${created.metadata.name}`, { trigger: because.trigger });
      return created;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!isNamespaceTerminating(error)) {
        this.#events.event(owner, "Warning", "FailedCreate", `Error creating: ${error.message}`, { trigger: because.trigger });
      }
      throw error;
    }
  }

  /** A pod that is gone already is no failure. */
  delete(owner: KubeObject, pod: Pod, because: Because): void {
    const { namespace, name } = pod.metadata;
    try {
      this.#client.delete("Pod", namespace, name, {}, because);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 404) return;
      this.#events.event(owner, "Warning", "FailedDelete", `Error deleting: ${error.message}`, { trigger: because.trigger });
      throw new ApiError(error.code, error.reason, `unable to delete pods: ${error.message}`);
    }
    this.#events.event(owner, "Normal", "SuccessfulDelete", `Deleted pod: ${name}`, { trigger: because.trigger });
  }
}

/** Whether a create was refused because its namespace is going away (NS-2). */
export function isNamespaceTerminating(error: ApiError): boolean {
  return error.code === 403 && (error.status.details?.causes ?? []).some((cause) => cause.reason === "NamespaceTerminating");
}

/**
 * Runs `create` for 0 .. count-1 in batches of 1 (or `first`), 2, 4, ... Gives the first failure; those of a terminating
 * namespace are none (RS-16, EXP-7).
 */
export function slowStart(count: number, create: (index: number) => void, first = 1): ApiError | undefined {
  return inBatches(count, create, first, (error) => !isNamespaceTerminating(error));
}

/** The same for any requests, whose every failure counts: a batch with one is finished, then no further one starts (STS-6). */
export function inBatches(
  count: number,
  request: (index: number) => void,
  first = 1,
  isFailure: (error: ApiError) => boolean = () => true,
): ApiError | undefined {
  for (let done = 0, batch = first; done < count; batch *= 2) {
    const end = Math.min(count, done + batch);
    const errors: ApiError[] = [];
    for (; done < end; done++) attempt(() => request(done), errors, isFailure);
    if (errors.length > 0) return errors[0];
  }
  return undefined;
}

/** Runs one request of several: its failure is noted, and the others are still made. */
export function attempt(request: () => void, errors: ApiError[], isFailure = (error: ApiError) => !isNamespaceTerminating(error)): void {
  try {
    request();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (isFailure(error)) errors.push(error);
  }
}
