// A screen too narrow for panels: the pods first, as the graph or, on a telephone, as a list; the other parts behind tabs.

import { ChartNoAxesGantt, FileCode2, Info, Rows3, Target } from "lucide-react";
import { Tabs } from "radix-ui";
import { useStore } from "zustand";
import { HeldThing } from "../graph/HeldThing.tsx";
import { useT } from "../i18n/setup.ts";
import { TabList } from "../marks/TabList.tsx";
import { selectionStore } from "../store/selection.ts";
import { type Ui, uiStore } from "../store/ui.ts";
import { CommandLine } from "../timeline/CommandLine.tsx";
import { BottomTabs, BottomTabsRoot } from "../timeline/Transport.tsx";
import { BottomBody } from "./Bottom.tsx";
import { MiddleGraph } from "./MiddleGraph.tsx";
import { NarrowTransport } from "./NarrowTransport.tsx";
import { PodList } from "./PodList.tsx";
import { EditorPanel, GoalCard, Inspector } from "./slots.tsx";
import { useMedia } from "./useMedia.ts";

export function NarrowApp() {
  const tab = useStore(uiStore, (ui) => ui.narrowTab);
  const isMiddle = useMedia("(min-width: 640px)");
  return (
    <Tabs.Root
      className="narrow-parts"
      value={tab}
      onValueChange={(value) => uiStore.setState({ narrowTab: PARTS.find((one) => one === value) ?? "pods" })}
    >
      <Tabs.Content className="narrow-body" value={tab} tabIndex={-1}>
        {isMiddle && tab === "pods" ? <MiddleGraph /> : <NarrowBody tab={tab} />}
      </Tabs.Content>
      <NarrowTransport />
      <NarrowTabs />
      {!isMiddle && <HeldThing />}
    </Tabs.Root>
  );
}

function NarrowBody({ tab }: { readonly tab: Ui["narrowTab"] }) {
  switch (tab) {
    case "pods":
      return <PodList />;
    case "goal":
      return <GoalCard />;
    case "yaml":
      return <EditorPanel />;
    case "timeline":
      return <NarrowBottom />;
    case "details":
      return <Details />;
  }
}

/** What was, event by event, and kubectl: the tabs of the wide screen's bottom. */
function NarrowBottom() {
  const tab = useStore(uiStore, (ui) => ui.bottomTab);
  return (
    <BottomTabsRoot>
      <div className="narrow-bottom">
        <div className="narrow-tabs">
          <BottomTabs />
        </div>
        <Tabs.Content className="bottom-body" value={tab} tabIndex={-1}>
          <BottomBody tab={tab} />
        </Tabs.Content>
        {tab !== "kubectl" && <CommandLine />}
      </div>
    </BottomTabsRoot>
  );
}

function Details() {
  const t = useT();
  const any = useStore(selectionStore, (selection) => selection.selected !== undefined);
  if (any) return <Inspector />;
  return (
    <p className="quiet-note">
      {t("app.selectSomething")}{" "}
      <button type="button" className="link" onClick={() => uiStore.setState({ narrowTab: "pods" })}>
        {t("app.showPods")}
      </button>
    </p>
  );
}

const PARTS = ["pods", "goal", "yaml", "timeline", "details"] as const;
const FACES = {
  pods: ["app.narrowPods", Rows3],
  goal: ["app.goal", Target],
  yaml: ["app.yaml", FileCode2],
  timeline: ["app.narrowTimeline", ChartNoAxesGantt],
  details: ["app.narrowDetails", Info],
} as const;

function NarrowTabs() {
  const t = useT();
  return (
    <nav>
      <TabList
        className="narrow-bar"
        label={t("keyboard.parts")}
        values={PARTS}
        face={(name) => {
          const [text, Icon] = FACES[name];
          return (
            <>
              <Icon size={18} strokeWidth={1.75} aria-hidden />
              <span>{t(text)}</span>
            </>
          );
        }}
      />
    </nav>
  );
}
