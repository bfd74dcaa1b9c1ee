// Programs that write and read text: echo, printf, cat, grep, wc, head, tail and their like.

import { linesOf, type Call, type Outcome, type Program } from "./call.ts";
import { toExpression, unescape } from "./patterns.ts";

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

export const textPrograms: Readonly<Record<string, Program>> = { echo, printf, cat, tee, grep, egrep: grep, wc, head, tail, seq, yes };
