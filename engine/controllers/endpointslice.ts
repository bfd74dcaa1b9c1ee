// Writes down which pods answer for a Service, in EndpointSlices: the endpoint slice controller (EPS-1 to EPS-6).
// Left out on purpose: topology hints, IPv6, and the mirroring of hand-made Endpoints.

import { deepEqual } from "../api/equal.ts";
import { isBeingDeleted, keyOf, refOf, splitKey } from "../api/object.ts";
import type { EndpointSlice, Service } from "../api/types.generated.ts";
import type { Client, NewObject } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import type { WorkQueueState } from "../client/workqueue.ts";
import { WorkQueue } from "../client/workqueue.ts";
import type { Message } from "../sim/clock.ts";
import type { Part } from "../sim/part.ts";
import { controllerReference } from "./pods.ts";
import type { TriggerTimes } from "./serviceevents.ts";
import {
  enqueueServices,
  hasManagedEndpoints,
  isHeadless,
  noteTriggerTime,
  podsOfService,
  TRIGGER_TIME_ANNOTATION,
} from "./serviceevents.ts";
import type { EndpointGroup } from "./slicepacking.ts";
import { groupByPorts, planSlices } from "./slicepacking.ts";

const NAME = "endpoint-slice-controller";
const SERVICE_NAME_LABEL = "kubernetes.io/service-name";
const MANAGED_BY_LABEL = "endpointslice.kubernetes.io/managed-by";
const MANAGED_BY = "endpointslice-controller.k8s.io";
const HEADLESS_LABEL = "service.kubernetes.io/headless";

interface EndpointSliceControllerState {
  queue: WorkQueueState;
  triggerTimes: TriggerTimes;
}

export class EndpointSliceController implements Part {
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
      retries: { firstMs: 1000, mostMs: 1_000_000 },
      sync: (key, trigger) => this.#sync(key, trigger),
    });
    this.#client.watch("Service", ({ object, cause }) => this.#queue.add(keyOf(object), cause));
    this.#client.watch("Pod", (change) => enqueueServices(this.#client, this.#queue, change));
    this.#client.watch("EndpointSlice", ({ type, object, cause }) => {
      const service = object.metadata.labels?.[SERVICE_NAME_LABEL];
      const isOurs = object.metadata.labels?.[MANAGED_BY_LABEL] === MANAGED_BY;
      if (type === "DELETED" && isOurs && service !== undefined) this.#queue.add(`${object.metadata.namespace}/${service}`, cause);
    });
  }

  get state(): EndpointSliceControllerState {
    return { queue: this.#queue.state, triggerTimes: this.#triggerTimes };
  }
  set state({ queue, triggerTimes }: EndpointSliceControllerState) {
    this.#queue.state = queue;
    this.#triggerTimes = triggerTimes;
  }

  handle(message: Message): void {
    this.#queue.handle(message);
  }

  #sync(key: string, trigger: number | undefined): void {
    const { namespace, name } = splitKey(key);
    const service = this.#client.get("Service", namespace, name);
    if (service === undefined) {
      this.#triggerTimes.delete(key); // its slices are the garbage collector's (EPS-4)
      return this.#queue.forget(key);
    }
    if (!hasManagedEndpoints(service) || isBeingDeleted(service)) return;
    const pods = podsOfService(this.#client, service);
    const changedAt = noteTriggerTime(this.#triggerTimes, service, pods);
    const groups = groupByPorts(service, pods, (node) => this.#client.get("Node", undefined, node));
    const slices = [...this.#client.ownedBy("EndpointSlice", service.metadata.uid)].filter(
      ({ metadata }) => metadata.labels?.[MANAGED_BY_LABEL] === MANAGED_BY,
    );
    const plan = planSlices(groups, slices);
    const because = { rule: "endpointslice.sync", saw: { service: name, pods: pods.length }, trigger };
    for (const group of plan.create) this.#client.create("EndpointSlice", newSlice(service, group, changedAt), because);
    for (const { slice, ...group } of plan.update)
      this.#client.modify("EndpointSlice", refOf(slice), (stored) => withGroup(stored, service, group, changedAt), because);
    for (const { metadata } of plan.remove) this.#client.delete("EndpointSlice", metadata.namespace, metadata.name, {}, because);
    this.#refreshLabels(
      service,
      slices.filter((slice) => !plan.remove.includes(slice)),
      trigger,
    );
  }

  /** The Service's labels are on its slices too. */
  #refreshLabels(service: Service, slices: readonly EndpointSlice[], trigger: number | undefined): void {
    const labels = labelsOf(service);
    for (const slice of slices) {
      if (deepEqual(slice.metadata.labels, labels)) continue;
      this.#client.modify("EndpointSlice", refOf(slice), (stored) => ({ ...stored, metadata: { ...stored.metadata, labels } }), {
        rule: "endpointslice.labels",
        trigger,
      });
    }
  }
}

function labelsOf(service: Service): Record<string, string> {
  return {
    ...service.metadata.labels,
    ...(isHeadless(service) ? { [HEADLESS_LABEL]: "" } : {}),
    [SERVICE_NAME_LABEL]: service.metadata.name,
    [MANAGED_BY_LABEL]: MANAGED_BY,
  };
}

type NewSlice = NewObject & Omit<EndpointSlice, "metadata">;

function newSlice(service: Service, group: EndpointGroup, changedAt: string | undefined): NewSlice {
  const { name, namespace } = service.metadata;
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      generateName: `${name}-`,
      ...(namespace === undefined ? {} : { namespace }),
      labels: labelsOf(service),
      ...(changedAt === undefined ? {} : { annotations: { [TRIGGER_TIME_ANNOTATION]: changedAt } }),
      ownerReferences: [controllerReference(service)],
    },
    addressType: "IPv4",
    ...contentOf(group),
  };
}

/** An empty list is null, as a real controller writes it. */
function contentOf({ endpoints, ports }: EndpointGroup): Pick<EndpointSlice, "endpoints" | "ports"> {
  const orNull = <T>(list: readonly T[]): readonly T[] => (list.length === 0 ? (null as unknown as readonly T[]) : list); // the types know no null
  return { endpoints: orNull(endpoints), ports: orNull(ports) };
}

function withGroup(slice: EndpointSlice, service: Service, group: EndpointGroup, changedAt: string | undefined): EndpointSlice {
  const { annotations = {}, ...metadata } = slice.metadata;
  const { [TRIGGER_TIME_ANNOTATION]: _replaced, ...others } = annotations;
  const kept = changedAt === undefined ? others : { ...others, [TRIGGER_TIME_ANNOTATION]: changedAt };
  return {
    ...slice,
    metadata: { ...metadata, labels: labelsOf(service), ...(Object.keys(kept).length === 0 ? {} : { annotations: kept }) },
    ...contentOf(group),
  };
}
