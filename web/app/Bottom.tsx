// The bottom panel: transport, then the tab that is chosen, then the command line.

import { Tabs } from "radix-ui";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { uiStore } from "../store/ui.ts";
import { CommandLine } from "../timeline/CommandLine.tsx";
import { EventList } from "../timeline/EventList.tsx";
import { Timeline } from "../timeline/Timeline.tsx";
import { BottomTabsRoot, Transport } from "../timeline/Transport.tsx";
import { Caption } from "./Caption.tsx";
import { TerminalPanel } from "./slots.tsx";

export function Bottom() {
  const t = useT();
  const { bottomTab, bottomCollapsed, presenting } = useStore(uiStore);
  return (
    <BottomTabsRoot>
      <section className="bottom" data-testid="bottom" aria-label={t("app.bottom")} data-panel="bottom" tabIndex={-1}>
        <Transport />
        {presenting && <Caption />}
        {!presenting && !bottomCollapsed && (
          <>
            <Tabs.Content className="bottom-body" value={bottomTab} tabIndex={-1}>
              <BottomBody tab={bottomTab} />
            </Tabs.Content>
            {bottomTab !== "kubectl" && <CommandLine />}
          </>
        )}
      </section>
    </BottomTabsRoot>
  );
}

export function BottomBody({ tab }: { readonly tab: "timeline" | "events" | "kubectl" }) {
  if (tab === "timeline") return <Timeline />;
  if (tab === "events") return <EventList />;
  return <TerminalPanel />;
}
