import { describe, expect, it } from "vitest";
import { formatGoDuration, humanDuration, parseGoDuration } from "./duration.ts";
import { flag, parseFlags } from "./flags.ts";
import { splitCommandLine } from "./kubectl.ts";

const SPECS = [
  flag("namespace", "string", { short: "n" }),
  flag("watch", "bool", { short: "w" }),
  flag("tail", "int"),
  flag("dry-run", "string", { bare: "unchanged" }),
  flag("label-columns", "list", { short: "L" }),
];
const parse = (line: string) => parseFlags(splitCommandLine(line), SPECS, "kubectl get");

describe("flags", () => {
  it.each([
    ["pods -n a", "a"],
    ["pods -na", "a"],
    ["pods -n=a", "a"],
    ["--namespace a pods", "a"],
    ["pods -wn a", "a"],
    ["pods -n b -n a", "a"],
  ])("%s", (line, namespace) => {
    const { flags, args } = parse(line);
    expect([flags.text("namespace"), args]).toEqual([namespace, ["pods"]]);
  });

  it("keeps what stands behind two dashes", () => {
    const { args, dashAt } = parse("pod -- sh -c 'exit 1'");
    expect([args, dashAt]).toEqual([["pod", "sh", "-c", "exit 1"], 1]);
  });

  it("gathers lists and knows bare values", () => {
    const { flags } = parse("-L a,b -L c --dry-run x");
    expect([flags.list("label-columns"), flags.text("dry-run")]).toEqual([["a", "b", "c"], "unchanged"]);
  });

  it.each([
    ["-n", "error: flag needs an argument: 'n' in -n\nSee 'kubectl get --help' for usage."],
    ["--namespace", "error: flag needs an argument: --namespace\nSee 'kubectl get --help' for usage."],
    ["-x=1", "error: unknown shorthand flag: 'x' in -x=1\nSee 'kubectl get --help' for usage."],
    [
      "--tail=a",
      'error: invalid argument "a" for "--tail" flag: strconv.ParseInt: parsing "a": invalid syntax\nSee \'kubectl get --help\' for usage.',
    ],
  ])("refuses %s", (line, message) => {
    expect(() => parse(line)).toThrow(message);
  });
});

describe("durations", () => {
  it.each([
    [-5, "<invalid>"],
    [119, "119s"],
    [120, "2m"],
    [599, "9m59s"],
    [179 * 60, "179m"],
    [3 * 3600, "3h"],
    [7 * 3600 + 59 * 60, "7h59m"],
    [47 * 3600, "47h"],
    [50 * 3600, "2d2h"],
    [8 * 86400, "8d"],
    [3 * 365 * 86400 + 86400, "3y1d"],
  ])("%s s is %s old (API-112)", (seconds, text) => {
    expect(humanDuration(seconds * 1000)).toBe(text);
  });

  it("are read and written as Go does", () => {
    expect(["1m30s", "500ms", "1.5h", "0", "-1s"].map(parseGoDuration)).toEqual([90_000, 500, 5_400_000, 0, -1000]);
    expect(["abc", "1", "-1x"].map(parseGoDuration)).toEqual([
      'time: invalid duration "abc"',
      'time: missing unit in duration "1"',
      'time: unknown unit "x" in duration "-1x"',
    ]);
    expect([8000, 90_000, 3_600_000, 500].map(formatGoDuration)).toEqual(["8s", "1m30s", "1h0m0s", "500ms"]);
  });
});
