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
    const words = Array.from({ length: Math.ceil(length / 8) }, () => this.next().toString(16).padStart(8, "0"));
    // Joined: strings put together by `+` stay trees of many small strings, and each object has such a text.
    return words.join("").slice(0, length);
  }

  /** A version 4 UUID (API-34). */
  uuid(): string {
    const h = this.hex(32);
    const variant = "89ab".charAt(this.below(4));
    return [h.slice(0, 8), h.slice(8, 12), `4${h.slice(13, 16)}`, variant + h.slice(17, 20), h.slice(20)].join("-");
  }
}
