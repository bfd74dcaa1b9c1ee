// The row of an Event (API-108, API-127).

import type { Event } from "../../api/types.generated.ts";
import { ageOf } from "./duration.ts";
import { columns, type Printers } from "./printer.ts";

function lastSeen({ series, lastTimestamp, firstTimestamp, eventTime }: Event): string | undefined {
  return series?.lastObservedTime ?? lastTimestamp ?? firstTimestamp ?? eventTime;
}

function sourceCell({ source, reportingComponent, reportingInstance }: Event): string {
  const component = source?.component || reportingComponent;
  const host = source?.host || reportingInstance;
  return host ? `${component}, ${host}` : (component ?? "");
}

export const eventPrinters: Printers = {
  Event: {
    columns: columns("Last Seen|Type|Reason|Object|Subobject*|Source*|Message|First Seen*|Count*|Name*"),
    cells(event, nowMs) {
      const { involvedObject, series, count } = event;
      return [
        ageOf(lastSeen(event), nowMs),
        event.type ?? "",
        event.reason ?? "",
        `${(involvedObject.kind ?? "").toLowerCase()}/${involvedObject.name ?? ""}`,
        involvedObject.fieldPath ?? "",
        sourceCell(event),
        (event.message ?? "").trim(),
        ageOf(event.firstTimestamp ?? event.eventTime, nowMs),
        series?.count ?? (count || 1),
        event.metadata.name,
      ];
    },
  },
};
