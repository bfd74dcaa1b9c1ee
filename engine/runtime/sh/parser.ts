// Reads a script into its tree by recursive descent. What it does not know is refused with the line, never guessed at.

import { Lexer, type Token } from "./lexer.ts";
import { literal, ScriptError } from "./syntax.ts";
import type { Assignment, Command, CommandPart, List, Node, Part, Redirect, Word } from "./syntax.ts";

/** Throws a ScriptError. */
export function parseScript(source: string): List {
  try {
    return deepFreeze(new Parser(new Lexer(source, parseInner)).script(undefined));
  } catch (error) {
    if (error instanceof RangeError) throw new ScriptError("too many levels of nesting", 1);
    throw error;
  }
}

function parseInner(lexer: Lexer, until: ")" | undefined): List {
  return new Parser(lexer).script(until);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) deepFreeze(item);
  }
  return value;
}

const CLOSING = new Set(["then", "do", "done", "fi", "elif", "else", "esac", "}"]);
const BASH_ONLY = new Set([
  "[[",
  "function",
  "select",
  "declare",
  "typeset",
  "let",
  "source",
  "mapfile",
  "readarray",
  "pushd",
  "popd",
  "shopt",
]);
const REDIRECTIONS = new Set(["<", ">", ">>", "<&", ">&", "<>", ">|", "<<", "<<-"]);
const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=/;

class Parser {
  readonly #lexer: Lexer;
  #token: Token | undefined;

  constructor(lexer: Lexer) {
    this.#lexer = lexer;
  }

  /** A whole script, or the inside of `$(…)`: its closing parenthesis is taken and nothing after it is read. */
  script(until: ")" | undefined): List {
    const list = this.#list();
    const token = this.#peek();
    if (until === ")" ? !this.#isOperator(")") : token.kind !== "end") this.#unexpected();
    return list;
  }

  #peek(): Token {
    this.#token ??= this.#lexer.next();
    return this.#token;
  }
  #take(): Token {
    const token = this.#peek();
    this.#token = undefined;
    return token;
  }
  #isOperator(text: string): boolean {
    const token = this.#peek();
    return token.kind === "operator" && token.text === text;
  }
  #takeOperator(text: string): boolean {
    if (!this.#isOperator(text)) return false;
    this.#take();
    return true;
  }
  #reserved(): string | undefined {
    const token = this.#peek();
    return token.kind === "word" ? literal(token.word) : undefined;
  }
  #takeReserved(text: string): boolean {
    if (this.#reserved() !== text) return false;
    this.#take();
    return true;
  }
  #expect(text: string): void {
    if (!this.#takeReserved(text)) this.#unexpected(text);
  }
  #skipNewlines(): void {
    while (this.#peek().kind === "newline") this.#take();
  }

  #unexpected(expecting?: string): never {
    const token = this.#peek();
    const what =
      token.kind === "word"
        ? `"${literal(token.word) ?? "word"}"`
        : token.kind === "operator"
          ? `"${token.text}"`
          : token.kind === "newline"
            ? "newline"
            : "end of file";
    throw new ScriptError(`syntax error: unexpected ${what}${expecting === undefined ? "" : ` (expecting "${expecting}")`}`, token.line);
  }

  /** Commands up to a word or operator that closes something. */
  #list(): List {
    const items: { node: Node; background: boolean }[] = [];
    for (;;) {
      this.#skipNewlines();
      const token = this.#peek();
      if (token.kind === "end" || (token.kind === "operator" && (token.text === ")" || token.text === ";;"))) break;
      if (CLOSING.has(this.#reserved() ?? "")) break;
      const node = this.#andOr();
      const background = this.#isOperator("&");
      items.push({ node, background });
      if (!background && !this.#isOperator(";") && this.#peek().kind !== "newline") break;
      this.#take();
    }
    return { type: "list", items };
  }

  /** A list that must hold something, as between `then` and `fi`. */
  #body(): List {
    const list = this.#list();
    if (list.items.length === 0) this.#unexpected();
    return list;
  }

  #andOr(): Node {
    let left = this.#pipeline();
    for (;;) {
      const type = this.#isOperator("&&") ? "and" : this.#isOperator("||") ? "or" : undefined;
      if (type === undefined) return left;
      this.#take();
      this.#skipNewlines();
      left = { type, left, right: this.#pipeline() };
    }
  }

  #pipeline(): Node {
    if (this.#takeReserved("!")) return { type: "not", node: this.#pipeline() };
    const nodes = [this.#command()];
    while (this.#takeOperator("|")) {
      this.#skipNewlines();
      nodes.push(this.#command());
    }
    const first = nodes[0] as Node; // one has just been read
    return nodes.length === 1 ? first : { type: "pipeline", nodes };
  }

  #command(): Node {
    const outer = this.#lexer.collect;
    const token = this.#peek();
    const collect: CommandPart[] = [];
    // The word looked at already may hold substitutions: they were gathered for the command that is read now.
    if (token.kind === "word") collect.push(...outer.splice(0));
    this.#lexer.collect = collect;
    const node = this.#compound() ?? this.#simple(collect);
    this.#lexer.collect = [];
    return node;
  }

  #compound(): Node | undefined {
    const reserved = this.#reserved();
    if (BASH_ONLY.has(reserved ?? "")) throw new ScriptError(`${reserved} is not part of sh`, this.#peek().line, true);
    const read = this.#compoundReader(reserved);
    if (read === undefined) return undefined;
    const node = read();
    const substitutions: CommandPart[] = [];
    this.#lexer.collect = substitutions;
    const redirects: Redirect[] = [];
    while (this.#isRedirection()) redirects.push(this.#redirect());
    return redirects.length === 0 ? node : { type: "redirected", node, redirects, substitutions };
  }

  #compoundReader(reserved: string | undefined): (() => Node) | undefined {
    if (this.#isOperator("(")) return () => this.#subshell();
    switch (reserved) {
      case "if":
        return () => this.#if();
      case "while":
      case "until":
        return () => this.#loop(reserved === "until");
      case "for":
        return () => this.#for();
      case "case":
        return () => this.#case();
      case "{":
        return () => this.#group();
      default:
        return undefined;
    }
  }

  #subshell(): Node {
    this.#take();
    const body = this.#body();
    if (!this.#takeOperator(")")) this.#unexpected(")");
    return { type: "subshell", body };
  }
  #group(): Node {
    this.#take();
    const body = this.#body();
    this.#expect("}");
    return body;
  }

  #if(): Node {
    const branches: { test: List; body: List }[] = [];
    do {
      this.#take();
      const test = this.#body();
      this.#expect("then");
      branches.push({ test, body: this.#body() });
    } while (this.#reserved() === "elif");
    const otherwise = this.#takeReserved("else") ? this.#body() : undefined;
    this.#expect("fi");
    return { type: "if", branches, ...(otherwise === undefined ? {} : { otherwise }) };
  }

  #loop(until: boolean): Node {
    this.#take();
    const test = this.#body();
    return { type: "loop", until, test, body: this.#doGroup() };
  }

  #doGroup(): List {
    this.#expect("do");
    const body = this.#body();
    this.#expect("done");
    return body;
  }

  #for(): Node {
    this.#take();
    const name = this.#reserved();
    if (name === undefined || !/^[A-Za-z_]\w*$/.test(name)) throw new ScriptError("syntax error: bad for loop variable", this.#peek().line);
    this.#take();
    this.#skipNewlines();
    const substitutions: CommandPart[] = [];
    let words: Word[] | undefined;
    this.#lexer.collect = substitutions;
    if (this.#takeReserved("in")) {
      words = [];
      for (let token = this.#peek(); token.kind === "word"; token = this.#peek()) {
        words.push(token.word);
        this.#take();
      }
    }
    this.#lexer.collect = [];
    if (this.#isOperator(";")) this.#take();
    this.#skipNewlines();
    return { type: "for", name, substitutions, body: this.#doGroup(), ...(words === undefined ? {} : { words }) };
  }

  #case(): Node {
    const substitutions: CommandPart[] = [];
    this.#lexer.collect = substitutions;
    this.#take();
    const word = this.#word();
    this.#skipNewlines();
    this.#expect("in");
    const arms: { patterns: Word[]; body: List }[] = [];
    for (;;) {
      this.#lexer.collect = substitutions;
      this.#skipNewlines();
      if (this.#takeReserved("esac")) break;
      this.#takeOperator("(");
      const patterns = [this.#word()];
      while (this.#takeOperator("|")) patterns.push(this.#word());
      if (!this.#takeOperator(")")) this.#unexpected(")");
      this.#lexer.collect = [];
      arms.push({ patterns, body: this.#list() });
      if (!this.#takeOperator(";;") && this.#reserved() !== "esac") this.#unexpected("esac");
    }
    return { type: "case", word, arms, substitutions };
  }

  #word(): Word {
    const token = this.#take();
    if (token.kind !== "word") {
      this.#token = token;
      this.#unexpected();
    }
    return token.word;
  }

  #isRedirection(): boolean {
    const token = this.#peek();
    return token.kind === "operator" && REDIRECTIONS.has(token.text);
  }

  #redirect(): Redirect {
    const token = this.#take() as Token & { kind: "operator" }; // asked by the caller
    if (token.text === "<" && this.#isOperator("(")) throw new ScriptError("<( ) is not part of sh", token.line, true);
    const word = this.#word();
    const fd = token.fd ?? (token.text.startsWith("<") ? 0 : 1);
    if (token.text === "<<" || token.text === "<<-") {
      const target: Part[] = [];
      this.#lexer.expectHereDocument(word, token.text === "<<-", target);
      return { fd, operator: "<<", target };
    }
    return { fd, operator: token.text as Redirect["operator"], target: word };
  }

  #simple(substitutions: CommandPart[]): Node {
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    const line = this.#peek().line;
    for (;;) {
      const token = this.#peek();
      if (this.#isRedirection()) {
        redirects.push(this.#redirect());
        continue;
      }
      if (token.kind === "operator" && token.text === "(" && words.length === 1 && assignments.length + redirects.length === 0) {
        return this.#function(words[0], substitutions);
      }
      if (token.kind !== "word") break;
      this.#take();
      const assignment = words.length === 0 ? this.#assignment(token.word) : undefined;
      if (assignment === undefined) words.push(token.word);
      else assignments.push(assignment);
    }
    if (words.length + assignments.length + redirects.length === 0) this.#unexpected();
    const command: Command = { type: "command", assignments, words, redirects, substitutions, line };
    return command;
  }

  #assignment(word: Word): Assignment | undefined {
    const first = word[0];
    if (first?.type !== "text" || first.quoted) return undefined;
    const match = ASSIGNMENT.exec(first.text);
    if (!match) return undefined;
    const rest = first.text.slice(match[0].length);
    if (rest === "" && word.length === 1 && this.#isOperator("("))
      throw new ScriptError("arrays are not part of sh", this.#peek().line, true);
    const value: Word = [...(rest === "" ? [] : [{ ...first, text: rest }]), ...word.slice(1)];
    return { name: match[1] ?? "", value };
  }

  #function(nameWord: Word | undefined, outer: CommandPart[]): Node {
    const name = literal(nameWord);
    this.#take();
    if (name === undefined || outer.length > 0 || !this.#takeOperator(")")) this.#unexpected(")");
    this.#skipNewlines();
    this.#lexer.collect = [];
    return { type: "function", name, body: this.#command() };
  }
}
