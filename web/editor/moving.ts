// A field that stands wrong is put where it belongs: its lines get another indent, and move when others stand between. Pure.

import type { Belonging } from "./belonging.ts";
import { endOfBlock, indentOf, isBare, keyLineAt, type KeyLine } from "./keylines.ts";
import type { TextEdit } from "./textedit.ts";

/** Undefined when it cannot be done without guessing. */
export function editsFor(text: string, found: Belonging): readonly TextEdit[] | undefined {
  const lines = new Lines(text);
  const { own } = found;
  if (found.type === "spelling") return [renamed(lines, own, found.name)];
  if (own.behindDash) return undefined;
  if (found.type === "labels") return belowMatchLabels(lines, own, found.selector);
  if (found.type === "out") return lines.moved(own, found.inside.indent, endOfBlock(lines.all, found.inside));
  const indent = found.type === "in" ? innerIndent(lines.all, found.owner) : itemIndent(lines.all, found.owner);
  return indent === undefined ? undefined : lines.moved(own, indent, endOfBlock(lines.all, found.owner));
}

function renamed(lines: Lines, own: KeyLine, name: string): TextEdit {
  const start = lines.offsetOf(own.index) + (lines.all[own.index] ?? "").indexOf(own.key, own.indent);
  return { start, end: start + own.key.length, text: name };
}

/** All that stands in the selector, when nothing of it is where it belongs; else this label only. */
function belowMatchLabels(lines: Lines, own: KeyLine, selector: KeyLine): readonly TextEdit[] | undefined {
  const end = endOfBlock(lines.all, selector);
  const inside = lines.all
    .map((_, index) => keyLineAt(lines.all, index))
    .filter((line) => line !== undefined && line.index > selector.index && line.index < end);
  const known = inside.find((line) => line?.indent === own.indent && line.key === "matchLabels");
  if (known !== undefined) return lines.moved(own, innerIndent(lines.all, known), endOfBlock(lines.all, known));
  if (inside.some((line) => line?.key === "matchExpressions")) return undefined;
  const first = inside[0]?.index ?? own.index;
  const start = lines.offsetOf(first);
  return [{ start, end: start, text: `${" ".repeat(own.indent)}matchLabels:\n` }, ...lines.shifted(first, end, 2)];
}

/** Where the fields of this one stand already, or would. */
function innerIndent(lines: readonly string[], owner: KeyLine): number {
  const first = firstInside(lines, owner);
  return first?.indent ?? owner.indent + 2;
}

/** Where the fields of the last item stand; a list without items has none. */
function itemIndent(lines: readonly string[], owner: KeyLine): number | undefined {
  const end = endOfBlock(lines, owner);
  for (let index = end - 1; index > owner.index; index--) {
    const line = keyLineAt(lines, index);
    if (line?.behindDash) return line.indent;
  }
  return undefined;
}

function firstInside(lines: readonly string[], owner: KeyLine): KeyLine | undefined {
  const end = endOfBlock(lines, owner);
  for (let index = owner.index + 1; index < end; index++) {
    const line = keyLineAt(lines, index);
    if (line !== undefined) return line;
  }
  return undefined;
}

/** A text's lines with their offsets. */
export class Lines {
  readonly all: readonly string[];
  readonly #offsets: readonly number[];
  readonly #length: number;
  constructor(text: string) {
    this.all = text.split("\n");
    this.#length = text.length;
    let at = 0;
    this.#offsets = this.all.map((line) => (at += line.length + 1) - line.length - 1);
  }

  offsetOf(index: number): number {
    return this.#offsets[index] ?? this.#length;
  }

  /** The field's lines at another indent: where they are when nothing stands between, else before line `to`. */
  moved(own: KeyLine, indent: number, to: number): readonly TextEdit[] {
    const end = endOfBlock(this.all, own);
    const isThere = this.all.slice(end, to).every(isBare) && this.all.slice(to, own.index).every(isBare);
    if (isThere) return this.shifted(own.index, end, indent - own.indent);
    const block = this.all.slice(own.index, end).map((line) => shift(line, indent - own.indent));
    const [from, behind] = [this.offsetOf(own.index), this.offsetOf(end)];
    const at = this.offsetOf(to);
    const isLast = to >= this.all.length;
    const text = isLast ? `\n${block.join("\n")}` : `${block.join("\n")}\n`;
    return [
      { start: from, end: behind, text: "" },
      { start: at, end: at, text },
    ];
  }

  /** These lines further in or out; only their beginnings are touched. */
  shifted(from: number, to: number, by: number): readonly TextEdit[] {
    const edits: TextEdit[] = [];
    for (let index = from; index < to; index++) {
      const line = this.all[index] ?? "";
      if (line.trim() === "") continue;
      const start = this.offsetOf(index);
      if (by > 0) edits.push({ start, end: start, text: " ".repeat(by) });
      else edits.push({ start, end: start + Math.min(-by, indentOf(line)), text: "" });
    }
    return edits;
  }
}

function shift(line: string, by: number): string {
  if (line.trim() === "") return line;
  return by > 0 ? " ".repeat(by) + line : line.slice(Math.min(-by, indentOf(line)));
}
