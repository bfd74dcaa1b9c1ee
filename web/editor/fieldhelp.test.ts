// Which fields the sandbox obeys is read off its own sources: a field of the schema whose name its controllers, scheduler,
// kubelets, containers or server read. That finds a few too many, never too few.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createCluster } from "../../engine/index.ts";
import { helpFor } from "./fieldhelp.ts";
import { openApiOf } from "./testserver.ts";

const KINDS = ["Pod", "ReplicationController", "ReplicaSet", "DaemonSet", "Deployment", "Node"];
const READERS = ["controllers", "scheduler", "kubelet", "runtime", "apiserver"];
/** What the cluster writes, and types that are values rather than maps. */
const NO_FIELDS_OF_A_MANIFEST = /(Status|ManagedFieldsEntry|Time|FieldsV1|Quantity|IntOrString)$/;

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}

/** `spec.nodeName`, `spec?.nodeName`, `{ nodeName }`, `{ nodeName: node }`. */
function wordsRead(): ReadonlySet<string> {
  const text = READERS.flatMap((part) => sourcesIn(join(import.meta.dirname, "../../engine", part))).join("\n");
  return new Set([...text.matchAll(/(?:[.?]|\b)([a-zA-Z]\w*)(?=[\s,:})\]?.;!])/g)].map(([, word]) => word ?? ""));
}

function obeyedFields(): readonly { readonly owner: string; readonly field: string }[] {
  const schemas = Object.assign(
    {},
    ...openApiOf(createCluster({ seed: 1, nodes: 1 })).map(({ components }) => components?.schemas),
  ) as Readonly<Record<string, { readonly properties?: Readonly<Record<string, unknown>> }>>;
  const read = wordsRead();
  const found: { owner: string; field: string }[] = [];
  const seen = new Set<string>();
  const walk = (name: string): void => {
    const owner = name.slice(name.lastIndexOf(".") + 1);
    if (seen.has(name) || NO_FIELDS_OF_A_MANIFEST.test(owner)) return;
    seen.add(name);
    for (const [field, schema] of Object.entries(schemas[name]?.properties ?? {})) {
      if (!read.has(field)) continue;
      found.push({ owner, field });
      for (const [, ref] of JSON.stringify(schema).matchAll(/#\/components\/schemas\/([^"]+)/g)) walk(ref ?? "");
    }
  };
  for (const kind of KINDS) walk(Object.keys(schemas).find((name) => name.endsWith(`.v1.${kind}`)) ?? kind);
  return found;
}

const obeyed = obeyedFields();

test("the walk finds what everybody knows to be obeyed", () => {
  const names = obeyed.map(({ owner, field }) => `${owner}.${field}`);
  for (const known of [
    "Probe.failureThreshold",
    "Taint.effect",
    "LabelSelectorRequirement.operator",
    "PodSpec.nodeSelector",
    "Lifecycle.preStop",
  ])
    expect(names).toContain(known);
});

describe.each(["en", "ko"] as const)("every field that the sandbox obeys is explained in %s", (language) => {
  test.each(obeyed.map(({ owner, field }) => [`${owner}.${field}`, owner, field] as const))("%s", (_name, owner, field) => {
    const help = helpFor(owner, field, language);
    expect(help).toMatch(language === "ko" ? /[가-힣].*다(\(.*\))?\.$/ : /\w.*\.$/);
  });
});
