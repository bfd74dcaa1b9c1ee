// One lane: the name of a thing, and what became of it over time.

import { memo } from "react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { Glyph } from "../marks/glyphs.tsx";
import { Letter } from "../marks/Letter.tsx";
import { shortRef } from "../store/identity.ts";
import { sceneStore } from "../store/scene.ts";
import { selectionStore } from "../store/selection.ts";
import { placeOf, type Span } from "./axis.ts";
import { bandsOf, type LaneRow, restartsOf, stoppingOf } from "./lanes.ts";

interface LaneLineProps {
  readonly row: LaneRow;
  readonly span: Span;
  readonly startAt: number;
  readonly now: number;
}

export const LaneLine = memo(function LaneLine({ row: { lane, isChild }, span, startAt, now }: LaneLineProps) {
  const chosen = useStore(selectionStore, ({ selected }) => selected?.uid === lane.uid);
  const isPod = lane.kind === "Pod";
  return (
    <div className={`lane${isChild ? " child" : ""}${chosen ? " chosen" : ""}${lane.gone ? " gone" : ""}`} data-lane={lane.uid}>
      <div className="lane-label">
        {!isPod && <Letter uid={lane.uid} small />}
        <span translate="no">{isPod ? lane.name : shortRef(lane)}</span>
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
      {stoppingOf(lane, startAt, now, span).map(({ from, to }) => {
        const left = placeOf(span, from);
        return <i key={`s${from}`} className="band stopping" style={{ left: `${left}%`, width: `${placeOf(span, to) - left}%` }} />;
      })}
      {restartsOf(lane, startAt, span).map((at) => (
        <span key={at} className="band-mark" style={{ left: `${placeOf(span, at)}%`, marginLeft: -5 }}>
          <Glyph state="error" size={10} />
        </span>
      ))}
      {crashes.slice(-20).map(({ from }) => (
        <span key={`c${from}`} className="band-mark" style={{ left: `${placeOf(span, from)}%`, marginLeft: -6 }}>
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
      <span key={`${at}${act}`} className="lane-act" style={{ left: `${placeOf(span, at - startAt)}%` }} data-hint={pod}>
        {!crowded && act !== "fails" && t(`timeline.acts.${act}`, { count: n, pod: n === 1 ? shortName(pod) : n })}
      </span>
    );
  });
}

function shortName(pod: string): string {
  return /-([a-z0-9]{5})$/.exec(pod)?.[1] ?? pod;
}
