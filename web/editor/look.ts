// How Monaco looks and behaves here, in the editor and in the comparison alike.

import { monaco, setTheme } from "./monaco.ts";

export function editorOptions(): monaco.editor.IStandaloneEditorConstructionOptions {
  return { ...OPTIONS, fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--mono") };
}

const OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  theme: "podyard",
  automaticLayout: true,
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
  scrollBeyondLastColumn: 1,
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
  // Files that are dropped open beside this one.
  dropIntoEditor: { enabled: false },
};

export function followTheme(): () => void {
  const paint = (): void => {
    const { theme, contrast } = document.documentElement.dataset;
    setTheme(theme === "dark", contrast === "more");
  };
  paint();
  const observer = new MutationObserver(paint);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "data-contrast"] });
  return () => observer.disconnect();
}
