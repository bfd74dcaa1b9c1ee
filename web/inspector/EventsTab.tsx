// Events about the selected thing.

import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { useT } from "../i18n/setup.ts";
import { clockStore, clockText } from "../store/clock.ts";
import { sceneStore } from "../store/scene.ts";
import type { Ref } from "../store/selection.ts";
import type { EventRow } from "../worker/rows.ts";

function useEvents(of: Ref): readonly EventRow[] {
  return useStore(
    sceneStore,
    useShallow((scene) =>
      scene.events.filter((event) => event.objectUid === of.uid || (of.kind === "Node" && event.objectUid === of.name)).toReversed(),
    ),
  );
}

export function EventsTab({ of }: { readonly of: Ref }) {
  const t = useT();
  const events = useEvents(of);
  const startAt = useStore(clockStore, (clock) => clock.startAt);
  if (events.length === 0) return <p className="quiet-note">{t("inspector.noEvents")}</p>;
  return events.map((event) => (
    <article key={event.uid} className="full-event">
      <header>
        <span className="number">{clockText(event.at - startAt, false)}</span>
        {event.count > 1 && <span className="number">×{event.count}</span>}
        <span translate="no">{event.host === "" ? event.source : `${event.source} · ${event.host}`}</span>
      </header>
      <div translate="no">
        <b>{event.reason}</b> {event.message}
      </div>
    </article>
  ));
}

export function RecentEvents({ of }: { readonly of: Ref }) {
  const t = useT();
  const events = useEvents(of);
  const startAt = useStore(clockStore, (clock) => clock.startAt);
  if (events.length === 0) return null;
  return (
    <section className="section">
      <h3>{t("inspector.events")}</h3>
      {events.slice(0, 4).map((event) => (
        <div key={event.uid} className="small-event" data-hint={event.message}>
          <span className="number">{clockText(event.at - startAt, false)}</span>
          <span className="number">{event.count > 1 ? `×${event.count}` : ""}</span>
          <b translate="no">{event.reason}</b>
          <span translate="no">{event.message}</span>
        </div>
      ))}
    </section>
  );
}
