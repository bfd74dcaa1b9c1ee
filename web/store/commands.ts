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
  /** Number of the action that it began; none of what only reads, was refused or changed nothing. */
  readonly action?: number;
}

/** What undo or redo has just done. */
export interface Move {
  readonly move: "undo" | "redo";
  /** The action's name, where its line is known. */
  readonly name: string | undefined;
  /** The simulated instant it led to. */
  readonly at: number;
}

export interface Commands {
  readonly echoes: readonly CommandEcho[];
  /** Until something else is done. */
  readonly moved: Move | undefined;
  /** Adds a line and gives its id. */
  echo(line: string, at: number, flag?: string): number;
  answer(id: number, out: string, failed: boolean): void;
  /** It began the action with that number. */
  began(id: number, action: number): void;
  clear(): void;
  /** The lines of a session that goes on. */
  restore(echoes: readonly CommandEcho[]): void;
}

const KEPT = 500;
let nextId = 1;

export const commandStore = createStore<Commands>()((set) => ({
  echoes: [],
  moved: undefined,
  echo: (line, at, flag) => {
    const id = nextId++;
    set(({ echoes }) => ({ echoes: [...echoes, { id, at, line, out: undefined, failed: false, flag }].slice(-KEPT), moved: undefined }));
    return id;
  },
  answer: (id, out, failed) => set(({ echoes }) => ({ echoes: echoes.map((echo) => (echo.id === id ? { ...echo, out, failed } : echo)) })),
  began: (id, action) => set(({ echoes }) => ({ echoes: echoes.map((echo) => (echo.id === id ? { ...echo, action } : echo)) })),
  clear: () => set({ echoes: [], moved: undefined }),
  restore: (echoes) => {
    nextId = Math.max(nextId, ...echoes.map(({ id }) => id + 1));
    set({ echoes, moved: undefined });
  },
}));

/** What the action with that number is called. */
export function actionNamed(echoes: readonly CommandEcho[], action: number | undefined): string | undefined {
  const echo = action === undefined ? undefined : echoes.find((one) => one.action === action);
  return echo?.flag ?? echo?.line;
}
