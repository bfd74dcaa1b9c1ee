// Which owners an event of a child object concerns: the handlers that ReplicaSet, DaemonSet, StatefulSet and, for its
// ReplicaSets, Deployment have in common (RS-2 to RS-4, DS-2, DEP-1). They only enqueue.

import { deepEqual } from "../api/equal.ts";
import type { KindMap, KindName } from "../api/kinds.ts";
import { controllerOf, isBeingDeleted, keyOf } from "../api/object.ts";
import type { Change, Client } from "../client/client.ts";
import type { WorkQueue } from "../client/workqueue.ts";

export interface OwnerEvents<O extends KindName, C extends KindName> {
  readonly client: Client;
  readonly queue: WorkQueue;
  readonly ownerKind: O;
  readonly matches: (owner: KindMap[O], child: KindMap[C]) => boolean;
}

/** Queues the owner of a changed child, which it gives back, its former owner, or for an orphan all that may adopt it. */
export function enqueueOwners<O extends KindName, C extends KindName>(
  events: OwnerEvents<O, C>,
  change: Change<C>,
): KindMap[O] | undefined {
  const { type, object, old, cause } = change;
  const controller = controllerOf(object);
  const isOwnedAsBefore = old === undefined || old.metadata.ownerReferences === object.metadata.ownerReferences;
  if (isOwnedAsBefore && controller !== undefined && controller.kind !== events.ownerKind) return undefined;
  const before = old === undefined ? undefined : controllerOf(old);
  if (old !== undefined && before !== undefined && before.uid !== controller?.uid) enqueueOwner(events, old, cause);
  if (controller !== undefined) return enqueueOwner(events, object, cause);
  if (type === "DELETED" || isBeingDeleted(object)) return undefined;
  if (old === undefined || before !== undefined || !deepEqual(old.metadata.labels, object.metadata.labels))
    enqueueMatching(events, object, cause);
  return undefined;
}

function enqueueOwner<O extends KindName, C extends KindName>(
  events: OwnerEvents<O, C>,
  child: KindMap[C],
  cause: number,
): KindMap[O] | undefined {
  const owner = ownerOf(events, child);
  if (owner !== undefined) events.queue.add(keyOf(owner), cause);
  return owner;
}

/** The child's controller if it is of that kind and still the same object (REF-9). */
export function ownerOf<O extends KindName, C extends KindName>(
  events: Pick<OwnerEvents<O, C>, "client" | "ownerKind">,
  child: KindMap[C],
): KindMap[O] | undefined {
  const controller = controllerOf(child);
  if (controller?.kind !== events.ownerKind) return undefined;
  const owner = events.client.get(events.ownerKind, child.metadata.namespace, controller.name);
  return owner?.metadata.uid === controller.uid ? owner : undefined;
}

/** To adopt costs a look at the live owner and a patch (REF-4, REF-6), so a new pod is often bound before. */
const ADOPTION_REQUESTS = 2;

/** An orphan without labels matches nothing (RS-5). */
function enqueueMatching<O extends KindName, C extends KindName>(events: OwnerEvents<O, C>, child: KindMap[C], cause: number): void {
  if (Object.keys(child.metadata.labels ?? {}).length === 0) return;
  for (const owner of events.client.list(events.ownerKind, child.metadata.namespace)) {
    if (events.matches(owner, child)) events.queue.addAfterRequests(keyOf(owner), ADOPTION_REQUESTS, cause);
  }
}
