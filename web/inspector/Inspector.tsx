// About the selected thing: why it is as it is first, then what kubectl says of it.

import { MoreHorizontal, X } from "lucide-react";
import { Tabs } from "radix-ui";
import { type MouseEvent, useEffect, useLayoutEffect, useRef } from "react";
import { useStore } from "zustand";
import { openMenu } from "../graph/menuStore.ts";
import { focusYard } from "../graph/stops.ts";
import { useT } from "../i18n/setup.ts";
import { Glyph, Ring } from "../marks/glyphs.tsx";
import { IconButton } from "../marks/IconButton.tsx";
import { Letter } from "../marks/Letter.tsx";
import { Rich } from "../marks/Rich.tsx";
import { TabList } from "../marks/TabList.tsx";
import { clockStore, countdownNow } from "../store/clock.ts";
import { drawnState, sceneStore } from "../store/scene.ts";
import { type InspectorTab, type Ref, selectionStore } from "../store/selection.ts";
import { ringLeft } from "../graph/podWords.ts";
import { CopyButton } from "../timeline/CommandLine.tsx";
import { EventsTab } from "./EventsTab.tsx";
import { LabelsTab } from "./LabelsTab.tsx";
import { LogsTab } from "./LogsTab.tsx";
import { DescribeTab, YamlTab } from "./TextTabs.tsx";
import { statusSentence } from "./sentence.ts";
import { WhyTab } from "./WhyTab.tsx";

export function Inspector() {
  const selected = useStore(selectionStore, (selection) => selection.selected);
  useFocusBack(selected?.uid);
  return selected === undefined ? null : <About key={selected.uid} of={selected} />;
}

/** The focus is not lost with the inspector: it goes to the thing that was looked at. */
function useFocusBack(uid: string | undefined): void {
  const last = useRef(uid);
  const isOpen = uid !== undefined;
  useEffect(() => {
    if (uid !== undefined) last.current = uid;
  }, [uid]);
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    return () => {
      const { activeElement, body } = document;
      // What had it may be gone already.
      if (activeElement === body || activeElement?.closest("[data-panel=right]") != null) focusYard(last.current);
    };
  }, [isOpen]);
}

function About({ of }: { readonly of: Ref }) {
  const t = useT();
  const tab = useStore(selectionStore, (selection) => selection.tab);
  const tabs: readonly InspectorTab[] =
    of.kind === "Pod" ? ["why", "describe", "labels", "yaml", "events", "logs"] : ["why", "describe", "labels", "yaml", "events"];
  const shown = tabs.includes(tab) ? tab : "why";
  const events = useStore(
    sceneStore,
    (scene) => scene.events.filter((event) => event.objectUid === of.uid || (of.kind === "Node" && event.objectUid === of.name)).length,
  );
  return (
    <Tabs.Root
      asChild
      value={shown}
      onValueChange={(value) => selectionStore.setState({ tab: tabs.find((one) => one === value) ?? "why" })}
    >
      <aside className="right" aria-label={t("app.right")} data-panel="right" data-testid="inspector" tabIndex={-1}>
        <Head of={of} />
        <TabList
          label={t("inspector.tabs")}
          values={tabs}
          face={(name) => (
            <>
              {t(`inspector.${name}`)}
              {name === "events" && events > 0 && <small>{events}</small>}
            </>
          )}
        />
        <Tabs.Content className="inspector-body" value={shown}>
          <Body of={of} tab={shown} />
        </Tabs.Content>
        <TryLine of={of} tab={shown} />
      </aside>
    </Tabs.Root>
  );
}

function Body({ of, tab }: { readonly of: Ref; readonly tab: InspectorTab }) {
  switch (tab) {
    case "why":
      return <WhyTab of={of} />;
    case "describe":
      return <DescribeTab of={of} />;
    case "labels":
      return <LabelsTab of={of} />;
    case "yaml":
      return <YamlTab of={of} />;
    case "events":
      return <EventsTab of={of} />;
    case "logs":
      return <LogsTab of={of} />;
  }
}

function Head({ of }: { readonly of: Ref }) {
  const t = useT();
  const sentence = useStore(sceneStore, (scene) => statusSentence(t, of, scene));
  return (
    <header className="inspector-head">
      <div className="inspector-title">
        <HeadMark of={of} />
        <h2 translate="no" data-hint={of.name}>
          {of.name}
        </h2>
        <IconButton className="small" label={t("inspector.menu")} hint="M" onClick={(event) => openByButton(of, event)}>
          <MoreHorizontal size={16} />
        </IconButton>
        <IconButton className="small" label={t("app.close")} hint="Esc" onClick={() => selectionStore.getState().select(undefined)}>
          <X size={16} />
        </IconButton>
      </div>
      <p>
        <Rich text={sentence} />
      </p>
    </header>
  );
}

/** A button that a key presses has no place of a pointer. */
function openByButton(of: Ref, { currentTarget, detail, clientX, clientY }: MouseEvent<HTMLElement>): void {
  const { left, bottom } = currentTarget.getBoundingClientRect();
  if (detail === 0) openMenu(of, left, bottom, "keyboard");
  else openMenu(of, clientX, clientY);
}

function HeadMark({ of }: { readonly of: Ref }) {
  const pod = useStore(sceneStore, (scene) => scene.pods.get(of.uid));
  const state = useStore(sceneStore, (scene) => pod && drawnState(pod, scene.silent));
  const now = useStore(clockStore, (clock) => countdownNow(clock, state, of.uid));
  const isController = useStore(sceneStore, (scene) => scene.controllers.has(of.uid));
  if (pod !== undefined && state !== undefined) {
    const left = ringLeft(pod, state, now);
    return left === undefined ? <Glyph state={state} size={18} /> : <Ring state={state} left={left} size={22} />;
  }
  return isController ? <Letter uid={of.uid} /> : null;
}

/** The command that would show the same, or more. */
function TryLine({ of, tab }: { readonly of: Ref; readonly tab: InspectorTab }) {
  const t = useT();
  const restarts = useStore(sceneStore, (scene) => scene.pods.get(of.uid)?.restarts ?? 0);
  const line = tryLine(of, tab, restarts);
  return (
    <div className="try-line">
      <span>{t("inspector.tryIt")}</span>
      <code data-hint={line}>{line}</code>
      <CopyButton text={line} wordless />
    </div>
  );
}

function tryLine(of: Ref, tab: InspectorTab, restarts: number): string {
  const namespace = of.namespace === undefined || of.namespace === "default" ? "" : ` -n ${of.namespace}`;
  const kind = of.kind.toLowerCase();
  switch (tab) {
    case "why":
      return of.kind === "Pod" && restarts > 0
        ? `kubectl logs ${of.name} --previous${namespace}`
        : `kubectl describe ${kind} ${of.name}${namespace}`;
    case "describe":
      return `kubectl describe ${kind} ${of.name}${namespace}`;
    case "labels":
      return `kubectl get ${kind} ${of.name} --show-labels${namespace}`;
    case "yaml":
      return `kubectl get ${kind} ${of.name} -o yaml${namespace}`;
    case "events":
      return `kubectl events --for ${kind}/${of.name}${namespace}`;
    case "logs":
      return `kubectl logs ${of.name}${namespace}`;
  }
}
