// A question of the goal card: the learner picks before the deed is done, and is answered by what the cluster does.

import { RadioGroup } from "radix-ui";
import { type RefObject, useEffect, useRef } from "react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { clockStore, clockText } from "../store/clock.ts";
import { CommandText } from "../marks/CommandText.tsx";
import type { Asked } from "./asked.ts";
import { choiceText } from "./choiceText.ts";
import { OutcomeText } from "./OutcomeText.tsx";
import { ask, closeQuestion, keepAsking, lockIn, pick, show } from "./prediction.ts";
import { predictionStore } from "./predictionStore.ts";
import "./practice.css";

/** The link that opens a question; the question stands in its place above the links. */
export function PredictLink() {
  const t = useT();
  const isOpen = useStore(predictionStore, ({ stage }) => stage !== "closed");
  return (
    <button type="button" className="link" aria-expanded={isOpen} onClick={() => (isOpen ? closeQuestion() : ask())}>
      {t("practice.predict")}
    </button>
  );
}

export function Predict() {
  useEffect(keepAsking, []);
  const stage = useStore(predictionStore, (prediction) => prediction.stage);
  const section = useRef<HTMLElement>(null);
  useFollowedFocus(section, stage);
  if (stage === "closed") return null;
  return (
    <section className="predict" ref={section} tabIndex={-1} aria-labelledby="predict-head">
      <Question />
    </section>
  );
}

/** A button that is pressed and goes must not take the focus with it. */
function useFollowedFocus(section: RefObject<HTMLElement | null>, stage: string): void {
  const before = useRef(stage);
  useEffect(() => {
    const [from, to] = [before.current, stage];
    before.current = stage;
    if (from === to || section.current === null) return;
    const isFresh = to === "asking" || to === "locking";
    if (isFresh) section.current.focus({ preventScroll: true });
    if (to === "asking" || to === "shown") section.current.scrollIntoView({ block: "nearest" });
  }, [section, stage]);
}

function Question() {
  const t = useT();
  const { asked, stage } = useStore(predictionStore);
  return (
    <>
      <h3 id="predict-head">{t("practice.before")}</h3>
      {asked === undefined ? <p>{t("practice.noQuestion")}</p> : <Choices asked={asked} />}
      <div role="status">
        {(stage === "waiting" || stage === "locking") && <Waiting />}
        {stage === "busy" && <p>{t("practice.tooBusy")}</p>}
        {stage === "shown" && <OutcomeText />}
      </div>
      <Foot />
    </>
  );
}

function Choices({ asked }: { readonly asked: Asked }) {
  const t = useT();
  const { chosen, stage, outcome } = useStore(predictionStore);
  const mark = (id: string): string => (stage !== "shown" ? "" : id === outcome?.answer ? " is-right" : id === chosen ? " is-wrong" : "");
  return (
    <>
      <p id="predict-text">{t(asked.text.text, asked.text.values)}</p>
      <code className="predict-line" translate="no">
        <CommandText text={asked.deed.line} />
      </code>
      <RadioGroup.Root
        className="options"
        aria-labelledby="predict-text"
        value={chosen ?? null}
        onValueChange={pick}
        disabled={stage !== "asking"}
      >
        {asked.choices.map(({ id, code, words }) => (
          <RadioGroup.Item key={id} value={id} className={`option${mark(id)}`} data-testid={`choice-${id}`}>
            <i aria-hidden />
            {code !== undefined && <code translate="no">{code}</code>}
            {words !== undefined && <span>{t(words.text, words.values)}</span>}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </>
  );
}

function Waiting() {
  const t = useT();
  const { dueAt, asked, chosen } = useStore(predictionStore);
  const { startAt, running } = useStore(clockStore);
  const picked = asked?.choices.find(({ id }) => id === chosen);
  const at = clockText(dueAt - startAt);
  return (
    <>
      <p>{t(running ? "practice.waiting" : "practice.standing", { at })}</p>
      {picked !== undefined && <span className="hidden-text">{t("practice.said", { answer: choiceText(t, picked) })}</span>}
    </>
  );
}

function Foot() {
  const t = useT();
  const { stage, asked, chosen, place } = useStore(predictionStore);
  const isOver = stage === "shown" || stage === "busy";
  return (
    <div className="predict-foot">
      {stage === "asking" && asked !== undefined && (
        <>
          <button type="button" className="button primary" disabled={chosen === undefined} onClick={() => void lockIn()}>
            {t("practice.lockIn")}
          </button>
          <small>{t("practice.checked")}</small>
        </>
      )}
      {stage === "waiting" && (
        <button type="button" className="button" onClick={show}>
          {t("practice.showNow")}
        </button>
      )}
      {isOver && (
        <button type="button" className="link" onClick={() => ask(place)}>
          {t("practice.another")}
        </button>
      )}
      <button type="button" className="link" onClick={closeQuestion}>
        {t(isOver ? "practice.closeDone" : "practice.close")}
      </button>
    </div>
  );
}
