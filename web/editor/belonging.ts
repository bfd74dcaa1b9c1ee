// Where an unknown field seems to belong: further out, further in, or under a name that differs by a letter or two. Works on
// lines and indents, so that it needs no text that parses. Pure.

import { nearest } from "./distance.ts";
import { ancestorsOf, documentAround, type KeyLine, keyLineNear, siblingsAbove } from "./keylines.ts";
import type { JsonSchema } from "./schema.ts";
import { kindSchema, mapOf, propertiesOf, propertyOf, resolved } from "./schemalook.ts";

export type Belonging =
  /** One level out of `inside`, or several; `owner` is absent for the top level. */
  | { readonly type: "out"; readonly own: KeyLine; readonly inside: KeyLine; readonly owner: KeyLine | undefined }
  /** Into a field beside it, or into an item of the list that this is. */
  | { readonly type: "in" | "inItem"; readonly own: KeyLine; readonly owner: KeyLine }
  /** A label that stands directly in a selector which has `matchLabels` for it. */
  | { readonly type: "labels"; readonly own: KeyLine; readonly selector: KeyLine }
  | { readonly type: "spelling"; readonly own: KeyLine; readonly name: string };

export function belongingOf(text: string, line: number, field: string, schema: JsonSchema): Belonging | undefined {
  const lines = text.split("\n");
  const own = keyLineNear(lines, line - 1, field);
  if (own === undefined) return undefined;
  const path = ancestorsOf(lines, own);
  const root = rootOf(lines, own.index, schema);
  if (root === undefined) return topSpelling(own);
  const types = path.reduce<readonly (JsonSchema | undefined)[]>(
    (known, { key }) => [...known, propertyOf(schema, known.at(-1), key)],
    [root],
  );
  return (
    furtherOut(schema, types, path, own) ??
    furtherIn(lines, own, schema, types.at(-1)) ??
    spelling(schema, types.at(-1), own) ??
    labelOf(lines, own, schema, types.at(-1), path.at(-1))
  );
}

/** Where no kind is known yet, since its own name or the version's is misspelt. */
function topSpelling(own: KeyLine): Belonging | undefined {
  const name = own.indent === 0 ? nearest(own.key, ["apiVersion", "kind"]) : undefined;
  return name === undefined ? undefined : { type: "spelling", own, name };
}

/** `app: kubia` under the `selector` of a ReplicaSet. */
function labelOf(
  lines: readonly string[],
  own: KeyLine,
  schema: JsonSchema,
  type: JsonSchema | undefined,
  selector: KeyLine | undefined,
): Belonging | undefined {
  if (selector === undefined || propertyOf(schema, type, "matchLabels") === undefined) return undefined;
  return /:\s*[^\s#]/.test(lines[own.index] ?? "") ? { type: "labels", own, selector } : undefined;
}

/** `template` under `selector` belongs to `spec`, one level out. */
function furtherOut(
  schema: JsonSchema,
  types: readonly (JsonSchema | undefined)[],
  path: readonly KeyLine[],
  own: KeyLine,
): Belonging | undefined {
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const inside = path[depth];
    if (inside === undefined || propertyOf(schema, types[depth], own.key) === undefined) continue;
    return { type: "out", own, inside, owner: path[depth - 1] };
  }
  return undefined;
}

/** `name` beside `metadata:` belongs into it; `image` beside `containers:` belongs into an item. */
function furtherIn(lines: readonly string[], own: KeyLine, schema: JsonSchema, type: JsonSchema | undefined): Belonging | undefined {
  for (const owner of siblingsAbove(lines, own)) {
    const value = resolved(schema, propertyOf(schema, type, owner.key));
    const items = resolved(schema, value?.["items"]);
    if (propertiesOf(value)?.[own.key] !== undefined) return { type: "in", own, owner };
    if (propertiesOf(items)?.[own.key] !== undefined) return { type: "inItem", own, owner };
  }
  return undefined;
}

function spelling(schema: JsonSchema, type: JsonSchema | undefined, own: KeyLine): Belonging | undefined {
  const name = nearest(own.key, Object.keys(propertiesOf(mapOf(schema, type)) ?? {}));
  return name === undefined ? undefined : { type: "spelling", own, name };
}

/** The schema of the kind that the document around this line says it is. */
function rootOf(lines: readonly string[], index: number, schema: JsonSchema): JsonSchema | undefined {
  const { start, end } = documentAround(lines, index);
  const document = lines.slice(start, end);
  const top = (key: string): string | undefined =>
    document.map((line) => new RegExp(`^${key}:\\s*["']?([^\\s"'#]+)`).exec(line)?.[1]).find((value) => value !== undefined);
  return kindSchema(schema, top("kind"), top("apiVersion"));
}
