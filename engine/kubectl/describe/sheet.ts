// The paper that descriptions are written on: lines at levels of two blanks, cells parted by tabs, aligned at the end (API-251), and the
// lines that all kinds share: labels, annotations, events, times (API-252 to API-255).

import { formatRfc1123, parseTime } from "../../api/time.ts";
import type { Event } from "../../api/types.generated.ts";
import { humanDuration } from "../duration.ts";
import { LAST_APPLIED } from "../lastapplied.ts";
import { alignTabs } from "../printers/tabwriter.ts";

const MAX_ANNOTATION = 140;

export class Sheet {
  readonly now: number;
  readonly #finished: string[] = [];
  #open = "";
  constructor(now: number) {
    this.now = now;
  }

  /** Writes text as it is; it may hold several lines. */
  add(text: string): void {
    this.#open += text;
  }

  /** One line at a level; its cells come from tabs. */
  line(level: number, text: string): void {
    this.#open += `${"  ".repeat(level)}${text}\n`;
  }

  /** `Name:` and its value. */
  field(level: number, name: string, value: string | number | boolean | undefined): void {
    this.line(level, `${name}:\t${value ?? ""}`);
  }

  /** What follows is aligned apart from what is above. */
  flush(): void {
    this.#finished.push(this.#open);
    this.#open = "";
  }

  toString(): string {
    this.flush();
    return this.#finished.map((part) => alignTabs(part)).join("");
  }

  /** Unaligned, with its tabs: `rollout history --revision` shows it so. */
  raw(): string {
    return this.#finished.join("") + this.#open;
  }
}

export type StringMap = Readonly<Record<string, string>> | undefined;

/** One label a line, the others under the first. */
export function labels(sheet: Sheet, title: string, map: StringMap): void {
  const entries = Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  sheet.add(`${title}:\t${entries.length === 0 ? "<none>\n" : ""}`);
  entries.forEach(([key, value], index) => sheet.add(`${index > 0 ? "\t" : ""}${key}=${value}\n`));
}

export function annotations(sheet: Sheet, title: string, map: StringMap): void {
  const entries = Object.entries(map ?? {})
    .filter(([key]) => key !== LAST_APPLIED)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  sheet.add(`${title}:\t${entries.length === 0 ? "<none>\n" : ""}`);
  entries.forEach(([key, text], index) => {
    const value = text.endsWith("\n") ? text.slice(0, -1) : text;
    if (index > 0) sheet.add("\t");
    if (value.length + key.length + 2 > MAX_ANNOTATION || value.includes("\n")) {
      sheet.add(`${key}:\n`);
      for (const line of value.split("\n"))
        sheet.add(`\t  ${line.length > MAX_ANNOTATION - 2 ? `${line.slice(0, MAX_ANNOTATION - 2)}...` : line}\n`);
    } else sheet.add(`${key}: ${value}\n`);
  });
}

/** RFC 1123 of an API time (API-253). */
export function longTime(time: string | undefined): string {
  return time === undefined ? "<unset>" : formatRfc1123(parseTime(time));
}

export function since(sheet: Sheet, time: string | undefined | null): string {
  return time ? humanDuration(sheet.now - parseTime(time)) : "<unknown>";
}

export function orNone(text: string | undefined): string {
  return text ? text : "<none>";
}

/** `True` and `False`. */
export function boolWord(value: boolean | undefined): string {
  return value ? "True" : "False";
}

const lastAt = (event: Event): number => (event.lastTimestamp ? parseTime(event.lastTimestamp) : 0);

/** The table of events; nothing when they are not asked for. */
export function events(sheet: Sheet, list: readonly Event[] | undefined): void {
  if (!list) return;
  if (list.length === 0) return sheet.line(0, "Events:\t<none>");
  sheet.flush();
  sheet.line(0, "Events:");
  sheet.line(1, "Type\tReason\tAge\tFrom\tMessage");
  sheet.line(1, "----\t------\t----\t----\t-------");
  for (const event of [...list].sort((a, b) => lastAt(a) - lastAt(b))) {
    const from = event.source?.component || event.reportingComponent || "";
    const path = event.involvedObject.fieldPath;
    sheet.line(
      1,
      `${event.type ?? ""}\t${event.reason ?? ""}\t${eventAge(sheet, event)}\t${from}\t${path ? `${path}: ` : ""}${(event.message ?? "").trim()}`,
    );
  }
}

/** `5m`, or `2m (x3 over 5m)`. */
function eventAge(sheet: Sheet, event: Event): string {
  const first = since(sheet, event.eventTime ?? event.firstTimestamp);
  if (event.series) return `${since(sheet, event.series.lastObservedTime)} (x${event.series.count ?? 0} over ${first})`;
  if ((event.count ?? 0) > 1) return `${since(sheet, event.lastTimestamp)} (x${event.count} over ${first})`;
  return first;
}
