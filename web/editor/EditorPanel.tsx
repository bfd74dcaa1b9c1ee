// The editor: files, their text, what is wrong with it, and Apply.

import { lazy, Suspense, useEffect, useState } from "react";
import { useStore } from "zustand";
import { type TextKey, useT } from "../i18n/setup.ts";
import { handoffStore } from "../store/handoff.ts";
import { sceneStore } from "../store/scene.ts";
import { statusStore } from "../store/status.ts";
import { applyActive } from "./apply.ts";
import { checkStore, NO_CHECK } from "./checks.ts";
import "./editor.css";
import { activeFile, type EditorFile, fileStore, takeHandoff } from "./files.ts";
import { FileTabs, tabId } from "./FileTabs.tsx";
import type { Fix } from "./fixes.ts";
import { PlainEditor } from "./PlainEditor.tsx";
import { ProblemList, Results } from "./ProblemList.tsx";
import { type Reveal, tooHeavy } from "./reveal.ts";
import type { Sameness } from "./sameness.ts";
import type { JsonSchema } from "./schema.ts";
import { type Mendable, useProblems } from "./useProblems.ts";
import { useSameness } from "./useSameness.ts";
import { useSchema } from "./useSchema.ts";
import { writeEdits } from "./write.ts";

const MonacoEditor = lazy(() => import("./MonacoEditor.tsx"));

export function EditorPanel() {
  const t = useT();
  const file = useStore(fileStore, activeFile);
  const wantsMonaco = useAfterPicture();
  const [reveal, setReveal] = useState<Reveal>();
  const handed = useStore(handoffStore, (handoff) => handoff.file);
  useEffect(takeHandoff, [handed]);
  useEffect(() => setReveal(undefined), [file?.id]);
  const { markers, refused, results, applying } = useStore(checkStore, ({ byFile }) => byFile.get(file?.id ?? 0) ?? NO_CHECK);
  // Where there is no check while typing, what the server refused can be mended all the same.
  const schema = useSchema(wantsMonaco || refused.length > 0);
  const problems = useProblems(file, markers, refused, schema);
  const mend = ({ line, column, of }: Mendable, { edits }: Fix): void => {
    if (file !== undefined && writeEdits(file.id, of, edits)) setReveal({ line, column });
  };
  return (
    <section
      className="editor nokey"
      aria-label={t("editor.title")}
      onKeyDownCapture={(event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.stopPropagation();
        void applyActive();
      }}
    >
      <FileTabs />
      <div className="editor-body" id="editor-body" role="tabpanel" aria-labelledby={file === undefined ? undefined : tabId(file.id)}>
        {file === undefined ? <NoFile /> : <Text file={file} problems={problems} schema={schema} reveal={reveal} inMonaco={wantsMonaco} />}
      </div>
      {file !== undefined && tooHeavy(file.text) && <p className="editor-note">{t("editor.tooHeavy")}</p>}
      <ProblemList problems={problems} onGo={({ line, column }) => setReveal({ line, column })} onFix={mend} />
      <Results lines={results} />
      <Foot file={file} applying={applying} />
    </section>
  );
}

interface TextProps {
  readonly file: EditorFile;
  readonly problems: readonly Mendable[];
  readonly schema: JsonSchema | undefined;
  readonly reveal: Reveal | undefined;
  readonly inMonaco: boolean;
}

function Text({ inMonaco, ...props }: TextProps) {
  const [caret, setCaret] = useState<number>();
  const plain = <PlainEditor file={props.file} reveal={props.reveal} onCaret={setCaret} />;
  if (!inMonaco) return plain;
  return (
    <Suspense fallback={plain}>
      <MonacoEditor {...props} caret={caret} />
    </Suspense>
  );
}

/** The cluster's first picture is not waited for longer than that. */
const PATIENCE_MS = 4000;

/** True once the cluster has been drawn and the page rests; never where fingers type, for Monaco does not serve them. */
function useAfterPicture(): boolean {
  const [ready, setReady] = useState(false);
  const [late, setLate] = useState(false);
  const drawn = useStore(sceneStore, (scene) => scene.pods.size > 0);
  useEffect(() => {
    const timer = setTimeout(setLate, PATIENCE_MS, true);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (!(drawn || late) || window.matchMedia("(pointer: coarse)").matches) return undefined;
    const timer = setTimeout(() => requestIdleCallback(() => setReady(true), { timeout: 1500 }), 200);
    return () => clearTimeout(timer);
  }, [drawn, late]);
  return ready;
}

function NoFile() {
  const t = useT();
  return (
    <div className="editor-empty">
      <p>{t("editor.noFile")}</p>
      <button type="button" className="button" onClick={() => fileStore.getState().create()}>
        {t("editor.newFile")}
      </button>
    </div>
  );
}

function Foot({ file, applying }: { readonly file: EditorFile | undefined; readonly applying: boolean }) {
  const t = useT();
  const sameness = useSameness(file, applying);
  const isRunning = useStore(statusStore, (status) => status.phase === "running");
  const kept = useStore(fileStore, (files) => files.kept);
  return (
    <footer className="editor-foot">
      <span className="editor-state" data-testid="editor-state">
        {!kept && <b>{t("editor.notKept")}</b>}
        {file !== undefined && t(stateText(file, sameness))}
        <ClosedNote />
      </span>
      <button
        type="button"
        className="button"
        disabled={file === undefined || !isRunning || file.text.trim() === ""}
        aria-busy={applying}
        onClick={() => void applyActive()}
      >
        {t("editor.apply")}
        <kbd aria-hidden>{navigator.platform.startsWith("Mac") ? "⌘ Enter" : "Ctrl Enter"}</kbd>
      </button>
    </footer>
  );
}

function stateText(file: EditorFile, sameness: Sameness): TextKey {
  if (sameness === "same") return file.live === undefined ? "editor.state.same" : "editor.state.sameLive";
  if (file.text !== file.base) return file.base === undefined && sameness === "absent" ? "editor.state.absent" : "editor.state.edited";
  if (sameness === "differs") return "editor.state.differs";
  return sameness === "absent" ? "editor.state.absent" : "editor.state.unknown";
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
