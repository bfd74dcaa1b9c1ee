// YAML as sigs.k8s.io/yaml prints it: sorted keys, lists level with their key, text plain where it would read back as text,
// block literals for several lines, long lines folded after 80 columns.

import { resolvesToText } from "../yamlscalar.ts";

const BEST_WIDTH = 80;

/** One document, ending in a newline. */
export function toYaml(value: unknown): string {
  if (isEmpty(value) || typeof value !== "object" || value === null) return `${inline(value, 0, 0, false)}\n`;
  return block(value, 0).join("\n") + "\n";
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && (Array.isArray(value) ? value.length === 0 : entriesOf(value).length === 0);
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => compareKeys(a, b));
}

/** The lines of a non-empty map or list at an indentation. */
function block(value: object, indent: number): string[] {
  const lines: string[] = [];
  const margin = " ".repeat(indent);
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) {
      if (typeof item === "object" && item !== null && !isEmpty(item)) {
        const inner = block(item, indent + 2);
        inner[0] = `${margin}- ${(inner[0] ?? "").slice(indent + 2)}`;
        lines.push(...inner);
      } else lines.push(...scalarLines(`${margin}- `, item, indent));
    }
    return lines;
  }
  for (const [key, item] of entriesOf(value)) {
    const head = `${margin}${inline(key, 0, 0, true)}:`;
    if (typeof item === "object" && item !== null && !isEmpty(item))
      lines.push(head, ...block(item, Array.isArray(item) ? indent : indent + 2));
    else lines.push(...scalarLines(`${head} `, item, indent));
  }
  return lines;
}

function scalarLines(head: string, value: unknown, indent: number): string[] {
  if (typeof value === "string" && value.includes("\n") && literalAllowed(value)) return literal(head, value, indent + 2);
  return (head + inline(value, head.length, indent + 2, false)).split("\n");
}

function literalAllowed(text: string): boolean {
  return !hasSpecial(text) && !text.endsWith(" ") && !/ \n/.test(text);
}

function literal(head: string, text: string, indent: number): string[] {
  let chomp = "";
  if (!text.endsWith("\n")) chomp = "-";
  else if (text === "\n" || text.endsWith("\n\n")) chomp = "+";
  const hint = text.startsWith(" ") || text.startsWith("\n") ? "2" : "";
  const lines = (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
  return [`${head}|${hint}${chomp}`, ...lines.map((line) => (line === "" ? "" : " ".repeat(indent) + line))];
}

/** A scalar, `{}` or `[]`; may hold folded lines. */
function inline(value: unknown, column: number, indent: number, isKey: boolean): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "number") return numberText(value);
  if (typeof value === "boolean") return String(value);
  if (typeof value === "object") return Array.isArray(value) ? "[]" : "{}";
  const text = String(value);
  if (text.includes("\n") || !resolvesToText(text)) return doubleQuoted(text, column, indent, isKey);
  if (hasSpecial(text)) return doubleQuoted(text, column, indent, isKey);
  if (plainAllowed(text)) return isKey ? text : foldPlain(text, column, indent);
  return isKey ? `'${text.replaceAll("'", "''")}'` : foldSingle(text, column, indent);
}

function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value);
  const text = value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  return Math.abs(value) >= 1e21 || Math.abs(value) < 1e-4 ? text : String(value);
}

/** Characters that only double quotes can hold. */
function hasSpecial(text: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return /[\u0000-\u0009\u000b-\u001f\u007f-\u0084\u0086-\u009f\ufeff\ufffe\uffff]/.test(text);
}

/** What YAML's block context lets stand without quotes. */
function plainAllowed(text: string): boolean {
  if (text === "" || text.startsWith(" ") || text.endsWith(" ")) return false;
  if (text.startsWith("---") || text.startsWith("...")) return false;
  if (/^[#,[\]{}&*!|>'"%@`]/.test(text) || /^[?:-](\s|$)/.test(text)) return false;
  return !/:(\s|$)/.test(text) && !/\s#/.test(text);
}

function foldPlain(text: string, column: number, indent: number): string {
  return fold(text, column, indent, (at) => text[at + 1] !== " " && text[at - 1] !== " ");
}

function foldSingle(text: string, column: number, indent: number): string {
  const folded = fold(
    text,
    column + 1,
    indent,
    (at) => at > 0 && at < text.length - 1 && text[at + 1] !== " " && text[at - 1] !== " ",
    (c) => (c === "'" ? "''" : c),
  );
  return `'${folded}'`;
}

/** Breaks at a blank once the line is longer than 80 columns. */
function fold(
  text: string,
  column: number,
  indent: number,
  mayBreak: (at: number) => boolean,
  write: (c: string) => string = (c) => c,
): string {
  // Most texts are short: nothing to break.
  if (column + text.length <= BEST_WIDTH) return text.replace(/[^]/g, write);
  let out = "";
  let at = 0;
  for (const c of text) {
    if (c === " " && column > BEST_WIDTH && mayBreak(at)) {
      out += `\n${" ".repeat(indent)}`;
      column = indent;
    } else {
      out += write(c);
      column += write(c).length;
    }
    at += c.length;
  }
  return out;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\u0000": "\\0",
  "\u0007": "\\a",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\u000b": "\\v",
  "\f": "\\f",
  "\r": "\\r",
  "\u001b": "\\e",
  '"': '\\"',
  "\\": "\\\\",
  "\u0085": "\\N",
  "\u2028": "\\L",
  "\u2029": "\\P",
};

function doubleQuoted(text: string, column: number, indent: number, isKey: boolean): string {
  let out = '"';
  let at = 0;
  let width = column + 1;
  let afterSpace = false;
  for (const c of text) {
    const escaped = ESCAPES[c] ?? (hasSpecial(c) ? escapeCode(c) : c);
    const inside = at > 0 && at < text.length - 1;
    if (c === " " && !isKey && !afterSpace && width > BEST_WIDTH && inside) {
      out += `\n${" ".repeat(indent)}`;
      width = indent;
      if (text[at + 1] === " ") {
        out += "\\";
        width++;
      }
    } else {
      out += escaped;
      width += escaped.length;
    }
    afterSpace = c === " ";
    at += c.length;
  }
  return `${out}"`;
}

function escapeCode(c: string): string {
  const code = c.charCodeAt(0);
  return code <= 0xff ? `\\x${code.toString(16).toUpperCase().padStart(2, "0")}` : `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

const isLetter = (c: string): boolean => /\p{L}/u.test(c);
const isDigit = (c: string | undefined): boolean => c !== undefined && c >= "0" && c <= "9";

/** The order of keys: letters after everything else, numbers by their value. */
export function compareKeys(a: string, b: string): number {
  const x = [...a];
  const y = [...b];
  for (let i = 0; i < x.length && i < y.length; i++) {
    const p = x[i] ?? "";
    const q = y[i] ?? "";
    if (p === q) continue;
    const letters = [isLetter(p), isLetter(q)];
    if (letters[0] && letters[1]) return p < q ? -1 : 1;
    if (letters[0] || letters[1]) return letters[1] ? -1 : 1;
    return compareDigits(x, y, i);
  }
  return x.length - y.length;
}

function compareDigits(x: readonly string[], y: readonly string[], i: number): number {
  let an = 0;
  let bn = 0;
  if (x[i] === "0" || y[i] === "0") {
    for (let j = i - 1; j >= 0 && isDigit(x[j]); j--) {
      if (x[j] !== "0") {
        an = 1;
        bn = 1;
        break;
      }
    }
  }
  let ai = i;
  for (; isDigit(x[ai]); ai++) an = an * 10 + Number(x[ai]);
  let bi = i;
  for (; isDigit(y[bi]); bi++) bn = bn * 10 + Number(y[bi]);
  if (an !== bn) return an - bn;
  if (ai !== bi) return ai - bi;
  return (x[i] ?? "") < (y[i] ?? "") ? -1 : 1;
}
