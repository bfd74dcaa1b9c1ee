// A script of its own at the head of the built page, before anything is drawn: writes theme and language on the document,
// shows the first picture to whom it is for (firstView.tsx), and asks for the page's own code when that is being drawn: before,
// the code would hold up the picture. Who has a session, or follows a link to one, waits for the engine instead: its worker
// starts before the page's code has come, and the page takes it over.

import { isReturning, localStorageIfAny } from "../app/tab.ts";
import { writeTheme } from "../app/theme.ts";
import { readUi, UI_KEY } from "../store/ui.ts";

/** As in firstView.css: narrower windows show other parts first. */
const WIDE_PX = 1000;
/** A page that draws no frames runs all the same. */
const PATIENCE_MS = 1000;

const storage = localStorageIfAny();
// The width is asked for later: here it would have the empty page laid out.
const ui = readUi(storage, new URLSearchParams(location.search), navigator.language, WIDE_PX);
writeTheme(ui);
if (ui.language === "ko") append("link", { rel: "stylesheet", href: import.meta.env.HANGUL_STYLES });
const isFirstVisit = location.hash === "" && !isReturning() && !ui.embedded && !storage?.getItem(UI_KEY);
if (isFirstVisit && window.matchMedia(`(min-width: ${WIDE_PX}px)`).matches) {
  document.documentElement.dataset["firstView"] = ui.language;
  document.addEventListener("DOMContentLoaded", () => withFrame(comeAlive));
} else {
  if (!isFirstVisit) window.earlyWorker = new Worker(import.meta.env.ENGINE_WORKER, { type: "module" });
  comeAlive();
}

/** The page's own code, each file in a task of its own. */
function comeAlive(): void {
  for (const src of import.meta.env.CODE) append("script", { type: "module", src });
}

function append(name: "link" | "script", properties: Partial<HTMLLinkElement & HTMLScriptElement>): void {
  document.head.append(Object.assign(document.createElement(name), properties, { crossOrigin: "" }));
}

/** What is asked for when a frame begins comes after it. */
function withFrame(act: () => void): void {
  let isDone = false;
  const once = (): void => {
    if (!isDone) act();
    isDone = true;
  };
  requestAnimationFrame(once);
  setTimeout(once, PATIENCE_MS);
}
