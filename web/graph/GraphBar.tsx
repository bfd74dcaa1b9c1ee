// Over the yard: the lens, the filter, and how many pods are in which state; or what is being previewed.

import { Search } from "lucide-react";
import { RadioGroup } from "radix-ui";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { figureText } from "../i18n/numbers.ts";
import { useT } from "../i18n/setup.ts";
import { Glyph } from "../marks/glyphs.tsx";
import { previewStore } from "../store/preview.ts";
import { sceneStore } from "../store/scene.ts";
import { selectionStore } from "../store/selection.ts";
import { uiStore } from "../store/ui.ts";
import { changeLens } from "./lensMotion.tsx";
import { filterProblem } from "./filter.ts";
import { NamespaceSelect } from "./NamespaceSelect.tsx";
import { within } from "./namespaces.ts";
import { PreviewBanner } from "./PreviewBanner.tsx";
import { focusYard } from "./stops.ts";
import { countStates, ORDER } from "./Host.tsx";
import { ZoomControls } from "./ZoomControls.tsx";

export function GraphBar() {
  const shown = useStore(previewStore, (preview) => preview.shown);
  return shown === undefined ? <Bar /> : <PreviewBanner shown={shown} />;
}

function Bar() {
  const t = useT();
  const lens = useStore(uiStore, (ui) => ui.lens);
  const filter = useStore(selectionStore, (selection) => selection.filter);
  const problem = filterProblem(filter);
  return (
    <div className="graph-bar">
      <RadioGroup.Root
        className="segments"
        orientation="horizontal"
        aria-label={t("graph.lens")}
        value={lens}
        onValueChange={(value) => changeLens(value === "node" ? "node" : "controller")}
        // The library moves the focus; of a quick tap it makes no choice.
        onKeyDown={({ key }) => key.startsWith("Arrow") && changeLens(lens === "node" ? "controller" : "node")}
      >
        {(["node", "controller"] as const).map((value) => (
          <RadioGroup.Item key={value} value={value} data-hint={t("graph.lens")} data-keys="V">
            {t(value === "node" ? "graph.byNode" : "graph.byController")}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
      <label className="filter">
        <Search size={14} aria-hidden />
        <input
          id="pod-filter"
          value={filter}
          placeholder={t("graph.filterExample")}
          aria-label={t("graph.filter")}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : "filter-problem"}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => selectionStore.setState({ filter: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            selectionStore.setState({ filter: "" });
            event.currentTarget.blur();
            focusYard();
          }}
        />
        <kbd>/</kbd>
      </label>
      {problem !== undefined && (
        <span key={problem} id="filter-problem" className="filter-problem" translate="no" data-hint={problem}>
          {problem}
        </span>
      )}
      <NamespaceSelect />
      <span className="grow" />
      <Counts />
      <ZoomControls />
    </div>
  );
}

function Counts() {
  const t = useT();
  const language = useStore(uiStore, (ui) => ui.language);
  const namespace = useStore(selectionStore, (selection) => selection.namespace);
  const counts = useStore(
    sceneStore,
    useShallow((scene) => countStates(within(scene, namespace).pods.values(), scene.silent)),
  );
  const shown = ORDER.filter((state) => counts[state]);
  return (
    <div className="counts">
      {shown.map((state) => (
        <span key={state} className="count" data-hint={t(`graph.counts.${state}`)}>
          <Glyph state={state} size={12} />
          <b>{figureText(language, counts[state])}</b>
          <span className={shown.length > 2 ? "hidden-text" : ""}>{t(`graph.counts.${state}`)}</span>
        </span>
      ))}
    </div>
  );
}
