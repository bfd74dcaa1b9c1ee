// What Tab offers: verbs, kinds, names of things that are there, flags, files. Pure.

import { wordsOf } from "./shell.ts";

/** What is there to be named. */
export interface Names {
  /** By the kind's full lower-case plural: `pods`. */
  readonly byKind: Readonly<Record<string, readonly string[]>>;
  readonly files: readonly string[];
}

export interface Completion {
  /** The line up to here stays. */
  readonly from: number;
  readonly candidates: readonly string[];
}

const VERBS: Readonly<Record<string, readonly string[]>> = {
  annotate: [],
  "api-resources": [],
  "api-versions": [],
  apply: ["-f", "--dry-run=server", "--server-side"],
  autoscale: ["--min=", "--max="],
  cordon: [],
  create: ["-f", "configmap", "deployment", "job", "namespace", "secret", "service"],
  delete: ["-f", "-l", "--all", "--cascade=orphan", "--force", "--grace-period="],
  describe: ["-l"],
  drain: ["--ignore-daemonsets", "--delete-emptydir-data", "--force"],
  edit: [],
  events: ["--for", "--watch"],
  exec: ["-it", "-c", "--"],
  explain: [],
  expose: ["--port=", "--name="],
  get: ["-o", "wide", "-w", "--watch", "-l", "-A", "--show-labels", "--sort-by="],
  label: ["--overwrite", "-l", "--all"],
  logs: ["-f", "--previous", "--tail=", "-c"],
  patch: ["-p", "--type=merge"],
  replace: ["-f", "--force"],
  rollout: ["status", "history", "undo", "restart", "pause", "resume"],
  run: ["--image=", "--labels="],
  scale: ["--replicas="],
  set: ["image", "env", "resources"],
  taint: [],
  uncordon: [],
  version: [],
  wait: ["--for=", "--timeout="],
};

/** Plurals, with their singular and short names. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  pods: ["pod", "po"],
  nodes: ["node", "no"],
  replicationcontrollers: ["replicationcontroller", "rc"],
  replicasets: ["replicaset", "rs"],
  daemonsets: ["daemonset", "ds"],
  deployments: ["deployment", "deploy"],
  statefulsets: ["statefulset", "sts"],
  jobs: ["job"],
  cronjobs: ["cronjob", "cj"],
  services: ["service", "svc"],
  configmaps: ["configmap", "cm"],
  events: ["event", "ev"],
  namespaces: ["namespace", "ns"],
  images: ["image"],
  faults: ["fault"],
};
/** Verbs whose argument is a name without a kind. */
const WITHOUT_KIND: Readonly<Record<string, string>> = { cordon: "nodes", uncordon: "nodes", drain: "nodes", logs: "pods", exec: "pods" };
const KINDLESS = new Set(["apply", "create", "replace", "run", "version", "api-resources", "api-versions", "events"]);
const VALUES: Readonly<Record<string, readonly string[]>> = { "-o": ["wide", "yaml", "json", "name", "jsonpath="] };

export function complete(line: string, names: Names): Completion {
  const words = wordsOf(line).map(({ text }) => text);
  const isNew = line === "" || /\s$/.test(line);
  const typed = isNew ? "" : (words.at(-1) ?? "");
  const done = isNew ? words : words.slice(0, -1);
  const from = line.length - (isNew ? 0 : rawLength(line));
  return { from, candidates: unique(optionsAt(done, typed, names)).filter((candidate) => candidate.startsWith(typed)) };
}

function rawLength(line: string): number {
  return line.length - (wordsOf(line).at(-1)?.at ?? line.length);
}

function optionsAt(done: readonly string[], typed: string, names: Names): readonly string[] {
  const [program, verb, ...args] = done;
  if (program === undefined) return ["kubectl", "k", "help", "clear", "ls", "cat", "echo"];
  if (program === "cat") return names.files;
  if (program !== "kubectl" && program !== "k") return [];
  const previous = done.at(-1) ?? "";
  if (previous === "-f" || previous === "--filename") return names.files;
  if (VALUES[previous] !== undefined) return VALUES[previous];
  if (verb === undefined) return Object.keys(VERBS);
  const own = VERBS[verb] ?? [];
  if (typed.startsWith("-")) return own.filter((flag) => flag.startsWith("-"));
  return argumentsOf(
    verb,
    args.filter((arg) => !arg.startsWith("-")),
    typed,
    own,
    names,
  );
}

function argumentsOf(verb: string, args: readonly string[], typed: string, own: readonly string[], names: Names): readonly string[] {
  const nouns = own.filter((word) => !word.startsWith("-") && word !== "wide");
  if (nouns.length > 0 && args.length === 0) return nouns;
  if (KINDLESS.has(verb)) return [];
  const rest = nouns.length > 0 ? args.slice(1) : args;
  const implied = WITHOUT_KIND[verb];
  if (implied !== undefined) return rest.length === 0 ? (names.byKind[implied] ?? []) : [];
  const slash = typed.indexOf("/");
  if (slash > 0) return namesOf(typed.slice(0, slash), names).map((name) => `${typed.slice(0, slash)}/${name}`);
  if (rest.length === 0) return kindsFor(typed);
  return namesOf(rest[0] ?? "", names);
}

/** A short name is complete as it is. */
function kindsFor(typed: string): readonly string[] {
  return Object.values(KINDS).some((others) => others.includes(typed)) ? [typed] : Object.keys(KINDS);
}

function namesOf(kind: string, names: Names): readonly string[] {
  const full = KINDS[kind] !== undefined ? kind : Object.keys(KINDS).find((one) => KINDS[one]?.includes(kind));
  return names.byKind[full ?? ""] ?? [];
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}

/** As far as all candidates agree. */
export function commonBeginning(candidates: readonly string[]): string {
  const [first = "", ...others] = candidates;
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length);
}
