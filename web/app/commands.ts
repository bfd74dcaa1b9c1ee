// What the page as a whole can do, each with its name and its keys: the keyboard and the command palette both read this
// list. What a thing of the cluster offers is in graph/menuEntries.ts.

import { perform } from "../actions/perform.ts";
import { compareActive } from "../editor/view.ts";
import { changeLens } from "../graph/lensMotion.tsx";
import { newNode } from "../graph/newNode.ts";
import { zoomIn, zoomOut, zoomToFit } from "../graph/viewport.ts";
import type { TextKey } from "../i18n/setup.ts";
import { clockStore } from "../store/clock.ts";
import { handoffStore } from "../store/handoff.ts";
import { previewStore } from "../store/preview.ts";
import { selectionStore } from "../store/selection.ts";
import { statusStore } from "../store/status.ts";
import { type Ui, uiStore } from "../store/ui.ts";
import { openPrompt } from "../timeline/CommandLine.tsx";
import { faster, slower } from "../timeline/speed.ts";
import { cluster } from "../worker/client.ts";
import { startWith } from "./begin.ts";
import { moveInHistory } from "./history.ts";
import { EMPTY_CLUSTER, FIRST, newControllerFile } from "./scenarios.ts";
import { saveSession } from "./sessionFile.ts";

export interface Command {
  readonly id: string;
  readonly text: TextKey;
  /** `KeyboardEvent.key`s that do it anywhere but in a text. */
  readonly keys: readonly string[];
  /** How the key is shown. */
  readonly hint?: string;
  readonly act: () => void;
}

/** All commands as they are at this moment. */
export function commands(): readonly Command[] {
  return [...timeCommands(), ...historyCommands(), ...viewCommands(), ...clusterCommands()];
}

function timeCommands(): readonly Command[] {
  const { running, speed } = clockStore.getState();
  return [
    running
      ? command("pause", "timeline.pause", () => cluster.pause(), [" "], "Space")
      : command("run", "timeline.run", () => cluster.run(), [" "], "Space"),
    command("step", "timeline.step", () => cluster.step(uiStore.getState().stepBy), ["."]),
    ...(running ? [] : [command("step-back", "keyboard.stepBack", () => cluster.stepBack(), [","])]),
    command("until", "timeline.untilLong", () => cluster.untilChange(), [">"], "Shift ."),
    command("slower", "app.command.slower", () => cluster.setSpeed(slower(speed)), ["["]),
    command("faster", "app.command.faster", () => cluster.setSpeed(faster(speed)), ["]"]),
  ];
}

function historyCommands(): readonly Command[] {
  const { undo, redo } = statusStore.getState();
  return [
    ...(undo > 0 ? [command("undo", "app.keySheet.undoWhat", () => void moveInHistory("undo"), [], "Ctrl Z")] : []),
    ...(redo > 0 ? [command("redo", "app.redo", () => void moveInHistory("redo"), [], "Ctrl Shift Z")] : []),
  ];
}

function viewCommands(): readonly Command[] {
  const { lens, theme, language, presenting, keysOpen, leftCollapsed, bottomCollapsed } = uiStore.getState();
  const set = (ui: Partial<Ui>) => (): void => uiStore.setState(ui);
  const themes = (["system", "light", "dark", "contrast"] as const).filter((one) => one !== theme);
  return [
    lens === "node"
      ? command("lens", "app.command.byController", () => changeLens("controller"), ["v", "V"], "V")
      : command("lens", "app.command.byNode", () => changeLens("node"), ["v", "V"], "V"),
    command("zoom-in", "graph.zoomIn", zoomIn, ["+", "="]),
    command("zoom-out", "graph.zoomOut", zoomOut, ["-"], "−"),
    command("zoom-fit", "graph.zoomFit", zoomToFit, ["0"]),
    command("filter", "graph.filter", () => document.getElementById("pod-filter")?.focus(), ["/"]),
    command("prompt", "app.command.prompt", openPrompt, ["`"]),
    command("left", leftCollapsed ? "app.showLeft" : "app.hideLeft", set({ leftCollapsed: !leftCollapsed })),
    command("bottom", bottomCollapsed ? "timeline.taller" : "timeline.shorter", set({ bottomCollapsed: !bottomCollapsed })),
    command("present", presenting ? "app.command.presentEnd" : "app.command.present", set({ presenting: !presenting })),
    command("keys", "app.command.keys", set({ keysOpen: !keysOpen }), ["?"]),
    ...themes.map((one) => command(`theme-${one}`, `app.command.theme.${one}`, set({ theme: one }))),
    language === "en"
      ? command("language korean", "app.command.korean", set({ language: "ko" }))
      : command("language english", "app.command.english", set({ language: "en" })),
  ];
}

/** What reads YAML comes only when somebody wants it. */
function formatFile(): void {
  void import("../editor/formatActive.ts").then(({ formatActive }) => formatActive());
}

function clusterCommands(): readonly Command[] {
  const { options } = statusStore.getState();
  return [
    command("format", "editor.format.do", formatFile, [], "Shift Alt F"),
    command("compare", "editor.compare.do", compareActive, [], "Alt D"),
    command("new-controller", "graph.newController", () => {
      const { name, text } = newControllerFile();
      handoffStore.getState().give(name, text);
      uiStore.setState({ leftCollapsed: false, narrowTab: "yaml" });
    }),
    command("add-node", "graph.addNode", () => void perform(newNode())),
    command("restart", "app.restart", () => void startWith(options ?? FIRST)),
    command("empty", "app.newCluster", () => void startWith(EMPTY_CLUSTER)),
    command("save", "app.saveSession", () => void saveSession()),
  ];
}

/** Escape leaves, from the inside out: the sheet of keys, the presentation, the selection. */
export function leave(): void {
  const { keysOpen, presenting } = uiStore.getState();
  if (keysOpen) uiStore.setState({ keysOpen: false });
  else if (presenting) uiStore.setState({ presenting: false });
  else if (previewStore.getState().shown !== undefined) previewStore.getState().close();
  else selectionStore.getState().select(undefined);
}

function command(id: string, text: TextKey, act: () => void, keys: readonly string[] = [], hint = keys[0]): Command {
  return { id, text, keys, act, ...(hint === undefined ? {} : { hint }) };
}
