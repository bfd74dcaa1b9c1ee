// Where a key stands in a document's text. Pure.

import { type Document, isMap, isScalar, isSeq } from "yaml";

type Path = readonly (string | number)[];

/** The offset of the last key or item of the path that the text has. */
export function nearestOffset(document: Document, path: Path): number {
  return walk(document, path).offset;
}

/** Undefined when the text does not have the whole path. */
export function offsetOf(document: Document, path: Path): number | undefined {
  const { offset, whole } = walk(document, path);
  return whole ? offset : undefined;
}

function walk(document: Document, path: Path): { readonly offset: number; readonly whole: boolean } {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? 0;
  for (const step of path) {
    if (typeof step === "number") {
      const item = isSeq(node) ? node.items[step] : undefined;
      if (item === undefined) return { offset, whole: false };
      node = item;
      continue;
    }
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === step) : undefined;
    if (pair === undefined) return { offset, whole: false };
    offset = (isScalar(pair.key) ? pair.key.range?.[0] : undefined) ?? offset;
    node = pair.value;
  }
  return { offset, whole: true };
}
