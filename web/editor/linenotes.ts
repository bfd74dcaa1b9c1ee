// What the cluster has to say about a line of a manifest, while one reads it: how many pods a selector selects, how many a
// controller owns, what a probe was answered. Pure: from the text and the rows of the scene.

import type { Document } from "yaml";
import { matches } from "../graph/matches.ts";
import type { TextKey } from "../i18n/setup.ts";
import type { Scene } from "../store/scene.ts";
import type { PodRow } from "../worker/rows.ts";
import { isObject, type Json, objectAt, objectOf, readDocuments } from "./json.ts";
import { offsetOf } from "./keyoffset.ts";
import { requirementsIn, TEMPLATE_LABELS, templateLabels } from "./selector.ts";

export interface LineNote {
  /** From 1. */
  readonly line: number;
  readonly text: TextKey;
  readonly values: Readonly<Record<string, string | number>>;
}

export type NotedScene = Pick<Scene, "pods" | "nodes" | "controllers" | "events">;

/** A note before its place is a line. */
interface Found extends Omit<LineNote, "line"> {
  readonly path: readonly (string | number)[];
}

const DEFAULT_PERIOD = 10;
const DEFAULT_FAILURES = 3;

export function lineNotes(text: string, scene: NotedScene): readonly LineNote[] {
  return readDocuments(text).flatMap((document) => {
    const object = objectOf(document);
    return object === undefined ? [] : located(text, document, notesOf(object, scene));
  });
}

function located(text: string, document: Document, found: readonly Found[]): readonly LineNote[] {
  return found.flatMap(({ path, text: key, values }) => {
    const offset = offsetOf(document, path);
    return offset === undefined ? [] : [{ line: text.slice(0, offset).split("\n").length, text: key, values }];
  });
}

function notesOf(object: Json, scene: NotedScene): readonly Found[] {
  const name = String(objectAt(object, "metadata")?.["name"] ?? "");
  const ns = String(objectAt(object, "metadata")?.["namespace"] ?? "default");
  if (object["kind"] === "Pod") {
    const pod = [...scene.pods.values()].find((row) => row.name === name && row.ns === ns);
    return [...podNotes(pod), ...containerNotes(object, ["spec"], pod === undefined ? [] : [pod], scene)];
  }
  const row = [...scene.controllers.values()].find((one) => one.kind === object["kind"] && one.name === name && one.ns === ns);
  const owned = row === undefined ? [] : [...scene.pods.values()].filter(({ owner }) => owner?.uid === row.uid);
  const replicas: Found[] =
    row === undefined || row.kind === "DaemonSet"
      ? []
      : [{ path: ["spec", "replicas"], text: "editor.note.replicas", values: { desired: row.desired, current: row.current } }];
  return [
    ...replicas,
    ...selectorNotes(object, ns, scene),
    ...nodeNotes(object, scene),
    ...containerNotes(object, ["spec", "template", "spec"], owned, scene),
  ];
}

function podNotes(pod: PodRow | undefined): readonly Found[] {
  if (pod === undefined) return [];
  const values = { status: pod.status, node: pod.node ?? "" };
  return [{ path: ["metadata", "name"], text: pod.node === undefined ? "editor.note.pod" : "editor.note.podOn", values }];
}

function selectorNotes(object: Json, ns: string, { pods }: NotedScene): readonly Found[] {
  const selector = objectAt(object, "spec", "selector");
  const requirements = requirementsIn(object);
  if (selector === undefined || requirements.length === 0) return [];
  const count = [...pods.values()].filter((pod) => pod.ns === ns && matches(requirements, pod.labels)).length;
  const found: Found[] = [{ path: ["spec", "selector", ...firstLabel(selector)], text: "editor.note.selects", values: { count } }];
  const labels = templateLabels(object);
  const [first] = Object.keys(labels);
  if (first !== undefined && matches(requirements, labels))
    found.push({ path: [...TEMPLATE_LABELS, first], text: "editor.note.matches", values: {} });
  return found;
}

function firstLabel(selector: Json): readonly (string | number)[] {
  const { matchLabels, matchExpressions } = selector;
  if (isObject(matchLabels)) return ["matchLabels", ...Object.keys(matchLabels).slice(0, 1)];
  if (Array.isArray(matchExpressions)) return ["matchExpressions", 0, "key"];
  return Object.keys(selector).slice(0, 1);
}

function nodeNotes(object: Json, { nodes }: NotedScene): readonly Found[] {
  const wanted = Object.entries(objectAt(object, "spec", "template", "spec", "nodeSelector") ?? {});
  const [first] = wanted;
  if (first === undefined) return [];
  const count = [...nodes.values()].filter(({ allLabels }) => wanted.every(([key, value]) => allLabels[key] === value)).length;
  return [{ path: ["spec", "template", "spec", "nodeSelector", first[0]], text: "editor.note.nodes", values: { count } }];
}

function containerNotes(object: Json, at: readonly string[], pods: readonly PodRow[], scene: NotedScene): readonly Found[] {
  const containers = objectAt(object, ...at)?.["containers"];
  if (!Array.isArray(containers)) return [];
  return containers.flatMap((container: unknown, i) => {
    const probe = objectAt(container, "livenessProbe");
    return probe === undefined ? [] : livenessNotes(probe, [...at, "containers", i, "livenessProbe"], pods, scene);
  });
}

function livenessNotes(probe: Json, path: readonly (string | number)[], pods: readonly PodRow[], { events }: NotedScene): readonly Found[] {
  const period = numberOr(probe["periodSeconds"], DEFAULT_PERIOD);
  const failures = numberOr(probe["failureThreshold"], DEFAULT_FAILURES);
  const timing = "periodSeconds" in probe ? [...path, "periodSeconds"] : path;
  const found: Found[] = [{ path: timing, text: "editor.note.failures", values: { failures, seconds: failures * period } }];
  const uids = new Set(pods.map(({ uid }) => uid));
  const told = events.findLast(
    ({ objectUid, reason, message }) => uids.has(objectUid) && reason === "Unhealthy" && message.startsWith("Liveness"),
  );
  const code = /statuscode: (\d+)/.exec(told?.message ?? "")?.[1];
  if (code !== undefined) found.push({ path: [...path, "httpGet", "path"], text: "editor.note.answers", values: { code } });
  return found;
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
