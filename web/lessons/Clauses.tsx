// The clauses of a goal: met, not yet, or kept so far, each with the object that it is about.

import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { type Judged, verdictStore } from "./verdicts.ts";

export function Clauses() {
  const judged = useStore(verdictStore, (verdicts) => verdicts.judged);
  return (
    <ul className="clauses" data-testid="clauses">
      {judged.map((one) => (
        <ClauseLine key={one.clause.text} judged={one} />
      ))}
    </ul>
  );
}

/** "2 of 3". */
export function ClauseCount() {
  const t = useT();
  const met = useStore(verdictStore, ({ judged }) => judged.filter(({ verdict }) => verdict.met).length);
  const all = useStore(verdictStore, ({ judged }) => judged.length);
  return <span className="goal-count">{t("lessons.of", { met, all })}</span>;
}

function ClauseLine({ judged: { clause, verdict } }: { readonly judged: Judged }) {
  const t = useT();
  const mark = !verdict.met ? "unmet" : clause.holds === "kept" ? "kept" : "met";
  const state = t({ met: "lessons.met", unmet: "lessons.unmet", kept: "lessons.keptNow" }[mark] as "lessons.met");
  return (
    <li className={`clause ${mark}`}>
      <ClauseMark mark={mark} />
      <div>
        <span className="hidden-text">{state}: </span>
        <p>{t(clause.text)}</p>
        {verdict.note !== undefined && <small>{t(verdict.note.text, verdict.note.values)}</small>}
      </div>
    </li>
  );
}

/** A full disc is met, an open one is not; a ring with a tick is kept and could still be broken. */
function ClauseMark({ mark }: { readonly mark: "met" | "unmet" | "kept" }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r={mark === "met" ? 7.25 : 6.5} className={mark === "met" ? "disc" : "ring"} />
      {mark !== "unmet" && <path d="m4.9 8.2 2.2 2.2 4-4.4" className={mark === "met" ? "tick" : "tick on-ring"} />}
    </svg>
  );
}
