// The older form of a Service's endpoints, one object of its name: the endpoint controller (EP-1).

import { deepEqual } from "../api/equal.ts";
import { isBeingDeleted, keyOf, splitKey } from "../api/object.ts";
import { isPodReady } from "../api/podstate.ts";
import type { EndpointAddress, EndpointPort, Endpoints, EndpointSubset, Pod, Service } from "../api/types.generated.ts";
import type { Client, NewObject } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import type { WorkQueueState } from "../client/workqueue.ts";
import { WorkQueue } from "../client/workqueue.ts";
import type { Message } from "../sim/clock.ts";
import type { Part } from "../sim/part.ts";
import type { TriggerTimes } from "./serviceevents.ts";
import {
  enqueueServices,
  hasManagedEndpoints,
  hostnameIn,
  isHeadless,
  noteTriggerTime,
  podsOfService,
  TRIGGER_TIME_ANNOTATION,
} from "./serviceevents.ts";
import { portsOn } from "./slicepacking.ts";

const NAME = "endpoint-controller";
const MOST_ADDRESSES = 1000;
const OVER_CAPACITY_ANNOTATION = "endpoints.kubernetes.io/over-capacity";

interface EndpointControllerState {
  queue: WorkQueueState;
  triggerTimes: TriggerTimes;
}

export class EndpointController implements Part {
  readonly name = NAME;
  readonly #client: Client;
  readonly #queue: WorkQueue;
  #triggerTimes: TriggerTimes = new Map();

  constructor(context: PartContext) {
    const { clock, latency } = context;
    this.#client = context.clientFor(NAME);
    this.#queue = new WorkQueue({
      clock,
      latency,
      part: NAME,
      retries: { firstMs: 1000, mostMs: 1_000_000, limit: 15 },
      sync: (key, trigger) => this.#sync(key, trigger),
    });
    this.#client.watch("Service", ({ object, cause }) => this.#queue.add(keyOf(object), cause));
    this.#client.watch("Pod", (change) => enqueueServices(this.#client, this.#queue, change));
    this.#client.watch("Endpoints", ({ type, object, cause }) => {
      if (type === "DELETED") this.#queue.add(keyOf(object), cause);
    });
  }

  get state(): EndpointControllerState {
    return { queue: this.#queue.state, triggerTimes: this.#triggerTimes };
  }
  set state({ queue, triggerTimes }: EndpointControllerState) {
    this.#queue.state = queue;
    this.#triggerTimes = triggerTimes;
  }

  handle(message: Message): void {
    this.#queue.handle(message);
  }

  #sync(key: string, trigger: number | undefined): void {
    const { namespace, name } = splitKey(key);
    const service = this.#client.get("Service", namespace, name);
    const present = this.#client.get("Endpoints", namespace, name);
    const because = { rule: "endpoints.sync", saw: { service: name }, trigger };
    if (service === undefined) {
      this.#triggerTimes.delete(key);
      this.#queue.forget(key);
      // Endpoints have no owner: whoever made them for the Service takes them away with it.
      if (present?.metadata.labels?.["endpoints.kubernetes.io/managed-by"] === NAME)
        this.#client.delete("Endpoints", namespace, name, {}, because);
      return;
    }
    if (!hasManagedEndpoints(service) || isBeingDeleted(service)) return;
    const pods = podsOfService(this.#client, service);
    const changedAt = noteTriggerTime(this.#triggerTimes, service, pods);
    const wanted = newEndpoints(service, pods, changedAt);
    if (present === undefined) this.#client.create("Endpoints", wanted, because);
    else if (!deepEqual(present.subsets ?? [], wanted.subsets ?? []) || !deepEqual(present.metadata.labels, wanted.metadata.labels)) {
      this.#client.update("Endpoints", withWanted(present, wanted), because);
    }
  }
}

type NewEndpoints = NewObject & Omit<Endpoints, "metadata">;

function newEndpoints(service: Service, pods: readonly Pod[], changedAt: string | undefined): NewEndpoints {
  const { name, namespace, labels } = service.metadata;
  const subsets = subsetsOf(service, pods.slice(0, MOST_ADDRESSES));
  const annotations = {
    ...(changedAt === undefined ? {} : { [TRIGGER_TIME_ANNOTATION]: changedAt }),
    ...(pods.length > MOST_ADDRESSES ? { [OVER_CAPACITY_ANNOTATION]: "truncated" } : {}),
  };
  return {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: {
        ...labels,
        "endpoints.kubernetes.io/managed-by": NAME,
        ...(isHeadless(service) ? { "service.kubernetes.io/headless": "" } : {}),
      },
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    ...(subsets.length === 0 ? {} : { subsets }),
  };
}

function withWanted(present: Endpoints, { metadata, subsets }: NewEndpoints): Endpoints {
  const { annotations: _replaced, ...kept } = present.metadata;
  const { labels = {}, annotations } = metadata;
  const { subsets: _old, ...rest } = present;
  return {
    ...rest,
    metadata: { ...kept, labels, ...(annotations === undefined ? {} : { annotations }) },
    ...(subsets === undefined ? {} : { subsets }),
  };
}

/** Ready and not ready addresses by equal ports; pods on their way out are left out (EP-1). */
function subsetsOf(service: Service, pods: readonly Pod[]): EndpointSubset[] {
  const subsets = new Map<string, { ports: EndpointPort[]; ready: EndpointAddress[]; notReady: EndpointAddress[] }>();
  const publishesAll = service.spec.publishNotReadyAddresses === true;
  for (const pod of pods) {
    if (isBeingDeleted(pod) && !publishesAll) continue;
    const ports = portsOn(service, pod).map(({ name = "", port = 0, ...rest }): EndpointPort => ({
      ...(name === "" ? {} : { name }),
      port,
      ...rest,
    }));
    if (ports.length === 0 && !isHeadless(service)) continue;
    const key = JSON.stringify(ports);
    const subset = subsets.get(key) ?? { ports, ready: [], notReady: [] };
    subsets.set(key, subset);
    (publishesAll || isPodReady(pod) ? subset.ready : subset.notReady).push(addressOf(service, pod));
  }
  return [...subsets.values()].map(({ ports, ready, notReady }) => ({
    ...(ready.length === 0 ? {} : { addresses: ready.sort(byIp) }),
    ...(notReady.length === 0 ? {} : { notReadyAddresses: notReady.sort(byIp) }),
    ...(ports.length === 0 ? {} : { ports }),
  }));
}

function addressOf(service: Service, pod: Pod): EndpointAddress {
  const { namespace, name, uid } = pod.metadata;
  const hostname = hostnameIn(service, pod);
  return {
    ip: pod.status.podIP ?? "",
    ...(hostname === undefined ? {} : { hostname }),
    ...(pod.spec.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    targetRef: { kind: "Pod", ...(namespace === undefined ? {} : { namespace }), name, uid },
  };
}

function byIp(a: EndpointAddress, b: EndpointAddress): number {
  return a.ip < b.ip ? -1 : a.ip > b.ip ? 1 : 0;
}
