// All events, newest first.

import { memo } from "react";
import { useStore } from "zustand";
import { refOf } from "../graph/useYardKeys.tsx";
import { useT } from "../i18n/setup.ts";
import { clockStore, clockText } from "../store/clock.ts";
import { shortRef } from "../store/identity.ts";
import { sceneStore } from "../store/scene.ts";
import { selectionStore } from "../store/selection.ts";
import type { EventRow } from "../worker/rows.ts";

const SHOWN = 200;

export function EventList() {
  const t = useT();
  const events = useStore(sceneStore, (scene) => scene.events);
  const startAt = useStore(clockStore, (clock) => clock.startAt);
  if (events.length === 0) return <p className="quiet-note">{t("timeline.noEvents")}</p>;
  return (
    <div className="event-list">
      {events
        .slice(-SHOWN)
        .reverse()
        .map((event) => (
          <EventLine key={event.uid} event={event} startAt={startAt} />
        ))}
    </div>
  );
}

const EventLine = memo(function EventLine({ event, startAt }: { readonly event: EventRow; readonly startAt: number }) {
  return (
    <button
      type="button"
      className={`event-row${event.warning ? " warning" : ""}`}
      data-hint={event.message}
      onClick={() => {
        const ref = refOf(event.objectUid);
        if (ref !== undefined) selectionStore.getState().select(ref);
      }}
    >
      <span className="number">{clockText(event.at - startAt, false)}</span>
      <span className="number">{event.count > 1 ? `×${event.count}` : ""}</span>
      <b translate="no">{event.reason}</b>
      <code>{shortRef(event)}</code>
      <span className="message" translate="no">
        {event.message}
      </span>
    </button>
  );
});
