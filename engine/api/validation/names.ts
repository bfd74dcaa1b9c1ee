// The shapes of names, with the server's words for what is wrong (API-144 to API-147). Label keys and values are in
// `../label.ts`. Each function gives the messages; an empty list means that the name is good.

import { labelKeyErrors, labelValueErrors } from "../label.ts";
import type { FieldError } from "./fielderror.ts";
import { inclusiveRange, invalidValue, tooLong } from "./fielderror.ts";

type Messages = readonly string[];
type Labels = { readonly [key: string]: string } | undefined;

const NONE: Messages = [];
const LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const LABEL_SHAPE = new RegExp(`^${LABEL}$`);
const SUBDOMAIN_SHAPE = new RegExp(`^${SUBDOMAIN}$`);
const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character " +
  `(e.g. 'my-name',  or '123-abc', regex used for validation is '${LABEL}')`;
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character " +
  `(e.g. 'example.com', regex used for validation is '${SUBDOMAIN}')`;
const CONFIG_KEY_RULE =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

export const tooManyCharacters = (most: number): string => `must be no more than ${most} characters`;

export function dnsLabelErrors(name: string): Messages {
  if (name.length <= 63 && LABEL_SHAPE.test(name)) return NONE;
  const errors = name.length > 63 ? [tooManyCharacters(63)] : [];
  return LABEL_SHAPE.test(name) ? errors : [...errors, LABEL_RULE];
}

export function dnsSubdomainErrors(name: string): Messages {
  if (name.length <= 253 && SUBDOMAIN_SHAPE.test(name)) return NONE;
  const errors = name.length > 253 ? [tooManyCharacters(253)] : [];
  return SUBDOMAIN_SHAPE.test(name) ? errors : [...errors, SUBDOMAIN_RULE];
}

/** What may stand in a URL's path: the check that all objects share. */
export function pathSegmentErrors(name: string): Messages {
  if (name === "." || name === "..") return [`may not be '${name}'`];
  return ["/", "%"].filter((sign) => name.includes(sign)).map((sign) => `may not contain '${sign}'`);
}

/** `example.com/thing`, or a label key without a prefix. */
export const qualifiedNameErrors = labelKeyErrors;

export function configKeyErrors(key: string): Messages {
  if (key.length > 253) return [tooManyCharacters(253)];
  if (!/^[-._a-zA-Z0-9]+$/.test(key)) return [CONFIG_KEY_RULE];
  if (key === "." || key === "..") return [`must not be '${key}'`];
  return key.startsWith("..") ? ["must not start with '..'"] : NONE;
}

/** Environment variables may be any printable ASCII but `=` (API-156). */
export function envNameErrors(name: string): Messages {
  if (/^[ -<>-~]+$/.test(name)) return NONE;
  return [
    "a valid environment variable name must consist only of printable ASCII characters other than '=' (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '^[ -<>-~]+$')",
  ];
}

export function portNumberErrors(port: number): Messages {
  return port >= 1 && port <= 65535 ? NONE : [inclusiveRange(1, 65535)];
}

/** IANA service names (API-151). */
export function portNameErrors(name: string): Messages {
  const errors: string[] = [];
  if (name.length > 15) errors.push(tooManyCharacters(15));
  if (!/^[-a-z0-9]+$/.test(name)) errors.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
  if (!/[a-z]/.test(name)) errors.push("must contain at least one letter (a-z)");
  if (name.includes("--")) errors.push("must not contain consecutive hyphens");
  if (name.startsWith("-") || name.endsWith("-")) errors.push("must not begin or end with a hyphen");
  return errors;
}

/** The name that a generated name could become: its dash at the end will be followed by something. */
export function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith("-") ? `${name.slice(0, -2)}a` : name;
}

export function validateLabelKey(key: string, field: string): readonly FieldError[] {
  return labelKeyErrors(key).map((message) => invalidValue(field, key, message));
}

export function validateLabels(labels: Labels, field: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!labels) return errors;
  for (const key of Object.keys(labels).sort()) {
    errors.push(...validateLabelKey(key, field));
    const value = labels[key] ?? "";
    for (const message of labelValueErrors(value)) errors.push(invalidValue(field, value, message));
  }
  return errors;
}

const ANNOTATION_BYTES = 256 * 1024;

export function validateAnnotations(annotations: Labels, field: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!annotations) return errors;
  let bytes = 0;
  for (const key of Object.keys(annotations).sort()) {
    // A real server checks the lower-cased key: upper case may stand in the prefix, too.
    for (const message of labelKeyErrors(key.toLowerCase())) errors.push(invalidValue(field, key, message));
    bytes += key.length + (annotations[key]?.length ?? 0);
  }
  if (bytes > ANNOTATION_BYTES) errors.push(tooLong(field, ANNOTATION_BYTES));
  return errors;
}
