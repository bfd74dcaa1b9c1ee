// Writes theme and language on the document, and follows the system while nobody chose.

import { type Ui, uiStore } from "../store/ui.ts";

const DARK = "(prefers-color-scheme: dark)";
const MORE = "(prefers-contrast: more)";

export function followTheme(): void {
  const follow = (): void => writeTheme(uiStore.getState());
  follow();
  uiStore.subscribe((ui, before) => {
    if (ui.theme !== before.theme || ui.language !== before.language) follow();
  });
  for (const query of [DARK, MORE]) window.matchMedia(query).addEventListener("change", follow);
}

export function writeTheme({ theme, language }: Pick<Ui, "theme" | "language">): void {
  const holds = (query: string): boolean => window.matchMedia(query).matches;
  write("data-theme", theme === "light" || theme === "dark" ? theme : holds(DARK) ? "dark" : "light");
  write("data-contrast", theme === "contrast" || (theme === "system" && holds(MORE)) ? "more" : "normal");
  write("lang", language);
}

/** Written anew, even the same value would have every element styled again. */
function write(attribute: string, value: string): void {
  const { documentElement: page } = document;
  if (page.getAttribute(attribute) !== value) page.setAttribute(attribute, value);
}
