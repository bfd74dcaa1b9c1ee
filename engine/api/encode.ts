// From objects to the JSON text of a Go server: fields in Go's order, map keys sorted, zero values and nulls written where
// Go writes them. Objects in memory may have been put together by any part, in any order.

import { type Definition, definitionOf, type Field, type Shape } from "./schema.ts";

/** The JSON text of a value of that definition. Fields that the definition does not know are left out. */
export function encodeValue(definition: string, value: unknown): string {
  return encodeStruct(definitionOf(definition), value);
}

function encodeStruct(definition: Definition, value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (!definition.fields) return JSON.stringify(value);
  const object = value as Readonly<Record<string, unknown>>; // a structure is an object
  let text = "";
  for (const [name, field] of definition.fields) {
    let part: string;
    const present = object[name];
    if (present === undefined || present === null) {
      if (field.zero === undefined) continue;
      part = encodeZero(field);
    } else if (field.zero === undefined && !field.pointer && isEmpty(field, present)) continue;
    else part = encodeField(field, present);
    text += text === "" ? `"${name}":${part}` : `,"${name}":${part}`;
  }
  return `{${text}}`;
}

/** What Go's omitempty leaves out. */
function isEmpty(field: Field, value: unknown): boolean {
  if (value === "" || value === 0 || value === false) return true;
  if (field.items) return (value as readonly unknown[]).length === 0; // as its field says
  return field.map !== undefined && Object.keys(value as object).length === 0; // as its field says
}

function encodeField(field: Field, value: unknown): string {
  if (field.items) {
    const items = value as readonly unknown[]; // as its field says
    let text = "";
    for (const item of items) text += text === "" ? encodeShape(field.items, item) : `,${encodeShape(field.items, item)}`;
    return `[${text}]`;
  }
  if (field.map) return encodeMap(field.map, value as Readonly<Record<string, unknown>>); // as its field says
  return encodeShape(field, value);
}

function encodeMap(values: Shape, map: Readonly<Record<string, unknown>>): string {
  let text = "";
  for (const key of Object.keys(map).sort()) {
    const part = `${JSON.stringify(key)}:${encodeShape(values, map[key])}`;
    text += text === "" ? part : `,${part}`;
  }
  return `{${text}}`;
}

function encodeShape(shape: Shape, value: unknown): string {
  if (shape.ref === undefined) return value === undefined ? "null" : JSON.stringify(value);
  const definition = definitionOf(shape.ref);
  return definition.scalar ? JSON.stringify(value ?? null) : encodeStruct(definition, value);
}

function encodeZero(field: Field): string {
  if (field.ref !== undefined && typeof field.zero === "object" && field.zero !== null) return encodeStruct(definitionOf(field.ref), {});
  return JSON.stringify(field.zero);
}
