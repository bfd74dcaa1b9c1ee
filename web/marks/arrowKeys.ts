// Arrow keys among the tabs of a list, or the choices of a group: the next one is chosen and gets the focus, around the
// ends; Home and End go to the first and the last.

import type { KeyboardEvent } from "react";

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** For each `tab` of a tablist or `radio` of a radiogroup; only the chosen one is in the tab order. */
export function arrowKeys(event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const list = event.currentTarget.closest('[role="tablist"], [role="radiogroup"]');
  const choices = [...(list?.querySelectorAll<HTMLElement>('[role="tab"], [role="radio"]') ?? [])];
  const to = placeOf(event.key, choices.indexOf(event.currentTarget), choices.length);
  const next = to === undefined ? undefined : choices.at(to);
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
  next.click();
}

function placeOf(key: string, at: number, count: number): number | undefined {
  if (key === "Home") return 0;
  if (key === "End") return -1;
  const step = STEPS[key];
  return step === undefined ? undefined : (at + step) % count;
}
