// What stands on a tile: the sign of its state, its name, its labels, and whose it is.

import { memo } from "react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { Glyph, Ring } from "../marks/glyphs.tsx";
import { sceneStore } from "../store/scene.ts";
import type { PodRow, PodState } from "../worker/rows.ts";
import { labelsByMatter, selectorKeys } from "./labels.ts";
import { podMini, ringLeft } from "./podWords.ts";
import { Tags } from "./Tags.tsx";

/** A name of so many letters has room; a longer one is set smaller and cut where it must be. */
const FULL_LETTERS = 9;
const COMPACT_LETTERS = 5;

interface BodyProps {
  readonly pod: PodRow;
  readonly size: "full" | "compact";
  readonly state: PodState;
  readonly word: string;
  readonly now: number;
  readonly place: boolean;
}

/** By itself, so that a mark on the tile draws the tile alone. */
export const Body = memo(function Body({ size, ...rest }: BodyProps) {
  return (
    <>
      {size === "full" ? <FullBody {...rest} /> : <CompactBody pod={rest.pod} state={rest.state} now={rest.now} />}
      <Ticks count={rest.pod.restarts} />
    </>
  );
});

export function FullBody({
  pod,
  state,
  word,
  now,
  place,
}: {
  readonly pod: PodRow;
  readonly state: PodState;
  readonly word: string;
  readonly now: number;
  readonly place: boolean;
}) {
  const t = useT();
  const name = pod.end ?? pod.name;
  const keys = useStore(sceneStore, (scene) => selectorKeys(scene.controllers));
  const labels = labelsByMatter(pod.labels, keys);
  const [first] = labels;
  return (
    <>
      <Tags pod={pod} size="full" place={place} />
      <div className="tile-row">
        <Sign pod={pod} state={state} now={now} />
        <span className={`tile-name${name.length > FULL_LETTERS ? " long" : ""}`} translate="no">
          {name}
        </span>
      </div>
      <div className="tile-row">
        <span className="tile-word">{word}</span>
        {state === "probe" && pod.probe !== undefined && <Pips failures={pod.probe.failures} threshold={pod.probe.threshold} />}
      </div>
      <div className="tile-row">
        {first === undefined ? (
          <span className="tile-none">{t("graph.noLabels")}</span>
        ) : (
          <span className="chip" translate="no">{`${first[0]}=${first[1]}`}</span>
        )}
        {labels.length > 1 && <span className="chip more">+{labels.length - 1}</span>}
        {pod.restarts > 0 && <span className="tile-restarts">{pod.restarts}×</span>}
      </div>
    </>
  );
}

function CompactBody({ pod, state, now }: { readonly pod: PodRow; readonly state: PodState; readonly now: number }) {
  const name = pod.end ?? pod.name;
  return (
    <>
      <div className="tile-row">
        <Sign pod={pod} state={state} now={now} />
        <span className="tile-mini">{podMini(pod, state, now)}</span>
      </div>
      <div className="tile-row">
        <span className={`tile-name${name.length > COMPACT_LETTERS ? " long" : ""}`} translate="no">
          {name}
        </span>
        <Tags pod={pod} size="compact" place={false} />
      </div>
    </>
  );
}

function Sign({ pod, state, now }: { readonly pod: PodRow; readonly state: PodState; readonly now: number }) {
  const left = ringLeft(pod, state, now);
  return <span className="tile-mark">{left === undefined ? <Glyph state={state} /> : <Ring state={state} left={left} />}</span>;
}

export function Pips({ failures, threshold }: { readonly failures: number; readonly threshold: number }) {
  if (threshold > 6) return null;
  return (
    <span className="pips" aria-hidden="true">
      {Array.from({ length: threshold }, (_, i) => (
        <i key={i} className={i < failures ? "on" : ""} />
      ))}
    </span>
  );
}

function Ticks({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <span className="ticks" aria-hidden="true">
      {Array.from({ length: Math.min(4, count) }, (_, i) => (
        <i key={i} />
      ))}
    </span>
  );
}
