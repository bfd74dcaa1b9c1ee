// How a Service's endpoints are laid out in EndpointSlices with as few writes as can be (EPS-1 to EPS-5). Pure.

import { deepEqual } from "../api/equal.ts";
import { isBeingDeleted } from "../api/object.ts";
import { isPodReady } from "../api/podstate.ts";
import type { DiscoveryEndpointPort, Endpoint, EndpointSlice, Node, Pod, Service } from "../api/types.generated.ts";
import { findPort, hostnameIn } from "./serviceevents.ts";

/** The most endpoints of one slice (EPS-1). */
const MOST = 100;

/** Endpoints with the same ports, which share slices. */
export interface EndpointGroup {
  readonly ports: readonly DiscoveryEndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

interface SlicePlan {
  readonly create: readonly EndpointGroup[];
  readonly update: readonly (EndpointGroup & { readonly slice: EndpointSlice })[];
  readonly remove: readonly EndpointSlice[];
}

/** One pod as an endpoint (EPS-2). */
function endpointOf(service: Service, pod: Pod, node: Node | undefined): Endpoint {
  const serving = isPodReady(pod);
  const terminating = isBeingDeleted(pod);
  const { namespace, name, uid } = pod.metadata;
  const zone = node?.metadata.labels?.["topology.kubernetes.io/zone"];
  const hostname = hostnameIn(service, pod);
  return {
    addresses: [pod.status.podIP ?? ""],
    conditions: { ready: service.spec.publishNotReadyAddresses === true || (serving && !terminating), serving, terminating },
    targetRef: { kind: "Pod", ...(namespace === undefined ? {} : { namespace }), name, uid },
    ...(pod.spec.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    ...(zone === undefined ? {} : { zone }),
    ...(hostname === undefined ? {} : { hostname }),
  };
}

/** The Service's ports as they are on this pod; those that it does not have are left out. */
export function portsOn(service: Service, pod: Pod): DiscoveryEndpointPort[] {
  return (service.spec.ports ?? []).flatMap((servicePort): DiscoveryEndpointPort[] => {
    const port = findPort(pod, servicePort);
    const { name = "", protocol = "TCP", appProtocol } = servicePort;
    return port === undefined ? [] : [{ name, protocol, port, ...(appProtocol === undefined ? {} : { appProtocol }) }];
  });
}

export function groupByPorts(service: Service, pods: readonly Pod[], nodeOf: (name: string) => Node | undefined): EndpointGroup[] {
  const groups = new Map<string, { ports: DiscoveryEndpointPort[]; endpoints: Endpoint[] }>();
  for (const pod of pods) {
    const ports = portsOn(service, pod);
    const key = JSON.stringify(ports);
    const group = groups.get(key) ?? { ports, endpoints: [] };
    groups.set(key, group);
    group.endpoints.push(endpointOf(service, pod, nodeOf(pod.spec.nodeName ?? "")));
  }
  return [...groups.values()];
}

/** What to write so that the slices hold these groups; with nothing to hold one empty slice stays (EPS-3). */
export function planSlices(groups: readonly EndpointGroup[], slices: readonly EndpointSlice[]): SlicePlan {
  const create: EndpointGroup[] = [];
  const update: (EndpointGroup & { slice: EndpointSlice })[] = [];
  const used = new Set<EndpointSlice>();
  for (const group of groups) {
    const own = slices.filter((slice) => deepEqual(slice.ports ?? [], group.ports));
    const packed = packGroup(group, own);
    for (const slice of packed.kept) used.add(slice);
    create.push(...packed.create);
    update.push(...packed.update);
  }
  const remove = slices.filter((slice) => !used.has(slice));
  if (used.size === 0 && create.length === 0) {
    const placeholder = remove.find((slice) => (slice.endpoints ?? []).length === 0 && (slice.ports ?? []).length === 0);
    if (placeholder !== undefined && remove.length === 1) return { create, update, remove: [] };
    create.push({ ports: [], endpoints: [] });
  }
  return reuse(create, update, remove);
}

interface Packed {
  readonly kept: readonly EndpointSlice[];
  readonly create: readonly EndpointGroup[];
  readonly update: readonly (EndpointGroup & { readonly slice: EndpointSlice })[];
}

/** Updates endpoints where they are, then puts the new ones where most are already. */
function packGroup({ ports, endpoints }: EndpointGroup, slices: readonly EndpointSlice[]): Packed {
  const wanted = new Map(endpoints.map((endpoint) => [identityOf(endpoint), endpoint]));
  const contents = new Map<EndpointSlice, Endpoint[]>();
  for (const slice of slices) {
    const kept = (slice.endpoints ?? []).flatMap((endpoint): Endpoint[] => {
      const present = wanted.get(identityOf(endpoint));
      wanted.delete(identityOf(endpoint));
      return present === undefined ? [] : [present];
    });
    if (kept.length > 0) contents.set(slice, kept);
  }
  const rest = [...wanted.values()];
  const isChanged = (slice: EndpointSlice, content: readonly Endpoint[]): boolean => !deepEqual(slice.endpoints ?? [], content);
  // Slices that are written anyway take new endpoints before others do.
  const byRoom = [...contents].sort(([a, x], [b, y]) => Number(isChanged(b, y)) - Number(isChanged(a, x)) || y.length - x.length);
  for (const [, content] of byRoom) content.push(...rest.splice(0, Math.max(0, MOST - content.length)));
  const create: EndpointGroup[] = [];
  while (rest.length > 0) create.push({ ports, endpoints: rest.splice(0, MOST) });
  const update = [...contents]
    .filter(([slice, content]) => isChanged(slice, content))
    .map(([slice, content]) => ({ slice, ports, endpoints: content }));
  return { kept: [...contents.keys()], create, update };
}

function identityOf({ addresses, hostname, targetRef }: Endpoint): string {
  return `${addresses.join(",")} ${hostname ?? ""} ${targetRef?.uid ?? ""}`;
}

/** A slice that would go holds what would need a new one. */
function reuse(create: readonly EndpointGroup[], update: SlicePlan["update"], remove: readonly EndpointSlice[]): SlicePlan {
  const count = Math.min(create.length, remove.length);
  const recycled = create.slice(0, count).map((group, i) => ({ ...group, slice: remove[i] as EndpointSlice })); // i is below remove.length
  return { create: create.slice(count), update: [...update, ...recycled], remove: remove.slice(count) };
}
