// What is wrong, one row each: its kind, its words, its place, and what would mend it. A row goes to the line.

import { Wrench } from "lucide-react";
import { useT } from "../i18n/setup.ts";
import type { ResultLine } from "./checks.ts";
import type { Fix } from "./fixes.ts";
import type { Mendable } from "./useProblems.ts";

interface ProblemListProps {
  readonly problems: readonly Mendable[];
  readonly onGo: (problem: Mendable) => void;
  readonly onFix: (problem: Mendable, fix: Fix) => void;
}

/** More rows than that help nobody. */
const MOST_ROWS = 50;

export function ProblemList({ problems, onGo, onFix }: ProblemListProps) {
  const t = useT();
  if (problems.length === 0) return null;
  return (
    <ul className="problems" aria-label={t("editor.problems")} data-testid="problems">
      {problems.slice(0, MOST_ROWS).map((problem, i) => (
        <li key={i}>
          <button type="button" className={`problem layer-${problem.layer}`} onClick={() => onGo(problem)}>
            <b>{t(`editor.layer.${problem.layer}`)}</b>
            <span lang={problem.layer === "refused" ? "en" : undefined}>
              <Message text={problem.message} />
            </span>
            <code data-hint={t("editor.place", { line: problem.line, column: problem.column })}>{`${problem.line}:${problem.column}`}</code>
          </button>
          {problem.fixes.length > 0 && <Fixes problem={problem} onFix={onFix} />}
        </li>
      ))}
      {problems.length > MOST_ROWS && <li className="more-problems">{t("editor.moreProblems", { count: problems.length - MOST_ROWS })}</li>}
    </ul>
  );
}

function Fixes({ problem, onFix }: { readonly problem: Mendable; readonly onFix: ProblemListProps["onFix"] }) {
  const t = useT();
  return (
    <div className="fixes" role="group" aria-label={t("editor.fixes")}>
      <Wrench size={12} aria-hidden />
      {problem.fixes.map((fix, i) => (
        <button key={i} type="button" className="fix" onClick={() => onFix(problem, fix)}>
          <Message text={t(fix.title.key, fix.title.values)} />
        </button>
      ))}
    </div>
  );
}

/** Names of fields stand between backticks. */
function Message({ text }: { readonly text: string }) {
  return <>{text.split("`").map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part))}</>;
}

/** kubectl's lines of the last Apply, as it prints them. */
export function Results({ lines }: { readonly lines: readonly ResultLine[] }) {
  const t = useT();
  return (
    <div className="results" role="status" aria-label={t("editor.result")} data-testid="apply-result">
      {lines.slice(-MOST_ROWS).map(({ kind, text }, i) => (
        <code key={i} className={kind} data-hint={text}>
          {text}
        </code>
      ))}
    </div>
  );
}
