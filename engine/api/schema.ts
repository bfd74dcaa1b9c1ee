// The structure of the API as data: which fields a kind has, in Go's order, their types, list keys, and what a Go server
// writes for a field that is unset. Read from schema/types.json; the kinds of sim.podyard.dev are described in simschema.ts.
// `schema/pointers.json` names the optional fields that Go holds by pointer: they keep a zero that was given.

import pointers from "./schema/pointers.json" with { type: "json" };
import types from "./schema/types.json" with { type: "json" };
import { SIM_TYPES } from "./simschema.ts";

/** The type of a value: one of `type` and `ref`, or neither for any value. */
export interface Shape {
  readonly type?: "string" | "integer" | "number" | "boolean";
  readonly ref?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
}

export interface Field extends Shape {
  readonly items?: Shape;
  readonly map?: Shape;
  readonly required?: boolean;
  readonly default?: unknown;
  /** What Go writes when the field is unset; absent when it writes nothing. */
  readonly zero?: unknown;
  readonly listType?: string;
  readonly listMapKeys?: readonly string[];
  readonly mapType?: string;
  readonly patchStrategy?: string;
  readonly patchMergeKey?: string;
  readonly deprecated?: boolean;
  /** Held by pointer: `false`, `0` and `""` are kept when given. */
  readonly pointer?: boolean;
  /** Only the kinds of the simulation have one. */
  readonly description?: string;
}

export interface Definition {
  readonly name: string;
  /** By JSON name, in the order of a Go server's JSON; undefined for scalars and free-form values. */
  readonly fields?: ReadonlyMap<string, Field>;
  readonly scalar?: "Time" | "MicroTime" | "Quantity" | "IntOrString";
  readonly gvk?: readonly [string, string, string];
  readonly mapType?: string;
}

/** A definition as it is written in the data. */
export interface RawDefinition {
  readonly fields?: Readonly<Record<string, Field>>;
  readonly type?: string | readonly string[];
  readonly freeForm?: boolean;
  readonly gvk?: readonly string[];
  readonly mapType?: string;
  readonly description?: string;
}

const SCALARS: Readonly<Record<string, Definition["scalar"]>> = {
  "io.k8s.apimachinery.pkg.apis.meta.v1.Time": "Time",
  "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": "MicroTime",
  "io.k8s.apimachinery.pkg.api.resource.Quantity": "Quantity",
  "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "IntOrString",
};

// The inferred types of two large JSON files say less than these.
const RAW = { ...(types as unknown as Record<string, RawDefinition>), ...SIM_TYPES };
const POINTERS = pointers as unknown as Readonly<Record<string, readonly string[]>>;

const DEFINITIONS: ReadonlyMap<string, Definition> = new Map(Object.entries(RAW).map(([name, raw]) => [name, compile(name, raw)]));

function compile(name: string, raw: RawDefinition): Definition {
  const held = POINTERS[name] ?? [];
  const fields =
    raw.fields &&
    Object.entries(raw.fields).map(([key, field]): [string, Field] => [key, held.includes(key) ? { ...field, pointer: true } : field]);
  const scalar = SCALARS[name];
  return {
    name,
    ...(fields ? { fields: new Map(fields) } : {}),
    ...(scalar ? { scalar } : {}),
    ...(raw.gvk ? { gvk: [raw.gvk[0] ?? "", raw.gvk[1] ?? "", raw.gvk[2] ?? ""] as const } : {}),
    ...(raw.mapType ? { mapType: raw.mapType } : {}),
  };
}

/** The definition of that name; a missing one is a fault of the data. */
export function definitionOf(name: string): Definition {
  const definition = DEFINITIONS.get(name);
  if (!definition) throw new Error(`no definition ${name}`);
  return definition;
}

export function hasDefinition(name: string): boolean {
  return DEFINITIONS.has(name);
}

/** The structure behind a field: its own, or that of its elements. */
export function childDefinition(field: Field): Definition | undefined {
  const ref = field.ref ?? field.items?.ref ?? field.map?.ref;
  return ref === undefined ? undefined : DEFINITIONS.get(ref);
}

/** The last part of a definition's name: `PodSpec`. */
export function shortName(definition: string): string {
  return definition.slice(definition.lastIndexOf(".") + 1);
}

/** All definitions reachable from these, themselves included, by name. */
export function reachableDefinitions(roots: readonly string[]): ReadonlyMap<string, RawDefinition> {
  const found = new Map<string, RawDefinition>();
  const queue = [...roots];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const raw = RAW[name];
    if (!raw || found.has(name)) continue;
    found.set(name, raw);
    for (const field of Object.values(raw.fields ?? {})) {
      for (const shape of [field, field.items, field.map]) if (shape?.ref) queue.push(shape.ref);
    }
  }
  return found;
}
