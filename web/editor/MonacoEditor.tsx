// The text of the active file in Monaco, with its problems marked.

import { useEffect, useRef, useState } from "react";
import { type Translate, useT } from "../i18n/setup.ts";
import { checkStore } from "./checks.ts";
import { offerFixes } from "./codeActions.ts";
import { completeIn } from "./completions.ts";
import type { EditorFile } from "./files.ts";
import { editorOptions, followTheme } from "./look.ts";
import type { LineNote } from "./linenotes.ts";
import { followText, goTo, idOf, keepView, knownModel, modelOf, useClosedFiles, viewOf } from "./models.ts";
import { monaco, setSchema } from "./monaco.ts";
import type { Reveal } from "./reveal.ts";
import type { JsonSchema } from "./schema.ts";
import { useLineNotes } from "./useLineNotes.ts";
import type { Mendable } from "./useProblems.ts";

interface MonacoEditorProps {
  readonly file: EditorFile;
  readonly problems: readonly Mendable[];
  readonly schema: JsonSchema | undefined;
  readonly reveal: Reveal | undefined;
  /** Where the caret was in the plain text that this replaces. */
  readonly caret: number | undefined;
  /** It shows the text, and has the caret if the plain text had it. */
  readonly onReady: () => void;
}

type Editor = monaco.editor.IStandaloneCodeEditor;

export default function MonacoEditor({ file, problems, schema, reveal, caret, onReady }: MonacoEditorProps) {
  const t = useT();
  const host = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor>();
  const label = t("editor.textOf", { name: file.name });
  const toldLabel = useRef(label);
  useEffect(() => setSchema(schema, (model, markers) => checkStore.getState().set(idOf(model), { markers })), [schema]);
  useEffect(() => completeIn(t), [t]);
  useEffect(() => followTheme(), []);
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    let created: Editor | undefined;
    let timer = 0;
    const inTurn = ([step, ...rest]: readonly (() => void)[]): void => {
      if (step === undefined) return;
      timer = window.setTimeout(() => {
        step();
        inTurn(rest);
      }, 0);
    };
    const create = (): void => {
      created = monaco.editor.create(element, { ...editorOptions(), ariaLabel: toldLabel.current, model: null });
    };
    // It measures letters: not before its styles, which came with it, have been put to the page by a frame. Then one task each.
    const frame = requestAnimationFrame(() => inTurn([() => modelOf(file), create, () => setEditor(created)]));
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      if (created === undefined) return;
      keepView(created);
      created.dispose();
    };
    // The file that is open when it comes; the next effect shows others.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  useEffect(() => {
    if (editor === undefined) return undefined;
    editor.setModel(modelOf(file));
    editor.restoreViewState(viewOf(file.id));
    return () => keepView(editor);
    // The model follows the text by itself.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [editor, file.id]);
  useEffect(() => followText(file), [file]);
  useEffect(() => {
    if (editor === undefined || toldLabel.current === label) return;
    toldLabel.current = label;
    editor.updateOptions({ ariaLabel: label });
  }, [editor, label]);
  const notes = useLineNotes(file.text);
  useEffect(() => noteLines(editor, problems, notes, t), [editor, file.id, problems, notes, t]);
  useEffect(() => markProblems(file.id, problems, editor), [editor, file.id, problems]);
  useEffect(() => {
    const model = knownModel(file.id);
    if (model !== undefined) offerFixes(model, problems, t);
  }, [editor, file.id, problems, t]);
  useEffect(() => {
    if (editor === undefined) return;
    const model = editor.getModel();
    if (caret !== undefined && model !== null) {
      editor.setPosition(model.getPositionAt(caret));
      editor.focus();
    }
    onReady();
    // Once, when this takes the place of the plain text.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [editor]);
  useEffect(() => {
    if (reveal !== undefined) goTo(editor, reveal);
  }, [editor, reveal]);
  useClosedFiles();
  return <div ref={host} className={editor === undefined ? "editor-monaco waiting" : "editor-monaco"} />;
}

/** At the right edge; a line with a problem says only that. */
function noteLines(editor: Editor | undefined, problems: readonly Mendable[], notes: readonly LineNote[], t: Translate): () => void {
  const model = editor?.getModel();
  const told = new Set(problems.map(({ line }) => line));
  const shown = editor?.createDecorationsCollection(
    notes
      .filter(({ line }) => !told.has(line) && model != null && line <= model.getLineCount())
      .map(({ line, text, values }) => {
        const end = model?.getLineMaxColumn(line) ?? 1;
        const after = { content: t(text, values), inlineClassName: "line-note", cursorStops: monaco.editor.InjectedTextCursorStops.None };
        return { range: new monaco.Range(line, end, line, end), options: { after, showIfCollapsed: true } };
      }),
  );
  return () => shown?.clear();
}

function markProblems(id: number, problems: readonly Mendable[], editor: Editor | undefined): (() => void) | undefined {
  const model = knownModel(id);
  if (model === undefined) return undefined;
  const markers = problems.map(({ layer, line, column, endLine, endColumn, message }) => ({
    severity: monaco.MarkerSeverity.Error,
    source: layer,
    message,
    startLineNumber: line,
    startColumn: column,
    endLineNumber: endLine,
    endColumn,
  }));
  monaco.editor.setModelMarkers(model, "podyard", markers);
  const lines = [...new Set(problems.map(({ line }) => line))];
  const tinted = editor?.createDecorationsCollection(
    lines.map((line) => ({ range: new monaco.Range(line, 1, line, 1), options: { isWholeLine: true, className: "problem-line" } })),
  );
  return () => tinted?.clear();
}
