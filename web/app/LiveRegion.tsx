// What happens, told to a screen reader: at most one sentence in two seconds.

import { useEffect, useState } from "react";
import { useT } from "../i18n/setup.ts";
import { shortRef } from "../store/identity.ts";
import { verdictStore } from "../lessons/verdicts.ts";
import { commandStore } from "../store/commands.ts";
import { sceneStore } from "../store/scene.ts";
import type { ActMark } from "../worker/rows.ts";

const EVERY_MS = 2000;

export function LiveRegion() {
  const t = useT();
  const [text, setText] = useState("");
  useEffect(() => {
    let pending = new Map<string, string>();
    const unsubscribe = sceneStore.subscribe((scene, before) => {
      if (scene.lanes === before.lanes || before.fresh) return;
      for (const lane of scene.lanes.values()) {
        const act = lane.acts.at(-1);
        if (act !== undefined && act.act !== "fails" && act !== before.lanes.get(lane.uid)?.acts.at(-1))
          pending.set(lane.uid, `${shortRef(lane)} ${words(act)}`);
      }
    });
    const words = (act: ActMark): string => (act.act === "fails" ? "" : t(`timeline.acts.${act.act}`, { count: act.n, pod: act.pod }));
    const answers = commandStore.subscribe(({ echoes }, before) => {
      const last = echoes.at(-1);
      if (last?.out !== undefined && last !== before.echoes.at(-1)) pending.set("command", last.out);
    });
    const goals = verdictStore.subscribe(({ id, judged }, before) => {
      if (id !== before.id) return;
      for (const [i, { clause, verdict }] of judged.entries())
        if (verdict.met && before.judged[i]?.verdict.met === false)
          pending.set(clause.text, t("lessons.announce", { text: t(clause.text) }));
    });
    const timer = setInterval(() => {
      if (pending.size === 0) return;
      setText([...pending.values()].slice(0, 4).join(". "));
      pending = new Map();
    }, EVERY_MS);
    return () => {
      unsubscribe();
      answers();
      goals();
      clearInterval(timer);
    };
  }, [t]);
  return (
    <p className="hidden-text" role="status" aria-live="polite">
      {text}
    </p>
  );
}
