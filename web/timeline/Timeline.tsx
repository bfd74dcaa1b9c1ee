// What happened when: a lane for each controller and pod, the learner's flags, and where the clock is.

import { useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import { clockStore, clockText } from "../store/clock.ts";
import { placeOf, type Span, spanFor, ticksOf } from "./axis.ts";
import { Lanes } from "./Lanes.tsx";

export function Timeline() {
  const startAt = useStore(clockStore, (clock) => clock.startAt);
  // Bands grow a few times a second of wall time; the play head moves by itself.
  const now = useCalm();
  const span = useSpan(now);
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

/** The same value while it is the same stretch. */
function useSpan(now: number): Span {
  const { from, to, every } = spanFor(now);
  return useMemo(() => ({ from, to, every }), [from, to, every]);
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
  return ticksOf(span).map((at) => {
    const edge = at === span.from ? " first" : at === span.to ? " last" : "";
    const place = placeOf(span, at);
    return (
      <span key={at} className={`axis-tick${edge}`} style={{ left: `${place}%`, "--apart": Math.abs(place - placeOf(span, now)) }}>
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
