// When a cron schedule fires, by the clocks of its time zone (CJ-2, CJ-3). Pure arithmetic on minutes since the epoch: a time
// that clocks leave out in spring does not fire, one that they show twice in autumn fires twice.

import { localMinutesIn } from "./timezone.ts";
import type { LocalMinutes } from "./timezone.ts";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
/** A schedule that does not fire within that many days never does (30 February). */
const SEARCH_DAYS = 5 * 366;

const DESCRIPTORS: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** A schedule that validation has let through. */
export type Schedule =
  | { readonly kind: "every"; readonly everyMs: number }
  | {
      readonly kind: "fields";
      readonly minutes: ReadonlySet<number>;
      readonly hours: ReadonlySet<number>;
      readonly days: ReadonlySet<number>;
      readonly months: ReadonlySet<number>;
      readonly weekdays: ReadonlySet<number>;
      /** Days of the month and of the week are both limited: either will do. */
      readonly eitherDay: boolean;
      readonly localOf: LocalMinutes;
    };

export function parseSchedule(text: string, timeZone?: string): Schedule {
  if (text.startsWith("@every ")) return { kind: "every", everyMs: Math.max(1000, durationMs(text.slice("@every ".length))) };
  const [minute = "*", hour = "*", day = "*", month = "*", weekday = "*"] = (DESCRIPTORS[text] ?? text).trim().split(/\s+/);
  const isOpen = (field: string): boolean => field.startsWith("*") || field.startsWith("?");
  return {
    kind: "fields",
    minutes: valuesOf(minute, 0, 59),
    hours: valuesOf(hour, 0, 23),
    days: valuesOf(day, 1, 31),
    months: valuesOf(month, 1, 12, MONTHS),
    weekdays: valuesOf(weekday, 0, 6, DAYS),
    eitherDay: !isOpen(day) && !isOpen(weekday),
    localOf: localMinutesIn(timeZone),
  };
}

function durationMs(text: string): number {
  let ms = 0;
  for (const [, amount = "0", unit = ""] of text.matchAll(/([\d.]+)(ms|h|m|s)/g)) ms += Number(amount) * (UNITS[unit] ?? 0);
  return ms;
}

function valuesOf(field: string, low: number, high: number, names: readonly string[] = []): ReadonlySet<number> {
  const values = new Set<number>();
  const numberOf = (text: string): number => (names.includes(text.toLowerCase()) ? names.indexOf(text.toLowerCase()) + low : Number(text));
  for (const part of field.split(",")) {
    const [range = "", step] = part.split("/");
    const [first = "", last] = range.split("-");
    const isAll = first === "*" || first === "?";
    const start = isAll ? low : numberOf(first);
    const end = last !== undefined ? numberOf(last) : isAll || step !== undefined ? high : start;
    for (let value = start; value <= end; value += Number(step ?? 1)) values.add(value);
  }
  return values;
}

/** The first instant after `afterMs`; undefined when there is none. Instants are ms since the epoch. */
export function nextFiring(schedule: Schedule, afterMs: number): number | undefined {
  if (schedule.kind === "every") return Math.floor((afterMs + schedule.everyMs) / 1000) * 1000;
  let minute = Math.floor(afterMs / MINUTE_MS) + 1;
  const limit = minute + SEARCH_DAYS * DAY_MINUTES;
  while (minute < limit) {
    const local = schedule.localOf(minute);
    const day = Math.floor(local / DAY_MINUTES);
    const inDay = local - day * DAY_MINUTES;
    if (!firesOnDay(schedule, day)) minute = startOfNextDay(schedule.localOf, minute, local);
    else if (!schedule.hours.has(Math.floor(inDay / 60))) minute += 60 - (inDay % 60);
    else if (!schedule.minutes.has(inDay % 60)) minute += 1;
    else return minute * MINUTE_MS;
  }
  return undefined;
}

/** Where clocks are set back on the way it is an hour too early, and the search takes another step. */
function startOfNextDay(localOf: LocalMinutes, minute: number, local: number): number {
  const midnight = (Math.floor(local / DAY_MINUTES) + 1) * DAY_MINUTES;
  const at = minute + midnight - local;
  const lateBy = localOf(at) - midnight; // clocks were set forward on the way
  return lateBy > 0 && localOf(at - lateBy) >= midnight ? at - lateBy : at;
}

function firesOnDay(schedule: Schedule & { readonly kind: "fields" }, day: number): boolean {
  const { month, dayOfMonth } = civilDate(day);
  if (!schedule.months.has(month)) return false;
  const byDay = schedule.days.has(dayOfMonth);
  const byWeekday = schedule.weekdays.has((((day + 4) % 7) + 7) % 7); // the epoch was a Thursday
  return schedule.eitherDay ? byDay || byWeekday : byDay && byWeekday;
}

/** Month and day of the month of a day since the epoch, by counting years from March on. */
function civilDate(day: number): { month: number; dayOfMonth: number } {
  const shifted = day + 719_468; // since 1 March of year 0
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  return { month: marchMonth < 10 ? marchMonth + 3 : marchMonth - 9, dayOfMonth: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1 };
}

/** The latest firing in (fromMs, nowMs], and whether there were more than `many`. */
export function lastMissed(
  schedule: Schedule,
  fromMs: number,
  nowMs: number,
  many: number,
): { readonly at: number; readonly isMany: boolean } | undefined {
  if (schedule.kind === "every") return lastEvery(schedule, fromMs, nowMs, many);
  const early = firings(schedule, fromMs, nowMs, many + 1);
  const last = early.at(-1);
  if (last === undefined) return undefined;
  if (early.length <= many) return { at: last, isMany: false };
  // Far behind: as long a stretch before now as held that many firings holds the latest, or it is the last one found.
  const late = firings(schedule, Math.max(last, nowMs - (last - fromMs)), nowMs, Number.POSITIVE_INFINITY);
  return { at: late.at(-1) ?? last, isMany: true };
}

/** Counted in whole steps, as the times of `@every` hang on the one before. */
function lastEvery(
  schedule: Schedule & { readonly kind: "every" },
  fromMs: number,
  nowMs: number,
  many: number,
): ReturnType<typeof lastMissed> {
  const first = nextFiring(schedule, fromMs) ?? nowMs;
  if (first > nowMs) return undefined;
  const stepMs = Math.floor(schedule.everyMs / 1000) * 1000;
  const more = Math.floor((nowMs - first) / stepMs);
  return { at: first + more * stepMs, isMany: more + 1 > many };
}

function firings(schedule: Schedule, fromMs: number, toMs: number, most: number): number[] {
  const found: number[] = [];
  for (let at = nextFiring(schedule, fromMs); at !== undefined && at <= toMs && found.length < most; at = nextFiring(schedule, at))
    found.push(at);
  return found;
}
