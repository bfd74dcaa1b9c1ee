// Instants as the API writes them. The one file of the engine that may use Date, and only to format and to parse.

import type { MicroTime, Time } from "./types.generated.ts";

// Texts of late, by the low bits of their second, and of the minute and day of late: the same instants are written again and again.
const SLOTS = 64;
const seconds: number[] = Array.from({ length: SLOTS }, () => Number.NaN);
const texts: string[] = Array.from({ length: SLOTS }, () => "");
let lastDay = Number.NaN;
let dayText = "";
let lastMinute = Number.NaN;
let minuteText = "";
const TWO_DIGITS: readonly string[] = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, "0"));
const DAY_MINUTES = 1440;

/** metav1.Time: whole seconds, UTC (API-34). Takes ms since the epoch. */
export function formatTime(atMs: number): Time {
  const second = Math.floor(atMs / 1000);
  const slot = second & (SLOTS - 1);
  if (seconds[slot] !== second) {
    texts[slot] = textOf(second);
    seconds[slot] = second;
  }
  return texts[slot] ?? "";
}

function textOf(second: number): string {
  const minute = Math.floor(second / 60);
  return `${textOfMinute(minute)}${TWO_DIGITS[second - minute * 60]}Z`;
}

/** `2026-01-01T00:00:` */
function textOfMinute(minute: number): string {
  if (minute === lastMinute) return minuteText;
  const day = Math.floor(minute / DAY_MINUTES);
  if (day !== lastDay) {
    dayText = new Date(day * DAY_MINUTES * 60_000).toISOString().slice(0, 11);
    lastDay = day;
  }
  const rest = minute - day * DAY_MINUTES;
  minuteText = `${dayText}${TWO_DIGITS[Math.floor(rest / 60)]}:${TWO_DIGITS[rest % 60]}:`;
  lastMinute = minute;
  return minuteText;
}

/** metav1.MicroTime: six digits of the second's fraction. */
export function formatMicroTime(atMs: number): MicroTime {
  const second = Math.floor(atMs / 1000);
  const minute = Math.floor(second / 60);
  const micros = Math.round((atMs - second * 1000) * 1000);
  return `${textOfMinute(minute)}${TWO_DIGITS[second - minute * 60]}.${String(1_000_000 + micros).slice(1)}Z`;
}

/** Milliseconds since the epoch; NaN when it is no time. */
export function parseTime(text: string): number {
  return Date.parse(text);
}

/** Whether the text is an RFC 3339 time, as decoding demands. */
export function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text));
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** RFC 1123 with numeric zone, as `kubectl describe` prints times (API-253). */
export function formatRfc1123(atMs: number): string {
  const d = new Date(atMs);
  const two = (n: number): string => String(n).padStart(2, "0");
  const clock = `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`;
  return `${DAYS[d.getUTCDay()]}, ${two(d.getUTCDate())} ${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()} ${clock} +0000`;
}
