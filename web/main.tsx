import "pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/graph.css";
import "./styles/panels.css";
import "./styles/palette.css";
import "./styles/timeline.css";
import "./styles/contrast.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { EmbedApp } from "./app/EmbedApp.tsx";
import { begin } from "./app/begin.ts";
import { followTheme } from "./app/theme.ts";
import { setUpLanguages } from "./i18n/setup.ts";
import { workOffline } from "./offline/register.ts";
import { keepUi, uiStore } from "./store/ui.ts";

const address = new URLSearchParams(location.search);
keepUi(localStorageIfAny(), address, navigator.language, window.innerWidth);
setUpLanguages(uiStore.getState().language);
followTheme();
const { embedded } = uiStore.getState();
begin(location, embedded);
if (!embedded) workOffline();

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(embedded ? <EmbedApp /> : <App />);

/** Reading the property throws where storage is forbidden. */
function localStorageIfAny(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}
