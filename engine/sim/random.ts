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
    const codes: number[] = [];
    while (codes.length < length) addHex(codes, this.next(), 28, 0);
    codes.length = length;
    return String.fromCharCode(...codes);
  }

  /** A version 4 UUID (API-34). */
  uuid(): string {
    const [a, b, c, d] = [this.next(), this.next(), this.next(), this.next()];
    const variant = this.below(4);
    const codes: number[] = [];
    addHex(codes, a, 28, 0);
    codes.push(DASH);
    addHex(codes, b, 28, 16);
    codes.push(DASH, DIGITS[4] as number); // there are sixteen
    addHex(codes, b, 8, 0);
    codes.push(DASH, DIGITS[8 + variant] as number); // as above
    addHex(codes, c, 24, 16);
    codes.push(DASH);
    addHex(codes, c, 12, 0);
    addHex(codes, d, 28, 0);
    return String.fromCharCode(...codes);
  }
}

const DIGITS = Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0));
const DASH = 45;

/** Adds digits of a word. Strings made of codes are flat; ones put together by `+` would stay trees of many small strings. */
function addHex(codes: number[], word: number, fromBit: number, toBit: number): void {
  for (let bit = fromBit; bit >= toBit; bit -= 4) codes.push(DIGITS[(word >>> bit) & 15] as number); // there are sixteen
}
