// The open file, put in order; what stands in the way is said below it.

import { activeFile, fileStore } from "./files.ts";
import { formatted } from "./format.ts";
import { tooHeavy } from "./reveal.ts";
import { viewStore } from "./view.ts";
import { writeText } from "./write.ts";

export function formatActive(): void {
  const file = activeFile(fileStore.getState());
  if (file === undefined) return;
  const text = tooHeavy(file.text) ? undefined : formatted(file.text);
  if (text === undefined) viewStore.setState({ note: { key: "editor.format.no", values: {} } });
  else writeText(file.id, text);
}
