// The tree of a script. It is frozen data: frames of running shells point into it, and snapshots share it.

/** A piece of a word. `quoted` pieces are neither split into fields nor read as patterns. */
export type Part =
  | { readonly type: "text"; readonly text: string; readonly quoted: boolean }
  | ParameterPart
  | CommandPart
  | { readonly type: "arithmetic"; readonly word: Word; readonly quoted: boolean };

export interface ParameterPart {
  readonly type: "parameter";
  /** A variable's name, a digit string, or one of `@ * # ? $ ! - 0`. */
  readonly name: string;
  /** `#` before the name asks for the length; otherwise the operator after it, as written: `:-`, `%%`, `//`, `:`. */
  readonly operator?: string;
  readonly word?: Word;
  /** What `/` and `//` put in place, and the length of `${x:from:length}`. */
  readonly second?: Word;
  readonly quoted: boolean;
}

/** `$(…)`: run before the command that holds it is expanded; its output is the command's result number `index`. */
export interface CommandPart {
  readonly type: "command";
  readonly body: List;
  readonly index: number;
  readonly quoted: boolean;
}

export type Word = readonly Part[];

export interface Redirect {
  readonly fd: number;
  readonly operator: "<" | ">" | ">>" | "<>" | ">|" | "<&" | ">&" | "<<";
  /** The file or descriptor; for `<<` the text of the here-document. */
  readonly target: Word;
}

export interface Assignment {
  readonly name: string;
  readonly value: Word;
}

/** What may hold `$(…)` says them all, in the order of running. */
interface Substituting {
  readonly substitutions: readonly CommandPart[];
}

export interface Command extends Substituting {
  readonly type: "command";
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
  readonly line: number;
}
export interface List {
  readonly type: "list";
  readonly items: readonly { readonly node: Node; readonly background: boolean }[];
}
export interface For extends Substituting {
  readonly type: "for";
  readonly name: string;
  /** Without words it goes over "$@". */
  readonly words?: readonly Word[];
  readonly body: List;
}
export interface Case extends Substituting {
  readonly type: "case";
  readonly word: Word;
  readonly arms: readonly { readonly patterns: readonly Word[]; readonly body: List }[];
}
export interface Redirected extends Substituting {
  readonly type: "redirected";
  readonly node: Node;
  readonly redirects: readonly Redirect[];
}

export type Node =
  | Command
  | List
  | For
  | Case
  | Redirected
  | { readonly type: "and" | "or"; readonly left: Node; readonly right: Node }
  | { readonly type: "not"; readonly node: Node }
  | { readonly type: "pipeline"; readonly nodes: readonly Node[] }
  | { readonly type: "if"; readonly branches: readonly { readonly test: List; readonly body: List }[]; readonly otherwise?: List }
  | { readonly type: "loop"; readonly until: boolean; readonly test: List; readonly body: List }
  | { readonly type: "subshell"; readonly body: List }
  | { readonly type: "function"; readonly name: string; readonly body: Node };

/** The script cannot be read, or holds what the simulated shell does not know. */
export class ScriptError extends Error {
  readonly line: number;
  /** True when a real shell would run it: the simulator's own limit. */
  readonly unsupported: boolean;
  constructor(message: string, line: number, unsupported = false) {
    super(message);
    this.line = line;
    this.unsupported = unsupported;
  }
}

/** The word's text when it is one unquoted piece without expansions: what may be a reserved word, a name or a program. */
export function literal(word: Word | undefined): string | undefined {
  const part = word?.[0];
  return word?.length === 1 && part?.type === "text" && !part.quoted ? part.text : undefined;
}

/** The word's text when nothing in it is expanded, quoted or not. */
export function fixedText(word: Word | undefined): string | undefined {
  if (word === undefined) return undefined;
  let text = "";
  for (const part of word) {
    if (part.type !== "text") return undefined;
    text += part.text;
  }
  return text;
}
