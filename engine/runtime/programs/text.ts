// Programs that write and read text: echo, printf, cat, grep, wc, head, tail and their like.

import { linesOf, type Call, type Outcome, type Program } from "./call.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "\\": "\\",
  e: "\x1b",
  '"': '"',
  "'": "'",
};

/** Backslash sequences; `stop`: after `\c` nothing more is written. */
function unescape(text: string): { readonly text: string; readonly stop: boolean } {
  const end = /(?<!\\)(?:\\\\)*\\c/.exec(text);
  const used = end ? text.slice(0, end.index + end[0].length - 2) : text;
  const plain = used.replace(/\\(0[0-7]{0,3}|[1-7][0-7]{0,2}|x[0-9a-fA-F]{1,2}|[^])/g, (all: string, code: string) => {
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8) & 255);
    if (/^x./.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return ESCAPES[code] ?? all;
  });
  return { text: plain, stop: end !== null };
}

const echo: Program = (call) => {
  const words = [...call.args];
  let newline = true;
  let escapes = false;
  while (/^-[neE]+$/.test(words[0] ?? "")) {
    const flags = words.shift() ?? "";
    if (flags.includes("n")) newline = false;
    if (flags.includes("e")) escapes = true;
  }
  const plain = words.join(" ");
  const { text, stop } = escapes ? unescape(plain) : { text: plain, stop: false };
  call.out(text + (newline && !stop ? "\n" : ""));
  return 0;
};

const printf: Program = (call) => {
  const [format, ...values] = call.args;
  if (format === undefined) return call.fail("usage: printf FORMAT [ARG]...", 2);
  let status = 0;
  let output = "";
  do {
    output += unescape(format).text.replace(/%(%|[-0+ #]*\d*(?:\.\d+)?[sdiuxXocbfeg])/g, (_, spec: string) => {
      if (spec === "%") return "%";
      const value = values.shift() ?? "";
      if (/[diuxXofeg]$/.test(spec) && value !== "" && Number.isNaN(Number(value))) status = call.fail(`invalid number '${value}'`);
      return formatOne(spec, value);
    });
  } while (values.length > 0 && /%[^%]/.test(format));
  call.out(output);
  return status;
};

function formatOne(spec: string, value: string): string {
  const match = /^([-0+ #]*)(\d*)(?:\.(\d+))?(.)$/.exec(spec);
  const [, flags = "", width = "", precision, type = "s"] = match ?? [];
  let text = value;
  const number = Number(value) || 0;
  if (type === "s") text = precision === undefined ? value : value.slice(0, Number(precision));
  else if (type === "b") text = unescape(value).text;
  else if (type === "c") text = value.slice(0, 1);
  else if (type === "x") text = Math.trunc(number).toString(16);
  else if (type === "X") text = Math.trunc(number).toString(16).toUpperCase();
  else if (type === "o") text = Math.trunc(number).toString(8);
  else if (/[feg]/.test(type)) text = number.toFixed(Number(precision ?? 6));
  else text = String(Math.trunc(number));
  if (flags.includes("+") && /[dif]/.test(type) && number >= 0) text = `+${text}`;
  if (flags.includes("-")) return text.padEnd(Number(width));
  return text.padStart(Number(width), flags.includes("0") && type !== "s" ? "0" : " ");
}

/** Passes its input on as it comes, so that a pipe into it can be watched. */
function stream(call: Call, use: (text: string) => void): Outcome {
  const more = call.kernel.read(call.process, 0);
  if (typeof more === "object") return more;
  if (more === undefined) return 0;
  use(more);
  return undefined;
}

const cat: Program = (call) => {
  const { rest, flags } = call.options();
  const number = (text: string): string =>
    flags.has("n")
      ? text
          .replace(/^(?=[^])/gm, () => "")
          .split(/(?<=\n)/)
          .map((line, i) => `${String(i + 1).padStart(6)}\t${line}`)
          .join("")
      : text;
  if (rest.length === 0 || (rest.length === 1 && rest[0] === "-")) return stream(call, (text) => call.out(number(text)));
  let status = 0;
  for (const path of rest) {
    const found = call.file(path);
    if ("error" in found)
      status = call.fail(found.error === "Is a directory" ? "read error: Is a directory" : `can't open '${path}': ${found.error}`);
    else call.out(number(found.text));
  }
  return status;
};

const tee: Program = (call) => {
  const { rest, flags } = call.options();
  const { kernel, memo } = call;
  return stream(call, (text) => {
    call.out(text);
    for (const path of rest) {
      const before = memo["begun"] === true || flags.has("a") ? (kernel.files.read(call.path(path)) ?? "") : "";
      kernel.files.write(call.path(path), before + text);
    }
    memo["begun"] = true;
  });
};

const grep: Program = (call) => {
  const { flags, rest } = call.options("emAB");
  const [pattern, ...files] = flags.has("e") ? [flags.get("e") ?? "", ...rest] : rest;
  if (pattern === undefined) return call.fail("usage: grep PATTERN [FILE]...", 2);
  const expression = toExpression(
    pattern,
    flags.has("F"),
    flags.has("E") || call.name === "egrep",
    flags.has("i"),
    flags.has("w"),
    flags.has("x"),
  );
  if (expression === undefined) return call.fail("bad regex", 2);
  if (files.length === 0 && !flags.has("c")) return grepStream(call, expression, flags);
  const input = call.input(files.filter((path) => call.kernel.files.kind(call.path(path)) !== "directory"));
  if ("on" in input) return input;
  const hits = linesOf(input.text).filter((line) => expression.test(line) !== flags.has("v"));
  if (flags.has("c")) call.out(`${hits.length}\n`);
  else if (!flags.has("q")) call.out(hits.map((line) => `${shown(line, expression, flags)}\n`).join(""));
  return input.status !== 0 ? 2 : hits.length > 0 ? 0 : 1;
};

const shown = (line: string, expression: RegExp, flags: ReadonlyMap<string, string>): string =>
  flags.has("o") ? (expression.exec(line)?.[0] ?? "") : line;

function grepStream(call: Call, expression: RegExp, flags: ReadonlyMap<string, string>): Outcome {
  const line = call.kernel.readLine(call.process, 0);
  if (typeof line === "object") return line;
  if (line === undefined) return call.memo["found"] === true ? 0 : 1;
  const text = line.replace(/\n$/, "");
  if (expression.test(text) === flags.has("v")) return undefined;
  call.memo["found"] = true;
  if (flags.has("q")) return 0;
  call.out(`${shown(text, expression, flags)}\n`);
  return undefined;
}

/** A regular expression of grep or sed as one of ours. */
export function toExpression(
  pattern: string,
  fixed: boolean,
  extended: boolean,
  ignoreCase: boolean,
  word = false,
  whole = false,
  all = false,
): RegExp | undefined {
  let source = fixed ? pattern.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&") : pattern;
  if (!fixed) {
    // In basic expressions ( ) { } + ? | are plain and their escaped forms are not.
    if (!extended)
      source = source.replace(/\\?[(){}+?|]/g, (token) => (token.startsWith("\\") ? token.slice(1) : `\\${token}`)).replace(/^\*/, "\\*");
    source = source.replace(
      /\[\[:(\w+):\]\]/g,
      (_, name: string) =>
        ({ digit: "\\d", space: "\\s", alpha: "[A-Za-z]", alnum: "[A-Za-z0-9]", upper: "[A-Z]", lower: "[a-z]" })[name] ?? "",
    );
  }
  if (word) source = `\\b(?:${source})\\b`;
  if (whole) source = `^(?:${source})$`;
  try {
    return new RegExp(source, `${ignoreCase ? "i" : ""}${all ? "g" : ""}`);
  } catch {
    return undefined; // what RegExp cannot read, the caller reports
  }
}

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

const wc: Program = (call) => {
  const { flags, rest } = call.options();
  const input = call.input(rest);
  if ("on" in input) return input;
  const all = flags.size === 0;
  const counts: number[] = [];
  if (all || flags.has("l")) counts.push(input.text.split("\n").length - 1);
  if (all || flags.has("w")) counts.push(input.text.split(/\s+/).filter((word) => word !== "").length);
  if (all || flags.has("c") || flags.has("m")) counts.push(input.text.length);
  const name = rest.length > 0 ? ` ${rest.join(" ")}` : "";
  call.out(counts.length === 1 ? `${counts[0]}${name}\n` : `${counts.map((count) => String(count).padStart(9)).join(" ")}${name}\n`);
  return input.status;
};

const head: Program = (call) => {
  const { flags, rest } = call.options("nc");
  const short = call.args.find((arg) => /^-\d+$/.test(arg));
  const count = Number(short?.slice(1) ?? flags.get("n") ?? 10);
  if (flags.has("c") || rest.length > 0) {
    const input = rest.some((path) => /^\/dev\/(zero|u?random)$/.test(path))
      ? { text: call.kernel.node.random.hex(Math.min(65_536, Number(flags.get("c") ?? 0))), status: 0 }
      : call.input(rest);
    if ("on" in input) return input;
    call.out(
      flags.has("c")
        ? input.text.slice(0, Number(flags.get("c")))
        : linesOf(input.text)
            .slice(0, count)
            .map((line) => `${line}\n`)
            .join(""),
    );
    return input.status;
  }
  if (Number(call.memo["seen"] ?? 0) >= count) return 0;
  const line = call.kernel.readLine(call.process, 0);
  if (typeof line === "object") return line;
  if (line === undefined) return 0;
  call.out(line);
  call.memo["seen"] = Number(call.memo["seen"] ?? 0) + 1;
  return undefined;
};

const GROWTH_BYTES = 32 * 1024 * 1024;

const tail: Program = (call) => {
  const { flags, rest } = call.options("nc");
  const short = call.args.find((arg) => /^-\d+$/.test(arg));
  const count = short?.slice(1) ?? flags.get("n") ?? "10";
  const [path] = rest;
  if (path === "/dev/zero") {
    // It waits for a line break that never comes and keeps all it has read: the classic way to run out of memory.
    call.process.memoryBytes += GROWTH_BYTES;
    return call.kernel.overflows() ? 137 : { on: "time", at: call.kernel.now + 100 };
  }
  if (call.memo["shown"] === undefined) {
    const input = call.input(rest);
    if ("on" in input) return input;
    const lines = linesOf(input.text);
    const shownLines = count.startsWith("+") ? lines.slice(Number(count) - 1) : Number(count) === 0 ? [] : lines.slice(-Number(count));
    call.out(shownLines.map((line) => `${line}\n`).join(""));
    if (!flags.has("f") && !flags.has("F")) return input.status;
    call.memo["shown"] = input.text.length;
  }
  if (path === undefined || call.kernel.files.kind(call.path(path)) !== "file") return { on: "signal" };
  const text = call.kernel.files.read(call.path(path)) ?? "";
  const from = Math.min(Number(call.memo["shown"]), text.length);
  call.out(text.slice(from));
  call.memo["shown"] = text.length;
  return { on: "time", at: call.kernel.now + 1000 };
};

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

const seq: Program = (call) => {
  const numbers = call.args.filter((arg) => !/^-[a-z]/.test(arg)).map(Number);
  if (numbers.length === 0 || numbers.some(Number.isNaN)) return call.fail("invalid number", 1);
  const [first, step, last] =
    numbers.length === 1
      ? [1, 1, numbers[0] ?? 0]
      : numbers.length === 2
        ? [numbers[0] ?? 0, 1, numbers[1] ?? 0]
        : [numbers[0] ?? 0, numbers[1] ?? 1, numbers[2] ?? 0];
  let text = "";
  for (let value = first, made = 0; (step > 0 ? value <= last : value >= last) && made < 100_000 && step !== 0; value += step, made++)
    text += `${value}\n`;
  call.out(text);
  return 0;
};

const yes: Program = (call) => {
  call.out(`${call.args.join(" ") || "y"}\n`.repeat(100));
  return undefined;
};

export const textPrograms: Readonly<Record<string, Program>> = {
  echo,
  printf,
  cat,
  tee,
  grep,
  egrep: grep,
  sed,
  wc,
  head,
  tail,
  sort,
  uniq,
  cut,
  tr,
  seq,
  yes,
};
