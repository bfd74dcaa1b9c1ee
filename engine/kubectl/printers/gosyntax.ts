// JSON values as Go source, the way its `%#v` prints what was read into an `interface {}`: kubectl shows objects so in some errors.

/** `map[string]interface {}{"items":[]interface {}{}}` */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return "interface {}(nil)";
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(", ")}}`;
  if (typeof value !== "object") return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${goSyntax(field)}`);
  return `map[string]interface {}{${fields.join(", ")}}`;
}
