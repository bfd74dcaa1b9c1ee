// Puts a text's indents, dashes and spaces in order: comments, blank lines, quotes and the order of fields stay. Pure.

import { type Document, parseAllDocuments } from "yaml";
import { sameJson } from "./json.ts";

/** Undefined for a text that does not parse: nothing of it is touched. */
export function formatted(text: string): string | undefined {
  const documents = read(text);
  if (documents === undefined) return undefined;
  const printed = documents.map((document) => document.toString({ indentSeq: false, lineWidth: 0, flowCollectionPadding: true })).join("");
  const again = read(printed);
  // What would come to say something else is better left as it is.
  const isSame = again?.length === documents.length && again.every((document, i) => sameJson(document.toJS(), documents[i]?.toJS()));
  return isSame ? printed : text;
}

function read(text: string): readonly Document[] | undefined {
  const documents = parseAllDocuments(text, { logLevel: "silent", prettyErrors: false, uniqueKeys: false });
  return Array.isArray(documents) && documents.every(({ errors }) => errors.length === 0) ? documents : undefined;
}
