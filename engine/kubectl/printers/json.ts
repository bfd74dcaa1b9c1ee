// JSON as Go's encoding/json writes it: keys sorted, angle brackets and ampersands escaped.

/** With its keys sorted at every depth. */
export function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const sorted: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
    if (inner !== undefined) sorted[key] = sortKeys(inner);
  return sorted;
}

function goEscapes(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** On one line, keys sorted: the last-applied annotation, JSONPath results, patches. */
export function compactJson(value: unknown): string {
  return goEscapes(writeJson(value, "", "", false));
}

/** On one line without Go's escapes of angle brackets: how patches are shown in errors. */
export function plainJson(value: unknown): string {
  return writeJson(value, "", "", false);
}

/** Indented; keys sorted unless told otherwise. */
export function indentedJson(value: unknown, indent = "    ", sorted = true): string {
  return goEscapes(writeJson(value, indent, "", !sorted));
}

// Not JSON.stringify: it would put keys that look like array indices first whatever their order was.
function writeJson(value: unknown, indent: string, margin: string, keepOrder: boolean): string {
  if (value === undefined || value === null) return "null";
  if (typeof value !== "object") return JSON.stringify(value);
  const inner = margin + indent;
  const [open, gap, close] = indent === "" ? ["", ",", ""] : [`\n${inner}`, `,\n${inner}`, `\n${margin}`];
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[${open}${value.map((item) => writeJson(item, indent, inner, keepOrder)).join(gap)}${close}]`;
  }
  let entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (!keepOrder) entries = entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  if (entries.length === 0) return "{}";
  const colon = indent === "" ? ":" : ": ";
  return `{${open}${entries.map(([key, item]) => `${JSON.stringify(key)}${colon}${writeJson(item, indent, inner, keepOrder)}`).join(gap)}${close}}`;
}
