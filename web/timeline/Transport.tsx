// Pause, step, speed, and the clock.

import { ChevronDown, ChevronUp, FoldVertical, Pause, Play, StepForward, UnfoldVertical } from "lucide-react";
import { Tabs } from "radix-ui";
import type { ReactElement } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { useT } from "../i18n/setup.ts";
import { IconButton } from "../marks/IconButton.tsx";
import { TabList } from "../marks/TabList.tsx";
import { awayStore } from "../store/away.ts";
import { clockStore, clockText } from "../store/clock.ts";
import { sceneStore } from "../store/scene.ts";
import { uiStore } from "../store/ui.ts";
import { cluster } from "../worker/client.ts";
import { openPrompt } from "./CommandLine.tsx";
import { Speed } from "./Speed.tsx";
import { speedText } from "./speed.ts";

const TABS = ["timeline", "events", "kubectl"] as const;

export function Transport() {
  const t = useT();
  return (
    <div className="transport">
      <BottomTabs />
      <div className="transport-buttons">
        <PlayButton />
        <StepButton />
        <StepUnit />
        <button
          type="button"
          className="quiet"
          data-hint={t("timeline.untilLong")}
          data-keys="Shift ."
          onClick={() => cluster.untilChange()}
        >
          <UntilMark />
          <span>{t("timeline.until")}</span>
        </button>
      </div>
      <ClockBox />
      <Speed />
      <Collapse />
    </div>
  );
}

export function BottomTabs() {
  const t = useT();
  const events = useStore(sceneStore, (scene) => scene.eventCount);
  return (
    <TabList
      label={t("timeline.tabs")}
      values={TABS}
      onPress={(name) => {
        if (name === "kubectl") openPrompt();
        else uiStore.setState({ bottomCollapsed: false });
      }}
      face={(name) => (
        <>
          {t(`timeline.${name}`)}
          {name === "events" && events > 0 && <small>{events}</small>}
        </>
      )}
    />
  );
}

/** Around the tabs and what they show. */
export function BottomTabsRoot({ children }: { readonly children: ReactElement }) {
  const tab = useStore(uiStore, (ui) => ui.bottomTab);
  return (
    <Tabs.Root
      asChild
      value={tab}
      onValueChange={(value) => uiStore.setState({ bottomTab: TABS.find((one) => one === value) ?? "timeline", bottomCollapsed: false })}
    >
      {children}
    </Tabs.Root>
  );
}

export function PlayButton() {
  const t = useT();
  const running = useStore(clockStore, (clock) => clock.running);
  return (
    <IconButton
      className="play"
      label={t(running ? "timeline.pause" : "timeline.run")}
      hint="Space"
      data-testid="play"
      onClick={() => (running ? cluster.pause() : cluster.run())}
    >
      {running ? <Pause size={16} fill="currentColor" strokeWidth={0} /> : <Play size={16} fill="currentColor" strokeWidth={0} />}
    </IconButton>
  );
}

export function StepButton() {
  const t = useT();
  return (
    <IconButton label={t("timeline.step")} hint="." data-testid="step" onClick={() => cluster.step(uiStore.getState().stepBy)}>
      <StepForward size={16} fill="currentColor" strokeWidth={1.5} />
    </IconButton>
  );
}

function StepUnit() {
  const t = useT();
  const by = useStore(uiStore, (ui) => ui.stepBy);
  const names = { decision: t("timeline.byDecision"), event: t("timeline.byEvent"), second: t("timeline.bySecond") };
  return (
    <label className="select">
      <select
        value={by}
        aria-label={t("timeline.stepBy")}
        onChange={(event) => uiStore.setState({ stepBy: event.target.value as typeof by })}
      >
        {(["decision", "event", "second"] as const).map((unit) => (
          <option key={unit} value={unit}>
            {names[unit]}
          </option>
        ))}
      </select>
      <ChevronDown size={14} aria-hidden />
    </label>
  );
}

function UntilMark() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M1.5 8h8M6.7 4.6 10.1 8l-3.4 3.4" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="m13.3 5.2 1.9 2.8-1.9 2.8L11.4 8z" fill="currentColor" />
    </svg>
  );
}

export function ClockText() {
  const now = useStore(clockStore, (clock) => clock.now - clock.startAt);
  return (
    <span className="clock" data-testid="clock">
      {clockText(now)}
    </span>
  );
}

function ClockBox() {
  const t = useT();
  const { running, behind, reached, untilChange } = useStore(
    clockStore,
    useShallow((clock) => ({
      running: clock.running,
      behind: clock.behind,
      reached: speedText(clock.reached),
      untilChange: clock.untilChange,
    })),
  );
  const stood = useStore(awayStore, (away) => away.stood);
  const note = stood
    ? t("keyboard.stoodShort")
    : untilChange
      ? t("timeline.running")
      : behind
        ? t("timeline.catchingUp", { reached })
        : running
          ? t("timeline.simulated")
          : t("timeline.paused");
  return (
    <div className="clock-box">
      <ClockText />
      <small className={behind ? "behind" : ""} data-hint={stood ? t("keyboard.stood") : undefined}>
        {note}
      </small>
    </div>
  );
}

const LOW = 148;
const TALL = 320;

function Collapse() {
  const t = useT();
  const { bottomCollapsed: collapsed, bottom, bottomTab } = useStore(uiStore);
  const isTall = bottom >= TALL;
  return (
    <span className="collapse">
      {!collapsed && bottomTab === "timeline" && (
        <IconButton
          label={t(isTall ? "timeline.low" : "timeline.tall")}
          aria-pressed={isTall}
          onClick={() => uiStore.setState({ bottom: isTall ? LOW : TALL })}
        >
          {isTall ? <FoldVertical size={15} /> : <UnfoldVertical size={15} />}
        </IconButton>
      )}
      <IconButton
        label={t(collapsed ? "timeline.taller" : "timeline.shorter")}
        onClick={() => uiStore.setState({ bottomCollapsed: !collapsed })}
      >
        {collapsed ? <ChevronUp size={16} /> : <ChevronDown size={16} />}
      </IconButton>
    </span>
  );
}
