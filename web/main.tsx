import "@fontsource-variable/jetbrains-mono/wght.css";
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./graph/yard.css";
import "./graph/card.css";
import "./graph/shelf.css";
import "./graph/tile.css";
import "./graph/host.css";
import "./graph/tray.css";
import "./app/frame.css";
import "./timeline/transport.css";
import "./timeline/lanes.css";
import "./timeline/commandline.css";
import "./inspector/inspector.css";
import "./app/dialogs.css";
import "./app/narrow.css";
import "./app/present.css";
import "./app/palette.css";
import "./app/tooltip.css";
import "./first/firstView.css";
import "./styles/contrast.css";
import { startTransition } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { begin } from "./app/begin.ts";
import { EmbedApp } from "./app/slots.tsx";
import { loadLetters } from "./app/letters.ts";
import { localStorageIfAny } from "./app/tab.ts";
import { followTheme } from "./app/theme.ts";
import { setUpLanguages } from "./i18n/setup.ts";
import { workOffline } from "./offline/register.ts";
import { watchFirstPicture } from "./store/drawn.ts";
import { keepUi, readUi, uiStore } from "./store/ui.ts";

const address = new URLSearchParams(location.search);
const storage = localStorageIfAny();
keepUi(readUi(storage, address, navigator.language, window.innerWidth), storage);
// In a task of its own, after the one that has read all this code. What is published has no pseudo-language; that is not awaited,
// since its module waits for this one.
const isPseudo = import.meta.env.MODE !== "production" && address.get("lang") === "pseudo";
if (isPseudo) void import("./i18n/pseudo.ts").then(({ pseudoEnglish }) => start(pseudoEnglish()));
else setTimeout(start, 0);

/** Another `english`: the pseudo-language. */
function start(english?: Parameters<typeof setUpLanguages>[1]): void {
  setUpLanguages(uiStore.getState().language, english);
  followTheme();
  loadLetters(location);
  const { embedded } = uiStore.getState();
  watchFirstPicture();
  begin(location, embedded);
  if (!embedded) workOffline();
  const element = document.getElementById("root");
  if (element === null) return;
  const root = createRoot(element);
  startTransition(() => root.render(embedded ? <EmbedApp /> : <App />));
}
