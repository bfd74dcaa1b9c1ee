// The goal in one line, for a telephone: how much of it is met, and what is not yet.

import { ChevronRight } from "lucide-react";
import { useEffect } from "react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { uiStore } from "../store/ui.ts";
import { ClauseCount } from "./Clauses.tsx";
import { keepJudging, verdictStore } from "./verdicts.ts";
import "./lessons.css";

export function GoalLine() {
  const t = useT();
  useEffect(keepJudging, []);
  const open = useStore(verdictStore, ({ judged }) => judged.find(({ verdict }) => !verdict.met)?.clause.text);
  return (
    <button type="button" className="goal-line" onClick={() => uiStore.setState({ narrowTab: "goal" })}>
      <ClauseCount />
      <span>{t(open ?? "lessons.allMet")}</span>
      <ChevronRight size={16} aria-hidden />
    </button>
  );
}
