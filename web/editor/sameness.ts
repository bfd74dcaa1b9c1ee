// Whether a file says what the cluster has, and what the cluster has instead. Reads only: `kubectl get -f` gives the
// objects. Pure but for `compareWithCluster`.

import { run, shellWord } from "./apply.ts";
import type { EditorFile } from "./files.ts";
import { isObject, type Json, objectOf, readDocuments } from "./json.ts";
import { liveText } from "./live.ts";
import { liveSide } from "./liveside.ts";

/** `same`: Apply would change nothing. `absent`: nothing of it is there. `unknown`: too long to say, or not readable. */
export type Sameness = "same" | "differs" | "absent" | "unknown";

export interface Comparison {
  readonly sameness: Sameness;
  /** The file's text as the cluster would have it, where they differ; and the text that this was found out for. */
  readonly live: string | undefined;
  readonly of: string;
}

/** Above that a file is judged by its text alone: the page must not hang. */
const MOST_COMPARED = 50_000;

export async function compareWithCluster(file: EditorFile): Promise<Comparison> {
  const { text, name } = file;
  if (file.live !== undefined) return compareTexts(text, await liveText(file.live));
  if (text.length > MOST_COMPARED || readDocuments(text).every((document) => objectOf(document) === undefined)) return unknown(text);
  const { code, stdout } = await run(`kubectl get -f ${shellWord(name)} -o json --ignore-not-found`, { [name]: text });
  return code === 0 ? compare(text, objectsIn(stdout)) : unknown(text);
}

export function compare(text: string, objects: readonly Json[]): Comparison {
  return compareTexts(text, objects.length === 0 ? undefined : liveSide(text, objects));
}

function compareTexts(text: string, live: string | undefined): Comparison {
  if (live === undefined) return { sameness: "absent", live, of: text };
  return live === text ? { sameness: "same", live: undefined, of: text } : { sameness: "differs", live, of: text };
}

export function unknown(text: string): Comparison {
  return { sameness: "unknown", live: undefined, of: text };
}

export function objectsIn(stdout: string): readonly Json[] {
  if (stdout.trim() === "") return [];
  const answer: unknown = JSON.parse(stdout);
  if (!isObject(answer)) return [];
  return answer["kind"] === "List" && Array.isArray(answer["items"]) ? answer["items"].filter(isObject) : [answer];
}
