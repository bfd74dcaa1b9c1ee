// What happens, told to a screen reader: at most one announcement in two seconds.

import { useEffect, useState } from "react";
import { type Translate, useT } from "../i18n/setup.ts";
import { verdictStore } from "../lessons/verdicts.ts";
import { awayStore } from "../store/away.ts";
import { clockStore, clockText } from "../store/clock.ts";
import { commandStore } from "../store/commands.ts";
import { shortRef } from "../store/identity.ts";
import { newActs, sceneStore } from "../store/scene.ts";
import { uiStore } from "../store/ui.ts";
import type { PodState } from "../worker/rows.ts";
import { movedWords } from "../timeline/CommandLine.tsx";
import { Announcer } from "./announcer.ts";

/** Put behind every second announcement: one that reads as the one before would not be told. */
const APART = "\u00a0";

export function LiveRegion() {
  const t = useT();
  const [text, setText] = useState("");
  useEffect(() => {
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const announcer = new Announcer(
      (texts, more) =>
        setText((before) => apart(before, [...texts, ...(more > 0 ? [t("keyboard.more", { count: more })] : [])].join(". "))),
      (act, ms) => {
        const timer = setTimeout(() => {
          timers.delete(timer);
          act();
        }, ms);
        timers.add(timer);
      },
    );
    const stops = [
      tellActs(t, announcer),
      tellAnswers(announcer),
      tellMoves(t, announcer),
      tellStates(announcer),
      tellClock(t, announcer),
      tellGoals(t, announcer),
      tellReturn(t, announcer),
    ];
    return () => {
      for (const stop of stops) stop();
      for (const timer of timers) clearTimeout(timer);
    };
  }, [t]);
  return (
    <p className="hidden-text" role="status" aria-live="polite" data-testid="live">
      {text}
    </p>
  );
}

function apart(before: string, text: string): string {
  return before === text ? text + APART : text;
}

/** What controllers do. */
function tellActs(t: Translate, announcer: Announcer): () => void {
  return sceneStore.subscribe((scene, before) => {
    if (scene.lanes === before.lanes || before.fresh) return;
    for (const { lane, act } of newActs(scene.lanes, before.lanes))
      if (act.act !== "fails")
        announcer.say(lane.uid, t(`keyboard.acts.${act.act}`, { owner: shortRef(lane), count: act.n, pod: act.pod }));
  });
}

const FAILING: ReadonlySet<PodState> = new Set(["crash", "error"]);

/** Pods that fail or fail no more, in kubectl's words, and nodes that are heard of or not. */
function tellStates(announcer: Announcer): () => void {
  return sceneStore.subscribe(({ pods, nodes }, before) => {
    if (before.fresh || (pods === before.pods && nodes === before.nodes)) return;
    for (const pod of pods.values()) {
      const was = before.pods.get(pod.uid);
      if (was === pod || was === undefined || was.state === pod.state || pod.state === "leaving") continue;
      if (FAILING.has(pod.state) || FAILING.has(was.state)) announcer.say(pod.uid, `${pod.name}: ${pod.status}`);
    }
    for (const node of nodes.values()) {
      const was = before.nodes.get(node.uid);
      if (was !== undefined && was.condition !== node.condition) announcer.say(node.uid, `${node.name}: ${node.condition}`);
    }
  });
}

/** Whether the clock runs, and how far a step went. */
function tellClock(t: Translate, announcer: Announcer): () => void {
  return clockStore.subscribe(({ now, startAt, running }, before) => {
    if (before.startAt === 0) return;
    const clock = clockText(now - startAt);
    if (running !== before.running) announcer.say("pace", t(running ? "keyboard.runs" : "keyboard.stands", { clock }));
    else if (!running && now > before.now) announcer.say("pace", clock);
  });
}

/** kubectl's answers, unless the terminal shows them: its log tells them itself. */
function tellAnswers(announcer: Announcer): () => void {
  return commandStore.subscribe(({ echoes, moved }, before) => {
    const last = echoes.at(-1);
    // A line that stands last again because those after it were taken back has been told.
    const isNew = last?.out !== undefined && before.echoes.find(({ id }) => id === last.id)?.out === undefined;
    const { bottomTab, bottomCollapsed } = uiStore.getState();
    const isShown = bottomTab === "kubectl" && !bottomCollapsed;
    if (isNew && moved === before.moved && !isShown) announcer.say("command", last.out);
  });
}

/** What undo took back, and redo did again. */
function tellMoves(t: Translate, announcer: Announcer): () => void {
  return commandStore.subscribe(({ moved }, before) => {
    if (moved !== undefined && moved !== before.moved) announcer.say("command", movedWords(t, moved));
  });
}

function tellGoals(t: Translate, announcer: Announcer): () => void {
  return verdictStore.subscribe(({ id, judged }, before) => {
    if (id !== before.id) return;
    for (const [i, { clause, verdict }] of judged.entries())
      if (verdict.met && before.judged[i]?.verdict.met === false)
        announcer.say(clause.text, t("lessons.announce", { text: t(clause.text) }));
  });
}

function tellReturn(t: Translate, announcer: Announcer): () => void {
  const tell = ({ stood }: { readonly stood: boolean }): void => {
    if (stood) announcer.say("clock", t("keyboard.stood"));
  };
  // Whoever came back before this part was there hears it all the same.
  tell(awayStore.getState());
  return awayStore.subscribe(tell);
}
