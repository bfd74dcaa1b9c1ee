// The forms in which the API server words a fault of one field (API-29), and how it prints the bad value (API-30).

import type { FieldError } from "../apierror.ts";

export type { FieldError } from "../apierror.ts";

export const NOT_NEGATIVE = "must be greater than or equal to 0";
export const IMMUTABLE = "field is immutable";

/** A JSON value as Go prints it: compact, map keys sorted, nil as null, and `<`, `>`, `&` escaped. */
export function renderValue(value: unknown, sortKeys = true): string {
  if (typeof value === "string") return JSON.stringify(value); // text alone is quoted, not escaped as JSON
  const text = JSON.stringify(value === undefined ? null : sortKeys ? sorted(value) : value);
  return text.replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted((value as Record<string, unknown>)[key])])); // an object has string keys
}

const after = (text: string, detail: string): string => (detail ? `${text}: ${detail}` : text);

export function required(field: string, detail = ""): FieldError {
  return { type: "Required", field, message: after("Required value", detail) };
}

/** `value` is printed as JSON; text in the form of a `Rendered` is printed as it is. */
export function invalidValue(field: string, value: unknown, detail: string): FieldError {
  return { type: "Invalid", field, message: after(`Invalid value: ${rendered(value)}`, detail) };
}

export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const list = supported.map((word) => JSON.stringify(word)).join(", ");
  return { type: "NotSupported", field, message: `Unsupported value: ${rendered(value)}: supported values: ${list}` };
}

export function duplicate(field: string, value: unknown, detail = ""): FieldError {
  return { type: "Duplicate", field, message: after(`Duplicate value: ${rendered(value)}`, detail) };
}

export function notFoundValue(field: string, value: unknown): FieldError {
  return { type: "NotFound", field, message: `Not found: ${rendered(value)}` };
}

export function forbiddenField(field: string, detail: string): FieldError {
  return { type: "Forbidden", field, message: `Forbidden: ${detail}` };
}

export function tooLong(field: string, bytes: number): FieldError {
  return { type: "TooLong", field, message: `Too long: may not be more than ${bytes} bytes` };
}

/** A value whose text is not plain JSON of the API form, such as a Go structure. */
export class Rendered {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function rendered(value: unknown): string {
  return value instanceof Rendered ? value.text : renderValue(value);
}

/** One Invalid for each message, as the name checks give them. */
export function invalidFor(field: string, value: string, messages: readonly string[]): readonly FieldError[] {
  return messages.map((message) => invalidValue(field, value, message));
}

export function nonNegative(value: number | undefined, field: string): readonly FieldError[] {
  return value !== undefined && value < 0 ? [invalidValue(field, value, NOT_NEGATIVE)] : [];
}

export function inclusiveRange(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`;
}
