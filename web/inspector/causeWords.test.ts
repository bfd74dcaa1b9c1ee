// Every rule that the engine writes has its sentence here, in both languages.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import type { Cause } from "../../engine/index.ts";
import { setUpLanguages, translate } from "../i18n/setup.ts";
import { whyEn } from "../i18n/why.ts";
import { bornWords, causeWords } from "./causeWords.ts";

const ENGINE = join(import.meta.dirname, "../../engine");
/** Where causes are written; the rest of the engine carries them. */
const WRITERS = ["controllers", "kubelet", "scheduler", "rest", "client", "apiserver"];
/** The first word of a rule: whose it is. */
const RULE =
  /"((?:cluster|user|event|replicaset|daemonset|deployment|statefulset|job|cronjob|endpoints|endpointslice|gc|podgc|kubelet|namespace|node|taint|scheduler|pdb|quota)\.[a-z]+(?:-[a-z]+)*)"/g;
const NAMED_RULE = /\brule: "(event|[a-z]+\.[a-z.-]+)"/g;

const WITHOUT_SENTENCE: Readonly<Record<string, string>> = {
  event: "an Event tells itself, in the Events tab",
  "event.expired": "of Events only, which are gone then",
};

function sources(): string[] {
  const files = WRITERS.flatMap((folder) =>
    readdirSync(join(ENGINE, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  );
  return ["bootstrap.ts", ...files].filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
}

function rulesOf(text: string): string[] {
  const written = [...text.matchAll(RULE), ...text.matchAll(NAMED_RULE)].flatMap(([, rule]) => rule ?? []);
  // What is claimed, is adopted and released under the claimer's rule.
  const claimers = /claimObjects\(\s*\{/.test(text) ? [...text.matchAll(/\brule: "([a-z]+)"/g)].flatMap(([, rule]) => rule ?? []) : [];
  const revisions =
    text.includes("claimRevisions(") && text.includes("RULE = ") ? written.filter((rule) => rule.endsWith(".revision")) : [];
  const claims = [...claimers, ...revisions].flatMap((rule) => [`${rule}.adopt`, `${rule}.release`]);
  return [...written, ...claims];
}

const RULES = [...new Set(sources().flatMap((name) => rulesOf(readFileSync(join(ENGINE, name), "utf8"))))].sort();
const keyOf = (rule: string): string => rule.replaceAll(/[.-]/g, "_");

describe("the rules of the engine", () => {
  it("are found in its sources", () => {
    expect(RULES.length).toBeGreaterThan(90);
    for (const known of ["replicaset.create", "replicaset.adopt", "daemonset.revision.adopt", "kubelet.evict", "podgc.node-gone"])
      expect(RULES).toContain(known);
  });

  it("each have a sentence, or a reason to have none", () => {
    expect(RULES.filter((rule) => !(keyOf(rule) in whyEn.did) && !(rule in WITHOUT_SENTENCE))).toEqual([]);
  });

  it("are all that has a sentence or an exception", () => {
    const keys = new Set(RULES.map(keyOf));
    // The same sentence for a restart, by what is known of it.
    const told = [...Object.keys(whyEn.did), ...Object.keys(whyEn.law), ...Object.keys(whyEn.seen)].filter(
      (key) => key !== "kubelet_restart_exit",
    );
    expect(told.filter((key) => !keys.has(key))).toEqual([]);
    expect(Object.keys(WITHOUT_SENTENCE).filter((rule) => !RULES.includes(rule))).toEqual([]);
  });
});

describe("a restart", () => {
  beforeAll(() => setUpLanguages("en"));
  const cause = (saw: Cause["saw"]): Cause => ({
    id: 1,
    at: 0,
    by: "kubelet node-1",
    rule: "kubelet.restart",
    verb: "patch",
    revision: 1,
    before: 0,
    object: { kind: "Pod", namespace: "default", name: "kubia", uid: "u" },
    ...(saw === undefined ? {} : { saw }),
  });
  const seen = (saw: Cause["saw"]): string | undefined =>
    causeWords(translate, cause(saw), undefined).facts.find(([name]) => name === "saw")?.[1];

  it.each([
    [
      "names the probe that led to it",
      { container: "main", probe: "liveness", output: "timeout", times: 3, restarts: 1 },
      "liveness probe",
    ],
    ["names the exit code", { container: "main", exitCode: 137, reason: "OOMKilled", restarts: 1 }, "<b>exit code 137</b> (OOMKilled)"],
    ["leaves out what it does not know", { container: "main", restarts: 2 }, "the run before ended, <b>2</b>"],
  ])("%s", (_, saw, text) => {
    expect(seen(saw)).toContain(text);
  });

  it("does so in Korean", async () => {
    await i18next.changeLanguage("ko");
    expect(seen({ exitCode: 1, reason: "Error", restarts: 1 })).toContain("<b>종료 코드 1</b>(Error)로 끝남");
  });
});

describe("the creation of a pod", () => {
  beforeAll(() => i18next.changeLanguage("en"));
  it.each([
    [
      "replicaset-controller",
      "replicaset.create",
      { have: 2 },
      { replicas: 3 },
      "Created by replicaset-controller because it had <b>2</b> of <b>3</b>",
    ],
    ["kubectl", "user.request", undefined, undefined, "Created by you, by kubectl"],
    ["another", "another.rule", undefined, undefined, "Created by another"],
  ])("by %s is one sentence", (by, rule, saw, wanted, text) => {
    const object = { kind: "Pod", namespace: "default", name: "kubia", uid: "u" };
    expect(bornWords(translate, { id: 1, at: 0, by, rule, saw, wanted, verb: "create", revision: 1, before: 0, object })).toBe(text);
  });
});
