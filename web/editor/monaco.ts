// Monaco from its packages, with YAML and the cluster's schema. Loaded when the editor has been painted as a plain text
// already. Nothing here goes to the network: schemas come from the simulated server.

import * as monaco from "monaco-editor/editor";
import EditorWorker from "monaco-editor/editor/editor.worker?worker";
import "monaco-editor/languages/definitions/yaml/register";
import "./features.ts";
import { configureMonacoYaml, type JSONSchema, type MonacoYaml } from "monaco-yaml";
import type { RawMarker } from "./markers.ts";
import type { JsonSchema } from "./schema.ts";
import YamlWorker from "./yaml.worker.ts?worker";

export { monaco };

self.MonacoEnvironment = { getWorker: () => new EditorWorker() };

type OnMarkers = (model: monaco.editor.ITextModel, markers: readonly RawMarker[]) => void;
let onMarkers: OnMarkers = () => undefined;
let yaml: MonacoYaml | undefined;

/** monaco-yaml asks for a worker in a way that Monaco 0.57 no longer knows, and marks every schema error as a warning: here
 * its worker is made for it, and its markers are handed over to be told as our own. */
const forYaml = {
  ...monaco,
  languages: {
    ...monaco.languages,
    registerHoverProvider: (selector: string, provider: monaco.languages.HoverProvider) =>
      monaco.languages.registerHoverProvider(selector, {
        ...provider,
        provideHover: async (...at) => ownWords(await provider.provideHover(...at)),
      }),
    // What it offers to do is about YAML, not about Kubernetes, and in English only: codeActions.ts has our own.
    registerCodeActionProvider: () => ({ dispose: () => undefined }),
  },
  editor: {
    ...monaco.editor,
    createWebWorker({ createData }: { readonly createData?: unknown }) {
      const worker = new YamlWorker();
      worker.postMessage("ignore");
      worker.postMessage(createData);
      return monaco.editor.createWebWorker({ worker });
    },
    setModelMarkers: (model: monaco.editor.ITextModel, _owner: string, markers: readonly RawMarker[]) => onMarkers(model, markers),
  },
};

/** The language server adds its own list of values to a hover, in English; the schema's description has them already. */
function ownWords(hover: monaco.languages.Hover | null | undefined): monaco.languages.Hover | null | undefined {
  if (!hover) return hover;
  const contents = hover.contents.map((content) => ({
    ...content,
    value: content.value.replace(/\n*#* ?Allowed Values:[\s\S]*$/, "").replace(/\n+Source: [^\n]*$/, ""),
  }));
  return { ...hover, contents };
}

/** Judges and completes YAML by this schema from now on. */
export function setSchema(schema: JsonSchema | undefined, tell: OnMarkers): void {
  onMarkers = tell;
  const options = {
    isKubernetes: true,
    enableSchemaRequest: false,
    format: { enable: false },
    // The schema is made by schema.ts; its uri has to end in a file name.
    schemas:
      schema === undefined ? [] : [{ uri: "inmemory://schemas/kubernetes.json", fileMatch: ["**/*.yaml"], schema: schema as JSONSchema }],
  };
  // monaco-yaml wants the whole of Monaco's API; what it uses of it is there.
  if (yaml === undefined) yaml = configureMonacoYaml(forYaml as never, options);
  else void yaml.update(options);
}

/** Several lines that come at once (an input method, dictation) keep their own indent, as pasted ones do. */
monaco.editor.registerCommand("type", (_accessor: unknown, { text }: { readonly text: string }) => {
  const editor = monaco.editor.getEditors().find((one) => one.hasTextFocus());
  editor?.trigger("keyboard", text.length > 1 && text.includes("\n") ? "paste" : "type", { text });
});

/** Syntax by weight and grey: hue is kept for status. */
export function setTheme(dark: boolean, moreContrast: boolean): void {
  const style = getComputedStyle(document.documentElement);
  // The built style sheet shortens #ffffff to #fff, which Monaco does not read.
  const token = (name: string): string =>
    style
      .getPropertyValue(`--${name}`)
      .trim()
      .replace(/^#(.)(.)(.)$/, "#$1$1$2$2$3$3");
  const bare = (name: string): string => token(name).slice(1);
  monaco.editor.defineTheme("podyard", {
    base: moreContrast ? (dark ? "hc-black" : "hc-light") : dark ? "vs-dark" : "vs",
    inherit: false,
    rules: [
      { token: "", foreground: bare("ink-2"), background: bare("panel") },
      { token: "type", foreground: bare("ink"), fontStyle: "bold" },
      ...["comment", "operators", "delimiter", "meta"].map((kind) => ({ token: kind, foreground: bare("ink-3") })),
    ],
    colors: Object.fromEntries(
      Object.entries(moreContrast ? { ...COLOURS, ...CONTRAST } : COLOURS).map(([key, name]) => [key, token(name)]),
    ),
  });
  monaco.editor.setTheme("podyard");
}

/** Monaco's parts and the roles that they take their colour from. */
const COLOURS: Readonly<Record<string, string>> = {
  "editor.background": "panel",
  "editor.foreground": "ink-2",
  "editorCursor.foreground": "ink",
  "editorLineNumber.foreground": "ink-3",
  "editorLineNumber.activeForeground": "ink",
  "editor.selectionBackground": "press",
  "editor.inactiveSelectionBackground": "sunken",
  "editor.selectionHighlightBackground": "sunken",
  "editor.wordHighlightBackground": "sunken",
  "editor.wordHighlightStrongBackground": "sunken",
  "editor.findMatchBackground": "press",
  "editor.findMatchHighlightBackground": "sunken",
  "editorIndentGuide.background1": "line",
  "editorIndentGuide.activeBackground1": "line-2",
  "editorBracketMatch.background": "sunken",
  "editorBracketMatch.border": "line-3",
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((depth) => [`editorBracketHighlight.foreground${depth}`, "ink-3"])),
  "editorBracketHighlight.unexpectedBracket.foreground": "ink-3",
  "editorError.foreground": "bad",
  "editorWarning.foreground": "waiting",
  // What would be is blue.
  "diffEditor.insertedLineBackground": "not-now-tint",
  "diffEditor.insertedTextBackground": "not-now-tint",
  "diffEditor.removedLineBackground": "sunken",
  "diffEditor.removedTextBackground": "sunken",
  "diffEditor.diagonalFill": "line",
  "diffEditor.border": "line",
  "editorLightBulb.foreground": "ink-2",
  "editorLightBulbAutoFix.foreground": "ink-2",
  "editorWidget.background": "raised",
  "editorWidget.foreground": "ink",
  "editorWidget.border": "line-2",
  "editorHoverWidget.background": "raised",
  "editorHoverWidget.foreground": "ink",
  "editorHoverWidget.border": "line-2",
  "editorSuggestWidget.background": "raised",
  "editorSuggestWidget.foreground": "ink-2",
  "editorSuggestWidget.border": "line-2",
  "editorSuggestWidget.highlightForeground": "ink",
  "editorSuggestWidget.focusHighlightForeground": "ink-inv",
  "editorSuggestWidget.selectedBackground": "ink",
  "editorSuggestWidget.selectedForeground": "ink-inv",
  "editorSuggestWidget.selectedIconForeground": "ink-inv",
  "list.hoverBackground": "hover",
  "list.focusBackground": "ink",
  "list.focusForeground": "ink-inv",
  "list.highlightForeground": "ink",
  "input.background": "panel",
  "input.foreground": "ink",
  "input.border": "line-3",
  focusBorder: "ink",
  "textCodeBlock.background": "sunken",
  "textPreformat.foreground": "ink",
  "textPreformat.background": "sunken",
  "textLink.foreground": "ink",
  "scrollbarSlider.background": "press",
  "scrollbarSlider.hoverBackground": "line-2",
  "scrollbarSlider.activeBackground": "line-3",
  "widget.shadow": "line-2",
};

/** With more contrast tints say nothing: edges do. */
const CONTRAST: Readonly<Record<string, string>> = {
  contrastBorder: "line-3",
  contrastActiveBorder: "ink",
  "editor.selectionBackground": "ink",
  "editor.selectionForeground": "ink-inv",
  "diffEditor.insertedTextBorder": "not-now",
  "diffEditor.removedTextBorder": "not-now",
};
