// Hints, one after another: each names the next thing to try, and the line of the known way that does it.

import { createStore } from "zustand/vanilla";
import type { TextKey } from "../i18n/setup.ts";
import type { ExampleId } from "./examples.ts";
import { WAYS } from "./ways.ts";

export interface Hint {
  readonly text: TextKey;
  /** Where its line stands among the steps of the way. */
  readonly step: number | undefined;
}

export const HINTS: Readonly<Record<ExampleId, readonly Hint[]>> = {
  replicaset: [
    { text: "practice.hint.replicaset.one", step: 2 },
    { text: "practice.hint.replicaset.two", step: 4 },
  ],
  liveness: [
    { text: "practice.hint.liveness.one", step: 0 },
    { text: "practice.hint.liveness.two", step: 2 },
  ],
  replicationcontroller: [
    { text: "practice.hint.replicationcontroller.one", step: 2 },
    { text: "practice.hint.replicationcontroller.two", step: 4 },
  ],
  rsIn: [
    { text: "practice.hint.rsIn.one", step: 2 },
    { text: "practice.hint.rsIn.two", step: 3 },
  ],
  rsNotIn: [
    { text: "practice.hint.rsNotIn.one", step: 0 },
    { text: "practice.hint.rsNotIn.two", step: 2 },
  ],
  rsExists: [
    { text: "practice.hint.rsExists.one", step: 2 },
    { text: "practice.hint.rsExists.two", step: 3 },
  ],
  rsDoesNotExist: [{ text: "practice.hint.rsDoesNotExist.one", step: 2 }],
  ssdMonitor: [
    { text: "practice.hint.ssdMonitor.one", step: 1 },
    { text: "practice.hint.ssdMonitor.two", step: 3 },
  ],
  dsAndRs: [
    { text: "practice.hint.dsAndRs.one", step: 3 },
    { text: "practice.hint.dsAndRs.two", step: 5 },
  ],
  oldVersion: [
    { text: "practice.hint.oldVersion.one", step: 0 },
    { text: "practice.hint.oldVersion.two", step: undefined },
  ],
  wrongIndent: [
    { text: "practice.hint.wrongIndent.one", step: 0 },
    { text: "practice.hint.wrongIndent.two", step: undefined },
  ],
  wrongNesting: [
    { text: "practice.hint.wrongNesting.one", step: 0 },
    { text: "practice.hint.wrongNesting.two", step: undefined },
  ],
};

/** The kubectl line of a hint, with `$1` and `$2` in the place of pods. */
export function hintLine(id: ExampleId, { step }: Hint): string | undefined {
  const line = step === undefined ? undefined : WAYS[id].steps[step];
  return typeof line === "string" ? line : undefined;
}

export const hintStore = createStore<{ readonly id: ExampleId | undefined; readonly shown: number }>()(() => ({ id: undefined, shown: 0 }));

export function showNextHint(id: ExampleId): void {
  hintStore.setState((now) => ({ id, shown: now.id === id ? Math.min(now.shown + 1, HINTS[id].length) : 1 }));
}

export function hideHints(): void {
  hintStore.setState({ id: undefined, shown: 0 });
}
