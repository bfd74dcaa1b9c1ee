// A language that nobody speaks: the English texts, longer, accented and in brackets. What is on the screen without
// brackets came from no table, and what is cut off has no room for longer languages. Not part of what is published.

import { en } from "./tables.ts";

interface Table {
  readonly [key: string]: string | Table;
}

const LETTERS = "aeiouycnszAEIOUYCNSZ";
const ACCENTED = "áéíóúýçñšžÁÉÍÓÚÝÇÑŠŽ";
/** Placeholders, tags and Korean particles are kept. */
const KEPT = /(\{\{.*?\}\}|<\/?\w+>)/;
const LONGER = 0.3;

export function pseudoEnglish(): typeof en {
  return pseudoTable(en);
}

function pseudoTable<T extends Table>(table: T): T {
  // The same keys with other texts.
  return Object.fromEntries(
    Object.entries(table).map(([key, text]) => [key, typeof text === "string" ? pseudo(text) : pseudoTable(text)]),
  ) as T;
}

export function pseudo(text: string): string {
  const parts = text.split(KEPT);
  const accented = parts.map((part, i) =>
    i % 2 === 1 ? part : [...part].map((letter) => ACCENTED[LETTERS.indexOf(letter)] ?? letter).join(""),
  );
  const more = Math.ceil(parts.filter((_, i) => i % 2 === 0).join("").length * LONGER);
  return `⟦${accented.join("")}${"·".repeat(more)}⟧`;
}
