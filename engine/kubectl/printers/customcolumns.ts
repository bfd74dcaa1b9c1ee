// `-o custom-columns=HEADER:.path,...`: a table of JSONPath results.

import type { Obj } from "../client.ts";
import { CommandError } from "../errors.ts";
import { compileJsonPath, relaxedPath } from "./jsonpath.ts";
import { ColumnWriter } from "./tabwriter.ts";

export class CustomColumns {
  readonly #writer = new ColumnWriter();
  readonly #headers: readonly string[];
  readonly #paths: readonly ReturnType<typeof compileJsonPath>[];
  #headerDue: boolean;

  constructor(spec: string, noHeaders: boolean) {
    if (spec === "") throw new CommandError("custom-columns format specified but no custom columns given");
    const columns = spec.split(",").map((column) => {
      const colon = column.indexOf(":");
      if (colon < 0) throw new CommandError(`unexpected custom-columns spec: ${column}, expected <header>:<json-path-expr>`);
      return [column.slice(0, colon), column.slice(colon + 1)] as const;
    });
    this.#headers = columns.map(([header]) => header);
    this.#paths = columns.map(([, path]) => compileJsonPath(relaxedPath(path)));
    this.#headerDue = !noHeaders;
  }

  print(objects: readonly Obj[]): string {
    const rows = objects.map((object) => this.#paths.map((path) => cell(path.values(object))));
    const due = this.#headerDue;
    this.#headerDue = false;
    return this.#writer.write(due ? [this.#headers, ...rows] : rows);
  }
}

function cell(values: readonly unknown[]): string {
  const shown = values.filter((value) => value !== undefined && value !== null).map(show);
  return shown.length > 0 ? shown.join(",") : "<none>";
}

/** As Go's %v prints it. */
function show(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(show).join(" ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  return `map[${Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${key}:${show(inner)}`)
    .join(" ")}]`;
}
