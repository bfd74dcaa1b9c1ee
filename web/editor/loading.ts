// Monaco runs some thousand modules when it is read, a quarter of a second of work. Each import here runs those that the ones
// before it have not, in a task of its own, so that the page answers meanwhile.

const PARTS: readonly (() => Promise<unknown>)[] = [
  () => import("monaco-editor/editor/common/config/editorOptions"),
  () => import("monaco-editor/editor/common/model/textModel"),
  () => import("monaco-editor/editor/browser/coreCommands"),
  () => import("monaco-editor/editor/browser/widget/codeEditor/codeEditorWidget"),
  () => import("monaco-editor/editor/standalone/browser/standaloneServices"),
  () => import("monaco-editor/editor"),
  () => import("./features.ts"),
];

async function loadParts(): Promise<void> {
  for (const load of PARTS) {
    await load();
    await new Promise((goOn) => setTimeout(goOn, 0));
  }
}

export async function loadEditor(): Promise<typeof import("./MonacoEditor.tsx")> {
  await loadParts();
  return import("./MonacoEditor.tsx");
}

export async function loadComparison(): Promise<typeof import("./DiffEditor.tsx")> {
  await loadParts();
  return import("./DiffEditor.tsx");
}
