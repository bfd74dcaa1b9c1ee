// What happened when: a lane for each controller and pod, the learner's flags, and where the clock is.

import { memo, useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { Glyph } from "../marks/glyphs.tsx";
import { Letter } from "../marks/Letter.tsx";
import { clockStore, clockText } from "../store/clock.ts";
import { commandStore } from "../store/commands.ts";
import { shortRef } from "../store/identity.ts";
import { sceneStore } from "../store/scene.ts";
import { selectionStore } from "../store/selection.ts";
import { refOf } from "../graph/useYardKeys.tsx";
import { placeOf, type Span, spanFor, ticksOf } from "./axis.ts";
import { bandsOf, type LaneRow, laneRows, restartsOf } from "./lanes.ts";

const LANE = 16;
const OVERSCAN = 4;

export function Timeline() {
  const startAt = useStore(clockStore, (clock) => clock.startAt);
  // Bands grow a few times a second of wall time; the play head moves by itself.
  const now = useCalm();
  const span = useMemo(() => spanFor(now), [now]);
  return (
    <div className="timeline">
      <div className="lane axis">
        <div className="lane-label" />
        <div className="lane-track">
          <Ticks span={span} now={now} />
        </div>
      </div>
      <Lanes span={span} startAt={startAt} now={now} />
      <PlayHead span={span} startAt={startAt} />
    </div>
  );
}

function useCalm(): number {
  const [now, setNow] = useState(() => clockStore.getState().now - clockStore.getState().startAt);
  useEffect(() => {
    let due: ReturnType<typeof setTimeout> | undefined;
    const refresh = (): void => {
      due = undefined;
      const clock = clockStore.getState();
      setNow(clock.now - clock.startAt);
    };
    refresh();
    const unsubscribe = clockStore.subscribe(() => {
      due ??= setTimeout(refresh, clockStore.getState().speed > 2 ? 90 : 240);
    });
    return () => {
      unsubscribe();
      clearTimeout(due);
    };
  }, []);
  return now;
}

function Ticks({ span, now }: { readonly span: Span; readonly now: number }) {
  const room = (span.to - span.from) * 0.035;
  return ticksOf(span).map((at) => {
    if (Math.abs(at - now) < room) return null;
    const edge = at === span.from ? " first" : at === span.to ? " last" : "";
    return (
      <span key={at} className={`axis-tick${edge}`} style={{ left: `${placeOf(span, at)}%` }}>
        {clockText(at, false)}
      </span>
    );
  });
}

function PlayHead({ span, startAt }: { readonly span: Span; readonly startAt: number }) {
  const now = useStore(clockStore, (clock) => clock.now - startAt);
  return (
    <div className="play-head" aria-hidden="true">
      <div style={{ position: "relative", height: "100%" }}>
        <i style={{ left: `${placeOf(span, now)}%` }}>
          <em>{clockText(now)}</em>
        </i>
      </div>
    </div>
  );
}

function Lanes({ span, startAt, now }: { readonly span: Span; readonly startAt: number; readonly now: number }) {
  const t = useT();
  const lanes = useStore(sceneStore, (scene) => scene.lanes);
  const rows = useMemo(() => laneRows(lanes), [lanes]);
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 64 });
  useEffect(() => {
    if (box.current === null) return undefined;
    const element = box.current;
    const look = (): void => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);
  useChosenInView(box, rows);
  const first = Math.max(0, Math.floor(view.top / LANE) - 1 - OVERSCAN);
  const count = Math.ceil(view.height / LANE) + 2 * OVERSCAN;
  const shown = rows.slice(first, first + count);
  return (
    <div ref={box} className="lanes" tabIndex={0} role="group" aria-label={t("timeline.lanes")}>
      <Flags span={span} startAt={startAt} />
      <div style={{ height: rows.length * LANE, position: "relative" }}>
        <div style={{ position: "absolute", top: first * LANE, left: 0, right: 0 }}>
          {shown.map((row) => (
            <LaneLine key={row.lane.uid} row={row} span={span} startAt={startAt} now={row.lane.gone ? 0 : now} />
          ))}
        </div>
      </div>
    </div>
  );
}

/** What is selected comes into view once; the order stays as it is. */
function useChosenInView(box: React.RefObject<HTMLDivElement | null>, rows: readonly LaneRow[]): void {
  const selected = useStore(selectionStore, (selection) => selection.selected?.uid);
  useEffect(() => {
    const index = rows.findIndex(({ lane }) => lane.uid === selected);
    const element = box.current;
    if (index < 0 || element === null) return;
    const top = (index + 1) * LANE;
    if (top < element.scrollTop + LANE || top + LANE > element.scrollTop + element.clientHeight)
      element.scrollTop = Math.max(0, top - LANE);
    // Only when the selection changes: lanes that come must not scroll what is being read.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [selected]);
}

function Flags({ span, startAt }: { readonly span: Span; readonly startAt: number }) {
  const t = useT();
  const echoes = useStore(commandStore, (commands) => commands.echoes);
  const flags = echoes.filter(({ flag, failed, at }) => flag !== undefined && !failed && at - startAt >= span.from);
  const places = spaced(
    [{ id: 0, at: 0, text: t("timeline.began") }, ...flags.map(({ id, at, flag }) => ({ id, at: at - startAt, text: flag ?? "" }))],
    span,
  );
  return (
    <div className="lane">
      <div className="lane-label">
        <small className="you">{t("timeline.you")}</small>
      </div>
      <div className="lane-track">
        {places.map(({ id, at, text, hasRoom }) => (
          <span key={id} className="flag" style={{ left: `${placeOf(span, at)}%` }} title={text}>
            <FlagMark />
            {hasRoom && <span>{text}</span>}
          </span>
        ))}
      </div>
    </div>
  );
}

function FlagMark() {
  return (
    <svg width="12" height="12" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M3.5 8.4V1.8h8.9L10 5l2.4 3.4z" fill="currentColor" />
      <path d="M3.5 1.4v13.2" stroke="currentColor" strokeWidth="1.6" />
    </svg>
  );
}

interface FlagPlace {
  readonly id: number;
  readonly at: number;
  readonly text: string;
}

/** A flag shows its words when the next one leaves room for them. */
function spaced(flags: readonly FlagPlace[], span: Span): readonly (FlagPlace & { readonly hasRoom: boolean })[] {
  const width = 1150;
  return flags
    .filter(({ at }) => at >= span.from || span.from === 0)
    .map((flag, i) => {
      const next = flags[i + 1];
      const room = next === undefined ? Number.POSITIVE_INFINITY : ((placeOf(span, next.at) - placeOf(span, flag.at)) / 100) * width;
      return { ...flag, hasRoom: room > flag.text.length * 6 + 24 };
    });
}

interface LaneLineProps {
  readonly row: LaneRow;
  readonly span: Span;
  readonly startAt: number;
  readonly now: number;
}

const LaneLine = memo(function LaneLine({ row: { lane, isChild }, span, startAt, now }: LaneLineProps) {
  const chosen = useStore(selectionStore, ({ selected }) => selected?.uid === lane.uid);
  const isPod = lane.kind === "Pod";
  const select = (): void => {
    const ref = refOf(lane.uid);
    if (ref !== undefined) selectionStore.getState().select(ref);
  };
  return (
    <div className={`lane${isChild ? " child" : ""}${chosen ? " chosen" : ""}${lane.gone ? " gone" : ""}`} onClick={select}>
      <div className="lane-label">
        {!isPod && <Letter uid={lane.uid} small />}
        <span>{isPod ? lane.name : shortRef(lane)}</span>
        <Count lane={lane} />
      </div>
      <div className="lane-track">
        {isPod ? <PodTrack lane={lane} span={span} startAt={startAt} now={now} /> : <Acts lane={lane} span={span} startAt={startAt} />}
      </div>
    </div>
  );
});

function Count({ lane }: { readonly lane: LaneRow["lane"] }) {
  const text = useStore(sceneStore, (scene) => {
    const controller = scene.controllers.get(lane.uid);
    if (controller !== undefined) return `${controller.ready}/${controller.desired}`;
    const restarts = scene.pods.get(lane.uid)?.restarts ?? 0;
    return restarts > 0 ? `${restarts}×` : "";
  });
  return text === "" ? null : <small>{text}</small>;
}

function PodTrack({
  lane,
  span,
  startAt,
  now,
}: {
  readonly lane: LaneRow["lane"];
  readonly span: Span;
  readonly startAt: number;
  readonly now: number;
}) {
  const bands = bandsOf(lane, startAt, now, span);
  const crashes = bands.filter(({ state }) => state === "crash");
  return (
    <>
      {bands.map(({ from, to, state }) => {
        const left = placeOf(span, from);
        return (
          <i
            key={from}
            className={`band hue-${state} shape-${state}`}
            style={{ left: `${left}%`, width: `${placeOf(span, to) - left}%` }}
          />
        );
      })}
      {restartsOf(lane, startAt, span).map((at) => (
        <span key={at} className="band-mark" style={{ left: `${placeOf(span, at)}%` }}>
          <Glyph state="error" size={10} />
        </span>
      ))}
      {crashes.slice(-20).map(({ from }) => (
        <span key={`c${from}`} className="band-mark" style={{ left: `${placeOf(span, from)}%` }}>
          <Glyph state="crash" size={12} />
        </span>
      ))}
    </>
  );
}

function Acts({ lane, span, startAt }: { readonly lane: LaneRow["lane"]; readonly span: Span; readonly startAt: number }) {
  const t = useT();
  const shown = lane.acts.filter(({ at }) => at - startAt >= span.from).slice(-40);
  return shown.map(({ at, act, n, pod }, i) => {
    const next = shown[i + 1];
    const crowded = next !== undefined && placeOf(span, next.at - startAt) - placeOf(span, at - startAt) < 8;
    return (
      <span key={`${at}${act}`} className="lane-act" style={{ left: `${placeOf(span, at - startAt)}%` }} title={pod}>
        {!crowded && t(`timeline.acts.${act}`, { count: n, pod: n === 1 ? shortName(pod) : n })}
      </span>
    );
  });
}

function shortName(pod: string): string {
  return /-([a-z0-9]{5})$/.exec(pod)?.[1] ?? pod;
}
