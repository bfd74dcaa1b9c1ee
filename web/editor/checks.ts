// What is wrong with each file: what the schema check found while typing, and what kubectl and the server answered on
// Apply. The second kind stays where it was until what it is about is changed.

import { createStore } from "zustand/vanilla";
import { statusStore } from "../store/status.ts";
import type { RawMarker } from "./markers.ts";
import type { Problem } from "./problems.ts";

export interface ResultLine {
  readonly kind: "done" | "warning" | "error";
  readonly text: string;
}

interface Check {
  readonly markers: readonly RawMarker[];
  readonly refused: readonly Problem[];
  /** kubectl's lines of the last Apply. */
  readonly results: readonly ResultLine[];
  readonly applying: boolean;
}

export interface Checks {
  readonly byFile: ReadonlyMap<number, Check>;
  set(id: number, change: Partial<Check>): void;
  /** The text changed: marks move with their lines, those on a changed line go, and what kubectl did is no longer news. */
  edited(id: number, before: string, after: string): void;
}

export const NO_CHECK: Check = { markers: [], refused: [], results: [], applying: false };

export const checkStore = createStore<Checks>()((set, get) => ({
  byFile: new Map(),
  set: (id, change) => set(({ byFile }) => ({ byFile: new Map(byFile).set(id, { ...(byFile.get(id) ?? NO_CHECK), ...change }) })),
  edited: (id, before, after) => {
    const check = get().byFile.get(id);
    if (check === undefined || check.refused.length + check.results.length === 0) return;
    get().set(id, { refused: movedProblems(check.refused, before, after), results: [] });
  },
}));

/** What another cluster said is void. */
statusStore.subscribe(({ phase }, before) => {
  if (phase !== "starting" || before.phase === phase) return;
  checkStore.setState(({ byFile }) => ({
    byFile: new Map([...byFile].map(([id, check]) => [id, { ...check, refused: [], results: [], applying: false }])),
  }));
});

/** Pure: one stretch of lines was replaced; problems about lines above it stay, those about lines in it go, those below move. */
export function movedProblems(problems: readonly Problem[], before: string, after: string): readonly Problem[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start++;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const shift = now.length - old.length;
  const firstBelow = old.length - end;
  return problems.flatMap((problem) => {
    const index = problem.line - 1;
    const { line, endLine, lastLine } = problem;
    if (index < start) return (lastLine ?? line) <= start ? [problem] : [];
    if (index < firstBelow) return [];
    return [
      { ...problem, line: line + shift, endLine: endLine + shift, ...(lastLine === undefined ? {} : { lastLine: lastLine + shift }) },
    ];
  });
}
