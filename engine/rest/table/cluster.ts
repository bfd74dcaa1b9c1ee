// The rows of nodes, namespaces, leases and priority classes (API-102, API-109, API-121), and of the simulation's own kinds.

import { getCondition } from "../../api/podstate.ts";
import type { Node } from "../../api/types.generated.ts";
import { NONE } from "./cell.ts";
import { ageOf } from "./duration.ts";
import { columns, type Printers } from "./printer.ts";

const ROLE_PREFIX = "node-role.kubernetes.io/";

function nodeStatus({ spec, status }: Node): string {
  const ready = getCondition(status.conditions, "Ready");
  const text = ready === undefined ? "Unknown" : ready.status === "True" ? "Ready" : "NotReady";
  return spec.unschedulable ? `${text},SchedulingDisabled` : text;
}

function rolesCell({ metadata }: Node): string {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(metadata.labels ?? {})) {
    if (key.startsWith(ROLE_PREFIX) && key.length > ROLE_PREFIX.length) roles.add(key.slice(ROLE_PREFIX.length));
    else if (key === "kubernetes.io/role" && value !== "") roles.add(value);
  }
  return [...roles].sort().join(",") || NONE;
}

function addressCell({ status }: Node, type: string): string {
  return status.addresses?.find((address) => address.type === type)?.address ?? NONE;
}

function kernelCell({ status }: Node): string {
  const { kernelVersion, architecture } = status.nodeInfo ?? {};
  return `${kernelVersion || "<unknown>"}${architecture ? ` (${architecture})` : ""}`;
}

export const clusterPrinters: Printers = {
  Node: {
    columns: columns("Name|Status|Roles|Age|Version|Internal-IP*|External-IP*|OS-Image*|Kernel-Version*|Container-Runtime*"),
    cells: (node, nowMs) => [
      node.metadata.name,
      nodeStatus(node),
      rolesCell(node),
      ageOf(node.metadata.creationTimestamp, nowMs),
      node.status.nodeInfo?.kubeletVersion ?? "",
      addressCell(node, "InternalIP"),
      addressCell(node, "ExternalIP"),
      node.status.nodeInfo?.osImage || "<unknown>",
      kernelCell(node),
      node.status.nodeInfo?.containerRuntimeVersion || "<unknown>",
    ],
  },
  Namespace: {
    columns: columns("Name|Status|Age"),
    cells: ({ metadata, status }, nowMs) => [metadata.name, status.phase ?? "", ageOf(metadata.creationTimestamp, nowMs)],
  },
  Lease: {
    columns: columns("Name|Holder|Age"),
    cells: ({ metadata, spec }, nowMs) => [metadata.name, spec.holderIdentity ?? "", ageOf(metadata.creationTimestamp, nowMs)],
  },
  PriorityClass: {
    columns: columns("Name|Value#|Global-Default?|Age|PreemptionPolicy"),
    cells: ({ metadata, value, globalDefault, preemptionPolicy }, nowMs) => [
      metadata.name,
      value,
      globalDefault ?? false,
      ageOf(metadata.creationTimestamp, nowMs),
      preemptionPolicy ?? "",
    ],
  },
  Image: {
    columns: columns("Name|Names|Process|Age"),
    cells: ({ metadata, spec }, nowMs) => [
      metadata.name,
      spec.names.join(",") || NONE,
      spec.process ?? NONE,
      ageOf(metadata.creationTimestamp, nowMs),
    ],
  },
  Fault: {
    columns: columns("Name|Type|Age"),
    cells: ({ metadata, spec }, nowMs) => [metadata.name, spec.type, ageOf(metadata.creationTimestamp, nowMs)],
  },
};
