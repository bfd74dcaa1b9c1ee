// Pods made from one template: what defaults, admission and validation made of the first of them holds for the next ones,
// which differ in name and uid, and in the name of the volume with the account's token. A real API server does the whole
// work each time; here a ReplicaSet of thousands is one reason why nothing waits.
// Left out on purpose: pods that are named by their creator, or that are not to be scheduled yet.

import { deepEqual } from "../api/equal.ts";
import type { KubeObject } from "../api/object.ts";
import type { Container, ObjectMeta, Pod, PodSpec, PodStatus } from "../api/types.generated.ts";
import { TOKEN_VOLUME_PREFIX } from "./admission/serviceaccount.ts";
import type { Store } from "./store.ts";

/** What the first pod became. It holds for the very same parts only, which are told by identity. */
interface Proven {
  readonly epoch: number;
  readonly given: ObjectMeta;
  /** As admitted, with the first pod's token volume. */
  readonly spec: PodSpec;
  readonly tokenVolume: string | undefined;
  readonly status: PodStatus;
}

/** Remembers templates that have proven to be good. It only saves time, so it is no part of any state. */
export class PodTemplates {
  readonly #bySpec = new WeakMap<PodSpec, Proven>();
  /** Counts the changes of what admission looks at. */
  #epoch = 0;
  readonly #randomSuffix: () => string;

  constructor(store: Store, randomSuffix: () => string) {
    this.#randomSuffix = randomSuffix;
    for (const kind of ["LimitRange", "PriorityClass", "ServiceAccount"] as const) store.subscribe(kind, () => this.#epoch++);
  }

  /** The pod ready to be stored, or undefined when it must go the whole way. `metadata` is what the server made of it. */
  newPod(given: KubeObject, metadata: ObjectMeta): Pod | undefined {
    const pod = given as Pod; // only asked of pods
    const proven = pod.spec === undefined ? undefined : this.#bySpec.get(pod.spec);
    if (proven?.epoch !== this.#epoch || pod.metadata.name || !isSameOrigin(proven.given, pod.metadata)) return undefined;
    const { apiVersion } = pod;
    return {
      apiVersion,
      kind: "Pod",
      metadata: Object.assign(metadata, { generation: 1 }),
      spec: this.#freshSpec(proven),
      status: proven.status,
    };
  }

  /** Takes note of a pod that was admitted and found valid. */
  prove(given: KubeObject, admitted: Pod): void {
    const { spec, metadata } = given as Pod; // only told of pods
    if (!metadata.generateName || metadata.name || spec === undefined || admitted.spec.schedulingGates?.length) return;
    // What admission has written into the metadata would have to be written again.
    if (admitted.metadata.annotations !== metadata.annotations || admitted.metadata.labels !== metadata.labels) return;
    const token = admitted.spec.volumes?.find(({ name }) => name.startsWith(TOKEN_VOLUME_PREFIX));
    const isOwn = token !== undefined && spec.volumes?.some(({ name }) => name === token.name) !== true;
    const status = Object.freeze(admitted.status);
    this.#bySpec.set(spec, {
      epoch: this.#epoch,
      given: metadata,
      spec: admitted.spec,
      tokenVolume: isOwn ? token.name : undefined,
      status,
    });
  }

  #freshSpec({ spec, tokenVolume }: Proven): PodSpec {
    if (tokenVolume === undefined) return spec;
    const name = TOKEN_VOLUME_PREFIX + this.#randomSuffix();
    const renamed = <T extends { readonly name: string }>(item: T): T => (item.name === tokenVolume ? { ...item, name } : item);
    const remounted = (container: Container): Container => {
      const { volumeMounts } = container;
      return volumeMounts === undefined ? container : { ...container, volumeMounts: volumeMounts.map(renamed) };
    };
    const fresh = { ...spec, volumes: spec.volumes?.map(renamed) ?? [], containers: spec.containers.map(remounted) };
    return spec.initContainers === undefined ? fresh : { ...fresh, initContainers: spec.initContainers.map(remounted) };
  }
}

/** Whether what the creator says of the pod has been checked already. */
function isSameOrigin(a: ObjectMeta, b: ObjectMeta): boolean {
  return (
    a.generateName === b.generateName &&
    a.namespace === b.namespace &&
    a.labels === b.labels &&
    a.annotations === b.annotations &&
    deepEqual(a.ownerReferences, b.ownerReferences) &&
    a.finalizers === b.finalizers &&
    a.managedFields === b.managedFields
  );
}
