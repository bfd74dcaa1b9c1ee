// The rows of configuration, accounts, limits and storage (API-109, API-128).

import type { PersistentVolumeClaim, Quantity, ResourceQuota } from "../../api/types.generated.ts";
import { ageOf } from "./duration.ts";
import { columns, type Printers } from "./printer.ts";

function size(map: object | undefined): number {
  return map === undefined ? 0 : Object.keys(map).length;
}

const MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: "RWO",
  ReadOnlyMany: "ROX",
  ReadWriteMany: "RWX",
  ReadWriteOncePod: "RWOP",
};

function modesCell(modes: readonly string[] | undefined): string {
  return (modes ?? []).map((mode) => MODES[mode] ?? mode).join(",");
}

function quotaCell({ status }: ResourceQuota, isLimit: boolean): string {
  const names = Object.keys(status.hard ?? {}).filter((name) => name.startsWith("limits.") === isLimit);
  return names
    .sort()
    .map((name) => `${name}: ${status.used?.[name] ?? 0}/${status.hard?.[name] ?? 0}`)
    .join(", ");
}

function claimStatus({ metadata, status }: PersistentVolumeClaim): string {
  return metadata.deletionTimestamp === undefined ? (status.phase ?? "") : "Terminating";
}

function capacityCell(capacity: { readonly [resource: string]: Quantity } | undefined): string {
  return String(capacity?.["storage"] ?? "");
}

export const configPrinters: Printers = {
  ConfigMap: {
    columns: columns("Name|Data|Age"),
    cells: ({ metadata, data, binaryData }, nowMs) => [
      metadata.name,
      size(data) + size(binaryData),
      ageOf(metadata.creationTimestamp, nowMs),
    ],
  },
  Secret: {
    columns: columns("Name|Type|Data|Age"),
    cells: ({ metadata, type, data }, nowMs) => [metadata.name, type ?? "", size(data), ageOf(metadata.creationTimestamp, nowMs)],
  },
  ServiceAccount: {
    columns: columns("Name|Age"),
    cells: ({ metadata }, nowMs) => [metadata.name, ageOf(metadata.creationTimestamp, nowMs)],
  },
  ResourceQuota: {
    columns: columns("Name|Request|Limit|Age"),
    cells: (quota, nowMs) => [
      quota.metadata.name,
      quotaCell(quota, false),
      quotaCell(quota, true),
      ageOf(quota.metadata.creationTimestamp, nowMs),
    ],
  },
  PodDisruptionBudget: {
    columns: columns("Name|Min Available|Max Unavailable|Allowed Disruptions#|Age"),
    cells: ({ metadata, spec, status }, nowMs) => [
      metadata.name,
      String(spec.minAvailable ?? "N/A"),
      String(spec.maxUnavailable ?? "N/A"),
      status.disruptionsAllowed,
      ageOf(metadata.creationTimestamp, nowMs),
    ],
  },
  PersistentVolumeClaim: {
    columns: columns("Name|Status|Volume|Capacity|Access Modes|StorageClass|VolumeAttributesClass|Age|VolumeMode*"),
    cells(claim, nowMs) {
      const { metadata, spec, status } = claim;
      const isBound = Boolean(spec.volumeName);
      return [
        metadata.name,
        claimStatus(claim),
        spec.volumeName ?? "",
        isBound ? capacityCell(status.capacity) : "",
        isBound ? modesCell(status.accessModes) : "",
        spec.storageClassName ?? "",
        spec.volumeAttributesClassName ?? "<unset>",
        ageOf(metadata.creationTimestamp, nowMs),
        spec.volumeMode ?? "<unset>",
      ];
    },
  },
  PersistentVolume: {
    columns: columns("Name|Capacity|Access Modes|Reclaim Policy|Status|Claim|StorageClass|VolumeAttributesClass|Reason|Age|VolumeMode*"),
    cells: ({ metadata, spec, status }, nowMs) => [
      metadata.name,
      capacityCell(spec.capacity),
      modesCell(spec.accessModes),
      spec.persistentVolumeReclaimPolicy ?? "",
      metadata.deletionTimestamp === undefined ? (status.phase ?? "") : "Terminating",
      spec.claimRef ? `${spec.claimRef.namespace ?? ""}/${spec.claimRef.name ?? ""}` : "",
      spec.storageClassName ?? "",
      spec.volumeAttributesClassName ?? "<unset>",
      status.reason ?? "",
      ageOf(metadata.creationTimestamp, nowMs),
      spec.volumeMode ?? "<unset>",
    ],
  },
};
