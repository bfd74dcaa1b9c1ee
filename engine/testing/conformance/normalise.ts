// Takes out of objects and texts what differs from run to run: aliases for names, `<t +12>` for times, `<rv>` for resource
// versions. Two recordings of the same behaviour then read alike.

import { parseTime } from "../../api/time.ts";
import type { Aliases } from "./alias.ts";
import type { Scenario } from "./scenario.ts";

/** Each namespace of the recorded cluster has this ConfigMap, which plain Kubernetes has not: it counts there, but is not shown. */
export const FOREIGN_CONFIG_MAP = "openshift-service-ca.crt";

const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
const DESCRIBED_TIME = /(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g;
/** What is written in place of it, in this order. */
const ENVIRONMENT: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "<uid>"],
  [/\.1[0-9a-f]{15}\b/g, ".<hash>"],
];
const LATER: readonly (readonly [RegExp, string])[] = [
  [/^([IWEF])\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ /gm, "$1<time> "],
  [/^.*openshift-service-ca\.crt.*\n/gm, ""],
  [/(Machine ID: +)[0-9a-f]{32}/g, "$1<machine id>"],
  [/(machineID: +)[0-9a-f]{32}/g, "$1<machine id>"],
  [/("machineID": +")[0-9a-f]{32}/g, "$1<machine id>"],
  [/(too old resource version: \d+) \(\d+\)/g, "$1 (<rv>)"],
  [/(Too large resource version: \d+, current: )\d+/g, "$1<rv>"],
  [/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g, "<certificate>"],
  [/(Expected resource version to be \d+, was )\d+/g, "$1<rv>"],
  [/(default-scheduler)-podyard\b/g, "$1-<host>"],
  [/("gitCommit": ")[0-9a-f]{40}"/g, '$1<commit>"'],
  [/("buildDate": ")[^"]*"/g, '$1<date>"'],
  [/(Resource Version: +)\d+/g, "$1<rv>"],
  [/\/tmp\/(LIVE|MERGED)-\d+/g, "<tmp>/$1-#"],
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ [+-]\d{4}/g, "<time>"],
  [/(?<!sha256:)\b[0-9a-f]{64}\b/g, "<id>"],
  [/lookup (\S+) on \d+\.\d+\.\d+\.\d+:53/g, "lookup $1 on <dns>:53"],
  [/\b10\.244\.\d+\.\d+\b/g, "<ip?>"],
];

export class Normaliser {
  readonly #aliases: Aliases;
  readonly #scenario: Scenario;
  readonly #startAt: number;
  readonly #nodeAddresses: readonly string[];
  readonly #versions = new Map<string, string>();

  /** `startAt`: the instant of the first step. */
  constructor(aliases: Aliases, scenario: Scenario, startAt: number, nodeAddresses: readonly string[]) {
    this.#aliases = aliases;
    this.#scenario = scenario;
    this.#startAt = startAt;
    this.#nodeAddresses = nodeAddresses;
  }

  text(original: string): string {
    let s = this.#aliases.replaceIn(original);
    if (!/[\d<-]/.test(s)) return s; // nothing that the patterns below could match
    s = s
      .replace(/\beyJ[\w-]{20,}\.[\w-]+\.[\w-]+/g, "<token>")
      .replace(/\$Format:%H\$/g, "<commit>")
      .replace(/1970-01-01T00:00:00Z/g, "<date>");
    s = s.replace(TIME, (time) => this.#relative(parseTime(time), time.includes(".")));
    s = s.replace(DESCRIBED_TIME, (time) => this.#relative(parseTime(time), false));
    for (const [pattern, by] of ENVIRONMENT) s = s.replace(pattern, by);
    s = s.replace(/(resourceVersion\\?"?: ?\\?")(\d+)/g, (whole, before: string, version: string) =>
      version === "0" ? whole : `${before}${this.#scenario.keepResourceVersion ? this.#version(version) : "<rv>"}`,
    );
    for (const [pattern, by] of LATER) s = s.replace(pattern, by);
    for (const address of this.#nodeAddresses) s = s.split(address).join("<hostIP>");
    return s;
  }

  /** A copy of an object without what differs from run to run. */
  value(v: unknown): unknown {
    if (typeof v === "string") return this.text(v);
    if (Array.isArray(v)) return v.filter((item) => !isForeign(item)).map((item) => this.value(item));
    if (typeof v !== "object" || v === null) return v;
    const result: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(v)) {
      if (item === undefined || (key === "managedFields" && !this.#scenario.keepManagedFields)) continue;
      if (key === "resourceVersion") {
        if (this.#scenario.keepResourceVersion) result[key] = typeof item === "string" ? this.#version(item) : item;
      } else if (key === "machineID") result[key] = "<machine id>";
      else if (key === "continue" && typeof item === "string" && item.length > 40) result[key] = "<continue>";
      else if (key === "nodePort" && this.#aliases.get(String(item)) !== undefined) result[key] = this.#aliases.get(String(item));
      else result[this.text(key)] = this.value(item);
    }
    return result;
  }

  #version(version: string): string {
    if (!/^[1-9]\d*$/.test(version)) return version;
    const known = this.#versions.get(version) ?? `<rv ${this.#versions.size + 1}>`;
    this.#versions.set(version, known);
    return known;
  }

  #relative(at: number, fine: boolean): string {
    const seconds = (at - this.#startAt) / 1000;
    const rounded = fine ? Number(seconds.toFixed(1)) : Math.round(seconds);
    return `<t ${rounded > 0 ? "+" : ""}${rounded || 0}>`;
  }
}

/** An item, a watch event or a row of a table that shows the foreign ConfigMap. */
function isForeign(item: unknown): boolean {
  const seen = item as { metadata?: Named; object?: { metadata?: Named; rows?: readonly { object?: { metadata?: Named } }[] } } | null;
  return [seen?.metadata, seen?.object?.metadata, seen?.object?.rows?.[0]?.object?.metadata].some(
    (metadata) => metadata?.name === FOREIGN_CONFIG_MAP,
  );
}
interface Named {
  readonly name?: string;
}

/** A JSON merge patch from `a` to `b`; lists are given whole. */
export function mergePatch(a: unknown, b: unknown): unknown {
  if (!isRecord(a) || !isRecord(b)) return b;
  const patch: Record<string, unknown> = {};
  for (const key of Object.keys(a)) if (!(key in b)) patch[key] = null;
  for (const [key, value] of Object.entries(b)) {
    if (JSON.stringify(a[key]) !== JSON.stringify(value)) patch[key] = key in a ? mergePatch(a[key], value) : value;
  }
  return patch;
}

function isRecord(v: unknown): v is Record<string, unknown> {
  return typeof v === "object" && v !== null && !Array.isArray(v);
}
