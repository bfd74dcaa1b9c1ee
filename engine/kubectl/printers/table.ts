// The server's Tables as `kubectl get` prints them: columns, prefixes, labels, namespaces (API-98, API-99, API-110, API-221).

import type { Obj, ObjMeta } from "../client.ts";
import type { Resource } from "../resources.ts";
import { kindGroup } from "../resources.ts";
import { ColumnWriter } from "./tabwriter.ts";

export interface TableColumn {
  readonly name: string;
  readonly type?: string;
  readonly format?: string;
  readonly priority?: number;
}
export interface TableRow {
  readonly cells: readonly unknown[];
  readonly object?: { readonly metadata?: ObjMeta; readonly [field: string]: unknown };
}
export interface Table {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  readonly resourceVersion: string | undefined;
}

export function tableOf(answer: Obj, previous?: Table): Table {
  const columns = (answer["columnDefinitions"] ?? []) as readonly TableColumn[];
  return {
    columns: columns.length > 0 ? columns : (previous?.columns ?? []),
    rows: (answer["rows"] ?? []) as readonly TableRow[],
    resourceVersion: answer.metadata?.resourceVersion,
  };
}

export interface TableOptions {
  readonly wide: boolean;
  readonly noHeaders: boolean;
  readonly withKind: boolean;
  readonly withNamespace: boolean;
  readonly showLabels: boolean;
  readonly labelColumns: readonly string[];
  readonly withEvents: boolean;
}

/** Prints the rows of one resource, remembering the widths and whether the header is out. */
export class TablePrinter {
  readonly #writer = new ColumnWriter();
  readonly #resource: Resource;
  readonly #options: TableOptions;
  #headerDue: boolean;
  constructor(resource: Resource, options: TableOptions) {
    this.#resource = resource;
    this.#options = options;
    this.#headerDue = !options.noHeaders;
  }

  print(table: Table, event?: string): string {
    if (table.rows.length === 0) return "";
    const shown = table.columns.map((column, at) => ({ column, at })).filter(({ column }) => this.#options.wide || !column.priority);
    const lines = table.rows.map((row) => this.#line(row, shown, event));
    if (this.#headerDue) lines.unshift(this.#header(shown.map(({ column }) => column)));
    this.#headerDue = false;
    return this.#writer.write(lines);
  }

  #header(columns: readonly TableColumn[]): string[] {
    const { withEvents, withNamespace, labelColumns, showLabels } = this.#options;
    return [
      ...(withEvents ? ["EVENT"] : []),
      ...(withNamespace ? ["NAMESPACE"] : []),
      ...columns.map((column) => column.name.toUpperCase()),
      ...labelColumns.map((label) => label.slice(label.lastIndexOf("/") + 1).toUpperCase()),
      ...(showLabels ? ["LABELS"] : []),
    ];
  }

  #line(row: TableRow, shown: readonly { readonly column: TableColumn; readonly at: number }[], event: string | undefined): string[] {
    const { withEvents, withNamespace, withKind, labelColumns, showLabels } = this.#options;
    const metadata = row.object?.metadata;
    const cells = shown.map(({ column, at }) => {
      const text = cellText(row.cells[at]);
      return withKind && column.type === "string" && column.format === "name" ? `${kindGroup(this.#resource)}/${text}` : text;
    });
    return [
      ...(withEvents ? [event ?? "ADDED"] : []),
      ...(withNamespace ? [metadata?.namespace ?? ""] : []),
      ...cells,
      ...labelColumns.map((label) => metadata?.labels?.[label] ?? ""),
      ...(showLabels ? [labelText(metadata?.labels)] : []),
    ];
  }
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  const text = String(value);
  const newline = text.search(/[\f\n\r]/);
  const line = newline < 0 ? text : `${text.slice(0, newline)}...`;
  // Escape characters could play tricks with a terminal.
  // oxlint-disable-next-line no-control-regex
  return line.replace(/\u001b/g, "^[");
}

export function labelText(labels: Readonly<Record<string, string>> | undefined): string {
  const entries = Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length > 0 ? entries.map(([key, value]) => `${key}=${value}`).join(",") : "<none>";
}
