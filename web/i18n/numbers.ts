// Figures in sentences, as the reader's language writes them. What kubectl prints stays as kubectl prints it.

/** `2,000`. A figure that is text already stays as it is. */
export function figureText(language: string, figure: unknown): string {
  // Most are small, and a first picture need not wait for the writer.
  const isPlain = typeof figure !== "number" || (Number.isInteger(figure) && figure >= 0 && figure < 1000);
  return isPlain ? String(figure) : writerOf(language).format(figure);
}

/** By language: making one costs more than all that it writes. */
const writers = new Map<string, Intl.NumberFormat>();

function writerOf(language: string): Intl.NumberFormat {
  const writer = writers.get(language) ?? new Intl.NumberFormat(language);
  writers.set(language, writer);
  return writer;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** `30 seconds`, `6 minutes 20 seconds`; `6분 20초`. At least a second, and only the two largest units. */
export function durationText(language: string, ms: number): string {
  const whole = Math.max(1000, Math.round(ms / 1000) * 1000);
  const parts: (readonly [count: number, unit: "hour" | "minute" | "second"])[] = [
    [Math.floor(whole / HOUR), "hour"],
    [Math.floor((whole % HOUR) / MINUTE), "minute"],
    [(whole % MINUTE) / 1000, "second"],
  ];
  const from = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(from, from + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count))
    .join(" ");
}
