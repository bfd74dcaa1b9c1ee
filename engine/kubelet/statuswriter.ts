// What of a pod's calculated status goes to the API (KL-159 to KL-161): nothing when the object says it already.

import { deepEqual } from "../api/equal.ts";
import type { PodStatus } from "../api/types.generated.ts";
import type { PodWorker } from "./record.ts";
import { reported } from "./status.ts";

/** Fields of the status that others own and that stay. */
const FOREIGN = [
  "nominatedNodeName",
  "qosClass",
  "ephemeralContainerStatuses",
  "resize",
  "resourceClaimStatuses",
  "extendedResourceClaimStatus",
] as const;

/** The whole status to be written, or the very object that is there when nothing would change. */
export function statusToWrite(worker: PodWorker, status: PodStatus): PodStatus {
  const present = worker.pod.status;
  // Not by spreading: an object that is spread and then gets a new field has a shape of its own in V8, which costs each reader.
  const wanted: Record<string, unknown> = {};
  Object.assign(wanted, reported(worker, status));
  for (const field of FOREIGN) if (present[field] !== undefined) wanted[field] = present[field];
  return deepEqual(wanted, present) ? present : (wanted as PodStatus); // the fields of a PodStatus, from two of them
}
