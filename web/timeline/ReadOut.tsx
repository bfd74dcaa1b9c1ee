// The moment that is being read: a hair through its lane, and what the lane says of it.

import { type RefObject, useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { useT } from "../i18n/setup.ts";
import { clockText } from "../store/clock.ts";
import { shortRef } from "../store/identity.ts";
import type { Lane } from "../store/scene.ts";
import { readingOf, readingWords } from "./reading.ts";

interface ReadOutProps {
  readonly box: RefObject<HTMLElement | null>;
  readonly lane: Lane;
  readonly at: number;
  /** In per cent of the track. */
  readonly place: number;
  readonly startAt: number;
  readonly now: number;
}

export function ReadOut({ box, lane, at, place, startAt, now }: ReadOutProps) {
  const t = useT();
  const label = useRef<HTMLDivElement>(null);
  const hair = useRef<HTMLElement>(null);
  const { what, when } = readingWords(t, lane, readingOf(lane, startAt, at), now);
  // Beside its lane, over whatever panel is there; never out of the window.
  useLayoutEffect(() => {
    const track = box.current?.querySelector(`[data-lane="${lane.uid}"] .lane-track`)?.getBoundingClientRect();
    if (track === undefined || label.current === null || hair.current === null) return;
    const x = track.left + (track.width * place) / 100;
    const { width, height } = label.current.getBoundingClientRect();
    const left = Math.min(window.innerWidth - width - 8, Math.max(8, x + 10));
    label.current.style.transform = `translate(${left}px, ${track.top - height - 4}px)`;
    hair.current.style.transform = `translate(${x}px, ${track.top}px)`;
  });
  return createPortal(
    <>
      <i ref={hair} className="read-hair" aria-hidden="true" />
      <div ref={label} className="read-out" role="status" data-testid="read-out">
        <p>
          <b>{lane.kind === "Pod" ? lane.name : shortRef(lane)}</b> <span className="number">{clockText(at)}</span>
        </p>
        <p>{what}</p>
        {when !== "" && <p className="number">{when}</p>}
      </div>
    </>,
    document.body,
  );
}
