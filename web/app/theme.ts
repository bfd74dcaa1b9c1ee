// Writes theme and language on the document, and follows the system while nobody chose.

import { uiStore } from "../store/ui.ts";

export function followTheme(): void {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const write = (): void => {
    const { theme, language } = uiStore.getState();
    document.documentElement.dataset["theme"] = theme === "system" ? (dark.matches ? "dark" : "light") : theme;
    document.documentElement.lang = language;
  };
  write();
  uiStore.subscribe(write);
  dark.addEventListener("change", write);
}
