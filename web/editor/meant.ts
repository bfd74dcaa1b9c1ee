// What was meant by a value that the schema does not take: another spelling, quotes or none, a list of one. Pure.

import { nearest } from "./distance.ts";

/** The value as it stands, and what would be right there. */
export interface Meant {
  readonly word: string;
  readonly value: string;
}

/** `message` is the checker's. */
export function meantBy(message: string, word: string, key: string | undefined): Meant | undefined {
  const value = /^Value (?:is not accepted\. Valid values: |must be )/.test(message)
    ? spelt(valuesIn(message), word)
    : anotherType(/^Incorrect type\. Expected (?:one of )?"?([^"]+?)"?\.$/.exec(message)?.[1] ?? "", word, key);
  return value === undefined ? undefined : { word, value };
}

/** `"Always", "Never", null` in the checker's message. */
function valuesIn(message: string): readonly string[] {
  return [...message.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, value = ""]) => value);
}

function spelt(values: readonly string[], word: string): string | undefined {
  const bare = unquoted(word);
  return values.find((value) => value.toLowerCase() === bare.toLowerCase()) ?? nearest(bare, values);
}

function anotherType(expected: string, word: string, key: string | undefined): string | undefined {
  const types = expected.split(/\s*[|,]\s*/);
  if (types.includes("string")) return /^(?:-?\d+(?:\.\d+)?|true|false)$/.test(word) ? `"${word}"` : undefined;
  const isQuoted = unquoted(word) !== word;
  if (types.includes("integer") && isQuoted && /^-?\d+$/.test(unquoted(word))) return unquoted(word);
  if (types.includes("boolean") && isQuoted && /^(?:true|false)$/.test(unquoted(word))) return unquoted(word);
  if (!types.includes("array") || !/^[\w./=-]+(?: [\w./=-]+)*$/.test(word)) return undefined;
  if (key === "command" || key === "args")
    return `[${word
      .split(" ")
      .map((one) => JSON.stringify(one))
      .join(", ")}]`;
  return word.includes(" ") ? undefined : `[${word}]`;
}

function unquoted(word: string): string {
  return /^(["'])(.*)\1$/.exec(word)?.[2] ?? word;
}
