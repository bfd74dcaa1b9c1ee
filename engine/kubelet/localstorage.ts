// Limits of local storage (KL-180): with each look of the eviction manager, before it looks at the node, pods go that have
// written more than they may. Left out on purpose: image layers, quotas of the file system, huge pages as a medium.

import { addQuantities, quantityValue } from "../api/quantity.ts";
import type { Container, Pod, Quantity } from "../api/types.generated.ts";
import type { KubeletHost } from "./host.ts";
import type { PodWorker } from "./record.ts";

const RESOURCE = "ephemeral-storage";

/** Why the pod has to go, or undefined; in a real one's order: volumes, the whole pod, single containers. */
export function storageExcess(host: Pick<KubeletHost, "runtime">, worker: PodWorker): string | undefined {
  return volumeExcess(host, worker) ?? podExcess(host, worker) ?? containerExcess(host, worker);
}

function volumeExcess({ runtime }: Pick<KubeletHost, "runtime">, { pod, uid }: PodWorker): string | undefined {
  for (const { name, emptyDir } of pod.spec.volumes ?? []) {
    const limit = emptyDir?.sizeLimit;
    if (limit === undefined || quantityValue(limit) <= 0 || runtime.volumeBytes(uid, name) <= quantityValue(limit)) continue;
    return `Usage of EmptyDir volume "${name}" exceeds the limit "${limit}". `;
  }
  return undefined;
}

/** The limits of the containers together, against all that the pod keeps on disk. */
function podExcess(host: Pick<KubeletHost, "runtime">, worker: PodWorker): string | undefined {
  const { pod, uid } = worker;
  const limits = pod.spec.containers.flatMap((container) => limitOf(container) ?? []);
  if (limits.length === 0) return undefined;
  const total = addQuantities(...limits);
  let bytes = 0;
  for (const container of allContainers(pod)) bytes += containerBytes(host, worker, container);
  for (const { name, emptyDir } of pod.spec.volumes ?? [])
    if (emptyDir !== undefined && emptyDir.medium !== "Memory") bytes += host.runtime.volumeBytes(uid, name);
  return bytes > quantityValue(total) ? `Pod ephemeral local storage usage exceeds the total limit of containers ${total}. ` : undefined;
}

function containerExcess(host: Pick<KubeletHost, "runtime">, worker: PodWorker): string | undefined {
  for (const container of allContainers(worker.pod)) {
    const limit = limitOf(container);
    if (limit === undefined || containerBytes(host, worker, container) <= quantityValue(limit)) continue;
    return `Container ${container.name} exceeded its local ephemeral storage limit "${limit}". `;
  }
  return undefined;
}

/** Its own files and its log, as long as it runs. */
function containerBytes({ runtime }: Pick<KubeletHost, "runtime">, worker: PodWorker, { name }: Container): number {
  let bytes = 0;
  for (const instance of worker.instances)
    if (instance.name === name && instance.state === "running") bytes += runtime.diskBytes(instance.id);
  return bytes;
}

function limitOf({ resources }: Container): Quantity | undefined {
  return resources.limits?.[RESOURCE];
}

function allContainers(pod: Pod): readonly Container[] {
  return [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
}

/** Whether it may ever have to go for that: most pods limit nothing. */
export function limitsStorage({ spec }: Pod): boolean {
  return (
    (spec.volumes ?? []).some(({ emptyDir }) => emptyDir?.sizeLimit !== undefined) ||
    spec.containers.some((container) => limitOf(container) !== undefined) ||
    (spec.initContainers ?? []).some((container) => limitOf(container) !== undefined)
  );
}
