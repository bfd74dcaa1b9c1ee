// Programs that read all their input, change it and write it: sed, sort, uniq, cut, tr.

import { linesOf, type Call, type Program } from "./call.ts";
import { toExpression, unescape } from "./patterns.ts";

const sed: Program = (call) => {
  const { flags, rest } = call.options("e");
  const [script, ...files] = flags.has("e") ? [flags.get("e") ?? "", ...rest] : rest;
  const input = call.input(files);
  if ("on" in input) return input;
  let lines = linesOf(input.text);
  for (const command of (script ?? "").split(/;(?=\s*(?:s[^\w\s]|\d|\/|$))/)) {
    const edited = edit(command.trim(), lines, flags.has("n"), flags.has("r") || flags.has("E"));
    if (edited === undefined) return call.fail(`unsupported command ${command}`);
    lines = edited;
  }
  const text = lines.map((line) => `${line}\n`).join("");
  const [file] = files;
  if (flags.has("i") && file !== undefined) call.kernel.files.write(call.path(file), text);
  else call.out(text);
  return input.status;
};

/** `s/a/b/g`, `3p`, `$d`, `/x/d`. */
function edit(command: string, lines: readonly string[], quiet: boolean, extended: boolean): string[] | undefined {
  if (command === "") return [...lines];
  const substitute = /^s(\W)((?:\\.|(?!\1).)*)\1((?:\\.|(?!\1).)*)\1([gip]*)$/.exec(command);
  if (substitute) {
    const [, , pattern = "", by = "", how = ""] = substitute;
    const expression = toExpression(pattern, false, extended, how.includes("i"), false, false, how.includes("g"));
    const replacement = by
      .replace(/\$/g, "$$$$")
      .replace(/\\(\d)/g, "$$$1")
      .replace(/(?<!\\)&/g, "$$&")
      .replace(/\\(.)/g, "$1");
    return expression && lines.map((line) => line.replace(expression, replacement));
  }
  const line = /^(\d+|\$|\/(.*)\/)?([pdq])$/.exec(command);
  if (!line) return undefined;
  const expression = line[2] === undefined ? undefined : toExpression(line[2], false, extended, false);
  const hits = (text: string, i: number): boolean =>
    line[1] === undefined
      ? true
      : expression
        ? expression.test(text)
        : line[1] === "$"
          ? i === lines.length - 1
          : i + 1 === Number(line[1]);
  if (line[3] === "d") return lines.filter((text, i) => !hits(text, i));
  if (line[3] === "q") return lines.slice(0, lines.findIndex(hits) + 1 || lines.length);
  return quiet ? lines.filter(hits) : lines.flatMap((text, i) => (hits(text, i) ? [text, text] : [text]));
}

/** Reads everything, changes the lines, and writes them. */
const filter =
  (change: (lines: string[], flags: ReadonlyMap<string, string>, call: Call) => readonly string[] | string, valued = ""): Program =>
  (call) => {
    const { flags, rest } = call.options(valued);
    const input = call.input(call.name === "tr" ? [] : rest);
    if ("on" in input) return input;
    const changed = change(call.name === "tr" ? [input.text] : linesOf(input.text), flags, call);
    call.out(typeof changed === "string" ? changed : changed.map((line) => `${line}\n`).join(""));
    return input.status;
  };

const sort = filter((lines, flags) => {
  const sorted = flags.has("n") ? lines.sort((a, b) => (Number.parseFloat(a) || 0) - (Number.parseFloat(b) || 0)) : lines.sort();
  if (flags.has("r")) sorted.reverse();
  return flags.has("u") ? sorted.filter((line, i) => line !== sorted[i - 1]) : sorted;
}, "kt");

const uniq = filter((lines, flags) => {
  const groups: { line: string; count: number }[] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (last?.line === line) last.count++;
    else groups.push({ line, count: 1 });
  }
  return groups.map(({ line, count }) => (flags.has("c") ? `${String(count).padStart(7)} ${line}` : line));
});

const cut = filter((lines, flags) => {
  const ranges = (flags.get("f") ?? flags.get("c") ?? "1").split(",").map((range) => range.split("-"));
  const wanted = (i: number): boolean =>
    ranges.some(([from, to]) => i >= Number(from || 1) && i <= (to === undefined ? Number(from) : Number(to || Infinity)));
  const mark = flags.has("c") ? "" : (flags.get("d") ?? "\t");
  return lines.map((line) =>
    mark !== "" && !line.includes(mark)
      ? line
      : line
          .split(mark)
          .filter((_, i) => wanted(i + 1))
          .join(mark),
  );
}, "dfc");

const tr = filter(([text = ""], flags, call) => {
  const [from = "", to = ""] = call.args.filter((arg) => !/^-[dsc]+$/.test(arg)).map(characters);
  if (flags.has("d")) return [...text].filter((c) => from.includes(c) === flags.has("c")).join("");
  if (flags.has("s") && to === "") return text.replace(/(.)\1+/gs, (all, c: string) => (from.includes(c) ? c : all));
  return [...text].map((c) => (from.includes(c) ? (to[Math.min(from.indexOf(c), to.length - 1)] ?? c) : c)).join("");
});

function characters(set: string): string {
  const plain = unescape(set).text.replace(
    /\[:(\w+):\]/g,
    (_, name: string) => ({ lower: "a-z", upper: "A-Z", digit: "0-9", space: " \t\n", alpha: "a-zA-Z", alnum: "a-zA-Z0-9" })[name] ?? "",
  );
  return plain.replace(/([^])-([^])/g, (_, from: string, to: string) => {
    let all = "";
    for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code++) all += String.fromCharCode(code);
    return all;
  });
}

export const filterPrograms: Readonly<Record<string, Program>> = { sed, sort, uniq, cut, tr };
