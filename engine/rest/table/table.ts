// Table answers (API-98 to API-100): columns and rows as `kubectl get` prints them. Which cells a kind has stands in the files
// beside this one, one for each family of kinds. Left out on purpose: the descriptions of the columns.

import { badRequest } from "../../api/apierror.ts";
import type { KindInfo, KindMap, KindName } from "../../api/kinds.ts";
import type { KubeObject } from "../../api/object.ts";
import { headed, partialMetadata } from "../metadata.ts";
import { clusterPrinters } from "./cluster.ts";
import { configPrinters } from "./config.ts";
import { eventPrinters } from "./event.ts";
import { jobPrinters } from "./job.ts";
import { networkPrinters } from "./network.ts";
import { podPrinters } from "./pod.ts";
import { type ColumnDefinition, columns, type Printer, type Printers, type RowCondition } from "./printer.ts";
import { workloadPrinters } from "./workload.ts";

export interface TableRow {
  readonly cells: readonly unknown[];
  readonly conditions?: readonly RowCondition[];
  readonly object?: unknown;
}

export interface Table {
  readonly kind: "Table";
  readonly apiVersion: string;
  readonly metadata: unknown;
  readonly columnDefinitions: readonly ColumnDefinition[] | null;
  readonly rows: readonly TableRow[];
}

const PRINTERS: Printers = {
  ...podPrinters,
  ...workloadPrinters,
  ...jobPrinters,
  ...networkPrinters,
  ...configPrinters,
  ...clusterPrinters,
  ...eventPrinters,
};

/** For kinds without a printer of their own. */
const FALLBACK = columns("Name|Created At@");

export type IncludeObject = "Metadata" | "Object" | "None";

export function includeObjectIn(text: string | undefined): IncludeObject {
  if (text === undefined || text === "" || text === "Metadata") return "Metadata";
  if (text === "Object" || text === "None") return text;
  throw badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(text)}: must be 'Metadata', 'Object', 'None', or empty`,
  );
}

export function newTable(
  info: KindInfo,
  objects: readonly KubeObject[],
  metadata: unknown,
  nowMs: number,
  { includeObject, metaVersion }: { readonly includeObject: IncludeObject; readonly metaVersion: string },
): Table {
  // The printer of a kind is only handed objects of that kind.
  const printer = PRINTERS[info.kind] as Printer<KindName> | undefined;
  const rows = objects.map((object): TableRow => {
    const cells = printer ? printer.cells(object as KindMap[KindName], nowMs) : [object.metadata.name, object.metadata.creationTimestamp];
    const conditions = printer?.conditions?.(object as KindMap[KindName]);
    const shown =
      includeObject === "None" ? null : includeObject === "Object" ? headed(info, object) : partialMetadata(object, metaVersion);
    return { cells, ...(conditions ? { conditions } : {}), object: shown };
  });
  return { kind: "Table", apiVersion: `meta.k8s.io/${metaVersion}`, metadata, columnDefinitions: printer?.columns ?? FALLBACK, rows };
}
