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
import "./styles/contrast.css";
import { startTransition } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { begin } from "./app/begin.ts";
import { EmbedApp } from "./app/slots.tsx";
import { loadLetters } from "./app/letters.ts";
import { followTheme } from "./app/theme.ts";
import { setUpLanguages } from "./i18n/setup.ts";
import { workOffline } from "./offline/register.ts";
import { watchFirstPicture } from "./store/drawn.ts";
import { keepUi, uiStore } from "./store/ui.ts";

const address = new URLSearchParams(location.search);
keepUi(localStorageIfAny(), address, navigator.language, window.innerWidth);
// What is published has no pseudo-language.
const isPseudo = import.meta.env.MODE !== "production" && address.get("lang") === "pseudo";
const pseudo = isPseudo ? (await import("./i18n/pseudo.ts")).pseudoEnglish() : undefined;
setUpLanguages(uiStore.getState().language, pseudo);
followTheme();
loadLetters(location);
const { embedded } = uiStore.getState();
watchFirstPicture();
begin(location, embedded);
if (!embedded) workOffline();

const root = document.getElementById("root");
if (root !== null) {
  const r = createRoot(root);
  startTransition(() => r.render(embedded ? <EmbedApp /> : <App />));
}

/** Reading the property throws where storage is forbidden. */
function localStorageIfAny(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}
