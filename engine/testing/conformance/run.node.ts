// npm run conformance -- [--dir FOLDER] [--only PREFIX,PREFIX] [--out FOLDER] [--min RATIO] [--json] [--verbose] [--kinds N] [--markdown FILE] [--misses FILE]
// Plays the recorded scenarios on the engine, compares, and prints one line for each; with --kinds the N most frequent
// differences; with --markdown it also writes the page of documentation, with --misses the list of a kubelet's misses into that page.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCluster } from "../../cluster.ts";
import { compare, type Comparison } from "./compare.mjs";
import { formatKinds } from "./kinds.ts";
import { KNOWN_DIFFERENCES } from "./known.ts";
import { withMisses } from "./misses.ts";
import { play, RECORDED_NODE } from "./player.ts";
import { reportOf } from "./report.ts";
import type { Recording, Scenario } from "./scenario.ts";

export interface RunOptions {
  readonly dir: string;
  readonly only: readonly string[];
  readonly out: string | undefined;
  readonly min: number;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly kinds: number;
  readonly markdown: string | undefined;
  readonly misses: string | undefined;
  /** Another one gives other draws (uids, ties, jitter): how far chance moves a result. */
  readonly seed: number;
}

interface Result extends Comparison {
  /** Why it could not be played. */
  readonly broken?: string;
  readonly seconds: number;
}

const NODES = 3;
/** Any would do; with this one the kubelet's random looks of `notes-liveness-pod` fall as they fell in the recording. */
const SEED = 3;
/** How long the recorded cluster had been up: printed ages of nodes and of the system's objects tell, and when its loops turn. */
const UP_FOR_MS = 87 * 60_000 - 32_000;

export function readOptions(argv: readonly string[], recordings: string): RunOptions {
  const value = (name: string): string | undefined => {
    const joined = argv.find((word) => word.startsWith(`${name}=`));
    if (joined !== undefined) return joined.slice(name.length + 1);
    const at = argv.indexOf(name);
    return at < 0 ? undefined : argv[at + 1];
  };
  return {
    dir: value("--dir") ?? recordings,
    only: (value("--only") ?? "").split(",").filter(Boolean),
    out: value("--out"),
    min: Number(value("--min") ?? 0),
    json: argv.includes("--json"),
    verbose: argv.includes("--verbose"),
    kinds: Number(value("--kinds") ?? 0),
    markdown: value("--markdown"),
    misses: value("--misses"),
    seed: Number(value("--seed") ?? SEED),
  };
}

/** Plays and compares; the exit code. */
export function run(options: RunOptions, print: (line: string) => void): number {
  const out = options.out ?? mkdtempSync(join(tmpdir(), "conformance-"));
  const names = readdirSync(options.dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && (options.only.length === 0 || options.only.some((prefix) => entry.name.startsWith(prefix))))
    .map(({ name }) => name)
    .sort();
  const results = names.map((name) => {
    const result = runOne(join(options.dir, name), join(out, name), options.seed);
    if (!options.json) printResult(result, options.verbose, print);
    return result;
  });
  if (options.out === undefined) rmSync(out, { recursive: true });
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const made = results.reduce((sum, result) => sum + result.made, 0);
  const ratio = made === 0 ? 0 : passed / made;
  if (options.markdown !== undefined) writeFileSync(options.markdown, reportOf(results, KNOWN_DIFFERENCES));
  if (options.misses !== undefined) writeFileSync(options.misses, withMisses(readFileSync(options.misses, "utf8"), results));
  if (options.json) print(JSON.stringify({ passed, made, ratio, scenarios: results }, undefined, 2));
  else {
    for (const line of formatKinds(
      results.flatMap(({ name, differences }) => differences.map((difference) => ({ ...difference, scenario: name }))),
      options.kinds,
    ))
      print(line);
    print(`conformance: ${passed} of ${made} checks in ${results.length} scenarios`);
  }
  return ratio >= options.min ? 0 : 1;
}

function runOne(expected: string, actual: string, seed: number): Result {
  const startedAt = performance.now();
  const seconds = (): number => (performance.now() - startedAt) / 1000;
  const scenario = JSON.parse(readFileSync(join(expected, "scenario.json"), "utf8")) as Scenario; // our own data
  try {
    write(actual, scenario, play(scenario, newRecordedCluster(seedOf(scenario.name, seed))));
    return { ...compare(expected, actual), seconds: seconds() };
  } catch (error) {
    // It counts with all the checks that the recording itself would pass.
    const { name, made, excused } = compare(expected, expected);
    const broken = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { name, made, excused, passed: 0, differences: [], broken, seconds: seconds() };
  }
}

function newRecordedCluster(seed: number): ReturnType<typeof createCluster> {
  const nodes = Array.from({ length: NODES }, (_, i) => ({ ...RECORDED_NODE, name: `node-${i + 1}` }));
  const cluster = createCluster({ seed, nodes, registry: "catalogue", latency: "lifelike", simulationGroup: "unlisted" });
  cluster.advance(UP_FOR_MS);
  return cluster;
}

/** FNV-1a, so that a scenario's draws do not depend on what was played before it. */
function seedOf(name: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (const character of name) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return hash;
}

function write(folder: string, scenario: Scenario, { trace, commands }: Recording): void {
  mkdirSync(folder, { recursive: true });
  const lines = (values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join("");
  writeFileSync(join(folder, "scenario.json"), `${JSON.stringify(scenario, undefined, 2)}\n`);
  writeFileSync(join(folder, "trace.jsonl"), lines(trace));
  writeFileSync(join(folder, "commands.jsonl"), lines(commands));
}

function printResult({ name, passed, made, differences, broken, seconds }: Result, verbose: boolean, print: (line: string) => void): void {
  print(
    `${name}: ${passed}/${made} ${(made === 0 ? 1 : passed / made).toFixed(3)}${seconds > 1 ? ` (${seconds.toFixed(1)} s)` : ""}${broken === undefined ? "" : `  ${broken.split("\n")[0]}`}`,
  );
  if (!verbose) return;
  if (broken !== undefined) print(broken);
  for (const { what, expected, got } of differences) print(`  ${what}\n    expected ${expected}\n    got      ${got}`);
}
