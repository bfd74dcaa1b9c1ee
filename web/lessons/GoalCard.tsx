// The chosen example: its name, what to try with it, what is met so far, and how to begin again.

import { ChevronDown, ChevronUp } from "lucide-react";
import { useEffect } from "react";
import { useStore } from "zustand";
import { startWith } from "../app/begin.ts";
import { fileStore } from "../editor/files.ts";
import "../i18n/practicetables.ts";
import { useT } from "../i18n/setup.ts";
import { IconButton } from "../marks/IconButton.tsx";
import { statusStore } from "../store/status.ts";
import { ClauseCount, Clauses } from "./Clauses.tsx";
import { currentStore } from "./current.ts";
import { ExampleMenu } from "./ExampleMenu.tsx";
import { Done } from "./Done.tsx";
import { exampleOf } from "./examples.ts";
import { HintBox, HintLink } from "./HintBox.tsx";
import { openExample } from "./openExample.ts";
import { Predict, PredictLink } from "./Predict.tsx";
import { keepJudging } from "./verdicts.ts";
import "./lessons.css";

export { GoalLine } from "./GoalLine.tsx";

export function GoalCard() {
  const t = useT();
  const { id, collapsed } = useStore(currentStore);
  const { group } = exampleOf(id);
  useEffect(keepJudging, []);
  return (
    <section className="goal" aria-label={t("app.goal")}>
      <header>
        <small>{t(`lessons.group.${group}`)}</small>
        <span className="grow" />
        <ClauseCount />
        <IconButton
          label={t(collapsed ? "lessons.show" : "lessons.hide")}
          className="small"
          aria-expanded={!collapsed}
          aria-controls="goal-body"
          onClick={() => currentStore.setState({ collapsed: !collapsed })}
        >
          {collapsed ? <ChevronDown size={15} /> : <ChevronUp size={15} />}
        </IconButton>
      </header>
      <h2>{t(`lessons.${id}.name`)}</h2>
      <div id="goal-body" hidden={collapsed}>
        <p>{t(`lessons.${id}.try`)}</p>
        <Clauses />
        <Done />
        <Predict />
        <HintBox />
        <GoalLinks />
      </div>
    </section>
  );
}

function GoalLinks() {
  const t = useT();
  const id = useStore(currentStore, (current) => current.id);
  const options = useStore(statusStore, (status) => status.options);
  const isOpen = useStore(fileStore, ({ files }) => exampleOf(id).files.every(({ name }) => files.some((file) => file.name === name)));
  const isChanged = useStore(fileStore, ({ files }) => exampleOf(id).files.some(({ text }) => files.every((file) => file.text !== text)));
  return (
    <div className="goal-links">
      <PredictLink />
      <HintLink />
      <ExampleMenu>
        <button type="button" className="link">
          {t("lessons.choose")}
        </button>
      </ExampleMenu>
      {(!isOpen || isChanged) && (
        <button type="button" className="link" onClick={() => openExample(id)}>
          {t(isOpen ? "lessons.openAgain" : "lessons.open")}
        </button>
      )}
      <button
        type="button"
        className="link"
        data-hint={t("lessons.startAgainHint")}
        disabled={options === undefined}
        onClick={() => options !== undefined && void startWith(options)}
      >
        {t("lessons.startAgain")}
      </button>
    </div>
  );
}
