// Cuts a script into words, operators and line ends, as a POSIX shell does. Words come out as pieces ready to expand.
// Left out: aliases, and bash's own quoting ($'…', {a,b}).

import { ScriptError, type CommandPart, type List, type Part, type Word } from "./syntax.ts";

export type Token =
  | { readonly kind: "word"; readonly word: Word; readonly line: number; readonly blankBefore: boolean }
  | { readonly kind: "operator"; readonly text: string; readonly fd?: number; readonly line: number }
  | { readonly kind: "newline" | "end"; readonly line: number };

const OPERATORS = ["<<-", "&&", "||", ";;", "<<", ">>", "<&", ">&", "<>", ">|", "&", "|", ";", "<", ">", "(", ")"];
const ENDS_WORD = " \t\n;&|<>()";
const NAME_START = /[A-Za-z_]/;
const NAME = /[A-Za-z0-9_]/;
const EXPANSION_OPERATORS = [":-", ":=", ":?", ":+", "##", "%%", "//", "-", "=", "?", "+", "#", "%", "/", ":"];

interface PendingHereDocument {
  readonly end: string;
  readonly stripTabs: boolean;
  readonly quoted: boolean;
  readonly target: Part[];
  readonly collect: CommandPart[];
}

/** Reads tokens one after another. The parser lends itself for the inside of `$(…)`. */
export class Lexer {
  readonly source: string;
  position = 0;
  line: number;
  /** Where the `$(…)` of the command being read are gathered. */
  collect: CommandPart[] = [];
  readonly #parseInner: (lexer: Lexer, until: ")" | undefined) => List;
  #pending: PendingHereDocument[] = [];

  constructor(source: string, parseInner: (lexer: Lexer, until: ")" | undefined) => List, line = 1) {
    this.source = source;
    this.#parseInner = parseInner;
    this.line = line;
  }

  next(): Token {
    const blankBefore = this.#skipBlanks();
    const line = this.line;
    const c = this.#peek();
    if (c === "") return { kind: "end", line };
    if (c === "\n") {
      this.#newline();
      return { kind: "newline", line };
    }
    const fd = /^\d+(?=[<>])/.exec(this.source.slice(this.position, this.position + 8));
    if (fd) this.position += fd[0].length;
    const operator = OPERATORS.find((text) => this.source.startsWith(text, this.position));
    if (operator !== undefined) {
      this.position += operator.length;
      return { kind: "operator", text: operator, line, ...(fd ? { fd: Number(fd[0]) } : {}) };
    }
    return { kind: "word", word: this.#word(ENDS_WORD), line, blankBefore };
  }

  /** The text of a here-document is put into `target` when the line that announces it is over. */
  expectHereDocument(delimiter: Word, stripTabs: boolean, target: Part[]): void {
    let end = "";
    let quoted = false;
    for (const part of delimiter) {
      if (part.type !== "text") throw new ScriptError("the end of a here-document must be a plain word", this.line);
      end += part.text;
      quoted ||= part.quoted;
    }
    this.#pending.push({ end, stripTabs, quoted, target, collect: this.collect });
  }

  #peek(ahead = 0): string {
    return this.source[this.position + ahead] ?? "";
  }

  #skipBlanks(): boolean {
    const from = this.position;
    for (;;) {
      const c = this.#peek();
      if (c === " " || c === "\t" || c === "\r") this.position++;
      else if (c === "\\" && this.#peek(1) === "\n") {
        this.position += 2;
        this.line++;
      } else if (c === "#") {
        while (this.#peek() !== "" && this.#peek() !== "\n") this.position++;
      } else return this.position > from;
    }
  }

  #newline(): void {
    this.position++;
    this.line++;
    const pending = this.#pending;
    this.#pending = [];
    for (const document of pending) this.#readHereDocument(document);
  }

  #readHereDocument(document: PendingHereDocument): void {
    let text = "";
    while (this.position < this.source.length) {
      let end = this.source.indexOf("\n", this.position);
      if (end < 0) end = this.source.length;
      let row = this.source.slice(this.position, end);
      this.position = end + 1;
      this.line++;
      if (document.stripTabs) row = row.replace(/^\t+/, "");
      if (row === document.end) break;
      text += `${row}\n`;
    }
    if (document.quoted) document.target.push({ type: "text", text, quoted: true });
    else {
      const inner = new Lexer(text, this.#parseInner, this.line);
      inner.collect = document.collect;
      document.target.push(...inner.#quotedPieces(""));
    }
  }

  #word(ends: string): Part[] {
    const parts: Part[] = [];
    let plain = "";
    const flush = (): void => {
      if (plain !== "") parts.push({ type: "text", text: plain, quoted: false });
      plain = "";
    };
    for (;;) {
      const c = this.#peek();
      if (c === "" || ends.includes(c)) break;
      if (c === "'" || c === '"' || c === "$" || c === "`" || c === "\\") {
        flush();
        this.#quoteOrExpansion(c, parts);
        continue;
      }
      if (c === "\n") this.line++;
      plain += c;
      this.position++;
    }
    flush();
    return parts;
  }

  #quoteOrExpansion(c: string, parts: Part[]): void {
    if (c === "'") {
      const end = this.source.indexOf("'", this.position + 1);
      if (end < 0) throw new ScriptError("unterminated quoted string", this.line);
      const text = this.source.slice(this.position + 1, end);
      this.position = end + 1;
      this.line += text.split("\n").length - 1;
      parts.push({ type: "text", text, quoted: true });
    } else if (c === '"') {
      this.position++;
      const pieces = this.#quotedPieces('"');
      parts.push(...(pieces.length > 0 ? pieces : [{ type: "text", text: "", quoted: true } as const]));
    } else if (c === "\\") {
      const next = this.#peek(1);
      this.position += 2;
      if (next === "\n") this.line++;
      else parts.push({ type: "text", text: next, quoted: true });
    } else parts.push(this.#expansion(false));
  }

  /** The inside of double quotes up to `end`, or of a here-document up to its end. */
  #quotedPieces(end: '"' | ""): Part[] {
    const parts: Part[] = [];
    let plain = "";
    const flush = (): void => {
      if (plain !== "") parts.push({ type: "text", text: plain, quoted: true });
      plain = "";
    };
    for (;;) {
      const c = this.#peek();
      if (c === "") {
        if (end !== "") throw new ScriptError("unterminated quoted string", this.line);
        break;
      }
      if (c === end) {
        this.position++;
        break;
      }
      if (c === "$" || c === "`") {
        flush();
        parts.push(this.#expansion(true));
        continue;
      }
      if (c === "\\" && `$\`\\\n${end}`.includes(this.#peek(1)) && this.#peek(1) !== "") {
        if (this.#peek(1) === "\n") this.line++;
        else plain += this.#peek(1);
        this.position += 2;
        continue;
      }
      if (c === "\n") this.line++;
      plain += c;
      this.position++;
    }
    flush();
    return parts;
  }

  #expansion(quoted: boolean): Part {
    if (this.#peek() === "`") return this.#backquoted(quoted);
    this.position++;
    const c = this.#peek();
    if (c === "(" && this.#peek(1) === "(") return this.#arithmetic(quoted);
    if (c === "(") {
      this.position++;
      return this.#command(quoted, this, ")");
    }
    if (c === "{") {
      this.position++;
      return this.#braced(quoted);
    }
    if (/[0-9@*#?$!-]/.test(c)) {
      this.position++;
      return { type: "parameter", name: c, quoted };
    }
    const name = this.#name();
    return name === "" ? { type: "text", text: "$", quoted } : { type: "parameter", name, quoted };
  }

  #name(): string {
    if (!NAME_START.test(this.#peek())) return "";
    const from = this.position;
    while (NAME.test(this.#peek())) this.position++;
    return this.source.slice(from, this.position);
  }

  /** Substitutions inside one another belong to the inner command; only the outermost is the collecting command's. */
  #command(quoted: boolean, lexer: Lexer, until: ")" | undefined): CommandPart {
    const outer = this.collect;
    lexer.collect = [];
    const body = this.#parseInner(lexer, until);
    this.collect = outer;
    const part: CommandPart = { type: "command", body, index: outer.length, quoted };
    outer.push(part);
    return part;
  }

  #backquoted(quoted: boolean): Part {
    let text = "";
    this.position++;
    const line = this.line;
    for (;;) {
      const c = this.#peek();
      if (c === "") throw new ScriptError("EOF in backquote substitution", line);
      this.position++;
      if (c === "`") break;
      if (c === "\\" && /[`\\$]/.test(this.#peek())) {
        text += this.#peek();
        this.position++;
      } else text += c;
      if (c === "\n") this.line++;
    }
    return this.#command(quoted, new Lexer(text, this.#parseInner, line), undefined);
  }

  #arithmetic(quoted: boolean): Part {
    this.position += 2;
    let depth = 0;
    const word: Part[] = [];
    for (;;) {
      const c = this.#peek();
      if (c === "") throw new ScriptError("missing '))'", this.line);
      if (c === "(") depth++;
      if (c === ")") {
        if (depth === 0 && this.#peek(1) === ")") break;
        depth--;
      }
      if (c === "$" || c === "`") word.push(this.#expansion(true));
      else {
        word.push({ type: "text", text: c, quoted: true });
        this.position++;
      }
    }
    this.position += 2;
    return { type: "arithmetic", word, quoted };
  }

  #braced(quoted: boolean): Part {
    let length = false;
    if (this.#peek() === "#" && this.#peek(1) !== "}") {
      length = true;
      this.position++;
    }
    let name = this.#name();
    if (name === "") {
      const special = /^(\d+|[@*#?$!-])/.exec(this.source.slice(this.position, this.position + 8));
      if (!special) throw new ScriptError("bad substitution", this.line);
      name = special[0];
      this.position += name.length;
    }
    if (this.#peek() === "}") {
      this.position++;
      return { type: "parameter", name, quoted, ...(length ? { operator: "length" } : {}) };
    }
    const operator = EXPANSION_OPERATORS.find((text) => this.source.startsWith(text, this.position));
    if (operator === undefined || length) throw new ScriptError("bad substitution", this.line);
    this.position += operator.length;
    const splitAt = operator === "/" || operator === "//" ? "/" : operator === ":" ? ":" : "";
    const word = this.#bracedWord(quoted, splitAt);
    let second: Word | undefined;
    if (splitAt !== "" && this.#peek() === splitAt) {
      this.position++;
      second = this.#bracedWord(quoted, "");
    }
    if (this.#peek() !== "}") throw new ScriptError("bad substitution", this.line);
    this.position++;
    return { type: "parameter", name, operator, word, quoted, ...(second === undefined ? {} : { second }) };
  }

  #bracedWord(quoted: boolean, splitAt: string): Word {
    const parts = this.#word(`}${splitAt}`);
    return quoted ? parts.map((part) => (part.type === "text" ? part : { ...part, quoted: true })) : parts;
  }
}
