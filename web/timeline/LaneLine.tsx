// One lane: the name of a thing, and what became of it over time.

import { memo, useMemo } from "react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { Glyph } from "../marks/glyphs.tsx";
import { Letter } from "../marks/Letter.tsx";
import { shortRef } from "../store/identity.ts";
import { sceneStore } from "../store/scene.ts";
import { selectionStore } from "../store/selection.ts";
import { placeOf, type Span } from "./axis.ts";
import { type Band, crashesOf, type LaneRow, pastAndPresent, restartsOf, stoppingOf } from "./lanes.ts";

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

interface PodTrackProps {
  readonly lane: LaneRow["lane"];
  readonly span: Span;
  readonly startAt: number;
  readonly now: number;
}

function PodTrack({ lane, span, startAt, now }: PodTrackProps) {
  const { past, present } = useMemo(() => pastAndPresent(lane, startAt, span), [lane, startAt, span]);
  return (
    <>
      <Bands bands={past} span={span} />
      {present !== undefined && <BandLine band={{ ...present, to: now }} span={span} />}
      {stoppingOf(lane, startAt, now, span).map(({ from, to }) => (
        <i key={`s${from}`} className="band stopping" style={stretch(span, from, to)} />
      ))}
      <Marks lane={lane} span={span} startAt={startAt} />
    </>
  );
}

/** What is over is drawn once for many steps of the clock. */
const Bands = memo(function Bands({ bands, span }: { readonly bands: readonly Band[]; readonly span: Span }) {
  return bands.map((band) => <BandLine key={band.from} band={band} span={span} />);
});

function BandLine({ band: { from, to, state }, span }: { readonly band: Band; readonly span: Span }) {
  return <i className={`band hue-${state} shape-${state}`} style={stretch(span, from, to)} />;
}

function stretch(span: Span, from: number, to: number): { readonly left: string; readonly width: string } {
  const left = placeOf(span, from);
  return { left: `${left}%`, width: `${placeOf(span, to) - left}%` };
}

const Marks = memo(function Marks({ lane, span, startAt }: Pick<PodTrackProps, "lane" | "span" | "startAt">) {
  return (
    <>
      {restartsOf(lane, startAt, span).map((at) => (
        <span key={at} className="band-mark" style={{ left: `${placeOf(span, at)}%`, marginLeft: -5 }}>
          <Glyph state="error" size={10} />
        </span>
      ))}
      {crashesOf(lane, startAt, span).map((at) => (
        <span key={`c${at}`} className="band-mark" style={{ left: `${placeOf(span, at)}%`, marginLeft: -6 }}>
          <Glyph state="crash" size={12} />
        </span>
      ))}
    </>
  );
});

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
