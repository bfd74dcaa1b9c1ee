// Hints on demand, one after another. The kubectl line of a hint goes to the command line; the learner presses Enter.

import { useStore } from "zustand";
import { useMedia } from "../app/useMedia.ts";
import { useT } from "../i18n/setup.ts";
import { CommandText } from "../marks/CommandText.tsx";
import { sceneStore } from "../store/scene.ts";
import { CopyButton } from "../timeline/CommandLine.tsx";
import { offer } from "../terminal/session.ts";
import { currentStore } from "./current.ts";
import { hideHints, type Hint, hintLine, HINTS, hintStore, showNextHint } from "./hints.ts";
import { namedLine } from "./ways.ts";
import "./practice.css";

export function HintLink() {
  const t = useT();
  const id = useStore(currentStore, (current) => current.id);
  const shown = useStore(hintStore, (hints) => (hints.id === id ? hints.shown : 0));
  return (
    <button type="button" className="link" aria-expanded={shown > 0} onClick={() => (shown > 0 ? hideHints() : showNextHint(id))}>
      {t(shown > 0 ? "practice.hideHints" : "practice.showHint")}
    </button>
  );
}

export function HintBox() {
  const t = useT();
  const id = useStore(currentStore, (current) => current.id);
  const shown = useStore(hintStore, (hints) => (hints.id === id ? hints.shown : 0));
  const hints = HINTS[id];
  return (
    <div role="status">
      {hints.slice(0, shown).map((hint, i) => (
        <div key={hint.text} className="goal-hint">
          <h3>{t("practice.hintOf", { place: i + 1, all: hints.length })}</h3>
          <p>{t(hint.text)}</p>
          <HintLine hint={hint} />
          {i === shown - 1 && shown < hints.length && (
            <button type="button" className="link" onClick={() => showNextHint(id)}>
              {t("practice.nextHint")}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}

function HintLine({ hint }: { readonly hint: Hint }) {
  const t = useT();
  const id = useStore(currentStore, (current) => current.id);
  const pods = useStore(sceneStore, (scene) => scene.pods);
  const hasTerminal = useMedia("(min-width: 761px)");
  const line = hintLine(id, hint);
  if (line === undefined) return null;
  const text = namedLine(id, line, { pods });
  return (
    <div className="goal-hint-line">
      <code translate="no">
        <CommandText text={text} />
      </code>
      {hasTerminal ? (
        <button type="button" className="link" onClick={() => offer(text)}>
          {t("practice.putInLine")}
        </button>
      ) : (
        <CopyButton text={text} />
      )}
    </div>
  );
}
