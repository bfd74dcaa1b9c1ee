// $((…)): whole numbers and the operators of C. Numbers are exact up to 2^53.

import { ScriptError } from "./syntax.ts";

export interface Variables {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

const TOKEN = /\s*(0[xX][0-9a-fA-F]+|\d+|[A-Za-z_]\w*|\*\*|<<=|>>=|&&|\|\||==|!=|<=|>=|<<|>>|\+\+|--|[-+*/%&|^]=|[-+*/%<>=!~&|^?:(),])/y;
const BINARY: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["|"],
  ["^"],
  ["&"],
  ["==", "!="],
  ["<", "<=", ">", ">="],
  ["<<", ">>"],
  ["+", "-"],
  ["*", "/", "%"],
];

/** Throws a ScriptError (line 0) as `sh` would stop. */
export function evaluate(expression: string, variables: Variables): number {
  if (expression.trim() === "") return 0;
  const parser = new Expression(expression, variables);
  const value = parser.comma();
  if (!parser.atEnd) throw syntaxError();
  return value;
}

const syntaxError = (): ScriptError => new ScriptError("arithmetic syntax error", 0);

class Expression {
  readonly #tokens: string[] = [];
  readonly #variables: Variables;
  #at = 0;
  /** Inside a branch that is not taken nothing is assigned and nothing divides. */
  #skipping = 0;

  constructor(text: string, variables: Variables) {
    this.#variables = variables;
    TOKEN.lastIndex = 0;
    const trimmed = text.trimEnd();
    while (TOKEN.lastIndex < trimmed.length) {
      const match = TOKEN.exec(trimmed);
      if (!match) throw syntaxError();
      this.#tokens.push(match[1] ?? "");
    }
  }

  get atEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  comma(): number {
    let value = this.#assignment();
    while (this.#take(",")) value = this.#assignment();
    return value;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #value(name: string): number {
    const text = (this.#variables.get(name) ?? "").trim();
    if (text === "") return 0;
    if (!/^[-+]?(0[xX][0-9a-fA-F]+|\d+)$/.test(text)) throw new ScriptError(`bad number: ${text}`, 0);
    return number(text);
  }

  #assign(name: string, value: number): number {
    if (this.#skipping === 0) this.#variables.set(name, String(value));
    return value;
  }

  #assignment(): number {
    const name = this.#tokens[this.#at] ?? "";
    const operator = this.#tokens[this.#at + 1] ?? "";
    if (/^[A-Za-z_]/.test(name) && /^([-+*/%&|^]|<<|>>)?=$/.test(operator)) {
      this.#at += 2;
      const right = this.#assignment();
      return this.#assign(name, operator === "=" ? right : this.#apply(operator.slice(0, -1), this.#value(name), right));
    }
    return this.#ternary();
  }

  #ternary(): number {
    const test = this.#binary(0);
    if (!this.#take("?")) return test;
    const yes = this.#when(test !== 0, () => this.#assignment());
    if (!this.#take(":")) throw syntaxError();
    const no = this.#when(test === 0, () => this.#assignment());
    return test === 0 ? no : yes;
  }

  #when(taken: boolean, read: () => number): number {
    if (!taken) this.#skipping++;
    const value = read();
    if (!taken) this.#skipping--;
    return value;
  }

  #binary(level: number): number {
    const operators = BINARY[level];
    if (operators === undefined) return this.#power();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = operators.find((text) => text === this.#tokens[this.#at]);
      if (operator === undefined) return left;
      this.#at++;
      const before = left;
      const needed = operator === "||" ? before === 0 : operator === "&&" ? before !== 0 : true;
      left = this.#apply(
        operator,
        before,
        this.#when(needed, () => this.#binary(level + 1)),
      );
    }
  }

  #power(): number {
    const left = this.#unary();
    return this.#take("**") ? left ** this.#power() : left;
  }

  #unary(): number {
    if (this.#take("-")) return -this.#unary();
    if (this.#take("+")) return this.#unary();
    if (this.#take("!")) return this.#unary() === 0 ? 1 : 0;
    if (this.#take("~")) return ~this.#unary();
    for (const [operator, by] of [
      ["++", 1],
      ["--", -1],
    ] as const) {
      if (this.#take(operator)) {
        const name = this.#tokens[this.#at++] ?? "";
        return this.#assign(name, this.#value(name) + by);
      }
    }
    return this.#primary();
  }

  #primary(): number {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw syntaxError();
    if (token === "(") {
      const value = this.comma();
      if (!this.#take(")")) throw syntaxError();
      return value;
    }
    if (/^\d/.test(token)) return number(token);
    if (!/^[A-Za-z_]/.test(token)) throw syntaxError();
    const value = this.#value(token);
    if (this.#take("++")) this.#assign(token, value + 1);
    else if (this.#take("--")) this.#assign(token, value - 1);
    return value;
  }

  #apply(operator: string, a: number, b: number): number {
    switch (operator) {
      case "||":
        return a !== 0 || b !== 0 ? 1 : 0;
      case "&&":
        return a !== 0 && b !== 0 ? 1 : 0;
      case "|":
        return a | b;
      case "^":
        return a ^ b;
      case "&":
        return a & b;
      case "==":
        return a === b ? 1 : 0;
      case "!=":
        return a !== b ? 1 : 0;
      case "<":
        return a < b ? 1 : 0;
      case "<=":
        return a <= b ? 1 : 0;
      case ">":
        return a > b ? 1 : 0;
      case ">=":
        return a >= b ? 1 : 0;
      case "<<":
        return a * 2 ** b;
      case ">>":
        return Math.floor(a / 2 ** b);
      case "+":
        return a + b;
      case "-":
        return a - b;
      case "*":
        return a * b;
      default:
        if (b === 0 && this.#skipping === 0) throw new ScriptError("divide by zero", 0);
        return b === 0 ? 0 : operator === "/" ? Math.trunc(a / b) : a % b;
    }
  }
}

function number(text: string): number {
  const negative = text.startsWith("-");
  const digits = text.replace(/^[-+]/, "");
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return negative ? -value : value;
}
