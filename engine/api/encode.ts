// From objects to the JSON text of a Go server: fields in Go's order, map keys sorted, zero values and nulls written where
// Go writes them. Objects in memory may have been put together by any part, in any order.

import { type Definition, definitionOf, type Field, type Shape } from "./schema.ts";

/** The JSON text of a value of that definition. Fields that the definition does not know are left out. */
export function encodeValue(definition: string, value: unknown): string {
  const out: string[] = [];
  writeStruct(out, definitionOf(definition), value);
  return out.join(""); // once, at the end: a text grown piece by piece would be a tree of all its pieces
}

/** A field with what is written before it, as the first of its structure or as a later one. */
interface Row {
  readonly name: string;
  readonly first: string;
  readonly next: string;
  readonly field: Field;
}

/** Made when a definition is first written. It only saves time: definitions never change. */
const knownRows = new WeakMap<Definition, readonly Row[]>();

function rowsOf(definition: Definition): readonly Row[] {
  let rows = knownRows.get(definition);
  if (rows !== undefined) return rows;
  rows = [...(definition.fields ?? [])].map(([name, field]) => ({ name, first: `{"${name}":`, next: `,"${name}":`, field }));
  knownRows.set(definition, rows);
  return rows;
}

function writeStruct(out: string[], definition: Definition, value: unknown): void {
  if (value === null || value === undefined) return void out.push("null");
  if (!definition.fields) return void out.push(JSON.stringify(value));
  const object = value as Readonly<Record<string, unknown>>; // a structure is an object
  let isFirst = true;
  for (const { name, first, next, field } of rowsOf(definition)) {
    const present = object[name];
    const isUnset = present === undefined || present === null;
    if (field.zero === undefined && (isUnset || (!field.pointer && isEmpty(field, present)))) continue;
    out.push(isFirst ? first : next);
    isFirst = false;
    if (isUnset) writeZero(out, field);
    else writeField(out, field, present);
  }
  out.push(isFirst ? "{}" : "}");
}

/** What Go's omitempty leaves out. */
function isEmpty(field: Field, value: unknown): boolean {
  if (value === "" || value === 0 || value === false) return true;
  if (field.items) return (value as readonly unknown[]).length === 0; // as its field says
  return field.map !== undefined && Object.keys(value as object).length === 0; // as its field says
}

function writeField(out: string[], field: Field, value: unknown): void {
  if (field.items) {
    const items = value as readonly unknown[]; // as its field says
    let before = "[";
    for (const item of items) {
      out.push(before);
      writeShape(out, field.items, item);
      before = ",";
    }
    out.push(items.length === 0 ? "[]" : "]");
  } else if (field.map) writeMap(out, field.map, value as Readonly<Record<string, unknown>>); // as its field says
  else writeShape(out, field, value);
}

function writeMap(out: string[], values: Shape, map: Readonly<Record<string, unknown>>): void {
  const keys = Object.keys(map);
  if (keys.length > 1) keys.sort();
  let before = "{";
  for (const key of keys) {
    out.push(before, JSON.stringify(key), ":");
    writeShape(out, values, map[key]);
    before = ",";
  }
  out.push(keys.length === 0 ? "{}" : "}");
}

function writeShape(out: string[], shape: Shape, value: unknown): void {
  const definition = shape.ref === undefined ? undefined : definitionOf(shape.ref);
  if (definition !== undefined && !definition.scalar) writeStruct(out, definition, value);
  else if (value === true) out.push("true");
  else if (value === false) out.push("false");
  else out.push(JSON.stringify(value ?? null));
}

function writeZero(out: string[], field: Field): void {
  if (field.ref !== undefined && typeof field.zero === "object" && field.zero !== null) writeStruct(out, definitionOf(field.ref), {});
  else out.push(JSON.stringify(field.zero));
}
