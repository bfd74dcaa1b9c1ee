// What a first visitor sees before any of the page's code has come. The cluster of the first minute is the same for everybody,
// so its picture is drawn when the page is built, by the components that draw it again in the browser. Nothing in it answers:
// it stands over the page until that has drawn the same.

import { renderToStaticMarkup } from "react-dom/server";
import type { StoreApi } from "zustand";
import { TopBar } from "../app/TopBar.tsx";
import { PADDING } from "../graph/layout.ts";
import { placementStore } from "../graph/placementStore.ts";
import { Yard } from "../graph/Yard.tsx";
import { setUpLanguages } from "../i18n/setup.ts";
import { clockStore } from "../store/clock.ts";
import { identityStore } from "../store/identity.ts";
import { sceneStore } from "../store/scene.ts";
import { DEFAULTS, type Ui, uiStore } from "../store/ui.ts";
import type { Arrival } from "../store/sceneQueue.ts";
import { firstArrival } from "../worker/firstArrival.ts";

const LANGUAGES: readonly Ui["language"][] = ["en", "ko"];
/** Two widths of the yard between which nothing but the width of its shelves differs. Narrower ones leave out what the style sheet hides. */
const WIDTHS = [1000, 2500] as const;
const HEIGHT = 600;

/** The rows of the first scene, and its picture for every language, each in an element of its own. */
export function firstDrawn(): { readonly scene: Arrival; readonly views: string } {
  const scene = firstArrival();
  return { scene, views: firstViews(scene) };
}

function firstViews({ delta, clock }: Arrival): string {
  setUpLanguages("en");
  clockStore.setState(clock);
  sceneStore.getState().apply(delta, clock.now);
  drawAsItStands(sceneStore);
  drawAsItStands(placementStore);
  drawAsItStands(identityStore);
  drawAsItStands(clockStore);
  return LANGUAGES.map((language) => {
    uiStore.setState({ language });
    drawAsItStands(uiStore);
    return viewOfAnyWidth(language);
  }).join("");
}

/** What is drawn outside a browser has a store's first state, not its present one. */
function drawAsItStands<T>(store: StoreApi<T>): void {
  store.getInitialState = store.getState;
}

function viewOfAnyWidth(language: Ui["language"]): string {
  const [view, other] = WIDTHS.map((width) => {
    const markup = renderToStaticMarkup(<FirstView language={language} width={width} />);
    return markup.replaceAll(`width:${width - 2 * PADDING}px`, `width:calc(100% - ${2 * PADDING}px)`);
  });
  if (view === undefined || view !== other) throw new Error("The first picture is another in a window of another width.");
  return view.replaceAll(FOR_LIVE_ELEMENTS, "");
}

/** By which an element is found: there will be another that has them. */
const FOR_LIVE_ELEMENTS = / (?:id|data-(?:testid|stop|uid|panel|id)|tabindex)="[^"]*"/g;

/** The frame as web/app/Docked.tsx draws it at first, with nothing but the picture in it. */
function FirstView({ language, width }: { readonly language: Ui["language"]; readonly width: number }) {
  return (
    // Hidden until the style sheet shows it: a document is laid out once when it has been read, with or without its styles.
    <div className="first-view" lang={language} aria-hidden inert hidden>
      <TopBar narrow={false} />
      <div className="first-panels">
        <aside className="left" />
        <i className="separator" />
        <div className="graph-panel">
          <Yard key={width} expected={{ width, height: HEIGHT }} />
        </div>
      </div>
      <i className="separator" aria-orientation="horizontal" />
      <section className="bottom" style={{ height: DEFAULTS.bottom }} />
    </div>
  );
}
