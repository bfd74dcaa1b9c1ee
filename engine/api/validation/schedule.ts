// Whether a CronJob's schedule can be read, in the words of the real cron parser (API-167).

interface Range {
  readonly low: number;
  readonly high: number;
  readonly names?: readonly string[];
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const FIELDS: readonly Range[] = [
  { low: 0, high: 59 },
  { low: 0, high: 23 },
  { low: 1, high: 31 },
  { low: 1, high: 12, names: MONTHS },
  { low: 0, high: 6, names: DAYS },
];
const DESCRIPTORS = new Set(["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"]);
const ZONE_IN_SCHEDULE = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead";
const DURATION = /^[-+]?(\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))*$/;

/** What is wrong with the schedule; undefined when nothing is. */
export function scheduleError(schedule: string): string | undefined {
  if (schedule.includes("TZ")) return ZONE_IN_SCHEDULE;
  if (schedule.startsWith("@")) return descriptorError(schedule);
  const fields = schedule.split(/\s+/).filter((field) => field !== "");
  if (fields.length !== FIELDS.length) return `expected exactly 5 fields, found ${fields.length}: [${fields.join(" ")}]`;
  for (let i = 0; i < FIELDS.length; i++) {
    for (const part of (fields[i] ?? "").split(",")) {
      const fault = partError(part, FIELDS[i] as Range); // i is within the table
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}

function descriptorError(schedule: string): string | undefined {
  if (DESCRIPTORS.has(schedule)) return undefined;
  if (!schedule.startsWith("@every ")) return `unrecognized descriptor: ${schedule}`;
  const duration = schedule.slice("@every ".length);
  return DURATION.test(duration) ? undefined : `failed to parse duration ${schedule}: time: invalid duration ${JSON.stringify(duration)}`;
}

function partError(part: string, { low, high, names }: Range): string | undefined {
  const [range = "", step, more] = part.split("/");
  const [first = "", last, extra] = range.split("-");
  if (more !== undefined) return `too many slashes: ${part}`;
  let [start, end] = [low, high];
  if (first !== "*" && first !== "?") {
    if (extra !== undefined) return `too many hyphens: ${part}`;
    const from = numberOf(first, names);
    if (typeof from === "string") return from;
    start = from;
    end = step === undefined ? from : high;
    if (last !== undefined) {
      const to = numberOf(last, names);
      if (typeof to === "string") return to;
      end = to;
    }
  }
  if (start < low) return `beginning of range (${start}) below minimum (${low}): ${part}`;
  if (end > high) return `end of range (${end}) above maximum (${high}): ${part}`;
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${part}`;
  return step === undefined ? undefined : stepError(step, part);
}

function stepError(step: string, part: string): string | undefined {
  const every = numberOf(step, undefined);
  if (typeof every === "string") return every;
  return every === 0 ? `step of range should be a positive number: ${part}` : undefined;
}

/** The number, or what is wrong with it. */
function numberOf(text: string, names: readonly string[] | undefined): number | string {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) return names === MONTHS ? named + 1 : named;
  if (!/^[-+]?\d+$/.test(text)) return `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
  const value = Number(text);
  return value < 0 ? `negative number (${value}) not allowed: ${text}` : value;
}
