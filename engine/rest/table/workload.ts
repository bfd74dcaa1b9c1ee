// The rows of the controllers that keep pods running (API-103 to API-105, API-109).

import { controllerOf } from "../../api/object.ts";
import { containerCells, labelsCell, NONE, selectorCell } from "./cell.ts";
import { ageOf } from "./duration.ts";
import { columns, type Printers } from "./printer.ts";

const REPLICAS = "Name|Desired#|Current#|Ready#|Age|Containers*|Images*|Selector*";

export const workloadPrinters: Printers = {
  ReplicationController: {
    columns: columns(REPLICAS),
    cells: ({ metadata, spec, status }, nowMs) => [
      metadata.name,
      spec.replicas ?? 0,
      status.replicas,
      status.readyReplicas ?? 0,
      ageOf(metadata.creationTimestamp, nowMs),
      ...containerCells(spec.template?.spec?.containers ?? []),
      labelsCell(spec.selector),
    ],
  },
  ReplicaSet: {
    columns: columns(REPLICAS),
    cells: ({ metadata, spec, status }, nowMs) => [
      metadata.name,
      spec.replicas ?? 0,
      status.replicas,
      status.readyReplicas ?? 0,
      ageOf(metadata.creationTimestamp, nowMs),
      ...containerCells(spec.template.spec?.containers ?? []),
      selectorCell(spec.selector),
    ],
  },
  DaemonSet: {
    columns: columns("Name|Desired#|Current#|Ready#|Up-to-date#|Available#|Node Selector|Age|Containers*|Images*|Selector*"),
    cells: ({ metadata, spec, status }, nowMs) => [
      metadata.name,
      status.desiredNumberScheduled,
      status.currentNumberScheduled,
      status.numberReady,
      status.updatedNumberScheduled ?? 0,
      status.numberAvailable ?? 0,
      labelsCell(spec.template.spec?.nodeSelector),
      ageOf(metadata.creationTimestamp, nowMs),
      ...containerCells(spec.template.spec?.containers ?? []),
      selectorCell(spec.selector),
    ],
  },
  Deployment: {
    columns: columns("Name|Ready|Up-to-date|Available|Age|Containers*|Images*|Selector*"),
    cells: ({ metadata, spec, status }, nowMs) => [
      metadata.name,
      `${status.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
      status.updatedReplicas ?? 0,
      status.availableReplicas ?? 0,
      ageOf(metadata.creationTimestamp, nowMs),
      ...containerCells(spec.template.spec?.containers ?? []),
      selectorCell(spec.selector),
    ],
  },
  StatefulSet: {
    columns: columns("Name|Ready|Age|Containers*|Images*"),
    cells: ({ metadata, spec, status }, nowMs) => [
      metadata.name,
      `${status.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
      ageOf(metadata.creationTimestamp, nowMs),
      ...containerCells(spec.template.spec?.containers ?? []),
    ],
  },
  ControllerRevision: {
    columns: columns("Name|Controller|Revision|Age"),
    cells({ metadata, revision }, nowMs) {
      const owner = controllerOf({ metadata });
      const group = owner?.apiVersion.includes("/") ? `.${owner.apiVersion.split("/")[0]}` : "";
      const controller = owner ? `${owner.kind.toLowerCase()}${group}/${owner.name}` : NONE;
      return [metadata.name, controller, revision, ageOf(metadata.creationTimestamp, nowMs)];
    },
  },
};
