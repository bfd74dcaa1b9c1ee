// Keys that work everywhere but in a text field.

import { useEffect } from "react";
import { keyOf } from "../graph/keyOf.ts";
import { uiStore } from "../store/ui.ts";
import { commands, leave } from "./commands.ts";
import { takeEarly, typeEarly } from "./early.ts";
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
  if (event.defaultPrevented) return;
  if (event.altKey) {
    if (actWithAlt(event)) event.preventDefault();
    return;
  }
  const key = keyOf(event);
  if (key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    openPalette();
    return;
  }
  if (uiStore.getState().paletteOpen && !isInPalette(event.target)) {
    // Its field is not there yet.
    if (event.key === "Escape") closePalette();
    if (event.key === "Escape" || (!event.ctrlKey && !event.metaKey && typeEarly(event.key))) event.preventDefault();
    return;
  }
  if (event.key === "Escape" && leaveEditor(event)) return;
  if (isTyping(event.target)) return;
  if (event.ctrlKey || event.metaKey) {
    const move = historyMove(key.toLowerCase(), event.shiftKey);
    if (move === undefined) return;
    event.preventDefault();
    void moveInHistory(move);
    return;
  }
  if (act(key, event.target)) event.preventDefault();
}

/** By the place on the keyboard: with Alt some systems write another letter. */
const WITH_ALT: Readonly<Record<string, string>> = { KeyD: "compare", "Shift KeyF": "format" };

function actWithAlt({ code, shiftKey, ctrlKey, metaKey, target }: KeyboardEvent): boolean {
  const { embedded, paletteOpen } = uiStore.getState();
  if (ctrlKey || metaKey || embedded || paletteOpen || isTyping(target) || isInMenu(target)) return false;
  const id = WITH_ALT[shiftKey ? `Shift ${code}` : code];
  const found = commands().find((command) => command.id === id);
  found?.act();
  return found !== undefined;
}

function act(key: string, target: EventTarget | null): boolean {
  if (key === "Escape") {
    leave();
    return true;
  }
  if ((key === " " && isControl(target)) || isInMenu(target)) return false;
  const found = commands().find(({ keys }) => keys.includes(key));
  found?.act();
  return found !== undefined;
}

/** Escape, when the text has nothing of its own to close, leaves it: Tab is a letter there. */
function leaveEditor(event: KeyboardEvent): boolean {
  const text = event.target instanceof HTMLElement ? event.target.closest(".editor-body") : null;
  const tab = text?.parentElement?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]');
  if (tab == null || event.isComposing) return false;
  event.preventDefault();
  tab.focus();
  return true;
}

function openPalette(): void {
  if (uiStore.getState().embedded || uiStore.getState().paletteOpen) return;
  takeEarly();
  uiStore.setState({ paletteOpen: true, keysOpen: false });
}

function closePalette(): void {
  takeEarly();
  uiStore.setState({ paletteOpen: false });
}

function isInPalette(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest(".palette") !== null;
}

function historyMove(key: string, shift: boolean): "undo" | "redo" | undefined {
  if (key === "z") return shift ? "redo" : "undo";
  return key === "y" ? "redo" : undefined;
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

/** In an open menu, and in a dialog, letters find entries or do nothing. */
function isInMenu(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("[role=menu], [role=dialog]") !== null;
}

/** The frame that resizes them marks its own parts with the same attribute. */
const PANELS = ["left", "graph", "right", "bottom"].map((name) => `[data-panel="${name}"]`).join();

function cyclePanels(step: number): void {
  // Behind a dialog nothing takes the focus.
  if (document.querySelector("[role=dialog]") !== null) return;
  const panels = [...document.querySelectorAll<HTMLElement>(PANELS)];
  const at = panels.findIndex((panel) => panel.contains(document.activeElement));
  const next = panels.at((at + step + panels.length) % panels.length);
  const stop = next?.querySelector<HTMLElement>('[data-stop][tabindex="0"], [role="tab"][aria-selected="true"]');
  (stop ?? next)?.focus();
}
