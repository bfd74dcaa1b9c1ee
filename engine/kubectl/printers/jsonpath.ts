// JSONPath templates as `kubectl -o jsonpath` knows them: fields, wildcards, recursive descent, slices, unions, filters, range and text.

import { CommandError } from "../errors.ts";
import { compactJson } from "./json.ts";

type Step =
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "wildcard" }
  | { readonly kind: "descent" }
  | {
      readonly kind: "slice";
      readonly from: number | undefined;
      readonly to: number | undefined;
      readonly by: number;
      readonly single: boolean;
    }
  | { readonly kind: "union"; readonly members: readonly (readonly Step[])[] }
  | { readonly kind: "filter"; readonly left: Operand; readonly operator: string; readonly right: Operand | undefined };
type Operand = { readonly path: readonly Step[] } | { readonly value: unknown };
type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "path"; readonly steps: readonly Step[] }
  | { readonly kind: "range"; readonly steps: readonly Step[]; readonly body: readonly Part[] };

/** A template that does not fit the object it is applied to. */
export class JsonPathError extends CommandError {}

/** A parsed template: gives the text for an object. */
export function compileJsonPath(template: string): {
  readonly text: (object: unknown) => string;
  readonly values: (object: unknown) => readonly unknown[];
} {
  const parts = parseTemplate(template);
  return {
    text: (object) => render(parts, object),
    values: (object) => parts.flatMap((part) => (part.kind === "path" ? evaluate(part.steps, [object], object) : [])),
  };
}

/** The forms that --sort-by, custom-columns and --for=jsonpath take: `name`, `.name`, `{name}`, `{.name}`. */
export function relaxedPath(expression: string): string {
  if (expression === "") return expression;
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(expression);
  if (!match) {
    throw new CommandError("unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'");
  }
  return `{.${match[1] ?? match[2] ?? ""}}`;
}

function render(parts: readonly Part[], object: unknown): string {
  let text = "";
  for (const part of parts) {
    if (part.kind === "text") text += part.text;
    else if (part.kind === "path") text += evaluate(part.steps, [object], object).map(showValue).join(" ");
    else for (const item of evaluate(part.steps, [object], object)) text += render(part.body, item);
  }
  return text;
}

export function showValue(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? compactJson(value) : String(value);
}

function parseTemplate(template: string): readonly Part[] {
  const stack: { readonly parts: Part[]; readonly steps: readonly Step[] }[] = [{ parts: [], steps: [] }];
  const add = (part: Part): void => void stack.at(-1)?.parts.push(part);
  let at = 0;
  while (at < template.length) {
    const open = template.indexOf("{", at);
    if (open < 0 || open > at) add({ kind: "text", text: template.slice(at, open < 0 ? template.length : open) });
    if (open < 0) break;
    const close = endOfAction(template, open);
    const action = template.slice(open + 1, close).trim();
    at = close + 1;
    if (action === "end") {
      const closed = stack.length > 1 ? stack.pop() : undefined;
      if (!closed) throw new CommandError(`error parsing jsonpath ${template}, not in range, nothing to end`);
      add({ kind: "range", steps: closed.steps, body: closed.parts });
    } else if (/^range\s/.test(action)) stack.push({ parts: [], steps: parsePath(action.slice(6).trim(), template) });
    else if (/^["']/.test(action)) add({ kind: "text", text: unquote(action) });
    else add({ kind: "path", steps: parsePath(action, template) });
  }
  return stack[0]?.parts ?? [];
}

function endOfAction(template: string, open: number): number {
  let quote = "";
  for (let i = open + 1; i < template.length; i++) {
    const c = template[i] ?? "";
    if (quote !== "") {
      if (c === "\\") i++;
      else if (c === quote) quote = "";
    } else if (c === '"' || c === "'") quote = c;
    else if (c === "}") return i;
  }
  throw new CommandError(`error parsing jsonpath ${template}, unclosed action`);
}

function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\(n|t|r|.)/g, (_, c: string) => ({ n: "\n", t: "\t", r: "\r" })[c] ?? c);
}

function parsePath(path: string, template: string): Step[] {
  const steps: Step[] = [];
  let rest = path.replace(/^[@$]/, "");
  while (rest !== "") {
    if (rest.startsWith("..")) {
      steps.push({ kind: "descent" });
      rest = rest.slice(2);
      if (/^[^.[]/.test(rest)) rest = `.${rest}`;
    } else if (rest.startsWith("[")) {
      const end = closingBracket(rest);
      if (end < 0) throw new CommandError(`error parsing jsonpath ${template}, unterminated array`);
      steps.push(parseBracket(rest.slice(1, end).trim(), template));
      rest = rest.slice(end + 1);
    } else {
      const match = /^\.?((?:\\.|[^.[\]\s])*)/.exec(rest);
      const name = (match?.[1] ?? "").replace(/\\(.)/g, "$1");
      if (name === "*") steps.push({ kind: "wildcard" });
      else if (name !== "") steps.push({ kind: "field", name });
      const taken = match?.[0].length ?? 0;
      if (taken === 0)
        throw new CommandError(
          `error parsing jsonpath ${template}, unrecognized character in action: U+${(rest.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")} '${rest[0]}'`,
        );
      rest = rest.slice(taken);
    }
  }
  return steps;
}

function closingBracket(text: string): number {
  let depth = 0;
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? "";
    if (quote !== "") {
      if (c === quote) quote = "";
    } else if (c === '"' || c === "'") quote = c;
    else if (c === "[") depth++;
    else if (c === "]" && --depth === 0) return i;
  }
  return -1;
}

function parseBracket(inner: string, template: string): Step {
  if (inner === "*") return { kind: "wildcard" };
  const filter = /^\?\((.*)\)$/s.exec(inner);
  if (filter) return parseFilter(filter[1] ?? "", template);
  const members = splitUnion(inner);
  if (members.length > 1) return { kind: "union", members: members.map((member) => [parseBracket(member.trim(), template)]) };
  if (/^["']/.test(inner)) return { kind: "field", name: unquote(inner) };
  const slice = /^(-?\d+)?(:)?(-?\d+)?(?::(\d+))?$/.exec(inner);
  if (!slice) throw new CommandError(`error parsing jsonpath ${template}, invalid array index ${inner}`);
  const number = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));
  return { kind: "slice", from: number(slice[1]), to: number(slice[3]), by: number(slice[4]) ?? 1, single: slice[2] === undefined };
}

function splitUnion(text: string): string[] {
  return text.match(/"[^"]*"|'[^']*'|[^,]+/g) ?? [text];
}

function parseFilter(text: string, template: string): Step {
  const match = /^(.*?)(==|!=|<=|>=|<|>)(.*)$/s.exec(text);
  if (!match) return { kind: "filter", left: operand(text, template), operator: "exists", right: undefined };
  return { kind: "filter", left: operand(match[1] ?? "", template), operator: match[2] ?? "", right: operand(match[3] ?? "", template) };
}

function operand(text: string, template: string): Operand {
  const trimmed = text.trim();
  if (/^["']/.test(trimmed)) return { value: unquote(trimmed) };
  if (/^[@$.]/.test(trimmed)) return { path: parsePath(trimmed, template) };
  if (trimmed === "true" || trimmed === "false") return { value: trimmed === "true" };
  return { value: /^-?[\d.]+$/.test(trimmed) ? Number(trimmed) : trimmed };
}

function evaluate(steps: readonly Step[], values: readonly unknown[], root: unknown): readonly unknown[] {
  let current = values;
  for (const step of steps) {
    // A union goes member by member through all values, not value by value.
    if (step.kind === "union") current = step.members.flatMap((member) => evaluate(member, current, root));
    else current = current.flatMap((value) => advance(step, value, root));
  }
  return current;
}

function advance(step: Exclude<Step, { readonly kind: "union" }>, value: unknown, root: unknown): readonly unknown[] {
  switch (step.kind) {
    case "field":
      return isObject(value) && Object.hasOwn(value, step.name) ? [value[step.name]] : [];
    case "wildcard":
      return children(value);
    case "descent":
      return descend(value);
    case "slice":
      return slice(step, value);
    case "filter":
      return children(value).filter((item) => passes(step, item, root));
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function children(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return [];
  return Object.keys(value)
    .sort()
    .map((key) => value[key]);
}

function descend(value: unknown): readonly unknown[] {
  return [value, ...children(value).flatMap((child) => (typeof child === "object" && child !== null ? descend(child) : []))];
}

function slice(step: Extract<Step, { kind: "slice" }>, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return [];
  const length = value.length;
  const absolute = (index: number): number => (index < 0 ? index + length : index);
  if (step.single) {
    const index = absolute(step.from ?? 0);
    if (index < 0 || index >= length) throw new JsonPathError(`array index out of bounds: index ${step.from ?? 0}, length ${length}`);
    return [value[index]];
  }
  const from = Math.max(absolute(step.from ?? 0), 0);
  const to = Math.min(absolute(step.to ?? length), length);
  return (value as unknown[]).slice(from, to).filter((_, index) => index % step.by === 0);
}

function passes(step: Extract<Step, { kind: "filter" }>, item: unknown, root: unknown): boolean {
  const left = operandValues(step.left, item, root);
  if (step.operator === "exists") return left.length > 0;
  const right = step.right ? operandValues(step.right, item, root) : [];
  if (left.length === 0 || right.length === 0) return false;
  const [a, b] = [left[0], right[0]];
  if (step.operator === "==") return a === b;
  if (step.operator === "!=") return a !== b;
  if (typeof a !== typeof b || (typeof a !== "number" && typeof a !== "string")) return false;
  const order = a < (b as typeof a) ? -1 : a > (b as typeof a) ? 1 : 0; // both are of one primitive type
  if (step.operator === "<") return order < 0;
  if (step.operator === ">") return order > 0;
  return step.operator === "<=" ? order <= 0 : order >= 0;
}

function operandValues(one: Operand, item: unknown, root: unknown): readonly unknown[] {
  return "path" in one ? evaluate(one.path, [item], root) : [one.value];
}
