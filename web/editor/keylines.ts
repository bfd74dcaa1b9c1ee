// A YAML text as lines with keys and indents: enough to say what stands under what, also in a text that does not parse. Pure.

export interface KeyLine {
  readonly key: string;
  /** Column of the key, behind any dashes. */
  readonly indent: number;
  readonly index: number;
  readonly behindDash: boolean;
}

export function keyLineAt(lines: readonly string[], index: number): KeyLine | undefined {
  const found = /^((?:\s|-\s)*)("?)([^\s#:"'][^:"']*)\2\s*:(?:\s|$)/.exec(lines[index] ?? "");
  if (found === null) return undefined;
  const before = found[1] ?? "";
  return { key: (found[3] ?? "").trim(), indent: before.length, index, behindDash: before.includes("-") };
}

/** The mark may begin a line above or below the key itself. */
export function keyLineNear(lines: readonly string[], index: number, field: string): KeyLine | undefined {
  return [index, index + 1, index - 1].map((at) => keyLineAt(lines, at)).find((line) => line?.key === field);
}

/** Outermost first. */
export function ancestorsOf(lines: readonly string[], own: KeyLine): readonly KeyLine[] {
  const path: KeyLine[] = [];
  let limit = own.indent;
  for (let index = own.index - 1; index >= 0 && limit > 0 && !isDocumentStart(lines[index]); index--) {
    const line = keyLineAt(lines, index);
    if (line === undefined || line.indent >= limit) continue;
    path.unshift(line);
    limit = line.indent;
  }
  return path;
}

/** Keys of the same map, nearest first. */
export function siblingsAbove(lines: readonly string[], own: KeyLine): readonly KeyLine[] {
  const found: KeyLine[] = [];
  for (let index = own.index - 1; index >= 0 && !isDocumentStart(lines[index]); index--) {
    const line = keyLineAt(lines, index);
    if (line === undefined || line.indent > own.indent) continue;
    if (line.indent < own.indent) break;
    found.push(line);
    // What stands before a dash belongs to another item.
    if (line.behindDash) break;
  }
  return found;
}

export function isDocumentStart(line: string | undefined): boolean {
  return line !== undefined && /^---(\s|$)/.test(line);
}

/** First line of the document that this line is in, and the one behind its last. */
export function documentAround(lines: readonly string[], index: number): { readonly start: number; readonly end: number } {
  let start = index;
  while (start > 0 && !isDocumentStart(lines[start])) start--;
  let end = index + 1;
  while (end < lines.length && !isDocumentStart(lines[end])) end++;
  return { start, end };
}

/** Whether the document around this line holds nothing: kubectl passes it over. */
export function isInEmptyDocument(lines: readonly string[], index: number): boolean {
  const { start, end } = documentAround(lines, Math.min(index, lines.length - 1));
  return lines.slice(start, end).every((line, i) => isBare(i === 0 ? line.replace(/^---(?=\s|$)/, "") : line));
}

export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

export function isBare(line: string | undefined): boolean {
  return line === undefined || line.trim() === "" || line.trimStart().startsWith("#");
}

/** The line behind the last that belongs to this key: deeper ones, and a list whose dashes stand under it. */
export function endOfBlock(lines: readonly string[], own: KeyLine): number {
  let end = own.index + 1;
  for (let index = end; index < lines.length && !isDocumentStart(lines[index]); index++) {
    const line = lines[index] ?? "";
    if (isBare(line)) continue;
    const indent = indentOf(line);
    const isItem = indent === own.indent && /^-(\s|$)/.test(line.trimStart()) && !own.behindDash;
    if (indent <= own.indent && !isItem) break;
    end = index + 1;
  }
  return end;
}
