// The filter of the yard: the grammar of `kubectl -l` (`app=kubia,tier!=web`, `env in (prod,debug)`, `!disk`), and a word
// alone, which may also be part of a name.

import { matchesSelector, parseSelector } from "../../engine/index.ts";

type Labelled = { readonly name: string; readonly labels: Readonly<Record<string, string>> };
export type Filter = (pod: Labelled) => boolean;

interface Reading {
  readonly text: string;
  /** Undefined when nothing is asked for, or when it cannot be read. */
  readonly filter: Filter | undefined;
  /** Why it cannot be read, in the server's words. */
  readonly problem: string | undefined;
}

/** Every tile asks, and all of them ask about the same text. */
let last: Reading = { text: "", filter: undefined, problem: undefined };

/** Undefined when nothing is asked for; a text that is not finished keeps everything. */
export function filterOf(text: string): Filter | undefined {
  return readingOf(text).filter;
}

export function filterProblem(text: string): string | undefined {
  return readingOf(text).problem;
}

function readingOf(text: string): Reading {
  if (last.text !== text) last = read(text);
  return last;
}

function read(text: string): Reading {
  const asked = text.trim();
  if (asked === "") return { text, filter: undefined, problem: undefined };
  if (/^[^\s=!,()<>]+$/.test(asked))
    return { text, filter: (pod) => Object.hasOwn(pod.labels, asked) || pod.name.includes(asked), problem: undefined };
  try {
    const selector = parseSelector(asked);
    return { text, filter: ({ labels }) => matchesSelector(selector, labels), problem: undefined };
  } catch (error) {
    return { text, filter: undefined, problem: error instanceof Error ? error.message : String(error) };
  }
}
