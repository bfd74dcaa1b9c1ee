// What the clocks of a time zone show (CJ-2), by the platform's tables. What they show is told as an instant of UTC at which
// clocks there show the same. Pure.

import { formatTime, parseTime } from "../api/time.ts";

const MINUTE_MS = 60_000;

/** From minutes since the epoch to what clocks show then. */
export type LocalMinutes = (minute: number) => number;

/** `zone` is one that validation has let through; without one it is UTC. */
export function localMinutesIn(zone: string | undefined): LocalMinutes {
  if (zone === undefined || zone === "UTC") return (minute) => minute;
  const twoDigits = { month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" } as const;
  const format = new Intl.DateTimeFormat("en", { timeZone: zone, calendar: "gregory", hourCycle: "h23", year: "numeric", ...twoDigits });
  return (minute) => {
    const parts: Record<string, string> = Object.fromEntries(
      format.formatToParts(minute * MINUTE_MS).map(({ type, value }) => [type, value]),
    );
    return parseTime(`${parts["year"]}-${parts["month"]}-${parts["day"]}T${parts["hour"]}:${parts["minute"]}:00Z`) / MINUTE_MS;
  };
}

/** RFC 3339 with the zone's offset: `2026-01-01T09:01:00+09:00`. */
export function formatTimeIn(zone: string | undefined, atMs: number): string {
  const minute = Math.floor(atMs / MINUTE_MS);
  const offset = localMinutesIn(zone)(minute) - minute;
  if (offset === 0) return formatTime(atMs);
  const twoDigits = (value: number): string => String(value).padStart(2, "0");
  const size = Math.abs(offset);
  const suffix = `${offset < 0 ? "-" : "+"}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
  return formatTime(atMs + offset * MINUTE_MS).replace("Z", suffix);
}
