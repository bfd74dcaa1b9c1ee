// What a plain YAML scalar means to sigs.k8s.io/yaml: YAML 1.1 booleans and octals, 1.2 octals, no sexagesimals, dates stay text.

const WORDS: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ["", null],
  ["~", null],
  ["null", null],
  ["Null", null],
  ["NULL", null],
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((word) => [word, true] as [string, boolean]),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((word) => [word, false] as [string, boolean]),
]);

/** The value of an unquoted scalar. Infinity and NaN come out as such: JSON has no word for them. */
export function resolvePlain(text: string): string | number | boolean | null {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  const first = text[0] ?? "";
  if (!/[-+.\d]/.test(first)) return text;
  const special = specialFloat(text);
  if (special !== undefined) return special;
  return resolveNumber(text) ?? text;
}

function specialFloat(text: string): number | undefined {
  if (/^\.(nan|NaN|NAN)$/.test(text)) return Number.NaN;
  if (/^\+?\.(inf|Inf|INF)$/.test(text)) return Number.POSITIVE_INFINITY;
  return /^-\.(inf|Inf|INF)$/.test(text) ? Number.NEGATIVE_INFINITY : undefined;
}

function resolveNumber(text: string): number | undefined {
  const plain = text.replaceAll("_", "");
  const sign = plain.startsWith("-") ? -1 : 1;
  const digits = plain.replace(/^[-+]/, "");
  if (/^0x[0-9a-fA-F]+$/.test(digits) || /^0b[01]+$/.test(digits) || /^0o[0-7]+$/.test(digits)) return sign * Number(digits);
  if (/^0[0-7]+$/.test(digits)) return sign * Number.parseInt(digits, 8);
  if (/^(0|[1-9]\d*)$/.test(digits)) return sign * Number(digits);
  if (/^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(plain)) return Number(plain);
  return undefined;
}

/** YAML 1.1 timestamps: written with quotes, read as text. */
function isTimestamp(text: string): boolean {
  return /^\d{4}-\d{1,2}-\d{1,2}([Tt\s]\s*\d{1,2}:\d{1,2}:\d{1,2}(\.\d*)?\s*(Z|[-+]\d{1,2}(:\d{2})?)?)?$/.test(text);
}

function isBase60(text: string): boolean {
  return /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(text);
}

/** Whether unquoted text would be read back as the same text. */
export function resolvesToText(text: string): boolean {
  return text !== "<<" && resolvePlain(text) === text && !isTimestamp(text) && !isBase60(text);
}
