// Label selectors: the grammar of `kubectl -l` and of the query parameter labelSelector (SEL-20 to SEL-26), the selectors
// inside objects (SEL-14, SEL-15), and whether labels match (SEL-10 to SEL-13). Stands for apimachinery's labels package.

import { labelKeyErrors, labelValueErrors } from "./label.ts";
import type { LabelSelector } from "./types.generated.ts";

export type Operator = "=" | "==" | "!=" | "in" | "notin" | "exists" | "!" | "gt" | "lt";

export interface Requirement {
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

/** All requirements must hold; the empty selector matches everything. Sorted by key (SEL-17). */
export type Selector = readonly Requirement[];

/** A selector that cannot be read; the message is the server's own. */
export class SelectorError extends Error {}

type Labels = { readonly [key: string]: string } | undefined;

export function matchesSelector(selector: Selector, labels: Labels): boolean {
  for (const requirement of selector) if (!matches(requirement, labels?.[requirement.key])) return false;
  return true;
}

function matches({ operator, values }: Requirement, value: unknown): boolean {
  // A key such as "constructor" finds a function on a plain object; only text is a label's value.
  if (typeof value !== "string") return operator === "!=" || operator === "notin" || operator === "!";
  switch (operator) {
    case "=":
    case "==":
    case "in":
      return values.includes(value);
    case "!=":
    case "notin":
      return !values.includes(value);
    case "exists":
      return true;
    case "!":
      return false;
    case "gt":
    case "lt":
      return comparesTo(operator, value, values[0] ?? "");
  }
}

function comparesTo(operator: "gt" | "lt", value: string, operand: string): boolean {
  const left = parseInt64(value);
  const right = parseInt64(operand);
  if (left === undefined || right === undefined) return false;
  return operator === "gt" ? left > right : left < right;
}

/** The selector of an object's field. Undefined selects nothing, `{}` everything (SEL-15). */
export function selectorOf(labelSelector: LabelSelector | undefined): Selector | undefined {
  if (!labelSelector) return undefined;
  const requirements: Requirement[] = [...selectorOfMap(labelSelector.matchLabels)];
  for (const { key, operator, values } of labelSelector.matchExpressions ?? []) {
    requirements.push({ key, operator: operatorOf(operator), values: values ?? [] });
  }
  return requirements.sort(byKey);
}

function operatorOf(name: string): Operator {
  switch (name) {
    case "In":
      return "in";
    case "NotIn":
      return "notin";
    case "Exists":
      return "exists";
    case "DoesNotExist":
      return "!";
    default:
      throw new SelectorError(`"${name}" is not a valid label selector operator`);
  }
}

/** The selector of a plain map, as Services and ReplicationControllers have it. No map matches everything: see SEL-16. */
export function selectorOfMap(map: Labels): Selector {
  return Object.entries(map ?? {})
    .map(([key, value]): Requirement => ({ key, operator: "=", values: [value] }))
    .sort(byKey);
}

/** As labels.Selector prints itself (SEL-17). */
export function formatSelector(selector: Selector): string {
  return selector.map(formatRequirement).join(",");
}

function formatRequirement({ key, operator, values }: Requirement): string {
  switch (operator) {
    case "exists":
      return key;
    case "!":
      return `!${key}`;
    case "in":
    case "notin":
      return `${key} ${operator} (${[...values].sort().join(",")})`;
    case "gt":
    case "lt":
      return `${key}${operator === "gt" ? ">" : "<"}${values[0] ?? ""}`;
    default:
      return `${key}${operator}${values[0] ?? ""}`;
  }
}

/** For humans: `<none>` for nothing or everything, `<error>` for what cannot be read (SEL-27). */
export function formatLabelSelector(labelSelector: LabelSelector | undefined): string {
  try {
    return formatSelector(selectorOf(labelSelector) ?? []) || "<none>";
  } catch (error) {
    if (error instanceof SelectorError) return "<error>";
    throw error;
  }
}

/** Reads the text of `-l` or `labelSelector`; throws a `SelectorError` in the server's words. */
export function parseSelector(text: string): Selector {
  return new Parser(tokensOf(text)).parse();
}

type TokenKind = "end" | "identifier" | "in" | "notin" | "(" | ")" | "," | "!" | "=" | "==" | "!=" | ">" | "<";
interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const [literal] of text.matchAll(/==|!=|[=!(),<>]|[^=!(),<>\s]+/g)) {
    const isWord = !/^[=!(),<>]/.test(literal);
    // The other literals are exactly the token kinds of that spelling.
    tokens.push({ kind: isWord && literal !== "in" && literal !== "notin" ? "identifier" : (literal as TokenKind), text: literal });
  }
  return [...tokens, { kind: "end", text: "" }];
}

class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Selector {
    const requirements: Requirement[] = [];
    let token = this.#peek();
    while (token.kind === "identifier" || token.kind === "!") {
      requirements.push(this.#requirement());
      const after = this.#next();
      if (after.kind === "end") return requirements.sort(byKey);
      if (after.kind !== ",") throw new SelectorError(`found '${after.text}', expected: ',' or 'end of string'`);
      token = this.#peek();
      if (token.kind !== "identifier" && token.kind !== "!")
        throw new SelectorError(`found '${token.text}', expected: identifier after ','`);
    }
    if (token.kind !== "end") throw new SelectorError(`found '${token.text}', expected: !, identifier, or 'end of string'`);
    return requirements;
  }

  #requirement(): Requirement {
    let token = this.#next();
    const negated = token.kind === "!";
    if (negated) token = this.#next();
    if (token.kind !== "identifier") throw unparsable(`found '${token.text}', expected: identifier`);
    const key = token.text;
    const keyErrors = labelKeyErrors(key);
    if (keyErrors.length > 0) throw unparsable(`<nil>: Invalid value: ${JSON.stringify(key)}: ${keyErrors.join("; ")}`);
    if (negated) return { key, operator: "!", values: [] };
    const { kind } = this.#peek();
    if (kind === "end" || kind === ",") return { key, operator: "exists", values: [] };
    const operator = this.#operator();
    const values = operator === "in" || operator === "notin" ? this.#values() : [this.#exactValue()];
    return checked({ key, operator, values });
  }

  #operator(): Operator {
    const token = this.#next(true);
    switch (token.kind) {
      case "in":
      case "notin":
      case "=":
      case "==":
      case "!=":
        return token.kind;
      case ">":
        return "gt";
      case "<":
        return "lt";
      default:
        throw unparsable(`found '${token.text}', expected: in, notin, =, ==, !=, gt, lt`);
    }
  }

  #exactValue(): string {
    const { kind } = this.#peek();
    if (kind === "end" || kind === ",") return "";
    const token = this.#next();
    if (token.kind !== "identifier") throw unparsable(`found '${token.text}', expected: identifier`);
    return token.text;
  }

  /** A list in parentheses; an empty place in it stands for the empty value (SEL-22). */
  #values(): readonly string[] {
    const open = this.#next();
    if (open.kind !== "(") throw unparsable(`found '${open.text}' expected: '('`);
    const first = this.#peek();
    if (first.kind !== "identifier" && first.kind !== "," && first.kind !== ")") {
      throw unparsable(`found '${first.text}', expected: ',', ')' or identifier`);
    }
    const values = new Set<string>();
    if (first.kind === ")") values.add("");
    while (this.#peek().kind !== ")") this.#valueOrComma(values);
    this.#next();
    return [...values].sort();
  }

  #valueOrComma(values: Set<string>): void {
    const token = this.#next();
    const after = this.#peek();
    if (token.kind === "identifier") {
      values.add(token.text);
      if (after.kind !== "," && after.kind !== ")") throw unparsable(`found '${after.text}', expected: ',' or ')'`);
    } else if (token.kind === ",") {
      if (values.size === 0 || after.kind === ")" || after.kind === ",") values.add("");
      if (after.kind === ",") this.#next();
      // A real server wants a word after two commas: `(a,,b)` is a list, `(a,,)` is not.
      if (after.kind === "," && this.#peek().kind === ")") throw unparsable("found ')', expected: ',', or identifier");
    } else throw unparsable(`found '${token.text}', expected: ',', or identifier`);
  }

  /** `in` and `notin` are plain words except where an operator stands (SEL-23). */
  #peek(atOperator = false): Token {
    const token = this.#tokens[this.#position] ?? { kind: "end", text: "" };
    return !atOperator && (token.kind === "in" || token.kind === "notin") ? { kind: "identifier", text: token.text } : token;
  }

  #next(atOperator = false): Token {
    const token = this.#peek(atOperator);
    this.#position += 1;
    return token;
  }
}

function checked(requirement: Requirement): Requirement {
  const { key, operator, values } = requirement;
  const errors: string[] = [];
  if (operator === "gt" || operator === "lt") {
    values.forEach((value, i) => {
      if (parseInt64(value) === undefined) {
        errors.push(`values[${i}]: Invalid value: ${JSON.stringify(value)}: for 'Gt', 'Lt' operators, the value must be an integer`);
      }
    });
  }
  values.forEach((value, i) => {
    const faults = labelValueErrors(value);
    if (faults.length > 0) errors.push(`values[${i}][${key}]: Invalid value: ${JSON.stringify(value)}: ${faults.join("; ")}`);
  });
  if (errors.length > 0) throw unparsable(errors.length === 1 ? (errors[0] ?? "") : `[${errors.join(", ")}]`);
  return requirement;
}

function unparsable(why: string): SelectorError {
  return new SelectorError(`unable to parse requirement: ${why}`);
}

function byKey(a: Requirement, b: Requirement): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

function parseInt64(text: string): bigint | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.startsWith("+") ? text.slice(1) : text);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}
