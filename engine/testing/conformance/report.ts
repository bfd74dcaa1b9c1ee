// The results of all scenarios as a page of documentation: a table by kind of scenario, those that differ with their most
// telling difference, and the differences that are known.

import type { Comparison, Difference } from "./compare.mjs";
import type { KnownDifference } from "./known.ts";

const WIDEST = 110;
/** The earlier, the more it tells. */
const TELLING: readonly RegExp[] = [
  /: (exit code|status)$/,
  /: object (missing|too many)$/,
  /: (stdout|stderr|body|events)/,
  /: state (missing|too many)/,
  /^event .*[^n]$/,
];

/** The page; `results` in the order in which they are to be listed. */
export function reportOf(results: readonly Comparison[], known: readonly KnownDifference[]): string {
  const differing = results.filter(({ passed, made }) => passed < made);
  return [
    "# Conformance",
    "",
    "What a real Kubernetes 1.36 cluster did in each scenario is compared with what Podyard does: every state of every object, every event,",
    "every line that kubectl prints. `npm run conformance -- --markdown docs/conformance.md` writes this page.",
    "",
    ...table(["scenarios", "number", "checks passed", "of", ""], totals(results)),
    "",
    `## Scenarios that differ`,
    "",
    `${results.length - differing.length} of ${results.length} scenarios pass every check. The others, each with its most telling difference:`,
    "",
    ...table(["scenario", "checks", "difference", "recorded", "Podyard"], differing.map(differenceRow)),
    "",
    "## What differs, and why",
    "",
    ...table(
      ["scenarios", "what", "why"],
      known.map(({ scenario, what, why }) => [scenario === "" ? "all" : `\`${scenario}${scenario.endsWith("-") ? "…" : ""}\``, what, why]),
    ),
    "",
  ].join("\n");
}

function totals(results: readonly Comparison[]): readonly (readonly string[])[] {
  const prefixes = [...new Set(results.map(({ name }) => prefixOf(name)))];
  const row = (title: string, some: readonly Comparison[]): readonly string[] => {
    const passed = some.reduce((sum, result) => sum + result.passed, 0);
    const made = some.reduce((sum, result) => sum + result.made, 0);
    return [title, String(some.length), String(passed), String(made), `${(made === 0 ? 100 : (100 * passed) / made).toFixed(1)} %`];
  };
  const rows = prefixes.map((prefix) =>
    row(
      `\`${prefix}\``,
      results.filter(({ name }) => prefixOf(name) === prefix),
    ),
  );
  return [...rows, row("all", results)];
}

function prefixOf(name: string): string {
  return `${name.split("-")[0] ?? ""}-`;
}

function differenceRow({ name, passed, made, differences }: Comparison): readonly string[] {
  const told = mostTelling(differences);
  const share = `${passed}/${made}`;
  return told === undefined
    ? [`\`${name}\``, share, "it could not be played", "", ""]
    : [`\`${name}\``, share, cut(told.what), cut(told.expected), cut(told.got)];
}

function mostTelling(differences: readonly Difference[]): Difference | undefined {
  const rank = ({ what }: Difference): number => {
    const at = TELLING.findIndex((pattern) => pattern.test(what));
    return at < 0 ? TELLING.length : at;
  };
  return differences.toSorted((a, b) => rank(a) - rank(b))[0];
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > WIDEST ? `${line.slice(0, WIDEST - 1)}…` : line;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)];
}

function escaped(cell: string): string {
  return cell.replace(/[|<]/g, (character) => (character === "|" ? "\\|" : "&lt;"));
}
