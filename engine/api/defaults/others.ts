// Defaults of the remaining kinds (API-134, API-142).

import type * as types from "../types.generated.ts";
import { fill, withField, within } from "./fill.ts";
import { defaultClaimSpec } from "./pod.ts";

const NAME_LABEL = "kubernetes.io/metadata.name";

/** The label with the namespace's name is put back however it was changed. */
export function defaultNamespace(namespace: types.Namespace): types.Namespace {
  const { name, labels } = namespace.metadata;
  if (!name || labels?.[NAME_LABEL] === name) return namespace;
  return { ...namespace, metadata: { ...namespace.metadata, labels: { ...labels, [NAME_LABEL]: name } } };
}

export function defaultSecret(secret: types.Secret): types.Secret {
  return fill(secret, { type: "Opaque" }, true);
}

export function defaultClaim(claim: types.PersistentVolumeClaim): types.PersistentVolumeClaim {
  const status = fill(claim.status ?? {}, { phase: "Pending" as const }, true);
  return withField(within(claim, "spec", defaultClaimSpec), "status", status);
}

export function defaultVolume(volume: types.PersistentVolume): types.PersistentVolume {
  const status = fill(volume.status ?? {}, { phase: "Pending" as const }, true);
  const spec = volume.spec ?? {};
  const reclaimed = fill(spec, { persistentVolumeReclaimPolicy: "Retain" }, true);
  const complete = within(fill(reclaimed, { volumeMode: "Filesystem" }), "hostPath", (source) => fill(source, { type: "" }));
  return withField(withField(volume, "spec", complete), "status", status);
}

/** Limits default to `max`, requests to the default limit, else to `min` (core/v1 LimitRange). */
export function defaultLimitRange(range: types.LimitRange): types.LimitRange {
  return within(range, "spec", (spec) => {
    const limits = (spec.limits ?? []).map((item) => {
      if (item.type !== "Container") return item;
      const ceiling = fill(item.default ?? {}, item.max ?? {});
      const floor = fill(fill(item.defaultRequest ?? {}, ceiling), item.min ?? {});
      const withDefault = Object.keys(ceiling).length === 0 ? item : withField(item, "default", ceiling);
      return Object.keys(floor).length === 0 ? withDefault : withField(withDefault, "defaultRequest", floor);
    });
    return limits.every((item, i) => item === spec.limits[i]) ? spec : { ...spec, limits };
  });
}

export function defaultPriorityClass(priority: types.PriorityClass): types.PriorityClass {
  return fill(priority, { preemptionPolicy: "PreemptLowerPriority" });
}

export function defaultEndpointSlice(slice: types.EndpointSlice): types.EndpointSlice {
  const ports = slice.ports?.map((port) => fill(port, { name: "", protocol: "TCP" }));
  return ports === undefined || ports.every((port, i) => port === slice.ports?.[i]) ? slice : { ...slice, ports };
}

export function defaultEndpoints(endpoints: types.Endpoints): types.Endpoints {
  const subsets = endpoints.subsets?.map((subset) => {
    const ports = subset.ports?.map((port) => (port.protocol ? port : { ...port, protocol: "TCP" as const }));
    return ports === undefined || ports.every((port, i) => port === subset.ports?.[i]) ? subset : { ...subset, ports };
  });
  return subsets === undefined || subsets.every((subset, i) => subset === endpoints.subsets?.[i]) ? endpoints : { ...endpoints, subsets };
}
