// The letters of the sans-serif that are not Latin are ninety font faces. New faces have the whole page styled anew, so they
// are read at once where the language needs them or a large cluster may be opened. A first visit shows a small one: there the
// picture comes first.

import { whenDrawn } from "../store/drawn.ts";
import { whenIdle } from "../store/idle.ts";
import { uiStore } from "../store/ui.ts";
import { isReturning } from "./tab.ts";

export function loadLetters({ hash }: Location): void {
  // Without them the system's own letters stand in.
  const load = (): void => void import("../styles/hangul.ts").catch(() => undefined);
  if (uiStore.getState().language === "ko" || hash !== "" || isReturning()) load();
  else whenDrawn(() => whenIdle(load, 4000));
}
