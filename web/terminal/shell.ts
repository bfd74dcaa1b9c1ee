// What a typed line means to the terminal: kubectl and k, with a text piped into them, and a handful of words besides. Pure.

export interface Word {
  readonly text: string;
  /** Where it begins in the line. */
  readonly at: number;
  /** False for `|`, `<<`, `>` and the like outside quotes. */
  readonly isWord: boolean;
}

export type Meaning =
  | { readonly type: "empty" | "clear" | "help" | "files" }
  | { readonly type: "kubectl"; readonly line: string; readonly stdin: string | undefined }
  /** The text of files, or of a line: shown as it is. */
  | { readonly type: "print"; readonly text: string }
  /** More lines are needed, up to this one, or up to the closing quote; behind a backslash just one. */
  | { readonly type: "more"; readonly until: string }
  | { readonly type: "edit"; readonly kind: string; readonly name: string; readonly namespace: string | undefined }
  | { readonly type: "error"; readonly text: string };

const OPERATOR = /^(<<-?|>>|&&|\|\||[|<>;&])/;

/** Also the end of a line behind a backslash. */
const SPACE = /^(?:\s|\\\n)+/;

/** Words and operators of a line, as a POSIX shell splits it; no variables, no globs. */
export function wordsOf(line: string): readonly Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < line.length) {
    const rest = line.slice(at);
    const space = SPACE.exec(rest);
    if (space) {
      at += space[0].length;
      continue;
    }
    if (rest.startsWith("#")) break;
    // As printed in notes and documents, with the prompt in front.
    if (rest.startsWith("$ ") && words.length === 0) {
      at += 2;
      continue;
    }
    const operator = OPERATOR.exec(rest)?.[0];
    if (operator !== undefined) {
      words.push({ text: operator, at, isWord: false });
      at += operator.length;
      continue;
    }
    const { text, length } = readWord(rest);
    words.push({ text, at, isWord: true });
    at += length;
  }
  return words;
}

function readWord(rest: string): { readonly text: string; readonly length: number; readonly open: string } {
  let text = "";
  let i = 0;
  let quote = "";
  for (; i < rest.length; i++) {
    const c = rest.charAt(i);
    if (quote === "") {
      if (/\s/.test(c) || OPERATOR.test(c)) break;
      if (c === '"' || c === "'") quote = c;
      else if (c !== "\\") text += c;
      else if (rest.charAt(++i) !== "\n") text += rest.charAt(i);
    } else if (c === quote) quote = "";
    else text += c === "\\" && quote === '"' && '"\\'.includes(rest.charAt(i + 1)) ? rest.charAt(++i) : c;
  }
  return { text, length: Math.min(i, rest.length), open: quote };
}

/** What the next line goes on with: a quote, or "" behind a backslash. Undefined when the line is whole. */
function continuationOf(line: string): string | undefined {
  for (let at = 0; at < line.length;) {
    const rest = line.slice(at);
    const skipped = SPACE.exec(rest)?.[0] ?? OPERATOR.exec(rest)?.[0];
    if (rest.startsWith("#")) return undefined;
    if (skipped !== undefined) {
      at += skipped.length;
      continue;
    }
    const { length, open } = readWord(rest);
    if (open !== "") return open;
    at += length;
  }
  return /(?:^|[^\\])(?:\\\\)*\\$/.test(line) ? "" : undefined;
}

/** Lines that belong together as one: those behind a backslash or within quotes. */
function joined(lines: readonly string[]): Meaning | readonly string[] {
  const [first = "", ...rest] = lines;
  const open = continuationOf(first);
  if (open === undefined) return lines;
  const [next, ...others] = rest;
  return next === undefined ? { type: "more", until: open } : joined([`${first}\n${next}`, ...others]);
}

/** `typed`: the line, and those that were typed behind a `<<EOF`. `files`: what `cat` and `<` find. */
export function meaningOf(typed: readonly string[], files: Readonly<Record<string, string>>): Meaning {
  const lines = joined(typed);
  if ("type" in lines) return lines;
  const line = lines[0] ?? "";
  const words = wordsOf(line);
  if (words.length === 0) return { type: "empty" };
  const here = words.findIndex(({ text, isWord }) => !isWord && text.startsWith("<<"));
  if (here < 0) return pipeline(line, words, undefined, files);
  const until = words[here + 1];
  if (until === undefined || !until.isWord) return { type: "error", text: "syntax error near unexpected token `newline'" };
  const body = lines.slice(1);
  const end = body.findIndex((one) => one.trimEnd() === until.text);
  if (end < 0) return { type: "more", until: until.text };
  const text = body
    .slice(0, end)
    .map((one) => `${one}\n`)
    .join("");
  return pipeline(line, words.toSpliced(here, 2), text, files);
}

/** `kubectl …`, `kubectl … < FILE`, or something that prints, then `| kubectl …`. */
function pipeline(line: string, words: readonly Word[], stdin: string | undefined, files: Readonly<Record<string, string>>): Meaning {
  const bar = words.findIndex(({ text, isWord }) => !isWord && text === "|");
  if (bar < 0) return command(line, words, stdin, files);
  const before = command(line, words.slice(0, bar), stdin, files);
  const after = words.slice(bar + 1);
  if (before.type === "kubectl") return { type: "error", text: `${after[0]?.text ?? "|"}: command not found` };
  return before.type === "print" ? command(line, after, before.text, files) : before;
}

function command(line: string, words: readonly Word[], stdin: string | undefined, files: Readonly<Record<string, string>>): Meaning {
  const [first, ...rest] = words;
  if (first === undefined) return { type: "error", text: "syntax error near unexpected token `|'" };
  const redirected = redirect(rest, stdin, files);
  if ("error" in redirected) return { type: "error", text: redirected.error };
  const args = redirected.words.map(({ text }) => text);
  switch (first.text) {
    case "kubectl":
    case "k":
      return editOf(args) ?? { type: "kubectl", line: ["kubectl", ...args.map(quoted)].join(" "), stdin: redirected.stdin };
    case "clear":
      return { type: "clear" };
    case "help":
      return { type: "help" };
    case "ls":
      return { type: "files" };
    case "echo":
      return { type: "print", text: `${args.join(" ")}\n` };
    case "cat":
      return cat(args, redirected.stdin, files);
    default:
      return { type: "error", text: `${first.text}: command not found` };
  }
}

interface Redirected {
  readonly words: readonly Word[];
  readonly stdin: string | undefined;
}

function redirect(
  words: readonly Word[],
  stdin: string | undefined,
  files: Readonly<Record<string, string>>,
): Redirected | { readonly error: string } {
  const at = words.findIndex(({ isWord }) => !isWord);
  const operator = words[at];
  if (operator === undefined) return { words, stdin };
  const file = words[at + 1];
  if (operator.text !== "<" || file === undefined) return { error: `syntax error near unexpected token \`${operator.text}'` };
  const text = files[file.text];
  return text === undefined ? { error: `${file.text}: No such file or directory` } : { words: words.toSpliced(at, 2), stdin: text };
}

function cat(names: readonly string[], stdin: string | undefined, files: Readonly<Record<string, string>>): Meaning {
  if (names.length === 0 || (names.length === 1 && names[0] === "-")) return { type: "print", text: stdin ?? "" };
  const missing = names.find((name) => files[name] === undefined);
  if (missing !== undefined) return { type: "error", text: `cat: ${missing}: No such file or directory` };
  return { type: "print", text: names.map((name) => files[name] ?? "").join("") };
}

/** `kubectl edit pod x` opens the object in the editor. */
function editOf(args: readonly string[]): Meaning | undefined {
  if (args[0] !== "edit" || args.includes("-h") || args.includes("--help")) return undefined;
  let namespace: string | undefined;
  const plain: string[] = [];
  for (let i = 1; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "-n" || arg === "--namespace") namespace = args[++i];
    else if (arg.startsWith("--namespace=")) namespace = arg.slice("--namespace=".length);
    else plain.push(...(plain.length === 0 ? arg.split("/") : [arg]));
  }
  const [kind, name] = plain;
  if (kind === undefined || name === undefined)
    return { type: "error", text: "error: must specify the object to edit, as in `kubectl edit pod NAME`" };
  return { type: "edit", kind, name, namespace };
}

function quoted(word: string): string {
  return /^[\w./@:=,+%{}[\]()*!~^-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

const WRITES = new Set([
  "annotate",
  "apply",
  "autoscale",
  "cordon",
  "create",
  "delete",
  "drain",
  "expose",
  "label",
  "patch",
  "replace",
  "rollout",
  "run",
  "scale",
  "set",
  "taint",
  "uncordon",
]);

const READS = new Set([
  "api-resources",
  "api-versions",
  "auth",
  "cluster-info",
  "config",
  "describe",
  "diff",
  "events",
  "exec",
  "explain",
  "get",
  "logs",
  "top",
  "version",
  "wait",
]);

/** What the flag on the timeline says; a command that only reads has none. */
export function flagOf(line: string): string | undefined {
  const words = wordsOf(line).map(({ text }) => text);
  const args = words[0] === "kubectl" ? words.slice(1) : words;
  // Flags may stand before the verb, with values that are no verbs.
  const verb = args.find((word) => WRITES.has(word) || READS.has(word));
  if (
    verb === undefined ||
    args.includes("--help") ||
    args.includes("-h") ||
    args.some((word) => word.startsWith("--dry-run") && word !== "--dry-run=none")
  )
    return undefined;
  const onlyLooks = verb === "rollout" && ["status", "history"].includes(args[args.indexOf(verb) + 1] ?? "");
  return WRITES.has(verb) && !onlyLooks ? args.slice(args.indexOf(verb)).join(" ").slice(0, 80) : undefined;
}
