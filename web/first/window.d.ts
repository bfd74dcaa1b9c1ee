// What the head of the built page is told when it is made, and what it leaves for the page.

interface ImportMetaEnv {
  /** The address of the engine's worker. */
  readonly ENGINE_WORKER: string;
  /** The address of the style sheet of the Korean letters. */
  readonly HANGUL_STYLES: string;
  /** The addresses of the page's own code, what it is built on first. */
  readonly CODE: readonly string[];
}

interface Window {
  /** Started before the page's own code came. */
  earlyWorker?: Worker;
}
