// The texts of the files as Monaco's models: one for each file, so that undo and place stay with the file.

import { useEffect } from "react";
import { useStore } from "zustand";
import { checkStore } from "./checks.ts";
import { type EditorFile, fileStore } from "./files.ts";
import { monaco } from "./monaco.ts";
import { type Reveal, tooHeavy } from "./reveal.ts";
import { editBetween } from "./textedit.ts";
import { writeText } from "./write.ts";

const models = new Map<number, monaco.editor.ITextModel>();
const views = new Map<number, monaco.editor.ICodeEditorViewState>();

export function knownModel(id: number): monaco.editor.ITextModel | undefined {
  return models.get(id);
}

export function viewOf(id: number): monaco.editor.ICodeEditorViewState | null {
  return views.get(id) ?? null;
}

/** An editor that is gone has no view any more. */
export function keepView(editor: monaco.editor.IStandaloneCodeEditor): void {
  const [model, view] = [editor.getModel(), editor.saveViewState()];
  if (model !== null && view !== null) views.set(idOf(model), view);
}

export function idOf(model: monaco.editor.ITextModel): number {
  return Number(/(\d+)\.yaml$/.exec(model.uri.path)?.[1] ?? 0);
}

export function modelOf(file: EditorFile): monaco.editor.ITextModel {
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
export function followText(file: EditorFile): void {
  const model = models.get(file.id);
  if (model === undefined || model.getValue() === file.text) return;
  const change = editBetween(model.getValue(), file.text);
  if (change === undefined) return;
  const range = monaco.Range.fromPositions(model.getPositionAt(change.start), model.getPositionAt(change.end));
  const editor = monaco.editor.getEditors().find((one) => one.getModel() === model);
  const place = editor?.getPosition();
  model.pushStackElement();
  model.pushEditOperations([], [{ range, text: change.text }], () => null);
  model.pushStackElement();
  if (place) editor?.setPosition(place);
}

export function goTo(editor: monaco.editor.ICodeEditor | undefined, { line, column }: Reveal): void {
  editor?.setPosition({ lineNumber: line, column });
  editor?.revealLineInCenterIfOutsideViewport(line);
  editor?.focus();
}

/** Models of closed files go. */
export function useClosedFiles(): void {
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
