// Backslash sequences of echo and printf, and the regular expressions of grep and sed.

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "\\": "\\",
  e: "\x1b",
  '"': '"',
  "'": "'",
};

/** Backslash sequences; `stop`: after `\c` nothing more is written. */
export function unescape(text: string): { readonly text: string; readonly stop: boolean } {
  const end = /(?<!\\)(?:\\\\)*\\c/.exec(text);
  const used = end ? text.slice(0, end.index + end[0].length - 2) : text;
  const plain = used.replace(/\\(0[0-7]{0,3}|[1-7][0-7]{0,2}|x[0-9a-fA-F]{1,2}|[^])/g, (all: string, code: string) => {
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8) & 255);
    if (/^x./.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return ESCAPES[code] ?? all;
  });
  return { text: plain, stop: end !== null };
}

/** A regular expression of grep or sed as one of ours. */
export function toExpression(
  pattern: string,
  fixed: boolean,
  extended: boolean,
  ignoreCase: boolean,
  word = false,
  whole = false,
  all = false,
): RegExp | undefined {
  let source = fixed ? pattern.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&") : pattern;
  if (!fixed) {
    // In basic expressions ( ) { } + ? | are plain and their escaped forms are not.
    if (!extended)
      source = source.replace(/\\?[(){}+?|]/g, (token) => (token.startsWith("\\") ? token.slice(1) : `\\${token}`)).replace(/^\*/, "\\*");
    source = source.replace(
      /\[\[:(\w+):\]\]/g,
      (_, name: string) =>
        ({ digit: "\\d", space: "\\s", alpha: "[A-Za-z]", alnum: "[A-Za-z0-9]", upper: "[A-Z]", lower: "[a-z]" })[name] ?? "",
    );
  }
  if (word) source = `\\b(?:${source})\\b`;
  if (whole) source = `^(?:${source})$`;
  try {
    return new RegExp(source, `${ignoreCase ? "i" : ""}${all ? "g" : ""}`);
  } catch {
    return undefined; // what RegExp cannot read, the caller reports
  }
}
