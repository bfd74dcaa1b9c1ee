// Writes theme and language on the document, and follows the system while nobody chose.

import { uiStore } from "../store/ui.ts";

export function followTheme(): void {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const more = window.matchMedia("(prefers-contrast: more)");
  const write = (): void => {
    const { theme, language } = uiStore.getState();
    const { dataset } = document.documentElement;
    dataset["theme"] = theme === "light" || theme === "dark" ? theme : dark.matches ? "dark" : "light";
    dataset["contrast"] = theme === "contrast" || (theme === "system" && more.matches) ? "more" : "normal";
    document.documentElement.lang = language;
  };
  write();
  uiStore.subscribe(write);
  dark.addEventListener("change", write);
  more.addEventListener("change", write);
}
