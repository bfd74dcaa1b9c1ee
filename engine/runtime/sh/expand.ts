// Turns words into arguments: parameters, `$(…)` results, arithmetic, field splitting, patterns of file names.

import { evaluate } from "./arithmetic.ts";
import { compile, hasPattern, matches, patternSource, type Piece } from "./pattern.ts";
import type { Shell } from "./shell.ts";
import { ScriptError, type ParameterPart, type Word } from "./syntax.ts";

export interface Scope {
  readonly shell: Shell;
  readonly results: readonly string[];
  set(name: string, value: string): void;
  /** $RANDOM, $SECONDS and the like; undefined for ordinary names. */
  dynamic(name: string): string | undefined;
  /** The paths that a pattern stands for, in order. */
  glob(pieces: readonly Piece[]): string[];
}

export function expandFields(words: readonly Word[], scope: Scope): string[] {
  const fields: string[] = [];
  for (const word of words) {
    for (const pieces of new FieldBuilder(scope).expand(word)) {
      const found = scope.shell.options.noglob || !hasPattern(pieces) ? [] : scope.glob(pieces);
      if (found.length > 0) fields.push(...found);
      else fields.push(join(pieces));
    }
  }
  return fields;
}

/** One string, neither split nor matched: assignments, redirections, `case`. */
export function expandText(word: Word, scope: Scope): string {
  return join(expandPieces(word, scope));
}

export function expandPieces(word: Word, scope: Scope): Piece[] {
  const pieces: Piece[] = [];
  for (const part of word) {
    if (part.type === "text")
      pieces.push({ text: part.quoted ? part.text : tilde(part.text, pieces.length === 0, scope), exact: part.quoted });
    else if (part.type === "command") pieces.push({ text: scope.results[part.index] ?? "", exact: part.quoted });
    else if (part.type === "arithmetic") pieces.push({ text: arithmetic(part.word, scope), exact: part.quoted });
    else pieces.push({ text: parameterText(part, scope), exact: part.quoted });
  }
  return pieces;
}

// Long strings (a script that fills its memory) are joined and never looked into.
const join = (pieces: readonly Piece[]): string => pieces.reduce((text, piece) => text + piece.text, "");

function tilde(text: string, first: boolean, scope: Scope): string {
  return first && (text === "~" || text.startsWith("~/")) ? (scope.shell.variables.get("HOME") ?? "/") + text.slice(1) : text;
}

function arithmetic(word: Word, scope: Scope): string {
  const variables = {
    get: (name: string) => scope.dynamic(name) ?? scope.shell.variables.get(name),
    set: (name: string, value: string) => scope.set(name, value),
  };
  return String(evaluate(expandText(word, scope), variables));
}

/** The value of a parameter without its operator. */
function valueOf(name: string, scope: Scope): string | undefined {
  const { shell } = scope;
  if (/^\d+$/.test(name)) return name === "0" ? shell.name : shell.parameters[Number(name) - 1];
  switch (name) {
    case "@":
      return shell.parameters.length === 0 ? undefined : shell.parameters.join(" ");
    case "*":
      return shell.parameters.length === 0 ? undefined : shell.parameters.join((shell.variables.get("IFS") ?? " ").slice(0, 1));
    case "#":
      return String(shell.parameters.length);
    case "?":
      return String(shell.status);
    case "$":
      return String(shell.pid);
    case "!":
      return shell.lastBackground === undefined ? undefined : String(shell.lastBackground);
    case "-":
      return `${shell.options.errexit ? "e" : ""}${shell.options.xtrace ? "x" : ""}`;
    default:
      return scope.dynamic(name) ?? shell.variables.get(name);
  }
}

function parameterText(part: ParameterPart, scope: Scope): string {
  const value = valueOf(part.name, scope);
  const { operator } = part;
  if (operator === undefined || operator === "length") {
    if (value === undefined && scope.shell.options.nounset && !/^[@*]$/.test(part.name))
      throw new ScriptError(`${part.name}: parameter not set`, 0);
    return operator === undefined ? (value ?? "") : String((value ?? "").length);
  }
  const word = part.word ?? [];
  const missing = value === undefined || (operator.startsWith(":") && value === "");
  switch (operator) {
    case ":-":
    case "-":
      return missing ? expandText(word, scope) : value;
    case ":=":
    case "=":
      return missing ? assigned(part.name, expandText(word, scope), scope) : value;
    case ":?":
    case "?":
      if (missing) throw new ScriptError(`${part.name}: ${expandText(word, scope) || "parameter not set or null"}`, 0);
      return value;
    case ":+":
    case "+":
      return missing ? "" : expandText(word, scope);
    case "/":
    case "//":
      return replace(value ?? "", expandPieces(word, scope), expandText(part.second ?? [], scope), operator === "//");
    case ":":
      return substring(value ?? "", word, part.second, scope);
    default:
      return trim(value ?? "", expandPieces(word, scope), operator);
  }
}

function assigned(name: string, value: string, scope: Scope): string {
  scope.set(name, value);
  return value;
}

function replace(value: string, pattern: readonly Piece[], by: string, all: boolean): string {
  const source = patternSource(pattern);
  const expression = source === "" ? undefined : compile(source, all ? "g" : "");
  return expression === undefined ? value : value.replace(expression, () => by);
}

function substring(value: string, from: Word, length: Word | undefined, scope: Scope): string {
  const start = Number(arithmetic(from, scope));
  const begin = start < 0 ? Math.max(0, value.length + start) : start;
  if (length === undefined) return value.slice(begin);
  const count = Number(arithmetic(length, scope));
  return value.slice(begin, count < 0 ? value.length + count : begin + count);
}

/** `#`, `##`, `%`, `%%`: takes the shortest or longest match off one end. */
function trim(value: string, pattern: readonly Piece[], operator: string): string {
  const front = operator.startsWith("#");
  const longest = operator.length === 2;
  for (let i = 0; i <= value.length; i++) {
    const cut = longest ? value.length - i : i;
    const taken = front ? value.slice(0, cut) : value.slice(value.length - cut);
    if (matches(pattern, taken)) return front ? value.slice(cut) : value.slice(0, value.length - cut);
  }
  return value;
}

/** Builds the fields of one word. */
class FieldBuilder {
  readonly #scope: Scope;
  readonly #fields: Piece[][] = [];
  #current: Piece[] | undefined;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  expand(word: Word): Piece[][] {
    word.forEach((part, i) => {
      if (part.type === "text") this.#add({ text: part.quoted ? part.text : tilde(part.text, i === 0, this.#scope), exact: part.quoted });
      else if (part.type === "parameter" && (part.name === "@" || (part.name === "*" && !part.quoted)) && part.operator === undefined) {
        this.#parameters(part.quoted);
      } else {
        const [piece] = expandPieces([part], this.#scope);
        const text = piece?.text ?? "";
        if (part.quoted) this.#add({ text, exact: true });
        else this.#split(text);
      }
    });
    this.#end();
    return this.#fields;
  }

  #add(piece: Piece): void {
    (this.#current ??= []).push(piece);
  }
  #end(): void {
    if (this.#current !== undefined) this.#fields.push(this.#current);
    this.#current = undefined;
  }

  #parameters(quoted: boolean): void {
    this.#scope.shell.parameters.forEach((text, i) => {
      if (i > 0) this.#end();
      if (quoted) this.#add({ text, exact: true });
      else this.#split(text);
    });
  }

  #split(text: string): void {
    const separators = this.#scope.shell.variables.get("IFS") ?? " \t\n";
    if (separators === "" || text === "") {
      if (text !== "") this.#add({ text, exact: false });
      return;
    }
    const blank = separators.replace(/[^ \t\n]/g, "");
    const rest = separators.replace(/[ \t\n]/g, "");
    let plain = "";
    for (const c of text) {
      if (blank.includes(c)) {
        if (plain !== "") this.#add({ text: plain, exact: false });
        plain = "";
        this.#end();
      } else if (rest.includes(c)) {
        this.#add({ text: plain, exact: false });
        plain = "";
        this.#end();
      } else plain += c;
    }
    if (plain !== "") this.#add({ text: plain, exact: false });
  }
}
