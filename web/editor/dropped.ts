// Files of this computer become files of the editor. What is no text, or too long to be a manifest, is refused.

import { uiStore } from "../store/ui.ts";
import { fileStore } from "./files.ts";
import { type EditorView, viewStore } from "./view.ts";

const MOST_BYTES = 1_000_000;
/** Every one of them becomes a tab. */
const MOST_FILES = 20;

export async function openDropped(files: readonly File[]): Promise<void> {
  const read = await Promise.all(files.slice(0, MOST_FILES).map(readFile));
  for (const one of read) if ("text" in one) fileStore.getState().open(one);
  const refused = read.find((one) => "note" in one);
  const tooMany = files.length > MOST_FILES ? { key: "editor.drop.tooMany" as const, values: { count: String(MOST_FILES) } } : undefined;
  viewStore.setState({ note: refused?.note ?? tooMany });
  uiStore.setState({ leftCollapsed: false, narrowTab: "yaml" });
}

type Read = { readonly name: string; readonly text: string } | { readonly note: EditorView["note"] };

async function readFile(file: File): Promise<Read> {
  const { name } = file;
  if (file.size > MOST_BYTES) return { note: { key: "editor.drop.tooLarge", values: { name } } };
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    if (!text.includes("\0")) return { name, text };
  } catch {
    // A folder cannot be read, and what is not UTF-8 is no manifest: both are told below.
  }
  return { note: { key: "editor.drop.binary", values: { name } } };
}
