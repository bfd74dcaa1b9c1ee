// How this person likes the screen; kept in this browser.

import { createStore } from "zustand/vanilla";

export const UI_KEY = "podyard.ui";

export interface Ui {
  readonly theme: "system" | "light" | "dark" | "contrast";
  readonly language: "en" | "ko";
  readonly lens: "node" | "controller";
  readonly bottomTab: "timeline" | "events" | "kubectl";
  readonly bottomCollapsed: boolean;
  readonly leftCollapsed: boolean;
  readonly stepBy: "decision" | "event" | "second";
  /** Sizes of the docked panels in pixels. */
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly presenting: boolean;
  /** Inside another page. */
  readonly embedded: boolean;
  readonly keysOpen: boolean;
  readonly paletteOpen: boolean;
  /** Who opened the terminal means to type; arrows on its tab only pass by. */
  readonly promptWanted: boolean;
  /** Which part shows on a screen too narrow for all of them. */
  readonly narrowTab: "pods" | "goal" | "yaml" | "timeline" | "details";
}

const KEPT: readonly (keyof Ui)[] = [
  "theme",
  "language",
  "lens",
  "bottomTab",
  "bottomCollapsed",
  "leftCollapsed",
  "stepBy",
  "left",
  "right",
  "bottom",
];

/** Under this width of the window the left panel begins narrow. */
const MEDIUM = 1280;
export const DEFAULTS: Ui = {
  theme: "system",
  language: "en",
  lens: "node",
  bottomTab: "timeline",
  bottomCollapsed: false,
  leftCollapsed: false,
  stepBy: "decision",
  left: 400,
  right: 320,
  bottom: 148,
  presenting: false,
  embedded: false,
  keysOpen: false,
  paletteOpen: false,
  promptWanted: false,
  narrowTab: "pods",
};

export const uiStore = createStore<Ui>()(() => DEFAULTS);

/** How the screen begins: what was kept, and over that what the address says. */
export function readUi(storage: Storage | undefined, address: URLSearchParams, systemLanguage: string, width: number): Ui {
  const left = width < MEDIUM ? 300 : DEFAULTS.left;
  const language = systemLanguage.startsWith("ko") ? "ko" : "en";
  return { ...DEFAULTS, left, language, ...readKept(storage), ...fromAddress(address) };
}

/** Begins so, and keeps what changes from now on. */
export function keepUi(begins: Ui, storage: Storage | undefined): void {
  uiStore.setState(begins);
  uiStore.subscribe((ui) => {
    const kept = Object.fromEntries(KEPT.map((key) => [key, ui[key]]));
    try {
      storage?.setItem(UI_KEY, JSON.stringify(kept));
    } catch {
      // Storage may be full or forbidden; the page works without it.
    }
  });
}

function readKept(storage: Storage | undefined): Partial<Ui> {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(UI_KEY) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).filter(([key, value]) => KEPT.includes(key as keyof Ui) && typeof value === typeof DEFAULTS[key as keyof Ui]),
    );
  } catch {
    return {};
  }
}

function fromAddress(address: URLSearchParams): Partial<Ui> {
  const theme = address.get("theme");
  const language = address.get("lang");
  return {
    embedded: address.get("embed") === "1",
    ...(theme === "light" || theme === "dark" || theme === "contrast" ? { theme } : {}),
    ...(language === "en" || language === "ko" ? { language } : {}),
  };
}
