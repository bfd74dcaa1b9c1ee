// The rows of Services and of what stands behind them (API-107, API-124, API-125).

import type { Endpoints, EndpointSlice, Service, ServicePort } from "../../api/types.generated.ts";
import { labelsCell, NONE } from "./cell.ts";
import { ageOf } from "./duration.ts";
import { columns, type Printers } from "./printer.ts";

const SHOWN = 3;
const NARROW = 16;

function firstFew(entries: readonly string[]): string {
  const more = entries.length > SHOWN ? ` + ${entries.length - SHOWN} more...` : "";
  return entries.slice(0, SHOWN).join(",") + more;
}

function externalIp({ spec, status }: Service): string {
  const external = spec.externalIPs ?? [];
  switch (spec.type) {
    case "ExternalName":
      return spec.externalName ?? "";
    case "LoadBalancer": {
      const given = (status.loadBalancer?.ingress ?? [])
        .map((ingress) => ingress.ip || ingress.hostname || "")
        .filter((text) => text !== "");
      const text = given.join(",");
      const cut = text.length > NARROW ? `${text.slice(0, NARROW - 3)}...` : text;
      return [cut, ...external].filter((entry) => entry !== "").join(",") || "<pending>";
    }
    default:
      return external.join(",") || NONE;
  }
}

function portText({ port, nodePort, protocol }: ServicePort): string {
  return `${port}${nodePort ? `:${nodePort}` : ""}/${protocol ?? "TCP"}`;
}

function endpointsText({ subsets }: Endpoints): string {
  const all = (subsets ?? []).flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports.flatMap(({ port }) => addresses.map(({ ip }) => (ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`))),
  );
  return firstFew(all) || (subsets?.length ? "" : NONE); // nothing at all where none of the pods is ready
}

function slicePorts({ ports }: EndpointSlice): string {
  if (!ports || ports.length === 0) return "<unset>";
  return firstFew(ports.map(({ port, name }) => (port === undefined ? (name ?? "*") : String(port))));
}

export const networkPrinters: Printers = {
  Service: {
    columns: columns("Name|Type|Cluster-IP|External-IP|Port(s)|Age|Selector*"),
    cells: (service, nowMs) => [
      service.metadata.name,
      service.spec.type ?? "ClusterIP",
      service.spec.clusterIPs?.[0] || service.spec.clusterIP || NONE,
      externalIp(service),
      (service.spec.ports ?? []).map(portText).join(",") || NONE,
      ageOf(service.metadata.creationTimestamp, nowMs),
      labelsCell(service.spec.selector),
    ],
  },
  Endpoints: {
    columns: columns("Name|Endpoints|Age"),
    cells: (endpoints, nowMs) => [endpoints.metadata.name, endpointsText(endpoints), ageOf(endpoints.metadata.creationTimestamp, nowMs)],
  },
  EndpointSlice: {
    columns: columns("Name|AddressType|Ports|Endpoints|Age"),
    cells: (slice, nowMs) => [
      slice.metadata.name,
      slice.addressType,
      slicePorts(slice),
      firstFew((slice.endpoints ?? []).flatMap(({ addresses }) => addresses)) || "<unset>",
      ageOf(slice.metadata.creationTimestamp, nowMs),
    ],
  },
};
