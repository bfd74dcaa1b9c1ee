// The editor: files, their text, what is wrong with it, and Apply.

import { type KeyboardEvent, lazy, Suspense, useEffect, useState } from "react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { handoffStore } from "../store/handoff.ts";
import { whenIdle } from "../store/idle.ts";
import { previewStore } from "../store/preview.ts";
import { sceneStore } from "../store/scene.ts";
import { applyActive } from "./apply.ts";
import { checkStore, NO_CHECK } from "./checks.ts";
import "./editor.css";
import { activeFile, type EditorFile, fileStore, takeHandoff } from "./files.ts";
import { FileTabs, tabId } from "./FileTabs.tsx";
import type { Fix } from "./fixes.ts";
import { Foot, PreviewSay } from "./Foot.tsx";
import { formatActive } from "./formatActive.ts";
import { PlainEditor } from "./PlainEditor.tsx";
import { closePreview, togglePreview } from "./previewapply.ts";
import { loadComparison, loadEditor } from "./loading.ts";
import { ProblemList, Results } from "./ProblemList.tsx";
import { type Reveal, tooHeavy } from "./reveal.ts";
import type { Comparison } from "./sameness.ts";
import type { JsonSchema } from "./schema.ts";
import { useDrop } from "./useDrop.ts";
import { type Mendable, useProblems } from "./useProblems.ts";
import { useSameness } from "./useSameness.ts";
import { useSchema } from "./useSchema.ts";
import { viewStore, toggleComparing } from "./view.ts";
import { writeEdits } from "./write.ts";

const MonacoEditor = lazy(loadEditor);
const DiffEditor = lazy(loadComparison);

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
  const drop = useDrop();
  const comparison = useSameness(file, applying);
  const mend = ({ line, column, of }: Mendable, { edits }: Fix): void => {
    if (file !== undefined && writeEdits(file.id, of, edits)) setReveal({ line, column });
  };
  return (
    <section
      className={drop.isOver ? "editor nokey drop-over" : "editor nokey"}
      aria-label={t("editor.title")}
      {...drop.props}
      onKeyDownCapture={(event) => {
        const act = actOf(event);
        if (act === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        act();
      }}
    >
      <FileTabs />
      {drop.isOver && <p className="drop-here">{t("editor.drop.here")}</p>}
      <div className="editor-body" id="editor-body" role="tabpanel" aria-labelledby={file === undefined ? undefined : tabId(file.id)}>
        {file === undefined ? (
          <NoFile />
        ) : (
          <Text file={file} problems={problems} schema={schema} reveal={reveal} inMonaco={wantsMonaco} comparison={comparison} />
        )}
      </div>
      {file !== undefined && tooHeavy(file.text) && <p className="editor-note">{t("editor.tooHeavy")}</p>}
      <Note />
      <ProblemList problems={problems} onGo={({ line, column }) => setReveal({ line, column })} onFix={mend} />
      <Results lines={results} />
      <PreviewSay />
      <Foot file={file} applying={applying} comparison={comparison} canCompare={wantsMonaco} />
    </section>
  );
}

/** What the keys of the whole editor do, wherever in it the focus is. */
function actOf({ key, code, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): (() => void) | undefined {
  if (key === "Enter" && (ctrlKey || metaKey)) return () => void applyActive();
  if (key === "Enter" && altKey) return () => void togglePreview();
  if (key === "Escape" && previewStore.getState().shown !== undefined) return closePreview;
  // Letters by their place on the keyboard: with Alt some systems write another one.
  if (code === "KeyF" && altKey && shiftKey) return formatActive;
  return code === "KeyD" && altKey && !ctrlKey && !metaKey ? toggleComparing : undefined;
}

interface TextProps {
  readonly file: EditorFile;
  readonly problems: readonly Mendable[];
  readonly schema: JsonSchema | undefined;
  readonly reveal: Reveal | undefined;
  readonly inMonaco: boolean;
  readonly comparison: Comparison;
}

function Text({ inMonaco, comparison, ...props }: TextProps) {
  const [caret, setCaret] = useState<number>();
  const [isReady, setReady] = useState(false);
  const comparing = useStore(viewStore, (view) => view.comparing);
  const plain = <PlainEditor file={props.file} reveal={props.reveal} onCaret={setCaret} />;
  if (!inMonaco) return <>{plain}</>;
  if (comparing) {
    const live = comparison.sameness === "absent" ? "" : (comparison.live ?? props.file.text);
    return (
      <Suspense fallback={plain}>
        <DiffEditor file={props.file} live={live} reveal={props.reveal} />
      </Suspense>
    );
  }
  // What is being typed is not interrupted: the plain text stays until the other can take over.
  return (
    <>
      {!isReady && plain}
      <Suspense>
        <MonacoEditor {...props} caret={caret} onReady={() => setReady(true)} />
      </Suspense>
    </>
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
    const timer = setTimeout(() => whenIdle(() => setReady(true), 1500), 200);
    return () => clearTimeout(timer);
  }, [drawn, late]);
  return ready;
}

/** Why something was not done. */
function Note() {
  const t = useT();
  const note = useStore(viewStore, (view) => view.note);
  return (
    <div role="status" data-testid="editor-note">
      {note !== undefined && <p className="editor-note">{t(note.key, note.values)}</p>}
    </div>
  );
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
