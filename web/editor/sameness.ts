// Whether a file says what the cluster has. Reads only: `kubectl get -f` gives the objects, and each document must be part
// of its object, as kubectl's three-way merge would find it. Pure but for `compareWithCluster`.

import { parseAllDocuments } from "yaml";
import { run, shellWord } from "./apply.ts";
import type { EditorFile } from "./files.ts";
import { liveText } from "./live.ts";

/** `same`: Apply would change nothing. `absent`: nothing of it is there. `unknown`: too long to say, or not readable. */
export type Sameness = "same" | "differs" | "absent" | "unknown";

/** Above that a file is judged by its text alone: the page must not hang. */
const MOST_COMPARED = 50_000;
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

export async function compareWithCluster(file: EditorFile): Promise<Sameness> {
  if (file.live !== undefined) return compareLive(file, await liveText(file.live));
  if (file.text.length > MOST_COMPARED || file.text.trim() === "") return "unknown";
  const documents = documentsOf(file.text);
  if (documents === undefined || documents.length === 0) return "unknown";
  const { code, stdout } = await run(`kubectl get -f ${shellWord(file.name)} -o json --ignore-not-found`, { [file.name]: file.text });
  return code === 0 ? compare(documents, objectsIn(stdout)) : "unknown";
}

function compareLive(file: EditorFile, now: string | undefined): Sameness {
  if (now === undefined) return "absent";
  return now === file.text ? "same" : "differs";
}

type Json = { readonly [key: string]: unknown };

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function documentsOf(text: string): readonly Json[] | undefined {
  const parsed = parseAllDocuments(text, { logLevel: "silent", prettyErrors: false });
  if (!Array.isArray(parsed) || parsed.some((document) => document.errors.length > 0)) return undefined;
  try {
    return parsed.map((document): unknown => document.toJS({ maxAliasCount: 50 })).filter(isObject);
  } catch {
    // More aliases than a manifest has: not worth expanding.
    return undefined;
  }
}

function objectsIn(stdout: string): readonly Json[] {
  if (stdout.trim() === "") return [];
  const answer: unknown = JSON.parse(stdout);
  if (!isObject(answer)) return [];
  return answer["kind"] === "List" && Array.isArray(answer["items"]) ? answer["items"].filter(isObject) : [answer];
}

export function compare(documents: readonly Json[], objects: readonly Json[]): Sameness {
  if (objects.length === 0) return "absent";
  const byKey = new Map(objects.map((object) => [keyOf(object), object]));
  const all = documents.every((document) => {
    const object = byKey.get(keyOf(document));
    return object !== undefined && isPartOf(document, object) && keepsAllApplied(document, object);
  });
  return all ? "same" : "differs";
}

function keyOf(object: Json): string {
  const metadata = isObject(object["metadata"]) ? object["metadata"] : {};
  return `${String(object["kind"])}/${String(metadata["namespace"] ?? "default").replace(/^default$/, "")}/${String(metadata["name"])}`;
}

/** What was applied before and is no longer in the file would be removed by Apply. */
function keepsAllApplied(document: Json, object: Json): boolean {
  const metadata = isObject(object["metadata"]) ? object["metadata"] : {};
  const annotations = isObject(metadata["annotations"]) ? metadata["annotations"] : {};
  const text = annotations[LAST_APPLIED];
  if (typeof text !== "string") return true;
  const applied: unknown = JSON.parse(text);
  if (!isObject(applied)) return true;
  // kubectl adds the namespace and an empty list of annotations to what it remembers.
  const { namespace: _namespace, annotations: own, ...rest } = isObject(applied["metadata"]) ? applied["metadata"] : {};
  const isEmpty = isObject(own) && Object.keys(own).length === 0;
  return isPartOf({ ...applied, metadata: isEmpty || own === undefined ? rest : { ...rest, annotations: own } }, document);
}

/** The server writes quantities in a form of its own. */
const QUANTITIES = new Set(["requests", "limits", "hard", "capacity"]);

export function isPartOf(part: unknown, whole: unknown): boolean {
  if (part === null || part === undefined) return true;
  if (Array.isArray(part)) return Array.isArray(whole) && part.every((item, i) => isPartOf(item, counterpart(item, i, whole)));
  if (isObject(part)) {
    if (whole === undefined && Object.keys(part).length === 0) return true;
    return isObject(whole) && Object.entries(part).every(([key, value]) => QUANTITIES.has(key) || isPartOf(value, whole[key]));
  }
  return part === whole;
}

/** Lists of named things are compared by name, others by place. */
function counterpart(item: unknown, index: number, whole: readonly unknown[]): unknown {
  if (!isObject(item) || typeof item["name"] !== "string") return whole[index];
  return whole.find((one) => isObject(one) && one["name"] === item["name"]);
}
