// Asking, picking, locking in: the deed is done here and in a fork of the cluster that is run ahead, whose outcome grades
// what was picked.

import { applyActive, run } from "../editor/apply.ts";
import { fileStore } from "../editor/files.ts";
import { clockStore } from "../store/clock.ts";
import { commandStore } from "../store/commands.ts";
import { statusStore } from "../store/status.ts";
import { flagOf } from "../terminal/shell.ts";
import { cluster } from "../worker/client.ts";
import type { Deed, Forecast } from "../worker/protocol.ts";
import type { Asked } from "./asked.ts";
import { currentStore } from "./current.ts";
import { CLOSED, type Outcome, predictionStore } from "./predictionStore.ts";
import { QUESTIONS } from "./questions.ts";
import { viewNow } from "./verdicts.ts";

/** Decisions that are told with the outcome. */
const MOST_TOLD = 2;

/** The next question after the one in this place that the cluster gives occasion for; the first comes after the last. */
export function ask(after = -1): void {
  const questions = QUESTIONS[currentStore.getState().id];
  const view = viewNow();
  for (let i = 1; i <= questions.length; i++) {
    const place = (after + i) % questions.length;
    const asked = questions[place]?.(view);
    if (asked === undefined) continue;
    predictionStore.setState({ ...CLOSED, stage: "asking", asked, place });
    return;
  }
  predictionStore.setState({ ...CLOSED, stage: "asking" });
}

export function closeQuestion(): void {
  predictionStore.setState(CLOSED);
}

export function pick(chosen: string): void {
  if (predictionStore.getState().stage === "asking") predictionStore.setState({ chosen });
}

/** Runs a fork ahead, then does the same here. The clock stands between the two, so that both begin at one instant. */
export async function lockIn(): Promise<void> {
  // The file may have been changed this very moment.
  refresh();
  const { asked, chosen, stage } = predictionStore.getState();
  if (asked === undefined || chosen === undefined || stage !== "asking") return;
  const { running, now } = clockStore.getState();
  predictionStore.setState({ stage: "locking", lockedAt: now, dueAt: now + asked.deed.forMs });
  cluster.pause();
  const foretold = cluster.forecast(asked.deed);
  void act(asked.deed);
  if (running) cluster.run();
  const future = await foretold.catch(() => undefined);
  if (predictionStore.getState().asked !== asked) return;
  if (future === undefined) predictionStore.setState({ stage: "busy" });
  else predictionStore.setState({ stage: "waiting", outcome: outcomeOf(asked, future) });
}

/** As it would be done by hand: a file is applied by the editor, which shows what is wrong with it. */
async function act({ line, files }: Deed): Promise<void> {
  const [name] = Object.keys(files);
  const file = fileStore.getState().files.find((one) => one.name === name);
  if (file !== undefined) {
    fileStore.getState().activate(file.id);
    return applyActive();
  }
  const { echo, answer, began } = commandStore.getState();
  const id = echo(line, clockStore.getState().now, flagOf(line));
  const { code, stdout, stderr } = await run(line, {}, (action) => began(id, action));
  answer(id, stdout + stderr, code !== 0);
}

/** Pure: the right choice in that future, and the decisions that led there, one of each rule. */
export function outcomeOf(asked: Asked, future: Forecast): Outcome {
  const told = future.causes.filter(({ rule }) => asked.tells.test(rule));
  const decisions = told.filter(({ rule }, i) => told.findIndex((other) => other.rule === rule) === i).slice(0, MOST_TOLD);
  return { answer: asked.measure(future), decisions, refusal: future.failed ? future.out.trim() : undefined };
}

export function show(): void {
  if (predictionStore.getState().stage === "waiting") predictionStore.setState({ stage: "shown" });
}

/** Keeps the question true to the cluster until the returned function is called. */
export function keepAsking(): () => void {
  const unsubscribe = [
    currentStore.subscribe(({ id }, before) => id !== before.id && closeQuestion()),
    statusStore.subscribe(({ phase }, before) => phase === "starting" && phase !== before.phase && closeQuestion()),
    clockStore.subscribe(({ now }) => {
      const { stage, lockedAt, dueAt } = predictionStore.getState();
      if (stage !== "waiting" && stage !== "locking") return;
      // The deed was taken back.
      if (now < lockedAt) closeQuestion();
      else if (now >= dueAt) show();
    }),
  ];
  const timer = setInterval(refresh, REFRESH_MS);
  return () => {
    clearInterval(timer);
    for (const one of unsubscribe) one();
  };
}

const REFRESH_MS = 500;

/** A question whose pod is gone is asked of another; while there is none, the first occasion is taken. */
function refresh(): void {
  const { stage, asked, place, chosen } = predictionStore.getState();
  if (stage !== "asking") return;
  if (asked === undefined) {
    ask();
    return;
  }
  const fresh = QUESTIONS[currentStore.getState().id][place]?.(viewNow());
  if (fresh === undefined) ask(place);
  else if (sameQuestion(fresh, asked)) return;
  else predictionStore.setState({ asked: fresh, chosen: fresh.choices.find(({ id }) => id === chosen)?.id });
}

function sameQuestion(a: Asked, b: Asked): boolean {
  return JSON.stringify([a.text, a.deed, a.choices]) === JSON.stringify([b.text, b.deed, b.choices]);
}
