// Resource quantities: `100m`, `1.5Gi`, `1e3`. Reading, comparing, adding, and the canonical text that the server stores.
// Stands for apimachinery's resource.Quantity. Exact work is done in billionths, the finest step that the API knows.

import type { Quantity } from "./types.generated.ts";

type Format = "DecimalSI" | "BinarySI" | "DecimalExponent";

interface Parsed {
  readonly nano: bigint;
  readonly format: Format;
}

const GIGA = 1_000_000_000n;
const MAX = ((1n << 63n) - 1n) * GIGA;
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, "": 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const SHAPE = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/;

const QUANTITY_SHAPE_ERROR = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

/** What is wrong with the text, in the server's words; undefined when it is a quantity. */
export function quantityError(text: Quantity): string | undefined {
  const parsed = parse(text);
  return typeof parsed === "string" ? parsed : undefined;
}

/** The value in base units: cores, bytes, pieces; `100m` is 0.1. NaN when it is no quantity. */
export function quantityValue(text: Quantity): number {
  const quick = QUICK.exec(String(text));
  if (quick) return quickValue(quick[1] ?? "0", quick[2] ?? "");
  const parsed = parse(text);
  return typeof parsed === "string" ? Number.NaN : Number(parsed.nano) / 1e9;
}

const QUICK = /^(\d{1,15})(m|[KMGT]i|[kMGT]|)$/;

function quickValue(digits: string, suffix: string): number {
  const count = Number(digits);
  if (suffix === "") return count;
  if (suffix === "m") return count / 1000;
  return suffix.length === 2 ? count * 1024 ** BINARY.indexOf(suffix) : count * 10 ** (DECIMAL[suffix] ?? 0);
}

/** The value in thousandths, rounded up to a whole number: cpu `0.25` is 250. */
export function milliValue(text: Quantity): number {
  const quick = QUICK.exec(String(text));
  if (quick) return quick[2] === "m" ? Number(quick[1]) : quickValue(quick[1] ?? "0", quick[2] ?? "") * 1000;
  const parsed = parse(text);
  return typeof parsed === "string" ? Number.NaN : Number(divideUp(parsed.nano, 1_000_000n));
}

/** The text that the server stores: whole digits, the largest fitting suffix (`0.5` is `500m`, `1024Mi` is `1Gi`). */
export function canonicalQuantity(text: Quantity): string {
  const parsed = parse(text);
  return typeof parsed === "string" ? String(text) : format(parsed.nano, parsed.format);
}

/** Writes a number of base units as the server would. */
export function formatQuantity(value: number, as: Format = "DecimalSI"): string {
  return format(BigInt(Math.ceil(Number((value * 1e9).toPrecision(15)))), as);
}

/** The sum, in the style of the first that is not zero. Texts that are no quantities count as zero. */
export function addQuantities(...texts: readonly Quantity[]): string {
  let nano = 0n;
  let style: Format | undefined;
  for (const text of texts) {
    const parsed = parse(text);
    if (typeof parsed === "string" || parsed.nano === 0n) continue;
    nano += parsed.nano;
    style ??= parsed.format;
  }
  return format(nano, style ?? "DecimalSI");
}

/** Negative when a is less than b, 0 when equal, positive when greater. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  const left = parse(a);
  const right = parse(b);
  if (typeof left === "string" || typeof right === "string") return 0;
  return left.nano < right.nano ? -1 : left.nano > right.nano ? 1 : 0;
}

/** The parts of a quantity, or what is wrong with the text. */
function parse(text: Quantity): Parsed | string {
  const match = SHAPE.exec(String(text));
  if (!match || match[0] === "") return QUANTITY_SHAPE_ERROR;
  const [, sign, whole = "", fraction = "", suffix = ""] = match;
  if (whole + fraction === "") return sign === "" ? QUANTITY_SHAPE_ERROR : "unable to parse numeric part of quantity";
  const scale = scaleOf(suffix);
  if (!scale) return "unable to parse quantity's suffix";
  const exponent = (scale.base === 10 ? scale.exponent : 0) - fraction.length + 9;
  let nano = BigInt(whole + fraction) * (scale.base === 2 ? 1024n ** BigInt(scale.exponent) : 1n);
  nano = exponent >= 0 ? nano * 10n ** BigInt(exponent) : divideUp(nano, 10n ** BigInt(-exponent));
  if (nano > MAX) nano = MAX;
  return { nano: sign === "-" ? -nano : nano, format: scale.format };
}

function scaleOf(suffix: string): { readonly base: 2 | 10; readonly exponent: number; readonly format: Format } | undefined {
  const decimal = DECIMAL[suffix];
  if (decimal !== undefined) return { base: 10, exponent: decimal, format: "DecimalSI" };
  const binary = BINARY.indexOf(suffix);
  if (binary > 0) return { base: 2, exponent: binary, format: "BinarySI" };
  const power = /^[eE]([-+]?\d{1,3})$/.exec(suffix);
  return power ? { base: 10, exponent: Number(power[1]), format: "DecimalExponent" } : undefined;
}

/** Rounds away from zero, under the theory that who asks for a little wants something. */
function divideUp(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  if (value % by === 0n) return quotient;
  return value < 0n ? quotient - 1n : quotient + 1n;
}

function format(nano: bigint, style: Format): string {
  if (nano === 0n) return "0";
  const size = nano < 0n ? -nano : nano;
  // Below 1024 a binary quantity is written in decimal, so that nothing is rounded.
  return style === "BinarySI" && size >= 1024n * GIGA ? formatBinary(nano) : formatDecimal(nano, style);
}

function formatDecimal(nano: bigint, style: Format): string {
  let mantissa = nano;
  let exponent = -9;
  while (mantissa % 1000n === 0n && (exponent < 18 || style === "DecimalExponent")) {
    mantissa /= 1000n;
    exponent += 3;
  }
  if (style === "DecimalExponent") return exponent === 0 ? `${mantissa}` : `${mantissa}e${exponent}`;
  const suffix = Object.keys(DECIMAL).find((key) => DECIMAL[key] === exponent) ?? "";
  return `${mantissa}${suffix}`;
}

function formatBinary(nano: bigint): string {
  let mantissa = divideUp(nano, GIGA);
  let step = 0;
  while (mantissa % 1024n === 0n && step < 6) {
    mantissa /= 1024n;
    step += 1;
  }
  return `${mantissa}${BINARY[step]}`;
}
