// A text changes: the file takes it, and the marks of what was found in it move along.

import { checkStore } from "./checks.ts";
import { fileStore } from "./files.ts";
import { edited, type TextEdit } from "./textedit.ts";

export function writeText(id: number, text: string): void {
  const before = fileStore.getState().files.find((file) => file.id === id);
  if (before === undefined || before.text === text) return;
  fileStore.getState().write(id, text);
  checkStore.getState().edited(id, before.text, text);
}

/** False when the text is no longer the one that the edits were made for. */
export function writeEdits(id: number, of: string, edits: readonly TextEdit[]): boolean {
  const file = fileStore.getState().files.find((one) => one.id === id);
  if (file === undefined || file.text !== of) return false;
  writeText(id, edited(of, edits));
  return true;
}
