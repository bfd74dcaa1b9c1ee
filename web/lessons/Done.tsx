// An example whose clauses are met stays on the board, with the shortest known way, what else could be tried, and the next
// example one step away.

import { useStore } from "zustand";
import { hasText, type Translate, useT } from "../i18n/setup.ts";
import { sceneStore } from "../store/scene.ts";
import { currentStore } from "./current.ts";
import { EXAMPLES, type ExampleId } from "./examples.ts";
import { openExample } from "./openExample.ts";
import { verdictStore } from "./verdicts.ts";
import { namedLine, type Step, WAYS } from "./ways.ts";
import "./practice.css";

export function Done() {
  const t = useT();
  const id = useStore(currentStore, (current) => current.id);
  const before = useStore(currentStore, ({ done }) => done.includes(id));
  const isMet = useStore(verdictStore, ({ judged, id: of }) => of === id && judged.every(({ verdict }) => verdict.met));
  const next = EXAMPLES[EXAMPLES.findIndex((example) => example.id === id) + 1];
  if (!isMet && !before) return null;
  return (
    <>
      <p className="goal-done">
        <span>{t(isMet ? "lessons.allMet" : "practice.doneBefore")}</span>{" "}
        {next !== undefined && (
          <button type="button" className="link" onClick={() => openExample(next.id)}>
            {t("lessons.next", { name: t(`lessons.${next.id}.name`) })}
          </button>
        )}
      </p>
      <ShortestWay id={id} />
      <WhatIf id={id} />
    </>
  );
}

function ShortestWay({ id }: { readonly id: ExampleId }) {
  const t = useT();
  const pods = useStore(sceneStore, (scene) => scene.pods);
  return (
    <details className="goal-more">
      <summary>{t("practice.way")}</summary>
      <ol>
        {WAYS[id].steps.map((step, i) => (
          <li key={i}>
            {typeof step === "string" && step !== "mend" ? (
              <code translate="no">{namedLine(id, step, { pods })}</code>
            ) : (
              <span>{stepText(t, id, step)}</span>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}

function stepText(t: Translate, id: ExampleId, step: Step): string {
  if (typeof step === "number") return t("practice.wait", { forMs: step * 1000 });
  const key = `practice.mend.${id}`;
  return hasText(key) ? t(key) : step;
}

function WhatIf({ id }: { readonly id: ExampleId }) {
  const t = useT();
  const keys = [`practice.whatIf.${id}.one`, `practice.whatIf.${id}.two`];
  return (
    <details className="goal-more">
      <summary>{t("practice.whatIfTitle")}</summary>
      <ul>
        {keys.filter(hasText).map((key) => (
          <li key={key}>{t(key)}</li>
        ))}
      </ul>
    </details>
  );
}
