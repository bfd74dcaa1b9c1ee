// Sorts the differences of many scenarios into kinds, so that one sees what is wrong most often and where.

export interface Found {
  readonly scenario: string;
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}

/** One line a kind: how often, what, in how many scenarios, and three of them. */
export function formatKinds(found: readonly Found[], most: number): readonly string[] {
  const kinds = new Map<string, { count: number; scenarios: Set<string> }>();
  for (const difference of found) {
    const kind = kindOf(difference);
    const row = kinds.get(kind) ?? { count: 0, scenarios: new Set<string>() };
    row.count++;
    row.scenarios.add(difference.scenario);
    kinds.set(kind, row);
  }
  const rows = [...kinds].sort((a, b) => b[1].count - a[1].count).slice(0, most);
  return rows.map(
    ([kind, { count, scenarios }]) =>
      `${String(count).padStart(5)}  ${kind}  (${scenarios.size}: ${[...scenarios].slice(0, 3).join(", ")})`,
  );
}

/** Without the names, numbers and times that tell one difference of a kind from another. */
function kindOf({ what, expected, got }: Found): string {
  const command = /^at [\d.]+ s, (.*): ([^:]*)$/s.exec(what);
  if (command !== null) {
    const [, line = "", aspect = ""] = command;
    const verb = /^kubectl \S+/.exec(line)?.[0] ?? "request";
    return `${verb}: ${(aspect.split(",")[0] ?? "").replace(/\d+/g, "N")}`;
  }
  const event = /^event (\w+)\/\S+ \w+ (\w+) by ([\w-]+)/.exec(what);
  if (event !== null) return `event ${event[1]} ${event[2]} by ${event[3]}${what.endsWith("first seen") ? ": time" : ""}`;
  const state = /^(\w+)\/.* at [\d.]+ s: (.*)$/s.exec(what);
  if (state === null) return what.replace(/\/\S+?(?=[:\s])/, "");
  const [, kind = "", aspect = ""] = state;
  const change = aspect.startsWith("state") ? ` ${(expected === "nothing" ? got : expected).slice(0, 50)}` : "";
  return `${kind}: ${aspect.replace(/ \([\d.]+ s long\)/, "").slice(0, 70)}${change}`;
}
