// Services (API-146, API-168 to API-171). Left out on purpose: dual stack, load balancer ranges, and what only the
// allocators know: whether an address or a node port is free.

import { deepEqual } from "../equal.ts";
import type * as types from "../types.generated.ts";
import { PROTOCOLS } from "./container.ts";
import type { FieldError } from "./fielderror.ts";
import { Rendered, duplicate, forbiddenField, invalidFor, invalidValue, notSupported, renderValue, required } from "./fielderror.ts";
import { goValue } from "./gostruct.ts";
import { dnsLabelErrors, dnsSubdomainErrors, portNumberErrors, qualifiedNameErrors, validateLabels } from "./names.ts";
import { portErrors } from "./probe.ts";

const TYPES = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"] as const;
const AFFINITIES = ["ClientIP", "None"] as const;
const TRAFFIC_POLICIES = ["Cluster", "Local"] as const;
const IP_RULE = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
const A_DAY = 86_400;

export function validateService({ spec }: types.Service): readonly FieldError[] {
  const errors: FieldError[] = [];
  const ports = spec.ports ?? [];
  const isHeadless = spec.clusterIP === "None" || spec.clusterIPs?.[0] === "None";
  if (ports.length === 0 && !isHeadless && spec.type !== "ExternalName") errors.push(required("spec.ports"));
  errors.push(...typeErrors(spec, isHeadless));
  const names = new Set<string>();
  ports.forEach((port, i) => errors.push(...servicePortErrors(port, ports.length > 1, names, `spec.ports[${i}]`)));
  errors.push(...validateLabels(spec.selector, "spec.selector"), ...affinityErrors(spec));
  (spec.clusterIPs ?? []).forEach((ip, i) => {
    if (ip !== "" && ip !== "None") errors.push(...ipErrors(ip, `spec.clusterIPs[${i}]`));
  });
  (spec.externalIPs ?? []).forEach((ip, i) => errors.push(...ipErrors(ip, `spec.externalIPs[${i}]`)));
  if (!spec.type) errors.push(required("spec.type"));
  else if (!TYPES.includes(spec.type)) errors.push(notSupported("spec.type", spec.type, TYPES));
  if (spec.type === "ClusterIP") {
    ports.forEach(({ nodePort }, i) => {
      if (nodePort) errors.push(forbiddenField(`spec.ports[${i}].nodePort`, "may not be used when `type` is 'ClusterIP'"));
    });
  }
  return [...errors, ...repeatedPortErrors(ports), ...trafficErrors(spec)];
}

/** The address of a Service stays while it has one. */
export function validateServiceUpdate(service: types.Service, old: types.Service): readonly FieldError[] {
  const [type, before] = [service.spec.type, old.spec.type];
  const errors: FieldError[] = [];
  const address = old.spec.clusterIP;
  if (type !== "ExternalName" && before !== "ExternalName" && address && service.spec.clusterIP !== address) {
    errors.push(invalidValue("spec.clusterIPs[0]", service.spec.clusterIPs ?? null, "may not change once set"));
  }
  return deepEqual(service.spec, old.spec) ? errors : [...errors, ...validateService(service)];
}

function typeErrors(spec: types.ServiceSpec, isHeadless: boolean): readonly FieldError[] {
  const errors: FieldError[] = [];
  if ((spec.type === "NodePort" || spec.type === "LoadBalancer") && isHeadless) {
    errors.push(invalidValue("spec.clusterIPs[0]", "None", `may not be set to 'None' for ${spec.type} services`));
  }
  if (spec.type !== "ExternalName") return errors;
  if (spec.clusterIPs?.length || spec.clusterIP) errors.push(forbiddenField("spec.clusterIPs", "may not be set for ExternalName services"));
  const name = (spec.externalName ?? "").replace(/\.$/, "");
  if (!name) errors.push(required("spec.externalName"));
  else errors.push(...invalidFor("spec.externalName", name, dnsSubdomainErrors(name)));
  return errors;
}

function servicePortErrors(port: types.ServicePort, needsName: boolean, names: Set<string>, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (port.name) {
    errors.push(...invalidFor(`${path}.name`, port.name, dnsLabelErrors(port.name)));
    if (names.has(port.name)) errors.push(duplicate(`${path}.name`, port.name));
    names.add(port.name);
  } else if (needsName) errors.push(required(`${path}.name`));
  for (const message of portNumberErrors(port.port ?? 0)) errors.push(invalidValue(`${path}.port`, port.port ?? 0, message));
  if (!port.protocol) errors.push(required(`${path}.protocol`));
  else if (!PROTOCOLS.includes(port.protocol)) errors.push(notSupported(`${path}.protocol`, port.protocol, PROTOCOLS));
  errors.push(...portErrors(port.targetPort, `${path}.targetPort`));
  if (port.appProtocol) errors.push(...invalidFor(`${path}.appProtocol`, port.appProtocol, qualifiedNameErrors(port.appProtocol)));
  return errors;
}

function affinityErrors({ sessionAffinity, sessionAffinityConfig }: types.ServiceSpec): readonly FieldError[] {
  const field = "spec.sessionAffinity";
  if (!sessionAffinity) return [required(field)];
  if (!AFFINITIES.includes(sessionAffinity)) return [notSupported(field, sessionAffinity, AFFINITIES)];
  if (sessionAffinity === "None")
    return sessionAffinityConfig ? [forbiddenField("spec.sessionAffinityConfig", "must not be set when session affinity is None")] : [];
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 0;
  if (seconds > 0 && seconds <= A_DAY) return [];
  return [invalidValue("spec.sessionAffinityConfig.clientIP.timeoutSeconds", seconds, `must be greater than 0 and less than ${A_DAY}`)];
}

export function ipErrors(ip: string, path: string): readonly FieldError[] {
  const parts = ip.split(".");
  const isIPv4 = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
  if (isIPv4 && parts.some((part) => part.length > 1 && part.startsWith("0"))) return [invalidValue(path, ip, "must not have leading 0s")];
  if (isIPv4 || (ip.includes(":") && /^[0-9a-fA-F:.]+$/.test(ip))) return [];
  return [invalidValue(path, ip, IP_RULE)];
}

function repeatedPortErrors(ports: readonly types.ServicePort[]): readonly FieldError[] {
  const errors: FieldError[] = [];
  const [seen, nodePorts] = [new Set<string>(), new Set<string>()];
  ports.forEach(({ protocol = "TCP", port, nodePort }, i) => {
    const nodeKey = `${protocol}/${nodePort}`;
    if (nodePort && nodePorts.has(nodeKey)) errors.push(duplicate(`spec.ports[${i}].nodePort`, nodePort));
    nodePorts.add(nodeKey);
    const key = `${protocol}/${port}`;
    if (seen.has(key))
      errors.push(duplicate(`spec.ports[${i}]`, new Rendered(renderValue(goValue({ protocol, port }, "ServicePort"), false))));
    seen.add(key);
  });
  return errors;
}

function trafficErrors({ type, internalTrafficPolicy, externalTrafficPolicy }: types.ServiceSpec): readonly FieldError[] {
  const errors: FieldError[] = [];
  const isExternal = type === "NodePort" || type === "LoadBalancer";
  if (externalTrafficPolicy && !isExternal)
    errors.push(invalidValue("spec.externalTrafficPolicy", externalTrafficPolicy, "may only be set for externally-accessible services"));
  else if (externalTrafficPolicy && !TRAFFIC_POLICIES.includes(externalTrafficPolicy)) {
    errors.push(notSupported("spec.externalTrafficPolicy", externalTrafficPolicy, TRAFFIC_POLICIES));
  }
  if (internalTrafficPolicy && !TRAFFIC_POLICIES.includes(internalTrafficPolicy)) {
    errors.push(notSupported("spec.internalTrafficPolicy", internalTrafficPolicy, TRAFFIC_POLICIES));
  }
  return errors;
}
