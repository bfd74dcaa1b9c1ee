// How the open file is looked at: as a text, or beside what the cluster has.

import { createStore } from "zustand/vanilla";
import type { TextKey } from "../i18n/setup.ts";
import { uiStore } from "../store/ui.ts";
import { fileStore } from "./files.ts";

export interface EditorView {
  readonly comparing: boolean;
  /** Why something was not done; until the text changes. */
  readonly note: { readonly key: TextKey; readonly values: Readonly<Record<string, string>> } | undefined;
}

export const viewStore = createStore<EditorView>()(() => ({ comparing: false, note: undefined }));

export function toggleComparing(): void {
  viewStore.setState(({ comparing }) => ({ comparing: !comparing }));
}

/** From elsewhere on the page. */
export function compareActive(): void {
  uiStore.setState({ leftCollapsed: false, narrowTab: "yaml" });
  toggleComparing();
}

fileStore.subscribe((now, before) => {
  // Another file is looked at as a text first.
  if (now.activeId !== before.activeId) viewStore.setState({ comparing: false });
  if (now.files !== before.files || now.activeId !== before.activeId) viewStore.setState({ note: undefined });
});
