// A JSON reader that, unlike the built-in one, tells of duplicate keys and complains in Go's words (API-33, API-177).

/** Keys that an object's text gave more than once, in order of their repetition. */
export type Duplicates = ReadonlyMap<object, readonly string[]>;

export class JsonError extends Error {}

/** Reads JSON text. A repeated key takes the later value; two objects under it are merged, as Go does. */
export function parseJson(text: string): { readonly value: unknown; readonly duplicates: Duplicates } {
  const reader = new Reader(text);
  return { value: reader.document(), duplicates: reader.duplicates };
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
/** Everything from the blank on but the quote and the backslash. */
const PLAIN = /[ !#-[\]-\uffff]*/y;
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const WORDS: readonly (readonly [string, unknown])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];
const MAX_DEPTH = 10_000; // as Go's reader

class Reader {
  readonly duplicates = new Map<object, string[]>();
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): unknown {
    const value = this.#value("looking for beginning of value");
    this.#skipBlanks();
    if (this.#at < this.#text.length) throw this.#unexpected("after top-level value");
    return value;
  }

  #value(where: string): unknown {
    this.#skipBlanks();
    switch (this.#text[this.#at]) {
      case "{":
        return this.#nested(() => this.#object());
      case "[":
        return this.#nested(() => this.#array());
      case '"':
        return this.#string();
      default:
        return this.#wordOrNumber(where);
    }
  }

  #nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new JsonError("exceeded max depth");
    this.#at += 1;
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #object(): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    this.#skipBlanks();
    if (this.#take("}")) return object;
    for (;;) {
      this.#skipBlanks();
      if (this.#text[this.#at] !== '"') throw this.#unexpected("looking for beginning of object key string");
      const key = this.#string();
      this.#skipBlanks();
      if (!this.#take(":")) throw this.#unexpected("after object key");
      this.#put(object, key, this.#value("looking for beginning of value"));
      this.#skipBlanks();
      if (this.#take("}")) return object;
      if (!this.#take(",")) throw this.#unexpected("after object key:value pair");
    }
  }

  #put(object: Record<string, unknown>, key: string, value: unknown): void {
    const isRepeated = Object.hasOwn(object, key);
    const earlier = isRepeated ? object[key] : undefined;
    if (isRepeated) this.duplicates.set(object, [...(this.duplicates.get(object) ?? []), key]);
    const merged = isPlainObject(earlier) && isPlainObject(value) ? this.#merged(earlier, value) : value;
    // Assigning `__proto__` would change the object's nature instead of adding a key.
    if (key === "__proto__") Object.defineProperty(object, key, { value: merged, enumerable: true, configurable: true, writable: true });
    else object[key] = merged;
  }

  #merged(earlier: object, later: object): object {
    const merged = { ...earlier, ...later };
    const repeated = [...(this.duplicates.get(earlier) ?? []), ...(this.duplicates.get(later) ?? [])];
    if (repeated.length > 0) this.duplicates.set(merged, repeated);
    return merged;
  }

  #array(): unknown[] {
    const items: unknown[] = [];
    this.#skipBlanks();
    if (this.#take("]")) return items;
    for (;;) {
      items.push(this.#value("looking for beginning of value"));
      this.#skipBlanks();
      if (this.#take("]")) return items;
      if (!this.#take(",")) throw this.#unexpected("after array element");
    }
  }

  #string(): string {
    this.#at += 1;
    let value = "";
    for (;;) {
      PLAIN.lastIndex = this.#at;
      const plain = PLAIN.exec(this.#text)?.[0] ?? "";
      value += plain;
      this.#at += plain.length;
      if (this.#take('"')) return value;
      if (this.#text[this.#at] !== "\\") throw this.#unexpected("in string literal");
      this.#at += 1;
      value += this.#escape();
    }
  }

  #escape(): string {
    const letter = this.#text[this.#at] ?? "";
    const simple = ESCAPES[letter];
    if (simple === undefined && letter !== "u") throw this.#unexpected("in string escape code");
    this.#at += 1;
    if (simple !== undefined) return simple;
    const digits = this.#text.slice(this.#at, this.#at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.#unexpected("in \\u hexadecimal character escape");
    this.#at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #wordOrNumber(where: string): unknown {
    for (const [word, value] of WORDS) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    NUMBER.lastIndex = this.#at;
    const digits = NUMBER.exec(this.#text)?.[0];
    if (digits === undefined) throw this.#unexpected(where);
    this.#at += digits.length;
    return Number(digits);
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #skipBlanks(): void {
    while (" \t\r\n".includes(this.#text[this.#at] ?? "x")) this.#at += 1;
  }

  #unexpected(where: string): JsonError {
    const character = this.#text[this.#at];
    if (character === undefined) return new JsonError("unexpected end of JSON input");
    return new JsonError(`invalid character '${character === "'" ? "\\'" : character === "\n" ? "\\n" : character}' ${where}`);
  }
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
