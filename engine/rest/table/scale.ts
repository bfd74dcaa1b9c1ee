// The Table of a scale subresource.

import type { Scale } from "../../api/types.generated.ts";
import { ageOf } from "./duration.ts";
import { columns } from "./printer.ts";
import type { Table } from "./table.ts";

const COLUMNS = columns("Name|Desired#|Available#|Age").map((column) => ({ ...column, format: "" }));

export function newScaleTable(scale: Scale, nowMs: number, metaVersion: string): Table {
  const { name, resourceVersion, creationTimestamp } = scale.metadata;
  const apiVersion = `meta.k8s.io/${metaVersion}`;
  return {
    kind: "Table",
    apiVersion,
    metadata: { resourceVersion },
    columnDefinitions: COLUMNS,
    rows: [
      {
        cells: [name, scale.spec?.replicas ?? 0, scale.status?.replicas ?? 0, ageOf(creationTimestamp, nowMs)],
        object: { kind: "PartialObjectMetadata", apiVersion, metadata: scale.metadata },
      },
    ],
  };
}
