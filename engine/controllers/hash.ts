// Hashes that name things after their template: pod-template-hash of ReplicaSets, controller-revision-hash of
// ControllerRevisions (GEN-25, GEN-26). Equal templates give equal hashes, in the form of a real cluster's; the bits
// differ from a real cluster's on purpose, which hashes the memory layout of Go structs.

import { NAME_ALPHABET } from "../sim/random.ts";

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** The hash of a template, told apart from an earlier one of the same sum by the collision count. */
export function templateHash(template: unknown, collisionCount?: number): string {
  let sum = OFFSET;
  const text = canonicalText(template) + (collisionCount === undefined ? "" : ` ${collisionCount}`);
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), PRIME);
  return encodeHash(sum >>> 0);
}

/** FNV-1, as StatefulSets hash a revision's data (GEN-26). */
export function revisionDataHash(data: unknown, collisionCount?: number): string {
  let sum = OFFSET;
  const text = canonicalText(data) + (collisionCount === undefined ? "" : String(collisionCount));
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum, PRIME) ^ text.charCodeAt(i);
  return encodeHash(sum >>> 0);
}

/** The decimal digits, each mapped into the alphabet of generated names: only 4-9, b, c, d and f come out. */
function encodeHash(sum: number): string {
  return [...String(sum)].map((digit) => NAME_ALPHABET[digit.charCodeAt(0) % NAME_ALPHABET.length]).join("");
}

/** JSON with sorted keys: one text for all objects that are equal, whatever the order in which they were written. */
function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalText(field)}`).join(",")}}`;
}
