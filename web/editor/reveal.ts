// What the two editors, plain and Monaco, have in common.

/** A place to go to; a new value each time, also for the same place. */
export interface Reveal {
  readonly line: number;
  readonly column: number;
}

const MOST_CHECKED = 200_000;
/** Manifests hardly use aliases; nested ones expand without end. */
const MOST_ALIASES = 40;
const MOST_DOCUMENTS = 1000;

/** Whether a text is left out of the schema check: it would keep the checker busy for seconds or for ever. */
export function tooHeavy(text: string): boolean {
  return (
    text.length > MOST_CHECKED || countsAbove(text, /(?:^|[\s[,{])\*[\w-]+/gm, MOST_ALIASES) || countsAbove(text, /^---/gm, MOST_DOCUMENTS)
  );
}

function countsAbove(text: string, pattern: RegExp, most: number): boolean {
  let count = 0;
  for (const _ of text.matchAll(pattern)) if (++count > most) return true;
  return false;
}
