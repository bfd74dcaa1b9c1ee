// How a question came out: the answer that the cluster gave, the decisions that led there, and the way to all of them.

import { useStore } from "zustand";
import type { Cause } from "../../engine/index.ts";
import { type Translate, useT } from "../i18n/setup.ts";
import { causeWords } from "../inspector/causeWords.ts";
import { Rich } from "../marks/Rich.tsx";
import { sceneStore } from "../store/scene.ts";
import { type Ref, selectionStore } from "../store/selection.ts";
import { uiStore } from "../store/ui.ts";
import type { Asked } from "./asked.ts";
import { choiceText } from "./choiceText.ts";
import { type Outcome, predictionStore } from "./predictionStore.ts";

export function OutcomeText() {
  const t = useT();
  const { asked, chosen, outcome } = useStore(predictionStore);
  if (asked === undefined || outcome === undefined) return null;
  const isRight = outcome.answer === chosen;
  return (
    <div className="outcome" data-testid="outcome">
      <h4>{t(isRight ? "practice.right" : "practice.wrong", { answer: named(t, asked, outcome.answer) })}</h4>
      {!isRight && chosen !== undefined && <p>{t("practice.said", { answer: named(t, asked, chosen) })}</p>}
      <Reason outcome={outcome} />
      {asked.about !== undefined && <WhyLink {...asked.about} />}
    </div>
  );
}

/** An outcome that nobody thought of when the choices were made is told as it is. */
function named(t: Translate, { choices }: Asked, id: string): string {
  const choice = choices.find((one) => one.id === id);
  return choice === undefined ? id : choiceText(t, choice);
}

function Reason({ outcome: { decisions, refusal } }: { readonly outcome: Outcome }) {
  const t = useT();
  if (refusal !== undefined)
    return (
      <p>
        <code translate="no">{refusal}</code>
      </p>
    );
  if (decisions.length === 0) return <p>{t("practice.noDecision")}</p>;
  return decisions.map((cause) => <Decision key={cause.id} cause={cause} />);
}

function Decision({ cause }: { readonly cause: Cause }) {
  const t = useT();
  const { did, facts, by } = causeWords(t, cause, undefined);
  const law = facts.find(([name]) => name === "rule")?.[1];
  return (
    <p>
      <b translate="no">{by}</b> {did}
      {law !== undefined && (
        <small>
          <Rich text={law} />
        </small>
      )}
    </p>
  );
}

function WhyLink({ kind, name }: { readonly kind: string; readonly name: string }) {
  const t = useT();
  const row = useStore(sceneStore, ({ pods, controllers }) =>
    kind === "Pod"
      ? [...pods.values()].find((pod) => pod.name === name)
      : [...controllers.values()].find((controller) => controller.kind === kind && controller.name === name),
  );
  if (row === undefined) return null;
  return (
    <button type="button" className="link" onClick={() => showWhy({ kind, name, uid: row.uid, namespace: row.ns })}>
      {t("practice.why")}
    </button>
  );
}

function showWhy(ref: Ref): void {
  selectionStore.getState().select(ref, "why");
  uiStore.setState({ narrowTab: "details" });
}
