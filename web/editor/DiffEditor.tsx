// The file beside what the cluster has: lines of the cluster's above those of the file, which can be typed in as ever.

import { useEffect, useRef } from "react";
import { useT } from "../i18n/setup.ts";
import type { EditorFile } from "./files.ts";
import { editorOptions, followTheme } from "./look.ts";
import { followText, goTo, modelOf, useClosedFiles } from "./models.ts";
import { monaco } from "./monaco.ts";
import type { Reveal } from "./reveal.ts";

interface DiffEditorProps {
  readonly file: EditorFile;
  /** The file's text as the cluster has it. */
  readonly live: string;
  readonly reveal: Reveal | undefined;
}

export default function DiffEditor({ file, live, reveal }: DiffEditorProps) {
  const t = useT();
  const host = useRef<HTMLDivElement>(null);
  const original = useRef<monaco.editor.ITextModel | undefined>(undefined);
  const diff = useRef<monaco.editor.IStandaloneDiffEditor | undefined>(undefined);
  /** What was gone to before the comparison was opened: it shows the first difference instead. */
  const seen = useRef(reveal);
  useEffect(() => followTheme(), []);
  useEffect(() => {
    if (host.current === null) return undefined;
    const created = monaco.editor.createDiffEditor(host.current, diffOptions());
    const theirs = monaco.editor.createModel(live, "yaml");
    created.setModel({ original: theirs, modified: modelOf(file) });
    diff.current = created;
    original.current = theirs;
    created.getModifiedEditor().focus();
    const shown = created.onDidUpdateDiff(() => {
      created.revealFirstDiff();
      shown.dispose();
    });
    return () => {
      diff.current = undefined;
      original.current = undefined;
      created.dispose();
      theirs.dispose();
    };
    // Both texts follow by themselves.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [file.id]);
  useEffect(() => {
    if (original.current?.getValue() !== live) original.current?.setValue(live);
  }, [live]);
  useEffect(() => followText(file), [file]);
  useEffect(() => {
    if (reveal !== undefined && reveal !== seen.current) goTo(diff.current?.getModifiedEditor(), reveal);
    seen.current = reveal;
  }, [reveal]);
  const label = t("editor.textOf", { name: file.name });
  useEffect(() => {
    diff.current?.getModifiedEditor().updateOptions({ ariaLabel: label });
    diff.current?.getOriginalEditor().updateOptions({ ariaLabel: t("editor.compare.cluster") });
  }, [label, t]);
  useClosedFiles();
  return <div ref={host} className="editor-monaco editor-diff" />;
}

function diffOptions(): monaco.editor.IStandaloneDiffEditorConstructionOptions {
  return {
    ...editorOptions(),
    renderSideBySide: false,
    originalEditable: false,
    renderOverviewRuler: false,
    renderGutterMenu: false,
    renderMarginRevertIcon: true,
    renderIndicators: true,
    ignoreTrimWhitespace: false,
    diffAlgorithm: "advanced",
    lineNumbersMinChars: 3,
    lineDecorationsWidth: 22,
    hideUnchangedRegions: { enabled: false },
  };
}
