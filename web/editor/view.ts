// How the open file is looked at: as a text, or beside what the cluster has.

import { createStore } from "zustand/vanilla";
import { fileStore } from "./files.ts";

export interface EditorView {
  readonly comparing: boolean;
}

export const viewStore = createStore<EditorView>()(() => ({ comparing: false }));

export function toggleComparing(): void {
  viewStore.setState(({ comparing }) => ({ comparing: !comparing }));
}

/** Another file is looked at as a text first. */
fileStore.subscribe((now, before) => {
  if (now.activeId !== before.activeId) viewStore.setState({ comparing: false });
});
