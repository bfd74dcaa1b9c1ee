// Seeded chance: the only source of it in the engine. sfc32 over 128 bits of plain state, so that a snapshot
// holds the whole future of every draw.

/** The generator's state: four 32-bit words. */
export interface RandomState {
  a: number;
  b: number;
  c: number;
  d: number;
}

/** Characters of generated names and hashes (GEN-20). */
export const NAME_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

export function newRandomState(seed: number): RandomState {
  const state = { a: seed >>> 0, b: Math.floor(seed / 2 ** 32) >>> 0, c: 0x9e3779b9, d: 1 };
  const random = new Random(state);
  for (let i = 0; i < 16; i++) random.next(); // lets near seeds drift apart
  return state;
}

export class Random {
  state: RandomState;
  constructor(state: RandomState) {
    this.state = state;
  }

  /** A 32-bit unsigned integer. */
  next(): number {
    const s = this.state;
    const t = (s.a + s.b + s.d) | 0;
    s.d = (s.d + 1) | 0;
    s.a = s.b ^ (s.b >>> 9);
    s.b = (s.c + (s.c << 3)) | 0;
    s.c = ((s.c << 21) | (s.c >>> 11)) + t;
    s.c |= 0;
    return t >>> 0;
  }

  /** Uniform in [0, 1). */
  unit(): number {
    return this.next() / 4294967296;
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.unit();
  }

  /** A whole number in [0, count). */
  below(count: number): number {
    return Math.floor(this.unit() * count);
  }

  /** The random end of a generated name (GEN-20). */
  suffix(length = 5): string {
    const codes: number[] = [];
    for (let i = 0; i < length; i++) codes.push(NAME_ALPHABET.charCodeAt(this.below(NAME_ALPHABET.length)));
    return String.fromCharCode(...codes);
  }

  /** Lower-case hexadecimal digits. */
  hex(length: number): string {
    const codes = new Array<number>(length);
    for (let i = 0, word = 0; i < length; i++) {
      if (i % 8 === 0) word = this.next();
      codes[i] = digit(word, 28 - 4 * (i % 8));
    }
    return String.fromCharCode(...codes);
  }

  /** A version 4 UUID (API-34). */
  uuid(): string {
    const [a, b, c, d] = [this.next(), this.next(), this.next(), this.next()];
    const variant = this.below(4);
    // Code by code, as each object that is made has one: strings put together by `+` stay trees of many small strings.
    return String.fromCharCode(
      digit(a, 28), digit(a, 24), digit(a, 20), digit(a, 16), digit(a, 12), digit(a, 8), digit(a, 4), digit(a, 0), DASH,
      digit(b, 28), digit(b, 24), digit(b, 20), digit(b, 16), DASH, digit(4, 0), digit(b, 8), digit(b, 4), digit(b, 0), DASH,
      digit(8 + variant, 0), digit(c, 24), digit(c, 20), digit(c, 16), DASH, digit(c, 12), digit(c, 8), digit(c, 4), digit(c, 0),
      digit(d, 28), digit(d, 24), digit(d, 20), digit(d, 16), digit(d, 12), digit(d, 8), digit(d, 4), digit(d, 0),
    );
  }
}

const DIGITS = Array.from("0123456789abcdef", (character) => character.charCodeAt(0));
const DASH = 45;

/** The code of a word's hexadecimal digit that begins at a bit. */
function digit(word: number, bit: number): number {
  return DIGITS[(word >>> bit) & 15] as number; // there are sixteen
}
