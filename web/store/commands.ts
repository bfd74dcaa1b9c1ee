// The kubectl lines that stand for what was done by pointer, key or prompt, newest last; and the learner's flags on the
// timeline.

import { createStore } from "zustand/vanilla";

export interface CommandEcho {
  readonly id: number;
  /** Simulated instant. */
  readonly at: number;
  readonly line: string;
  /** kubectl's answer, or undefined while it is not known. */
  readonly out: string | undefined;
  readonly failed: boolean;
  /** What the flag on the timeline says; typed lines that only read have none. */
  readonly flag: string | undefined;
}

export interface Commands {
  readonly echoes: readonly CommandEcho[];
  /** Adds a line and gives its id. */
  echo(line: string, at: number, flag?: string): number;
  answer(id: number, out: string, failed: boolean): void;
  clear(): void;
  /** The lines of a session that goes on. */
  restore(echoes: readonly CommandEcho[]): void;
}

const KEPT = 500;
let nextId = 1;

export const commandStore = createStore<Commands>()((set) => ({
  echoes: [],
  echo: (line, at, flag) => {
    const id = nextId++;
    set(({ echoes }) => ({ echoes: [...echoes, { id, at, line, out: undefined, failed: false, flag }].slice(-KEPT) }));
    return id;
  },
  answer: (id, out, failed) => set(({ echoes }) => ({ echoes: echoes.map((echo) => (echo.id === id ? { ...echo, out, failed } : echo)) })),
  clear: () => set({ echoes: [] }),
  restore: (echoes) => {
    nextId = Math.max(nextId, ...echoes.map(({ id }) => id + 1));
    set({ echoes });
  },
}));
