// How much of a text fits where bytes are counted, as UTF-8 has them.

/** What JSON written by Go shows for each byte of a character that was cut through. */
const REPLACED = "\ufffd";

export function byteLength(text: string): number {
  let sum = 0;
  for (const character of text) sum += bytesOf(character);
  return sum;
}

/** The first `most` bytes of a text. */
export function firstBytes(text: string, most: number): string {
  if (text.length * MOST_OF_A_UNIT <= most) return text;
  let left = most;
  let end = 0;
  for (const character of text) {
    const bytes = bytesOf(character);
    if (bytes > left) return text.slice(0, end) + REPLACED.repeat(left);
    left -= bytes;
    end += character.length;
  }
  return text;
}

/** The last `most` bytes of a text. */
export function lastBytes(text: string, most: number): string {
  let tooMany = text.length * MOST_OF_A_UNIT <= most ? 0 : byteLength(text) - most;
  if (tooMany <= 0) return text;
  let begin = 0;
  for (const character of text) {
    if (tooMany <= 0) break;
    tooMany -= bytesOf(character);
    begin += character.length;
  }
  return REPLACED.repeat(-tooMany) + text.slice(begin);
}

/** A unit of a JavaScript string is never more bytes than that. */
const MOST_OF_A_UNIT = 3;

function bytesOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
