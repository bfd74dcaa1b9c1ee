// Which example the learner has chosen; kept in this browser.

import { createStore } from "zustand/vanilla";
import { EXAMPLES, type ExampleId, FIRST_EXAMPLE } from "./examples.ts";

export interface Current {
  readonly id: ExampleId;
  readonly collapsed: boolean;
  /** Examples whose clauses were all met at one time. */
  readonly done: readonly ExampleId[];
}

const KEY = "podyard.example";

export const currentStore = createStore<Current>()(() => ({ id: FIRST_EXAMPLE, collapsed: false, done: [], ...readKept() }));

/** Chooses an example: its files are opened by the one who asks. */
export function choose(id: ExampleId): void {
  currentStore.setState({ id, collapsed: false });
}

export function noteDone(id: ExampleId): void {
  const { done } = currentStore.getState();
  if (!done.includes(id)) currentStore.setState({ done: [...done, id] });
}

function readKept(): Partial<Current> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (typeof kept !== "object" || kept === null) return {};
    const id = "id" in kept ? EXAMPLES.find((example) => example.id === kept.id)?.id : undefined;
    const done = "done" in kept && Array.isArray(kept.done) ? kept.done : [];
    return {
      ...(id === undefined ? {} : { id }),
      collapsed: "collapsed" in kept && kept.collapsed === true,
      done: EXAMPLES.map((example) => example.id).filter((one) => done.includes(one)),
    };
  } catch {
    // Storage may be forbidden or hold what is no JSON: the first example then.
    return {};
  }
}

currentStore.subscribe((current) => {
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // Works without being kept.
  }
});
