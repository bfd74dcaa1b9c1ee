// The other side of a comparison: the file's own text as it would be if it said what the cluster has. What the file does
// not speak of (status, defaults, what controllers add) is left out, but for what was applied before and is gone from the
// file: Apply would remove that. A text that comes out as it went in says what the cluster has. Pure.

import { type Document, isCollection } from "yaml";
import { isObject, type Json, objectAt, objectOf, readDocuments } from "./json.ts";
import { sameQuantity } from "./quantity.ts";
import { editsTo } from "./rewrite.ts";
import { edited, lineEnd, lineStart, type TextEdit } from "./textedit.ts";

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

export function liveSide(text: string, objects: readonly Json[]): string {
  const byKey = new Map(objects.map((object) => [keyOf(object), object]));
  const edits = readDocuments(text).flatMap((document) => {
    const said = objectOf(document);
    if (said === undefined) return [];
    const object = byKey.get(keyOf(said));
    return object === undefined ? without(text, document) : editsTo(text, document, mapAsFile(said, object, lastApplied(object)));
  });
  return edited(text, edits);
}

function keyOf(object: Json): string {
  const { namespace, name } = objectAt(object, "metadata") ?? {};
  return `${String(object["kind"])}/${String(namespace ?? "default").replace(/^default$/, "")}/${String(name)}`;
}

/** What the file said when it was applied. kubectl adds the namespace and an empty list of annotations to it. */
function lastApplied(object: Json): Json {
  const applied = parsed(objectAt(object, "metadata", "annotations")?.[LAST_APPLIED]);
  if (!isObject(applied)) return {};
  const { namespace: _namespace, annotations, ...metadata } = objectAt(applied, "metadata") ?? {};
  const own = isObject(annotations) && Object.keys(annotations).length > 0 ? { annotations } : {};
  return { ...applied, metadata: { ...metadata, ...own } };
}

/** Anybody may write an annotation: one that is no JSON says nothing. */
function parsed(text: unknown): unknown {
  try {
    return typeof text === "string" ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function without(text: string, { contents }: Document): readonly TextEdit[] {
  if (!isCollection(contents) || !contents.range) return [];
  const [start, end] = contents.range;
  const last = start + text.slice(start, end).trimEnd().length;
  return [{ start: lineStart(text, start), end: Math.min(text.length, lineEnd(text, last) + 1), text: "" }];
}

/** Fields of quantities, which the server writes in a form of its own. */
const OF_QUANTITIES = new Set(["requests", "limits", "hard", "capacity"]);
/** Fields that the server takes and does not give back. */
const NEVER_SHOWN = new Set(["stringData"]);

/** What the cluster has of what the file says or said; undefined for nothing of it. */
function asFile(said: unknown, has: unknown, before: unknown, isQuantity: boolean): unknown {
  if (said === null) return said;
  if (isObject(said)) {
    if (has === undefined) return Object.keys(said).length === 0 ? said : undefined;
    return isObject(has) ? mapAsFile(said, has, before, isQuantity) : has;
  }
  if (Array.isArray(said)) {
    if (has === undefined) return said.length === 0 ? said : undefined;
    return Array.isArray(has) ? listAsFile(said, has, before) : has;
  }
  return isQuantity && sameQuantity(said, has) ? said : has;
}

function mapAsFile(said: Json, has: Json, before: unknown, areQuantities = false): Json {
  const was = isObject(before) ? before : {};
  const found: [string, unknown][] = [];
  for (const key of Object.keys({ ...said, ...was })) {
    const words = Object.hasOwn(said, key) ? said[key] : was[key];
    const value = NEVER_SHOWN.has(key) ? said[key] : asFile(words, has[key], was[key], areQuantities || OF_QUANTITIES.has(key));
    if (value !== undefined) found.push([key, value]);
  }
  return Object.fromEntries(found);
}

/** Lists of named things are compared by name, others by place; admission may add to a list of things. */
function listAsFile(said: readonly unknown[], has: readonly unknown[], before: unknown): readonly unknown[] {
  const was = Array.isArray(before) ? before : [];
  if (said.every(isNamed)) {
    const gone = was.filter((item) => isNamed(item) && named(item, said) === undefined);
    return [...said, ...gone].map((item) => asFile(item, named(item, has), named(item, was), false)).filter((item) => item !== undefined);
  }
  const fits = said.every(isObject) ? said.length <= has.length : said.length === has.length;
  return fits ? said.map((item, i) => asFile(item, has[i], was[i], false)) : has;
}

function isNamed(item: unknown): item is Json {
  return isObject(item) && typeof item["name"] === "string";
}

function named(item: unknown, list: readonly unknown[]): unknown {
  return isNamed(item) ? list.find((one) => isNamed(one) && one["name"] === item["name"]) : undefined;
}
