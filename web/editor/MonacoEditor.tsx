// The text of the active file in Monaco: one editor, one model for each file, so that undo and place stay with the file.

import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { checkStore } from "./checks.ts";
import { offerFixes } from "./codeActions.ts";
import { type EditorFile, fileStore } from "./files.ts";
import { monaco, setSchema, setTheme } from "./monaco.ts";
import { type Reveal, tooHeavy } from "./reveal.ts";
import type { JsonSchema } from "./schema.ts";
import { editBetween } from "./textedit.ts";
import type { Mendable } from "./useProblems.ts";
import { writeText } from "./write.ts";

interface MonacoEditorProps {
  readonly file: EditorFile;
  readonly problems: readonly Mendable[];
  readonly schema: JsonSchema | undefined;
  readonly reveal: Reveal | undefined;
  /** Where the caret was in the plain text that this replaces. */
  readonly caret: number | undefined;
}

type Editor = monaco.editor.IStandaloneCodeEditor;

const models = new Map<number, monaco.editor.ITextModel>();
const views = new Map<number, monaco.editor.ICodeEditorViewState>();

export default function MonacoEditor({ file, problems, schema, reveal, caret }: MonacoEditorProps) {
  const t = useT();
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | undefined>(undefined);
  const label = t("editor.textOf", { name: file.name });
  useEffect(() => setSchema(schema, (model, markers) => checkStore.getState().set(idOf(model), { markers })), [schema]);
  useEffect(() => followTheme(), []);
  useEffect(() => {
    if (host.current === null) return undefined;
    const created = createEditor(host.current);
    editor.current = created;
    return () => {
      keepView(created);
      editor.current = undefined;
      created.dispose();
    };
  }, []);
  useEffect(() => {
    const shown = editor.current;
    if (shown === undefined) return undefined;
    shown.setModel(modelOf(file));
    shown.restoreViewState(views.get(file.id) ?? null);
    return () => keepView(shown);
    // The model follows the text by itself.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [file.id]);
  useEffect(() => followText(file), [file]);
  useEffect(() => editor.current?.updateOptions({ ariaLabel: label }), [label]);
  useEffect(() => markProblems(file.id, problems, editor.current), [file.id, problems]);
  useEffect(() => {
    const model = models.get(file.id);
    if (model !== undefined) offerFixes(model, problems, t);
  }, [file.id, problems, t]);
  useEffect(() => {
    const model = editor.current?.getModel();
    if (caret === undefined || !model) return;
    editor.current?.setPosition(model.getPositionAt(caret));
    editor.current?.focus();
    // Once, when this takes the place of the plain text.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  useEffect(() => {
    if (reveal === undefined) return;
    editor.current?.setPosition({ lineNumber: reveal.line, column: reveal.column });
    editor.current?.revealLineInCenterIfOutsideViewport(reveal.line);
    editor.current?.focus();
  }, [reveal]);
  useClosedFiles();
  return <div ref={host} className="editor-monaco" />;
}

function createEditor(host: HTMLElement): Editor {
  return monaco.editor.create(host, {
    model: null,
    theme: "podyard",
    automaticLayout: true,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--mono"),
    fontSize: 12,
    lineHeight: 20,
    fontLigatures: false,
    tabSize: 2,
    insertSpaces: true,
    detectIndentation: false,
    minimap: { enabled: false },
    folding: false,
    glyphMargin: false,
    lineNumbersMinChars: 5,
    lineDecorationsWidth: 14,
    padding: { top: 8, bottom: 8 },
    renderLineHighlight: "none",
    renderFinalNewline: "on",
    scrollBeyondLastLine: false,
    overviewRulerLanes: 0,
    hideCursorInOverviewRuler: true,
    fixedOverflowWidgets: true,
    unicodeHighlight: { ambiguousCharacters: false },
    occurrencesHighlight: "off",
    stickyScroll: { enabled: false },
    wordBasedSuggestions: "off",
    quickSuggestions: { other: true, comments: false, strings: true },
    suggest: { showWords: false, showStatusBar: false },
    lightbulb: { enabled: monaco.editor.ShowLightbulbIconMode.On },
    bracketPairColorization: { enabled: false },
    guides: { bracketPairs: false, indentation: true },
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false, alwaysConsumeMouseWheel: false },
    contextmenu: false,
  });
}

/** An editor that is gone has no view any more. */
function keepView(editor: Editor): void {
  const [model, view] = [editor.getModel(), editor.saveViewState()];
  if (model !== null && view !== null) views.set(idOf(model), view);
}

function idOf(model: monaco.editor.ITextModel): number {
  return Number(/(\d+)\.yaml$/.exec(model.uri.path)?.[1] ?? 0);
}

function modelOf(file: EditorFile): monaco.editor.ITextModel {
  const known = models.get(file.id);
  if (known !== undefined) return known;
  const model = monaco.editor.createModel(file.text, languageOf(file.text), monaco.Uri.file(`/files/${file.id}.yaml`));
  model.setEOL(monaco.editor.EndOfLineSequence.LF);
  model.onDidChangeContent(() => {
    const text = model.getValue();
    if (model.getLanguageId() !== languageOf(text)) changeLanguage(model, languageOf(text));
    writeText(file.id, text);
  });
  models.set(file.id, model);
  return model;
}

/** A long text gets its colours no more, and no schema: the page must not hang. */
function languageOf(text: string): string {
  return tooHeavy(text) ? "plaintext" : "yaml";
}

function changeLanguage(model: monaco.editor.ITextModel, language: string): void {
  monaco.editor.setModelLanguage(model, language);
  if (language === "plaintext") checkStore.getState().set(idOf(model), { markers: [] });
}

/** A text that changed elsewhere (opened again, undone) replaces the model's, as one step that can be undone. */
function followText(file: EditorFile): void {
  const model = models.get(file.id);
  if (model === undefined || model.getValue() === file.text) return;
  const change = editBetween(model.getValue(), file.text);
  if (change === undefined) return;
  const range = monaco.Range.fromPositions(model.getPositionAt(change.start), model.getPositionAt(change.end));
  model.pushStackElement();
  model.pushEditOperations([], [{ range, text: change.text }], () => null);
  model.pushStackElement();
}

function markProblems(id: number, problems: readonly Mendable[], editor: Editor | undefined): (() => void) | undefined {
  const model = models.get(id);
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

function followTheme(): () => void {
  const paint = (): void => setTheme(document.documentElement.dataset["theme"] === "dark");
  paint();
  const observer = new MutationObserver(paint);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

/** Models of closed files go. */
function useClosedFiles(): void {
  const files = useStore(fileStore, (store) => store.files);
  useEffect(() => {
    for (const [id, model] of models) {
      if (files.some((file) => file.id === id)) continue;
      model.dispose();
      models.delete(id);
      views.delete(id);
    }
  }, [files]);
}
