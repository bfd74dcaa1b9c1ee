// The lanes: what matters most first, and any moment of a lane readable by pointer and by keys.

import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent as ReactPointerEvent,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useStore } from "zustand";
import { refOf } from "../graph/useYardKeys.tsx";
import { useT } from "../i18n/setup.ts";
import { sceneStore } from "../store/scene.ts";
import { activeController, selectionStore } from "../store/selection.ts";
import type { PodState } from "../worker/rows.ts";
import { placeOf, type Span } from "./axis.ts";
import { Flags } from "./Flags.tsx";
import { LaneLine } from "./LaneLine.tsx";
import { type LaneRow, laneRows, leadingOf, relevantFirst } from "./lanes.ts";
import { momentBeside, momentsOf, snapped } from "./reading.ts";
import { ReadOut } from "./ReadOut.tsx";
import { useCalm } from "./useCalm.tsx";

const LANE = 16;
const OVERSCAN = 2;
/** A moment that is so near the pointer is the one that is meant. */
const REACH_PX = 6;
/** Failing pods that come before everything else; one that has recovered makes way for the next, but no two so soon. */
const MOST_FAILING = 6;
const CHANGE_EVERY_MS = 1000;

interface Read {
  readonly uid: string;
  /** Simulated milliseconds since the start. */
  readonly at: number;
}

export function Lanes({ span, startAt, now }: { readonly span: Span; readonly startAt: number; readonly now: number }) {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  const [frozen, setFrozen] = useState(false);
  const rows = useRows(frozen);
  const view = useView(box);
  useChosenInView(box, rows);
  const [read, setRead] = useState<Read | undefined>(undefined);
  const first = Math.max(0, Math.floor(view.top / LANE) - 1 - OVERSCAN);
  const count = Math.ceil(view.height / LANE) + 2 * OVERSCAN;
  const row = rows.find(({ lane }) => lane.uid === read?.uid);
  return (
    <div
      ref={box}
      className="lanes"
      tabIndex={0}
      role="group"
      aria-label={t("timeline.lanes")}
      aria-describedby="lanes-how"
      onClick={selectLane}
      onPointerMove={(event) => setRead(underPointer(event, rows, span, startAt))}
      onPointerEnter={() => setFrozen(true)}
      onPointerLeave={(event) => {
        setRead(undefined);
        setFrozen(event.currentTarget.contains(document.activeElement));
      }}
      onFocus={() => setFrozen(true)}
      onBlur={() => {
        setRead(undefined);
        setFrozen(false);
      }}
      onKeyDown={(event) => {
        const next = byKey(event, read, rows, startAt, now);
        if (next === "not ours") return;
        event.preventDefault();
        event.stopPropagation();
        setRead(next);
        if (next !== undefined) showRow(box.current, rows, next.uid);
      }}
    >
      <span id="lanes-how" className="hidden-text">
        {t("timeline.read.how")}
      </span>
      <Flags span={span} startAt={startAt} />
      <div style={{ height: rows.length * LANE, position: "relative" }}>
        <div style={{ position: "absolute", top: first * LANE, left: 0, right: 0 }}>
          {rows.slice(first, first + count).map((one) => (
            <LaneLine key={one.lane.uid} row={one} span={span} startAt={startAt} now={one.lane.gone ? 0 : now} />
          ))}
        </div>
      </div>
      {row !== undefined && read !== undefined && (
        <ReadOut box={box} lane={row.lane} at={read.at} place={placeOf(span, read.at)} startAt={startAt} now={now} />
      )}
    </div>
  );
}

const BAD: readonly PodState[] = ["crash", "error", "probe"];

/** What matters most comes first: what is selected, what fails, the controller at hand. The order stands still while one looks. */
function useRows(frozen: boolean): readonly LaneRow[] {
  const { lanes, pods } = useCalm(sceneStore);
  const failing = useMemo(
    () =>
      [...pods.values()]
        .filter(({ state }) => BAD.includes(state))
        .sort((a, b) => BAD.indexOf(a.state) - BAD.indexOf(b.state) || b.restarts - a.restarts)
        .map(({ uid }) => uid),
    [pods],
  );
  const selected = useStore(selectionStore, (selection) => selection.selected?.uid);
  const active = useStore(selectionStore, activeController);
  const lead = useRef<readonly (string | undefined)[]>([]);
  const shown = useShownFailing(failing, frozen);
  if (!frozen) lead.current = [selected, ...shown, active];
  const leading = lead.current.join();
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  return useMemo(() => relevantFirst(laneRows(lanes), lead.current), [lanes, leading]);
}

/** In a cluster where many fail the lanes would change places all the time. */
function useShownFailing(failing: readonly string[], frozen: boolean): readonly string[] {
  const [shown, setShown] = useState<readonly string[]>([]);
  const changedAt = useRef(0);
  useEffect(() => {
    if (frozen) return undefined;
    const look = (): void => {
      const mayLeave = performance.now() - changedAt.current >= CHANGE_EVERY_MS;
      const next = leadingOf(shown, failing, MOST_FAILING, mayLeave);
      if (next.join() === shown.join()) return;
      changedAt.current = performance.now();
      setShown(next);
    };
    look();
    const later = setTimeout(look, CHANGE_EVERY_MS);
    return () => clearTimeout(later);
  }, [failing, frozen, shown]);
  return shown;
}

function useView(box: RefObject<HTMLDivElement | null>): { readonly top: number; readonly height: number } {
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
  }, [box]);
  return view;
}

/** What is selected comes into view once; the order stays as it is. */
function useChosenInView(box: RefObject<HTMLDivElement | null>, rows: readonly LaneRow[]): void {
  const selected = useStore(selectionStore, (selection) => selection.selected?.uid);
  useEffect(() => {
    if (selected !== undefined) showRow(box.current, rows, selected);
    // Only when the selection changes: lanes that come must not scroll what is being read.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [selected]);
}

function showRow(element: HTMLDivElement | null, rows: readonly LaneRow[], uid: string): void {
  const index = rows.findIndex(({ lane }) => lane.uid === uid);
  if (index < 0 || element === null) return;
  const top = (index + 1) * LANE;
  if (top < element.scrollTop + LANE) element.scrollTop = Math.max(0, top - LANE);
  else if (top + LANE > element.scrollTop + element.clientHeight) element.scrollTop = top + LANE - element.clientHeight;
}

function underPointer(event: ReactPointerEvent<HTMLElement>, rows: readonly LaneRow[], span: Span, startAt: number): Read | undefined {
  const line = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-lane]") : null;
  const track = line?.querySelector(".lane-track")?.getBoundingClientRect();
  const lane = rows.find((row) => row.lane.uid === line?.dataset["lane"])?.lane;
  if (track === undefined || lane === undefined || event.clientX < track.left) return undefined;
  const perPixel = (span.to - span.from) / track.width;
  const at = span.from + (event.clientX - track.left) * perPixel;
  return { uid: lane.uid, at: snapped(momentsOf(lane, startAt), at, REACH_PX * perPixel) };
}

/** Heard here for all lanes, and always the same function: with each new one the browser makes a listener, many times a second. */
function selectLane({ target }: MouseEvent): void {
  const uid = target instanceof Element ? target.closest<HTMLElement>("[data-lane]")?.dataset["lane"] : undefined;
  const ref = refOf(uid);
  if (ref !== undefined) selectionStore.getState().select(ref);
}

/** Up and down choose the lane, left and right its moments (with Shift: a second), Enter the thing, Escape ends the reading. */
function byKey(
  event: KeyboardEvent,
  read: Read | undefined,
  rows: readonly LaneRow[],
  startAt: number,
  now: number,
): Read | undefined | "not ours" {
  const index = rows.findIndex(({ lane }) => lane.uid === read?.uid);
  const row = rows[Math.max(0, index)];
  if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return "not ours";
  const { uid } = row.lane;
  if (read === undefined || index < 0) return event.key.startsWith("Arrow") ? { uid, at: now } : "not ours";
  const beside = (step: 1 | -1): number => {
    if (event.shiftKey) return Math.min(now, Math.max(0, read.at + step * 1000));
    return momentBeside(momentsOf(row.lane, startAt), read.at, step) ?? (step > 0 ? now : read.at);
  };
  switch (event.key) {
    case "ArrowUp":
    case "ArrowDown":
      return { ...read, uid: rows[Math.min(rows.length - 1, Math.max(0, index + (event.key === "ArrowUp" ? -1 : 1)))]?.lane.uid ?? uid };
    case "ArrowLeft":
      return { uid, at: beside(-1) };
    case "ArrowRight":
      return { uid, at: beside(1) };
    case "Home":
      return { uid, at: momentsOf(row.lane, startAt)[0] ?? 0 };
    case "End":
      return { uid, at: now };
    case "Enter": {
      const ref = refOf(uid);
      if (ref !== undefined) selectionStore.getState().select(ref);
      return read;
    }
    case "Escape":
      return undefined;
    default:
      return "not ours";
  }
}
