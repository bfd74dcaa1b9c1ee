// Addresses and node ports of Services (API-136, API-168 to API-170): what the allocators of a real API server give out.
// Left out on purpose: IPv6 and dual stack.

import { invalid } from "../api/apierror.ts";
import { kindInfo } from "../api/kinds.ts";
import type { KubeObject } from "../api/object.ts";
import type { Service, ServicePort } from "../api/types.generated.ts";
import { ipErrors } from "../api/validation/service.ts";
import type { Random } from "../sim/random.ts";

const FIRST_NODE_PORT = 30_000;
const LAST_NODE_PORT = 32_767;

interface Allocators {
  readonly store: { list(kind: "Service"): Iterable<Service> };
  readonly random: Random;
}

export function allocateForService(server: Allocators, object: KubeObject, old: KubeObject | undefined): KubeObject {
  const service = object as Service; // only called for Services
  const before = old as Service | undefined;
  if (service.spec?.type === "ExternalName") return service;
  const addressed = withClusterIP(server, before === undefined ? service : withoutForeignFields(service, before), before);
  return withNodePorts(server, addressed, before);
}

/** What only the old type could have goes with it, unless the request sets it anew: then it is for the validation. */
function withoutForeignFields(service: Service, old: Service): Service {
  const { externalTrafficPolicy, allocateLoadBalancerNodePorts, ...rest } = service.spec;
  if (!isExternal(old) || isExternal(service)) return service;
  const isKept = (port: ServicePort): boolean => old.spec.ports?.some(({ nodePort }) => nodePort === port.nodePort) === true;
  const ports = rest.ports?.every((port) => !port.nodePort || isKept(port)) ? rest.ports.map(withoutNodePort) : rest.ports;
  const spec = {
    ...rest,
    ...(ports === undefined ? {} : { ports }),
    ...(externalTrafficPolicy === undefined || externalTrafficPolicy === old.spec.externalTrafficPolicy ? {} : { externalTrafficPolicy }),
    ...(allocateLoadBalancerNodePorts === undefined || old.spec.type === "LoadBalancer" ? {} : { allocateLoadBalancerNodePorts }),
  };
  return { ...service, spec };
}

function isExternal({ spec }: Service): boolean {
  return spec.type === "NodePort" || spec.type === "LoadBalancer";
}

function withoutNodePort({ nodePort: _dropped, ...port }: ServicePort): ServicePort {
  return port;
}

function withClusterIP(server: Allocators, service: Service, old: Service | undefined): Service {
  const spec = service.spec;
  const kept = old?.spec.clusterIP && !spec.clusterIP ? old.spec.clusterIP : spec.clusterIP;
  const families = { ipFamilies: spec.ipFamilies ?? (["IPv4"] as const), ipFamilyPolicy: spec.ipFamilyPolicy ?? ("SingleStack" as const) };
  if (kept === "None") return { ...service, spec: { ...spec, clusterIP: "None", clusterIPs: ["None"], ...families } };
  const used = new Set<string>();
  for (const other of server.store.list("Service"))
    if (other.metadata.uid !== old?.metadata.uid && other.spec.clusterIP) used.add(other.spec.clusterIP);
  if (kept) {
    // What is no address at all is for the validation to refuse.
    if (old?.spec.clusterIP !== kept && ipErrors(kept, "").length === 0) refuseAddress(service, kept, used);
    return { ...service, spec: { ...spec, clusterIP: kept, clusterIPs: [kept], ...families } };
  }
  let address = "";
  do address = `10.96.${server.random.below(256)}.${1 + server.random.below(254)}`;
  while (used.has(address));
  return { ...service, spec: { ...spec, clusterIP: address, clusterIPs: [address], ...families } };
}

function refuseAddress(service: Service, address: string, used: ReadonlySet<string>): void {
  const [first, second] = address.split(".").map(Number);
  const inRange = first === 10 && second === 96;
  if (inRange && !used.has(address)) return;
  const why = inRange ? "provided IP is already allocated" : "the provided network does not match the current range";
  throw invalid(kindInfo("Service"), service.metadata.name, [
    { type: "Invalid", field: "spec.clusterIPs", message: `Invalid value: ["${address}"]: failed to allocate IP ${address}: ${why}` },
  ]);
}

function withNodePorts(server: Allocators, service: Service, old: Service | undefined): Service {
  const { type, ports } = service.spec;
  if (ports === undefined || (type !== "NodePort" && type !== "LoadBalancer")) return service;
  const used = new Set<number>();
  for (const other of server.store.list("Service"))
    if (other.metadata.uid !== old?.metadata.uid) for (const port of other.spec.ports ?? []) if (port.nodePort) used.add(port.nodePort);
  const given = ports.map((port, i) => withNodePort(server.random, service, port, i, old, used));
  return { ...service, spec: { ...service.spec, ports: given } };
}

function withNodePort(
  random: Random,
  service: Service,
  port: ServicePort,
  index: number,
  old: Service | undefined,
  used: Set<number>,
): ServicePort {
  const before = old?.spec.ports?.find((other) => other.port === port.port && other.protocol === port.protocol)?.nodePort;
  const wanted = port.nodePort || before;
  if (!wanted) {
    let free = 0;
    do free = FIRST_NODE_PORT + random.below(LAST_NODE_PORT - FIRST_NODE_PORT + 1);
    while (used.has(free));
    used.add(free);
    return { ...port, nodePort: free };
  }
  const inRange = wanted >= FIRST_NODE_PORT && wanted <= LAST_NODE_PORT;
  if (!inRange || used.has(wanted)) {
    const why = inRange
      ? "provided port is already allocated"
      : "provided port is not in the valid range. The range of valid ports is 30000-32767";
    throw invalid(kindInfo("Service"), service.metadata.name, [
      { type: "Invalid", field: `spec.ports[${index}].nodePort`, message: `Invalid value: ${wanted}: ${why}` },
    ]);
  }
  used.add(wanted);
  return { ...port, nodePort: wanted };
}
