// A file that some part of the screen hands to the editor: the editor shows it and takes it from here.

import { createStore } from "zustand/vanilla";

export interface Handoff {
  readonly file: { readonly id: number; readonly name: string; readonly text: string } | undefined;
  give(name: string, text: string): void;
}

export const handoffStore = createStore<Handoff>()((set) => ({
  file: undefined,
  give: (name, text) => set(({ file }) => ({ file: { id: (file?.id ?? 0) + 1, name, text } })),
}));
