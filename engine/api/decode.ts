// From JSON or YAML values to objects as the server keeps them: Go's field order, no unknown fields, zero values filled in,
// quantities and times in canonical form; and Go's complaints about what does not fit (API-33, API-176 to API-179).
// Stands for the JSON serializer of apimachinery. Defaults of the API are not its business.

import type { Duplicates } from "./jsontext.ts";
import { isPlainObject } from "./jsontext.ts";
import { canonicalQuantity, quantityError } from "./quantity.ts";
import { type Definition, definitionOf, type Field, type Shape, shortName } from "./schema.ts";
import { formatMicroTime, formatTime, isTime, parseTime } from "./time.ts";

export interface Decoded {
  readonly object: Readonly<Record<string, unknown>>;
  /** Unknown and duplicate fields, in document order: `unknown field "spec.foo"`. */
  readonly strictErrors: readonly string[];
}

/** A value whose type does not fit; the message is Go's. */
export class DecodeError extends Error {}

const NO_DUPLICATES: Duplicates = new Map();

/** Reads a value as a definition says. Throws a `DecodeError` for the first value of a wrong type. */
export function decodeValue(definition: string, value: unknown, duplicates: Duplicates = NO_DUPLICATES): Decoded {
  const decoder = new Decoder(duplicates);
  const object = decoder.struct(definitionOf(definition), value, "", { owner: "", path: "" });
  if (decoder.error !== undefined) throw new DecodeError(decoder.error);
  return { object, strictErrors: decoder.strictErrors };
}

/** Where a value stands in Go's view: the structure that holds the field, and the path of names without indexes. */
interface Place {
  readonly owner: string;
  readonly path: string;
}

class Decoder {
  readonly strictErrors: string[] = [];
  error: string | undefined;
  readonly #duplicates: Duplicates;

  constructor(duplicates: Duplicates) {
    this.#duplicates = duplicates;
  }

  struct(definition: Definition, value: unknown, path: string, place: Place): Readonly<Record<string, unknown>> {
    if (!isPlainObject(value)) {
      this.#mismatch(value, place, `v1.${shortName(definition.name)}`);
      return {};
    }
    const given = new Map<string, unknown>();
    for (const key in value) {
      const at = path === "" ? key : `${path}.${key}`;
      const field = definition.fields?.get(key);
      if (!field) this.#strict("unknown", at);
      else if (value[key] !== null && value[key] !== undefined) {
        const inside = { owner: shortName(definition.name), path: place.path === "" ? key : `${place.path}.${key}` };
        given.set(key, this.#field(field, value[key], at, inside));
      }
    }
    this.#reportDuplicates(value, path);
    return assembled(definition, given);
  }

  #field(field: Field, value: unknown, path: string, place: Place): unknown {
    if (field.items) return this.#list(field.items, value, path, place);
    if (field.map) return this.#map(field.map, value, path, place);
    return this.#shape(field, value, path, place);
  }

  #list(items: Shape, value: unknown, path: string, place: Place): unknown {
    if (!Array.isArray(value)) return this.#mismatch(value, place, `[]${goType(items)}`);
    return value.map((item: unknown, i) => (item === null ? zeroOf(items) : this.#shape(items, item, `${path}[${i}]`, place)));
  }

  #map(values: Shape, value: unknown, path: string, place: Place): unknown {
    if (!isPlainObject(value)) return this.#mismatch(value, place, goMapType(values));
    const map: Record<string, unknown> = {};
    for (const key in value) if (value[key] !== null) map[key] = this.#shape(values, value[key], `${path}.${key}`, place);
    this.#reportDuplicates(value, path);
    return map;
  }

  #shape(shape: Shape, value: unknown, path: string, place: Place): unknown {
    if (shape.ref !== undefined) {
      const definition = definitionOf(shape.ref);
      if (definition.scalar) return this.#scalar(definition.scalar, value);
      return definition.fields ? this.struct(definition, value, path, place) : value;
    }
    switch (shape.type) {
      case "string":
        return shape.format === "byte"
          ? this.#bytes(value, place)
          : typeof value === "string"
            ? value
            : this.#mismatch(value, place, "string");
      case "boolean":
        return typeof value === "boolean" ? value : this.#mismatch(value, place, "bool");
      case "integer":
        return this.#integer(value, place, shape.format === "int32" ? "int32" : "int64");
      case "number":
        return typeof value === "number" ? value : this.#mismatch(value, place, "float64");
      default:
        return value;
    }
  }

  #integer(value: unknown, place: Place, type: "int32" | "int64"): unknown {
    if (typeof value !== "number") return this.#mismatch(value, place, type);
    const limit = type === "int32" ? 2 ** 31 : 2 ** 63;
    if (Number.isInteger(value) && value >= -limit && value < limit) return value;
    return this.#mismatch(value, place, type, `number ${value}`);
  }

  #bytes(value: unknown, place: Place): unknown {
    if (typeof value !== "string") return this.#mismatch(value, place, "[]uint8");
    const bad = value.search(/[^A-Za-z0-9+/=\r\n]/);
    const isWhole = value.replace(/[\r\n]/g, "").length % 4 === 0;
    if (bad >= 0 || !isWhole) this.#fail(`illegal base64 data at input byte ${bad >= 0 ? bad : value.length - (value.length % 4)}`);
    return value;
  }

  #scalar(scalar: NonNullable<Definition["scalar"]>, value: unknown): unknown {
    switch (scalar) {
      case "Quantity": {
        if (typeof value !== "string" && typeof value !== "number") return this.#fail(QUANTITY_TYPE_ERROR);
        const why = quantityError(String(value).trim());
        return why === undefined ? canonicalQuantity(String(value).trim()) : this.#fail(why);
      }
      case "IntOrString":
        if (typeof value === "string" || (typeof value === "number" && Number.isInteger(value))) return value;
        return this.#fail(
          `json: cannot unmarshal ${goKind(value)}${typeof value === "number" ? ` ${value}` : ""} into Go value of type int32`,
        );
      case "Time":
      case "MicroTime":
        return this.#time(scalar, value);
    }
  }

  #time(scalar: "Time" | "MicroTime", value: unknown): unknown {
    if (typeof value !== "string") return this.#fail(`json: cannot unmarshal ${goKind(value)} into Go value of type string`);
    const layout = scalar === "Time" ? "2006-01-02T15:04:05Z07:00" : "2006-01-02T15:04:05.000000Z07:00";
    if (!isTime(value)) return this.#fail(`parsing time "${value}" as "${layout}": cannot parse "${value}" as "2006"`);
    return scalar === "Time" ? formatTime(parseTime(value)) : microTime(value);
  }

  #reportDuplicates(object: object, path: string): void {
    for (const key of this.#duplicates.get(object) ?? []) this.#strict("duplicate", path === "" ? key : `${path}.${key}`);
  }

  #strict(kind: "unknown" | "duplicate", path: string): void {
    this.strictErrors.push(`${kind} field ${JSON.stringify(path)}`);
  }

  #mismatch(value: unknown, place: Place, type: string, what = goKind(value)): undefined {
    const where = place.path === "" ? `value of type ${type}` : `struct field ${place.owner}.${place.path} of type ${type}`;
    return this.#fail(`json: cannot unmarshal ${what} into Go ${where}`);
  }

  /** Go goes on after a value of a wrong type, and reports the first. */
  #fail(message: string): undefined {
    this.error ??= message;
    return undefined;
  }
}

const QUANTITY_TYPE_ERROR = quantityError("") ?? "";

/** Fields in Go's order; what Go would not write is left out, and what it would write is filled in. */
function assembled(definition: Definition, given: ReadonlyMap<string, unknown>): Readonly<Record<string, unknown>> {
  const object: Record<string, unknown> = {};
  for (const [name, field] of definition.fields ?? []) {
    const value = given.get(name);
    if (value !== undefined && (field.zero !== undefined || field.pointer || !isEmpty(field, value))) object[name] = value;
    else if (field.zero !== undefined && value === undefined) {
      const zero = fieldZero(field);
      if (zero !== undefined) object[name] = zero;
    }
  }
  return object;
}

function isEmpty(field: Field, value: unknown): boolean {
  if (value === "" || value === 0 || value === false) return true;
  if (field.items) return (value as readonly unknown[]).length === 0; // a decoded list
  return field.map !== undefined && Object.keys(value as object).length === 0; // a decoded map
}

/** What an unset field holds in memory: nothing for what Go writes as null, except lists that always have to be there. */
function fieldZero(field: Field): unknown {
  if (field.zero === null) return field.items && field.required ? [] : undefined;
  return field.ref !== undefined && typeof field.zero === "object" ? emptyStruct(field.ref) : field.zero;
}

/** A structure of which nothing is given. */
export function emptyStruct(definition: string): Readonly<Record<string, unknown>> {
  return assembled(definitionOf(definition), new Map());
}

function zeroOf(shape: Shape): unknown {
  if (shape.ref !== undefined) {
    const definition = definitionOf(shape.ref);
    if (definition.scalar) return definition.scalar === "Quantity" ? "0" : undefined;
    return definition.fields ? emptyStruct(shape.ref) : undefined;
  }
  return shape.type === "string" ? "" : shape.type === "boolean" ? false : 0;
}

function goKind(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}

function goType(shape: Shape): string {
  if (shape.ref !== undefined) return `${shape.ref.endsWith(".Quantity") ? "resource" : "v1"}.${shortName(shape.ref)}`;
  if (shape.format === "byte") return "[]uint8";
  return shape.type === "integer" ? (shape.format ?? "int64") : shape.type === "boolean" ? "bool" : (shape.type ?? "interface {}");
}

function goMapType(values: Shape): string {
  // The one named map type that a learner meets.
  return values.ref?.endsWith(".Quantity") ? "v1.ResourceList" : `map[string]${goType(values)}`;
}

function microTime(text: string): string {
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? "";
  return `${formatMicroTime(parseTime(text)).slice(0, 20)}${fraction.slice(0, 6).padEnd(6, "0")}Z`;
}
