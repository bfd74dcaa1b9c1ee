// Keys that work everywhere but in a text field.

import { useEffect } from "react";
import { clockStore } from "../store/clock.ts";
import { selectionStore } from "../store/selection.ts";
import { uiStore } from "../store/ui.ts";
import { openPrompt } from "../timeline/CommandLine.tsx";
import { faster, slower } from "../timeline/speed.ts";
import { cluster } from "../worker/client.ts";
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
  const { keysOpen, lens, stepBy } = uiStore.getState();
  const { running, speed } = clockStore.getState();
  switch (key) {
    case " ":
      if (isControl(target)) return false;
      if (running) cluster.pause();
      else cluster.run();
      return true;
    case ".":
      cluster.step(stepBy);
      return true;
    case ">":
      cluster.untilChange();
      return true;
    case "[":
      cluster.setSpeed(slower(speed));
      return true;
    case "]":
      cluster.setSpeed(faster(speed));
      return true;
    case "v":
    case "V":
      uiStore.setState({ lens: lens === "node" ? "controller" : "node" });
      return true;
    case "/":
      document.getElementById("pod-filter")?.focus();
      return true;
    case "?":
      uiStore.setState({ keysOpen: !keysOpen });
      return true;
    case "`":
      openPrompt();
      return true;
    case "Escape":
      if (keysOpen) uiStore.setState({ keysOpen: false });
      else if (uiStore.getState().presenting) uiStore.setState({ presenting: false });
      else selectionStore.getState().select(undefined);
      return true;
    default:
      return false;
  }
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
