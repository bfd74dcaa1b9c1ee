// Shell patterns (`*`, `?`, `[…]`) as regular expressions.

export interface Piece {
  readonly text: string;
  /** Quoted: its characters stand for themselves. */
  readonly exact: boolean;
}

export function hasPattern(pieces: readonly Piece[]): boolean {
  return pieces.some((piece) => !piece.exact && /[*?[]/.test(piece.text));
}

/** The source of a regular expression, without anchors. `star` says what `*` stands for. */
export function patternSource(pieces: readonly Piece[], star = "[^]*", one = "[^]"): string {
  return pieces.map((piece) => (piece.exact ? escape(piece.text) : translate(piece.text, star, one))).join("");
}

export function matches(pieces: readonly Piece[], text: string): boolean {
  if (!hasPattern(pieces)) return pieces.map((piece) => piece.text).join("") === text;
  return compile(`^(?:${patternSource(pieces)})$`)?.test(text) ?? false;
}

/** Undefined when it is no expression, such as a backward range `[z-a]`: it matches nothing then. */
export function compile(source: string, flags = ""): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined; // asked for by the signature
  }
}

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

function translate(text: string, star: string, one: string): string {
  let source = "";
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? "";
    const bracket = c === "[" ? BRACKET.exec(text.slice(i)) : null;
    if (c === "*") source += star;
    else if (c === "?") source += one;
    else if (bracket) {
      const inside = (bracket[2] ?? "").replace(/\[:(\w+):\]|[\\[\]^]/g, (match, name?: string) =>
        name === undefined ? `\\${match}` : (CLASSES[name] ?? ""),
      );
      source += `[${bracket[1] ? "^" : ""}${inside}]`;
      i += bracket[0].length - 1;
    } else source += escape(c);
  }
  return source;
}

const BRACKET = /^\[([!^])?(\]?(?:\[:\w+:\]|[^\]])*)\]/;
const CLASSES: Readonly<Record<string, string>> = {
  digit: "0-9",
  alpha: "A-Za-z",
  alnum: "A-Za-z0-9",
  upper: "A-Z",
  lower: "a-z",
  space: "\\s",
};
