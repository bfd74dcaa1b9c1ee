// Parts of Monaco that are only loaded, never named.

declare module "monaco-editor/editor/common/config/editorOptions";
declare module "monaco-editor/editor/common/model/textModel";
declare module "monaco-editor/editor/browser/coreCommands";
declare module "monaco-editor/editor/browser/widget/codeEditor/codeEditorWidget";
declare module "monaco-editor/editor/standalone/browser/standaloneServices";
