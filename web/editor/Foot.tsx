// Below the text: how it stands to the cluster, and what can be done with it.

import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { type Translate, useT } from "../i18n/setup.ts";
import { previewStore } from "../store/preview.ts";
import { statusStore } from "../store/status.ts";
import type { Preview } from "../worker/protocol.ts";
import { applyActive } from "./apply.ts";
import { type EditorFile, fileStore } from "./files.ts";
import { togglePreview } from "./previewapply.ts";
import type { Comparison } from "./sameness.ts";
import { standingStore } from "./standing.ts";
import { toggleComparing, viewStore } from "./view.ts";

interface FootProps {
  readonly file: EditorFile | undefined;
  readonly applying: boolean;
  readonly comparison: Comparison;
  readonly canCompare: boolean;
}

export function Foot({ file, applying, comparison, canCompare }: FootProps) {
  const t = useT();
  const comparing = useStore(viewStore, (view) => view.comparing);
  const isRunning = useStore(statusStore, (status) => status.phase === "running");
  const previewing = useStore(previewStore, ({ shown }) => shown !== undefined);
  const isIdle = file === undefined || !isRunning || file.text.trim() === "";
  const isMac = navigator.platform.startsWith("Mac");
  const kept = useStore(fileStore, (files) => files.kept);
  const standing = useStore(standingStore, ({ text }) => text);
  return (
    <footer className="editor-foot">
      <span className="editor-state" data-testid="editor-state">
        {!kept && <b>{t("editor.notKept")}</b>}
        {standing !== undefined && t(standing)}
        {canCompare && (comparison.live !== undefined || comparing) && (
          <button
            type="button"
            className="link compare"
            aria-pressed={comparing}
            data-hint={t("editor.compare.hint")}
            onClick={toggleComparing}
          >
            {t(comparing ? "editor.compare.close" : "editor.compare.open")}
          </button>
        )}
        <ClosedNote />
      </span>
      <button
        type="button"
        className="button preview-button"
        disabled={isIdle}
        aria-pressed={previewing}
        onClick={() => void togglePreview()}
      >
        {t("editor.preview.do")}
        <kbd aria-hidden>{isMac ? "⌥ Enter" : "Alt Enter"}</kbd>
      </button>
      <button type="button" className="button" disabled={isIdle} aria-busy={applying} onClick={() => void applyActive()}>
        {t("editor.apply")}
        <kbd aria-hidden>{isMac ? "⌘ Enter" : "Ctrl Enter"}</kbd>
      </button>
    </footer>
  );
}

/** So long a closed file is offered again. */
const NOTE_MS = 20_000;

function ClosedNote() {
  const t = useT();
  const closed = useStore(fileStore, (files) => files.closed.at(-1));
  const [hidden, setHidden] = useState<typeof closed>(closed);
  useEffect(() => {
    const timer = setTimeout(() => setHidden(closed), NOTE_MS);
    return () => clearTimeout(timer);
  }, [closed]);
  if (closed === undefined || closed === hidden) return null;
  return (
    <span>
      {" "}
      {t("editor.closed", { name: closed.name })}{" "}
      <button
        type="button"
        className="link"
        onClick={() => {
          setHidden(undefined);
          fileStore.getState().reopen();
        }}
      >
        {t("editor.reopen")}
      </button>
    </span>
  );
}

/** How many pods Apply would make and delete. */
export function PreviewSay() {
  const t = useT();
  const shown = useStore(previewStore, (preview) => preview.shown);
  return (
    <div role="status" data-testid="preview-say">
      {shown !== undefined && <p className="preview-say">{previewText(shown, t)}</p>}
    </div>
  );
}

function previewText({ born, leaving }: Preview, t: Translate): string {
  const creates = t("editor.preview.creates", { count: born.length });
  if (leaving.length === 0) return born.length === 0 ? t("editor.preview.nothing") : t("editor.preview.would", { what: creates });
  if (born.length === 0) return t("editor.preview.would", { what: t("editor.preview.deletes", { count: leaving.length }) });
  return t("editor.preview.both", { one: t("editor.preview.first", { count: leaving.length }), other: creates });
}
