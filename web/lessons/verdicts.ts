// The clauses of the chosen example as the cluster stands, kept up with it a few times a second.

import { createStore } from "zustand/vanilla";
import { fileTexts } from "../editor/files.ts";
import { clockStore } from "../store/clock.ts";
import { commandStore } from "../store/commands.ts";
import { sceneStore } from "../store/scene.ts";
import type { QuestionView } from "./asked.ts";
import { currentStore, noteDone } from "./current.ts";
import type { ExampleId } from "./examples.ts";
import { type Clause, type GoalView, GOALS, type Verdict } from "./goals.ts";

export interface Judged {
  readonly clause: Clause;
  readonly verdict: Verdict;
}

export const verdictStore = createStore<{ readonly id: ExampleId; readonly judged: readonly Judged[] }>()(() => judgeNow());

const EVERY_MS = 250;

function judge(id: ExampleId, view: GoalView): readonly Judged[] {
  return GOALS[id].map((clause) => ({ clause, verdict: clause.check(view) }));
}

/** Everything that clauses and questions are about, as the page last heard of it. */
export function viewNow(): QuestionView {
  const { now, startAt } = clockStore.getState();
  const { pods, nodes, controllers, lanes } = sceneStore.getState();
  return { now, startAt, pods, nodes, controllers, lanes, echoes: commandStore.getState().echoes, files: fileTexts() };
}

function judgeNow(): { readonly id: ExampleId; readonly judged: readonly Judged[] } {
  const { id } = currentStore.getState();
  return { id, judged: judge(id, viewNow()) };
}

/** Judges until the returned function is called. */
export function keepJudging(): () => void {
  let due: ReturnType<typeof setTimeout> | undefined;
  const refresh = (): void => {
    due = undefined;
    const next = judgeNow();
    if (JSON.stringify(next.judged) !== JSON.stringify(verdictStore.getState().judged) || next.id !== verdictStore.getState().id)
      verdictStore.setState(next);
    if (next.judged.every(({ verdict }) => verdict.met)) noteDone(next.id);
  };
  const soon = (): void => {
    due ??= setTimeout(refresh, EVERY_MS);
  };
  refresh();
  const unsubscribe = [
    sceneStore.subscribe(soon),
    commandStore.subscribe(soon),
    currentStore.subscribe(refresh),
    clockStore.subscribe(soon),
  ];
  return () => {
    clearTimeout(due);
    for (const one of unsubscribe) one();
  };
}
