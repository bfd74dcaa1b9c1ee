// A container's runs on a line of time: thick while it runs, a mark where it stopped, hollow while it waits.

import { useStore } from "zustand";
import type { Cause } from "../../engine/index.ts";
import { useT } from "../i18n/setup.ts";
import { clockStore, clockText } from "../store/clock.ts";
import { type Run, runsOf, sharedExit } from "./runs.ts";

/** More than these cannot be told apart in the width of the inspector. */
const MOST_RUNS = 40;

export function RunTrack({ causes, container }: { readonly causes: readonly Cause[]; readonly container: string }) {
  const t = useT();
  const now = useStore(clockStore, (clock) => Math.floor(clock.now / 1000) * 1000);
  const startAt = useStore(clockStore, (clock) => clock.startAt);
  const all = runsOf(causes, container);
  const runs = all.slice(-MOST_RUNS);
  const [first] = runs;
  if (first === undefined || runs.length < 2) return null;
  const { from } = first;
  const at = (time: number): string => `${(100 * Math.min(1, Math.max(0, (time - from) / Math.max(1, now - from)))).toFixed(2)}%`;
  const code = sharedExit(runs);
  const ends = code === undefined ? t("inspector.state.eachDiffers") : t("inspector.state.eachStop", { code });
  return (
    <div className="run-track" role="img" aria-label={t("inspector.state.runs", { count: all.length, ends })}>
      <div className="run-line">
        {runs.map((run, i) => (
          <RunMark key={run.from} run={run} next={runs[i + 1]} at={at} />
        ))}
      </div>
      <div className="run-foot" aria-hidden="true">
        <span className="number">{clockText(from - startAt, false)}</span>
        <span>{ends}</span>
        <span className="number">{clockText(now - startAt, false)}</span>
      </div>
    </div>
  );
}

function RunMark({ run, next, at }: { readonly run: Run; readonly next: Run | undefined; readonly at: (time: number) => string }) {
  const { from, to } = run;
  if (to === undefined) return <i className="run" style={{ left: at(from), right: 0 }} />;
  return (
    <>
      <i className="run" style={{ left: at(from), right: `calc(100% - ${at(to)})` }} />
      <i className="run-wait" style={{ left: at(to), right: next === undefined ? 0 : `calc(100% - ${at(next.from)})` }} />
      <i className="run-stop" style={{ left: at(to) }} />
    </>
  );
}
