// What a printer of a kind is, and the short notation of columns.

import type { KindMap, KindName } from "../../api/kinds.ts";

export interface ColumnDefinition {
  readonly name: string;
  readonly type: "string" | "integer" | "boolean" | "date";
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

export interface RowCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** How one kind is printed. */
export interface Printer<K extends KindName> {
  readonly columns: readonly ColumnDefinition[];
  cells(object: KindMap[K], nowMs: number): readonly unknown[];
  conditions?(object: KindMap[K]): readonly RowCondition[] | undefined;
}

export type Printers = { readonly [K in KindName]?: Printer<K> };

/**
 * Columns in a short notation: names apart by `|`; `#` at the end is an integer, `?` a boolean, `@` a date; `*` after that marks
 * a column of `-o wide`; the column Name holds the object's name.
 */
export function columns(notation: string): readonly ColumnDefinition[] {
  return notation.split("|").map((entry) => {
    const [, name = "", kind = "", wide = ""] = /^([^#?@*]*)([#?@]?)(\*?)$/.exec(entry) ?? [];
    const type = ({ "#": "integer", "?": "boolean", "@": "date" } as const)[kind] ?? "string";
    return { name, type, format: name === "Name" ? "name" : "", description: "", priority: wide === "*" ? 1 : 0 };
  });
}
