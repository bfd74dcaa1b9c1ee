// Where in a manifest the caret is: under which keys, and what has been typed there. Works on lines, for a text that is
// being typed seldom parses. Pure.

import { ancestorsOf, documentAround, type KeyLine, siblingsAbove } from "./keylines.ts";

export interface Caret {
  /** Keys from the outside in; with the key of this line when the caret is in its value. */
  readonly path: readonly string[];
  /** A value is being typed, of a key or in a list; else a key. */
  readonly inValue: boolean;
  readonly typed: string;
  /** The kind that the document says it is. */
  readonly kind: string | undefined;
  /** The values of the fields beside it, as far as they stand above. */
  readonly beside: ReadonlyMap<string, string>;
  /** Column of the key, from 0. */
  readonly indent: number;
  /** Nothing but this stands in the document. */
  readonly isAlone: boolean;
}

export function caretAt(text: string, line: number, column: number): Caret | undefined {
  const lines = text.split("\n");
  const before = (lines[line - 1] ?? "").slice(0, column - 1);
  const found = /^(\s*(?:-\s+)*)(?:(["']?)([\w./-]+)\2:\s+)?(["']?)([^"'#]*)$/.exec(before);
  if (found === null) return undefined;
  const [, white = "", , key, , typed = ""] = found;
  const own: KeyLine = { key: key ?? "", indent: white.length, index: line - 1, behindDash: white.includes("-") };
  const ancestors = ancestorsOf(lines, own);
  const list = ancestors.at(-1);
  const holder = own.behindDash && key === undefined && list !== undefined ? list : own;
  const { start, end } = documentAround(lines, own.index);
  const document = lines.slice(start, end);
  return {
    path: [...ancestors.map((one) => one.key), ...(key === undefined ? [] : [key])],
    inValue: key !== undefined || own.behindDash,
    typed: typed.trimStart(),
    kind: document.map((one) => /^kind:\s*["']?(\w+)/.exec(one)?.[1]).find((one) => one !== undefined),
    beside: new Map(siblingsAbove(lines, holder).flatMap(({ key: name, index }) => valueOf(lines[index] ?? "", name))),
    indent: own.indent,
    isAlone: document.every((one, i) => i + start === own.index || one.trim() === "" || /^(#|---)/.test(one.trimStart())),
  };
}

function valueOf(line: string, key: string): readonly (readonly [string, string])[] {
  const value = /:\s+["']?([^"'#\s]+)/.exec(line)?.[1];
  return value === undefined ? [] : [[key, value]];
}
