import { expect, test } from "vitest";
import { formatTime, parseTime } from "../api/time.ts";
import { lastMissed, nextFiring, parseSchedule } from "./cronschedule.ts";
import { formatTimeIn } from "./timezone.ts";

const at = (text: string): number => parseTime(`${text}:00Z`);
const shown = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : formatTime(ms).slice(0, 16));

test.each<[string, string, string, string | undefined]>([
  ["every minute", "* * * * *", "2026-01-01T00:00", "2026-01-01T00:01"],
  ["every five minutes", "*/5 * * * *", "2026-01-01T00:57", "2026-01-01T01:00"],
  ["at half past nine on working days", "30 9 * * mon-fri", "2026-01-02T10:00", "2026-01-05T09:30"],
  ["on 29 February", "0 0 29 2 *", "2026-01-01T00:00", "2028-02-29T00:00"],
  ["on 31 of the months that have it", "0 12 31 * *", "2026-03-31T12:00", "2026-05-31T12:00"],
  ["on the first or on Sundays when both days are limited", "0 0 1 * 0", "2026-01-01T00:00", "2026-01-04T00:00"],
  ["@monthly", "@monthly", "2026-12-15T00:00", "2027-01-01T00:00"],
  ["never on 30 February", "0 0 30 2 *", "2026-01-01T00:00", undefined],
])("a schedule fires %s", (_, schedule, after, next) => expect(shown(nextFiring(parseSchedule(schedule), at(after)))).toBe(next));

test.each<[string, string, string, string, string | undefined]>([
  ["at half past two in Prague", "30 2 * * *", "Europe/Prague", "2026-01-10T00:00", "2026-01-10T01:30"],
  ["an hour earlier in summer", "30 2 * * *", "Europe/Prague", "2026-07-10T00:00", "2026-07-10T00:30"],
  ["not on the day without half past two", "30 2 * * *", "Europe/Prague", "2026-03-28T12:00", "2026-03-30T00:30"],
  ["a first time on the day with two of them", "30 2 * * *", "Europe/Prague", "2026-10-24T12:00", "2026-10-25T00:30"],
  ["and a second time", "30 2 * * *", "Europe/Prague", "2026-10-25T00:30", "2026-10-25T01:30"],
  ["soon after the midnight that follows a change", "10 0 * * mon", "Europe/Prague", "2026-03-28T23:30", "2026-03-29T22:10"],
  ["where midnight is left out", "30 1 * * sun", "Africa/Cairo", "2026-04-19T00:00", "2026-04-25T22:30"],
  ["with an odd offset", "0 9 1 * *", "Asia/Kolkata", "2026-01-02T00:00", "2026-02-01T03:30"],
  ["by the day of the zone", "0 8 * * mon", "Asia/Tokyo", "2026-01-04T00:00", "2026-01-04T23:00"],
])("CJ-2: a schedule with a time zone fires %s", (_, schedule, zone, after, next) =>
  expect(shown(nextFiring(parseSchedule(schedule, zone), at(after)))).toBe(next),
);

test.each<[string, string | undefined, string]>([
  ["UTC without one", undefined, "2026-01-01T00:01:00Z"],
  ["an hour ahead", "Europe/Prague", "2026-01-01T01:01:00+01:00"],
  ["behind, the day before", "America/St_Johns", "2025-12-31T20:31:00-03:30"],
  ["no offset", "Europe/London", "2026-01-01T00:01:00Z"],
])("CJ-2: a time in a zone is written with its offset: %s", (_, zone, text) =>
  expect(formatTimeIn(zone, at("2026-01-01T00:01"))).toBe(text),
);

test("@every counts from the last time", () => {
  expect(nextFiring(parseSchedule("@every 1h30m"), at("2026-01-01T00:10"))).toBe(at("2026-01-01T01:40"));
});

test("CJ-3: only the latest missed time counts", () => {
  expect(lastMissed(parseSchedule("*/5 * * * *"), at("2026-01-01T00:00"), at("2026-01-01T00:17"), 100)).toEqual({
    at: at("2026-01-01T00:15"),
    isMany: false,
  });
  expect(lastMissed(parseSchedule("*/5 * * * *"), at("2026-01-01T00:16"), at("2026-01-01T00:17"), 100)).toBeUndefined();
});

test("CJ-4: after a long pause too, and says that there were many", () => {
  expect(lastMissed(parseSchedule("* * * * *"), at("2026-01-01T00:00"), at("2026-06-01T12:34"), 100)).toEqual({
    at: at("2026-06-01T12:34"),
    isMany: true,
  });
});

test("CJ-4: the times of @every keep their distance from the first after a long pause", () => {
  const from = at("2026-01-01T00:00");
  expect(lastMissed(parseSchedule("@every 7m"), from, at("2026-01-03T00:00"), 100)).toEqual({ at: at("2026-01-02T23:57"), isMany: true });
  expect(lastMissed(parseSchedule("@every 7m"), from, at("2026-01-01T00:06"), 100)).toBeUndefined();
});
