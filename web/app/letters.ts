// The letters of the sans-serif that are not Latin are ninety font faces: they are read at once where the language needs them,
// else when the page has nothing better to do.

import { whenDrawn } from "../store/drawn.ts";
import { whenIdle } from "../store/idle.ts";
import { uiStore } from "../store/ui.ts";

export function loadLetters(): void {
  // Without them the system's own letters stand in.
  const load = (): void => void import("../styles/hangul.ts").catch(() => undefined);
  if (uiStore.getState().language === "ko") load();
  else whenDrawn(() => whenIdle(load, 4000));
}
