// kubectl describe of Services, Endpoints and EndpointSlices (API-269).

import type { Endpoints, EndpointSlice, Service, ServicePort } from "../../api/types.generated.ts";
import type { Subject } from "./describer.ts";
import { listOf, typed } from "./describer.ts";
import type { Sheet } from "./sheet.ts";
import { annotations, events, labels } from "./sheet.ts";
import { mapText } from "./workloads.ts";

export function describeService({ session, object, sheet, events: list }: Subject): void {
  const { metadata, spec, status } = typed<Service>(object);
  sheet.field(0, "Name", metadata.name);
  sheet.field(0, "Namespace", metadata.namespace);
  labels(sheet, "Labels", metadata.labels);
  annotations(sheet, "Annotations", metadata.annotations);
  sheet.field(0, "Selector", mapText(spec?.selector));
  sheet.field(0, "Type", spec?.type);
  if (spec?.ipFamilyPolicy) sheet.field(0, "IP Family Policy", spec.ipFamilyPolicy);
  if (spec?.ipFamilies && spec.ipFamilies.length > 0) sheet.field(0, "IP Families", spec.ipFamilies.join(","));
  else sheet.field(0, "IP Families", "<none>");
  sheet.field(0, "IP", spec?.clusterIP);
  sheet.field(0, "IPs", spec?.clusterIPs && spec.clusterIPs.length > 0 ? spec.clusterIPs.join(",") : "<none>");
  if (spec?.externalIPs && spec.externalIPs.length > 0) sheet.field(0, "External IPs", spec.externalIPs.join(","));
  if (spec?.loadBalancerIP) sheet.field(0, "Desired LoadBalancer IP", spec.loadBalancerIP);
  if (spec?.externalName) sheet.field(0, "External Name", spec.externalName);
  const ingress = status?.loadBalancer?.ingress ?? [];
  if (ingress.length > 0) sheet.field(0, "LoadBalancer Ingress", ingress.map((one) => one.ip ?? one.hostname ?? "").join(", "));
  const path = `/apis/discovery.k8s.io/v1/namespaces/${metadata.namespace ?? ""}/endpointslices`;
  const slices = listOf<EndpointSlice>(session, path, { labelSelector: `kubernetes.io/service-name=${metadata.name}` });
  for (const port of spec?.ports ?? []) servicePort(sheet, port, slices);
  sheet.field(0, "Session Affinity", spec?.sessionAffinity);
  if (spec?.externalTrafficPolicy) sheet.field(0, "External Traffic Policy", spec.externalTrafficPolicy);
  if (spec?.internalTrafficPolicy) sheet.field(0, "Internal Traffic Policy", spec.internalTrafficPolicy);
  if (spec?.healthCheckNodePort) sheet.field(0, "HealthCheck NodePort", spec.healthCheckNodePort);
  events(sheet, list);
}

function servicePort(sheet: Sheet, port: ServicePort, slices: readonly EndpointSlice[]): void {
  const name = port.name || "<unset>";
  sheet.field(0, "Port", `${name}\t${port.port}/${port.protocol ?? ""}`);
  sheet.field(0, "TargetPort", `${port.targetPort ?? port.port}/${port.protocol ?? ""}`);
  if (port.appProtocol) sheet.field(0, "AppProtocol", port.appProtocol);
  if (port.nodePort) sheet.field(0, "NodePort", `${name}\t${port.nodePort}/${port.protocol ?? ""}`);
  sheet.field(0, "Endpoints", endpointsText(slices, port.name ?? ""));
}

/** Ready addresses, three of them and how many more. */
function endpointsText(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return "<none>";
  const all = slices.flatMap((slice) =>
    (slice.ports ?? [])
      .filter((port) => (port.name ?? "") === portName)
      .flatMap((port) =>
        (slice.endpoints ?? [])
          .filter((one) => one.conditions?.ready !== false)
          .flatMap((one) => one.addresses.map((address) => `${address}:${port.port ?? 0}`)),
      ),
  );
  return all.slice(0, 3).join(",") + (all.length > 3 ? ` + ${all.length - 3} more...` : "");
}

export function describeEndpoints({ object, sheet, events: list }: Subject): void {
  const { metadata, subsets } = typed<Endpoints>(object);
  sheet.field(0, "Name", metadata.name);
  sheet.field(0, "Namespace", metadata.namespace);
  labels(sheet, "Labels", metadata.labels);
  annotations(sheet, "Annotations", metadata.annotations);
  sheet.line(0, "Subsets:");
  for (const subset of subsets ?? []) {
    const ips = (addresses: readonly { readonly ip: string }[] | undefined): string =>
      (addresses ?? []).map((one) => one.ip).join(",") || "<none>";
    sheet.field(1, "Addresses", ips(subset.addresses));
    sheet.field(1, "NotReadyAddresses", ips(subset.notReadyAddresses));
    portTable(sheet, subset.ports ?? []);
    sheet.line(0, "");
  }
  events(sheet, list);
}

function portTable(
  sheet: Sheet,
  ports: readonly { readonly name?: string; readonly port?: number; readonly protocol?: string }[],
  level = 1,
): void {
  if (ports.length === 0) return;
  sheet.line(level, "Ports:");
  sheet.line(level + 1, "Name\tPort\tProtocol");
  sheet.line(level + 1, "----\t----\t--------");
  for (const port of ports) sheet.line(level + 1, `${port.name || "<unset>"}\t${port.port ?? 0}\t${port.protocol ?? ""}`);
}

export function describeEndpointSlice({ object, sheet, events: list }: Subject): void {
  const slice = typed<EndpointSlice>(object);
  const { metadata, addressType } = slice;
  // The server writes null for an empty list.
  const ports = slice.ports ?? [];
  const endpoints = slice.endpoints ?? [];
  sheet.field(0, "Name", metadata.name);
  sheet.field(0, "Namespace", metadata.namespace);
  labels(sheet, "Labels", metadata.labels);
  annotations(sheet, "Annotations", metadata.annotations);
  sheet.field(0, "AddressType", addressType);
  if (ports.length === 0) sheet.line(0, "Ports: <unset>");
  else portTable(sheet, ports, 0);
  sheet.line(0, endpoints.length === 0 ? "Endpoints: <none>" : "Endpoints:");
  for (const one of endpoints) {
    sheet.field(1, "- Addresses", one.addresses.join(","));
    sheet.line(2, "Conditions:");
    sheet.field(3, "Ready", one.conditions?.ready ?? "<unset>");
    sheet.field(2, "Hostname", one.hostname || "<unset>");
    if (one.targetRef) sheet.field(2, "TargetRef", `${one.targetRef.kind ?? ""}/${one.targetRef.name ?? ""}`);
    sheet.field(2, "NodeName", one.nodeName || "<unset>");
    sheet.field(2, "Zone", one.zone || "<unset>");
  }
  events(sheet, list);
}
