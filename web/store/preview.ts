// What applying the active file would do, while it is shown: the editor finds it out, the picture tells of it.

import { createStore } from "zustand/vanilla";
import type { Preview } from "../worker/protocol.ts";

interface PreviewState {
  readonly shown: Preview | undefined;
  /** Set by who shows it. */
  readonly close: () => void;
}

export const previewStore = createStore<PreviewState>()(() => ({ shown: undefined, close: () => undefined }));
