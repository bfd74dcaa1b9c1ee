// The text at once, before Monaco is there, and where fingers type: an ordinary text field.

import { type KeyboardEvent, useEffect, useRef } from "react";
import { useT } from "../i18n/setup.ts";
import type { EditorFile } from "./files.ts";
import type { Reveal } from "./reveal.ts";
import { writeText } from "./write.ts";

interface PlainEditorProps {
  readonly file: EditorFile;
  readonly reveal: Reveal | undefined;
  /** Told when the caret moves: Monaco goes on from there. */
  readonly onCaret: (offset: number | undefined) => void;
}

export function PlainEditor({ file, reveal, onCaret }: PlainEditorProps) {
  const t = useT();
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (reveal === undefined || area.current === null) return;
    const lines = area.current.value.split("\n");
    const start = lines.slice(0, reveal.line - 1).reduce((sum, line) => sum + line.length + 1, 0) + reveal.column - 1;
    area.current.focus();
    area.current.setSelectionRange(start, start);
    area.current.scrollTop = Math.max(0, (reveal.line - 4) * 20);
  }, [reveal]);
  const write = (text: string): void => writeText(file.id, text);
  return (
    <textarea
      ref={area}
      className="editor-plain"
      aria-label={t("editor.textOf", { name: file.name })}
      value={file.text}
      spellCheck={false}
      autoCapitalize="off"
      autoComplete="off"
      wrap="off"
      onChange={(event) => write(event.target.value)}
      onSelect={(event) => onCaret(event.currentTarget.selectionStart)}
      onBlur={() => onCaret(undefined)}
      onKeyDown={(event) => insertTwoSpaces(event, write)}
    />
  );
}

/** YAML takes no tabs; Escape, then Tab leaves the field. */
let escaped = false;
function insertTwoSpaces(event: KeyboardEvent<HTMLTextAreaElement>, write: (text: string) => void): void {
  const leaves = escaped;
  escaped = event.key === "Escape" || (escaped && event.key === "Shift");
  if (event.key !== "Tab" || event.shiftKey || leaves) return;
  event.preventDefault();
  const area = event.currentTarget;
  area.setRangeText("  ", area.selectionStart, area.selectionEnd, "end");
  write(area.value);
}
