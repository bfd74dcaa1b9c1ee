// What is told to a screen reader, at most once in so long: the first word at once, what comes meanwhile together when the
// time is over. Pure but for the timer that it is handed.

/** No two announcements come closer than that. */
export const EVERY_MS = 2000;
/** One announcement says that many things; the others are counted. */
const MOST_SAID = 4;

type Later = (act: () => void, ms: number) => void;

export class Announcer {
  readonly #tell: (texts: readonly string[], more: number) => void;
  readonly #later: Later;
  /** By subject: of one thing only the last word is told. */
  #waiting = new Map<string, string>();
  #isQuiet = false;

  constructor(tell: (texts: readonly string[], more: number) => void, later: Later) {
    this.#tell = tell;
    this.#later = later;
  }

  say(subject: string, text: string): void {
    if (text === "") return;
    this.#waiting.delete(subject);
    this.#waiting.set(subject, text);
    if (!this.#isQuiet) this.#speak();
  }

  #speak(): void {
    this.#isQuiet = this.#waiting.size > 0;
    if (!this.#isQuiet) return;
    const texts = [...this.#waiting.values()];
    this.#waiting = new Map();
    this.#tell(texts.slice(0, MOST_SAID), Math.max(0, texts.length - MOST_SAID));
    this.#later(() => this.#speak(), EVERY_MS);
  }
}
