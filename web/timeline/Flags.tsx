// What people did, as flags over the lanes.

import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { commandStore } from "../store/commands.ts";
import { placeOf, type Span } from "./axis.ts";

export function Flags({ span, startAt }: { readonly span: Span; readonly startAt: number }) {
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
          <span key={id} className="flag" style={{ left: `${placeOf(span, at)}%` }} data-hint={text}>
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
