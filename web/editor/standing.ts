// How the open file stands to the cluster: said below its text, and where the editor is folded away.

import { createStore } from "zustand/vanilla";
import type { TextKey } from "../i18n/setup.ts";
import type { EditorFile } from "./files.ts";
import type { Comparison, Sameness } from "./sameness.ts";

/** Undefined while no file is open. */
export const standingStore = createStore<{ readonly text: TextKey | undefined }>()(() => ({ text: undefined }));

/** Pure. What was found out for an earlier text says nothing of this one. */
export function standingOf(file: EditorFile, { sameness, of }: Comparison): TextKey {
  return standing(file, of === file.text ? sameness : "unknown");
}

function standing(file: EditorFile, sameness: Sameness): TextKey {
  if (sameness === "same") return file.live === undefined ? "editor.state.same" : "editor.state.sameLive";
  if (file.text !== file.base) return file.base === undefined && sameness === "absent" ? "editor.state.absent" : "editor.state.edited";
  if (sameness === "differs") return "editor.state.differs";
  return sameness === "absent" ? "editor.state.absent" : "editor.state.unknown";
}
