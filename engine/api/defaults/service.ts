// Defaults of Services (API-136). Left out on purpose: cluster IPs and node ports, which are the API server's to hand out.

import type * as types from "../types.generated.ts";
import { fill, isUnset, withField, withItems } from "./fill.ts";

const AFFINITY_SECONDS = 10_800; // three hours

export function defaultService(given: types.Service): types.Service {
  let spec = fill(given.spec ?? ({} as types.ServiceSpec), { sessionAffinity: "None", type: "ClusterIP" }, true);
  if (spec.sessionAffinity === "None") spec = without(spec, "sessionAffinityConfig");
  else if (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined) {
    spec = { ...spec, sessionAffinityConfig: { clientIP: { timeoutSeconds: AFFINITY_SECONDS } } };
  }
  spec = withItems(spec, "ports", defaultServicePort);
  const isExternal = spec.type === "NodePort" || spec.type === "LoadBalancer";
  if (isExternal) spec = fill(spec, { externalTrafficPolicy: "Cluster" }, true);
  if (spec.type !== "ExternalName") spec = fill(spec, { internalTrafficPolicy: "Cluster" });
  if (spec.type === "LoadBalancer") spec = fill(spec, { allocateLoadBalancerNodePorts: true });
  return withField(given, "spec", spec);
}

function defaultServicePort(port: types.ServicePort): types.ServicePort {
  const named = port.protocol ? port : { ...port, protocol: "TCP" as const };
  return isUnset(named.targetPort) ? { ...named, targetPort: named.port } : named;
}

function without<T extends object>(object: T, key: keyof T): T {
  if (!(key in object)) return object;
  const copy = { ...object };
  delete copy[key];
  return copy;
}
