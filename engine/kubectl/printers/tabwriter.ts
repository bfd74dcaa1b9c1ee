// Aligned columns: Go's text/tabwriter as `kubectl describe` uses it (API-251), and the simpler one of `kubectl get` (API-221).

/** Aligns lines whose cells end in tabs: minimum width 0, padding 2, the last cell of a line unpadded (API-251). */
export function alignTabs(text: string, options: { readonly minWidth?: number; readonly padding?: number } = {}): string {
  const lines = text.split("\n").map((line) => line.split("\t"));
  const shape: Shape = { lines, out: [], minWidth: options.minWidth ?? 0, padding: options.padding ?? 2 };
  format(shape, [], 0, lines.length);
  return shape.out.join("\n");
}

interface Shape {
  readonly lines: readonly string[][];
  readonly out: string[];
  readonly minWidth: number;
  readonly padding: number;
}

/** A column is a run of neighbouring lines that have a tab-ended cell there; its width is that of its widest cell. */
function format(shape: Shape, widths: number[], from: number, to: number): void {
  const column = widths.length;
  let done = from;
  for (let line = from; line < to; line++) {
    if (column >= (shape.lines[line]?.length ?? 0) - 1) continue;
    writeLines(shape, widths, done, line);
    let end = line;
    let width = shape.minWidth;
    for (; end < to; end++) {
      const cells = shape.lines[end] ?? [];
      if (column >= cells.length - 1) break;
      width = Math.max(width, displayWidth(cells[column] ?? "") + shape.padding);
    }
    widths.push(width);
    format(shape, widths, line, end);
    widths.pop();
    done = end;
    line = end - 1;
  }
  writeLines(shape, widths, done, to);
}

function writeLines(shape: Shape, widths: readonly number[], from: number, to: number): void {
  for (let line = from; line < to; line++) {
    const cells = shape.lines[line] ?? [];
    shape.out.push(cells.map((cell, at) => (at < cells.length - 1 ? pad(cell, widths[at] ?? 0) : cell)).join(""));
  }
}

/** Go counts characters, not bytes and not columns of a terminal. */
function displayWidth(text: string): number {
  let width = 0;
  for (const _ of text) width++;
  return width;
}

function pad(text: string, width: number): string {
  const missing = width - displayWidth(text);
  return missing > 0 ? text + " ".repeat(missing) : text;
}

/** The columns of `kubectl get`: at least 3 blanks apart, at least 6 wide, and never narrower than before (API-221). */
export class ColumnWriter {
  #widths: number[] = [];
  /** The rows as text. The last cell of a row is not padded. */
  write(rows: readonly (readonly string[])[]): string {
    for (const row of rows) {
      row.slice(0, -1).forEach((cell, at) => {
        this.#widths[at] = Math.max(this.#widths[at] ?? 6, displayWidth(cell) + 3);
      });
    }
    return rows
      .map((row) => `${row.map((cell, at) => (at < row.length - 1 ? pad(cell, this.#widths[at] ?? 0) : cell)).join("")}\n`)
      .join("");
  }
}
