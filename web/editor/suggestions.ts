// What the cluster has that could stand at the caret: labels with their values, and names of things. Pure.

import type { Caret } from "./caret.ts";
import { type Labels, selectsByMap } from "./selector.ts";

/** What is known of the cluster. */
export interface Known {
  readonly podLabels: readonly Labels[];
  readonly nodeLabels: readonly Labels[];
  readonly nodes: readonly string[];
  /** `key=value:effect`. */
  readonly taints: readonly string[];
  readonly controllers: readonly { readonly kind: string; readonly name: string; readonly uid: string }[];
  readonly images: readonly { readonly name: string; readonly word: string }[];
}

/** Resources whose names have to be asked for. */
export type Listed = "configmaps" | "secrets" | "namespaces" | "serviceaccounts" | "priorityclasses";

export interface Suggestion {
  readonly label: string;
  readonly insert: string;
  readonly detail?: string | undefined;
}

/** A list of suggestions, or whose names to ask for. */
export function suggestionsAt(caret: Caret, known: Known): readonly Suggestion[] | Listed {
  const { path, inValue } = caret;
  const [last = "", parent = ""] = [path.at(-1), path.at(-2)];
  const map = inValue ? parent : last;
  if (holdsLabels(caret, map, inValue ? path.length - 2 : path.length - 1)) {
    const labels = labelsFor(caret, known);
    return inValue ? values(labels, last) : pairs(labels);
  }
  if (!inValue) return [];
  if (path.includes("matchExpressions")) {
    if (last === "key") return keys(labelsFor(caret, known));
    if (last === "values") return values(labelsFor(caret, known), caret.beside.get("key") ?? "");
  }
  if (parent === "tolerations" && last === "key") return plain(known.taints.map((taint) => taint.split(/[=:]/)[0] ?? ""));
  if (parent === "ownerReferences") return owners(caret, known, last);
  return namesFor(caret, known, last, parent);
}

function namesFor({ path }: Caret, known: Known, last: string, parent: string): readonly Suggestion[] | Listed {
  switch (last) {
    case "nodeName":
      return plain(known.nodes);
    case "topologyKey":
      return keys(known.nodeLabels);
    case "image":
      return path.includes("spec") ? known.images.map(({ name, word }) => ({ label: name, insert: name, detail: word })) : [];
    case "secretName":
      return "secrets";
    case "serviceAccountName":
      return "serviceaccounts";
    case "priorityClassName":
      return "priorityclasses";
    case "namespace":
      return parent === "metadata" ? "namespaces" : [];
    case "name":
      return /^configMap(KeyRef|Ref)?$/.test(parent) ? "configmaps" : /^secret(KeyRef|Ref)?$/.test(parent) ? "secrets" : [];
    default:
      return [];
  }
}

/** A Service's and a ReplicationController's selector is a map of labels itself. */
function holdsLabels({ kind, path }: Caret, map: string, depth: number): boolean {
  if (map === "matchLabels" || map === "nodeSelector") return true;
  if (map === "labels") return path[depth - 1] === "metadata";
  return map === "selector" && depth === 1 && selectsByMap(kind);
}

function labelsFor({ kind, path }: Caret, known: Known): readonly Labels[] {
  const ofNodes = path.includes("nodeSelector") || path.includes("nodeAffinity") || path.includes("nodes");
  return ofNodes || (kind === "Node" && path[0] === "metadata") ? known.nodeLabels : known.podLabels;
}

function pairs(labels: readonly Labels[]): readonly Suggestion[] {
  const found = new Map<string, number>();
  for (const one of labels)
    for (const [key, value] of Object.entries(one)) {
      const pair = `${key}: ${quoted(value)}`;
      found.set(pair, (found.get(pair) ?? 0) + 1);
    }
  return [...found].toSorted(([, a], [, b]) => b - a).map(([pair, count]) => ({ label: pair, insert: pair, detail: `× ${count}` }));
}

function values(labels: readonly Labels[], key: string): readonly Suggestion[] {
  return plain(labels.flatMap((one) => one[key] ?? []).map(quoted));
}

function keys(labels: readonly Labels[]): readonly Suggestion[] {
  return plain(labels.flatMap((one) => Object.keys(one)));
}

function owners({ beside }: Caret, { controllers }: Known, field: string): readonly Suggestion[] {
  const kind = beside.get("kind");
  const fitting = controllers.filter((one) => kind === undefined || one.kind === kind);
  if (field === "kind") return plain(controllers.map((one) => one.kind));
  if (field === "name") return fitting.map(({ name, kind: of }) => ({ label: name, insert: name, detail: of }));
  return field === "uid" ? fitting.map(({ uid, name }) => ({ label: uid, insert: uid, detail: name })) : [];
}

function plain(words: readonly string[]): readonly Suggestion[] {
  return [...new Set(words)].filter((word) => word !== "").map((word) => ({ label: word, insert: word }));
}

/** A label's value is a text, also when it looks like a number or a yes. */
function quoted(value: string): string {
  return value === "" || /^(true|false|yes|no|on|off|null|~|[\d.+-].*)$/i.test(value) ? JSON.stringify(value) : value;
}
