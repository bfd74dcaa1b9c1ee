// Both languages say the same things, and every text is said somewhere.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pseudo } from "./pseudo.ts";
import { en, ko } from "./tables.ts";

type Table = { readonly [key: string]: string | Table };

function leaves(table: Table, path = ""): readonly (readonly [key: string, text: string])[] {
  return Object.entries(table).flatMap(([key, text]) =>
    typeof text === "string" ? [[path + key, text] as const] : leaves(text, `${path}${key}.`),
  );
}

const english = new Map(leaves(en));
const korean = new Map(leaves(ko));
const marksOf = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{\{(.*?)\}\}|<(\w+)>/g)].map(([mark]) => mark))].sort();

/** Words of kubectl and of the API that both languages write alike, and what is said in its own language. */
const ALIKE = new RegExp(
  `^(${[
    "Podyard|YAML|kubectl|seed|app=kubia|English|한국어|한국어로 보기|Show in English",
    "ReplicationController|ReplicaSet|DaemonSet|Deployment|StatefulSet|Job|CronJob",
    "Running|Pending|Creating|CrashLoop|CrashLoopBackOff|Error|Terminating|Completed|Unknown|Waiting|Terminated",
    String.raw`[^\p{L}]*`,
  ].join("|")})$`,
  "u",
);

describe("The tables", () => {
  it("have each English text in Korean", () => {
    const missing = [...english.keys()].filter((key) => !korean.has(key) && !key.endsWith("_one"));
    expect(missing).toEqual([]);
    expect([...korean.keys()].filter((key) => !english.has(key))).toEqual([]);
  });

  it("fill the same blanks in both languages", () => {
    const different = [...korean].filter(
      ([key, text]) => JSON.stringify(marksOf(text)) !== JSON.stringify(marksOf(english.get(key) ?? "")),
    );
    expect(different.map(([key, text]) => `${key}: ${english.get(key)} | ${text}`)).toEqual([]);
  });

  it("have no Korean text that is English", () => {
    const bare = (text: string): string => text.replace(/\{\{.*?\}\}|<\/?\w+>/g, "").trim();
    const same = [...korean].filter(([key, text]) => text === english.get(key) && !ALIKE.test(bare(text)));
    expect(same.map(([key, text]) => `${key}: ${text}`)).toEqual([]);
  });

  it("have no text that nobody says", () => {
    const said = sources();
    const unused = [...english.keys()].map((key) => key.replace(/_(one|other)$/, "")).filter((key) => !isSaid(key, said));
    expect([...new Set(unused)]).toEqual([]);
  });
});

/** The page's code without its tables and tests. */
function sources(): string {
  return readdirSync("web", { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test.") && !name.startsWith("i18n"))
    .map((name) => readFileSync(join("web", name), "utf8"))
    .join("\n");
}

/** As it is, or by a key that is put together: `graph.word.${state}`. Of that, the parts before and behind are looked for. */
function isSaid(key: string, code: string): boolean {
  if (code.includes(`"${key}"`)) return true;
  return templatesIn(code).some((template) => template.test(key));
}

let templates: readonly RegExp[] | undefined;

function templatesIn(code: string): readonly RegExp[] {
  const areas = Object.keys(en).join("|");
  templates ??= [...code.matchAll(new RegExp(`\`((?:${areas})\\.[^\`\\n]*\\$\\{[^\`\\n]*)\``, "g"))].map(([, template = ""]) => {
    const parts = template.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/);
    return new RegExp(`^${parts.map((part) => part.replaceAll(".", "\\.")).join("[\\w.]+")}$`);
  });
  return templates;
}

describe("The pseudo-language", () => {
  it("keeps blanks and tags, and is longer", () => {
    expect(pseudo("Deleted <b>{{count}}</b> pods")).toBe("⟦Délétéd <b>{{count}}</b> pódš····⟧");
    expect(pseudo("")).toBe("⟦⟧");
  });
});
