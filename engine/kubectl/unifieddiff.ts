// A unified diff of two texts, as `diff -u -N` prints it.

const CONTEXT_LINES = 3;

interface Edit {
  readonly mark: " " | "-" | "+";
  readonly line: string;
}

/** The hunks, without file headers; empty when the texts are equal. */
export function unifiedDiff(before: string, after: string): string {
  const edits = editsOf(linesOf(before), linesOf(after));
  const changed = edits.flatMap((edit, at) => (edit.mark === " " ? [] : [at]));
  let text = "";
  let at = 0;
  while (at < changed.length) {
    const first = changed[at] ?? 0;
    let last = first;
    while (at + 1 < changed.length && (changed[at + 1] ?? 0) - last <= 2 * CONTEXT_LINES + 1) last = changed[++at] ?? last;
    at++;
    text += hunk(edits, Math.max(0, first - CONTEXT_LINES), Math.min(edits.length, last + CONTEXT_LINES + 1));
  }
  return text;
}

function linesOf(text: string): readonly string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

function hunk(edits: readonly Edit[], from: number, to: number): string {
  const count = (list: readonly Edit[], without: string): number => list.filter((edit) => edit.mark !== without).length;
  const part = edits.slice(from, to);
  const before = edits.slice(0, from);
  const range = (start: number, length: number): string =>
    length === 1 ? `${start + 1}` : `${length === 0 ? start : start + 1},${length}`;
  const head = `@@ -${range(count(before, "+"), count(part, "+"))} +${range(count(before, "-"), count(part, "-"))} @@\n`;
  return head + part.map(({ mark, line }) => `${mark}${line}\n`).join("");
}

/** The shortest edit script, by the longest common subsequence of what lies between equal ends. */
function editsOf(a: readonly string[], b: readonly string[]): readonly Edit[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const same = (line: string): Edit => ({ mark: " ", line });
  const middle = middleEdits(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return [...a.slice(0, start).map(same), ...middle, ...a.slice(a.length - end).map(same)];
}

function middleEdits(a: readonly string[], b: readonly string[]): readonly Edit[] {
  const lengths = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i] ?? [];
      row[j] = a[i] === b[j] ? (lengths[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(lengths[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  const edits: Edit[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      edits.push({ mark: " ", line: a[i] ?? "" });
      i++;
      j++;
    } else if (i < a.length && (j >= b.length || (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0)))
      edits.push({ mark: "-", line: a[i++] ?? "" });
    else edits.push({ mark: "+", line: b[j++] ?? "" });
  }
  return edits;
}
