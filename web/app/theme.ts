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
    // Written anew, even the same language would have every element styled again.
    if (document.documentElement.lang !== language) document.documentElement.lang = language;
  };
  write();
  uiStore.subscribe((ui, before) => {
    if (ui.theme !== before.theme || ui.language !== before.language) write();
  });
  dark.addEventListener("change", write);
  more.addEventListener("change", write);
}
