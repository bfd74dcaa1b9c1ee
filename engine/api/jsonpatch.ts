// JSON patches (RFC 6902, API-83). Documents are not changed: each operation copies the path that it touches.

import { deepEqual } from "./equal.ts";
import { isPlainObject } from "./jsontext.ts";

/** An operation that cannot be carried out: a missing path, a failing test. */
export class JsonPatchError extends Error {}

export interface JsonPatchOperation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

export function applyJsonPatch(document: unknown, operations: readonly JsonPatchOperation[]): unknown {
  return operations.reduce(applyOperation, document);
}

function applyOperation(document: unknown, operation: JsonPatchOperation): unknown {
  const path = pointerOf(operation.path);
  switch (operation.op) {
    case "add":
      return change(document, path, "add", operation.value);
    case "replace":
      return change(document, path, "replace", operation.value);
    case "remove":
      return change(document, path, "remove");
    case "copy":
      return change(document, path, "add", valueAt(document, pointerOf(operation.from)));
    case "move": {
      const from = pointerOf(operation.from);
      return change(change(document, from, "remove"), path, "add", valueAt(document, from));
    }
    case "test":
      if (!deepEqual(testedValue(document, path), operation.value ?? null))
        throw new JsonPatchError(`testing value ${operation.path} failed`);
      return document;
    default:
      throw new JsonPatchError(`unexpected kind: ${operation.op}`);
  }
}

function pointerOf(text: string | undefined): readonly string[] {
  if (text === undefined || (text !== "" && !text.startsWith("/"))) throw new JsonPatchError(`invalid path ${text ?? ""}`);
  return text
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function valueAt(document: unknown, path: readonly string[]): unknown {
  let value = document;
  for (const part of path) value = childOf(value, part);
  return value;
}

/** A test of a missing key of an existing object compares with null, as the server's library does. */
function testedValue(document: unknown, path: readonly string[]): unknown {
  const parent = valueAt(document, path.slice(0, -1));
  const last = path.at(-1);
  if (last === undefined) return document;
  return isPlainObject(parent) && !Object.hasOwn(parent, last) ? null : childOf(parent, last);
}

function childOf(value: unknown, part: string): unknown {
  if (Array.isArray(value)) return value[indexOf(value, part, value.length - 1)];
  if (isPlainObject(value) && Object.hasOwn(value, part)) return value[part];
  throw new JsonPatchError(`missing path ${part}`);
}

function change(document: unknown, path: readonly string[], how: "add" | "replace" | "remove", value?: unknown): unknown {
  const [part, ...rest] = path;
  if (part === undefined) return how === "remove" ? null : value;
  if (rest.length > 0) return withChild(document, part, change(childOf(document, part), rest, how, value));
  if (how !== "add") childOf(document, part);
  if (Array.isArray(document)) {
    const at = indexOf(document, part, how === "add" ? document.length : document.length - 1);
    return how === "remove" ? document.toSpliced(at, 1) : document.toSpliced(at, how === "add" ? 0 : 1, value);
  }
  if (!isPlainObject(document)) throw new JsonPatchError(`missing path ${part}`);
  if (how !== "remove") return withChild(document, part, value);
  const { [part]: _removed, ...kept } = document;
  return kept;
}

function withChild(parent: unknown, part: string, child: unknown): unknown {
  if (Array.isArray(parent)) return parent.with(indexOf(parent, part, parent.length - 1), child);
  return { ...(parent as object), [part]: child }; // only objects and lists have children
}

function indexOf(list: readonly unknown[], part: string, highest: number): number {
  if (part === "-" && highest === list.length) return list.length;
  if (!/^(0|[1-9]\d*)$/.test(part) || Number(part) > highest) throw new JsonPatchError(`invalid index ${part}`);
  return Number(part);
}
