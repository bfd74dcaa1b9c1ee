// A script of its own at the head of the built page, before anything is drawn: writes theme and language on the document,
// shows the first picture to whom it is for (firstView.tsx), and has the page's own code come when that is on the screen. Who
// has a session, or follows a link to one, waits for the engine instead: its worker starts before the page's code has come,
// and the page takes it over.

import { isReturning, localStorageIfAny } from "../app/tab.ts";
import { writeTheme } from "../app/theme.ts";
import { readUi, UI_KEY } from "../store/ui.ts";

/** As in firstView.css: narrower windows show other parts first. */
const WIDE = "(min-width: 1000px)";
/** A page that draws no frames runs all the same. */
const PATIENCE_MS = 1000;

const storage = localStorageIfAny();
const ui = readUi(storage, new URLSearchParams(location.search), navigator.language, window.innerWidth);
writeTheme(ui);
if (ui.language === "ko") append("link", { rel: "stylesheet", href: import.meta.env.HANGUL_STYLES });
const isFirstVisit = location.hash === "" && !isReturning() && !ui.embedded && !storage?.getItem(UI_KEY);
if (isFirstVisit && window.matchMedia(WIDE).matches) {
  document.documentElement.dataset["firstView"] = ui.language;
  document.addEventListener("DOMContentLoaded", () => afterFrame(comeAlive));
} else {
  if (!isFirstVisit) window.earlyWorker = new Worker(import.meta.env.ENGINE_WORKER, { type: "module" });
  comeAlive();
}

/** In a task each. */
function comeAlive(): void {
  for (const src of [import.meta.env.LIBRARIES, import.meta.env.PAGE]) append("script", { type: "module", src });
}

function append(name: "link" | "script", properties: Partial<HTMLLinkElement & HTMLScriptElement>): void {
  document.head.append(Object.assign(document.createElement(name), properties, { crossOrigin: "" }));
}

function afterFrame(act: () => void): void {
  let isDone = false;
  const once = (): void => {
    if (!isDone) act();
    isDone = true;
  };
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, PATIENCE_MS);
}
