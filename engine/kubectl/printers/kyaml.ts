// KYAML, `-o kyaml`: YAML in flow style with every string quoted.

import { compareKeys } from "./yaml.ts";

export function toKyaml(value: unknown): string {
  return `---\n${write(value, "")}\n`;
}

function write(value: unknown, margin: string): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return quote(value, margin);
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return writeList(value, margin);
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => compareKeys(a, b));
  if (entries.length === 0) return "{}";
  const inner = `${margin}  `;
  return `{\n${entries.map(([key, item]) => `${inner}${keyText(key)}: ${write(item, inner)},\n`).join("")}${margin}}`;
}

/** Lists of maps and lists are cuddled: `[{` ... `}, {` ... `}]`. */
function writeList(items: readonly unknown[], margin: string): string {
  if (items.length === 0) return "[]";
  if (items.every((item) => typeof item === "object" && item !== null)) return `[${items.map((item) => write(item, margin)).join(", ")}]`;
  const inner = `${margin}  `;
  return `[\n${items.map((item) => `${inner}${write(item, inner)},\n`).join("")}${margin}]`;
}

function keyText(key: string): string {
  return /^[A-Za-z_][\w./-]*$/.test(key) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(key) ? key : JSON.stringify(key);
}

function quote(text: string, margin: string): string {
  const newline = text.indexOf("\n");
  if (newline < 0) return JSON.stringify(text);
  const lines = text.split("\n").map((line, at, all) => JSON.stringify(at < all.length - 1 ? `${line}\n` : line).slice(1, -1));
  return `"\\\n${lines
    .map((line, at) =>
      `${margin}   ${at < lines.length - 1 || line !== "" ? `${line}${at < lines.length - 1 ? "\\" : ""}` : ""}`.replace(/\s+$/, ""),
    )
    .join("\n")
    .replace(/\n$/, `\n${margin}  `)}"`;
}
