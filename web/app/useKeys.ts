// Keys that work everywhere but in a text field.

import { useEffect } from "react";
import { uiStore } from "../store/ui.ts";
import { commands, leave } from "./commands.ts";
import { moveInHistory } from "./history.ts";

export function useKeys(): void {
  useEffect(() => {
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

function onKey(event: KeyboardEvent): void {
  if (event.key === "F6") {
    event.preventDefault();
    cyclePanels(event.shiftKey ? -1 : 1);
    return;
  }
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented && !event.altKey) {
    event.preventDefault();
    uiStore.setState({ paletteOpen: true });
    return;
  }
  if (event.defaultPrevented || event.altKey || isTyping(event.target)) return;
  if (event.ctrlKey || event.metaKey) {
    if (event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    void moveInHistory(event.shiftKey ? "redo" : "undo");
    return;
  }
  if (act(event.key, event.target)) event.preventDefault();
}

function act(key: string, target: EventTarget | null): boolean {
  if (key === "Escape") {
    leave();
    return true;
  }
  if (key === " " && isControl(target)) return false;
  const found = commands().find(({ keys }) => keys.includes(key));
  found?.act();
  return found !== undefined;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable], .monaco-editor, [data-typing]") !==
      null
  );
}

/** Space presses a button that has the focus, except in the yard, where it is the clock's. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest(".yard") === null && target.closest("button, input, a, [role=menuitem]") !== null;
}

function cyclePanels(step: number): void {
  const panels = [...document.querySelectorAll<HTMLElement>("[data-panel]")];
  const at = panels.findIndex((panel) => panel.contains(document.activeElement));
  const next = panels.at((at + step + panels.length) % panels.length);
  const stop = next?.querySelector<HTMLElement>('[data-stop][tabindex="0"], [role="tab"][aria-selected="true"]');
  (stop ?? next)?.focus();
}
