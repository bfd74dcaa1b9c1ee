// Go templates as far as people use them with `kubectl -o go-template`: fields, range, if, with, variables, pipes and the common functions.
// Left out on purpose: define, template, block, break, continue, method calls.

import { CommandError } from "../errors.ts";
import { compactJson } from "./json.ts";

type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "show"; readonly pipe: string }
  | { readonly kind: "range" | "if" | "with"; readonly pipe: string; readonly body: readonly Node[]; readonly otherwise: readonly Node[] };

/** Gives the text for an object; throws a CommandError for a template that it cannot read. */
export function compileTemplate(template: string): (object: unknown) => string {
  const nodes = parse(template);
  return (object) => render(nodes, object, new Map<string, unknown>([["$", object]]));
}

interface Open {
  readonly kind: "range" | "if" | "with";
  readonly pipe: string;
  readonly body: Node[];
  otherwise?: Node[];
}

function parse(template: string): readonly Node[] {
  const top: Node[] = [];
  const stack: Open[] = [];
  const target = (): Node[] => {
    const open = stack.at(-1);
    return open ? (open.otherwise ?? open.body) : top;
  };
  let trim = false;
  const pattern = /([\s\S]*?)(?:\{\{(-?)\s*((?:"(?:\\.|[^"\\])*"|`[^`]*`|[\s\S])*?)\s*(-?)\}\}|$)/g;
  for (const match of template.matchAll(pattern)) {
    if (match[0] === "") break;
    let text = match[1] ?? "";
    if (trim) text = text.trimStart();
    if (match[2] === "-") text = text.trimEnd();
    if (text !== "") target().push({ kind: "text", text });
    const action = match[3];
    if (action === undefined) {
      if (text.includes("{{")) throw new CommandError(`error parsing template ${template}, template: output:1: unclosed action`);
      break;
    }
    trim = match[4] === "-";
    if (action.startsWith("/*")) continue;
    const word = /^\w+/.exec(action)?.[0];
    if (word === "range" || word === "if" || word === "with") stack.push({ kind: word, pipe: action.slice(word.length).trim(), body: [] });
    else if (word === "else") {
      const open = stack.at(-1);
      if (open) open.otherwise = [];
    } else if (word === "end") {
      const open = stack.pop();
      if (!open) throw new CommandError(`error parsing template ${template}, template: output:1: unexpected {{end}}`);
      target().push({ kind: open.kind, pipe: open.pipe, body: open.body, otherwise: open.otherwise ?? [] });
    } else target().push({ kind: "show", pipe: action });
  }
  if (stack.length > 0) throw new CommandError(`error parsing template ${template}, template: output:1: unexpected EOF`);
  return top;
}

type Variables = Map<string, unknown>;

function render(nodes: readonly Node[], dot: unknown, variables: Variables): string {
  let text = "";
  for (const node of nodes) {
    if (node.kind === "text") text += node.text;
    else if (node.kind === "show") text += renderPipe(node.pipe, dot, variables);
    else if (node.kind === "range") text += renderRange(node, dot, variables);
    else {
      const value = assign(node.pipe, dot, variables);
      text += render(
        isTruthy(value) ? node.body : node.otherwise,
        node.kind === "with" && isTruthy(value) ? value : dot,
        new Map(variables),
      );
    }
  }
  return text;
}

function renderPipe(pipe: string, dot: unknown, variables: Variables): string {
  const isAssignment = /^\$\w+\s*:?=/.test(pipe);
  const value = assign(pipe, dot, variables);
  return isAssignment ? "" : show(value);
}

function assign(pipe: string, dot: unknown, variables: Variables): unknown {
  const match = /^(\$\w+)\s*:?=\s*(.*)$/s.exec(pipe);
  const value = evaluate(match ? (match[2] ?? "") : pipe, dot, variables);
  if (match) variables.set(match[1] ?? "", value);
  return value;
}

function renderRange(node: Extract<Node, { kind: "range" | "if" | "with" }>, dot: unknown, variables: Variables): string {
  const match = /^(?:(\$\w+)\s*,\s*)?(\$\w+)\s*:=\s*(.*)$/s.exec(node.pipe);
  const value = evaluate(match ? (match[3] ?? "") : node.pipe, dot, variables);
  const entries: [unknown, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : typeof value === "object" && value !== null
      ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
      : [];
  if (entries.length === 0) return render(node.otherwise, dot, variables);
  return entries
    .map(([key, item]) => {
      const inner = new Map(variables);
      if (match?.[1]) inner.set(match[1], key);
      if (match?.[2]) inner.set(match[2], item);
      return render(node.body, item, inner);
    })
    .join("");
}

function evaluate(pipe: string, dot: unknown, variables: Variables): unknown {
  let value: unknown;
  splitPipe(pipe).forEach((command, index) => {
    const tokens = tokenize(command);
    const args = (list: readonly string[]): unknown[] => list.map((token) => operand(token, dot, variables));
    const [first = "", ...rest] = tokens;
    const given = index > 0 ? [value] : [];
    if (/^[a-z]\w*$/i.test(first) && !/^(true|false|nil)$/.test(first)) value = call(first, [...args(rest), ...given]);
    else value = operand(first, dot, variables);
  });
  return value;
}

function splitPipe(pipe: string): string[] {
  return pipe.match(/(?:"(?:\\.|[^"\\])*"|`[^`]*`|\([^()]*\)|[^|])+/g) ?? [pipe];
}

function tokenize(command: string): string[] {
  return command.match(/"(?:\\.|[^"\\])*"|`[^`]*`|\((?:[^()]|\([^()]*\))*\)(?:\.[\w.]+)?|[^\s()]+/g) ?? [];
}

function operand(token: string, dot: unknown, variables: Variables): unknown {
  if (token.startsWith('"')) return JSON.parse(token) as unknown;
  if (token.startsWith("`")) return token.slice(1, -1);
  if (token.startsWith("(")) {
    const close = token.lastIndexOf(")");
    return follow(evaluate(token.slice(1, close), dot, variables), token.slice(close + 1));
  }
  if (token === "true" || token === "false") return token === "true";
  if (/^-?\d+$/.test(token)) return Number(token);
  if (token.startsWith("$")) {
    const name = /^\$\w*/.exec(token)?.[0] ?? "$";
    return follow(variables.get(name), token.slice(name.length));
  }
  if (token.startsWith(".")) return follow(dot, token);
  throw new CommandError(`error parsing template, template: output:1: function "${token}" not defined`);
}

function follow(value: unknown, path: string): unknown {
  let current = value;
  for (const field of path.split(".").filter((part) => part !== "")) {
    if (typeof current !== "object" || current === null) return undefined;
    current = (current as Record<string, unknown>)[field]; // an object, checked above
  }
  return current;
}

function call(name: string, args: readonly unknown[]): unknown {
  const [a, b] = args;
  switch (name) {
    case "len":
      return typeof a === "string" || Array.isArray(a) ? a.length : Object.keys((a as object | undefined) ?? {}).length;
    case "index":
      return args.slice(1).reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[String(key)], a);
    case "eq":
      return args.slice(1).some((other) => other === a);
    case "ne":
      return a !== b;
    case "lt":
      return Number(a) < Number(b);
    case "gt":
      return Number(a) > Number(b);
    case "not":
      return !isTruthy(a);
    case "and":
      return args.find((arg) => !isTruthy(arg)) ?? args.at(-1);
    case "or":
      return args.find(isTruthy) ?? args.at(-1);
    case "exists":
      return args.slice(1).reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[String(key)], a) !== undefined;
    case "print":
      return args.map(show).join(" ");
    case "println":
      return `${args.map(show).join(" ")}\n`;
    case "printf":
      return printf(String(a), args.slice(1));
    default:
      throw new CommandError(`error parsing template, template: output:1: function "${name}" not defined`);
  }
}

function printf(format: string, args: readonly unknown[]): string {
  let at = 0;
  return format.replace(/%(-?\d*)([svdq%])/g, (_, width: string, verb: string) => {
    if (verb === "%") return "%";
    const text = verb === "q" ? JSON.stringify(args[at++]) : show(args[at++]);
    const columns = Math.abs(Number(width));
    return width.startsWith("-") ? text.padEnd(columns) : text.padStart(columns);
  });
}

function isTruthy(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === 0 || value === "") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}

/** As Go's %v shows it. */
function show(value: unknown): string {
  if (value === null || value === undefined) return "<no value>";
  if (Array.isArray(value)) return `[${value.map(show).join(" ")}]`;
  if (typeof value !== "object") return String(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length > 0
    ? `map[${entries.map(([key, inner]) => `${key}:${show(inner)}`).join(" ")}]`
    : compactJson(value).replace("{}", "map[]");
}
